import fc from 'fast-check';
import { findings } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { anything, clearError, runs, trickyText } from './bad-input';

/** What messages call a key that they do not name as the configuration does. */
const called: Record<string, RegExp> = {
  data: /augmentation/,
  model: /model/,
  alphabet: /letters|entropyBits/,
  nPeople: /people/,
  cities: /cities/,
  employers: /employer/,
  firstNames: /names/,
  middleNames: /names/,
  lastNames: /names/,
  loraRank: /LoRA/,
  loraEmbeddingRank: /LoRA/,
  loraAlpha: /LoRA/,
  checkAttribute: /attribute/,
  celebrityData: /augmentation/,
};

describe.each(Object.keys(findings))('a bad configuration of %s', (name) => {
  const finding = findings[name];
  const { defaults, validate } = finding;
  const keys = Object.keys(defaults);
  const change = fc.record({
    key: fc.oneof(fc.constantFrom(...keys), trickyText),
    value: anything,
  });

  /** Like an own property of that name, also for __proto__. */
  const changed = (from: object, changes: { key: string; value: unknown }[]): any => {
    const config = { ...from };
    for (const { key, value } of changes) {
      Object.defineProperty(config, key, { value, enumerable: true, writable: true });
    }
    return config;
  };

  it('is refused by a message that names the key, or is sound', () => {
    fc.assert(
      fc.property(change, ({ key, value }) => {
        const config = changed(defaults, [{ key, value }]);
        const error = clearError(() => validate(config));
        if (error) {
          const named = error.message.includes(key) || called[key]?.test(error.message);
          expect(named, `${key}: ${error.message}`).toBe(true);
          return;
        }
        expect(Object.keys(defaults)).toContain(key);
        expect(typeof value).toBe(typeof defaults[key]);
        expect(typeof finding.label(config)).toBe('string');
      }),
      runs,
    );
  });

  it('is refused when it is put together, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const overrides = changed({}, changes);
        const error = clearError(() => finding.config(overrides));
        const foreign = changes.filter(({ key }) => !keys.includes(key));
        if (foreign.length > 0) expect(error, foreign[0].key).not.toBeNull();
        if (!error) clearError(() => validate(finding.config(overrides)));
      }),
      runs,
    );
  });

  it('is refused when it is no configuration at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(null, undefined, [], 1, 'x', true), fc.array(anything)),
        (value) => {
          const error = clearError(() => finding.config(value as object));
          expect(error?.message).toMatch(/configuration/);
        },
      ),
      { numRuns: 100 },
    );
  });
});
