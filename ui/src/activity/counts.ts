// Deliveries by what became of them: their sums, and in words.
import type { DeliveryCounts } from '../backend/generated';
import { count } from '../i18n/format.svelte';
import { t } from '../i18n/text.svelte';

export function all({ taken, refused, unmatched, malformed, limited }: DeliveryCounts): number {
  return taken + refused + unmatched + malformed + limited;
}

/** Those that got nothing but a refusal, whether they were read or not. */
export function refused(counts: DeliveryCounts): number {
  return counts.refused + counts.limited;
}

/** "214 recebidas · 1 sem contato · 3 recusadas" */
export function countWords(counts: DeliveryCounts): string {
  const received = all(counts);
  const turnedAway = refused(counts);
  const parts = [t('ui-activity-total-received', { count: received, number: count(received) })];
  if (counts.unmatched > 0) parts.push(t('ui-activity-total-unmatched', { number: count(counts.unmatched) }));
  if (turnedAway > 0)
    parts.push(t('ui-activity-total-refused', { count: turnedAway, number: count(turnedAway) }));
  if (counts.malformed > 0) {
    parts.push(
      t('ui-activity-total-malformed', { count: counts.malformed, number: count(counts.malformed) }),
    );
  }
  return parts.join(' · ');
}
