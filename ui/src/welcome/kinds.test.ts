/// <reference types="node" />
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { KINDS } from './kinds';

const ENGINE = new URL('../../../crates/engine/src/answer/business.rs', import.meta.url);

/** The stages of each kind as the engine's table has them, in its order. */
function stagesOfTheEngine(): Map<string, string[]> {
  const code = readFileSync(ENGINE, 'utf8');
  const table = code.slice(code.indexOf('fn stages_of('));
  const kinds = [...table.matchAll(/BusinessKind::(\w+) => &\[([^\]]*)\]/g)];
  return new Map(
    kinds.map(([, kind, stages]) => [
      kind!.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(),
      [...stages!.matchAll(/"([a-z-]+)"/g)].map(([, id]) => id!),
    ]),
  );
}

test('the kinds that are offered, and their stages, are those that the engine makes', () => {
  expect(new Map(KINDS.map(({ kind, stages }) => [kind, [...stages]]))).toEqual(stagesOfTheEngine());
  expect(KINDS).toHaveLength(6);
});
