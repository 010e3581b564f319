// How a connection stands, in the order of what a person must know first.
import type { Source } from '../backend/generated';

export type Standing = 'trouble' | 'paused' | 'waiting' | 'receiving';

export function standing(source: Source): Standing {
  if (source.trouble) return 'trouble';
  if (source.state === 'paused') return 'paused';
  return source.first_delivery_at === null ? 'waiting' : 'receiving';
}
