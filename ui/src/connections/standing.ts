// How a connection stands, in the order of what a person must know first.
import type { Alert, Source } from '../backend/generated';

export type Standing = 'trouble' | 'paused' | 'waiting' | 'unanswered' | 'silent' | 'receiving';

/** `alerts` are those of this connection. */
export function standing(source: Source, alerts: readonly Alert[]): Standing {
  if (source.trouble) return 'trouble';
  if (source.state === 'paused') return 'paused';
  if (source.first_delivery_at === null) return 'waiting';
  if (alerts.some(isUnanswered)) return 'unanswered';
  return alerts.some(({ what }) => 'silent' in what) ? 'silent' : 'receiving';
}

/** A sender that gave up is still unanswered for as long as nobody answers it. */
function isUnanswered({ what }: Alert): boolean {
  return 'unanswered' in what || ('gave_up' in what && what.gave_up.until === null);
}
