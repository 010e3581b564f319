// The board as the window knows it. The engine decides; this follows its patches, and runs ahead of it only while a
// card that was just moved waits for the answer.
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type {
  Acted,
  BoardFilter,
  BoardNumbers,
  Contact,
  ContactId,
  StageId,
  Tallies,
} from '../backend/generated';
import { Column, PAGE } from './column.svelte';
import { passes } from './filter';

/** After a change the engine's numbers are asked for, once for all the changes within this many milliseconds. */
const COUNT_AFTER_MS = 250;

const NO_TALLIES: Tallies = { contacts: 0, unread: 0, waiting: 0, appointments_today: 0, tests: 0 };

/** A card that was moved here and that the engine has not answered for yet. */
interface Ahead {
  stage: StageId;
  position: string;
  /** As the engine last told it, to go back to. */
  told: Contact;
}

export class Board {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state('');
  filter = $state.raw<BoardFilter>('all');
  columns = $state.raw<readonly Column[]>([]);
  tallies = $state.raw<Tallies>(NO_TALLIES);

  #backend: Backend;
  #now: () => number;
  /** The newest load asked for, and whether its answer is still to come. */
  #load = 0;
  #loading = false;
  #missed: (() => void)[] = [];
  #ahead = new Map<ContactId, Ahead>();
  #counting = false;

  constructor(backend: Backend, now: () => number = Date.now) {
    this.#backend = backend;
    this.#now = now;
  }

  /** Asks for everything. What the board shows stays until the answer is there. */
  async load(): Promise<void> {
    const load = ++this.#load;
    this.#loading = true;
    this.#missed = [];
    if (this.status === 'failed') this.status = 'loading';
    try {
      const { columns, tallies } = await this.#backend.ask('ShowBoard', { filter: this.filter, cards: PAGE });
      if (load !== this.#load) return;
      const known = new Map(this.columns.map((column) => [column.stage.id, column]));
      this.columns = columns.map(({ stage, numbers, cards }) => {
        const column = known.get(stage.id);
        column?.reset(stage, numbers, cards);
        return (
          column ?? new Column(stage, numbers, cards, (of, offset, limit) => this.#page(of, offset, limit))
        );
      });
      this.tallies = tallies;
      this.status = 'ready';
      // Patches that overtook the answer are applied on top of it: each carries the card as it is, so none does harm.
      this.#loading = false;
      for (const apply of this.#missed.splice(0)) apply();
    } catch (thrown) {
      if (load !== this.#load) return;
      this.failure = explain(thrown);
      this.status = 'failed';
    } finally {
      if (load === this.#load) this.#loading = false;
    }
  }

  async show(filter: BoardFilter): Promise<void> {
    this.filter = filter;
    await this.load();
  }

  column(stage: StageId): Column | undefined {
    return this.columns.find((column) => column.stage.id === stage);
  }

  /** Where the card stands, if it is known. */
  find(id: ContactId): { column: Column; index: number; card: Contact } | null {
    for (const column of this.columns) {
      const index = column.indexOf(id);
      const card = column.slots[index];
      if (card) return { column, index, card };
    }
    return null;
  }

  /** A contact as it is now. */
  apply(contact: Contact): void {
    if (this.#loading) this.#missed.push(() => this.apply(contact));
    const ahead = this.#ahead.get(contact.id);
    if (ahead) ahead.told = contact;
    this.#put(ahead ? { ...contact, stage_id: ahead.stage, position: ahead.position } : contact);
    this.#countSoon();
  }

  gone(id: ContactId): void {
    if (this.#loading) this.#missed.push(() => this.gone(id));
    for (const column of this.columns) column.take(id);
    this.#countSoon();
  }

  /**
   * Puts a card at a place of a stage, counted without the card itself. The board shows it there at once; it goes back
   * where it was if the engine refuses, and the refusal is thrown. `null` where nothing had to be done.
   */
  async move(card: Contact, stage: StageId, index: number): Promise<Acted | null> {
    const target = this.column(stage);
    if (!target) return null;
    const rest = target.slots.filter((slot) => slot?.id !== card.id);
    const above = index > 0 ? rest[index - 1] : undefined;
    if (above === null || (card.stage_id === stage && target.indexOf(card.id) === index)) return null;
    // Sorts right under the card above it, and above all others on top, until the engine names the true position.
    const position = above ? `${above.position}\u0000` : '';
    const ahead: Ahead = { stage, position, told: this.#ahead.get(card.id)?.told ?? card };
    this.#ahead.set(card.id, ahead);
    this.#put({ ...card, stage: target.stage.title, stage_id: stage, position });
    try {
      const acted = await this.#backend.ask('MoveContact', {
        contact: card.id,
        stage,
        under: above?.id ?? null,
      });
      this.#arrive(card.id, ahead, acted.contact);
      return acted;
    } catch (refused) {
      this.#arrive(card.id, ahead, ahead.told);
      throw refused;
    }
  }

  /** When the newest message among the known cards came. */
  newestMessageAt(): number | null {
    let newest: number | null = null;
    for (const { slots } of this.columns) {
      for (const slot of slots) {
        if (slot?.last_message_at) newest = Math.max(newest ?? 0, Date.parse(slot.last_message_at));
      }
    }
    return newest;
  }

  #arrive(id: ContactId, ahead: Ahead, contact: Contact): void {
    // Where the same card was moved again meanwhile, the later move's answer counts.
    if (this.#ahead.get(id) !== ahead) return;
    this.#ahead.delete(id);
    this.apply(contact);
  }

  #put(contact: Contact): void {
    const shown = passes(contact, this.filter, this.#now());
    const target = shown ? this.column(contact.stage_id) : undefined;
    if (target?.replace(contact)) return;
    for (const column of this.columns) column.take(contact.id);
    target?.place(contact);
  }

  async #page(column: Column, offset: number, limit: number) {
    return this.#backend.ask('ListCards', { stage: column.stage.id, filter: this.filter, offset, limit });
  }

  #countSoon(): void {
    if (this.#counting) return;
    this.#counting = true;
    setTimeout(() => {
      this.#counting = false;
      void this.#count();
    }, COUNT_AFTER_MS);
  }

  async #count(): Promise<void> {
    const filter = this.filter;
    let numbers: BoardNumbers;
    try {
      numbers = await this.#backend.ask('CountBoard', { filter });
    } catch {
      // The numbers stay as they were; the next change asks again.
      return;
    }
    if (filter !== this.filter || this.#loading || this.#ahead.size > 0) return;
    this.tallies = numbers.tallies;
    for (const of of numbers.columns) this.column(of.stage)?.settle(of);
  }
}
