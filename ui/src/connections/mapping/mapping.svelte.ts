// What the owner says the values of a payload are, until it is saved: tried on that payload and on those before it.
import type { Backend } from '../../backend/backend';
import { explain } from '../../backend/explain';
import type {
  Applied,
  Mapping,
  MappingPreview,
  MappingRule,
  Payload,
  Rehearsal,
  Role,
  SourceId,
} from '../../backend/generated';
import { sameRole, sameRules } from './roles';
import type { Path } from './tree';

/** How long nobody clicks before what they did is tried, in milliseconds. */
const REST_MS = 250;

export class MappingDraft {
  /** `none` where nothing was received yet. */
  status = $state<'loading' | 'none' | 'ready' | 'failed'>('loading');
  failure = $state('');
  payload = $state.raw<Payload | null>(null);
  /** Whether another one came after the payload that is shown. */
  outdated = $state(false);
  rules = $state.raw<readonly MappingRule[]>([]);
  /** What the rules make of the payload; that of the rules before while new ones are being tried. */
  preview = $state.raw<MappingPreview | null>(null);
  rehearsal = $state.raw<Rehearsal | null>(null);
  /** Why they could not be tried. */
  untried = $state('');
  saving = $state(false);
  /** What the last saving brought. */
  applied = $state.raw<Applied | null>(null);

  #saved = $state.raw<readonly MappingRule[]>([]);
  readonly dirty = $derived(!sameRules(this.rules, this.#saved));

  /** What is understood without the owner's word, where the owner says nothing else. Tags only add up. */
  readonly guesses = $derived(
    (this.payload?.guessed.rules ?? []).filter(
      (guess) =>
        !this.rules.some(
          (rule) => rule.path === guess.path || (guess.role !== 'tag' && sameRole(rule.role, guess.role)),
        ),
    ),
  );

  readonly problems = $derived(
    new Map((this.preview?.problems ?? []).map(([place, why]) => [this.#tried[place]?.path ?? '', why])),
  );

  #tried: readonly MappingRule[] = $state.raw([]);
  #backend: Backend;
  #source: SourceId;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(backend: Backend, source: SourceId, mapping: Mapping | null) {
    this.#backend = backend;
    this.#source = source;
    this.#saved = mapping?.rules ?? [];
    this.rules = this.#saved;
  }

  /** What is saved is another one now, made elsewhere. What the owner has said and not saved stays. */
  adopt(mapping: Mapping | null): void {
    const saved = mapping?.rules ?? [];
    if (this.saving || sameRules(saved, this.#saved)) return;
    const untouched = !this.dirty;
    this.#saved = saved;
    if (!untouched) return;
    this.#change(saved);
  }

  /** Asks for the payload that was received last. What the owner has said and not saved stays. */
  async load(): Promise<void> {
    try {
      const payload = await this.#backend.ask('ShowPayload', { source: this.#source });
      this.payload = payload;
      this.outdated = false;
      this.status = payload === null ? 'none' : 'ready';
      if (payload !== null) await this.#try();
    } catch (thrown) {
      if (this.payload !== null) return;
      this.failure = explain(thrown);
      this.status = 'failed';
    }
  }

  /** Something came. What is being looked at stays under the eyes that look at it. */
  arrived(): void {
    if (this.payload !== null) this.outdated = true;
    else void this.load();
  }

  roleOf(path: Path): { role: Role; guessed: boolean } | null {
    const rule = this.rules.find((known) => known.path === path);
    if (rule) return { role: rule.role, guessed: false };
    const guess = this.guesses.find((known) => known.path === path);
    return guess ? { role: guess.role, guessed: true } : null;
  }

  /** A value has one role; of a role that has as many values as it can, the oldest makes room. */
  say(path: Path, role: Role): void {
    const others = this.rules.filter((rule) => rule.path !== path);
    const same = others.filter((rule) => sameRole(rule.role, role));
    const gone = same.slice(0, Math.max(0, same.length + 1 - most(role)));
    this.#change([...others.filter((rule) => !gone.includes(rule)), { path, role }]);
  }

  unsay(path: Path): void {
    this.#change(this.rules.filter((rule) => rule.path !== path));
  }

  /** Back to what is saved. */
  revert(): void {
    this.#change(this.#saved);
  }

  /** Whether it was saved; a refusal is told by {@link untried}. */
  async save(): Promise<boolean> {
    this.saving = true;
    this.untried = '';
    const rules = this.rules;
    try {
      this.applied = await this.#backend.ask('SaveMapping', {
        source: this.#source,
        mapping: { rules: [...rules] },
      });
      this.#saved = rules;
      this.rehearsal = null;
      return true;
    } catch (thrown) {
      this.untried = explain(thrown);
      return false;
    } finally {
      this.saving = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tries++;
  }

  #change(rules: readonly MappingRule[]): void {
    this.rules = rules;
    this.applied = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), REST_MS);
  }

  async #try(): Promise<void> {
    if (this.payload === null) return;
    const asked = ++this.#tries;
    const rules = this.rules;
    const mapping = { rules: [...rules] };
    const { delivery } = this.payload;
    try {
      const preview = await this.#backend.ask('PreviewMapping', { delivery, mapping });
      if (asked !== this.#tries) return;
      this.#tried = rules;
      this.preview = preview;
      this.untried = '';
      const rehearsal = this.dirty
        ? await this.#backend.ask('RehearseMapping', { source: this.#source, mapping })
        : null;
      if (asked === this.#tries) this.rehearsal = rehearsal;
    } catch (thrown) {
      if (asked === this.#tries) this.untried = explain(thrown);
    }
  }
}

/** How many values may have it: a time may come as a day and an hour, a name or a message in pieces. */
function most(role: Role): number {
  if (typeof role !== 'string' || role === 'amount' || role === 'external_id') return 1;
  return role === 'appointment_time' ? 2 : Infinity;
}
