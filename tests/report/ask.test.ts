import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import type { Completion } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { type Finished, runScript } from '../notebook/command.js';
import { testFolder } from '../results/made-up.js';

const folder = testFolder();
const fixture = (name: string): string =>
  path.join(projectRoot(), 'tests/fixtures/kept-models', name);

const run = (script: string, ...args: string[]): Promise<Finished> =>
  runScript(script, args, { KIT_DEVICE: 'cpu' });

describe('npm run train -- --keep-model, then npm run ask', () => {
  it('keep the model of a run and ask it', async () => {
    const data = path.join(folder, 'data');
    const args = ['--finding', 'bits-per-parameter', '--profile', 'quick', '--index', '0'];
    const train = await run(
      'train',
      ...args,
      '--data',
      data,
      '--keep-model',
      path.join(folder, 'kept'),
    );
    expect(train.code, train.stderr).toBe(0);
    const place = /npm run ask -- --model (\S+)/.exec(train.stdout)?.[1] ?? '';
    expect(path.basename(place)).toBe('trained');
    expect(fs.readdirSync(place).sort()).toEqual(['config.json', 'model.safetensors']);
    const examples = await run('ask', '--model', place);
    expect(examples.code, examples.stderr).toBe(0);
    expect(examples.stdout).toMatch(/^bits-per-parameter, d=8 .* trained: examples/);
    const [, , line] = examples.stdout.split('\n').slice(1);
    const [text, says, , truth] = line.split(/ {2,}/);
    expect(says).toBe(truth); // it is a dataset far below the model's capacity
    const asked = await run('ask', '--model', place, text, '--tokens', '2', '--top', '3', '--json');
    const completion = JSON.parse(asked.stdout) as Completion;
    expect(completion.says).toBe(truth.split(' ').slice(0, 2).join(' '));
    expect(completion.tokens.map(({ likeliest }) => likeliest.length)).toEqual([3, 3]);
  });

  it('say token by token what it says, and how likely the next ones are', async () => {
    const { code, stdout } = await run('ask', '--model', fixture('rotary'), 'ab', '--tokens', '3');
    expect(code).toBe(0);
    const [caption, heading, , ...rows] = stdout.trimEnd().split('\n');
    expect(caption).toMatch(
      /^made-up, of gpt\.json, rotary: “<bos> ab” … “.+” \(with probab.*so far/,
    );
    expect(heading).toMatch(/says +probability +next likeliest/);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^\S+ +0\.\d+ +\S+ [\d.e-]+, /);
  });

  it.each([
    [['--model', 'nowhere'], /no model .*nowhere.*--keep-model/],
    [['--model', fixture('learned'), '1 77'], /no token for "77"/],
    [['--model', fixture('learned'), '1 2 3 4 5 6 7 8'], /8 tokens.*at most 6/],
    [['--model', fixture('logits.json')], /logits\.json is no model.*JSON/],
    [['--model', fixture('learned'), '1', '--tokens', '0'], /whole number of at least 1/],
    [['--model', fixture('learned'), '1', '--device', 'tpu'], /Unknown device "tpu"/],
    [[], /Which model\?|No model is kept yet/],
  ])('refuse with cause and remedy: %j', async (args, reason) => {
    const { code, stdout, stderr } = await run('ask', ...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/\n\s+at /); // no trace
  });

  it('tell how they are used', async () => {
    expect((await run('ask', '--help')).stdout).toMatch(/Examples:\n {2}npm run train/);
    expect((await run('train', '--help')).stdout).toContain('--keep-model [folder]');
  });
});
