import {
  added,
  atLeastZero,
  checkFields,
  choice,
  defaultsOf,
  type Field,
  fillIn,
  int,
  positive,
  properShare,
  share,
  storedForm,
  text,
  wholeForm,
} from 'memorization-kit/base';
import { describe, expect, it } from 'vitest';

const accepts = (field: Field<never>, value: unknown): boolean => {
  try {
    field.check('key', value as never);
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/^key|key "/);
    return false;
  }
};

describe('a field', () => {
  it.each<[string, Field<never>, unknown[], unknown[]]>([
    ['int', int(3, 1) as Field<never>, [1, 2, 1e9], [0, -1, 1.5, NaN, Infinity]],
    ['positive', positive(1) as Field<never>, [1e-9, 5], [0, -1, NaN, Infinity]],
    ['atLeastZero', atLeastZero(0) as Field<never>, [0, 0.1], [-0.1, NaN, Infinity]],
    ['share', share(0.5) as Field<never>, [0, 0.5, 1], [-0.1, 1.1, NaN]],
    ['properShare', properShare(0.5) as Field<never>, [0.01, 0.99], [0, 1, NaN]],
    ['choice', choice(['a', 'b'], 'a') as Field<never>, ['a', 'b'], ['c', '', 'A']],
    ['text', text('') as Field<never>, ['', 'any'], []],
  ])('%s: what it allows, and what it refuses by its name', (_, field, good, bad) => {
    for (const value of good) expect(accepts(field, value), String(value)).toBe(true);
    for (const value of bad) expect(accepts(field, value), String(value)).toBe(false);
  });
});

const fields = { width: int(8, 1), mode: choice(['fast', 'slow'], 'fast'), strict: text('no') };

describe('the configuration that fields describe', () => {
  it('has defaults, which overrides replace', () => {
    expect(defaultsOf(fields)).toEqual({ width: 8, mode: 'fast', strict: 'no' });
    expect(fillIn('fake', fields, { mode: 'slow' })).toEqual({
      width: 8,
      mode: 'slow',
      strict: 'no',
    });
  });

  it.each([
    [{ widht: 8 }, /Unknown key "widht" in the configuration of fake.*width, mode, strict/],
    [{ width: '8' }, /"width" in the configuration of fake must be a number, not string/],
    [{ width: NaN }, /"width" in the configuration of fake must be finite/],
    [null, /must be an object of its keys, not null/],
  ])('is not filled in from %j', (overrides, message) => {
    expect(() => fillIn('fake', fields, overrides as object)).toThrow(message);
  });

  it('is checked whole: every key is there and allowed', () => {
    const config = defaultsOf(fields);
    expect(() => checkFields('fake', fields, config)).not.toThrow();
    expect(() => checkFields('fake', fields, { ...config, width: 0 })).toThrow(/^width/);
    expect(() => checkFields('fake', fields, { ...config, mode: 'best' })).toThrow(/fast, slow/);
    expect(() => checkFields('fake', fields, { width: 8, mode: 'fast' })).toThrow(
      '"strict" is missing in the configuration of fake.',
    );
  });
});

describe('a neutral field', () => {
  const grown = { ...fields, depth: added(int(1, 1)) };
  const config = { width: 8, mode: 'fast', strict: 'no' };

  it('is stored only with a value of its own', () => {
    expect(storedForm(grown, { ...config, depth: 1 })).toEqual(config);
    expect(storedForm(grown, { ...config, depth: 2 })).toEqual({ ...config, depth: 2 });
  });

  it('is there again when it is read; others that are missing stay missing', () => {
    expect(wholeForm(grown, config)).toEqual({ ...config, depth: 1 });
    expect(wholeForm(grown, { ...config, depth: 2 })).toEqual({ ...config, depth: 2 });
    expect(wholeForm(grown, { width: 8 })).toEqual({ width: 8, depth: 1 });
  });

  it('is checked as the others are', () => {
    expect(() => checkFields('fake', grown, { ...config, depth: 0 })).toThrow(/^depth/);
  });
});
