import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import type { SaveMapping } from '../src/backend/generated';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const dialog = () => page.getByRole('dialog', { name: 'O que mudou em Site' });
const where = (role: string) => dialog().getByRole('combobox', { name: `Onde está ${role} agora?` });
const save = () => dialog().getByRole('button', { name: /^Salvar/ });

async function openRepair(query = '') {
  const opened = await openWindow(`alerts=shape_changed&${query}`);
  await page.getByRole('button', { name: /^Conexões/ }).click();
  await page
    .getByRole('article', { name: 'Site' })
    .getByRole('button', { name: 'Site', exact: true })
    .click();
  const asked = listen(opened.backend);
  await page.getByRole('button', { name: 'Ver e consertar' }).click();
  await expect.element(dialog()).toBeVisible();
  await expect.element(save()).toBeVisible();
  return { ...opened, asked };
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('mending breaks no rule of accessibility, from the comparison to what came of it', async () => {
    await openRepair(`theme=${theme}`);
    await expect.element(dialog().getByText('O mais novo fica assim')).toBeVisible();
    await expect
      .element(dialog().getByRole('button', { name: 'Salvar e corrigir 17 entregas' }))
      .toBeVisible();
    await expectAccessible();
    await save().click();
    await expect.element(dialog().getByText('17 contatos recuperados')).toBeVisible();
    await expectAccessible();
  });
});

test('old and new stand side by side, with what is gone, what is new and what is read as what', async () => {
  await openRepair();
  const before = dialog().getByRole('tree', { name: 'Como chegava' });
  const after = dialog().getByRole('tree', { name: 'Como chega agora' });
  await expect
    .element(before.getByRole('treeitem', { name: /campo_1.*Rita Fontes.*não chega mais.*Nome/ }))
    .toBeVisible();
  await expect.element(before.getByRole('treeitem', { name: /campo_3.*rita@exemplo.com.br/ })).toBeVisible();
  await expect
    .element(after.getByRole('treeitem', { name: /nome_completo.*Carlos Menezes.*novo.*Nome/ }))
    .toBeVisible();
  const [left, right] = [before, after].map((tree) => tree.element().getBoundingClientRect());
  expect(left!.right).toBeLessThan(right!.left);
});

test('what is proposed is taken with one click, and what came broken is recovered', async () => {
  const { asked } = await openRepair();
  await expect.element(where('Nome')).toHaveValue('/contato/nome_completo');
  await expect.element(where('Convênio')).toHaveValue('');
  await expect.element(dialog().getByText('+55 19 99999-9999')).toBeVisible();
  await save().click();
  await expect.element(dialog().getByText('17 contatos recuperados')).toBeVisible();
  expect((requests(asked, 'SaveMapping')[0] as SaveMapping).mapping.rules).toEqual([
    { path: '/campo_3', role: 'email' },
    { path: '/contato/nome_completo', role: 'name' },
    { path: '/contato/whatsapp', role: 'phone' },
    { path: '/como_podemos_ajudar', role: 'message' },
  ]);
  // What the page behind it says of the fields is what is saved now.
  await dialog().getByRole('button', { name: 'Pronto' }).click();
  await expect
    .element(page.getByRole('region', { name: 'Campos' }).getByText('contato › whatsapp'))
    .toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Ver e consertar' })).not.toBeInTheDocument();
});

test('a row is changed by hand, and a value that it takes from another is said of that', async () => {
  const { asked } = await openRepair();
  await where('Convênio').selectOptions('/plano');
  await expect.element(where('Convênio')).toHaveAccessibleDescription('você escolheu');
  await expect.element(dialog().getByRole('definition').getByText('Bradesco')).toBeVisible();
  await where('Mensagem').selectOptions('/plano');
  await expect.element(where('Convênio')).toHaveValue('');
  await where('Telefone').selectOptions('/plano');
  await expect.element(where('Telefone')).toHaveAccessibleDescription('Isto não é um telefone.');
  await where('Telefone').selectOptions('/contato/whatsapp');
  await save().click();
  await expect.poll(() => requests(asked, 'SaveMapping')).toHaveLength(1);
});

test('all of it by keyboard alone', async () => {
  await openRepair();
  (where('Nome').element() as HTMLElement).focus();
  await userEvent.keyboard('{Tab}{Tab}{Tab}');
  await expect.element(where('Convênio')).toHaveFocus();
  (save().element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog().getByText('17 contatos recuperados')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog()).not.toBeInTheDocument();
});

test('the old fields can be put back, and the log shows what was mended', async () => {
  const { asked } = await openRepair();
  await save().click();
  await dialog().getByRole('button', { name: 'Voltar aos campos de antes' }).click();
  await expect.poll(() => requests(asked, 'SaveMapping')).toHaveLength(2);
  expect((requests(asked, 'SaveMapping')[1] as SaveMapping).mapping.rules[0]).toEqual({
    path: '/campo_1',
    role: 'name',
  });
});

test('from what came of it a click leads to the log', async () => {
  await openRepair();
  await save().click();
  await dialog().getByRole('button', { name: 'Ver na atividade' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Atividade' })).toBeVisible();
  await expect.element(dialog()).not.toBeInTheDocument();
});

test('a refusal is said, and nothing that was chosen is lost', async () => {
  const { backend } = await openRepair();
  await where('Convênio').selectOptions('/plano');
  await expect.element(dialog().getByRole('definition').getByText('Bradesco')).toBeVisible();
  refuse(backend, 'SaveMapping', { code: 'unavailable', message: 'O disco está cheio.' });
  await save().click();
  await expect.element(dialog().getByText('O disco está cheio.')).toBeVisible();
  await expect.element(where('Convênio')).toHaveValue('/plano');
  await save().click();
  await expect.element(dialog().getByText('17 contatos recuperados')).toBeVisible();
});

test('in a narrow window the two stand one above the other, and nothing is wider than the window', async () => {
  await page.viewport(420, 800);
  await openRepair();
  const [top, bottom] = ['Como chegava', 'Como chega agora'].map((name) =>
    dialog().getByRole('tree', { name }).element().getBoundingClientRect(),
  );
  expect(top!.bottom).toBeLessThan(bottom!.top);
  const box = dialog().element();
  expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
  await expectAccessible();
  await page.viewport(1280, 820);
});

test('in English too', async () => {
  await openWindow('alerts=shape_changed&lang=en');
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page
    .getByRole('article', { name: 'Site' })
    .getByRole('button', { name: 'Site', exact: true })
    .click();
  await page.getByRole('button', { name: 'See and repair' }).click();
  const english = page.getByRole('dialog', { name: 'What has changed in Site' });
  await expect.element(english.getByRole('button', { name: 'Save and correct 17 deliveries' })).toBeVisible();
  expect(english.element().textContent).not.toMatch(/ui-repair/);
});
