import { expect, test } from 'vitest';

import { options } from './numbers';

const values = (sensible: readonly number[], inForce: number) =>
  options(sensible, inForce, String).map((option) => option.value);

test('the number in force is among the choices, in its place', () => {
  expect(values([10, 60, 300], 60)).toEqual(['10', '60', '300']);
  expect(values([10, 60, 300], 45)).toEqual(['10', '45', '60', '300']);
});

test('no limit comes after all numbers', () => {
  expect(values([60, 600, 0], 6_000)).toEqual(['60', '600', '6000', '0']);
});
