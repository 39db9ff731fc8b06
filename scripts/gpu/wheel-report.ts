/** How often something happened in a process with the fake driver. */
export interface Counted {
  kind: string; // 'launch', 'memcpy', 'sync', 'blasmode', ...
  name: string;
  n: number;
  bytes: number;
}

/** What one process of counted-steps.ts prints. */
export interface CountedStep {
  device: string;
  firstStepSeconds: number;
  steps: number;
  before: Counted[]; // up to the end of the second step: tuning, loading
  counted: Counted[]; // of `steps` further ones
}

/** What a step may cost at most. */
export interface Ceiling {
  launches: number;
  copies: number; // host to device and back
  bytes: number; // of those copies
}

export interface StepCost extends Ceiling {
  waits: number;
}

export function costOf({ counted, steps }: CountedStep): StepCost {
  const sum = (of: 'n' | 'bytes', test: (one: Counted) => boolean): number =>
    counted.filter(test).reduce((total, one) => total + one[of], 0) / steps;
  const copied = ({ kind, name }: Counted): boolean =>
    kind === 'memcpy' && (name.startsWith('D2H') || name.startsWith('H2D'));
  return {
    launches: sum('n', ({ kind }) => kind === 'launch'),
    copies: sum('n', copied),
    bytes: sum('bytes', copied),
    waits: sum('n', ({ kind }) => kind === 'sync'),
  };
}

/** cublasMath_t and cublasComputeType_t: where float32 is multiplied as TF32. */
const tf32 = /SetMathMode\(3\)|compute=77\b/;

/** What is wrong with the steps of a case; none when all is as promised. */
export function problemsOf(step: CountedStep, ceiling: Ceiling): string[] {
  const problems: string[] = [];
  if (step.device !== 'gpu') problems.push(`the device is ${step.device}, not gpu`);
  const rounded = [...step.before, ...step.counted].find(({ name }) => tf32.test(name));
  if (rounded) problems.push(`float32 is multiplied as TF32: ${rounded.name}`);
  const cost = costOf(step);
  if (cost.launches === 0) problems.push('nothing was launched');
  for (const key of ['launches', 'copies', 'bytes'] as const) {
    if (cost[key] > ceiling[key]) {
      problems.push(`${cost[key]} ${key} a step, more than ${ceiling[key]}`);
    }
  }
  return problems;
}
