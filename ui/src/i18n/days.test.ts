import { afterEach, expect, test } from 'vitest';

import { addDays, dayOf, startOf } from './days';
import { setZone } from './format.svelte';

afterEach(() => setZone('UTC'));

test('a moment lies in the day of the business, not in that of the computer', () => {
  const at = Date.parse('2026-11-24T02:30:00Z');
  setZone('America/Sao_Paulo');
  expect(dayOf(at)).toBe('2026-11-23');
  setZone('Asia/Tokyo');
  expect(dayOf(at)).toBe('2026-11-24');
});

test('a day begins at midnight of the business, also where the clocks change', () => {
  setZone('America/Sao_Paulo');
  expect(new Date(startOf('2026-11-24')).toISOString()).toBe('2026-11-24T03:00:00.000Z');
  // In 2018 summer time began at midnight: that day had none.
  expect(new Date(startOf('2018-11-04')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  setZone('Europe/Lisbon');
  expect(startOf('2026-10-26') - startOf('2026-10-25')).toBe(25 * 3_600_000);
  expect(startOf('2026-03-30') - startOf('2026-03-29')).toBe(23 * 3_600_000);
  setZone('Pacific/Auckland');
  expect(new Date(startOf('2026-01-01')).toISOString()).toBe('2025-12-31T11:00:00.000Z');
});

test('days are counted over the ends of months and years', () => {
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
});
