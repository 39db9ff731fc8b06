import { formatNumber } from './numbers';

/**
 * Says whether an answer to an exercise is right: within that share of the solution. An answer that is
 * NaN was not given yet; the solution is told in neither case.
 */
export function check(answer: number, solution: number, { within = 0.02 } = {}): void {
  if (Number.isNaN(answer)) return console.log('your turn: put your answer in the place of NaN');
  const right = Math.abs(answer - solution) <= within * Math.abs(solution);
  const side = answer < solution ? 'more' : 'less';
  console.log(
    right
      ? `right: ${formatNumber(answer, 3)} is within ${formatNumber(100 * within, 2)} %`
      : `not yet: it is ${side} than ${formatNumber(answer, 3)}`,
  );
}
