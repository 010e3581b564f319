// What is said of samples.
import type { SampleKind, SampleSent } from '../../backend/generated';
import { count } from '../../i18n/format.svelte';
import { t } from '../../i18n/text.svelte';
import type { Outcome } from './trial.svelte';

export function title(kind: SampleKind): string {
  return {
    good: t('ui-sample-good'),
    bad_signature: t('ui-sample-bad-signature'),
    wrong_type: t('ui-sample-wrong-type'),
    duplicate: t('ui-sample-duplicate'),
    huge: t('ui-sample-huge'),
  }[kind];
}

/** What has to become of it. */
export function expected(kind: SampleKind): string {
  return {
    good: t('ui-sample-good-must'),
    bad_signature: t('ui-sample-bad-signature-must'),
    wrong_type: t('ui-sample-wrong-type-must'),
    duplicate: t('ui-sample-duplicate-must'),
    huge: t('ui-sample-huge-must'),
  }[kind];
}

/** What became of it, where it was answered as it has to be. */
export function answered(sent: SampleSent): string {
  const took = milliseconds(sent.took_micros);
  const status = sent.http_status;
  switch (sent.kind) {
    case 'good':
      return taken(sent.verdict, { took, status });
    case 'bad_signature':
      return t('ui-sample-refused', { took, status });
    case 'wrong_type':
      return t('ui-sample-returned', { took, status });
    case 'duplicate':
      return sent.verdict === 'duplicate'
        ? t('ui-sample-recognised', { took, status })
        : taken(sent.verdict, { took, status });
    case 'huge':
      return t('ui-sample-turned-away', { took, status });
  }
}

/** One sentence for whoever does not see the list. */
export function spoken(kind: SampleKind, outcome: Outcome): string {
  const sample = title(kind);
  if (outcome.at === 'failed') return `${sample}: ${outcome.why}`;
  if (outcome.at === 'sending') return t('ui-sample-sending', { sample });
  const { wrong } = outcome.sent;
  return wrong ? `${sample}: ${wrong.what} ${wrong.advice}` : `${sample}: ${answered(outcome.sent)}`;
}

/** Whole, and never "0 ms": nobody believes that. */
export function milliseconds(micros: number): string {
  return count(Math.max(1, Math.round(micros / 1000)));
}

function taken(verdict: SampleSent['verdict'], args: { took: string; status: number }): string {
  if (verdict === 'paused') return t('ui-sample-waits', args);
  if (verdict === 'ignored') return t('ui-sample-nothing-to-file', args);
  return t('ui-sample-taken', args);
}
