import { expect, test } from 'vitest';

import type { SampleKind, SampleSent } from '../../backend/generated';
import { Trial } from './trial.svelte';

const ALL: SampleKind[] = ['good', 'bad_signature', 'wrong_type', 'duplicate', 'huge'];

function sent(kind: SampleKind, wrong: SampleSent['wrong'] = null): SampleSent {
  return {
    kind,
    request: { sample: 'test', method: 'POST', content_type: 'application/json', body_length: 2 },
    http_status: 200,
    verdict: 'accepted',
    delivery: null,
    contact: null,
    took_micros: 1_000,
    wrong,
  };
}

test('they are sent one after the other, and one that fails stops none of the others', async () => {
  const asked: string[] = [];
  const trial = new Trial(async (kind) => {
    asked.push(`${kind}…`);
    await Promise.resolve();
    asked.push(kind);
    if (kind === 'bad_signature') throw new Error('no engine');
    return sent(kind, kind === 'huge' ? { what: 'taken', advice: 'again' } : null);
  });
  await trial.all(ALL);
  expect(asked).toEqual(ALL.flatMap((kind) => [`${kind}…`, kind]));
  expect(trial.counts).toEqual({ well: 3, bad: 2, sending: 0 });
  expect(trial.outcomes.bad_signature).toMatchObject({ at: 'failed' });
  expect(trial.running).toBe(false);
});

test('one that is sent again leaves what the others said', async () => {
  let wrong = true;
  const trial = new Trial(async (kind) => sent(kind, wrong ? { what: 'no', advice: 'try' } : null));
  await trial.all(['good', 'huge']);
  expect(trial.counts.bad).toBe(2);
  wrong = false;
  await trial.one('good');
  expect(trial.counts).toEqual({ well: 1, bad: 1, sending: 0 });
});

test('nothing more is sent once nobody looks', async () => {
  const asked: SampleKind[] = [];
  const trial: Trial = new Trial(async (kind) => {
    asked.push(kind);
    trial.stop();
    return sent(kind);
  });
  await trial.all(ALL);
  expect(asked).toEqual(['good']);
});
