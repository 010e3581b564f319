import { expect, test, vi } from 'vitest';

import { Refused, type Backend } from '../../backend/backend';
import type { Payload, PreviewMapping, RehearseMapping } from '../../backend/generated';
import { MappingDraft } from './mapping.svelte';

const PAYLOAD: Payload = {
  delivery: 'd1',
  tree: { nome: 'Ana', fone: '123', pedido: '9' },
  guessed: { rules: [{ path: '/nome', role: 'name' }] },
};

interface Asked {
  name: string;
  request: unknown;
}

/** An engine that answers by hand. */
function engine(answers: Record<string, (request: never) => unknown> = {}) {
  const asked: Asked[] = [];
  const all: Record<string, (request: never) => unknown> = {
    ShowPayload: () => PAYLOAD,
    PreviewMapping: () => ({ event: null, problems: [] }),
    RehearseMapping: () => ({
      deliveries: 100,
      named_before: 1,
      named_after: 2,
      unmatched: 3,
      broken: 0,
      mended: 0,
    }),
    SaveMapping: () => ({ deliveries: 3, recovered: 2, completed: 0 }),
    ...answers,
  };
  const backend = {
    ask: async (name: string, request: unknown) => {
      asked.push({ name, request });
      return all[name]!(request as never);
    },
  } as unknown as Backend;
  return { backend, asked, of: (name: string) => asked.filter((one) => one.name === name) };
}

async function draft(answers?: Record<string, (request: never) => unknown>) {
  const { backend, of } = engine(answers);
  const made = new MappingDraft(backend, 's1', null);
  await made.load();
  return { draft: made, of };
}

test('what is understood by itself is a guess until the owner says otherwise', async () => {
  const { draft: made } = await draft();
  expect(made.roleOf('/nome')).toEqual({ role: 'name', guessed: true });
  made.say('/nome', 'tag');
  expect(made.roleOf('/nome')).toEqual({ role: 'tag', guessed: false });
  expect(made.guesses).toEqual([]);
  made.unsay('/nome');
  expect(made.roleOf('/nome')).toEqual({ role: 'name', guessed: true });
  made.stop();
});

test('what is unique in an event has one value, what comes in pieces has several, a time two', async () => {
  const { draft: made } = await draft();
  const paths = () => made.rules.map((rule) => rule.path);
  for (const role of ['amount', 'external_id', { field: 'Pedido' }] as const) {
    made.say('/fone', role);
    made.say('/pedido', role);
    expect(made.rules).toEqual([{ path: '/pedido', role }]);
  }
  for (const path of ['/fone', '/pedido', '/nome']) made.say(path, 'message');
  expect(paths()).toEqual(['/fone', '/pedido', '/nome']);
  for (const path of ['/fone', '/pedido', '/nome']) made.say(path, 'appointment_time');
  expect(paths()).toEqual(['/pedido', '/nome']);
  made.stop();
});

test('rules are tried once nobody clicks any more, on the payload and on those before it', async () => {
  vi.useFakeTimers();
  const { draft: made, of } = await draft();
  expect(of('RehearseMapping')).toHaveLength(0);
  made.say('/fone', 'phone');
  made.say('/pedido', 'external_id');
  await vi.runAllTimersAsync();
  expect(of('PreviewMapping')).toHaveLength(2);
  expect((of('PreviewMapping')[1]!.request as PreviewMapping).mapping.rules).toHaveLength(2);
  expect((of('RehearseMapping')[0]!.request as RehearseMapping).source).toBe('s1');
  expect(made.rehearsal?.named_after).toBe(2);
  vi.useRealTimers();
});

test('a problem stays with the rule it was said of, though another was taken away meanwhile', async () => {
  vi.useFakeTimers();
  const { draft: made } = await draft({
    PreviewMapping: ({ mapping }: PreviewMapping) => ({
      event: null,
      problems: mapping.rules.flatMap(({ path }, i) => (path === '/fone' ? [[i, 'não é um telefone']] : [])),
    }),
  });
  made.say('/nome', 'name');
  made.say('/fone', 'phone');
  await vi.runAllTimersAsync();
  made.unsay('/nome');
  expect([...made.problems]).toEqual([['/fone', 'não é um telefone']]);
  made.stop();
  vi.useRealTimers();
});

test('an answer to what was tried before is dropped', async () => {
  vi.useFakeTimers();
  const waiting: (() => void)[] = [];
  const { draft: made } = await draft({
    PreviewMapping: ({ mapping }: PreviewMapping) =>
      mapping.rules.length === 0
        ? { event: null, problems: [] }
        : new Promise((answer) =>
            waiting.push(() => answer({ event: null, problems: [[0, `${mapping.rules.length} rules`]] })),
          ),
  });
  made.say('/fone', 'phone');
  await vi.runAllTimersAsync();
  made.say('/pedido', 'tag');
  await vi.runAllTimersAsync();
  waiting[1]!();
  await vi.runAllTimersAsync();
  waiting[0]!();
  await vi.runAllTimersAsync();
  expect([...made.problems.values()]).toEqual(['2 rules']);
  vi.useRealTimers();
});

test('what is saved is no longer to be saved, and a refusal loses nothing', async () => {
  let full = true;
  const { draft: made } = await draft({
    SaveMapping: () => {
      if (full) throw new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
      return { deliveries: 3, recovered: 2, completed: 0 };
    },
  });
  made.say('/fone', 'phone');
  expect(await made.save()).toBe(false);
  expect([made.untried, made.dirty, made.rules.length]).toEqual(['O disco está cheio.', true, 1]);
  full = false;
  expect(await made.save()).toBe(true);
  expect([made.dirty, made.applied?.recovered]).toEqual([false, 2]);
  made.say('/nome', 'tag');
  made.revert();
  expect(made.rules).toEqual([{ path: '/fone', role: 'phone' }]);
  made.stop();
});

test('nothing received yet is said, and a payload that cannot be read too', async () => {
  const { draft: none } = await draft({ ShowPayload: () => null });
  expect(none.status).toBe('none');
  const { draft: failed } = await draft({
    ShowPayload: () => {
      throw new Refused({ code: 'unavailable', message: 'Não deu.' });
    },
  });
  expect([failed.status, failed.failure]).toEqual(['failed', 'Não deu.']);
});
