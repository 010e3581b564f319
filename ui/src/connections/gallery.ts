// The kinds of senders to choose from: by group while nothing is typed, by what fits best afterwards.
import type { Preset, PresetGroup, Source } from '../backend/generated';
import { found } from '../shared/choices';

/** In their order, each with the message that names it. */
export const GROUPS: Readonly<Record<PresetGroup, string>> = {
  messages: 'ui-gallery-messages',
  forms: 'ui-gallery-forms',
  appointments: 'ui-gallery-appointments',
  payments: 'ui-gallery-payments',
  shops: 'ui-gallery-shops',
  other: 'ui-gallery-other',
};

/** The preset for a sender that no other is known for. */
export const OTHER = 'other';

export interface Shelf {
  group: PresetGroup;
  presets: readonly Preset[];
}

/** Each group with its presets by title, empty ones left out. */
export function shelves(presets: readonly Preset[]): Shelf[] {
  const sorted = presets.toSorted((a, b) => a.title.localeCompare(b.title));
  return (Object.keys(GROUPS) as PresetGroup[])
    .map((group) => ({
      group,
      presets: sorted.filter((preset) => preset.group === group),
    }))
    .filter((shelf) => shelf.presets.length > 0);
}

/** Those that hold every word typed in their title, their line or their other names. */
export function matching(presets: readonly Preset[], typed: string): Preset[] {
  const by = new Map(presets.map((preset) => [preset.id, preset]));
  return found(
    presets.map(({ id, title, about, words }) => ({
      value: id,
      label: title,
      detail: `${about} ${words.join(' ')}`,
    })),
    typed,
  ).map(({ value }) => by.get(value)!);
}

/** A title that no other connection has: the preset's own, numbered where that is taken. */
export function freeTitle(preset: Preset, sources: readonly Source[]): string {
  const taken = new Set(sources.map((source) => source.title));
  let title = preset.title;
  for (let n = 2; taken.has(title); n++) title = `${preset.title} ${n}`;
  return title;
}

/** The connection to that kind of sender that nothing came through yet. */
export function unfinished(preset: Preset, sources: readonly Source[]): Source | undefined {
  return sources.find((source) => source.preset === preset.id && source.first_delivery_at === null);
}
