// What was done in this window and can be undone, newest last.
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { ActId, Contact } from '../backend/generated';
import { t } from '../i18n/text.svelte';
import type { Toaster } from '../shared/toaster.svelte';

/** As far back as a person remembers what they did. */
const MOST = 50;

export class Acts {
  #done: ActId[] = [];
  #backend: Backend;
  #toaster: Toaster;
  #onUndone: (contact: Contact | null) => void;

  constructor(backend: Backend, toaster: Toaster, onUndone: (contact: Contact | null) => void) {
    this.#backend = backend;
    this.#toaster = toaster;
    this.#onUndone = onUndone;
  }

  /** Something was done: `text` says what, and the notice offers to take it back. */
  did(act: ActId | null, text: string): void {
    if (act === null) return;
    this.remember(act);
    this.#toaster.show(text, {
      key: 'act',
      action: { label: t('ui-undo'), run: () => this.undo(act) },
    });
  }

  /** Something was done that needs no words but can be taken back. */
  remember(act: ActId | null): void {
    if (act !== null) this.#done = [...this.#done, act].slice(-MOST);
  }

  async undoLast(): Promise<void> {
    const last = this.#done.at(-1);
    if (last === undefined) this.#toaster.show(t('ui-undo-nothing'), { key: 'act' });
    else await this.undo(last);
  }

  async undo(act: ActId): Promise<void> {
    this.#done = this.#done.filter((done) => done !== act);
    try {
      const { contact } = await this.#backend.ask('Undo', { act });
      this.#onUndone(contact);
      this.#toaster.show(t('ui-undone'), { key: 'act', stay: 3_000 });
    } catch (refused) {
      this.#toaster.show(explain(refused), { key: 'act', tone: 'bad' });
    }
  }
}
