import fc from 'fast-check';

/** A random program: statements in which variables are shared in every way that the language has. */
export interface Program {
  statements: string[];
  cuts: Set<number>; // before which statements a new cell begins
}

type Build = (known: Known, pick: (names: string[]) => string, fresh: string) => string | null;

/** What has been declared so far, by what it is. */
interface Known {
  numbers: string[];
  functions: string[];
  objects: string[];
  generators: string[];
}

const declare = (list: keyof Known, text: (fresh: string, other: string) => string): Build => {
  return (known, pick, fresh) => {
    const other = pick(known.numbers);
    known[list].push(fresh);
    return text(fresh, other);
  };
};

const use = (list: keyof Known, text: (name: string, other: string) => string): Build => {
  return (known, pick) =>
    known[list].length === 0 ? null : text(pick(known[list]), pick(known.numbers));
};

const kinds: Build[] = [
  declare('numbers', (x, y) => `let ${x} = ${y} + 1;`),
  declare('numbers', (x, y) => `var ${x} = ${y} * 2;`),
  declare('numbers', (x, y) => `let { a: ${x} = 3 } = { a: ${y} };`),
  declare('numbers', (x, y) => `for (var ${x} = 0; ${x} < 3; ${x}++) ${y} += ${x};`),
  declare('functions', (x, y) => `function ${x}(a) { return a + ${y}++; }`),
  declare('functions', (x, y) => `const ${x} = (a) => (${y} = a - ${y});`),
  declare(
    'functions',
    (x, y) => `const ${x} = function (a) { { let ${y} = 5; a += ${y}; } return a + ${y}; };`,
  ),
  declare('functions', (x, y) => `async function ${x}(a) { await null; ${y} += a; return ${y}; }`),
  declare(
    'objects',
    (x, y) =>
      `class ${x}Class { get() { return ${y}; } set(a) { ${y} = a; return this; } static now() { return new ${x}Class().get(); } } const ${x} = new ${x}Class();`,
  ),
  declare(
    'objects',
    (x, y) => `const ${x} = { get: () => ${y}, set(a) { ${y} = a; return this; } };`,
  ),
  declare('generators', (x, y) => `const ${x} = (function* () { while (true) yield ${y}++; })();`),
  use('numbers', (x, y) => `${x} = ${y} - 1;`),
  use('numbers', (x, y) => `${x} += ${y}; ${y}--;`),
  use('numbers', (x, y) => `[${x}, ${y}] = [${y}, ${x}];`),
  use('numbers', (x, y) => `({ ${x}, b: ${y} = 4 } = { ${x}: ${y} });`),
  use('numbers', (x, y) => `for (${x} of [1, 2]) ${y} += ${x};`),
  use('numbers', (x, y) => `{ let ${y} = 9; ${x} += ${y}++; }`),
  use(
    'numbers',
    (x, y) =>
      `setTimeout(() => { ${x} = ${y} * 2; }); await new Promise((done) => setTimeout(done, 5));`,
  ),
  use('numbers', (x, y) => `console.log('${x}', ${x}, { ${y} });`),
  use('functions', (f, y) => `console.log('${f}', await ${f}(${y}), ${f}.name);`),
  use('functions', (f, y) => `${y} = await [1, 2].map((n) => ${f}(n))[1];`),
  use('objects', (o, y) => `console.log('${o}', ${o}.set(${y} + 1).get(), ${y});`),
  use('generators', (g, y) => `console.log('${g}', ${g}.next().value, ${y});`),
];

function build(choices: readonly (readonly [number, number])[], name: string): string[] {
  const first = `${name}first`;
  const known: Known = { numbers: [first], functions: [], objects: [], generators: [] };
  const statements = choices.flatMap(([kind, seed], i) => {
    const pick = (names: string[]) => names[seed % names.length];
    const statement = kinds[kind](known, pick, `${name}${i}`);
    return statement === null ? [] : [statement];
  });
  const { numbers } = known;
  return [
    `let ${first} = 7;`,
    ...statements,
    `console.log('end', ${numbers.map((n) => `{ ${n} }`).join(', ')});`,
  ];
}

/** Programs whose names begin with what `name` gives, so that they can run in one kernel. */
export function programs(name: () => string): fc.Arbitrary<Program> {
  const choice = fc.tuple(fc.nat(kinds.length - 1), fc.nat(1000));
  const choices = fc.array(choice, { minLength: 8, maxLength: 24, size: 'max' });
  const cuts = fc.array(fc.nat(24), { minLength: 2, maxLength: 5 });
  return fc.tuple(choices, cuts).map(([chosen, at]) => ({
    statements: build(chosen, name()),
    cuts: new Set(at),
  }));
}

export function cellsOf({ statements, cuts }: Program): string[] {
  const cells: string[][] = [[]];
  statements.forEach((statement, i) => {
    if (cuts.has(i) && cells.at(-1)!.length > 0) cells.push([]);
    cells.at(-1)!.push(statement);
  });
  return cells.map((lines) => lines.join('\n'));
}
