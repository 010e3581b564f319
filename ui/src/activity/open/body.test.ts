import { expect, test } from 'vitest';

import { readable, tokens } from './body';

test('keys, texts, numbers and words are told apart, and nothing is lost', () => {
  const text = '{\n  "a \\" b": "x: \\"1\\"",\n  "n": -12.5e3,\n  "ok": true, "no": null\n}';
  const found = tokens(text);
  expect(found.map((token) => token.text).join('')).toBe(text);
  expect(
    found.filter((token) => token.kind !== 'plain').map(({ kind, text: piece }) => [kind, piece]),
  ).toEqual([
    ['key', '"a \\" b"'],
    ['text', '"x: \\"1\\""'],
    ['key', '"n"'],
    ['number', '-12.5e3'],
    ['key', '"ok"'],
    ['word', 'true'],
    ['key', '"no"'],
    ['word', 'null'],
  ]);
});

test.each(['', '{"cut": "off', '"', '\\"\\', '{"a":'.repeat(2_000), '<a>"b"</a>', '-', '1'.repeat(5_000)])(
  'a text that is no whole JSON is shown as it is: %.20s',
  (text) => {
    expect(
      tokens(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  },
);

test('a very long text has no colours', () => {
  expect(tokens('"a" '.repeat(40_000))).toHaveLength(1);
});

test('letters that were written as numbers are shown as letters', () => {
  expect(readable('"voc\\u00ea \\ud83d\\ude0a \\u4f60"')).toBe('"você 😊 你"');
});

test('what would not be seen, or end the text, stays as it was written', () => {
  for (const text of ['"\\u202e"', '"\\u0000"', '"\\u0022"', '"\\\\u00ea"', '"\\n\\u00a0"', '\\']) {
    expect(readable(text)).toBe(text);
  }
});
