// Changing one setting: asked, and told by the engine to everybody who shows it.
import type { App } from '../app/app.svelte';
import { explain } from '../backend/explain';
import type { Setting } from '../backend/generated';

export async function change(app: App, setting: Setting): Promise<void> {
  try {
    app.settings = await app.backend.ask('ChangeSetting', { setting });
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
    // What shows the setting falls back to how it stands.
    if (app.settings) app.settings = { ...app.settings };
  }
}
