// The fake's board: who stands where, and the questions a board answers.
import type {
  Board,
  BoardFilter,
  BoardNumbers,
  CardPage,
  ColumnNumbers,
  Contact,
  ContactId,
  Stage,
  StageId,
} from '../generated';

export class FakeBoard {
  readonly contacts = new Map<ContactId, Contact>();

  #stages: Stage[];
  #columns = new Map<StageId, Contact[]>();

  constructor(stages: readonly Stage[], contacts: readonly Contact[]) {
    this.#stages = [...stages];
    for (const stage of stages) this.#columns.set(stage.id, []);
    for (const contact of contacts) {
      const column = this.#columns.get(contact.stage_id)!;
      const placed = { ...contact, position: position(column.length + 1) };
      column.push(placed);
      this.contacts.set(placed.id, placed);
    }
  }

  get stages(): readonly Stage[] {
    return this.#stages;
  }

  replaceStages(stages: readonly Stage[]): void {
    this.#stages = [...stages];
    this.#columns = new Map(stages.map((stage) => [stage.id, []]));
  }

  show(filter: BoardFilter, cards: number): Board {
    return {
      columns: this.#stages.map((stage) => {
        const through = this.#through(stage.id, filter);
        return { stage, numbers: numbers(stage.id, through), cards: through.slice(0, cards) };
      }),
      tallies: this.count(filter).tallies,
    };
  }

  count(filter: BoardFilter): BoardNumbers {
    const all = [...this.contacts.values()].filter((c) => !c.archived);
    const real = all.filter((c) => !c.test);
    return {
      columns: this.#stages.map((stage) => numbers(stage.id, this.#through(stage.id, filter))),
      tallies: {
        contacts: real.length,
        unread: real.filter((c) => c.unread > 0).length,
        waiting: real.filter((c) => c.waiting_since !== null).length,
        appointments_today: real.filter((c) => passes(c, 'appointment_today')).length,
        tests: all.length - real.length,
      },
    };
  }

  page(stage: StageId, filter: BoardFilter, offset: number, limit: number): CardPage {
    const through = this.#through(stage, filter);
    return { offset, cards: through.slice(offset, offset + limit), length: through.length };
  }

  /** The contact as given, standing right under `under` in its stage, or on top. */
  place(contact: Contact, stageId: StageId, under: ContactId | null): Contact {
    this.#take(contact.id);
    const column = this.#columns.get(stageId)!;
    const at = under === null ? 0 : column.findIndex((c) => c.id === under) + 1;
    const above = at > 0 ? number(column[at - 1]!) : undefined;
    const below = at < column.length ? number(column[at]!) : undefined;
    const place =
      above === undefined ? (below ?? 1) - 1 : below === undefined ? above + 1 : (above + below) / 2;
    const stage = this.#stages.find((s) => s.id === stageId)!;
    const placed = { ...contact, stage: stage.title, stage_id: stageId, position: position(place) };
    column.splice(at, 0, placed);
    this.contacts.set(placed.id, placed);
    return placed;
  }

  /** The contact as given, where its position says. */
  put(contact: Contact): Contact {
    this.#take(contact.id);
    this.contacts.set(contact.id, contact);
    if (!contact.archived) {
      const column = this.#columns.get(contact.stage_id)!;
      const at = column.findIndex((c) => c.position > contact.position);
      column.splice(at < 0 ? column.length : at, 0, contact);
    }
    return contact;
  }

  remove(id: ContactId): void {
    this.#take(id);
    this.contacts.delete(id);
  }

  #take(id: ContactId): void {
    const known = this.contacts.get(id);
    const column = known && this.#columns.get(known.stage_id);
    const at = column?.findIndex((c) => c.id === id) ?? -1;
    if (at >= 0) column!.splice(at, 1);
  }

  #through(stage: StageId, filter: BoardFilter): Contact[] {
    const column = this.#columns.get(stage) ?? [];
    return filter === 'all' ? column : column.filter((contact) => passes(contact, filter));
  }
}

function passes(contact: Contact, filter: BoardFilter): boolean {
  if (filter === 'unread') return contact.unread > 0;
  if (filter === 'waiting') return contact.waiting_since !== null;
  if (filter === 'appointment_today') {
    return (
      contact.appointment !== null &&
      contact.appointment.state !== 'cancelled' &&
      new Date(contact.appointment.starts_at).toDateString() === new Date().toDateString()
    );
  }
  return typeof filter === 'string' || contact.source_id === filter.source;
}

function numbers(stage: StageId, cards: readonly Contact[]): ColumnNumbers {
  const real = cards.filter((c) => !c.test);
  return {
    stage,
    length: cards.length,
    count: real.length,
    waiting: real.filter((c) => c.waiting_since !== null).length,
  };
}

/** Positions are compared as text: 500 million below and above the start, six places between. */
function position(place: number): string {
  return (place + 500_000_000).toFixed(6).padStart(16, '0');
}

function number(contact: Contact): number {
  return Number(contact.position) - 500_000_000;
}
