import { expect, test, vi } from 'vitest';

import { Refused, type AnswerOf, type Backend, type RequestName, type RequestOf } from '../backend/backend';
import { FakeEngine } from '../backend/fake/engine';
import type { Contact } from '../backend/generated';
import { Board } from './board.svelte';

interface Story {
  board: Board;
  engine: FakeEngine;
  /** Answers are held back until the returned function is called, which may refuse them. */
  hold(): (refusal?: Refused) => void;
}

async function open(contacts?: number): Promise<Story> {
  const engine = new FakeEngine({ lang: 'pt-BR', theme: 'light', state: 'normal', contacts });
  let gate: Promise<Refused | undefined> | null = null;
  const backend = {
    async ask<Name extends RequestName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
      const refusal = await gate;
      if (refusal) throw refusal;
      return structuredClone(engine.answer(name, request));
    },
    follow: () => () => undefined,
  } as unknown as Backend;
  const board = new Board(backend);
  await board.load();
  return {
    board,
    engine,
    hold() {
      let release: (refusal?: Refused) => void = () => undefined;
      gate = new Promise((resolve) => (release = resolve));
      return (refusal) => {
        gate = null;
        release(refusal);
      };
    },
  };
}

function names(board: Board, stage: string): string[] {
  return board.column(stage)!.slots.map((slot) => slot?.name ?? '?');
}

function known(board: Board, name: string): Contact {
  for (const { slots } of board.columns) for (const slot of slots) if (slot?.name === name) return slot;
  throw new Error(`no ${name} on the board`);
}

test('a moved card stands in its new place before the engine has answered', async () => {
  const { board, hold } = await open();
  const release = hold();
  const moving = board.move(known(board, 'Júlia Sampaio'), 'stage-3', 1);
  expect(names(board, 'stage-3')).toEqual(['Beatriz Nunes', 'Júlia Sampaio', 'Otávio Reis', 'Helena Castro']);
  release();
  const acted = await moving;
  expect(acted?.contact.stage).toBe('Agendados');
  expect(names(board, 'stage-3')).toEqual(['Beatriz Nunes', 'Júlia Sampaio', 'Otávio Reis', 'Helena Castro']);
});

test('a refused move goes back, and keeps what was heard meanwhile', async () => {
  const { board, hold } = await open();
  const card = known(board, 'Júlia Sampaio');
  const before = names(board, 'stage-2');
  const release = hold();
  const moving = board.move(card, 'stage-3', 0);
  board.apply({ ...card, last_message: 'Mudei de ideia' });
  expect(names(board, 'stage-3')[0]).toBe('Júlia Sampaio');
  release(new Refused({ code: 'unavailable', message: 'O disco está cheio.' }));
  await expect(moving).rejects.toThrow('O disco está cheio.');
  expect(names(board, 'stage-2')).toEqual(before);
  expect(known(board, 'Júlia Sampaio').last_message).toBe('Mudei de ideia');
});

test('the answer to an earlier move does not undo a later one', async () => {
  const { board, hold } = await open();
  const release = hold();
  const first = board.move(known(board, 'Júlia Sampaio'), 'stage-3', 0);
  const second = board.move(known(board, 'Júlia Sampaio'), 'stage-4', 0);
  release();
  await Promise.all([first, second]);
  expect(names(board, 'stage-4')[0]).toBe('Júlia Sampaio');
  expect(names(board, 'stage-3')).not.toContain('Júlia Sampaio');
});

test('a card dropped where it was is not asked about', async () => {
  const { board } = await open();
  expect(await board.move(known(board, 'Luana Prates'), 'stage-1', 1)).toBeNull();
});

test('an archived contact leaves the board and comes back with its patch', async () => {
  const { board } = await open();
  const card = known(board, 'Rita Fontes');
  board.apply({ ...card, archived: true });
  expect(names(board, 'stage-1')).not.toContain('Rita Fontes');
  board.apply(card);
  expect(names(board, 'stage-1')[3]).toBe('Rita Fontes');
});

test('a filter keeps out a patched card that no longer passes it', async () => {
  const { board } = await open();
  await board.show('unread');
  const card = known(board, 'Edson Takeda');
  board.apply({ ...card, unread: 0 });
  expect(board.find(card.id)).toBeNull();
});

test('a patch that overtakes the answer to a load is not lost', async () => {
  const { board, hold } = await open();
  const card = known(board, 'Edson Takeda');
  const release = hold();
  const loading = board.load();
  board.apply({ ...card, name: 'Edson T. Takeda' });
  release();
  await loading;
  expect(names(board, 'stage-1')).toContain('Edson T. Takeda');
});

test('a card that comes up from among unknown ones leaves the lengths true', async () => {
  vi.useFakeTimers();
  try {
    const { board, engine } = await open(2_000);
    const column = board.column('stage-5')!;
    const length = column.slots.length;
    expect(column.slots[400]).toBeNull();
    const deep = engine.board.page('stage-5', 'all', 400, 1).cards[0]!;
    board.apply(engine.board.place(deep, 'stage-5', null));
    expect(column.slots[0]?.id).toBe(deep.id);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(column.slots.length).toBe(length);
    expect(column.slots[0]?.id).toBe(deep.id);
  } finally {
    vi.useRealTimers();
  }
});
