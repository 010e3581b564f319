import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { hold, refuse } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const palette = () => page.getByRole('dialog', { name: 'Buscar' });
const field = () => palette().getByRole('combobox', { name: 'Buscar' });
const names = () =>
  [...document.querySelectorAll('[role=option] .name')].map((one) => one.textContent.trim());
const active = () => document.querySelector('[role=option][aria-selected=true] .name')?.textContent.trim();

async function openPalette(query = '') {
  const opened = await openWindow(query);
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(field()).toHaveFocus();
  return opened;
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('the search breaks no rule of accessibility: empty, with hits, without any, and refused', async () => {
    const { backend } = await openPalette(`theme=${theme}`);
    await expectAccessible();
    await field().fill('ana');
    await expect.poll(names).toContain('Luana Prates');
    await expectAccessible();
    await field().fill('xyzzy');
    await expect.element(page.getByText('Ninguém com “xyzzy”')).toBeVisible();
    await expectAccessible();
    refuse(backend, 'Search', { code: 'unavailable', message: 'O banco de dados não pode ser lido.' });
    await field().fill('ana');
    await expect.element(page.getByText('O banco de dados não pode ser lido.')).toBeVisible();
    await expectAccessible();
  });
});

test('the arrow keys choose among the hits, around the ends, and Enter opens the chosen one', async () => {
  await openPalette();
  await userEvent.keyboard('ana');
  await expect.poll(() => names().length).toBeGreaterThan(1);
  const all = names();
  expect(active()).toBe(all[0]);
  await userEvent.keyboard('{ArrowUp}');
  expect(active()).toBe(all.at(-1));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(active()).toBe(all[1]);
  const chosen = document.querySelector('[role=option][aria-selected=true]')!.id;
  expect(field().element().getAttribute('aria-activedescendant')).toBe(chosen);
  await userEvent.keyboard('{Enter}');
  await expect.element(palette()).not.toBeInTheDocument();
  await expect.element(page.getByRole('complementary', { name: all[1]! })).toBeVisible();
});

test('what was found is marked, in a name, a phone and a message', async () => {
  await openPalette();
  const marks = () => [...document.querySelectorAll('mark')].map((mark) => mark.textContent);
  await field().fill('luana');
  await expect.poll(marks).toEqual(['Luana']);
  await field().fill('99999-9999');
  await expect.poll(marks).toEqual(['999999999']);
  expect(names()).toEqual(['Carlos Menezes']);
  await field().fill('unimed');
  await expect.poll(marks).toEqual(['Unimed']);
});

test('an answer that comes late does not take the place of a newer one', async () => {
  const { backend } = await openPalette();
  const waiting = hold(backend, 'Search');
  await field().fill('luana');
  await field().fill('rita');
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]!();
  await expect.poll(names).toEqual(['Rita Fontes']);
  waiting[0]!();
  await expect.element(page.getByText('1 contato encontrado')).toBeInTheDocument();
  expect(names()).toEqual(['Rita Fontes']);
});

test('an emptied field forgets what was found, also what is still on its way', async () => {
  const { backend } = await openPalette();
  await field().fill('luana');
  await expect.poll(names).toEqual(['Luana Prates']);
  const waiting = hold(backend, 'Search');
  await field().fill('rita');
  await field().fill('');
  waiting[0]!();
  await expect.element(page.getByText('Um nome, um telefone escrito de qualquer jeito')).toBeVisible();
  expect(names()).toEqual([]);
});

test('somebody archived is found, and said to be', async () => {
  const { backend } = await openPalette();
  backend.engine.answer('ArchiveContact', { contact: 'contact-1' });
  await field().fill('luana');
  await expect.poll(() => document.querySelector('[role=option]')?.textContent).toContain('Arquivado');
});

test('the button in the bar opens it, and Escape gives the focus back', async () => {
  await openWindow();
  const button = page.getByRole('button', { name: 'Buscar nome, telefone, conversa' });
  await button.click();
  await expect.element(field()).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(palette()).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

test('it opens from the settings too, and not over another dialog', async () => {
  await openWindow();
  await page.getByRole('button', { name: 'Ajustes' }).click();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(field()).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Exportar' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Exportar contatos' })).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(palette()).not.toBeInTheDocument();
});
