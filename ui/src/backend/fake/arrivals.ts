import type { FakeEngine } from './engine';
import { contact as asContact, invented, iso, randomness } from './people';
import { said } from './stories';

/** From time to time somebody new writes, or somebody known writes again. Ends with the returned function. */
export function simulateArrivals(engine: FakeEngine, everyMs: number): () => void {
  const next = randomness(99);
  const timer = setInterval(() => {
    // What senders tell besides people's messages: notices of delivery, repetitions, and now and then a refusal.
    if (next() < 0.3) engine.log.receive(engine.sources[Math.floor(next() * engine.sources.length)]!, null);
    else arrive(engine, next);
  }, everyMs);
  return () => clearInterval(timer);
}

export function arrive(engine: FakeEngine, next: () => number): void {
  const now = Date.now();
  const person = invented(next);
  const known = [...engine.board.contacts.values()];
  const again = next() < 0.4 ? known[Math.floor(next() * known.length)] : undefined;
  const first = engine.board.stages[0]!.id;
  const base = again ?? {
    ...asContact({ ...person, ago: 0 }, 0, now, engine.sources),
    id: engine.newId('contact'),
  };
  const placed = engine.board.place(
    {
      ...base,
      archived: false,
      unread: base.unread + 1,
      last_message: person.message,
      last_message_at: iso(now),
      waiting_since: base.waiting_since ?? iso(now),
    },
    again && !again.archived ? again.stage_id : first,
    null,
  );
  engine.publish({ contact: placed });
  engine.note(placed.id, {
    event: said(person.message, placed.source ?? ''),
  });
  const source = engine.sources.find((known) => known.id === placed.source_id);
  if (source) {
    engine.log.receive(source, placed, {
      verdict: 'accepted',
      http_status: 200,
      kind: 'message',
      text: person.message,
      named: true,
      new_contact: again === undefined,
      share: 0,
    });
  }
  engine.publish({
    arrival: {
      contact: placed.id,
      who: placed.name,
      kind: 'message',
      text: person.message,
      starts_at: null,
      source_id: placed.source_id ?? '',
      source: placed.source ?? '',
      received_at: iso(now),
      new_contact: again === undefined,
      test: false,
      waited: false,
    },
  });
}
