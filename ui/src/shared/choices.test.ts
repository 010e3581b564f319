import { expect, test } from 'vitest';

import { found } from './choices';

const PLACES = [
  { value: 'America/Sao_Paulo', label: 'São Paulo', detail: 'GMT-3' },
  { value: 'America/Paulo_Afonso', label: 'Nova São Paulo', detail: 'GMT-3' },
  { value: 'Europe/Lisbon', label: 'Lisbon', detail: 'GMT+0' },
];

const labels = (typed: string) => found(PLACES, typed).map((choice) => choice.label);

test('a choice is found by every word that is typed, whatever its accents and case', () => {
  expect(labels('sao p')).toEqual(['São Paulo', 'Nova São Paulo']);
  expect(labels('PAULO nova')).toEqual(['Nova São Paulo']);
  expect(labels('gmt+0')).toEqual(['Lisbon']);
  expect(labels('america')).toEqual(['São Paulo', 'Nova São Paulo']);
  expect(labels('tokyo')).toEqual([]);
});

test('what begins with it comes first, and nothing typed leaves all as they are', () => {
  expect(labels('nova')).toEqual(['Nova São Paulo']);
  expect(labels('são')[0]).toBe('São Paulo');
  expect(labels('  ')).toEqual(PLACES.map((place) => place.label));
});
