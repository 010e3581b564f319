import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import type { SaveMapping } from '../src/backend/generated';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const tree = () => page.getByRole('tree');
const value = (text: string | RegExp) => page.getByRole('treeitem', { name: text });
const role = (name: string) => page.getByRole('menuitemradio', { name });
const save = () => page.getByRole('button', { name: 'Salvar os campos' });

async function openSite(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^Conexões/ }).click();
  await page
    .getByRole('article', { name: 'Site' })
    .getByRole('button', { name: 'Site', exact: true })
    .click();
  await expect.element(page.getByRole('region', { name: 'Campos' })).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test.each(['form', 'speaking', 'huge', 'hostile', 'none'])(
    'a payload (%s) breaks no rule of accessibility',
    async (payload) => {
      await openSite(`theme=${theme}&payload=${payload}`);
      if (payload === 'none') await expect.element(page.getByText('Ainda não chegou nada')).toBeVisible();
      else await expect.element(page.getByRole('region', { name: 'No quadro fica assim' })).toBeVisible();
      await expectAccessible();
    },
  );

  test('saying what values are breaks no rule of accessibility, from the menu to what was saved', async () => {
    await openSite(`theme=${theme}`);
    await value('Carlos Menezes').click();
    await expect.element(role('Nome')).toBeVisible();
    await expectAccessible();
    await page.getByRole('menuitemradio', { name: 'Outro campo…' }).click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Enter}');
    await value('(19) 99999-9999').click();
    await role('Horário').click();
    await expect.element(page.getByText('Isto não é um horário.')).toBeVisible();
    await expect.element(page.getByText(/Nos últimos 100 recados/)).toBeVisible();
    await expectAccessible();
    await value('(19) 99999-9999').click();
    await role('Telefone').click();
    await save().click();
    await expect.element(page.getByText('Campos salvos')).toBeVisible();
    await expectAccessible();
  });
});

test('values are named by clicking, tried on the last 100, saved, and what was lost is recovered', async () => {
  const { asked } = await openSite();
  await expect.element(page.getByText('Ainda não se sabe de quem é')).toBeVisible();
  await value('Carlos Menezes').click();
  await role('Nome').click();
  await value('(19) 99999-9999').click();
  await role('Telefone').click();
  await expect
    .element(page.getByRole('region', { name: 'No quadro fica assim' }).getByText('+55 19 99999-9999'))
    .toBeVisible();
  await expect.element(page.getByText('0 → 97 com contato')).toBeVisible();
  await expect.element(page.getByText('Ao salvar, 12 recados sem contato são lidos de novo.')).toBeVisible();
  await save().click();
  await expect.element(page.getByText('12 recados recuperados estão no quadro.').last()).toBeVisible();
  await expect.element(save()).not.toBeInTheDocument();
  expect(requests(asked, 'SaveMapping')).toEqual([
    {
      source: 'source-3',
      mapping: {
        rules: [
          { path: '/respostas/0/resposta', role: 'name' },
          { path: '/respostas/1/resposta', role: 'phone' },
        ],
      },
    },
  ]);
  await page.getByRole('button', { name: 'Ver na atividade' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Atividade' })).toBeVisible();
});

test('all of it by keyboard alone, and said aloud', async () => {
  const { asked } = await openSite();
  await expect.element(tree()).toBeVisible();
  (tree().element() as HTMLElement).focus();
  const active = () => {
    const id = tree().element().getAttribute('aria-activedescendant');
    return (
      document
        .getElementById(id ?? '')
        ?.textContent?.replace(/\s+/g, ' ')
        .trim() ?? ''
    );
  };
  await expect.poll(active).toContain('formulario');
  await userEvent.keyboard('{ArrowLeft}{ArrowDown}{ArrowDown}');
  await expect.poll(active).toContain('protocolo');
  await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
  await expect.poll(active).toContain('pergunta');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(active).toContain('Carlos Menezes');
  await userEvent.keyboard('{Enter}');
  await expect.element(role('Nome')).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(page.getByText('Carlos Menezes é Telefone')).toBeInTheDocument();
  await expect.element(tree()).toHaveFocus();
  await expect.element(page.getByText('Isto não é um telefone.')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(role('Nome')).toBeVisible();
  await userEvent.keyboard('{End}{Enter}');
  await expect.element(page.getByText('Telefone não é mais usado')).toBeInTheDocument();
  await expect.element(tree()).toHaveFocus();
  await userEvent.keyboard('{Home}');
  await expect.poll(active).toContain('formulario');
  expect(requests(asked, 'SaveMapping')).toEqual([]);
});

test('a field of the owner’s has the name they give it', async () => {
  const { asked } = await openSite();
  await value('Quero agendar uma avaliação para clareamento').click();
  await page.getByRole('menuitemradio', { name: 'Outro campo…' }).click();
  const name = page.getByRole('textbox', { name: 'Nome do campo' });
  await expect.element(name).toHaveValue('resposta');
  await name.fill(' ');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Falta o nome do campo.')).toBeVisible();
  await name.fill('Procedimento');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(tree()).toHaveFocus();
  await save().click();
  await expect.poll(() => requests(asked, 'SaveMapping')).toHaveLength(1);
  expect((requests(asked, 'SaveMapping')[0] as SaveMapping).mapping.rules).toEqual([
    { path: '/respostas/2/resposta', role: { field: 'Procedimento' } },
  ]);
});

test('guesses are shown as guesses, and may be confirmed or said otherwise', async () => {
  const { asked } = await openSite('payload=speaking');
  await expect.element(value(/Rita Fontes.*Nome, palpite/)).toBeVisible();
  await expect
    .element(page.getByRole('region', { name: 'No quadro fica assim' }).getByText('Rita Fontes'))
    .toBeVisible();
  await expect.element(save()).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Confirmar o palpite: Nome' }).click();
  await expect.element(value(/Rita Fontes.*, Nome$/)).toBeVisible();
  await value('implantes').click();
  await role('Etiqueta').click();
  await page.getByRole('button', { name: 'Nome: não usar' }).click();
  await expect.element(value(/Rita Fontes.*Nome, palpite/)).toBeVisible();
  await save().click();
  await expect.poll(() => requests(asked, 'SaveMapping')).toHaveLength(1);
  expect((requests(asked, 'SaveMapping')[0] as SaveMapping).mapping.rules).toEqual([
    { path: '/pagina', role: 'tag' },
  ]);
});

test('what is not saved is taken back whole', async () => {
  await openSite();
  await value('Carlos Menezes').click();
  await role('Nome').click();
  await page.getByRole('button', { name: 'Desfazer', exact: true }).click();
  await expect.element(save()).not.toBeInTheDocument();
  await expect.element(value(/Carlos Menezes$/)).toBeVisible();
});

test('a refusal is said, and the fields are still there to be saved', async () => {
  const { backend } = await openSite();
  await value('Carlos Menezes').click();
  await role('Nome').click();
  refuse(backend, 'SaveMapping', { code: 'unavailable', message: 'O disco está cheio.' });
  await save().click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await save().click();
  await expect.element(page.getByText('Campos salvos')).toBeVisible();
});

test('nothing received yet says how to send something, and what comes is shown by itself', async () => {
  const { backend } = await openSite('payload=none');
  await expect.element(page.getByText('Ainda não chegou nada para mostrar')).toBeVisible();
  await expect.element(page.getByText(/^curl -X POST/)).toBeVisible();
  backend.engine.connections.deliver('source-3', { nome: 'Ana' });
  await expect.element(value(/nome.*Ana/)).toBeVisible();
  backend.engine.connections.deliver('source-3', { nome: 'Bia' });
  await page.getByRole('button', { name: 'Chegou outro: mostrar' }).click();
  await expect.element(value(/nome.*Bia/)).toBeVisible();
});

test('a big payload puts only what is seen of it in the page', async () => {
  await openSite('payload=huge');
  await value(/^itens/).click();
  await expect.poll(() => document.querySelectorAll('[role=treeitem]').length).toBeLessThan(60);
  (tree().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{End}');
  await expect.element(value(/dentro/).last()).toBeVisible();
  expect(document.querySelectorAll('[role=treeitem]').length).toBeLessThan(60);
  expect(tree().element().textContent!.length).toBeLessThan(20_000);
});

test('what strangers send is text and nothing else', async () => {
  await openSite('payload=hostile');
  await expect.element(value(/<script>/)).toBeVisible();
  expect(document.querySelector('[role=tree] script, [role=tree] img, [role=tree] a')).toBeNull();
  for (const sign of ['\u0000', '\u0007', '\u202e']) expect(tree().element().textContent).not.toContain(sign);
  expect(document.title).not.toBe('taken');
});
