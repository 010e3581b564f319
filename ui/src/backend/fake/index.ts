// The whole outside, invented: `npm run dev:fake`. What it shows is chosen in the address, for instance
// `?contacts=10000&lang=en&theme=dark&state=empty&trouble=bell&arrivals=3000&latency=200`.
import { Refused, type Backend } from '../backend';
import { ALERT_KINDS } from './alerts';
import { simulateArrivals } from './arrivals';
import { RELAY_STORIES } from './reach';
import { FakeEngine, type FakeOptions } from './engine';

export interface FakeBackend extends Backend {
  readonly engine: FakeEngine;
  /** A test puts a refusal here: the next question gets it instead of an answer. */
  refuseNext: Refused | null;
}

export function fakeBackend(query: URLSearchParams): FakeBackend {
  const engine = new FakeEngine(options(query));
  const latency = Number(query.get('latency') ?? 0);
  const every = Number(query.get('arrivals') ?? 0);
  if (every > 0) simulateArrivals(engine, every);
  const backend: FakeBackend = {
    engine,
    refuseNext: null,
    async ask(name, request) {
      if (engine.options.state === 'loading') return new Promise(() => undefined);
      if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
      const refusal = backend.refuseNext;
      backend.refuseNext = null;
      if (refusal) throw refusal;
      // As over a socket: nobody shares an object with the engine.
      return structuredClone(engine.answer(name, request));
    },
    follow(onHeard) {
      if (engine.options.trouble === 'lost') setTimeout(() => onHeard('lost'));
      if (engine.options.trouble === 'given-up') {
        setTimeout(() => onHeard({ given_up: 'O Recado foi iniciado várias vezes e fechou todas elas.' }));
      }
      const invitation = query.get('invite');
      if (invitation !== null) {
        setTimeout(() => onHeard({ line: { window: { show: { at: { relay: invitation } } } } }));
      }
      return engine.follow((line) => queueMicrotask(() => onHeard({ line: structuredClone(line) })));
    },
    window: {
      async openLink(url) {
        window.open(url, '_blank', 'noopener');
      },
      async saveExport(_style, name, onProgress) {
        const total = engine.board.contacts.size;
        for (let contacts = 0; contacts < total; contacts += Math.ceil(total / 20)) {
          onProgress({ contacts });
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
        onProgress({ contacts: total });
        return `/home/recepcao/Documentos/${name}`;
      },
      async saveText(name) {
        return `/home/recepcao/Documentos/${name}`;
      },
      async reveal() {},
      async openDataFolder() {},
      async about() {
        return { version: '0.0.0', data_folder: '/home/recepcao/.local/share/recado', licences: 'MIT' };
      },
      async takeOver() {},
      async tryAgain() {},
      async close() {},
      async stayOpen() {},
      async quit() {},
    },
  };
  return backend;
}

function options(query: URLSearchParams): FakeOptions {
  return {
    lang: query.get('lang') === 'en' ? 'en' : 'pt-BR',
    theme: oneOf(query.get('theme'), ['system', 'light', 'dark'], 'system'),
    state: oneOf(query.get('state'), ['normal', 'first', 'empty', 'loading', 'error'], 'normal'),
    contacts: numberOr(query.get('contacts')),
    log: numberOr(query.get('log')),
    lockouts: numberOr(query.get('lockouts')),
    payload: oneOf(query.get('payload'), ['form', 'speaking', 'huge', 'hostile', 'none'], 'form'),
    relay: oneOf(query.get('relay'), [...RELAY_STORIES, null], null),
    alerts: (query.get('alerts') ?? '')
      .split(',')
      .flatMap((named) => ALERT_KINDS.filter((kind) => kind === named)),
    own: query.get('own') === '1',
    secretsInFile: query.get('secrets') === 'file',
    trouble: oneOf(
      query.get('trouble'),
      ['bell', 'tray', 'serve', 'blocked', 'lost', 'given-up', null] as const,
      null,
    ),
  };
}

function oneOf<const T extends string | null>(given: string | null, allowed: readonly T[], otherwise: T): T {
  return allowed.find((value) => value === given) ?? otherwise;
}

function numberOr(given: string | null): number | undefined {
  return given === null ? undefined : Number(given);
}
