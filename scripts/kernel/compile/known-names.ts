import type { NameKind } from './names.js';

/** Where a name of the notebook comes from. */
export interface Origin {
  cell: number; // of the latest cell that gave it a value (or, for a type, that declared it)
  kind: NameKind;
  ambient: boolean;
}

/**
 * Which cell each name of the notebook comes from. A name is taken over when its declaration has
 * run, together with its value, so that type and value always belong together: a cell that fails
 * before it reaches a declaration leaves the name as it was.
 */
export class KnownNames {
  private readonly values = new Map<string, Origin>();
  private readonly types = new Map<string, Origin>();

  add(name: string, origin: Origin): void {
    const { kind } = origin;
    if (kind !== 'type') this.values.set(name, origin);
    if (kind === 'let' || kind === 'const' || kind === 'var' || kind === 'function') {
      // A type of an earlier cell stays beside a value of the same name.
      const { kind: before } = this.types.get(name) ?? {};
      if (before !== 'type') this.types.delete(name);
    } else this.types.set(name, origin);
    if (kind === 'type' && this.values.get(name)?.kind !== undefined) {
      const value = this.values.get(name)!;
      if (value.kind === 'class' || value.kind === 'other') this.values.delete(name);
    }
  }

  value(name: string): Origin | undefined {
    return this.values.get(name);
  }

  all(): string[] {
    return [...new Set([...this.values.keys(), ...this.types.keys()])];
  }

  cells(): Set<number> {
    return new Set([...this.values.values(), ...this.types.values()].map(({ cell }) => cell));
  }

  /**
   * One line of TypeScript that makes `names` known in another cell. Variables are declared and not
   * imported, because an imported name cannot be assigned to.
   */
  declarations(names: Iterable<string>, moduleOf: (cell: number) => string): string {
    return [...names].map((name) => this.declaration(name, moduleOf)).join(' ');
  }

  private declaration(name: string, moduleOf: (cell: number) => string): string {
    const value = this.values.get(name);
    const type = this.types.get(name);
    if (!value && !type) return '';
    const from = (origin: Origin) => JSON.stringify(moduleOf(origin.cell));
    if (!value) return `import { type ${name} } from ${from(type!)};`;
    const isVariable = value.kind === 'let' || value.kind === 'const' || value.kind === 'var';
    if (!isVariable && (!type || type.cell === value.cell)) {
      return `import { ${name} } from ${from(value)};`;
    }
    const keyword = value.kind === 'let' || value.kind === 'var' ? 'let' : 'const';
    const declared = `declare ${keyword} ${name}: typeof import(${from(value)}).${name};`;
    if (!type) return declared;
    return `${declared} type ${name} = import(${from(type)}).${name};`;
  }
}
