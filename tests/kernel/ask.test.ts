import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kernelForAll, root } from './session.js';

const kernel = kernelForAll();

const shown = (displays: Record<string, any>[]): string[] =>
  displays.map(({ data }) => data['text/plain'] as string);

describe('a model asked from a cell', () => {
  it('can be one of a live run, in memory', async () => {
    const run =
      await kernel.works(`import { bitsPerParameter, completeText } from 'memorization-kit/findings';
import * as notebook from 'memorization-kit/notebook';
const config = bitsPerParameter.config({ dModel: 8, datasetScale: 0.3, steps: 60 });
const live = await notebook.runLive(bitsPerParameter, config, () => {});
notebook.ask(live.models.trained);
notebook.ask(live.models.trained, '1 2 3', { tokens: 2 });
console.log(Object.keys(live.models), completeText(live.models.trained, '1 2 3').tokens.length);`);
    const [examples, said] = shown(run.of('display_data'));
    expect(examples).toMatch(/^d=8 .*, trained: examples of what it can be asked\ntext +says/);
    expect(said).toMatch(/“1 2 3” … “\d+ \d+” \(with probability [\d.e-]+, so far\)\nsays +probab/);
    expect(run.stdout).toBe("[ 'trained' ] 12\n");
  });

  it('can be a kept one; what it cannot be told is an error of one line', async () => {
    const place = JSON.stringify(path.join(root, 'tests/fixtures/kept-models/rotary'));
    const run = await kernel.run(`notebook.ask(${place}, 'ab', { top: 2, tokens: 1 })`);
    expect(shown(run.of('display_data'))[0]).toContain('made-up, of gpt.json, rotary: “<bos> ab”');
    const { reply } = await kernel.run(`notebook.ask(${place}, 'aé')`);
    expect(reply.evalue).toMatch(/^The model has no token for "é"\..*it shows examples\.$/);
    const missing = await kernel.run(`notebook.ask('nowhere', 'a')`);
    expect(missing.reply.evalue).toMatch(/There is no model .*--keep-model/);
  });
});
