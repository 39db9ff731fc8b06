/*
 * The words that names and values are made of. All are invented from the syllables below, except
 * months, days, years and majors. No word is in two pools; company cities are cities.
 */

const list = (words: string): string[] => words.trim().split(/\s+/);

/**
 * All start + end words in an order in which both parts change from word to word, so that the first
 * n are a varied pool. The number of starts + 1 and of ends must have no common divisor.
 */
function combine(starts: string[], ends: string[]): string[] {
  return Array.from({ length: starts.length * ends.length }, (_, i) => {
    const end = (i + Math.floor(i / starts.length)) % ends.length;
    return starts[i % starts.length] + ends[end];
  });
}

const firstNames = combine(
  list('Al Bre Cor Da El Fa Ga Hal Iv Jo Ka Lu Mar Ne Or Pa Ro Sel Tam Va'),
  list(
    'ana bert cia dric ene fina gan hild iska jan kara lene mir nora olf phine ric sia tius wen',
  ),
);

const middleNames = combine(
  list(
    'Ash Birch Cloud Dove Elm Fern Glen Heath Ivy Juni Lark Moss North Oak Pine Quill Reed Sky Thorn Wren',
  ),
  list('a bel cy dale ette fay gold hart ina jay kin lyn mond ney ora pell rose sie tine vane'),
);

const lastNames = combine(
  list(`Ab Bar Cal Den Eck Fol Gren Hax Ing Jar Kel Lom Mad Nor Ost Pem Quar Rad Sten Tol
    Ul Ves Wal Yar Zim Brand Clar Dray Frost Gold Hol Kirk Lang Mer Pres Rus Spen Tre Whit Wint`),
  list(`acre aby bach berg by cott dall din egan ert forth gard inger kin lock low man mann more
    nett rick sen son wald worth`),
);

const cities = combine(
  list(
    'Amber Bell Cedar Dun Eagle Fair Grey High Iron Kings Lake Maple New Ox Pleasant Quarry River Silver Stone West',
  ),
  list('borough bridge brook bury field ford haven port ton ville'),
);

const universities = combine(
  list(`Alder Bright Carl Dart East Farn Gros Hart Isle Jes Kent Lind Mont North Over Pel Queens Rad
    Sher Trent Up Ver Wake Wynd York Ald Brim Chal Dor Em`),
  list('cliff combe crest hall holm leigh mere minster stead wold'),
);

const employers = combine(
  list(`Acu Beta Cyber Delta Echo Flex Giga Helio Inno Jet Kine Luma Macro Neo Omni Poly Quant Robo
    Solar Terra Ultra Vero Wave Xeno Zeta Aero Bio Cryo`),
  list('corp dyne labs logic mart media soft tech trade works'),
);

const majors = list(`
  Accounting Acoustics Advertising Aeronautics Agriculture Agronomy Algebra Anatomy Anthropology
  Archaeology Architecture Arithmetic Astronomy Astrophysics Audiology Ballet Banking Biochemistry
  Bioinformatics Biology Biophysics Biostatistics Botany Calculus Cartography Ceramics Chemistry
  Choreography Cinematography Classics Climatology Composition Computing Counseling Criminology
  Cryptography Dance Demography Dentistry Dermatology Design Dietetics Drama Ecology Econometrics
  Economics Education Electronics Engineering English Entomology Epidemiology Ethics Ethnography
  Fashion Film Finance Fisheries Forestry French Genetics Geochemistry Geography Geology Geometry
  Geophysics German Gerontology Glaciology Graphics Greek History Horticulture Hospitality Hydrology
  Illustration Immunology Informatics Insurance Italian Japanese Journalism Kinesiology Latin Law
  Linguistics Literature Logic Logistics Management Marketing Mathematics Mechanics Medicine
  Metallurgy Meteorology Microbiology Mineralogy Music Neuroscience`);

const months = list(`January February March April May June July August September October November
  December`);

const numbers = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(first + i));

/** Every pool at its full size, which is the paper's. */
export const pools = {
  firstNames, // 400
  middleNames, // 400
  lastNames, // 1000
  months,
  days: numbers(1, 28), // as in the paper, so that every day exists in every month
  years: numbers(1900, 200),
  cities, // 200
  universities, // 300
  majors: majors.slice(0, 100),
  employers: employers.slice(0, 263),
} as const;
export type Pool = keyof typeof pools;
