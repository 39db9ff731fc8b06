import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import type { Completion } from 'memorization-kit/findings';
import { afterAll, describe, expect, it } from 'vitest';

const root = projectRoot();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-ask-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const fixture = (name: string): string => path.join(root, 'tests/fixtures/kept-models', name);

function run(script: string, ...args: string[]) {
  const file = path.join(root, 'build/scripts', `${script}.js`);
  const env = { ...process.env, KIT_DEVICE: 'cpu' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    ...{ encoding: 'utf8', cwd: folder, env },
  });
  return { status, stdout, stderr };
}

describe('npm run train -- --keep-model, then npm run ask', () => {
  it('keep the model of a run and ask it', () => {
    const data = path.join(folder, 'data');
    const args = ['--finding', 'bits-per-parameter', '--profile', 'quick', '--index', '0'];
    const train = run('train', ...args, '--data', data, '--keep-model', path.join(folder, 'kept'));
    expect(train.status, train.stderr).toBe(0);
    const place = /npm run ask -- --model (\S+)/.exec(train.stdout)?.[1] ?? '';
    expect(path.basename(place)).toBe('trained');
    expect(fs.readdirSync(place).sort()).toEqual(['config.json', 'model.safetensors']);
    const examples = run('ask', '--model', place);
    expect(examples.status, examples.stderr).toBe(0);
    expect(examples.stdout).toMatch(/^bits-per-parameter, d=8 .* trained: examples/);
    const [, , line] = examples.stdout.split('\n').slice(1);
    const [text, says, , truth] = line.split(/ {2,}/);
    expect(says).toBe(truth); // it is a dataset far below the model's capacity
    const asked = run('ask', '--model', place, text, '--tokens', '2', '--top', '3', '--json');
    const completion = JSON.parse(asked.stdout) as Completion;
    expect(completion.says).toBe(truth.split(' ').slice(0, 2).join(' '));
    expect(completion.tokens.map(({ likeliest }) => likeliest.length)).toEqual([3, 3]);
  });

  it('say token by token what it says, and how likely the next ones are', () => {
    const { status, stdout } = run('ask', '--model', fixture('rotary'), 'ab', '--tokens', '3');
    expect(status).toBe(0);
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
  ])('refuse with cause and remedy: %j', (args, reason) => {
    const { status, stdout, stderr } = run('ask', ...args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/\n\s+at /); // no trace
  });

  it('tell how they are used', () => {
    expect(run('ask', '--help').stdout).toMatch(/Examples:\n {2}npm run train/);
    expect(run('train', '--help').stdout).toContain('--keep-model [folder]');
  });
});
