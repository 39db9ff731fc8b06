// `npm run held-out`: trains the held-out runs whose outcome was predicted; `--predict` predicts.
import 'memorization-kit/supported-node';
import { codeVersion, storedResults } from 'memorization-kit/results';
import { dataFolder, kitCommand, runCommand } from './options.js';
import { findFinding } from 'memorization-kit/findings';
import { type Prediction, readPredictions, writePredictions } from './held-out/file.js';
import { heldOut, predicted } from './held-out/laws.js';

const code = (): string | null => codeVersion().commit;

/** All predictions anew. Throws where one has been compared with its run: it would no longer be one. */
function predict(): Prediction[] {
  if (readPredictions().some(({ measured }) => measured !== null)) {
    throw new Error('The held-out runs were trained: what is said of them now predicts nothing.');
  }
  return heldOut.map((one) => {
    const finding = findFinding(one.finding);
    const stored = storedResults(finding, dataFolder(), { profile: 'standard' });
    if (!stored) throw new Error(`Nothing is stored of ${one.finding}, profile standard.`);
    const { mean, low, high, n } = predicted(one, finding.config(one.config), stored.results);
    return {
      ...{ what: one.what, law: one.law, finding: one.finding, config: one.config, fitted: n },
      predicted: { value: mean, low, high },
      ...{ predictedBy: code(), measured: null, measuredBy: null, seconds: null },
    };
  });
}

/** Trains what is predicted and was not trained yet. */
async function measure(prediction: Prediction): Promise<Prediction> {
  const one = heldOut.find(({ what }) => what === prediction.what);
  if (!one || prediction.measured !== null) return prediction;
  const finding = findFinding(prediction.finding);
  const began = performance.now();
  const { measurements } = await finding.run(finding.config(prediction.config), {
    device: 'cpu',
    signal: new AbortController().signal,
    checkpoints: null,
    onProgress: () => {},
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  return { ...prediction, measured: one.back(one.y(measurements)), measuredBy: code(), seconds };
}

async function main({ predict: only }: { predict: boolean }): Promise<void> {
  const predictions = only ? predict() : readPredictions();
  if (predictions.length === 0) throw new Error('Nothing is predicted yet: first --predict.');
  for (const [i, prediction] of predictions.entries()) {
    if (!only) predictions[i] = await measure(prediction);
    writePredictions(predictions);
    const { what, predicted: p, measured } = predictions[i];
    const [value, low, high] = [p.value, p.low, p.high].map((number) => number.toPrecision(4));
    console.log(`${what}: ${value} [${low}, ${high}], measured ${measured?.toPrecision(4) ?? '–'}`);
  }
}

const program = kitCommand('npm run held-out --', 'Trains runs whose outcome was predicted.')
  .option('--predict', 'predict them from the stored runs; before they are trained', false)
  .action(main);

void runCommand(program);
