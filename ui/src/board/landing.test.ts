import { expect, test } from 'vitest';

import { blank } from '../backend/fake/engine';
import type { Item } from './items';
import { landing, type ListOnScreen } from './landing';

/** A list at the top of the window, scrolled by `scrolled`, whose items are all 100 pixels tall. */
function list(items: Item[], scrolled = 0): ListOnScreen {
  return {
    stage: 'stage-1',
    viewport: { scrollTop: scrolled, getBoundingClientRect: () => ({ top: 0 }) } as HTMLElement,
    inset: 0,
    items: () => items,
    itemAt(offset) {
      const index = Math.min(Math.floor(offset / 100), items.length - 1);
      return { index, top: index * 100, height: 100 };
    },
    scrollTo: () => undefined,
  };
}

const card = (id: string): Item => blank(id, {});
const gap: Item = { gap: true, height: 100 };

test('a card gives way when the middle of the carried one passes its own', () => {
  const three = list([card('a'), card('b'), card('c')]);
  expect(landing(three, 40)).toBe(0);
  expect(landing(three, 60)).toBe(1);
  expect(landing(three, 160)).toBe(2);
});

test('below the last card is behind it, and an empty column has one place', () => {
  expect(landing(list([card('a'), card('b')]), 900)).toBe(2);
  expect(landing(list([]), 300)).toBe(0);
  expect(landing(list([gap]), 300)).toBe(0);
});

test('over the gap nothing moves, and beyond it places are counted without it', () => {
  const withGap = list([card('a'), gap, card('b'), card('c')]);
  expect(landing(withGap, 150)).toBe(1);
  expect(landing(withGap, 240)).toBe(1);
  expect(landing(withGap, 260)).toBe(2);
  expect(landing(withGap, 30)).toBe(0);
});

test('how far the list is scrolled counts', () => {
  expect(landing(list([card('a'), card('b'), card('c')], 200), 60)).toBe(3);
});

test('a card is never put under one that is not known', () => {
  expect(landing(list([card('a'), null, null, null]), 350)).toBe(1);
  expect(landing(list([null, null, card('c')]), 150)).toBe(0);
});
