import { beforeEach, expect, test } from 'vitest';

import { setZone } from '../../i18n/format.svelte';
import { setLang } from '../../i18n/text.svelte';
import { days, lastDay, periodName } from './periods';

const NOW = Date.parse('2026-11-24T13:42:00Z');
const HOUR = 3_600_000;

beforeEach(() => {
  globalThis.document = { documentElement: {} } as Document;
  setLang('pt-BR');
  setZone('America/Sao_Paulo');
});

test('whole days begin and end at midnight of the business', () => {
  expect(days('2026-11-23', '2026-11-24')).toEqual({
    since: Date.parse('2026-11-23T03:00:00Z'),
    until: Date.parse('2026-11-25T03:00:00Z'),
  });
});

test('a stretch of time is called what people call it', () => {
  const hour = Date.parse('2026-11-23T13:00:00Z');
  expect(periodName(days('2026-11-24', '2026-11-24'), NOW)).toBe('hoje');
  expect(periodName(days('2026-11-23', '2026-11-23'), NOW)).toBe('ontem');
  expect(periodName(days('2026-11-02', '2026-11-05'), NOW)).toBe('2 de nov. a 5 de nov.');
  expect(periodName({ since: hour, until: hour + HOUR }, NOW)).toBe('ontem, 10:00 às 11:00');
  expect(periodName({ since: null, until: hour }, NOW)).toBe('até ontem, 10:00');
  expect(periodName({ since: hour, until: null }, NOW)).toBe('desde ontem');
});

test('the day of a stretch is its last, and never one that is still to come', () => {
  expect(lastDay(null, NOW)).toBe('2026-11-24');
  expect(lastDay(days('2026-11-20', '2026-11-22'), NOW)).toBe('2026-11-22');
  expect(lastDay(days('2026-11-20', '2026-11-24'), NOW)).toBe('2026-11-24');
  expect(lastDay({ since: NOW, until: null }, NOW)).toBe('2026-11-24');
});
