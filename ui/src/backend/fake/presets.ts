// The presets as the engine would give them, read from the very folders that the engine has them from.
import { parse } from 'smol-toml';

import type { Lang } from '../../i18n/text.svelte';
import type { GivesUp, Preset, PresetGroup, Scheme, SecretField } from '../generated';

type Text = Record<Lang, string>;

interface SecretToml {
  label: Text;
  hint: Text;
  ours?: boolean;
}

interface SchemeToml {
  id: string;
  title: Text;
  required?: boolean;
  secret?: SecretToml;
  name?: string;
  header?: string;
  name_is_free?: boolean;
  content?: string | string[];
}

interface PresetToml {
  title: Text;
  about: Text;
  group: PresetGroup;
  words?: string[];
  docs?: string;
  steps: Text[];
  first: Text;
  script?: Text;
  schemes: SchemeToml[];
  access_token?: SecretToml;
  handshake?: { kind: string };
  patience?: {
    text: Text;
    gives_up_after_minutes?: number;
    then?: GivesUp;
    recover?: Text[];
  };
}

const FILES = import.meta.glob<string>('../../../../presets/*/preset.toml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const MARKS = import.meta.glob<string>('../../../../presets/*/mark.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export function presets(lang: Lang): Preset[] {
  return Object.entries(FILES).map(([path, toml]) =>
    shown(
      path.split('/').at(-2)!,
      parse(toml) as unknown as PresetToml,
      MARKS[path.replace('preset.toml', 'mark.svg')] ?? '',
      lang,
    ),
  );
}

function shown(id: string, toml: PresetToml, mark: string, lang: Lang): Preset {
  const field = (secret: SecretToml | undefined): SecretField | null =>
    secret ? { label: secret.label[lang], hint: secret.hint[lang], ours: secret.ours ?? false } : null;
  return {
    id,
    title: toml.title[lang],
    about: toml.about[lang],
    group: toml.group,
    words: toml.words ?? [],
    mark,
    docs: toml.docs ?? null,
    steps: toml.steps.map((step) => step[lang]),
    first: toml.first[lang],
    script: toml.script?.[lang] ?? null,
    schemes: toml.schemes.map((scheme): Scheme => ({
      id: scheme.id,
      title: scheme.title[lang],
      secret: field(scheme.secret),
      required: scheme.required ?? false,
      name: scheme.name_is_free ? (scheme.name ?? scheme.header ?? '') : null,
    })),
    access_token: field(toml.access_token),
    verify_token: toml.handshake?.kind === 'meta',
    signs_address: toml.schemes.some((scheme) => scheme.content === 'url-and-form'),
    patience: toml.patience
      ? {
          text: toml.patience.text[lang],
          gives_up_after_minutes: toml.patience.gives_up_after_minutes ?? null,
          then: toml.patience.then ?? 'lost',
          recover: (toml.patience.recover ?? []).map((step) => step[lang]),
        }
      : null,
  };
}
