// What became of a delivery, in words that people use.
import type { Delivery, Verdict } from '../backend/generated';
import { t } from '../i18n/text.svelte';

/** Ids of the messages that name a verdict where several deliveries are meant. */
export const VERDICTS: Record<Verdict, string> = {
  accepted: 'ui-activity-verdict-accepted',
  unmatched: 'ui-activity-verdict-unmatched',
  refused: 'ui-activity-verdict-refused',
  malformed: 'ui-activity-verdict-malformed',
  paused: 'ui-activity-verdict-paused',
  duplicate: 'ui-activity-verdict-duplicate',
  ignored: 'ui-activity-verdict-ignored',
  handshake: 'ui-activity-verdict-handshake',
  limited: 'ui-activity-verdict-limited',
};

export type Tone = 'good' | 'wait' | 'bad' | 'quiet' | 'busy';

export const TONES: Record<Verdict, Tone> = {
  accepted: 'good',
  unmatched: 'wait',
  refused: 'bad',
  malformed: 'bad',
  paused: 'wait',
  duplicate: 'good',
  ignored: 'quiet',
  handshake: 'quiet',
  limited: 'bad',
};

const CHIPS: Record<Exclude<Verdict, 'accepted'>, string> = {
  unmatched: 'ui-activity-chip-unmatched',
  refused: 'ui-activity-chip-refused',
  malformed: 'ui-activity-chip-malformed',
  paused: 'ui-activity-chip-paused',
  duplicate: 'ui-activity-chip-duplicate',
  ignored: 'ui-activity-chip-ignored',
  handshake: 'ui-activity-chip-handshake',
  limited: 'ui-activity-chip-limited',
};

/** The two or three words on the chip of a line. */
export function chip(delivery: Delivery): { text: string; tone: Tone } {
  const { verdict, pending, events, http_status } = delivery;
  if (pending) return { text: t('ui-activity-chip-pending'), tone: 'busy' };
  if (verdict !== 'accepted')
    return { text: t(CHIPS[verdict], { status: http_status }), tone: TONES[verdict] };
  const text = events.some((event) => event.new_contact)
    ? t('ui-activity-chip-new')
    : events.length === 0
      ? t('ui-activity-chip-filed')
      : events[0]!.kind === 'appointment'
        ? t('ui-activity-chip-appointment')
        : t('ui-activity-chip-updated');
  return { text, tone: 'good' };
}

const KINDS: Record<string, string> = {
  message: 'ui-activity-kind-message',
  lead: 'ui-activity-kind-lead',
  appointment: 'ui-activity-kind-appointment',
  payment: 'ui-activity-kind-payment',
  order: 'ui-activity-kind-order',
  receipt: 'ui-activity-kind-receipt',
};

/** What kind of event it is, as a word. */
export function kindWord(kind: string): string {
  return t(KINDS[kind] ?? 'ui-activity-kind-other');
}

const LINES: Record<Verdict, string> = {
  accepted: 'ui-activity-line-accepted',
  unmatched: 'ui-activity-line-unmatched',
  refused: 'ui-activity-line-refused',
  malformed: 'ui-activity-line-malformed',
  paused: 'ui-activity-line-paused',
  duplicate: 'ui-activity-line-duplicate',
  ignored: 'ui-activity-line-ignored',
  handshake: 'ui-activity-line-handshake',
  limited: 'ui-activity-line-limited',
};

/** What a line says besides whose it is: its first event, else why it has none. */
export function whatHappened(delivery: Delivery): string {
  const event = delivery.events[0];
  if (event) return event.text?.trim() || kindWord(event.kind);
  if (delivery.detail_local) return delivery.detail_local;
  return t(delivery.pending ? 'ui-activity-line-pending' : LINES[delivery.verdict]);
}
