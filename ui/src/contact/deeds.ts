// What is done to a contact from its drawer, its menus and its dialogs: asked, remembered for undoing, said.
import type { App } from '../app/app.svelte';
import { explain } from '../backend/explain';
import type { Acted, Contact, ReplyVia, Stage } from '../backend/generated';
import { t } from '../i18n/text.svelte';
import { CHANNEL_NAME } from './channels';
import { shownName } from './name';

/** `false` where the engine refused, which was said already. */
type Done = Promise<boolean>;

export async function move(app: App, contact: Contact, stage: Stage): Done {
  if (stage.id === contact.stage_id && !contact.archived) return true;
  return deed(
    app,
    () => app.backend.ask('MoveContact', { contact: contact.id, stage: stage.id, under: null }),
    {
      id: 'ui-moved-to',
      args: { name: shownName(contact), stage: stage.title },
    },
  );
}

export async function rename(app: App, contact: Contact, name: string): Done {
  if (name === contact.name) return true;
  return deed(
    app,
    () => app.backend.ask('EditContact', { contact: contact.id, name, phones: null, emails: null }),
    { id: 'ui-did-rename', args: {} },
  );
}

export async function edit(
  app: App,
  contact: Contact,
  to: Pick<Contact, 'name' | 'phones' | 'emails'>,
): Done {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((x, i) => x === b[i]);
  const name = to.name === contact.name ? null : to.name;
  const phones = same(to.phones, contact.phones) ? null : to.phones;
  const emails = same(to.emails, contact.emails) ? null : to.emails;
  if (name === null && phones === null && emails === null) return true;
  return deed(app, () => app.backend.ask('EditContact', { contact: contact.id, name, phones, emails }), {
    id: 'ui-did-edit',
    args: { who: to.name || shownName(contact) },
  });
}

export async function markUnread(app: App, contact: Contact): Done {
  return deed(app, () => app.backend.ask('MarkRead', { contact: contact.id, read: false }), {
    id: 'ui-did-unread',
    args: { who: shownName(contact) },
  });
}

/** Looking at somebody is no deed to be told of, but it can be taken back like one. */
export async function markSeen(app: App, contact: Contact): Promise<void> {
  try {
    const { act } = await app.backend.ask('MarkRead', { contact: contact.id, read: true });
    app.acts.remember(act);
  } catch {
    // The card stays marked as unread, which says as much.
  }
}

export async function addNote(app: App, contact: Contact, text: string): Done {
  return deed(app, () => app.backend.ask('AddNote', { contact: contact.id, text }), {
    id: 'ui-did-note',
    args: {},
  });
}

export async function archive(app: App, contact: Contact): Done {
  return deed(app, () => app.backend.ask('ArchiveContact', { contact: contact.id }), {
    id: 'ui-did-archive',
    args: { who: shownName(contact) },
  });
}

export async function restore(app: App, contact: Contact): Done {
  return deed(app, () => app.backend.ask('RestoreContact', { contact: contact.id }), {
    id: 'ui-did-restore',
    args: { who: shownName(contact), stage: contact.stage },
  });
}

/** Notes the reply and opens the program it is written in. */
export async function reply(app: App, contact: Contact, via: ReplyVia, text: string): Done {
  let link = '';
  const noted = await deed(
    app,
    async () => {
      const replied = await app.backend.ask('Reply', { contact: contact.id, via, text: text.trim() || null });
      link = replied.link;
      return replied.acted;
    },
    { id: 'ui-did-reply', args: { via: t(CHANNEL_NAME[via]) } },
  );
  if (!noted) return false;
  try {
    await app.backend.window.openLink(link);
  } catch {
    app.toaster.show(t('ui-reply-no-program', { via: t(CHANNEL_NAME[via]) }), { tone: 'bad' });
  }
  return true;
}

async function deed(
  app: App,
  ask: () => Promise<Acted>,
  said: { id: string; args: Record<string, string> },
): Done {
  try {
    const { contact, act } = await ask();
    app.board.apply(contact);
    app.acts.did(act, t(said.id, said.args));
    return true;
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
    return false;
  }
}
