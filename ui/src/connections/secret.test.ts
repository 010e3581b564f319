import { expect, test } from 'vitest';

import { newSecret } from './secret';

test('a secret of ours is long, plain, and never the same twice', () => {
  const made = Array.from({ length: 200 }, newSecret);
  for (const secret of made) expect(secret).toMatch(/^[A-Za-z2-9]{40}$/);
  expect(new Set(made).size).toBe(200);
});

test('every letter turns up about as often as any other', () => {
  const counts = new Map<string, number>();
  for (const letter of Array.from({ length: 2_000 }, newSecret).join('')) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const expected = 80_000 / counts.size;
  for (const count of counts.values()) expect(Math.abs(count - expected) / expected).toBeLessThan(0.25);
});
