/** Where a training stands, for the message that it cannot go on. */
export interface DivergedAt {
  step: number; // the update that went wrong, from 1
  learningRate: number;
  lastCheckpoint: number | null; // step of the last one that was written; null = none
  file: string | null; // where it is
}

/** Numbers of a training became NaN or infinite. */
export class TrainingDiverged extends Error {
  override readonly name = 'TrainingDiverged';
  readonly step: number;
  readonly learningRate: number;

  constructor(what: string, { step, learningRate, lastCheckpoint, file }: DivergedAt) {
    const kept =
      lastCheckpoint === null || file === null
        ? 'There is no checkpoint.'
        : `The last good checkpoint is at step ${lastCheckpoint} in ${file}.`;
    super(
      `${what} at step ${step} with a learning rate of ${learningRate.toPrecision(3)}. ${kept} ` +
        'Try a lower learning rate or clipNorm.',
    );
    this.step = step;
    this.learningRate = learningRate;
  }
}

/**
 * Throws a TrainingDiverged unless the loss and the norm of the gradient of a step are finite. A
 * gradient that is not spoils the parameters, though the loss before it was good.
 */
export function requireFiniteStep(
  { loss, gradientNorm }: Record<string, Float32Array>,
  where: DivergedAt,
): void {
  if (!Number.isFinite(loss[0])) throw new TrainingDiverged(`The loss became ${loss[0]}`, where);
  if (!Number.isFinite(gradientNorm[0])) {
    throw new TrainingDiverged(`The norm of the gradient became ${gradientNorm[0]}`, where);
  }
}

/**
 * Throws a TrainingDiverged when a parameter or moment is not finite: what is written as a
 * checkpoint, or measured, must be good.
 */
export function requireFiniteState(state: Record<string, Float32Array>, where: DivergedAt): void {
  for (const [name, values] of Object.entries(state)) {
    const spoiled = values.find((value) => !Number.isFinite(value));
    if (spoiled === undefined) continue;
    const what = name === 'theta' ? 'A parameter' : `A value of the optimizer (${name})`;
    throw new TrainingDiverged(`${what} became ${spoiled}`, where);
  }
}
