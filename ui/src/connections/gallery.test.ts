import { describe, expect, test } from 'vitest';

import type { Preset, Source } from '../backend/generated';
import { freeTitle, matching, shelves, unfinished } from './gallery';

const preset = (id: string, title: string, group: Preset['group'], words: string[] = []): Preset => ({
  id,
  title,
  about: '',
  group,
  words,
  mark: '',
  docs: null,
  steps: [],
  first: '',
  schemes: [],
  script: null,
  access_token: null,
  verify_token: false,
  signs_address: false,
  patience: null,
});

const source = (title: string, of: string, first: string | null = null): Source => ({
  id: title,
  title,
  preset: of,
  address: '',
  public_address: null,
  state: 'active',
  allow_get: false,
  created_at: '',
  first_delivery_at: first,
  last_delivery_at: first,
  trouble: null,
});

const PRESETS = [
  preset('stripe', 'Stripe', 'payments', ['cartao']),
  preset('mercado-pago', 'Mercado Pago', 'payments', ['pix', 'boleto']),
  preset('whatsapp-cloud', 'WhatsApp Business (Meta)', 'messages', ['zap']),
  preset('twilio', 'Twilio (WhatsApp e SMS)', 'messages'),
  preset('other', 'Outro sistema', 'other', ['webhook']),
];

describe('shelves', () => {
  test('groups stand in their order, each by title, and empty ones are left out', () => {
    expect(shelves(PRESETS).map(({ group, presets }) => [group, ...presets.map(({ id }) => id)])).toEqual([
      ['messages', 'twilio', 'whatsapp-cloud'],
      ['payments', 'mercado-pago', 'stripe'],
      ['other', 'other'],
    ]);
  });
});

describe('matching', () => {
  test.each([
    ['zap', ['whatsapp-cloud']],
    ['whats', ['whatsapp-cloud', 'twilio']],
    ['PIX', ['mercado-pago']],
    ['cartão', ['stripe']],
    ['fax', []],
  ])('“%s” finds %j', (typed, ids) => {
    expect(matching(PRESETS, typed).map(({ id }) => id)).toEqual(ids);
  });
});

test('a second connection of a kind gets a title of its own', () => {
  const sources = [source('Stripe', 'stripe'), source('Stripe 2', 'stripe')];
  expect(freeTitle(PRESETS[0]!, sources)).toBe('Stripe 3');
  expect(freeTitle(PRESETS[1]!, sources)).toBe('Mercado Pago');
});

test('a connection is unfinished until something came through it', () => {
  expect(unfinished(PRESETS[0]!, [source('a', 'stripe', '2026-08-03T12:00:00Z')])).toBeUndefined();
  expect(unfinished(PRESETS[0]!, [source('a', 'stripe', 'x'), source('b', 'stripe')])?.id).toBe('b');
});
