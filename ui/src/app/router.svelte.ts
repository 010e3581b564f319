import type { ContactId, DeliveryId, SourceId } from '../backend/generated';

export type View = 'board' | 'activity' | 'monitoring' | 'connections' | 'settings' | 'about';

/** Where it is kept what the window shows: it ends when it is closed, and the next one opens there. */
const KEPT = 'recado.place';

/** What the window shows. There are no addresses: nothing in the page may navigate. */
export class Router {
  #view = $state<View>('board');
  #contact = $state<ContactId | null>(null);
  #connection = $state<SourceId | 'new' | null>(null);
  /** Whether the connection was opened to have its key changed. */
  changingSecret = $state(false);
  /** The connection whose mapping was opened to follow a changed shape. */
  repairing = $state<SourceId | null>(null);
  /** The source whose deliveries the activity begins with; it may show others after that. */
  activityOf = $state<SourceId | null>(null);
  /** The time with which the activity begins. */
  activityDuring = $state.raw<{ since: number; until: number } | null>(null);
  /** The delivery that is open when the activity begins. */
  deliveryToOpen: DeliveryId | null = null;
  /** The source that the monitoring tells of; all of them where there is none. */
  monitoringOf = $state<SourceId | null>(null);
  /** Whether the settings were opened for the public address. */
  showingReach = $state(false);
  /** Whether the search stands over everything. */
  searching = $state(false);

  constructor() {
    const [view, contact, connection] = (localStorage.getItem(KEPT) ?? '').split(' ');
    if (view === 'activity' || view === 'monitoring' || view === 'connections' || view === 'settings')
      this.#view = view;
    if (contact) this.#contact = contact;
    if (connection && view === 'connections') this.#connection = connection;
  }

  get view(): View {
    return this.#view;
  }

  /** The contact whose drawer is open beside the board. */
  get contact(): ContactId | null {
    return this.#contact;
  }

  /** Which connection is open, or `new` while one is being chosen; else all of them are shown. */
  get connection(): SourceId | 'new' | null {
    return this.#connection;
  }

  go(view: View): void {
    this.#view = view;
    this.#connection = null;
    this.activityOf = null;
    this.activityDuring = null;
    this.deliveryToOpen = null;
    this.monitoringOf = null;
    this.#keep();
  }

  openConnection(connection: SourceId | 'new', { changeSecret = false } = {}): void {
    this.#view = 'connections';
    this.#connection = connection;
    this.changingSecret = changeSecret;
    this.#keep();
  }

  /** To a connection, to have its mapping follow what its sender sends now. */
  openRepair(connection: SourceId): void {
    this.openConnection(connection);
    this.repairing = connection;
  }

  /** To the settings of the public address. */
  openReach(): void {
    this.go('settings');
    this.showingReach = true;
  }

  openActivity(of: SourceId | null, during: { since: number; until: number } | null = null): void {
    this.#view = 'activity';
    this.activityOf = of;
    this.activityDuring = during;
    this.deliveryToOpen = null;
    this.#keep();
  }

  /** Among the deliveries of its source. */
  openDelivery(delivery: DeliveryId, of: SourceId): void {
    this.openActivity(of);
    this.deliveryToOpen = delivery;
  }

  openMonitoring(of: SourceId | null): void {
    this.#view = 'monitoring';
    this.monitoringOf = of;
    this.#keep();
  }

  open(contact: ContactId): void {
    this.#view = 'board';
    this.#contact = contact;
    this.#keep();
  }

  close(): void {
    this.#contact = null;
    this.#keep();
  }

  #keep(): void {
    localStorage.setItem(KEPT, `${this.#view} ${this.#contact ?? ''} ${this.#connection ?? ''}`);
  }
}
