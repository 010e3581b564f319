import { beforeEach, expect, test } from 'vitest';

import type { Delivery } from '../../backend/generated';
import { setZone } from '../../i18n/format.svelte';
import { isDelivery, itemsOf, keyOf } from './items';

beforeEach(() => setZone('America/Sao_Paulo'));

const at = (received_at: string) => ({ id: received_at, received_at, verdict: 'accepted' }) as Delivery;
const shown = (rows: readonly Delivery[], day: string) =>
  itemsOf(rows, day).map((item) => (isDelivery(item) ? item.id : `-- ${item.day}`));

test('each day that is not the one above the list has a heading, by the days of the business', () => {
  const rows = [
    '2026-11-24T12:00:00Z',
    '2026-11-24T02:59:00Z',
    '2026-11-23T03:00:00Z',
    '2026-11-20T10:00:00Z',
  ].map(at);
  expect(shown(rows, '2026-11-24')).toEqual([
    '2026-11-24T12:00:00Z',
    '-- 2026-11-23',
    '2026-11-24T02:59:00Z',
    '2026-11-23T03:00:00Z',
    '-- 2026-11-20',
    '2026-11-20T10:00:00Z',
  ]);
});

test('lines that stand out of the order of days still have keys of their own', () => {
  const rows = [
    '2026-11-24T12:00:00Z',
    '2026-11-23T12:00:00Z',
    '2026-11-24T11:00:00Z',
    '2026-11-23T11:00:00Z',
  ].map(at);
  const keys = itemsOf(rows, '2026-11-24').map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(7);
});
