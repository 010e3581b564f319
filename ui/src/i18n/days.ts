// Calendar days of the business, as YYYY-MM-DD: which one a moment lies in, and when one begins.
import { zoneInUse } from './format.svelte';

const HOUR = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day in which a moment lies. */
export function dayOf(at: number): string {
  return wallTime(at).slice(0, 10);
}

/** When a day begins, in milliseconds since 1970. */
export function startOf(day: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  let at = wanted;
  // Twice, as the zone's distance from UTC may be another one at the first guess.
  for (let i = 0; i < 2; i++) at -= Date.parse(`${wallTime(at)}Z`) - wanted;
  // Where the clocks jump at midnight, the day begins at one.
  return dayOf(at) < day ? at + HOUR : at;
}

export function addDays(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 24 * HOUR).toISOString().slice(0, 10);
}

/** What a clock on the business's wall shows: "2026-11-24T10:41:52". */
function wallTime(at: number): string {
  const zone = zoneInUse();
  let format = formats.get(zone ?? '');
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone ?? '', format);
  }
  return format.format(at).replace(' ', 'T');
}
