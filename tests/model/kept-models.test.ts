import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { attributes, letterText, makePeople, makeQuestions } from 'memorization-kit/datasets';
import { numberText, type Question } from 'memorization-kit/datasets';
import { loadTensorFlow, projectRoot } from 'memorization-kit/engine';
import { completeText, findFinding, type QaConfig } from 'memorization-kit/findings';
import type { QuestionMeasurements } from 'memorization-kit/findings';
import { fromHuggingFace, gptLogits, toHuggingFace, views } from 'memorization-kit/model';
import { type KeptModel, loadModel, writeModel } from 'memorization-kit/results';
import { checkpointsOfRun } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerScores } from '../../lib/dist/recipes/questions/rows';
import { folderForAll } from '../folder';
import { tinyRuns } from '../guards/tiny-configs';
import { decodeTensors, encodeTensors } from '../safetensors';
import { batch, fixture, gptConfig, layoutOf, relativeError, theta } from './fixture';

/*
 * The models in tests/fixtures/kept-models are kept as the kit keeps models, and were loaded by
 * transformers: logits.json has what came out. KIT_TEST_WRITE_GUARDS=1 writes the models;
 * make_kept_models_fixture.py makes logits.json of them. KIT_TEST_PYTHON names a Python that has
 * transformers, which then loads what this test has just written.
 */

const TOLERANCE = 1e-5; // relative to the largest logit; the reference is float64
const fixtures = path.join(projectRoot(), 'tests/fixtures/kept-models');
const writes = process.env.KIT_TEST_WRITE_GUARDS === '1';
const cases = [
  ['learned', 'GPT2LMHeadModel'],
  ['rotary', 'GPTNeoXForCausalLM'],
] as const;

/** A model of the parameters in gpt.json, from a run that never was. */
function keptOf(name: 'learned' | 'rotary'): KeptModel {
  const c = fixture.cases[name];
  const gpt = gptConfig(c);
  const text = name === 'learned' ? numberText(gpt.vocabSize) : letterText(gpt.vocabSize);
  const origin = {
    ...{ finding: 'made-up', version: 1, profile: null, hash: '0', name, label: 'of gpt.json' },
    config: { seed: 1 },
    provenance: { kit: '0.1.0' } as KeptModel['origin']['provenance'],
  };
  const form = { gpt, reads: gpt.seqLength, text, examples: [{ text: '', then: '' }] };
  return { ...form, theta: theta(c.params, layoutOf(c)), origin, about: '' };
}

if (writes) for (const [name] of cases) writeModel(path.join(fixtures, name), keptOf(name));

const folder = folderForAll();
beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

describe.each(cases)('a kept model with %s positions', (name, kind) => {
  it('is, byte for byte, what transformers loaded', () => {
    const place = path.join(folder, name);
    writeModel(place, keptOf(name));
    for (const file of ['config.json', 'model.safetensors']) {
      const committed = fs.readFileSync(path.join(fixtures, name, file));
      expect(fs.readFileSync(path.join(place, file)).equals(committed), file).toBe(true);
    }
  });

  it('has the logits that transformers computed', () => {
    const made = JSON.parse(fs.readFileSync(path.join(fixtures, 'logits.json'), 'utf8')) as {
      models: Record<string, { class: string; logits: number[] }>;
    };
    expect(made.models[name].class).toBe(kind);
    const model = loadModel(path.join(fixtures, name));
    const p = views(tf.tensor1d(model.theta), layoutOf(fixture.cases[name]));
    const logits = gptLogits(p, batch().tokens, model.gpt).dataSync();
    expect(relativeError(logits, made.models[name].logits)).toBeLessThan(TOLERANCE);
  });

  it('comes back bit for bit, with what it was made of', () => {
    const kept = keptOf(name);
    const loaded = loadModel(path.join(fixtures, name, 'model.safetensors')) as KeptModel;
    expect(Buffer.from(loaded.theta.buffer).equals(Buffer.from(kept.theta.buffer))).toBe(true);
    const { gpt, text, reads, origin, examples } = kept;
    expect(loaded).toMatchObject({ gpt, text, reads, origin, examples });
    expect(loaded.about).toBe(`made-up, of gpt.json, ${name}`);
  });
});

it('is loaded by transformers, if KIT_TEST_PYTHON has them', ({ skip }) => {
  const python = process.env.KIT_TEST_PYTHON;
  if (!python) skip('KIT_TEST_PYTHON names no Python with transformers');
  const script = path.join(projectRoot(), 'tests/fixtures/make_kept_models_fixture.py');
  const { status, stdout, stderr } = spawnSync(python!, [script, '--check'], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('GPTNeoXForCausalLM');
});

it('of a bidirectional model is refused: there is no such causal model', () => {
  const { gpt, theta: values } = keptOf('learned');
  expect(() => toHuggingFace(values, { ...gpt, mask: 'bidirectional' })).toThrow(/no counterpart/);
  expect(() => toHuggingFace(values, { ...gpt, rotaryShare: 0.5 })).toThrow(/rotaryShare 0.5/);
});

const good = fs.readFileSync(path.join(fixtures, 'learned', 'model.safetensors'));

/** The file of a kept model with some of its content exchanged. */
function changedFile(change: (content: any, file: ReturnType<typeof decodeTensors>) => void) {
  const file = decodeTensors(good);
  const content = JSON.parse(file.metadata['memorization-kit']);
  change(content, file);
  file.metadata['memorization-kit'] &&= JSON.stringify(content);
  return encodeTensors(file);
}

describe('a file that is no model to ask', () => {
  const positions = 'transformer.wpe.weight';
  const tensors = { theta: new Float32Array(4) };
  it.each([
    ['a git-lfs pointer', 'version https://git-lfs.github.com/spec/v1', /git lfs pull/],
    ['a web page', '<!DOCTYPE html><html>', /a web page/],
    ['a zip archive', 'PK\x03\x04 and more bytes', /a zip archive/],
    ['cut off', good.subarray(0, good.length - 8), /cut off/],
    ['empty', '', /shorter than its own header/],
    [
      'another model of transformers',
      encodeTensors({ tensors, metadata: { format: 'pt' } }),
      /does not say how its texts are made into tokens.*--keep-model/,
    ],
    [
      'a checkpoint of another program',
      encodeTensors({
        ...{ tensors, metadata: { format: '1', fingerprint: '{"seed":1}', step: '3' } },
      }),
      /of none of the findings as they are now.*--keep-model/,
    ],
    [
      'with the tokenizer of another model',
      changedFile(({ form }) => form.text.vocabulary.push('more')),
      /vocabulary has 14 tokens, but its model 13/,
    ],
    ['without a tensor', changedFile((_, f) => delete f.tensors[positions]), /holds/],
    [
      'with a tensor of another shape',
      changedFile((_, { shapes }) => shapes[positions].reverse()),
      /"transformer.wpe.weight" is \[8,6\], not \[6,8\]/,
    ],
    ['without sizes', changedFile(({ form }) => delete form.gpt.nHeads), /not whole \(form.gpt.nH/],
    ['with odd heads', changedFile(({ form }) => (form.gpt.nHeads = 3)), /divisible/],
    ['of a newer kit', changedFile((content) => (content.format = 2)), /newer memorization-kit/],
  ])('%s', (_, bytes, reason) => {
    const file = path.join(folder, 'bad.safetensors');
    fs.writeFileSync(file, bytes);
    expect(() => loadModel(file)).toThrow(reason);
    expect(() => loadModel(file)).toThrow(/bad\.safetensors is no model that can be asked: /);
    expect(fs.readFileSync(file).equals(Buffer.from(bytes))).toBe(true);
  });

  it('or is not there: the error says what makes one', () => {
    expect(() => loadModel(path.join(folder, 'nowhere'))).toThrow(
      /There is no model .*--keep-model/,
    );
    expect(() => loadModel(folder)).toThrow(/There is no model .*model\.safetensors/);
  });

  it('or lacks a value, wherever', () => {
    const { gpt, theta: values } = keptOf('rotary');
    const whole = toHuggingFace(values, gpt);
    for (const name of Object.keys(whole.tensors)) {
      const { [name]: _, ...tensors } = whole.tensors;
      expect(() => fromHuggingFace({ ...whole, tensors }, gpt)).toThrow(`no tensor "${name}"`);
    }
  });
});

describe('the models of a run', () => {
  /** Trains a tiny run, and stops it after some steps if told to. */
  async function models(finding: string, run: string, stopAt = Infinity, checkpoint = '') {
    const found = findFinding(finding);
    const config = found.config(tinyRuns[finding][run]);
    const stop = new AbortController();
    const kept: Record<string, Float32Array> = {};
    const training = found.run(config, {
      device: 'cpu',
      signal: stop.signal,
      checkpoints: checkpoint ? checkpointsOfRun(checkpoint, 'a hash') : null,
      onProgress: ({ step }) => step === stopAt && stop.abort(),
      keepModel: (name, values) => (kept[name] = values),
    });
    const outcome = stopAt === Infinity ? await training : null;
    if (!outcome) await expect(training).rejects.toThrow(/interrupted/);
    return { kept, config, found, measurements: outcome?.measurements };
  }

  it.each([
    ['bits-per-parameter', 'mini-batches'],
    ['float32-vs-bfloat16', 'bf16'],
    ['random-strings', 'sequence'],
    ['biographies-qa', 'finetuning and LoRA'],
    ['biographies-qa', 'mixed training'],
    ['p-probing', 'pretrained'],
    ['p-probing', 'random'],
    ['more-data-less-memory', 'few and fresh'],
    ['celebrities', 'in company'],
    ['celebrities', 'beside other text'],
  ])(
    'are those that the finding names, and each goes on with its examples: %s, %s',
    async (...of) => {
      const { kept, config, found } = await models(...of);
      expect(Object.keys(kept).sort()).toEqual(found.models!.names(config).sort());
      const form = found.models!.form(config);
      for (const [name, values] of Object.entries(kept)) {
        const [{ text }] = form.examples;
        const said = completeText({ ...form, theta: values, about: name }, text, { tokens: 3 });
        expect(said.prompt.endsWith(text)).toBe(true);
        const product = said.tokens.reduce((p, { probability }) => p * probability, 1);
        expect(said.probability).toBeCloseTo(product, 12);
        for (const { token, likeliest } of said.tokens) {
          expect(token).toBe(likeliest[0].token);
          const sum = likeliest.reduce((s, { probability }) => s + probability, 0);
          expect(sum).toBeGreaterThan(0);
          expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        }
      }
      const distinct = new Set(Object.values(kept).map((values) => values.slice(0, 50).join()));
      expect(distinct.size).toBe(Object.keys(kept).length);
    },
  );

  it('answer as the run measured it: of a whole finetuning, and of one by LoRA', async () => {
    const run = await models('biographies-qa', 'finetuning and LoRA');
    const config = run.config as QaConfig;
    const { full, lora, shown } = run.measurements as QuestionMeasurements;
    const form = run.found.models!.form(config);
    const people = makePeople(config, config.seed);
    const says = (model: string, { words, answer }: Question) =>
      completeText({ ...form, theta: run.kept[model], about: '' }, words.join(' '), {
        tokens: answer.length,
      });
    for (const [model, measured] of Object.entries({ full, lora })) {
      const { training, heldOut } = measured!;
      const right = (of: AnswerScores) => Math.round(of.accuracy * of.people * attributes.length);
      const asked = makeQuestions(people);
      const said = asked.filter((q) => says(model, q).says === q.answer.join(' '));
      expect(training.people + heldOut.people).toBe(people.length);
      expect(said).toHaveLength(right(training) + right(heldOut));
    }
    for (const { name, answers } of shown) {
      const index = people.findIndex((person) => person.name.join(' ') === name);
      for (const question of makeQuestions([people[index]])) {
        const [answer, probability] = answers[question.attribute];
        const said = says('full', question);
        expect(said.says).toBe(answer);
        expect(said.probability / probability).toBeCloseTo(1, 2); // stored in three digits
      }
    }
  });

  it('can be asked along the way, by a checkpoint', async () => {
    const file = path.join(folder, 'stopped.safetensors');
    await models('biographies-qa', 'finetuning and LoRA', 8, file);
    const model = loadModel(file);
    expect(model.about).toMatch(
      /^biographies-qa, .*stopped.safetensors after 8 steps of pretrain$/,
    );
    const { tokens } = completeText(model, model.examples[0].text, { tokens: 1, top: 2 });
    expect(tokens).toHaveLength(1);
    // one that was written before a neutral field was added
    const { metadata, tensors, shapes } = decodeTensors(fs.readFileSync(file));
    expect(metadata.about).toContain('"dropout":0,');
    metadata.about = metadata.about.replace('"dropout":0,', '');
    fs.writeFileSync(file, encodeTensors({ tensors, shapes, metadata }));
    expect(loadModel(file).about).toBe(model.about);
    const probes = path.join(folder, 'probes.safetensors');
    await models('p-probing', 'random', 5, probes);
    expect(() => loadModel(probes)).toThrow(/not the \d+ of the whole model: .* probes/);
  });
});

describe('a text', () => {
  const numbers = keptOf('learned');
  const letters = keptOf('rotary');

  it.each([
    ['1 13', numbers, {}, /no token for "13"\. It has 13, such as 0, 1, .* and more\./],
    ['abé', letters, {}, /no token for "é"\. It has 12, such as a, b/],
    ['1 2 3 4 5 6 7', numbers, {}, /7 tokens, .* at most 6/],
    [' ', numbers, {}, /empty/],
    ['1', numbers, { tokens: 0 }, /tokens must be a whole number/],
    ['1', numbers, { top: 1.5 }, /top must be a whole number/],
  ])('is refused: "%s"', (text, model, options, message) => {
    expect(() => completeText(model, text, options)).toThrow(message);
  });

  it('goes on with the likeliest token, one after the other, as far as the model has room', () => {
    const said = completeText(letters, 'ab', { top: 100, tokens: 50 });
    expect(said.prompt).toBe('<bos> ab');
    expect(said.tokens).toHaveLength(6 - 3 + 1);
    for (const { likeliest } of said.tokens) {
      const sum = likeliest.reduce((all, { probability }) => all + probability, 0);
      expect(sum).toBeCloseTo(1, 9);
    }
    const begun = completeText(letters, `ab${said.tokens[0].token}`, { tokens: 1 });
    expect(begun.tokens[0].token).toBe(said.tokens[1].token);
    expect(completeText(letters, '<bos> ab')).toEqual(completeText(letters, 'ab'));
    expect(completeText(letters, '').prompt).toBe('<bos>');
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    completeText(letters, 'ab');
    expect(() => completeText(letters, 'é')).toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});
