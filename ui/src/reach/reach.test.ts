import { describe, expect, test } from 'vitest';

import type { Link, Reach, Source } from '../backend/generated';
import { addressed, invitedTo, longAway, LONG_MS, QUIET_MS, standing, wayInUse } from './reach';

const NOW = Date.parse('2026-08-03T12:00:00Z');
const iso = (at: number) => new Date(at).toISOString();
const away = (ms: number): Link => ({ connecting: { since: iso(NOW - ms), error: null, again_at: null } });
const through = (link: Link, own: string | null = null): Reach => ({
  tunnel: { relay: 'https://r.example', public_base: 'https://r.example/a', link, waiting: 0, kept_days: 30 },
  own_address: own,
});
const source = (public_address: string | null): Source => ({
  id: 's1',
  title: 'Site',
  preset: 'other',
  address: 'http://127.0.0.1:7322/in/abc',
  public_address,
  state: 'active',
  allow_get: false,
  created_at: iso(NOW),
  first_delivery_at: null,
  last_delivery_at: null,
  trouble: null,
});

test('an own address goes before a relay that is still attached', () => {
  expect(wayInUse({ tunnel: null, own_address: null })).toBe('none');
  expect(wayInUse(through('off'))).toBe('relay');
  expect(wayInUse(through('off', 'https://own.example'))).toBe('own');
});

test('a short outage is connecting, a longer one is away, and a long one is told', () => {
  expect(standing(away(0), NOW)).toBe('connecting');
  expect(standing(away(QUIET_MS - 1), NOW)).toBe('connecting');
  expect(standing(away(QUIET_MS), NOW)).toBe('away');
  expect(longAway(away(LONG_MS - 1), NOW)).toBeNull();
  expect(longAway(away(LONG_MS), NOW)).toBe(NOW - LONG_MS);
  expect(longAway({ connected: { since: iso(NOW - 2 * LONG_MS) } }, NOW)).toBeNull();
});

test('an address that the relay does not know yet is not given away', () => {
  const connected: Link = { connected: { since: iso(NOW) } };
  expect(addressed(source('https://r.example/a/in/abc'), through(connected), NOW)).toEqual({
    at: 'public',
    address: 'https://r.example/a/in/abc',
  });
  expect(addressed(source(null), through(connected), NOW)).toEqual({
    at: 'preparing',
    standing: 'connected',
  });
  expect(addressed(source(null), { tunnel: null, own_address: null }, NOW)).toEqual({ at: 'here' });
});

describe('the relay of an invitation', () => {
  test.each([
    ['recado://relay/k7f3?at=hooks.example.com&key=abc', 'hooks.example.com'],
    ['RECADO://relay/k7f3?at=hooks.example.com:8443&key=abc', 'hooks.example.com:8443'],
    ['recado://relay/?at=http%3A%2F%2F127.0.0.1%3A9000&key=abc', '127.0.0.1:9000'],
    ['recado://relay/k7f3?key=abc&at=caf%C3%A9.example', 'xn--caf-dma.example'],
    ['https://hooks.example.com', 'hooks.example.com'],
    // What would look like another server than the one that is dialled.
    ['recado://relay/k?at=good.example%40evil.example&key=abc', 'evil.example'],
    ['recado://relay/k7f3?key=abc', null],
    ['recado://relay/k7f3?at=&key=abc', null],
    ['recado://other/k7f3?at=hooks.example.com', null],
    ['nonsense', null],
  ])('%s', (link, host) => expect(invitedTo(link)).toBe(host));
});
