import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKernels, kernelBuilds, kernelCompilations } from '../../scripts/setup/kernels.mjs';

describe('the builds of the native kernels', () => {
  it('are for levels of processors, never for the one that compiles', () => {
    const names = (arch: string) => kernelBuilds(arch).map(({ name }) => name);
    expect(names('x64')).toEqual(['portable', 'avx2', 'avx512']);
    expect(names('arm64')).toEqual(['portable']);
    const calls = kernelCompilations({ arch: 'x64', tensorflow: '/tensorflow' });
    for (const { args } of calls) {
      expect(args.join(' ')).not.toMatch(/-march|-mcpu|-mtune|-ffast-math/);
    }
    // What chooses among them, and the fallback, must run on any processor.
    for (const { name, args } of calls.filter(({ name }) => !name.includes('avx'))) {
      expect([name, args.filter((arg) => arg.startsWith('-m'))]).toEqual([name, []]);
    }
  });

  it('end with the first call that fails', async () => {
    const called: string[] = [];
    const compile = (name: string): Promise<void> => {
      called.push(name);
      return name === 'kernels-avx2'
        ? Promise.reject(new Error('no such flag'))
        : Promise.resolve();
    };
    await expect(compileKernels({ arch: 'x64', tensorflow: '/', compile })).rejects.toThrow(
      'no such flag',
    );
    expect(called).toEqual(['kernels-portable', 'kernels-avx2']);
  });

  /*
   * A function that two builds both define "weakly" is one function after linking: another level's
   * instructions would then run on a processor that does not have them.
   */
  it.each(kernelBuilds(process.arch).map(({ name }) => `.kit/native/kernels-${name}.o`))(
    'share no function: %s',
    (object) => {
      if (!existsSync(object)) return; // set-up has said that they could not be compiled
      const { status, stdout } = spawnSync('nm', [object], { encoding: 'utf8' });
      if (status !== 0) return; // a compiler without its usual tools
      const defined = stdout.split('\n').filter((line) => /^[0-9a-f]+ [VWu] /.test(line));
      expect(defined).toEqual([]);
    },
  );
});
