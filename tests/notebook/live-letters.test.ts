import { letterNames, lettersBundle, LiveLetters } from 'memorization-kit/notebook';
import { describe, expect, it, vi } from 'vitest';

describe('letters', () => {
  it('are a to z, then A to Z, then numbers', () => {
    expect(letterNames([1, 26, 27, 52, 53])).toEqual(['a', 'z', 'A', 'Z', '53']);
  });

  it('are told apart without color: right ones bold, wrong ones struck through', () => {
    const html = lettersBundle(['a', 'b'], [1, 0], 'epoch 3')['text/html'] as string;
    const cell = (letter: string): string =>
      new RegExp(`<span style="([^"]*)">${letter}</span>`).exec(html)?.[1] ?? '';
    expect(cell('a')).toContain('font-weight:bold');
    expect(cell('a')).not.toContain('line-through');
    expect(cell('b')).toContain('line-through');
    expect(cell('b')).not.toContain('bold');
  });

  it('stand in lines, as text too, with a dot for a wrong one', () => {
    const letters = [...'ab'.repeat(16), 'c'];
    const bundle = lettersBundle(
      letters,
      letters.map((letter) => Number(letter === 'a')),
      'half',
    );
    expect(bundle['text/plain']).toBe(`half\n${'a·'.repeat(16)}\n·`);
    expect((bundle['text/html'] as string).match(/<div>/g)).toHaveLength(2);
  });

  it('escape what they are given, and need a mark each', () => {
    const html = lettersBundle(['<'], [1], '<b>')['text/html'] as string;
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;');
    expect(() => lettersBundle(['a', 'b'], [1], '')).toThrow(/2 letters cannot have 1 marks/);
  });
});

describe('LiveLetters', () => {
  it('waits between states, and keeps the last one', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.useFakeTimers();
    try {
      const letters = new LiveLetters([1, 2]);
      await letters.show([0, 0], 'epoch 0');
      const second = vi.fn();
      const shown = letters.show([1, 0], 'epoch 1').then(second);
      await vi.advanceTimersByTimeAsync(90);
      expect(second).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(20);
      await shown;
      letters.finish();
      expect(log).toHaveBeenCalledExactlyOnceWith('epoch 1\na·');
    } finally {
      vi.useRealTimers();
      log.mockRestore();
    }
  });

  it('says nothing when nothing was shown', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    new LiveLetters([1]).finish();
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});
