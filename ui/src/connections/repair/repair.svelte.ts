// A mapping that follows a changed shape: where each value that is gone comes now, tried on what came without it.
import type { Backend } from '../../backend/backend';
import { explain } from '../../backend/explain';
import type {
  Applied,
  Mapping,
  MappingPreview,
  MappingRule,
  Rehearsal,
  Role,
  ShapeComparison,
  SourceId,
} from '../../backend/generated';
import { sameRole } from '../mapping/roles';
import type { Path } from '../mapping/tree';

/** How long nobody chooses before what they chose is tried, in milliseconds. */
const REST_MS = 200;

/** Something that is to be read, and where it comes. */
export interface Row {
  /** Unique among the rows. */
  key: string;
  role: Role;
  /** Where it came before; `null` for a value that is new. */
  gone: { path: Path; name: string } | null;
  /** What was proposed, and whether that is as good as certain. */
  proposed: { path: Path; sure: boolean } | null;
}

export class Repair {
  /** `none` where nothing has changed, or no longer. */
  status = $state<'loading' | 'none' | 'ready' | 'failed'>('loading');
  failure = $state('');
  compared = $state.raw<ShapeComparison | null>(null);
  preview = $state.raw<MappingPreview | null>(null);
  rehearsal = $state.raw<Rehearsal | null>(null);
  /** Why it could not be tried, saved or put back. */
  refused = $state('');
  saving = $state(false);
  /** What saving has brought. */
  applied = $state.raw<Applied | null>(null);

  #choices = $state.raw<ReadonlyMap<string, Path | null>>(new Map());

  readonly rows = $derived(rowsOf(this.compared));

  /** What the owner keeps, with a rule for each value that was found. */
  readonly mapping: Mapping = $derived({ rules: this.#rules() });

  /** What is read of the newest delivery, were it saved so. */
  readonly read = $derived(this.#read());

  /** Whether anything was chosen that was not read before. */
  readonly found = $derived(this.rows.some((row) => this.choice(row) !== null));

  #tried: readonly MappingRule[] = $state.raw([]);
  #backend: Backend;
  #source: SourceId;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(backend: Backend, source: SourceId) {
    this.#backend = backend;
    this.#source = source;
  }

  async load(): Promise<void> {
    try {
      const compared = await this.#backend.ask('ShowShapeChange', { source: this.#source });
      if (this.applied !== null) return;
      this.compared = compared;
      this.status = compared === null ? 'none' : 'ready';
      if (compared !== null) await this.#try();
    } catch (thrown) {
      if (this.compared !== null) return;
      this.failure = explain(thrown);
      this.status = 'failed';
    }
  }

  /** Where the row's value comes now; `null` for nowhere. */
  choice(row: Row): Path | null {
    const chosen = this.#choices.get(row.key);
    if (chosen !== undefined) return chosen;
    // Beside what is gone, what is new may well be nothing.
    if (row.gone === null && (this.compared?.gone.length ?? 0) > 0) return null;
    return row.proposed?.path ?? null;
  }

  /** Why the chosen value cannot be what it is to be. */
  problem(row: Row): string | null {
    const path = this.choice(row);
    const place = this.#tried.findIndex((rule) => rule.path === path && sameRole(rule.role, row.role));
    return this.preview?.problems.find(([at]) => at === place)?.[1] ?? null;
  }

  /** A value is one thing: a row that had it has none then. */
  choose(row: Row, path: Path | null): void {
    const next = new Map(this.#choices);
    for (const other of this.rows) {
      if (path !== null && other.key !== row.key && this.choice(other) === path) next.set(other.key, null);
    }
    next.set(row.key, path);
    this.#choices = next;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), REST_MS);
  }

  /** Keeps the mapping and mends what came broken. Whether it was done; a refusal is told by {@link refused}. */
  async save(): Promise<boolean> {
    return this.#send(this.mapping, (applied) => (this.applied = applied));
  }

  /** The mapping as it was. What was mended stays so. */
  async putBack(): Promise<boolean> {
    const before = this.compared?.mapping ?? { rules: [] };
    return this.#send(before, () => (this.applied = null));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tries++;
  }

  async #send(mapping: Mapping, done: (applied: Applied) => void): Promise<boolean> {
    this.saving = true;
    this.refused = '';
    clearTimeout(this.#timer);
    this.#tries++;
    try {
      done(
        await this.#backend.ask('SaveMapping', {
          source: this.#source,
          mapping: { rules: [...mapping.rules] },
        }),
      );
      return true;
    } catch (thrown) {
      this.refused = explain(thrown);
      return false;
    } finally {
      this.saving = false;
    }
  }

  #rules(): MappingRule[] {
    const chosen = this.rows.flatMap((row) => {
      const path = this.choice(row);
      return path === null ? [] : [{ path, role: row.role }];
    });
    const paths = new Set(chosen.map((rule) => rule.path));
    return [...(this.compared?.kept ?? []).filter((rule) => !paths.has(rule.path)), ...chosen];
  }

  #read(): ReadonlyMap<Path, { role: Role; guessed: boolean }> {
    const read = new Map<Path, { role: Role; guessed: boolean }>();
    for (const rule of this.compared?.after.read ?? [])
      read.set(rule.path, { role: rule.role, guessed: true });
    for (const rule of this.mapping.rules) {
      for (const [path, known] of read) {
        if (known.guessed && sameRole(known.role, rule.role)) read.delete(path);
      }
      read.set(rule.path, { role: rule.role, guessed: false });
    }
    return read;
  }

  async #try(): Promise<void> {
    if (this.compared === null) return;
    const asked = ++this.#tries;
    const mapping = { rules: [...this.mapping.rules] };
    const { delivery } = this.compared.after;
    try {
      const preview = await this.#backend.ask('PreviewMapping', { delivery, mapping });
      if (asked !== this.#tries) return;
      this.#tried = mapping.rules;
      this.preview = preview;
      this.refused = '';
      const rehearsal = await this.#backend.ask('RehearseMapping', { source: this.#source, mapping });
      if (asked === this.#tries) this.rehearsal = rehearsal;
    } catch (thrown) {
      if (asked === this.#tries) this.refused = explain(thrown);
    }
  }
}

function rowsOf(compared: ShapeComparison | null): Row[] {
  if (compared === null) return [];
  const gone = compared.gone.map((value) => ({
    key: `gone ${value.path}`,
    role: value.role,
    gone: { path: value.path, name: value.name },
    proposed: value.proposed && { path: value.proposed.path, sure: value.proposed.sure },
  }));
  const fresh = compared.new.flatMap((value) =>
    value.role === null
      ? []
      : [
          {
            key: `new ${value.path}`,
            role: value.role,
            gone: null,
            proposed: { path: value.path, sure: false },
          },
        ],
  );
  return [...gone, ...fresh];
}
