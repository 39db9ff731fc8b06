import type { Verdict } from '../experiment';

const good = 'background:#dafbe1;color:#116329;font-weight:bold';
const middling = 'background:#fff1cc;color:#7a4b00;font-weight:bold';
const bad = 'background:#ffe2e0;color:#a0111f;font-weight:bold';

/** The look of each verdict, as CSS: dark on a light ground, to be read in dark themes too. */
const looks: Record<Exclude<Verdict, 'no data'>, string> = {
  reproduced: good,
  'partly reproduced': middling,
  'not reproduced': bad,
  held: good,
  'partly held': middling,
  'not held': bad,
  passed: good,
  'not passed': bad,
};

/** The CSS of a cell that is a verdict; none of any other. */
export const lookOf = (cell: string): string =>
  Object.hasOwn(looks, cell) ? looks[cell as keyof typeof looks] : '';
