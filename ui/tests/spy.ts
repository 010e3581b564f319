// What a test sees and decides of the talk between the window and the outside.
import { Refused, type Backend, type RequestName } from '../src/backend/backend';
import type { Failure } from '../src/backend/generated';

export interface Asked {
  name: RequestName;
  request: unknown;
}

/** Everything that is asked from now on, in order. */
export function listen(backend: Backend): Asked[] {
  const asked: Asked[] = [];
  const ask = backend.ask.bind(backend);
  backend.ask = (name, request) => {
    asked.push({ name, request });
    return ask(name, request);
  };
  return asked;
}

/** Answers to this request wait until they are let go, in whatever order the test likes. */
export function hold(backend: Backend, held: RequestName): (() => void)[] {
  const waiting: (() => void)[] = [];
  const ask = backend.ask.bind(backend);
  backend.ask = async (name, request) => {
    if (name === held) await new Promise<void>((go) => waiting.push(go));
    return ask(name, request);
  };
  return waiting;
}

export function requests(asked: readonly Asked[], name: RequestName): unknown[] {
  return asked.filter((one) => one.name === name).map((one) => one.request);
}

/** The next request of that name is refused; all others are answered as ever. */
export function refuse(backend: Backend, name: RequestName, failure: Failure): void {
  const ask = backend.ask.bind(backend);
  let refused = false;
  backend.ask = async (asked, request) => {
    if (asked === name && !refused) {
      refused = true;
      throw new Refused(failure);
    }
    return ask(asked, request);
  };
}
