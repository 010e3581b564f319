// A connection that is tried out: each kind of sample sent by itself or all of them, one after the other, and what came of it.
import { explain } from '../../backend/explain';
import type { SampleKind, SampleSent } from '../../backend/generated';

export type Outcome =
  { at: 'sending' } | { at: 'answered'; sent: SampleSent } | { at: 'failed'; why: string };

export class Trial {
  /** What was not sent yet is not there. */
  outcomes = $state.raw<Readonly<Partial<Record<SampleKind, Outcome>>>>({});
  /** Whether all of them are being sent. */
  running = $state(false);

  readonly counts = $derived.by(() => {
    const all = Object.values(this.outcomes);
    const well = all.filter((outcome) => behaved(outcome)).length;
    const sending = all.filter((outcome) => outcome.at === 'sending').length;
    return { well, bad: all.length - well - sending, sending };
  });

  #ask: (kind: SampleKind) => Promise<SampleSent>;
  #stopped = false;

  constructor(ask: (kind: SampleKind) => Promise<SampleSent>) {
    this.#ask = ask;
  }

  /** Nobody looks any more: what was sent is answered, nothing more is sent. */
  stop(): void {
    this.#stopped = true;
  }

  /** Sends them in this order, whatever comes of each. */
  async all(kinds: readonly SampleKind[]): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.outcomes = {};
    for (const kind of kinds) {
      if (this.#stopped) break;
      await this.one(kind);
    }
    this.running = false;
  }

  async one(kind: SampleKind): Promise<Outcome> {
    this.#set(kind, { at: 'sending' });
    let outcome: Outcome;
    try {
      outcome = { at: 'answered', sent: await this.#ask(kind) };
    } catch (thrown) {
      outcome = { at: 'failed', why: explain(thrown) };
    }
    this.#set(kind, outcome);
    return outcome;
  }

  #set(kind: SampleKind, outcome: Outcome): void {
    this.outcomes = { ...this.outcomes, [kind]: outcome };
  }
}

export function behaved(outcome: Outcome): boolean {
  return outcome.at === 'answered' && outcome.sent.wrong === null;
}
