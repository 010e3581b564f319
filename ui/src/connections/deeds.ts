// What is done to a connection from more than one place.
import type { App } from '../app/app.svelte';
import { explain } from '../backend/explain';
import type { Source } from '../backend/generated';
import { t } from '../i18n/text.svelte';

export function pause(app: App, source: Source): Promise<boolean> {
  return doing(app, async () => {
    await app.backend.ask('PauseSource', { source: source.id });
    return t('ui-source-paused', { title: source.title });
  });
}

export function resume(app: App, source: Source): Promise<boolean> {
  return doing(app, async () => {
    const { applied } = await app.backend.ask('ResumeSource', { source: source.id });
    return t('ui-source-resumed', { title: source.title, count: applied });
  });
}

export function remove(app: App, source: Source): Promise<boolean> {
  return doing(app, async () => {
    await app.backend.ask('RemoveSource', { source: source.id });
    return t('ui-source-removed', { title: source.title });
  });
}

/** Takes away all that tests left. */
export async function removeTests(app: App): Promise<void> {
  try {
    const { contacts } = await app.backend.ask('RemoveTests', {});
    app.toaster.show(t('ui-tests-removed', { count: contacts }));
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
  }
}

/** Says how it ended; whether it was done. */
export async function doing(app: App, ask: () => Promise<string>): Promise<boolean> {
  try {
    app.toaster.show(await ask(), { key: 'source' });
    return true;
  } catch (thrown) {
    app.toaster.show(explain(thrown), { key: 'source', tone: 'bad' });
    return false;
  }
}
