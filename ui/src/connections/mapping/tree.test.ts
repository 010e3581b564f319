import { describe, expect, test } from 'vitest';

import { linesOf, nameOf, openedAtFirst, readable, shown, valueAt } from './tree';

const TREE = {
  cliente: { nome: 'Ana', 'e/mail~': 'ana@exemplo.com.br' },
  itens: [{ preco: 10 }, { preco: 20 }],
  vazio: null,
};

const lines = (open: string[], tree: unknown = TREE) =>
  linesOf(tree, new Set(open)).map((line) => `${'  '.repeat(line.depth)}${line.key}=${line.text}`);

describe('lines', () => {
  test('what is closed is not walked', () => {
    expect(lines([])).toEqual(['cliente=', 'itens=', 'vazio=']);
    expect(lines(['/itens'])).toEqual(['cliente=', 'itens=', '  1=', '  2=', 'vazio=']);
  });

  test('paths are JSON Pointers, with the signs of their own written out', () => {
    const paths = linesOf(TREE, new Set(['/cliente', '/itens', '/itens/1'])).map((line) => line.path);
    expect(paths).toEqual([
      '/cliente',
      '/cliente/nome',
      '/cliente/e~1mail~0',
      '/itens',
      '/itens/0',
      '/itens/1',
      '/itens/1/preco',
      '/vazio',
    ]);
    for (const path of paths) expect(valueAt(TREE, path)).not.toBeUndefined();
  });

  test('each knows its place among its siblings', () => {
    const [, first, second] = linesOf(TREE, new Set(['/itens'])).filter((line) =>
      line.path.startsWith('/itens'),
    );
    expect([first!.place, first!.siblings, second!.place]).toEqual([1, 2, 2]);
    expect(second!.parent).toBe('/itens');
  });

  test('a payload that is one text is one line', () => {
    expect(linesOf('olá', new Set())).toMatchObject([{ path: '', text: 'olá', kind: 'string' }]);
  });

  test('nothing that a payload is nested in stops it', () => {
    const deep = Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], 'aqui');
    const paths = Array.from({ length: 20_000 }, (_, i) => '/0'.repeat(i + 1));
    expect(linesOf(deep, new Set(paths.slice(0, 300)))).toHaveLength(301);
  });
});

describe('what is open at first', () => {
  test('a small payload is open whole', () => {
    expect([...openedAtFirst(TREE, [])].sort()).toEqual(['/cliente', '/itens', '/itens/0', '/itens/1']);
  });

  test('a long list is closed, what leads to a value that is meant is open', () => {
    const long = { itens: Array.from({ length: 5_000 }, (_, i) => ({ i })) };
    expect([...openedAtFirst(long, [])]).toEqual([]);
    expect([...openedAtFirst(long, ['/itens/7/i'])].sort()).toEqual(['/itens', '/itens/7']);
  });

  test('a wide payload opens no more than two screens of lines', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `g${i}`,
        Object.fromEntries(Array.from({ length: 20 }, (_, k) => [k, k])),
      ]),
    );
    expect(linesOf(wide, openedAtFirst(wide, [])).length).toBeLessThan(100);
  });
});

test('a path that leads nowhere, or into what an object inherits, leads to nothing', () => {
  expect(valueAt(TREE, '/cliente/telefone')).toBeUndefined();
  expect(valueAt(TREE, '/cliente/nome/mais')).toBeUndefined();
  expect(valueAt(TREE, '/constructor')).toBeUndefined();
  expect(valueAt(JSON.parse('{"__proto__": {"a": 1}}'), '/__proto__/a')).toBe(1);
});

test('a path is read with list places counted from 1', () => {
  expect(readable(TREE, '/itens/0/preco')).toBe('itens › 1 › preco');
  expect(readable(TREE, '/cliente/e~1mail~0')).toBe('cliente › e/mail~');
});

test('the name of a value is the last key that is no place in a list', () => {
  expect(nameOf('/respostas/3')).toBe('respostas');
  expect(nameOf('/cliente/e~1mail')).toBe('e/mail');
  expect(nameOf('/0')).toBe('');
});

test('signs that change how the text around them reads are written out', () => {
  expect(shown('a\u202Eb\u0000c\nd')).toBe('a\\u202eb\\u0000c↵d');
  expect(shown('José — “ok” 👍')).toBe('José — “ok” 👍');
});
