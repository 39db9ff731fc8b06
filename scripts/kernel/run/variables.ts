/** Holds one variable of the notebook; every cell and every function that uses it has this object. */
export class Variable {
  private value: unknown;
  private ready = false;
  private assigned = false; // it has a value, whether or not that may be used
  private link: (() => unknown) | null = null;
  private waiting: number | null = null; // the cell that declares it and has not come there yet

  constructor(private readonly name: string) {}

  get v(): unknown {
    return this.ready ? this.value : this.linked();
  }

  set v(value: unknown) {
    if (!this.ready) this.linked();
    this.value = value;
  }

  private linked(): unknown {
    if (this.link && this.waiting === null) return this.link();
    throw new ReferenceError(`Cannot access '${this.name}' before initialization`);
  }

  /** From now on nobody can use it, until `cell` has come to its declaration or has ended. */
  await(cell: number): void {
    this.waiting = cell;
    this.ready = false;
  }

  /** `cell` has ended; if it did not come to its declaration, all is as before. */
  release(cell: number): void {
    if (this.waiting !== cell) return;
    this.waiting = null;
    this.ready = this.link === null && this.assigned;
  }

  begin(value: unknown): void {
    this.link = null;
    this.waiting = null;
    this.value = value;
    this.ready = this.assigned = true;
  }

  /** Makes it the same as what a module exports, whatever that is when it is read. */
  follow(link: () => unknown): void {
    this.waiting = null;
    this.ready = this.assigned = false;
    this.value = undefined;
    this.link = link;
  }
}

/** By this a cell gives its own variables their first value. */
export class Declaration {
  constructor(
    private readonly variable: Variable,
    private readonly declared: () => void,
  ) {}

  set i(value: unknown) {
    this.variable.begin(value);
    this.declared();
  }

  follow(link: () => unknown): void {
    this.variable.follow(link);
    this.declared();
  }
}

/** The variables of the notebook by name. */
export class Variables {
  private readonly all = new Map<string, Variable>();

  get(name: string): Variable {
    let variable = this.all.get(name);
    if (!variable) this.all.set(name, (variable = new Variable(name)));
    return variable;
  }

  /** The variables as one cell knows them; `declared` is called for each one that gets its value. */
  forCell(declared: (name: string) => void) {
    return {
      get: (name: string) => this.get(name),
      declare: (name: string) => new Declaration(this.get(name), () => declared(name)),
    };
  }

  /**
   * A `var` is there before the cell runs, as yet without a value; what else the cell declares, when
   * it comes there.
   */
  begin(cell: number, vars: readonly string[], others: readonly string[]): void {
    for (const name of vars) this.get(name).begin(undefined);
    for (const name of others) this.get(name).await(cell);
  }

  end(cell: number): void {
    for (const variable of this.all.values()) variable.release(cell);
  }
}
