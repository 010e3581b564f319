// The words on screen. One Fluent catalogue a language, shared with the Rust side; the ids of the UI begin with ui-.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

import english from '../../../locales/en.ftl?raw';
import portuguese from '../../../locales/pt-BR.ftl?raw';

export type Lang = 'pt-BR' | 'en';

export const LANGS: readonly Lang[] = ['pt-BR', 'en'];

type Args = Record<string, FluentVariable>;

const bundles: Record<Lang, FluentBundle> = {
  'pt-BR': load('pt-BR', portuguese),
  en: load('en', english),
};

let current = $state<Lang>(systemLang());

/** The language of the app now; reading it in a template follows the change. */
export function lang(): Lang {
  return current;
}

export function setLang(next: Lang): void {
  current = next;
  document.documentElement.lang = next;
}

/** The language that suits the computer: Portuguese for any Portuguese, English for all others. */
export function systemLang(): Lang {
  return globalThis.navigator?.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

/** The message `id` in the language of the app; a missing one shows its id, so that a person sees something. */
export function t(id: string, args?: Args): string {
  return format(bundles[current], id, args) ?? format(bundles.en, id, args) ?? id;
}

function format(bundle: FluentBundle, id: string, args: Args | undefined): string | undefined {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, args ?? null, []) : undefined;
}

function load(lang: Lang, source: string): FluentBundle {
  const bundle = new FluentBundle(lang, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return bundle;
}
