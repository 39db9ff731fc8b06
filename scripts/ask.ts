// `npm run ask -- --model FILE "text"`: how a trained model goes on with a text, token by token.
import 'memorization-kit/supported-node';
import {
  defaultModelsDir,
  type DeviceChoice,
  readSettings,
  shownPath,
  useDevice,
} from 'memorization-kit/engine';
import { type CompletionOptions, completeText } from 'memorization-kit/findings';
import { completionBundle, examplesBundle } from 'memorization-kit/notebook';
import { loadModel } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';
import { deviceOption, kitCommand, runCommand, wholeNumber } from './options.js';

interface Flags extends CompletionOptions {
  model?: string;
  device?: DeviceChoice;
  json?: boolean;
}

/** The folders of the models that were kept in the usual place. */
function keptModels(): string[] {
  const folder = defaultModelsDir();
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'model.safetensors')
    .map((file) => shownPath(path.join(folder, path.dirname(file))))
    .sort();
}

function noModel(): Error {
  const kept = keptModels();
  return new Error(
    kept.length > 0
      ? `Which model? Choose with --model one of:\n  ${kept.join('\n  ')}`
      : 'No model is kept yet. "npm run train -- --finding <name> --index 0 --keep-model" trains one.',
  );
}

function main(text: string | undefined, { model: place, device, json, ...options }: Flags): void {
  if (place === undefined) throw noModel();
  const model = loadModel(place);
  useDevice(device ?? readSettings().device);
  if (text === undefined) return console.log(examplesBundle(model)['text/plain']);
  const completion = completeText(model, text, options);
  console.log(
    json ? JSON.stringify(completion, null, 2) : completionBundle(completion)['text/plain'],
  );
}

const program = kitCommand(
  'npm run ask --',
  'Asks a trained model: how it goes on with a text, with the probabilities of the next tokens.',
)
  .argument('[text]', 'a text or question (default: shows examples of what it can be asked)')
  .option(
    '--model <file>',
    'a kept model (its folder or file), or a checkpoint in .kit/checkpoints (default: lists them)',
  )
  .option('--tokens <n>', 'say at most so many tokens (default: 12)', wholeNumber(1))
  .option('--top <n>', 'list so many of the likeliest tokens (default: 5)', wholeNumber(1))
  .addOption(deviceOption())
  .option('--json', 'print the answer as JSON')
  .addHelpText(
    'after',
    `
Examples:
  npm run train -- --finding biographies-qa --profile quick --index 1 --keep-model
  npm run ask                               # the models that are kept
  npm run ask -- --model models/biographies-qa/quick/<hash>/full
  npm run ask -- --model models/biographies-qa/quick/<hash>/full "What major did <name> study?"
  npm run ask -- --model models/random-strings/quick/<hash>/trained "abc" --tokens 20
  npm run ask -- --model models/bits-per-parameter/quick/<hash>/trained "17 4 99" --top 3`,
  )
  .action(main);

void runCommand(program);
