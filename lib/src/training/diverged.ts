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

const NAMES: Record<string, string> = {
  loss: 'The loss',
  gradientNorm: 'The norm of the gradient',
  theta: 'A parameter',
};

/**
 * Throws a TrainingDiverged unless all values are finite: those that a step yields (a gradient that
 * is not finite spoils the parameters, though the loss before it was good), and those of the state
 * that is written as a checkpoint, or measured.
 */
export function requireFinite(values: Record<string, Float32Array>, where: DivergedAt): void {
  for (const [name, each] of Object.entries(values)) {
    const spoiled = each.find((value) => !Number.isFinite(value));
    if (spoiled === undefined) continue;
    const what = NAMES[name] ?? `A value of the optimizer (${name})`;
    throw new TrainingDiverged(`${what} became ${spoiled}`, where);
  }
}
