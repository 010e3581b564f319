// What the first "begin" does: says whose Recado this is and makes sure that somebody can reach it.
import type { Backend } from '../backend/backend';
import type { Business } from '../backend/generated';

interface Chosen {
  business: Business;
  /** Whether the language was chosen by hand, and is not simply the computer's. */
  keepLanguage: boolean;
  sourceTitle: string;
}

/** Safe to repeat after a failure half-way: what is there already is not made twice. */
export async function setUp(backend: Backend, chosen: Chosen): Promise<void> {
  await backend.ask('SetUpBusiness', chosen.business);
  if (chosen.keepLanguage) {
    await backend.ask('ChangeSetting', { setting: { language: chosen.business.lang } });
  }
  const sources = await backend.ask('ListSources', {});
  if (sources.length > 0) return;
  await backend.ask('AddSource', { title: chosen.sourceTitle, preset: null, secret: null, allow_get: false });
}
