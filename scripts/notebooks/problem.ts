/** Something wrong in a notebook. Cells and lines count from 1, cells of all kinds together. */
export interface Problem {
  notebook: string;
  cell?: number;
  line?: number;
  message: string;
}

/** As in `notebooks/01-bits.ipynb, cell 3, line 2: message`. */
export function describeProblem({ notebook, cell, line, message }: Problem): string {
  const place = [notebook, cell && `cell ${cell}`, line && `line ${line}`].filter(Boolean);
  return `${place.join(', ')}: ${message}`;
}
