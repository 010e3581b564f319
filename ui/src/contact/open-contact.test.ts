import { expect, test } from 'vitest';

import { Feed } from '../app/feed';
import type { Backend } from '../backend/backend';
import type { Contact, ContactDetails, TimelineEntry } from '../backend/generated';
import { OpenContact } from './open-contact.svelte';

const CONTACT = { id: 'ana', name: 'Ana' } as Contact;

function entry(id: string, at: string, text = id, contact = 'ana'): TimelineEntry {
  return { id, contact, at, what: { note: { text } } };
}

/** A drawer whose answers come when the test lets them. */
function opened() {
  const answers: ((details: ContactDetails) => void)[] = [];
  const backend = {
    ask: () => new Promise<ContactDetails>((answer) => answers.push(answer)),
  } as unknown as Backend;
  const feed = new Feed();
  const open = new OpenContact(backend, 'ana');
  const heard: string[] = [];
  const stop = open.start(feed, (one) => heard.push(one.id));
  let n = 0;
  return {
    open,
    heard,
    stop,
    loaded: open.load(),
    answer: (...entries: TimelineEntry[]) => {
      answers.shift()!({ contact: CONTACT, timeline: { entries, more: false } });
    },
    tell: (change: object) => feed.take({ line: { change: { n: ++n, change: change as never } } }),
    ids: () => open.entries.map((one) => one.id),
  };
}

test('a line that overtakes the answer is not lost, and one that is in both stands once, as the newer has it', async () => {
  const { open, loaded, answer, tell, ids } = opened();
  tell({ timeline: entry('b', '2026-11-24T10:00:00Z', 'changed') });
  tell({ timeline: entry('c', '2026-11-24T11:00:00Z') });
  answer(entry('a', '2026-11-24T09:00:00Z'), entry('b', '2026-11-24T10:00:00Z', 'as it was'));
  await loaded;
  expect(ids()).toEqual(['a', 'b', 'c']);
  expect(open.entries[1]!.what).toEqual({ note: { text: 'changed' } });
});

test('while everything is asked for anew, what overtakes that answer is not lost either', async () => {
  const { open, loaded, answer, tell, ids } = opened();
  answer(entry('a', '2026-11-24T09:00:00Z'));
  await loaded;
  const again = open.load();
  tell({ timeline: entry('b', '2026-11-24T10:00:00Z') });
  tell({ contact: { ...CONTACT, name: 'Ana Souza' } });
  answer(entry('a', '2026-11-24T09:00:00Z'));
  await again;
  expect(ids()).toEqual(['a', 'b']);
  expect(open.contact?.name).toBe('Ana Souza');
});

test('a line that was undone while the answer was on its way does not come back with it', async () => {
  const { loaded, answer, tell, ids } = opened();
  tell({ timeline_gone: { contact: 'ana', id: 'a' } });
  answer(entry('a', '2026-11-24T09:00:00Z'), entry('b', '2026-11-24T10:00:00Z'));
  await loaded;
  expect(ids()).toEqual(['b']);
});

test('a line takes its place by its time, behind those of the same moment', async () => {
  const { loaded, answer, tell, ids, heard } = opened();
  answer(entry('a', '2026-11-24T09:00:00Z'), entry('c', '2026-11-24T11:00:00Z'));
  await loaded;
  tell({ timeline: entry('b', '2026-11-24T09:00:00Z') });
  tell({ timeline: entry('d', '2026-11-24T12:00:00Z') });
  tell({ timeline: entry('x', '2026-11-24T12:00:00Z', 'x', 'somebody else') });
  expect(ids()).toEqual(['a', 'b', 'c', 'd']);
  expect(heard).toEqual(['b', 'd']);
});

test('a closed drawer hears nothing more, not even its own answer', async () => {
  const { open, loaded, answer, tell, ids, stop } = opened();
  stop();
  tell({ timeline: entry('b', '2026-11-24T09:00:00Z') });
  answer(entry('a', '2026-11-24T09:00:00Z'));
  await loaded;
  expect(ids()).toEqual([]);
  expect(open.status).toBe('loading');
});

test('somebody who is erased is gone, and a first answer that says so is believed', async () => {
  const { open, loaded, answer, tell } = opened();
  answer();
  await loaded;
  expect(open.status).toBe('ready');
  tell({ contact_gone: 'somebody else' });
  expect(open.status).toBe('ready');
  tell({ contact_gone: 'ana' });
  expect(open.status).toBe('gone');
});
