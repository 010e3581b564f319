// The numbers in words: when a step was, and how much more or less it is than before.
import type { AnswerTimes, Span, Step } from '../backend/generated';
import { count, day, dayRange, fullDay, monthDay, percent, timeOfDay, took } from '../i18n/format.svelte';
import { t } from '../i18n/text.svelte';

const HOUR = 3_600_000;

/** Of fewer than these a share says less than the number itself: "3 more", not "150 % more". */
const FEW = 20;

/** Senders make mistakes, and strangers knock: only from this share on is it worth a red number. */
const MUCH = 0.05;

export function isMuch(lost: number, received: number): boolean {
  return lost > 0 && lost >= received * MUCH;
}

/** From so many times as much on nobody thinks in percent. */
const MANY_TIMES = 3;

/** "12% a mais que nos 30 dias antes" */
export function compared(now: number, before: number, span: Span): string {
  if (before === now) return t('ui-monitoring-same', { span });
  if (before === 0) return t('ui-monitoring-none-before', { span });
  if (before < FEW || now < before / 100)
    return moreOrLess(now - before, count(Math.abs(now - before)), span);
  if (now >= before * MANY_TIMES)
    return t('ui-monitoring-times', { by: count(Math.round((now / before) * 10) / 10), span });
  const share = now / before - 1;
  // "0 % more" is the same to everybody.
  if (Math.abs(share) < 0.005) return t('ui-monitoring-same', { span });
  return moreOrLess(share, percent(Math.abs(share)), span);
}

function moreOrLess(difference: number, by: string, span: Span): string {
  return t(difference > 0 ? 'ui-monitoring-more' : 'ui-monitoring-less', { by, span });
}

/** A step, in full: "hoje, 14:00 às 15:00", "terça-feira, 24 de novembro", "18 – 24 de mai.". */
export function stepTitle({ begins_at, ends_at }: Step, span: Span, now: number): string {
  const [since, until] = [Date.parse(begins_at), Date.parse(ends_at)];
  if (span === 'hours')
    return t('ui-monitoring-hour', { day: day(since, now), from: timeOfDay(since), to: timeOfDay(until) });
  // Noon lies in the day, and an hour before the next one, whatever the clocks do.
  return span === 'days'
    ? fullDay(since + 12 * HOUR, now)
    : t('ui-monitoring-week', { days: dayRange(since, until - HOUR) });
}

/** What stands under a bar. */
export function stepFigure(step: Step, span: Span): string {
  const since = Date.parse(step.begins_at);
  return span === 'hours' ? timeOfDay(since) : monthDay(since + (span === 'days' ? HOUR : 0));
}

export function answerWords(answers: AnswerTimes | null): string {
  if (answers === null) return t('ui-monitoring-answers-none');
  return t('ui-monitoring-answers-words', {
    median: took(answers.median_micros),
    most: took(answers.p95_micros),
  });
}
