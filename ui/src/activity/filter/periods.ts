// Stretches of time to choose from, and what one is called.
import { addDays, dayOf, startOf } from '../../i18n/days';
import { shortDay, timeOfDay } from '../../i18n/format.svelte';
import { t } from '../../i18n/text.svelte';
import type { Period } from '../filter';

const HOUR = 3_600_000;

/** Whole days, both included. */
export function days(first: string, last: string): Period {
  return { since: startOf(first), until: startOf(addDays(last, 1)) };
}

/** The day that is meant, or the last of several; today where it is open to the newest. */
export function lastDay(period: Period | null, now: number): string {
  return dayOf(period?.until == null ? now : Math.min(period.until - 1, now));
}

/** What a stretch of time is called, with no more words than it needs. */
export function periodName(period: Period, now: number): string {
  const { since, until } = period;
  if (since === null) {
    return until === null
      ? t('ui-activity-period-any')
      : t('ui-activity-period-until', { day: shortDay(until, now), time: timeOfDay(until) });
  }
  if (until === null) return t('ui-activity-period-since', { day: shortDay(since, now) });
  const first = dayOf(since);
  const last = dayOf(until - 1);
  if (first === last) {
    if (until - since > HOUR) return shortDay(since, now);
    return t('ui-activity-period-hour', {
      day: shortDay(since, now),
      from: timeOfDay(since),
      to: timeOfDay(until),
    });
  }
  return t('ui-activity-period-days', { from: shortDay(since, now), to: shortDay(until - 1, now) });
}
