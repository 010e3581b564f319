import { expect, test } from 'vitest';

import { blank } from '../backend/fake/engine';
import type { CardPage, Contact } from '../backend/generated';
import { Column, PAGE, type Slot } from './column.svelte';

const STAGE = { id: 'stage-1', title: 'Novos', outcome: 'open' } as const;

/** A card whose position is `place`, with its name for an id. */
function card(place: number, id = `c${place}`): Contact {
  return blank(id, { stage_id: STAGE.id, position: String(place).padStart(5, '0') });
}

function range(from: number, to: number): Contact[] {
  return Array.from({ length: to - from }, (_, i) => card(from + i));
}

/** A column of `length` cards of which those in `known` were given, on an engine that holds `truth`. */
function column(known: Contact[], truth: Contact[]): { column: Column; asked: number[] } {
  const asked: number[] = [];
  const made = new Column(
    STAGE,
    { stage: STAGE.id, length: truth.length, count: truth.length, waiting: 0 },
    known,
    async (_, offset, limit): Promise<CardPage> => {
      asked.push(offset);
      return { offset, cards: truth.slice(offset, offset + limit), length: truth.length };
    },
  );
  return { column: made, asked };
}

function ids(slots: readonly Slot[]): (string | null)[] {
  return slots.map((slot) => slot?.id ?? null);
}

test('a new card stands where its position says', () => {
  const { column: it } = column(range(1, 4), range(1, 4));
  it.place({ ...card(0), id: 'top' });
  it.place({ ...card(2, 'between'), position: '000025' });
  expect(ids(it.slots)).toEqual(['top', 'c1', 'c2', 'between', 'c3']);
  expect(it.numbers).toMatchObject({ length: 5, count: 5 });
});

test('a card that belongs among unknown ones is asked for with them', async () => {
  const truth = range(0, 300);
  const { column: it, asked } = column(truth.slice(0, PAGE), truth);
  truth.splice(150, 0, { ...card(149, 'new'), position: '001495' });
  it.place({ ...card(149, 'new'), position: '001495' });
  expect(it.slots.length).toBe(301);
  expect(it.indexOf('new')).toBe(-1);
  await it.want(140, 160);
  expect(asked).toEqual([100]);
  expect(it.indexOf('new')).toBe(truth.findIndex((c) => c.id === 'new'));
});

test('only pages with unknown cards are asked for, and each once', async () => {
  const truth = range(0, 1_000);
  const { column: it, asked } = column(truth.slice(0, PAGE), truth);
  await Promise.all([it.want(0, 50), it.want(450, 460), it.want(455, 470)]);
  await it.want(450, 470);
  expect(asked).toEqual([400]);
  expect(it.slots[455]?.id).toBe('c455');
  expect(it.slots[399]).toBeNull();
});

test('a page that is older than a shift is asked for anew', async () => {
  const truth = range(0, 300);
  const { column: it, asked } = column(truth.slice(0, PAGE), truth);
  const wanted = it.want(150, 160);
  truth.splice(0, 1);
  it.take('c0');
  await wanted;
  expect(asked).toEqual([100, 100]);
  expect(it.slots[150]?.id).toBe('c151');
});

test('where the length is another, only the run from the top that has no gap is kept', () => {
  const truth = range(0, 300);
  const { column: it } = column(truth.slice(0, PAGE), truth);
  it.settle({ stage: STAGE.id, length: 299, count: 299, waiting: 7 });
  expect(it.slots.length).toBe(299);
  expect(it.slots[PAGE - 1]?.id).toBe('c99');
  expect(it.slots[PAGE]).toBeNull();
  expect(it.numbers.waiting).toBe(7);
});

test('a card that a page brings is known at one place only', async () => {
  const truth = range(0, 300);
  const { column: it } = column(truth.slice(0, PAGE), truth);
  // Another window moved a card from the top to the bottom, and its patch is still on its way.
  const [moved] = truth.splice(5, 1);
  truth.push(moved!);
  await it.want(250, 299);
  expect(ids(it.slots).filter((id) => id === 'c5')).toEqual(['c5']);
  expect(it.slots[299]?.id).toBe('c5');
});

test('the number of those who wait follows each card', () => {
  const { column: it } = column(range(1, 3), range(1, 3));
  it.place({ ...card(0), waiting_since: '2026-01-01T00:00:00Z' });
  expect(it.numbers.waiting).toBe(1);
  it.replace({ ...card(0), waiting_since: null });
  expect(it.numbers.waiting).toBe(0);
  it.place({ ...card(9), test: true, waiting_since: '2026-01-01T00:00:00Z' });
  expect(it.numbers).toMatchObject({ length: 4, count: 3, waiting: 0 });
});
