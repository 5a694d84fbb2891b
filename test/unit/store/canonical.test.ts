import fc from 'fast-check';
import { canonicalize, commitText, saltedHash, sha256, UncanonicalValue } from '../../../store/canonical';

const refusalOf = (value: unknown) => {
  try {
    canonicalize(value);
    return null;
  } catch (error) {
    return error instanceof UncanonicalValue ? [error.code, error.pointer] : error;
  }
};

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of section 3.2.2, but for the integer that a double does not hold', () => {
    const given = {
      numbers: [Number('333333333.33333329'), 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalize(given)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders keys as section 3.2.3 does, by UTF-16 code units', () => {
    const given = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const written = [...canonicalize(given).matchAll(/:"([^"]+)"/g)].map((m) => m[1]);
    expect(written).toEqual([
      ...['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis'],
      ...['Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'],
    ]);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
    ['433fffffffffffff', '9007199254740991'],
  ])('writes the double %s as appendix B has it: %s', (bits, text) => {
    expect(canonicalize(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it.each([
    [{ a: ['x', { 'b/c~': 'nul\0' }] }, ['ControlCharacter', '/a/1/b~1c~0']],
    ['\0', ['ControlCharacter', '']],
    [{ 'k\0': 1 }, ['ControlCharacter', '/k\0']],
    [{ title: 'high \ud800 alone' }, ['LoneSurrogate', '/title']],
    [['\udc00'], ['LoneSurrogate', '/0']],
    [{ 'key \udfff': 1 }, ['LoneSurrogate', '/key \udfff']],
    [{ amount: 9007199254740992 }, ['UnsafeInteger', '/amount']],
    [[-1e30], ['UnsafeInteger', '/0']],
  ])('refuses %j with its place', (value, refusal) => {
    expect(refusalOf(value)).toEqual(refusal);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1n], [() => 1], [[undefined]], [Symbol('s')]])(
    'takes %p for the bug that it is',
    (value) => {
      expect(refusalOf({ value })).toBeInstanceOf(TypeError);
    },
  );

  it('leaves out what is undefined, as JSON does', () => {
    expect(canonicalize({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('takes every script and every control character but NUL', () => {
    const texts = ['សួស្តី', 'ສະບາຍດີ', 'မင်္ဂလာပါ', 'สวัสดี', 'xin chào', '你好', '👩🏽‍💻', '\u0001\u001f\u007f\u2028'];
    for (const text of texts) expect(JSON.parse(canonicalize(text))).toBe(text);
  });

  it('is read back as it was, and does not depend on the order of keys', () => {
    const safe = fc.jsonValue().filter((v) => refusalOf(v) === null);
    fc.assert(
      fc.property(safe, (value) => {
        const text = canonicalize(value);
        // JSON knows no negative zero.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalize(reversed(value))).toBe(text);
      }),
      { seed: 8785, numRuns: 300 },
    );
  });
});

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
};

describe('commitments', () => {
  it('are the SHA-256 of salt and canonical bytes', () => {
    const { hash, salt } = commitText('a text');
    expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect(hash).toBe(sha256(`${salt}"a text"`));
    expect(saltedHash(salt, canonicalize('a text'))).toBe(hash);
  });

  it('differ for the same text, so that nobody can guess it', () => {
    expect(commitText('yes').hash).not.toBe(commitText('yes').hash);
  });

  it('hash as everybody does', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
