import { page, userEvent } from 'vitest/browser';
import { afterEach, expect, test } from 'vitest';

import { ready } from '../src/welcome/ready.svelte';
import { openWindow } from './window';

afterEach(() => {
  ready.putAway();
  localStorage.clear();
});

/** Goes on with Tab until the focus is on something that is called so; nobody wants to press it more often. */
async function tabTo(called: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let pressed = 0; pressed < 60; pressed++) {
    const focused = document.activeElement!;
    const name = `${focused.getAttribute('aria-label') ?? ''} ${focused.textContent} ${focused.id}`;
    if (focused.matches('button, input, textarea, [role=button]') && called.test(name)) return;
    passed.push(name.trim().slice(0, 40));
    await userEvent.keyboard('{Tab}');
  }
  throw new Error(`Tab never came to ${called}; it passed ${passed.join(' | ')}`);
}

const cardsIn = (stage: string) =>
  [...document.querySelectorAll(`[data-stage="${stage}"] [data-card] .name`)].map((name) =>
    name.textContent.trim(),
  );

test('from the welcome to a note, a move and its undoing, by keyboard alone', async () => {
  const { backend } = await openWindow('state=first');
  // The first field has the focus; Enter in it begins.
  await userEvent.keyboard('Clínica Sorriso');
  await tabTo(/Começar/);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Clínica Sorriso' })).toBeVisible();

  await tabTo(/Enviar um teste/);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => cardsIn('stage-1')).toEqual(['Contato de teste']);

  // To the card, and into its drawer.
  await tabTo(/Isto é um teste/);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('complementary', { name: 'Contato de teste' })).toHaveFocus();
  await tabTo(/Só para você/);
  await userEvent.keyboard('Veio pelo teste');
  await tabTo(/^\s*Anotar/);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('log').getByText('Veio pelo teste')).toBeVisible();

  // Escape leaves the drawer and is back at the card, which is carried on.
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
  await expect.poll(() => document.activeElement?.getAttribute('data-card')).not.toBeNull();
  await userEvent.keyboard(' {ArrowRight}');
  const standsIn = () => document.activeElement?.closest('[data-stage]')?.getAttribute('data-stage');
  await expect.poll(standsIn).toBe('stage-2');
  await userEvent.keyboard(' ');
  await expect.poll(() => [...backend.engine.board.contacts.values()][0]!.stage).toBe('Em conversa');

  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => cardsIn('stage-1')).toEqual(['Contato de teste']);
  // The next one back is the note.
  const contact = [...backend.engine.board.contacts.keys()][0]!;
  const notes = () =>
    backend.engine
      .answer('ShowContact', { contact, entries: 50 })
      .timeline.entries.filter(({ what }) => typeof what !== 'string' && 'note' in what).length;
  expect(notes()).toBe(1);
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(notes).toBe(0);
});
