import type { MeasuredCase } from './measure';
import { geometricMean } from './statistics';

/** How many times as long as the first contender's step another's takes, case by case. */
export function ratios(cases: MeasuredCase[], contender: string): number[] {
  return cases.flatMap(({ contenders }) => {
    const [ours] = contenders;
    const theirs = contenders.find((m) => m.contender === contender);
    return theirs ? [theirs.msPerStep / ours.msPerStep] : [];
  });
}

export interface Expectation {
  text: string;
  met: boolean;
  found: string;
}

/** What the engine was built to reach; only those whose contenders were measured. */
export function checkExpectations(cases: MeasuredCase[]): Expectation[] {
  const result: Expectation[] = [];
  const atLeast = (list: number[], times: number): number => list.filter((r) => r >= times).length;
  const tfjs = ratios(cases, 'tfjs');
  if (tfjs.length > 0) {
    const enough = atLeast(tfjs, 5);
    result.push({
      text: 'at least 5 times as fast as stock eager tfjs in four cases of five',
      met: enough >= 0.8 * tfjs.length,
      found: `${enough} of ${tfjs.length}`,
    });
  }
  const pytorch = ratios(cases, 'pytorch');
  if (pytorch.length > 0) {
    const enough = atLeast(pytorch, 1);
    result.push({
      text: 'at least as fast as PyTorch eager in every case',
      met: enough === pytorch.length,
      found: `${enough} of ${pytorch.length}`,
    });
  }
  const compiled = ratios(cases, 'torch.compile');
  if (compiled.length > 0) {
    const mean = geometricMean(compiled);
    const least = Math.min(...compiled);
    result.push({
      text: 'at least 2.5 times as fast as torch.compile in the geometric mean, 1.8 times in every case',
      met: mean >= 2.5 && least >= 1.8,
      found: `${mean.toFixed(2)} times in the mean, ${least.toFixed(2)} at least`,
    });
  }
  return result;
}
