// A payload as lines to show: what is closed is not walked, so that a big one costs no more than what is open of it.

/** Where a value stands: a JSON Pointer (RFC 6901). */
export type Path = string;

export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export interface TreeLine {
  path: Path;
  /** Of what holds it; `null` at the top. */
  parent: Path | null;
  depth: number;
  /** The key as it came, or the place in a list counted from 1. */
  key: string;
  kind: ValueKind;
  /** Only of objects and arrays. */
  open: boolean;
  /** How many values an object or array holds itself. */
  size: number;
  /** A plain value in full. */
  text: string;
  /** Its place among its siblings, from 1, and how many they are. */
  place: number;
  siblings: number;
}

/** So many lines are opened by themselves: about two screens full. */
const OPENED = 60;

/** More than this many values in one list are opened by hand only. */
const LONG = 40;

export function linesOf(tree: unknown, open: ReadonlySet<Path>): TreeLine[] {
  const lines: TreeLine[] = [];
  // A stack instead of calls: how deep the sender nests is no business of ours.
  const stack: { entries: readonly [string, unknown][]; at: number; parent: Path | null; list: boolean }[] = [
    {
      entries: isHolder(tree) ? Object.entries(tree) : [['', tree]],
      at: 0,
      parent: null,
      list: Array.isArray(tree),
    },
  ];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const entry = top.entries[top.at++];
    if (!entry) {
      stack.pop();
      continue;
    }
    const [key, value] = entry;
    const whole = !isHolder(tree) && top.parent === null;
    const path = whole ? '' : `${top.parent ?? ''}/${escaped(key)}`;
    const holder = isHolder(value);
    const inner = holder ? Object.entries(value) : [];
    lines.push({
      path,
      parent: top.parent,
      depth: stack.length - 1,
      key: top.list ? String(top.at) : key,
      kind: kindOf(value),
      open: holder && open.has(path),
      size: inner.length,
      text: holder ? '' : value === null ? '' : String(value),
      place: top.at,
      siblings: top.entries.length,
    });
    if (holder && open.has(path)) {
      stack.push({ entries: inner, at: 0, parent: path, list: Array.isArray(value) });
    }
  }
  return lines;
}

/** What is open at first: level by level, as far as a person may want to read, and all that leads to `shown`. */
export function openedAtFirst(tree: unknown, shown: readonly Path[]): Set<Path> {
  const open = new Set<Path>();
  for (const path of shown) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      open.add(path.slice(0, at));
  }
  let level: [Path, unknown][] = [['', tree]];
  let lines = 0;
  while (level.length > 0) {
    const next: [Path, unknown][] = [];
    for (const [path, value] of level) {
      if (!isHolder(value)) continue;
      const entries = Object.entries(value);
      if (path !== '' && (entries.length > LONG || lines + entries.length > OPENED)) continue;
      lines += entries.length;
      if (path !== '') open.add(path);
      for (const [key, inner] of entries.slice(0, OPENED)) next.push([`${path}/${escaped(key)}`, inner]);
    }
    level = next;
  }
  return open;
}

/** The value that a path leads to; `undefined` where it leads nowhere. */
export function valueAt(tree: unknown, path: Path): unknown {
  let at: unknown = tree;
  for (const key of path.split('/').slice(1)) {
    if (!isHolder(at) || !Object.hasOwn(at, unescaped(key))) return undefined;
    at = at[unescaped(key)];
  }
  return at;
}

/** The plain values of a payload in their order, `most` at most. */
export function valuesOf(tree: unknown, most: number): { path: Path; text: string }[] {
  const values: { path: Path; text: string }[] = [];
  const stack: [Path, unknown][] = [['', tree]];
  while (stack.length > 0 && values.length < most) {
    const [path, value] = stack.pop()!;
    if (isHolder(value)) {
      const inner = Object.entries(value).map(([key, one]): [Path, unknown] => [
        `${path}/${escaped(key)}`,
        one,
      ]);
      stack.push(...inner.reverse());
    } else if (value !== null && value !== undefined && value !== '') {
      values.push({ path, text: String(value) });
    }
  }
  return values;
}

/** A path as a person reads it: `cliente › telefone`, list places counted from 1. */
export function readable(tree: unknown, path: Path): string {
  const words: string[] = [];
  let at: unknown = tree;
  for (const key of path.split('/').slice(1).map(unescaped)) {
    words.push(Array.isArray(at) ? String(Number(key) + 1) : shown(key));
    at = isHolder(at) ? at[key] : undefined;
  }
  return words.join(' › ');
}

/** The last name on the way to a value that is no place in a list. */
export function nameOf(path: Path): string {
  const keys = path.split('/').slice(1).map(unescaped);
  return keys.findLast((key) => key !== '' && !/^\d+$/.test(key)) ?? '';
}

/** A text with everything written out that could change how the text around it is read. */
export function shown(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (sign) => (sign === '\n' ? '↵' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function kindOf(value: unknown): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'object':
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value as ValueKind;
    default:
      return 'null';
  }
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
