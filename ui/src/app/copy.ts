// Putting a text on the clipboard: the desk does it, where it stays when the window closes.
import { Refused } from '../backend/backend';
import { explain } from '../backend/explain';
import { t } from '../i18n/text.svelte';
import type { App } from './app.svelte';

/** `false` where it could not be done, which was said already. */
export async function copyText(app: App, text: string): Promise<boolean> {
  try {
    await app.backend.ask('CopyText', { text }).catch(async (thrown: unknown) => {
      // A service has no clipboard; the page's own lasts as long as the window, which is better than none.
      if (!(thrown instanceof Refused) || thrown.code !== 'no_desktop') throw thrown;
      await navigator.clipboard.writeText(text).catch(() => {
        throw thrown;
      });
    });
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
    return false;
  }
  app.announcer.say(t('ui-copied'));
  return true;
}
