// Times and amounts as people of the language read them. All of it comes from Intl; nothing here holds words.
import { lang } from './text.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let zone = $state<string | undefined>(undefined);

/** The zone in which days begin: the business's. Until it is known, the computer's. */
export function setZone(next: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: next });
    zone = next;
  } catch {
    // A zone that this engine does not know: the computer's own stays.
    zone = undefined;
  }
}

/** The zone in which days begin; the computer's where it is not said. */
export function zoneInUse(): string | undefined {
  return zone;
}

/** How long ago, short enough for a card: "agora", "12 min", "3 h", "ontem", "seg", "12 de mar.". */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  if (passed < MINUTE) return words().format(0, 'second');
  if (passed < HOUR) return amount(Math.floor(passed / MINUTE), 'minute');
  const days = daysBetween(at, now);
  if (days === 0 || passed < 6 * HOUR) return amount(Math.floor(passed / HOUR), 'hour');
  if (days === 1) return words().format(-1, 'day');
  return days < 7 ? weekday(at) : date(at, now);
}

/** How long somebody has been waiting: counted in whole days once it is that long, for nobody may hide behind a date. */
export function waited(since: number, now: number): string {
  const passed = Math.max(0, now - since);
  if (passed < MINUTE) return words().format(0, 'second');
  if (passed < HOUR) return amount(Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return amount(Math.floor(passed / HOUR), 'hour');
  return amount(Math.floor(passed / DAY), 'day');
}

/** A past moment in words, to the second at first: "há 8 seg.", "há 3 h", "ontem". */
export function since(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  if (passed < 5_000) return words().format(0, 'second');
  if (passed < MINUTE) return words().format(-Math.floor(passed / 1000), 'second');
  if (passed < HOUR) return words().format(-Math.floor(passed / MINUTE), 'minute');
  const days = daysBetween(at, now);
  if (days === 0) return words().format(-Math.floor(passed / HOUR), 'hour');
  return days < 7 ? words().format(-days, 'day') : date(at, now);
}

/** A day and a time of day: "hoje 14:30", "qui 10:00", "3 de ago. 09:00". */
export function dayAndTime(at: number, now: number): string {
  return `${day(at, now)} ${timeOfDay(at)}`;
}

/** A day: "hoje", "ontem", "amanhã", the weekday within a week, else the date. */
export function day(at: number, now: number): string {
  const days = daysBetween(now, at);
  if (Math.abs(days) <= 1) return words().format(days, 'day');
  return days > 0 && days < 7 ? weekday(at) : date(at, now);
}

/** "09:41" */
export function timeOfDay(at: number): string {
  return dates({ timeStyle: 'short' }).format(at);
}

/** "09:41:52", as wide at every hour. */
export function timeToTheSecond(at: number): string {
  return dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** A day in full: "terça-feira, 24 de novembro", with the year where it is another than now. */
export function fullDay(at: number, now: number): string {
  const year = dates({ year: 'numeric' });
  return dates({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(year.format(at) === year.format(now) ? {} : { year: 'numeric' }),
  }).format(at);
}

/** "terça-feira", "24 de nov.", "24/11/25": a day where there is little room, and today by its name. */
export function shortDay(at: number, now: number): string {
  return Math.abs(daysBetween(now, at)) <= 1 ? day(at, now) : date(at, now);
}

/** How long something took, given in microseconds: "3 ms", and "1,2 s" from a second on. */
export function took(micros: number): string {
  const unit = (value: number, of: 'millisecond' | 'second', digits: number) =>
    cached(
      `took ${lang()} ${of}`,
      () =>
        new Intl.NumberFormat(lang(), {
          style: 'unit',
          unit: of,
          unitDisplay: 'short',
          maximumFractionDigits: digits,
        }),
    ).format(value);
  const millis = micros / 1_000;
  // Never "0 ms": nobody believes that.
  return millis < 1_000
    ? unit(Math.max(1, Math.round(millis)), 'millisecond', 0)
    : unit(millis / 1_000, 'second', 1);
}

/** A size: "412 byte", "1,2 kB", "3,4 MB". */
export function bytes(value: number): string {
  const [scaled, unit] =
    value < 1_000
      ? [value, 'byte']
      : value < 1_000_000
        ? [value / 1_000, 'kilobyte']
        : [value / 1_000_000, 'megabyte'];
  return cached(
    `bytes ${lang()} ${unit}`,
    () => new Intl.NumberFormat(lang(), { style: 'unit', unit: String(unit), maximumFractionDigits: 1 }),
  ).format(Number(scaled));
}

/** How long something still lasts, in whole minutes or hours: "4 min", "1 h". */
export function remaining(until: number, now: number): string {
  const left = Math.max(0, until - now);
  return left < HOUR
    ? amount(Math.max(1, Math.ceil(left / MINUTE)), 'minute')
    : amount(Math.ceil(left / HOUR), 'hour');
}

/** How long something still lasts, to the minute: "42 min", "11 h 42 min", "3 dias 4 h". */
export function timeLeft(until: number, now: number): string {
  const left = Math.max(0, until - now);
  const parts =
    left >= 2 * DAY
      ? ([
          [Math.floor(left / DAY), 'day'],
          [Math.floor((left % DAY) / HOUR), 'hour'],
        ] as const)
      : ([
          [Math.floor(left / HOUR), 'hour'],
          [Math.floor((left % HOUR) / MINUTE), 'minute'],
        ] as const);
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => amount(value, unit));
  return said.length > 0 ? said.join(' ') : amount(1, 'minute');
}

/** Date and time in full, for tips and screen readers. */
export function fullMoment(at: number): string {
  return dates({ dateStyle: 'full', timeStyle: 'short' }).format(at);
}

/** Whether both moments lie in one day of the business's zone. */
export function sameDay(a: number, b: number): boolean {
  return dayNumber(a) === dayNumber(b);
}

/** An amount given in the currency's minor unit. */
export function money(minor: number, currency: string): string {
  const format = cached(`money ${lang()} ${currency}`, () => {
    try {
      return new Intl.NumberFormat(lang(), { style: 'currency', currency });
    } catch {
      // A code that is no currency comes from a sender: the number is still worth showing.
      return new Intl.NumberFormat(lang(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    }
  });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function count(value: number): string {
  return cached(`count ${lang()}`, () => new Intl.NumberFormat(lang())).format(value);
}

/** A share in percent: "12%", and with a digit more below ten: "2,1%". */
export function percent(share: number): string {
  const digits = share < 0.1 ? 1 : 0;
  return cached(
    `percent ${lang()} ${digits}`,
    () => new Intl.NumberFormat(lang(), { style: 'percent', maximumFractionDigits: digits }),
  ).format(share);
}

/** "24 de nov.": a day of these months. */
export function monthDay(at: number): string {
  return dates({ day: 'numeric', month: 'short' }).format(at);
}

/** The days from one moment to another: "23 – 29 de nov.". */
export function dayRange(since: number, until: number): string {
  return dates({ day: 'numeric', month: 'short' }).formatRange(since, until);
}

/** Milliseconds since 1970 of an instant as the engine writes it. */
export function instant(text: string): number {
  return Date.parse(text);
}

function weekday(at: number): string {
  return dates({ weekday: 'short' }).format(at).replace(/\.$/, '');
}

function date(at: number, now: number): string {
  const sameYear = dates({ year: 'numeric' }).format(at) === dates({ year: 'numeric' }).format(now);
  return dates(
    sameYear ? { day: 'numeric', month: 'short' } : { day: '2-digit', month: '2-digit', year: '2-digit' },
  ).format(at);
}

function amount(value: number, unit: 'minute' | 'hour' | 'day'): string {
  return cached(
    `amount ${lang()} ${unit}`,
    () => new Intl.NumberFormat(lang(), { style: 'unit', unit, unitDisplay: 'short' }),
  ).format(value);
}

function words(): Intl.RelativeTimeFormat {
  return cached(
    `words ${lang()}`,
    () => new Intl.RelativeTimeFormat(lang(), { numeric: 'auto', style: 'short' }),
  );
}

function daysBetween(from: number, to: number): number {
  return dayNumber(to) - dayNumber(from);
}

/** The number of the calendar day in the business's zone. */
function dayNumber(at: number): number {
  const parts = cached(
    `day ${zone}`,
    () =>
      new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
      }),
  ).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Math.round(Date.UTC(part('year'), part('month') - 1, part('day')) / DAY);
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(
    `dates ${lang()} ${zone} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(lang(), { timeZone: zone, ...options }),
  );
}

const formats = new Map<string, unknown>();

/** Making a format costs a hundred times what using it does, and a card uses several. */
function cached<Format>(key: string, make: () => Format): Format {
  const known = formats.get(key);
  if (known !== undefined) return known as Format;
  const made = make();
  formats.set(key, made);
  return made;
}
