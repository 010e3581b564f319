// An engine in memory: enough of the real one's behaviour for the UI to be used in a browser.
import { Refused, type AnswerOf, type RequestName, type RequestOf } from '../backend';
import type {
  Acted,
  AlertKind,
  Business,
  Change,
  Contact,
  ContactId,
  Desktop,
  Settings,
  Source,
  Stage,
  StreamLine,
  TimelineEntry,
  What,
} from '../generated';
import { FakeBoard } from './board';
import { FakeConnections, type PayloadKind } from './connections';
import { FakeLog } from './log';
import { BROKEN_TEST, REFUSED_TEST, TEST } from './log-lines';
import { FakeAlerts } from './alerts';
import type { Handlers } from './handlers';
import { FakeMonitoring } from './monitoring';
import { FakeReach, type RelayStory } from './reach';
import { firstSource, iso, people, sources, STAGES } from './people';
import { answer, lacksKey, refused } from './samples';
import { search } from './search';
import { FakeShape } from './shape';
import { firstTimeline } from './timeline';

export type Trouble = 'bell' | 'tray' | 'serve' | 'blocked' | 'lost' | 'given-up';

export interface FakeOptions {
  lang: 'pt-BR' | 'en';
  theme: Settings['theme'];
  /** `first`: nobody set it up; `empty`: nobody wrote yet; `loading`: no answer ever; `error`: the board fails. */
  state: 'normal' | 'first' | 'empty' | 'loading' | 'error';
  /** What is not as it should be around it. */
  trouble?: Trouble | null;
  /** What the connection `Site` received last. */
  payload?: PayloadKind;
  /** Whether the secrets are kept in a file, there being no keyring. */
  secretsInFile?: boolean;
  /** How many contacts; those of the pictures where it is not given. */
  contacts?: number | undefined;
  /** How many deliveries the log holds. */
  log?: number | undefined;
  /** How many are locked out. */
  lockouts?: number | undefined;
  /** The relay in use, by how the link to it stands; none where it is not said. */
  relay?: RelayStory | null;
  /** What the owner is told of the connections. */
  alerts?: readonly AlertKind[];
  /** Whether the owner's own public address is in use. */
  own?: boolean;
}

/** A log as a small business has it after a month. */
const LOG = 9_000;

interface Act {
  id: string;
  /** `null` where the act made the contact. */
  before: Contact | null;
  after: Contact;
  entry: string | null;
}

export class FakeEngine {
  readonly board: FakeBoard;
  readonly options: FakeOptions;
  readonly connections: FakeConnections;
  readonly log: FakeLog;
  readonly reach: FakeReach;
  readonly alerts: FakeAlerts;
  readonly monitoring = new FakeMonitoring(this);
  readonly shape: FakeShape;
  sources: Source[];
  business: Business;

  #settings: Settings;
  #desktop: Desktop = { tray: true, bell: true, starts_with_computer: false };
  #timelines = new Map<ContactId, TimelineEntry[]>();
  #acts = new Map<string, Act>();
  #listeners = new Set<(line: StreamLine) => void>();
  #n = 0;
  #ids = 0;

  constructor(options: FakeOptions) {
    this.options = options;
    if (options.trouble === 'bell') this.#desktop = { ...this.#desktop, bell: false };
    if (options.trouble === 'tray') this.#desktop = { ...this.#desktop, tray: false };
    const now = Date.now();
    const bare = options.state === 'first' || options.state === 'empty';
    this.sources =
      options.state === 'first' ? [] : options.state === 'empty' ? [firstSource(now)] : sources(now);
    this.alerts = new FakeAlerts(this, bare ? [] : options.alerts);
    this.reach = new FakeReach(this, options.relay ?? null, options.own ?? false);
    this.connections = new FakeConnections(this);
    this.shape = new FakeShape(this);
    this.board = new FakeBoard(STAGES, bare ? [] : people(now, this.sources, options.contacts));
    this.business = {
      name: options.state === 'first' ? '' : 'Clínica Sorriso',
      kind: options.state === 'first' ? 'other' : 'clinic',
      lang: options.lang,
      country: 'BR',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    this.log = new FakeLog(this, bare ? 0 : (options.log ?? LOG), options.lockouts ?? 0);
    this.#settings = {
      language: options.lang,
      theme: options.theme,
      hide_message_text: false,
      paused_until: null,
      gate: { refusals: 10, lockout_seconds: 60, per_minute: 6_000 },
      retention: { days: 90, megabytes: 500 },
      trusted_proxy: null,
    };
  }

  answer<Name extends RequestName>(name: Name, request: RequestOf<Name>): AnswerOf<Name> {
    const handle =
      this.#handlers[name] ??
      this.connections.handlers[name] ??
      this.reach.handlers[name] ??
      this.shape.handlers[name] ??
      this.alerts.handlers[name] ??
      this.monitoring.handlers[name] ??
      (this.log.handlers as Handlers)[name];
    if (!handle) throw new Refused({ code: 'bad_request', message: `The fake does not answer ${name}.` });
    return handle(request);
  }

  follow(listener: (line: StreamLine) => void): () => void {
    this.#listeners.add(listener);
    listener({ hello: this.answer('SayHello', {}) });
    return () => this.#listeners.delete(listener);
  }

  get lang(): 'pt-BR' | 'en' {
    return this.business.lang;
  }

  get payload(): PayloadKind {
    return this.options.payload ?? 'form';
  }

  get secretsInFile(): boolean {
    return this.options.secretsInFile ?? false;
  }

  publish(change: Change): void {
    const line: StreamLine = { change: { n: ++this.#n, change } };
    for (const listener of this.#listeners) listener(line);
  }

  newId(of: string): string {
    return `${of}-new-${++this.#ids}`;
  }

  /** In the state `error` what fills a screen cannot be read. */
  failIfAsked(): void {
    if (this.options.state !== 'error') return;
    throw new Refused({
      code: 'unavailable',
      message: 'O banco de dados não pode gravar agora (o disco está cheio). Tente de novo daqui a pouco.',
    });
  }

  /** Writes a line into a contact's timeline and tells it. */
  note(contact: ContactId, what: What): string {
    const entry: TimelineEntry = { id: this.newId('entry'), contact, at: iso(Date.now()), what };
    this.#timeline(contact).push(entry);
    this.publish({ timeline: entry });
    return entry.id;
  }

  #handlers: Handlers = {
    SayHello: () => ({
      protocol: 1,
      version: '0.0.0',
      epoch: 'fake',
      holder: this.options.trouble === 'serve' ? 'serve' : 'desk',
    }),
    ShowBusiness: () => this.business,
    SetUpBusiness: ({ name, kind, lang, country, zone }) => {
      const keep = this.board.contacts.size > 0;
      this.business = {
        name,
        kind,
        lang,
        country: country ?? this.business.country,
        zone: zone ?? this.business.zone,
      };
      if (!keep) {
        this.board.replaceStages(kind === 'clinic' ? STAGES : THREE_STAGES);
        this.publish({ stages: [...this.board.stages] });
      }
      this.publish({ business: this.business });
      return {
        business: this.business,
        stages: this.board.stages.map((stage) => stage.title),
        stages_replaced: !keep,
      };
    },
    ListSources: () => this.sources.filter((source) => source.state !== 'removed'),
    SendSample: ({ source, kind }) => {
      const from = this.sources.find((s) => s.id === source);
      if (!from) throw gone();
      if (lacksKey(this.connections.details(source)) && kind !== 'huge') {
        return refused(kind, this.log.receiveTest(from, null, REFUSED_TEST), this.lang);
      }
      if (kind === 'huge') return answer(kind, null, null);
      if (kind === 'bad_signature') {
        return answer(kind, this.log.receiveTest(from, null, REFUSED_TEST), null);
      }
      if (kind === 'wrong_type') return answer(kind, this.log.receiveTest(from, null, BROKEN_TEST), null);
      const known = [...this.board.contacts.values()].find((contact) => contact.test);
      const now = iso(Date.now());
      const made =
        known ??
        this.board.place(
          blank(this.newId('contact'), {
            name: this.lang === 'en' ? 'Test contact' : 'Contato de teste',
            last_message: this.lang === 'en' ? 'This is a test' : 'Isto é um teste',
            last_message_at: now,
            waiting_since: now,
            unread: 1,
            source: from.title,
            source_id: from.id,
            test: true,
          }),
          this.board.stages[0]!.id,
          null,
        );
      this.publish({ contact: made });
      return answer(kind, this.log.receiveTest(from, made, TEST), made);
    },
    RemoveTests: () => {
      const tests = [...this.board.contacts.values()].filter((contact) => contact.test);
      for (const { id } of tests) {
        this.board.remove(id);
        this.publish({ contact_gone: id });
      }
      return { contacts: tests.length };
    },
    ShowBoard: ({ filter, cards }) => {
      this.failIfAsked();
      return this.board.show(filter, cards);
    },
    CountBoard: ({ filter }) => this.board.count(filter),
    ListCards: ({ stage, filter, offset, limit }) => this.board.page(stage, filter, offset, limit),
    Search: ({ text, limit }) => search([...this.board.contacts.values()], text, limit),
    ShowContact: ({ contact, entries }) => {
      const timeline = this.#timeline(contact);
      return {
        contact: this.#contact(contact),
        timeline: { entries: timeline.slice(-entries), more: timeline.length > entries },
      };
    },
    ListTimeline: ({ contact, before, limit }) => {
      const timeline = this.#timeline(contact);
      const end = timeline.findIndex((entry) => entry.id === before);
      const start = Math.max(0, end - limit);
      return { entries: timeline.slice(start, end), more: start > 0 };
    },
    AddContact: ({ name, phone, email, note, stage }) => {
      const known = [...this.board.contacts.values()].find(
        (c) => (phone !== null && c.phones.includes(phone)) || (email !== null && c.emails.includes(email)),
      );
      if (known) return { exists: known };
      const made = this.board.place(
        blank(this.newId('contact'), { name, phones: phone ? [phone] : [], emails: email ? [email] : [] }),
        stage ?? this.board.stages[0]!.id,
        null,
      );
      this.#timelines.set(made.id, []);
      const entry = this.note(made.id, { added: { source: null } });
      if (note) this.note(made.id, { note: { text: note } });
      this.publish({ contact: made });
      return { added: this.#acted(null, made, entry) };
    },
    EditContact: ({ contact, name, phones, emails }) => {
      const before = this.#contact(contact);
      const after = this.board.put({
        ...before,
        name: name ?? before.name,
        phones: phones ?? before.phones,
        emails: emails ?? before.emails,
      });
      const renamed = after.name !== before.name;
      const entry = this.note(
        contact,
        renamed ? { renamed: { from: before.name, to: after.name } } : 'edited',
      );
      return this.#did(before, after, entry);
    },
    MoveContact: ({ contact, stage, under }) => {
      const before = this.#contact(contact);
      if (!this.board.stages.some((s) => s.id === stage)) throw gone();
      const moved = before.stage_id !== stage;
      const now = iso(Date.now());
      const after = this.board.place(moved ? { ...before, stage_since: now } : before, stage, under);
      const entry = moved ? this.note(contact, { moved: { from: before.stage, to: after.stage } }) : null;
      return this.#did(before, after, entry);
    },
    MarkRead: ({ contact, read }) => {
      const before = this.#contact(contact);
      return this.#did(
        before,
        this.board.put({ ...before, unread: read ? 0 : Math.max(1, before.unread) }),
        null,
      );
    },
    AddNote: ({ contact, text }) => {
      const before = this.#contact(contact);
      return this.#acted(before, before, this.note(contact, { note: { text } }));
    },
    Reply: ({ contact, via, text }) => {
      const before = this.#contact(contact);
      const after = this.board.put({ ...before, waiting_since: null, unread: 0 });
      const entry = this.note(contact, { replied: { via, text } });
      const acted = this.#did(before, after, entry);
      const digits = before.phones[0]?.replace(/\D/g, '') ?? '';
      const link =
        via === 'whats_app'
          ? `https://wa.me/${digits}${text ? `?text=${encodeURIComponent(text)}` : ''}`
          : via === 'email'
            ? `mailto:${before.emails[0] ?? ''}`
            : `tel:+${digits}`;
      return { acted, link };
    },
    ArchiveContact: ({ contact }) => {
      const before = this.#contact(contact);
      return this.#did(before, this.board.put({ ...before, archived: true }), this.note(contact, 'archived'));
    },
    RestoreContact: ({ contact }) => {
      const before = this.#contact(contact);
      const after = this.board.place({ ...before, archived: false }, before.stage_id, null);
      return this.#did(before, after, this.note(contact, 'restored'));
    },
    Undo: ({ act }) => {
      const done = this.#acts.get(act);
      if (!done) throw gone();
      this.#acts.delete(act);
      const id = done.after.id;
      if (done.entry !== null) {
        const timeline = this.#timeline(id);
        const at = timeline.findIndex((entry) => entry.id === done.entry);
        if (at >= 0) timeline.splice(at, 1);
        this.publish({ timeline_gone: { contact: id, id: done.entry } });
      }
      if (done.before === null) {
        this.board.remove(id);
        this.publish({ contact_gone: id });
        return { contact: null };
      }
      const contact = this.board.put(done.before);
      this.publish({ contact });
      return { contact };
    },
    ShowSettings: () => this.#settings,
    ChangeSetting: ({ setting }) => {
      const next = { ...this.#settings };
      if ('language' in setting) {
        next.language = setting.language;
        this.business = { ...this.business, lang: setting.language ?? this.options.lang };
        this.publish({ business: this.business });
      } else if ('theme' in setting) next.theme = setting.theme;
      else if ('hide_message_text' in setting) next.hide_message_text = setting.hide_message_text;
      else if ('gate' in setting) next.gate = setting.gate;
      else if ('retention' in setting) next.retention = setting.retention;
      else if ('trusted_proxy' in setting) next.trusted_proxy = setting.trusted_proxy;
      else {
        const hours = { no: 0, one_hour: 1, until_tomorrow: 14 }[setting.pause];
        next.paused_until = hours === 0 ? null : iso(Date.now() + hours * 3_600_000);
      }
      this.#settings = next;
      this.publish({ settings: next });
      return next;
    },
    ShowReceiving: () =>
      this.options.trouble === 'blocked'
        ? { blocked: { reason: 'A porta 7322 está ocupada por outro programa. Feche esse programa.' } }
        : { on: { address: '127.0.0.1:7322' } },
    ShowDesktop: () => (this.options.trouble === 'serve' ? null : this.#desktop),
    StartWithComputer: ({ on }) => {
      this.#desktop = { ...this.#desktop, starts_with_computer: on };
      this.publish({ desktop: this.#desktop });
      return this.#desktop;
    },
    CopyText: ({ text }) => {
      // The browser may refuse it; the fake promises no more than the attempt.
      void navigator.clipboard?.writeText(text).catch(() => undefined);
      return null;
    },
  };

  #did(before: Contact, after: Contact, entry: string | null): Acted {
    this.publish({ contact: after });
    return this.#acted(before, after, entry);
  }

  #acted(before: Contact | null, after: Contact, entry: string | null): Acted {
    const id = this.newId('act');
    this.#acts.set(id, { id, before, after, entry });
    return { contact: after, act: id };
  }

  #contact(id: ContactId): Contact {
    const known = this.board.contacts.get(id);
    if (!known) throw gone();
    return known;
  }

  #timeline(id: ContactId): TimelineEntry[] {
    const known = this.#timelines.get(id);
    if (known) return known;
    const made = firstTimeline(this.#contact(id));
    this.#timelines.set(id, made);
    return made;
  }
}

const THREE_STAGES: readonly Stage[] = [
  { id: 'stage-1', title: 'Novos', outcome: 'open' },
  { id: 'stage-2', title: 'Em andamento', outcome: 'open' },
  { id: 'stage-3', title: 'Concluídos', outcome: 'won' },
  { id: 'stage-4', title: 'Perdidos', outcome: 'lost' },
];

function gone(): Refused {
  return new Refused({ code: 'not_found', message: 'Isto não existe mais.' });
}

export function blank(id: ContactId, given: Partial<Contact>): Contact {
  const now = iso(Date.now());
  return {
    id,
    name: '',
    phones: [],
    emails: [],
    stage: '',
    stage_id: '',
    position: '',
    stage_since: now,
    unread: 0,
    last_message: null,
    last_message_at: null,
    waiting_since: null,
    appointment: null,
    amount: null,
    source: null,
    source_id: null,
    test: false,
    created_at: now,
    archived: false,
    ...given,
  };
}
