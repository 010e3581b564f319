// How the fake is reached from elsewhere: a relay that is told what to do by the address, and an own address.
import { Refused, type AnswerOf } from '../backend';
import type { Change, Link, LinkStop, Reach, Source } from '../generated';
import type { Handlers } from './handlers';
import { iso } from './people';

/** How the link to the relay stands at first: `short` has just broken, `long` has been so for a while. */
export type RelayStory =
  | 'connected'
  | 'preparing'
  | 'waiting'
  | 'short'
  | 'long'
  | 'off'
  | 'replaced'
  | 'invitation'
  | 'removed'
  | 'other-relay'
  | 'protocol'
  | 'identity';

export const RELAY_STORIES: readonly RelayStory[] = [
  'connected',
  'preparing',
  'waiting',
  'short',
  'long',
  'off',
  'replaced',
  'invitation',
  'removed',
  'other-relay',
  'protocol',
  'identity',
];

interface Surroundings {
  sources: Source[];
  publish(change: Change): void;
}

const RELAY = 'https://recados.example.com';
const ADDRESS = 'k3vq7zt4m2hx6pdy5wn8rbcj9gfa2esu';
const TAKEN_OVER = 'w7dm2xk9q4tb6zr3nh8yv5pc1gjf0aes';
const DAYS = 30;
const MINUTE = 60_000;

/** How long the fake takes to do by itself what a relay does, in milliseconds. */
const TAKES_MS = 700;

const ERRORS: Readonly<Record<LinkStop, string>> = {
  replaced:
    'Outro computador se ligou ao relay com este mesmo endereço e recebe no lugar deste. Só um pode receber por vez.',
  invitation: 'O relay não aceitou o convite: já foi usado ou venceu. Peça outro a quem cuida do relay.',
  removed: 'Quem cuida do relay tirou este endereço de lá. Fale com ele ou use outro relay.',
  other_relay: 'Quem responde em recados.example.com não é o relay de antes: a chave dele é outra.',
  protocol: 'O relay é de uma versão que este Recado não entende. Atualize o Recado.',
  identity: 'O cofre do computador está trancado, e a chave do endereço está nele. Destranque o cofre.',
};

const UNREACHABLE =
  'Não foi possível falar com recados.example.com: o nome não foi encontrado. Veja se a internet está funcionando.';

export class FakeReach {
  reach: Reach = { tunnel: null, own_address: null };
  /** What the next check of an own address finds; by the address itself where nothing is said. */
  nextCheck: Partial<AnswerOf<'CheckOwnAddress'>> | null = null;

  #around: Surroundings;
  #address = ADDRESS;
  /** Whether the relay does nothing by itself. */
  #held: boolean;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(around: Surroundings, story: RelayStory | null, own: boolean) {
    this.#around = around;
    this.#held = story !== null;
    if (story !== null) this.#begin(story);
    if (own) {
      this.reach = { ...this.reach, own_address: 'https://recado.clinicasorriso.example' };
    }
    this.#showAddresses(story !== null && story !== 'preparing' && story !== 'invitation');
  }

  /** The link is made. */
  connect(waiting = 0): void {
    this.#link({ connected: { since: iso(Date.now()) } }, { waiting, kept_days: DAYS });
  }

  /** The relay has told that it takes deliveries for all sources: tests call it where they held it back. */
  acknowledge(): void {
    this.#showAddresses(true);
    for (const source of this.#around.sources) this.#around.publish({ source });
  }

  /** The link is broken since so many milliseconds. */
  break(agoMs: number, error: string | null = UNREACHABLE): void {
    const again = error === null ? null : iso(Date.now() + 12_000);
    this.#link({ connecting: { since: iso(Date.now() - agoMs), error, again_at: again } });
  }

  stop(why: LinkStop): void {
    this.#link({ stopped: { since: iso(Date.now() - 4 * MINUTE), why, error: ERRORS[why] } });
  }

  /** What a source made now is known as to senders elsewhere. */
  publicAddress(address: string): string | null {
    if (this.reach.own_address !== null) return moved(address, this.reach.own_address);
    const { tunnel } = this.reach;
    const known = tunnel !== null && typeof tunnel.link === 'object' && 'connected' in tunnel.link;
    return known && !this.#held ? moved(address, tunnel.public_base ?? RELAY) : null;
  }

  readonly handlers: Handlers = {
    ShowReach: () => this.reach,
    UseRelay: ({ invitation }) => {
      const relay = originOf(invitation);
      if (relay === null) {
        throw new Refused({
          code: 'bad_request',
          message:
            'Isto não é um convite nem o endereço de um relay. O convite começa com recado://relay/ e o endereço com https://.',
        });
      }
      if (relay.endsWith('ocupado.example')) {
        throw new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
      }
      this.#use(relay);
      return this.reach;
    },
    LeaveRelay: () => {
      this.#stopTimers();
      this.#change({ ...this.reach, tunnel: null });
      return this.reach;
    },
    ConnectTunnel: () => {
      const { tunnel } = this.reach;
      if (tunnel && typeof tunnel.link === 'object' && 'connected' in tunnel.link) return this.reach;
      this.#link({ connecting: { since: this.#since(), error: null, again_at: null } });
      this.#soon();
      return this.reach;
    },
    SetOwnAddress: ({ url }) => {
      const own_address = url === null ? null : webAddress(url);
      this.#change({ ...this.reach, own_address });
      return this.reach;
    },
    CheckOwnAddress: ({ url }) => {
      const address = webAddress(url);
      const reached = !address.includes('nada');
      return {
        address,
        reached,
        found: reached
          ? 'A pergunta saiu para a internet e voltou a este computador.'
          : 'O endereço respondeu 502: o túnel está no ar, mas não chega ao Recado. Veja se ele leva até 127.0.0.1:7322.',
        header: reached ? 'x-forwarded-for' : null,
        ...this.nextCheck,
      };
    },
    ExportIdentity: () => ({
      name: 'endereco-publico.recado',
      text: '-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n',
    }),
    ImportIdentity: ({ text, passphrase }) => {
      if (!text.includes('AGE ENCRYPTED FILE')) {
        throw new Refused({ code: 'bad_request', message: 'Isto não é um endereço exportado pelo Recado.' });
      }
      if (passphrase === 'errada') {
        throw new Refused({ code: 'bad_request', message: 'A senha não abre este arquivo.' });
      }
      this.#address = TAKEN_OVER;
      this.#use(this.reach.tunnel?.relay ?? RELAY);
      return this.reach;
    },
  };

  #begin(story: RelayStory): void {
    const now = Date.now();
    const connected = (ago: number): Link => ({ connected: { since: iso(now - ago) } });
    const tunnel = {
      relay: RELAY,
      public_base: `${RELAY}/${ADDRESS}`,
      link: connected(95 * MINUTE),
      waiting: 0,
      kept_days: DAYS,
    };
    this.reach = { ...this.reach, tunnel };
    switch (story) {
      case 'connected':
        break;
      case 'preparing':
        this.reach = { ...this.reach, tunnel: { ...tunnel, link: connected(2_000), kept_days: null } };
        break;
      case 'waiting':
        this.reach = { ...this.reach, tunnel: { ...tunnel, link: connected(3_000), waiting: 12 } };
        break;
      case 'short':
        this.break(4_000, null);
        break;
      case 'long':
        this.break(9 * MINUTE);
        break;
      case 'off':
        this.#link('off');
        break;
      case 'replaced':
      case 'invitation':
      case 'removed':
      case 'protocol':
        this.stop(story);
        break;
      case 'other-relay':
        this.stop('other_relay');
        break;
      case 'identity':
        this.stop('identity');
        this.#link(this.reach.tunnel!.link, { public_base: null });
        break;
    }
  }

  #use(relay: string): void {
    this.#change({
      own_address: null,
      tunnel: {
        relay,
        public_base: `${relay}/${this.#address}`,
        link: { connecting: { since: iso(Date.now()), error: null, again_at: null } },
        waiting: 0,
        kept_days: null,
      },
    });
    this.#soon();
  }

  /** As a relay does where nobody holds it back: the link is made, then the sources are ready. */
  #soon(): void {
    this.#stopTimers();
    if (this.#held) return;
    this.#timers = [
      setTimeout(() => this.connect(), TAKES_MS),
      setTimeout(() => this.acknowledge(), 2 * TAKES_MS),
    ];
  }

  #stopTimers(): void {
    this.#timers.forEach(clearTimeout);
  }

  #since(): string {
    const link = this.reach.tunnel?.link;
    return typeof link === 'object' && 'connecting' in link ? link.connecting.since : iso(Date.now());
  }

  #link(link: Link, more: Partial<NonNullable<Reach['tunnel']>> = {}): void {
    const { tunnel } = this.reach;
    if (tunnel === null) return;
    this.reach = { ...this.reach, tunnel: { ...tunnel, link, ...more } };
    this.#around.publish({ reach: this.reach });
  }

  #change(reach: Reach): void {
    this.reach = reach;
    this.#around.publish({ reach });
    this.#showAddresses(false);
    for (const source of this.#around.sources) this.#around.publish({ source });
  }

  #showAddresses(known: boolean): void {
    const { own_address, tunnel } = this.reach;
    const base = own_address ?? (known ? (tunnel?.public_base ?? null) : null);
    this.#around.sources = this.#around.sources.map((source) => ({
      ...source,
      public_address: base === null ? null : moved(source.address, base),
    }));
  }
}

/** A source's address under another beginning. */
function moved(address: string, base: string): string {
  return base + new URL(address).pathname;
}

function originOf(invitation: string): string | null {
  const text = invitation.trim();
  const at = /^recado:\/\/relay\//i.test(text) ? new URL(text).searchParams.get('at') : text;
  if (!at) return null;
  try {
    return new URL(at.includes('://') ? at : text === at ? '' : `https://${at}`).origin;
  } catch {
    return null;
  }
}

function webAddress(url: string): string {
  const bare = url.trim().replace(/\/+$/, '');
  if (!/^https?:\/\/[^/\s]+\.[^/\s]+/.test(bare)) {
    throw new Refused({
      code: 'bad_request',
      message: 'O endereço precisa começar com https:// e ter um nome, como https://recado.exemplo.com.br.',
    });
  }
  return bare;
}
