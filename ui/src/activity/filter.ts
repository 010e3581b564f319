// Which lines of the log are shown.
import type { Delivery, DeliveryFilter, SourceId, Verdict } from '../backend/generated';

/** Moments in milliseconds since 1970; the end is not part of it. */
export interface Period {
  since: number | null;
  until: number | null;
}

export interface LogFilter {
  source: SourceId | null;
  /** Any of these; none means all. */
  verdicts: readonly Verdict[];
  text: string;
  period: Period | null;
}

export const ALL: LogFilter = { source: null, verdicts: [], text: '', period: null };

export function isAll({ source, verdicts, text, period }: LogFilter): boolean {
  return source === null && verdicts.length === 0 && text.trim() === '' && period === null;
}

/** As the engine is asked. */
export function asked({ source, verdicts, text, period }: LogFilter): DeliveryFilter {
  const iso = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
  return {
    source,
    verdicts: [...verdicts],
    text: text.trim() || null,
    since: iso(period?.since),
    until: iso(period?.until),
  };
}

/** Whether a line is meant, as far as can be told here: only the engine knows where it finds a text. */
export function passes(delivery: Delivery, { source, verdicts, period }: LogFilter): boolean {
  if (source !== null && delivery.source_id !== source) return false;
  if (verdicts.length > 0 && !verdicts.includes(delivery.verdict)) return false;
  const at = Date.parse(delivery.received_at);
  if (period?.since != null && at < period.since) return false;
  return period?.until == null || at < period.until;
}
