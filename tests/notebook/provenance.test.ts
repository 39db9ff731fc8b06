import { findFinding } from 'memorization-kit/findings';
import { showProvenance } from 'memorization-kit/notebook';
import { readResults } from 'memorization-kit/results';
import { expect, it, vi } from 'vitest';

it('names every engine that made the results, with the number of its runs', () => {
  const finding = findFinding('bits-per-parameter');
  const { results } = readResults(finding, 'standard');
  const onGpu = results.filter(({ provenance }) => provenance.gpu);
  expect(onGpu.length).toBeGreaterThan(0);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    showProvenance(finding);
    const text = log.mock.calls.flat().join('\n');
    expect(text).toContain(
      `cpu, plain graph, 1 thread(s) a run (${results.length - onGpu.length} runs); ` +
        `${onGpu[0].provenance.gpu}, xla graph, 1 thread(s) a run (${onGpu.length} runs)`,
    );
    expect(text).toMatch(/^node, platform +[\d.]+, linux-x64 *$/m); // one of all: no number of runs
  } finally {
    log.mockRestore();
  }
});
