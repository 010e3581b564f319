import { expect, test } from 'vitest';

import type { Delivery, SourceDetails, Verdict } from '../../backend/generated';
import { advice } from './advice';

const delivery = (verdict: Verdict, more: Partial<Delivery> = {}) =>
  ({ verdict, events: [], pending: false, duplicate_of: null, ...more }) as unknown as Delivery;

const source = (preset: string, more: object = {}) =>
  ({
    preset: { id: preset, access_token: null },
    has_access_token: false,
    ...more,
  }) as unknown as SourceDetails;

test('a refused delivery leads to the secret, and says that it is kept where it is', () => {
  expect(advice(delivery('refused'), source('stripe'), true)).toMatchObject({
    deed: 'secret',
    texts: ['ui-activity-why-refused-text', 'ui-activity-why-refused-kept'],
  });
  expect(advice(delivery('refused'), source('stripe'), false).texts).toHaveLength(1);
});

test('only another system can be taught, for a preset knows what its sender says', () => {
  expect(advice(delivery('unmatched'), source('other'), true).deed).toBe('teach');
  expect(advice(delivery('unmatched'), source('stripe'), true).deed).toBeNull();
});

test('a delivery whose details are missing asks for the access token only where there is none', () => {
  const thin = { preset: { id: 'mercado-pago', access_token: {} } };
  const pending = delivery('accepted', { pending: true });
  expect(advice(pending, source('mercado-pago', thin), true).deed).toBe('key');
  expect(advice(pending, source('mercado-pago', { ...thin, has_access_token: true }), true)).toMatchObject({
    title: 'ui-activity-why-pending',
    deed: null,
  });
});

test('a repetition leads to the first, while that is in the log', () => {
  expect(advice(delivery('duplicate', { duplicate_of: 'd1' }), null, false).deed).toBe('first');
  expect(advice(delivery('duplicate'), null, false).deed).toBeNull();
});

test('of a removed source nothing is offered that cannot be done', () => {
  for (const verdict of ['refused', 'unmatched', 'paused'] as const) {
    expect(advice(delivery(verdict), null, true).deed).toBeNull();
  }
});
