import { expect, test } from 'vitest';

import { countries, timeName, zoneName, zones } from './places';

test('a zone is called by its city, as it is written there', () => {
  expect(zoneName('America/Sao_Paulo')).toBe('São Paulo');
  expect(zoneName('America/Argentina/Ushuaia')).toBe('Ushuaia, Argentina');
  expect(zoneName('UTC')).toBe('UTC');
});

test('the time of a zone has the name that people know; of an unknown one the city stands in', () => {
  expect(timeName('America/Sao_Paulo', 'pt-BR', 0)).toMatch(/Brasília/);
  expect(timeName('Atlantis/Deep_City', 'pt-BR', 0)).toBe('Deep City');
});

test('all zones can be chosen, also one that this computer does not know', () => {
  const values = zones('Atlantis/Deep_City', 0).map((zone) => zone.value);
  expect(values).toContain('Atlantis/Deep_City');
  expect(values).toContain('America/Manaus');
  expect(new Set(values).size).toBe(values.length);
});

test('countries have names in the language, in its order', () => {
  const names = countries('pt-BR').map((country) => country.label);
  expect(names).toContain('Brasil');
  expect(names.indexOf('África do Sul')).toBeLessThan(names.indexOf('Brasil'));
  expect(countries('en').map((country) => country.label)).toContain('Brazil');
});
