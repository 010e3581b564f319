// What the list holds: its lines, and before the first of each day a heading.
import type { Delivery } from '../../backend/generated';
import { addDays, dayOf, startOf } from '../../i18n/days';

export interface DayHeading {
  day: string;
  /** The first line under it, which is what tells two headings of one day apart. */
  first: string;
}

export type Item = Delivery | DayHeading;

export function isDelivery(item: Item): item is Delivery {
  return 'verdict' in item;
}

export function keyOf(item: Item): string {
  return isDelivery(item) ? item.id : `${item.day} ${item.first}`;
}

/** Lines with headings between them. The day that is shown above the list needs none. */
export function itemsOf(rows: readonly Delivery[], shownDay: string): Item[] {
  const items: Item[] = [];
  // Most lines lie in the day of the one before them: only its ends are looked at.
  let day = shownDay;
  let [from, to] = ends(day);
  for (const row of rows) {
    const at = Date.parse(row.received_at);
    if (at < from || at >= to) {
      day = dayOf(at);
      [from, to] = ends(day);
      items.push({ day, first: row.id });
    }
    items.push(row);
  }
  return items;
}

function ends(day: string): [number, number] {
  return [startOf(day), startOf(addDays(day, 1))];
}
