const TOLERANCE = 1e-4; // relative; they differ by rounding alone, about 1e-6

/**
 * Throws unless all contenders had the same losses in the first steps: same model, same data, same
 * gradient and same optimizer.
 */
export function checkSameLosses(
  caseName: string,
  contenders: { name: string; losses: number[] }[],
): void {
  const [reference, ...others] = contenders;
  for (const { name, losses } of others) {
    losses.forEach((loss, step) => {
      const expected = reference.losses[step];
      if (!(Math.abs(loss - expected) <= TOLERANCE * Math.abs(expected))) {
        throw new Error(
          `Case "${caseName}": ${name} has the loss ${loss} at step ${step} where ` +
            `${reference.name} has ${expected}. They do not train the same model; ` +
            'compare their code before comparing their speed.',
        );
      }
    });
  }
}
