// What a column's list shows: its cards, without one that is carried away, with the place where it would land.
import type { Contact, StageId } from '../backend/generated';
import type { Slot } from './column.svelte';
import type { Held, Place } from './drag.svelte';

export interface Gap {
  gap: true;
  height: number;
}

export type Item = Slot | Gap;

export function isGap(item: Item): item is Gap {
  return item !== null && 'gap' in item;
}

export function isCard(item: Item): item is Contact {
  return item !== null && 'id' in item;
}

export function itemKey(item: Item, index: number): string {
  return item === null ? `unknown-${index}` : isGap(item) ? 'gap' : item.id;
}

export function items(
  slots: readonly Slot[],
  stage: StageId,
  held: Held | null,
  over: Place | null,
): readonly Item[] {
  if (!held) return slots;
  const at = slots.findIndex((slot) => slot?.id === held.card.id);
  const rest: readonly Item[] = at < 0 ? slots : slots.toSpliced(at, 1);
  if (over?.stage !== stage) return rest;
  // A pointer carries the card itself; under the keyboard it walks from place to place.
  const landing: Item = held.by === 'pointer' ? { gap: true, height: held.height } : held.card;
  return rest.toSpliced(over.index, 0, landing);
}
