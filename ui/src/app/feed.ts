// The change stream, sorted by what changed: whoever shows something says which changes it wants.
import type { Backend } from '../backend/backend';
import type { Change, Heard, StreamLine, WindowOrder } from '../backend/generated';

type Keys<Union> = Union extends unknown ? keyof Union : never;

/** One name for each kind of change, with what it carries. */
export type ChangeMap = { [Kind in Keys<Change>]: Extract<Change, Record<Kind, unknown>>[Kind] };

interface FeedEvents {
  /** The engine is another one, or too much was missed: everything has to be asked anew. */
  reload: undefined;
  /** The engine is out of reach and being sought. */
  lost: undefined;
  /** It could not be brought back, for this reason. */
  given_up: string;
  /** It answers: at the start, and after it was lost. */
  found: undefined;
  order: WindowOrder;
  /** The window is being closed where no tray would lead back to it. */
  close_asked: undefined;
}

type Events = ChangeMap & FeedEvents;
type Handler<Payload> = (payload: Payload) => void;

type Handlers = { [Name in keyof Events]?: Set<Handler<Events[Name]>> };

export class Feed {
  #handlers: Handlers = {};
  #greeted = false;

  /** Calls at every event of that name until the returned function is called. */
  on<Name extends keyof Events>(name: Name, handler: Handler<Events[Name]>): () => void {
    const handlers: Set<Handler<Events[Name]>> = this.#handlers[name] ?? new Set();
    (this.#handlers as Record<Name, typeof handlers>)[name] = handlers;
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  follow(backend: Backend): () => void {
    return backend.follow((heard) => this.take(heard));
  }

  take(heard: Heard): void {
    if (heard === 'lost' || heard === 'close_asked') this.#tell(heard, undefined);
    else if ('given_up' in heard) this.#tell('given_up', heard.given_up);
    else this.#line(heard.line);
  }

  #line(line: StreamLine): void {
    if ('hello' in line) {
      // The first hello comes while everything is being asked for anyway; nothing before a later one counts.
      const again = this.#greeted;
      this.#greeted = true;
      this.#tell('found', undefined);
      if (again) this.#tell('reload', undefined);
    } else if ('resync' in line) this.#tell('reload', undefined);
    else if ('change' in line) this.#change(line.change.change);
    else if ('window' in line) this.#tell('order', line.window);
    // `ending` is acted upon by the program around the page: it closes the window, or seeks the engine again.
  }

  #change(change: Change): void {
    for (const [kind, payload] of Object.entries(change) as [keyof ChangeMap, never][]) {
      this.#tell(kind, payload);
    }
  }

  #tell<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const handler of this.#handlers[name] ?? []) handler(payload);
  }
}
