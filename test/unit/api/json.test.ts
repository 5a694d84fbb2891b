import fc from 'fast-check';
import { faultsOf, parseJson, pointerTo, positionOfFault } from '../../../api/http/json';
import { Refused } from '../../../api/http/route';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the position at which a text stops being JSON', () => {
  it.each([
    ['', 0],
    ['   ', 3],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a":1', 6],
    ['{"a":1,', 7],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    [']', 0],
    ['{]', 1],
    ['1 2', 2],
    ['tru', 0],
    ['nul', 0],
    ['01', 1],
    ['-', 0],
    ['1.', 1],
    ['"open', 0],
    ['"a\tb"', 0],
    ['"\\x"', 0],
    ['"\\u12"', 0],
    ["{'a':1}", 1],
    ['\u00a0{}', 0],
    ['// no', 0],
    ['{"a":{"b":[1,{"c":}]}}', 18],
    ['['.repeat(100_000), 100_000],
  ])('%j', (text, position) => {
    expect(positionOfFault(text)).toBe(position);
  });

  it('exists for every text that is not JSON, and lies within it', () => {
    const scraps = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', 'true', ' ', '\\', 'x');
    const texts = fc.array(scraps, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        texts.filter((text) => !isJson(text)),
        (text) => {
          const position = positionOfFault(text);
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(text.length);
          // What stands before the fault is no part of it: with anything else after it, it lies at the same place.
          expect(positionOfFault(`${text.slice(0, position)}\0`)).toBe(position);
        },
      ),
      { numRuns: 2_000, seed: 20_261_122 },
    );
  });

  it('is told in the refusal', () => {
    expect(() => parseJson(Buffer.from('{"a":}'))).toThrow(Refused);
    try {
      parseJson(Buffer.from('{"a":}'));
    } catch (thrown) {
      expect((thrown as Refused).refusal).toEqual({ code: 'MalformedJson', facts: { position: 5 } });
    }
  });
});

describe('a number that is not what was written', () => {
  const pointerOf = (text: string): string | null => {
    try {
      parseJson(Buffer.from(text));
      return null;
    } catch (thrown) {
      const { refusal } = thrown as Refused;
      expect(refusal.code).toBe('ValidationFailed');
      return refusal.pointer ?? null;
    }
  };

  it.each([
    ['{"data":{"rate":0.12345678901234567890}}', '/data/rate'],
    ['{"a":[1,2,{"b/c":-1.00000000000000000001}]}', '/a/2/b~1c'],
    ['[1e-400]', '/0'],
    ['{"a":"\\"[{","b":4.940656458412465441765687928682213723651e-324}', '/b'],
    ['{"a":1,"b":[[],{},{"c":"d"},0.1000000000000000055511151231257827]}', '/b/3'],
  ])('is refused with its place: %s', (text, pointer) => {
    expect(pointerOf(text)).toBe(pointer);
  });

  it.each([
    '0.1',
    '-0',
    '0.0e5',
    '1.50',
    '15e-1',
    '1E+2',
    '0.30000000000000004',
    '1e21',
    '9007199254740991',
    '"0.12345678901234567890"',
    '{"0.12345678901234567890":1}',
  ])('is told from one that only looks so: %s', (text) => {
    expect(pointerOf(text)).toBeNull();
  });

  it('leaves every number alone that a program wrote', () => {
    const numbers = fc.double({ noDefaultInfinity: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(numbers), (given) => {
        expect(pointerOf(JSON.stringify(given))).toBeNull();
      }),
      { numRuns: 500, seed: 20_261_122 },
    );
  });
});

describe('what cannot be kept exactly', () => {
  it.each<[string, unknown, readonly (readonly [string, string])[]]>([
    ['plain values', { a: [1, 'x', null, true, 1.5, -0, 9007199254740991] }, []],
    ['tab, line feed, Windows line end', 'a\tb\nc\r\nd', []],
    ['a lone carriage return', ['a\rb'], [['/0', 'ControlCharacter']]],
    ['escape', { a: '\u001b[31m' }, [['/a', 'ControlCharacter']]],
    ['delete', '\u007f', [['', 'ControlCharacter']]],
    ['a high half', { a: { b: '\ud800x' } }, [['/a/b', 'LoneSurrogate']]],
    ['a low half', ['\udfff'], [['/0', 'LoneSurrogate']]],
    ['a whole pair', '\ud83d\ude00', []],
    ['a noncharacter', '\uffff\ufdd0', []],
    ['one beyond the safe integers', { n: 9007199254740992 }, [['/n', 'UnsafeInteger']]],
    ['infinity', { n: Number.POSITIVE_INFINITY }, [['/n', 'UnsafeInteger']]],
    [
      'two faults',
      { a: '\u0000', b: '\ud800' },
      [
        ['/a', 'ControlCharacter'],
        ['/b', 'LoneSurrogate'],
      ],
    ],
    ['a key', { 'a\u0000': 1 }, [['', 'ControlCharacter']]],
    ['a prototype', JSON.parse('{"a":{"__proto__":1}}'), [['/a/__proto__', 'UnknownField']]],
  ])('%s', (_, value, faults) => {
    expect(faultsOf(value).map(({ pointer, code }) => [pointer, code])).toEqual(faults);
  });

  it('is told twenty times at most', () => {
    expect(faultsOf(Array.from({ length: 100 }, () => '\u0000'))).toHaveLength(20);
  });

  it('is found by pointers that lead back to it', () => {
    expect(pointerTo(['a/b', 'c~d', 0])).toBe('/a~1b/c~0d/0');
  });
});
