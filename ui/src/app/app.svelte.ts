// Everything that lives as long as the window: what is known of the business, and the tools that all views share.
import { createContext } from 'svelte';

import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type {
  Alert,
  Business,
  Desktop,
  Hello,
  Reach,
  Receiving,
  Settings,
  Source,
} from '../backend/generated';
import { Board } from '../board/board.svelte';
import { setZone } from '../i18n/format.svelte';
import { setLang } from '../i18n/text.svelte';
import { Announcer } from '../shared/announcer.svelte';
import { Clock } from '../shared/clock.svelte';
import { Theme } from '../shared/theme.svelte';
import { Toaster } from '../shared/toaster.svelte';
import { Acts } from './acts.svelte';
import { Feed } from './feed';
import { Router } from './router.svelte';

export class App {
  readonly backend: Backend;
  readonly feed = new Feed();
  readonly router = new Router();
  readonly toaster = new Toaster();
  readonly announcer = new Announcer();
  readonly clock = new Clock();
  readonly theme = new Theme();
  readonly acts: Acts;
  readonly board: Board;

  /** `starting` until the first answers are there; `failed` with {@link failure} where they never came. */
  status = $state<'starting' | 'ready' | 'failed'>('starting');
  failure = $state('');
  /** Whether the engine is out of reach just now. */
  lost = $state(false);
  /** Why the engine could not be brought back, where that was given up. */
  givenUp = $state<string | null>(null);
  /** The window is being closed where no tray would lead back: whether to go on receiving is to be asked. */
  closeAsked = $state(false);

  hello = $state.raw<Hello | null>(null);
  business = $state.raw<Business | null>(null);
  settings = $state.raw<Settings | null>(null);
  receiving = $state.raw<Receiving>('off');
  /** How senders elsewhere reach this computer. */
  reach = $state.raw<Reach>({ tunnel: null, own_address: null });
  /** A link to a relay that was opened, about which the person is to be asked. */
  invitation = $state<string | null>(null);
  /** `null` where the holder is no desk. */
  desktop = $state.raw<Desktop | null>(null);
  /** The connections that were not removed, in the order they were made. */
  sources = $state.raw<readonly Source[]>([]);
  /** What the owner should know of the connections. */
  alerts = $state.raw<readonly Alert[]>([]);
  /** Milliseconds since 1970 of the newest message that is known of. */
  lastArrival = $state<number | null>(null);

  constructor(backend: Backend) {
    this.backend = backend;
    this.board = new Board(backend);
    this.acts = new Acts(backend, this.toaster, (contact) => {
      if (contact) this.board.apply(contact);
    });
    this.#listen();
  }

  /** Follows the engine until the returned function is called. */
  start(): () => void {
    const stops = [this.clock.start(), this.theme.start(), this.feed.follow(this.backend)];
    void this.load();
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Asks for everything that is shown from the start. */
  async load(): Promise<void> {
    try {
      const [hello, business, settings, receiving, reach, desktop, sources, alerts] = await Promise.all([
        this.backend.ask('SayHello', {}),
        this.backend.ask('ShowBusiness', {}),
        this.backend.ask('ShowSettings', {}),
        this.backend.ask('ShowReceiving', {}),
        this.backend.ask('ShowReach', {}),
        this.backend.ask('ShowDesktop', {}),
        this.backend.ask('ListSources', {}),
        this.backend.ask('ListAlerts', {}),
      ]);
      this.hello = hello;
      this.receiving = receiving;
      this.reach = reach;
      this.desktop = desktop;
      this.sources = sources;
      this.alerts = alerts;
      this.#takeSettings(settings);
      this.#takeBusiness(business);
      this.status = 'ready';
    } catch (thrown) {
      this.failure = explain(thrown);
      this.status = 'failed';
      return;
    }
    await this.board.load();
    this.#heardAt(this.board.newestMessageAt());
  }

  #listen(): void {
    this.feed.on('business', (business) => this.#takeBusiness(business));
    this.feed.on('settings', (settings) => this.#takeSettings(settings));
    this.feed.on('receiving', (receiving) => (this.receiving = receiving));
    this.feed.on('reach', (reach) => (this.reach = reach));
    this.feed.on('desktop', (desktop) => (this.desktop = desktop));
    this.feed.on('alerts', (alerts) => (this.alerts = alerts));
    this.feed.on('source', (source) => this.#takeSource(source));
    this.feed.on('contact', (contact) => this.board.apply(contact));
    this.feed.on('contact_gone', (id) => {
      this.board.gone(id);
      if (this.router.contact === id) this.router.close();
    });
    this.feed.on('stages', () => void this.board.load());
    this.feed.on('arrival', (arrival) => this.#heardAt(Date.parse(arrival.received_at)));
    this.feed.on('lost', () => (this.lost = true));
    this.feed.on('given_up', (reason) => (this.givenUp = reason));
    this.feed.on('close_asked', () => (this.closeAsked = true));
    this.feed.on('found', () => {
      this.lost = false;
      this.givenUp = null;
      // What was asked before anybody answered is asked now.
      if (this.status === 'failed') void this.load();
    });
    this.feed.on('reload', () => void this.load());
    this.feed.on('order', (order) => {
      if (order === 'already_open' || order.show.at === null) return;
      const { at } = order.show;
      if ('contact' in at) this.router.open(at.contact);
      else if ('activity' in at) this.router.openActivity(at.activity);
      else if ('connection' in at) this.router.openConnection(at.connection);
      else this.invitation = at.relay;
    });
  }

  #takeBusiness(business: Business): void {
    this.business = business;
    setLang(business.lang);
    setZone(business.zone);
  }

  #takeSettings(settings: Settings): void {
    this.settings = settings;
    this.theme.choose(settings.theme);
  }

  #takeSource(source: Source): void {
    const others = this.sources.filter((known) => known.id !== source.id);
    if (source.state === 'removed') this.sources = others;
    else if (others.length === this.sources.length) this.sources = [...this.sources, source];
    else this.sources = this.sources.map((known) => (known.id === source.id ? source : known));
  }

  #heardAt(at: number | null): void {
    if (at !== null) this.lastArrival = Math.max(this.lastArrival ?? 0, at);
  }
}

export const [getApp, setApp] = createContext<App>();
