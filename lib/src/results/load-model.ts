import * as path from 'node:path';
import { type FlatConfig, wholeForm } from '../base';
import type { Trainable } from '../experiment';
import { findings } from '../findings';
import type { AskableModel } from '../recipes/complete-text';
import { checkpointMetadata, readTensors } from '../training/node';
import { isKeptModel, keptModel, modelFile, modelRefused, requireSize } from './kept-model';

/**
 * Loads a model to ask: a kept one (its folder, or the file in it), or the checkpoint of a training
 * of one of the kit's findings, as far as that has come.
 * Throws an Error that names the file, what is wrong with it and what to do.
 */
export function loadModel(place: string): AskableModel {
  const file = modelFile(path.resolve(place));
  try {
    const decoded = readTensors(file);
    const { metadata, tensors } = decoded;
    if (isKeptModel(metadata)) return keptModel(decoded);
    const checkpoint = checkpointMetadata(metadata);
    if (checkpoint) return ofCheckpoint(checkpoint, tensors.theta, path.basename(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error; // the file system's own
    throw modelRefused(file, (error as Error).message);
  }
  throw modelRefused(
    file,
    'it holds tensors, but does not say how its texts are made into tokens. The kit asks the models ' +
      'that it has trained: those of "npm run train -- --keep-model", and its checkpoints',
  );
}

function ofCheckpoint(
  { about: whose, step }: { about: string; step: number },
  theta: Float32Array | undefined,
  name: string,
): AskableModel {
  const { finding, config, stage } = runOf(whose);
  const form = finding.models!.form(config);
  const about = `${finding.name}, ${finding.label(config)}, checkpoint ${name} after ${step} steps${stage}`;
  return { ...form, theta: requireSize(theta, form), about };
}

/** Whose checkpoint this is: what it says about itself holds the settings of its run. */
function runOf(about: string): { finding: Trainable; config: FlatConfig; stage: string } {
  const start = about.indexOf('{');
  const stage = about.slice(0, Math.max(0, start)).trim();
  let written: FlatConfig | null = null;
  try {
    written = JSON.parse(about.slice(start)) as FlatConfig;
  } catch {
    written = null;
  }
  const keysOf = (of: object): string => Object.keys(of).sort().join();
  // with the neutral fields that may have been added since
  const finding = Object.values(findings).find(
    ({ models, fields }) =>
      written && models && keysOf(fields) === keysOf(wholeForm(fields, written)),
  );
  if (!written || !finding) {
    throw new Error(
      'it is a checkpoint, but of none of the findings as they are now: its settings are others. ' +
        'Keep the finished model instead (--keep-model)',
    );
  }
  const config = wholeForm(finding.fields, written);
  finding.validate(config);
  return { finding, config, stage: stage && ` of ${stage}` };
}
