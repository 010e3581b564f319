import { expect, test } from 'vitest';

import { Refused, type Backend } from '../../backend/backend';
import type { Mapping, RehearseMapping, SaveMapping, ShapeComparison } from '../../backend/generated';
import { Repair } from './repair.svelte';

const MAPPING: Mapping = {
  rules: [
    { path: '/nome', role: 'name' },
    { path: '/fone', role: 'phone' },
    { path: '/mail', role: 'email' },
  ],
};

const COMPARED: ShapeComparison = {
  since: '2026-08-03T12:00:00Z',
  deliveries: 3,
  before: { delivery: 'd1', received_at: '2026-08-03T11:00:00Z', tree: {}, read: MAPPING.rules },
  after: {
    delivery: 'd9',
    received_at: '2026-08-03T15:00:00Z',
    tree: { name: 'Ana', tel: '11', mail: 'a@b.co' },
    read: [
      { path: '/mail', role: 'email' },
      { path: '/tel', role: 'phone' },
    ],
  },
  mapping: MAPPING,
  kept: [{ path: '/mail', role: 'email' }],
  gone: [
    { path: '/nome', name: 'nome', role: 'name', proposed: { path: '/name', name: 'name', sure: true } },
    { path: '/fone', name: 'fone', role: 'phone', proposed: null },
  ],
  new: [
    { path: '/name', name: 'name', role: null },
    { path: '/obs', name: 'obs', role: 'message' },
  ],
};

function engine(answers: Record<string, (request: never) => unknown> = {}) {
  const asked: { name: string; request: unknown }[] = [];
  const all: Record<string, (request: never) => unknown> = {
    ShowShapeChange: () => COMPARED,
    PreviewMapping: () => ({ event: null, problems: [] }),
    RehearseMapping: () => ({ broken: 3, mended: 2 }),
    SaveMapping: () => ({ deliveries: 3, recovered: 2, completed: 1 }),
    ...answers,
  };
  const backend = {
    ask: async (name: string, request: unknown) => {
      asked.push({ name, request });
      return all[name]!(request as never);
    },
  } as unknown as Backend;
  return {
    backend,
    of: (name: string) => asked.filter((one) => one.name === name).map((one) => one.request),
  };
}

async function repair(answers?: Record<string, (request: never) => unknown>) {
  const { backend, of } = engine(answers);
  const made = new Repair(backend, 's1');
  await made.load();
  return { repair: made, of };
}

test('what is proposed is taken, what is kept stays, and what is new beside it is not used unasked', async () => {
  const { repair: made, of } = await repair();
  expect(made.rows.map((row) => [row.role, made.choice(row)])).toEqual([
    ['name', '/name'],
    ['phone', null],
    ['message', null],
  ]);
  expect(made.mapping.rules).toEqual([
    { path: '/mail', role: 'email' },
    { path: '/name', role: 'name' },
  ]);
  expect((of('RehearseMapping')[0] as RehearseMapping).mapping).toEqual(made.mapping);
  made.stop();
});

test('a new value alone is proposed as what it looks like', async () => {
  const { repair: made } = await repair({
    ShowShapeChange: () => ({ ...COMPARED, kept: MAPPING.rules, gone: [] }),
  });
  expect(made.mapping.rules).toEqual([...MAPPING.rules, { path: '/obs', role: 'message' }]);
  made.stop();
});

test('a value is one thing: whoever had it makes room, and what was read of it is said no more', async () => {
  const { repair: made } = await repair();
  const [name, phone] = made.rows;
  made.choose(phone!, '/name');
  expect(made.choice(name!)).toBeNull();
  expect(made.read.get('/name')).toEqual({ role: 'phone', guessed: false });
  // What was guessed to be the phone is not one beside it.
  expect(made.read.get('/tel')).toBeUndefined();
  made.choose(phone!, '/mail');
  expect(made.mapping.rules).toEqual([{ path: '/mail', role: 'phone' }]);
  made.stop();
});

test('why a value cannot be what was chosen stands at its row', async () => {
  const { repair: made } = await repair({
    PreviewMapping: () => ({ event: null, problems: [[1, 'Isto não é um nome.']] }),
  });
  expect(made.problem(made.rows[0]!)).toBe('Isto não é um nome.');
  expect(made.problem(made.rows[1]!)).toBeNull();
  made.stop();
});

test('what was mended is told, a refusal too, and the old mapping can be put back', async () => {
  let refuses = true;
  const { repair: made, of } = await repair({
    SaveMapping: () => {
      if (refuses) throw new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
      return { deliveries: 3, recovered: 2, completed: 1 };
    },
  });
  expect(await made.save()).toBe(false);
  expect(made.refused).toBe('O disco está cheio.');
  refuses = false;
  expect(await made.save()).toBe(true);
  expect(made.refused).toBe('');
  expect(made.applied).toEqual({ deliveries: 3, recovered: 2, completed: 1 });
  expect(await made.putBack()).toBe(true);
  expect(made.applied).toBeNull();
  expect((of('SaveMapping').at(-1) as SaveMapping).mapping).toEqual(MAPPING);
  made.stop();
});

test('nothing to mend is said so, and what cannot be asked for can be asked for again', async () => {
  let fails = true;
  const { repair: made } = await repair({
    ShowShapeChange: () => {
      if (fails) throw new Refused({ code: 'unavailable', message: 'Agora não.' });
      return null;
    },
  });
  expect([made.status, made.failure]).toEqual(['failed', 'Agora não.']);
  fails = false;
  await made.load();
  expect(made.status).toBe('none');
});
