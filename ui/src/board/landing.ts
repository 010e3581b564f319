// Where a card would land: geometry over the lists on screen, which show only a part of their columns.
import type { StageId } from '../backend/generated';
import { isCard, isGap, type Item } from './items';

/** A column's list on screen, as much of it as geometry needs. */
export interface ListOnScreen {
  readonly stage: StageId;
  /** What scrolls. */
  readonly viewport: HTMLElement;
  items(): readonly Item[];
  /** The item at a distance from the top of the list, and where it begins and how tall it is. */
  itemAt(offset: number): { index: number; top: number; height: number };
  /** From the viewport's top, when scrolled to the top, to the first item. */
  readonly inset: number;
  scrollTo(index: number): void;
}

export class Lists {
  #lists = new Map<StageId, ListOnScreen>();

  /** Known until the returned function is called. */
  add(list: ListOnScreen): () => void {
    this.#lists.set(list.stage, list);
    return () => {
      if (this.#lists.get(list.stage) === list) this.#lists.delete(list.stage);
    };
  }

  of(stage: StageId): ListOnScreen | undefined {
    return this.#lists.get(stage);
  }

  /** The list whose column is nearest to an x on screen. */
  nearest(x: number): ListOnScreen | undefined {
    let best: ListOnScreen | undefined;
    let distance = Infinity;
    for (const list of this.#lists.values()) {
      const { left, right } = list.viewport.getBoundingClientRect();
      const away = Math.max(left - x, x - right, 0);
      if (away < distance) {
        distance = away;
        best = list;
      }
    }
    return best;
  }
}

/**
 * The place for a carried card whose middle is at `y` on screen, counted without that card. A card gives way when the
 * middle passes its own; unknown cards never do, for nobody can say under whom the card would come to stand.
 */
export function landing(list: ListOnScreen, y: number): number {
  const items = list.items();
  const gap = items.findIndex(isGap);
  const others = gap < 0 ? items.length : items.length - 1;
  if (others === 0) return 0;
  const { top } = list.viewport.getBoundingClientRect();
  const offset = y - top + list.viewport.scrollTop - list.inset;
  const hit = list.itemAt(Math.max(0, offset));
  if (hit.index === gap) return gap;
  const index = gap >= 0 && hit.index > gap ? hit.index - 1 : hit.index;
  return nearestKnown(
    others,
    (other) => isCard(items[gap >= 0 && other >= gap ? other + 1 : other]!),
    offset > hit.top + hit.height / 2 ? index + 1 : index,
  );
}

/** The place itself, or the nearest above it that lies right under a known card or on top. */
export function nearestKnown(others: number, known: (index: number) => boolean, index: number): number {
  let at = Math.min(Math.max(0, index), others);
  while (at > 0 && !known(at - 1)) at--;
  return at;
}
