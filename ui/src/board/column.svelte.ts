// A column as the window knows it: its true length, and those of its cards that were looked at.
import type { CardPage, ColumnNumbers, Contact, ContactId, Stage } from '../backend/generated';

/** A place in a column: a card, or `null` where a card stands that was not asked for yet. */
export type Slot = Contact | null;

/** How many cards are asked for at once: some screens full, answered in a few milliseconds. */
export const PAGE = 100;

type AskPage = (column: Column, offset: number, limit: number) => Promise<CardPage>;

export class Column {
  stage: Stage = $state.raw()!;
  numbers: ColumnNumbers = $state.raw()!;
  slots = $state.raw<readonly Slot[]>([]);

  /** Grows with everything that shifts places, so that a page asked for before is known to be of another time. */
  #shifts = 0;
  #asked = new Set<number>();
  #wanted = { from: 0, to: 0 };
  #askPage: AskPage;

  constructor(stage: Stage, numbers: ColumnNumbers, cards: readonly Contact[], askPage: AskPage) {
    this.#askPage = askPage;
    this.reset(stage, numbers, cards);
  }

  /** Begins anew with the cards on top. */
  reset(stage: Stage, numbers: ColumnNumbers, cards: readonly Contact[]): void {
    this.stage = stage;
    this.numbers = numbers;
    this.#shift([...cards, ...unknown(numbers.length - cards.length)]);
  }

  indexOf(id: ContactId): number {
    return this.slots.findIndex((slot) => slot?.id === id);
  }

  /** Takes the card out; whether it was known to stand here. */
  take(id: ContactId): Contact | null {
    const at = this.indexOf(id);
    const card = this.slots[at] ?? null;
    if (card === null) return null;
    this.#shift(this.slots.toSpliced(at, 1));
    this.#count(card, -1);
    return card;
  }

  /**
   * Puts the card where its position says. Between two cards with unknown ones among them its place is unknown too:
   * then only the column grows there, and the card is asked for with its neighbours.
   */
  place(card: Contact): void {
    let at = 0;
    let certain = true;
    for (let i = 0; i < this.slots.length; i++) {
      const slot = this.slots[i];
      if (!slot) continue;
      if (slot.position > card.position) {
        certain = i === at;
        break;
      }
      at = i + 1;
      certain = true;
    }
    if (this.slots[at] === null) certain = false;
    this.#shift(this.slots.toSpliced(at, 0, certain ? card : null));
    this.#count(card, +1);
    if (!certain) void this.want(this.#wanted.from, this.#wanted.to);
  }

  /** Changes a card in its place; `false` where it does not stand here or must move. */
  replace(card: Contact): boolean {
    const at = this.indexOf(card.id);
    const known = this.slots[at];
    if (!known || known.position !== card.position) return false;
    this.slots = this.slots.with(at, card);
    this.#count(known, -1);
    this.#count(card, +1);
    return true;
  }

  /** The engine's own numbers. Where the length differs, all but the unbroken run from the top is forgotten. */
  settle(numbers: ColumnNumbers): void {
    this.numbers = numbers;
    if (numbers.length === this.slots.length) return;
    const hole = this.slots.indexOf(null);
    const sure = this.slots.slice(0, hole < 0 ? this.slots.length : hole).slice(0, numbers.length);
    this.#shift([...sure, ...unknown(numbers.length - sure.length)]);
    void this.want(this.#wanted.from, this.#wanted.to);
  }

  /** These places are on screen: asks for what is not known of them. */
  async want(from: number, to: number): Promise<void> {
    this.#wanted = { from, to };
    const first = Math.max(0, Math.floor(from / PAGE));
    const last = Math.floor(Math.min(to, this.slots.length - 1) / PAGE);
    const asks: Promise<void>[] = [];
    for (let page = first; page <= last; page++) {
      const cards = this.slots.slice(page * PAGE, (page + 1) * PAGE);
      if (!this.#asked.has(page) && cards.includes(null)) asks.push(this.#fetch(page));
    }
    await Promise.all(asks);
  }

  async #fetch(page: number): Promise<void> {
    this.#asked.add(page);
    const shifts = this.#shifts;
    try {
      const answer = await this.#askPage(this, page * PAGE, PAGE);
      this.#asked.delete(page);
      if (shifts !== this.#shifts) {
        await this.want(this.#wanted.from, this.#wanted.to);
      } else {
        this.#fill(answer);
      }
    } catch {
      // The cards stay unknown, and are asked for again when somebody scrolls.
      this.#asked.delete(page);
    }
  }

  #fill({ offset, cards, length }: CardPage): void {
    if (length !== this.slots.length) {
      this.settle({ ...this.numbers, length });
      return;
    }
    const arrived = new Set(cards.map((card) => card.id));
    // A card stands in one place: where it was seen before is not where it is.
    const slots = this.slots.map((slot) => (slot && arrived.has(slot.id) ? null : slot));
    slots.splice(offset, cards.length, ...cards);
    this.slots = slots;
  }

  #shift(slots: readonly Slot[]): void {
    this.#shifts++;
    this.slots = slots;
  }

  /** Keeps the numbers of the header true until the engine's own arrive. */
  #count(card: Contact, by: 1 | -1): void {
    const real = card.test ? 0 : by;
    this.numbers = {
      ...this.numbers,
      length: this.slots.length,
      count: this.numbers.count + real,
      waiting: this.numbers.waiting + (card.waiting_since === null ? 0 : real),
    };
  }
}

function unknown(many: number): null[] {
  return new Array<null>(Math.max(0, many)).fill(null);
}
