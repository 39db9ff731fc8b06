import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { prettyJson, type ProfileName, shownPath, writeWhole } from '../base/node';
import { computes, type FlatConfig } from '../engine/node';
import type { ModelForm, Trainable } from '../experiment';
import { fromHuggingFace, gptParameterCount, toHuggingFace, validateGptConfig } from '../model';
import type { AskableModel } from '../recipes/complete-text';
import { type TensorFile, writeTensors } from '../training/node';
import type { Provenance, RunPlace } from './result';

/*
 * A kept model is a folder that Hugging Face's `from_pretrained` loads: model.safetensors and
 * config.json. All that the kit needs beside the parameters is in the metadata of model.safetensors.
 */

/** Where a model comes from. */
export interface ModelOrigin {
  finding: string;
  version: number; // of the finding
  profile: ProfileName | null; // null: of no sweep
  hash: string; // of the run
  name: string; // 'full': which of the run's models
  label: string; // of the run
  config: FlatConfig;
  provenance: Provenance;
}

/** A model that was kept, or is to be. */
export interface KeptModel extends AskableModel {
  origin: ModelOrigin;
}

const MODEL = 'model.safetensors';
const METADATA = 'memorization-kit';
const FORMAT = 1; // of the metadata

const gptSchema = z.object({
  vocabSize: z.number(),
  seqLength: z.number(),
  dModel: z.number(),
  nLayers: z.number(),
  nHeads: z.number(),
  positions: z.enum(['learned', 'rotary']),
  rotaryShare: z.number().optional(),
  mask: z.enum(['causal', 'bidirectional']),
  compute: z.enum(computes),
});

const keptSchema = z.object({
  format: z.number(),
  form: z.object({
    gpt: gptSchema,
    reads: z.number().int().min(1),
    text: z.object({
      vocabulary: z.array(z.string()),
      separator: z.enum(['', ' ']),
      start: z.array(z.string()),
      end: z.string().nullable(),
    }),
    examples: z.array(z.object({ text: z.string(), then: z.string() })),
  }),
  origin: z.looseObject({ finding: z.string(), name: z.string(), label: z.string() }),
});

/** Where a model of a run is kept: `<modelsDir>/<finding>/<profile>/<hash>/<name>`. */
export const modelFolder = (
  modelsDir: string,
  { finding, profile, hash }: RunPlace,
  name: string,
): string => path.join(modelsDir, finding, profile, hash, name);

/** Whether all models of a run are kept. A finding that says of none has none. */
export const hasModels = (
  { models }: Trainable,
  config: FlatConfig,
  modelsDir: string,
  place: RunPlace,
): boolean =>
  (models?.names(config) ?? []).every((name) =>
    fs.existsSync(path.join(modelFolder(modelsDir, place, name), MODEL)),
  );

export const aboutModel = ({ finding, name, label }: Omit<ModelOrigin, 'config'>): string =>
  `${finding}, ${label}, ${name}`;

/**
 * Writes a model into a folder, each file whole; config.json first, so that a folder with
 * model.safetensors is complete. Throws as `writeWhole` does.
 */
export function writeModel(
  folder: string,
  { theta, origin, gpt, reads, text, examples }: Omit<KeptModel, 'about'>,
): void {
  const { tensors, shapes, config } = toHuggingFace(theta, gpt);
  const form: ModelForm = { gpt, reads, text, examples };
  const metadata = {
    format: 'pt', // which transformers ask for
    [METADATA]: JSON.stringify({ format: FORMAT, origin, form }),
  };
  writeWhole(path.join(folder, 'config.json'), `${prettyJson(config)}\n`);
  writeTensors(path.join(folder, MODEL), { tensors, shapes, metadata });
}

/** The file of a model or a checkpoint: itself, or in a folder. Throws where there is none. */
export function modelFile(place: string): string {
  const isFolder = fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const file = isFolder ? path.join(place, MODEL) : place;
  if (fs.existsSync(file)) return file;
  throw new Error(
    `There is no model ${shownPath(file)}. "npm run train -- --keep-model" keeps the models that ` +
      'it trains; a checkpoint of an unfinished run, in .kit/checkpoints, will do too.',
  );
}

/** The error about a file that is no model which can be asked. */
export const modelRefused = (file: string, reason: string): Error =>
  new Error(`${shownPath(file)} is no model that can be asked: ${reason}.`);

/** A kept model out of the tensors and metadata of its file. Throws an Error that says what is wrong. */
export function keptModel({ tensors, shapes, metadata }: TensorFile): KeptModel {
  let content: unknown;
  try {
    content = JSON.parse(metadata[METADATA]);
  } catch {
    throw new Error('what it says about its model is not JSON');
  }
  const parsed = keptSchema.safeParse(content);
  if (!parsed.success) {
    const [{ path: where, message }] = parsed.error.issues;
    throw new Error(`what it says about its model is not whole (${where.join('.')}: ${message})`);
  }
  const { form, format } = parsed.data;
  if (format > FORMAT) throw new Error('it was kept by a newer memorization-kit; update this one');
  const { gpt, reads, text } = form;
  validateGptConfig(gpt);
  const { vocabulary, start, end } = text;
  if (vocabulary.length !== gpt.vocabSize) {
    throw new Error(
      `its vocabulary has ${vocabulary.length} tokens, but its model ${gpt.vocabSize}: ` +
        'that is the tokenizer of another model',
    );
  }
  const stray = [...start, ...(end === null ? [] : [end])].find((t) => !vocabulary.includes(t));
  if (stray !== undefined) throw new Error(`its vocabulary has no token ${JSON.stringify(stray)}`);
  if (reads > gpt.seqLength) throw new Error(`it cannot read ${reads} tokens`);
  const size = Object.values(tensors).reduce((sum, { length }) => sum + length, 0);
  if (size !== gptParameterCount(gpt)) {
    throw new Error(`it holds ${size} parameters, but says ${gptParameterCount(gpt)}`);
  }
  const theta = fromHuggingFace({ tensors, shapes }, gpt);
  const origin = parsed.data.origin as unknown as ModelOrigin;
  return { ...form, theta, origin, about: aboutModel(origin) };
}

export const isKeptModel = (metadata: Record<string, string>): boolean =>
  Object.hasOwn(metadata, METADATA);

/** Throws unless theta has as many values as the model. */
export function requireSize(theta: Float32Array | undefined, { gpt }: ModelForm): Float32Array {
  const wanted = gptParameterCount(gpt);
  if (theta?.length === wanted) return theta;
  throw new Error(
    `it has ${theta?.length ?? 'no'} parameters, not the ${wanted} of the whole model: it belongs to ` +
      'low-rank updates or probes. Take the checkpoint of the pretraining beside it',
  );
}
