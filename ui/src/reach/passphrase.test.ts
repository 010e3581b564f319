import { expect, test } from 'vitest';

import { strength } from './passphrase';

test.each([
  ['', 'weak'],
  ['1234', 'weak'],
  ['clinica', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['sal sal sal sal sal', 'weak'],
  ['gato verde', 'weak'],
  ['gato verde ponte', 'fair'],
  ['gato verde ponte sábado girafa', 'good'],
  ['Xk7-qT2wLm9z', 'good'],
])('“%s” is %s', (passphrase, is) => expect(strength(passphrase)).toBe(is));
