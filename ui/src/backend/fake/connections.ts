// The connections of the fake: what can be set on them, and what another system's payloads are made into.
import { Refused } from '../backend';
import type { Change, Mapping, Payload, Preset, Source, SourceDetails, SourceId } from '../generated';
import type { Handlers } from './handlers';
import type { Lang } from '../../i18n/text.svelte';
import { guessed, preview } from './mapping';
import { formPayload, hostilePayload, hugePayload, speakingPayload } from './payloads';
import { iso } from './people';
import type { FakeReach } from './reach';
import { presets } from './presets';
import { samplesOf } from './samples';
import type { FakeShape } from './shape';

export type PayloadKind = 'form' | 'speaking' | 'huge' | 'hostile' | 'none';

interface Surroundings {
  readonly lang: Lang;
  readonly payload: PayloadKind;
  readonly secretsInFile: boolean;
  readonly reach: FakeReach;
  readonly shape: FakeShape;
  sources: Source[];
  publish(change: Change): void;
  newId(of: string): string;
}

/** What of a source is not in its {@link Source}. */
interface SetUp {
  scheme: string | null;
  schemeName: string | null;
  secret: string | null;
  formerSecretUntil: string | null;
  accessToken: string | null;
  publicUrl: string | null;
  formerAddressUntil: string | null;
  mapping: Mapping | null;
  unmatched: number;
  quarantined: number;
  pending: number;
  payload: unknown;
}

const WEEK = 7 * 24 * 3_600_000;

/** How many of the last deliveries of a source a mapping is rehearsed on. */
const REHEARSED = 100;

export class FakeConnections {
  #around: Surroundings;
  #setUps = new Map<SourceId, SetUp>();

  constructor(around: Surroundings) {
    this.#around = around;
    for (const source of around.sources) {
      const own = this.setUp(source.id);
      const other = source.preset === 'other';
      if (!other && source.first_delivery_at) own.secret = 'kept';
      if (source.preset === 'mercado-pago') {
        own.accessToken = 'kept';
        own.pending = 2;
      }
      if (source.trouble) own.quarantined = source.trouble.refused;
      if (other && source.first_delivery_at) {
        own.payload = payloadOf(source.title === 'Site' ? around.payload : 'speaking');
        if (source.title === 'Site' && own.payload !== null) own.unmatched = 12;
      }
    }
  }

  /** What is set on a source; tests look here. */
  setUp(id: SourceId): SetUp {
    const known = this.#setUps.get(id);
    if (known) return known;
    const made: SetUp = {
      scheme: null,
      schemeName: null,
      secret: null,
      formerSecretUntil: null,
      accessToken: null,
      publicUrl: null,
      formerAddressUntil: null,
      mapping: null,
      unmatched: 0,
      quarantined: 0,
      pending: 0,
      payload: null,
    };
    this.#setUps.set(id, made);
    return made;
  }

  /** Something genuine comes from the sender: nothing was refused since. */
  deliver(id: SourceId, payload?: unknown): void {
    if (payload !== undefined) this.setUp(id).payload = payload;
    const now = iso(Date.now());
    this.#change(id, ({ first_delivery_at }) => ({
      first_delivery_at: first_delivery_at ?? now,
      last_delivery_at: now,
      trouble: null,
    }));
  }

  /** The sender's deliveries are refused from now on. */
  refuse(id: SourceId, why: string, refused: number): void {
    this.setUp(id).quarantined += refused;
    this.#change(id, ({ trouble }) => ({
      trouble: { since: trouble?.since ?? iso(Date.now()), why, refused: (trouble?.refused ?? 0) + refused },
    }));
  }

  readonly handlers: Handlers = {
    ListPresets: () => presets(this.#around.lang),
    ShowSource: ({ source }) => this.details(source),
    AddSource: ({ title, preset, secret, allow_get }) => {
      const local = address();
      const made: Source = {
        id: this.#around.newId('source'),
        title,
        preset: this.#preset(preset ?? 'other').id,
        address: local,
        public_address: this.#around.reach.publicAddress(local),
        state: 'active',
        allow_get,
        created_at: iso(Date.now()),
        first_delivery_at: null,
        last_delivery_at: null,
        trouble: null,
      };
      this.setUp(made.id).secret = secret;
      this.#around.sources = [...this.#around.sources, made];
      this.#around.publish({ source: made });
      return made;
    },
    RenameSource: ({ source, title }) => this.#change(source, () => ({ title })),
    RotateAddress: ({ source, keep_former }) => {
      this.setUp(source).formerAddressUntil = keep_former ? iso(Date.now() + WEEK) : null;
      const local = address();
      this.#change(source, () => ({
        address: local,
        public_address: this.#around.reach.publicAddress(local),
      }));
      return this.details(source);
    },
    SetScheme: ({ source, scheme, name }) => {
      const own = this.setUp(source);
      own.scheme = scheme;
      own.schemeName = name;
      return { details: this.details(source), recovered: 0 };
    },
    SetSecret: ({ source, secret, keep_former }) => {
      const own = this.setUp(source);
      own.formerSecretUntil =
        own.secret !== null && secret !== null && keep_former ? iso(Date.now() + WEEK) : null;
      own.secret = secret;
      // Whatever was refused was refused for the key that was wrong.
      const recovered = secret === null ? 0 : own.quarantined;
      if (recovered > 0) {
        own.quarantined = 0;
        this.deliver(source);
      }
      return { details: this.details(source), recovered };
    },
    DropFormerSecret: ({ source }) => {
      this.setUp(source).formerSecretUntil = null;
      return this.details(source);
    },
    SetAccessToken: ({ source, token }) => {
      const own = this.setUp(source);
      own.accessToken = token;
      if (token !== null) own.pending = 0;
      return this.details(source);
    },
    SetPublicUrl: ({ source, url }) => {
      if (url !== null && !url.startsWith('https://')) {
        throw new Refused({ code: 'bad_request', message: 'O endereço precisa começar com https://.' });
      }
      this.setUp(source).publicUrl = url;
      return { details: this.details(source), recovered: 0 };
    },
    PauseSource: ({ source }) => this.#change(source, () => ({ state: 'paused' })),
    ResumeSource: ({ source }) => ({ source: this.#change(source, () => ({ state: 'active' })), applied: 3 }),
    RemoveSource: ({ source }) => this.#change(source, () => ({ state: 'removed' })),
    ShowPayload: ({ source }) => this.#payload(source),
    PreviewMapping: ({ delivery, mapping }) => {
      const payload = this.#payload(delivery.replace(/^last-of-/, ''));
      if (payload === null) throw gone();
      return preview(payload.tree, mapping, this.#around.lang);
    },
    RehearseMapping: ({ source, mapping }) => {
      const own = this.setUp(source);
      const trees = this.#last(own);
      const named = (by: Mapping) =>
        trees.filter((tree) => preview(tree, by, this.#around.lang).event !== null).length;
      return {
        deliveries: trees.length,
        named_before: named(own.mapping ?? { rules: [] }),
        named_after: named(mapping),
        unmatched: own.unmatched,
        ...this.#around.shape.rehearse(source, mapping),
      };
    },
    SaveMapping: ({ source, mapping }) => {
      const own = this.setUp(source);
      own.mapping = mapping;
      const mended = this.#around.shape.saved(source, mapping);
      if (mended) return mended;
      const deliveries = own.unmatched;
      const names = own.payload !== null && preview(own.payload, mapping, this.#around.lang).event !== null;
      if (names) own.unmatched = 0;
      return { deliveries, recovered: names ? deliveries : 0, completed: 0 };
    },
  };

  details(id: SourceId): SourceDetails {
    const source = this.#source(id);
    const preset = this.#preset(source.preset);
    const own = this.setUp(id);
    const scheme = preset.schemes.find((one) => one.id === own.scheme) ?? preset.schemes[0]!;
    const judged = { preset, scheme: scheme.id, has_secret: own.secret !== null };
    return {
      ...judged,
      source,
      scheme_name: scheme.name === null ? null : (own.schemeName ?? scheme.name),
      former_secret_until: own.formerSecretUntil,
      has_access_token: own.accessToken !== null,
      verify_token: preset.verify_token ? `recado-${id.slice(-6)}-9F3K2QX7` : null,
      public_url: own.publicUrl,
      former_address_until: own.formerAddressUntil,
      secrets_kept: this.#around.secretsInFile ? 'file' : 'keyring',
      mapping: own.mapping,
      unmatched: own.unmatched,
      quarantined: own.quarantined,
      pending: own.pending,
      samples: samplesOf(judged, this.#around.lang),
    };
  }

  #payload(id: SourceId): Payload | null {
    const { payload } = this.setUp(id);
    return payload === null ? null : { delivery: `last-of-${id}`, tree: payload, guessed: guessed(payload) };
  }

  /** The last payloads: those of a form differ from each other, all others are one many times over. */
  #last(own: SetUp): unknown[] {
    if (own.payload === null) return [];
    const form = 'respostas' in (own.payload as object);
    return Array.from({ length: REHEARSED }, (_, n) => (form ? formPayload(n) : own.payload));
  }

  #source(id: SourceId): Source {
    const known = this.#around.sources.find((source) => source.id === id);
    if (!known) throw gone();
    return known;
  }

  #preset(id: string): Preset {
    const known = presets(this.#around.lang).find((preset) => preset.id === id);
    if (!known) throw new Refused({ code: 'bad_request', message: `There is no preset ${id}.` });
    return known;
  }

  #change(id: SourceId, by: (source: Source) => Partial<Source>): Source {
    const known = this.#source(id);
    const changed = { ...known, ...by(known) };
    this.#around.sources = this.#around.sources.map((source) => (source.id === id ? changed : source));
    this.#around.publish({ source: changed });
    return changed;
  }
}

function payloadOf(kind: PayloadKind): unknown {
  switch (kind) {
    case 'form':
      return formPayload();
    case 'speaking':
      return speakingPayload();
    case 'huge':
      return hugePayload();
    case 'hostile':
      return hostilePayload();
    case 'none':
      return null;
  }
}

function address(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const key = [...crypto.getRandomValues(new Uint8Array(22))].map((byte) => letters[byte % letters.length]);
  return `http://127.0.0.1:7322/in/${key.join('')}`;
}

function gone(): Refused {
  return new Refused({ code: 'not_found', message: 'Isto não existe mais.' });
}
