import { expect, test } from 'vitest';

import { scaleOf } from './scale';

test('the top is a round number that no bar is taller than, and not much more', () => {
  for (let tallest = 1; tallest < 50_000; tallest += 7) {
    const { peak, half } = scaleOf(tallest, 4);
    expect(peak).toBeGreaterThanOrEqual(tallest);
    expect(peak).toBeLessThanOrEqual(Math.max(4, tallest * 2));
    expect(Number.isInteger(half)).toBe(true);
    expect(half).toBe(peak / 2);
  }
  expect(scaleOf(214, 4).peak).toBe(300);
});

test('few are no peak', () => {
  expect(scaleOf(1, 6).peak).toBe(6);
  expect(scaleOf(0, 4)).toEqual({ peak: 4, half: 2 });
});
