import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { setZone } from '../i18n/format.svelte';
import { setLang } from '../i18n/text.svelte';
import { answerWords, compared, stepTitle } from './words';

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {} });
  setLang('pt-BR');
  setZone('America/Sao_Paulo');
});

afterEach(() => {
  setLang('pt-BR');
  vi.unstubAllGlobals();
});

const plain = (text: string) =>
  text.replaceAll(/[\u2068\u2069]/g, '').replaceAll(/[\u00a0\u2009\u202f]/g, ' ');

test.each([
  [112, 100, '12% a mais que nos 30 dias antes'],
  [75, 100, '25% a menos que nos 30 dias antes'],
  [1003, 1000, 'igual aos 30 dias antes'],
  [100, 100, 'igual aos 30 dias antes'],
  [0, 0, 'igual aos 30 dias antes'],
  [5, 0, 'nada nos 30 dias antes'],
  [5, 2, '3 a mais que nos 30 dias antes'],
  [2, 5, '3 a menos que nos 30 dias antes'],
  [350, 100, '3,5 vezes o dos 30 dias antes'],
  [0, 1_400, '1.400 a menos que nos 30 dias antes'],
])('%i after %i is said as people say it', (now, before, words) => {
  expect(plain(compared(now, before, 'days'))).toBe(words);
});

test('in English, and of the other spans', () => {
  setLang('en');
  expect(plain(compared(112, 100, 'weeks'))).toBe('12% more than in the 26 weeks before');
  expect(plain(compared(5, 0, 'hours'))).toBe('none in the 24 hours before');
});

test('a step is said by its hour, its day or its week, in the zone of the business', () => {
  const now = Date.parse('2026-11-24T17:30:00Z');
  const step = (begins_at: string, ends_at: string) => ({ begins_at, ends_at, numbers: {} as never });
  const said = (...[one, span]: [ReturnType<typeof step>, 'hours' | 'days' | 'weeks']) =>
    plain(stepTitle(one, span, now));
  expect(said(step('2026-11-24T17:00:00Z', '2026-11-24T18:00:00Z'), 'hours')).toBe('hoje, 14:00 às 15:00');
  expect(said(step('2026-11-24T02:00:00Z', '2026-11-24T03:00:00Z'), 'hours')).toBe('ontem, 23:00 às 00:00');
  expect(said(step('2026-11-24T03:00:00Z', '2026-11-25T03:00:00Z'), 'days')).toBe(
    'terça-feira, 24 de novembro',
  );
  expect(said(step('2026-11-23T03:00:00Z', '2026-11-30T03:00:00Z'), 'weeks')).toMatch(
    /^semana de 23 ?[-–] ?29 de nov\.$/,
  );
});

test('how long answers took is said without a percentile', () => {
  expect(plain(answerWords({ median_micros: 5_000, p95_micros: 1_250_000 }))).toBe(
    'metade das respostas em até 5 ms, 95 de cada 100 em até 1,3 s',
  );
  expect(answerWords(null)).toBe('nenhuma resposta');
});
