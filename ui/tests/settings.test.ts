import { page } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { Refused } from '../src/backend/backend';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

async function openSettings(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Ajustes|Settings)$/ }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: /^(Ajustes|Settings)$/ })).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('the settings break no rule of accessibility, with all that opens in them', async () => {
    await openSettings(`theme=${theme}`);
    await expectAccessible();
    await page.getByRole('button', { name: 'Por 1 hora' }).click();
    await expect.element(page.getByRole('button', { name: 'Voltar a avisar' })).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Licenças' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Licenças' })).toBeVisible();
    await expectAccessible();
  });

  test.each(['bell', 'serve', 'blocked', 'lost', 'given-up'])(
    'the banner for %s breaks no rule of accessibility',
    async (trouble) => {
      await openSettings(`theme=${theme}&trouble=${trouble}`);
      await expect.poll(() => document.querySelector('.banner')).not.toBeNull();
      await expectAccessible();
    },
  );
});

test('the business is saved with what was changed, and not before', async () => {
  const { asked } = await openSettings();
  const save = page.getByRole('button', { name: 'Salvar' });
  await expect.element(save).toBeDisabled();
  await page.getByRole('textbox', { name: 'Nome do seu negócio' }).fill('Clínica Alegria');
  await save.click();
  await expect.element(page.getByText('Salvo')).toBeVisible();
  expect(requests(asked, 'SetUpBusiness')).toMatchObject([
    { name: 'Clínica Alegria', kind: 'clinic', lang: 'pt-BR', country: 'BR' },
  ]);
  await page.getByRole('button', { name: /^Quadro/ }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Clínica Alegria' })).toBeVisible();
});

test('the kind is offered only while nobody stands on the board', async () => {
  await openSettings();
  await expect.element(page.getByRole('combobox', { name: 'Ramo' })).not.toBeInTheDocument();
});

test('the kind of an empty board is changed with its stages', async () => {
  const { asked } = await openSettings('state=empty');
  await page.getByRole('combobox', { name: 'Ramo' }).selectOptions('Salão e estética');
  await expect
    .element(page.getByText('as etapas: Novos, Marcados, Atendidos, Voltar, Perdidos.'))
    .toBeVisible();
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect.poll(() => requests(asked, 'SetUpBusiness')).toMatchObject([{ kind: 'beauty' }]);
});

test('language and theme change at once', async () => {
  await openSettings();
  await page.getByRole('radio', { name: 'English' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
  await page.getByRole('radio', { name: 'Português' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Ajustes' })).toBeVisible();
});

test('a setting that the engine refuses says so and stays as it was', async () => {
  const { backend } = await openSettings();
  const hide = page.getByRole('switch', { name: 'Esconder o que foi escrito' });
  refuse(backend, 'ChangeSetting', { code: 'unavailable', message: 'O disco está cheio.' });
  await hide.click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await expect.element(hide).not.toBeChecked();
  await hide.click();
  await expect.element(hide).toBeChecked();
});

test('notifications are paused and resumed', async () => {
  const { asked } = await openSettings();
  await page.getByRole('button', { name: 'Até amanhã' }).click();
  await expect.element(page.getByText(/Em pausa até .* às/)).toBeVisible();
  await page.getByRole('button', { name: 'Voltar a avisar' }).click();
  await expect.element(page.getByRole('button', { name: 'Por 1 hora' })).toBeVisible();
  expect(requests(asked, 'ChangeSetting')).toEqual([
    { setting: { pause: 'until_tomorrow' } },
    { setting: { pause: 'no' } },
  ]);
});

test('Recado starts with the computer if that is wanted', async () => {
  const { asked } = await openSettings();
  const start = page.getByRole('switch', { name: 'Abrir com o computador' });
  await start.click();
  await expect.element(start).toBeChecked();
  await start.click();
  await expect.element(start).not.toBeChecked();
  expect(requests(asked, 'StartWithComputer')).toEqual([{ on: true }, { on: false }]);
});

test('without a desk there is no such choice, and the lack of notifications is said', async () => {
  await openSettings('trouble=serve');
  await expect.element(page.getByText('Não dá para ajustar isso neste computador.')).toBeVisible();
  await expect.element(page.getByRole('switch', { name: 'Abrir com o computador' })).not.toBeInTheDocument();
  await expect.element(page.getByText('rodando sem área de trabalho: não há ícone nem')).toBeVisible();
});

test('the connections are counted and one click away', async () => {
  await openSettings();
  await expect.element(page.getByText('5 conexões recebem e mostram no quadro.')).toBeVisible();
  await page.getByRole('button', { name: 'Abrir as conexões' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Conexões' })).toBeVisible();
});

test('tests are counted and erased', async () => {
  const { backend } = await openSettings();
  backend.engine.answer('SendSample', { source: 'source-1', kind: 'good', sample: null });
  await expect.element(page.getByText('Há 1 teste no quadro.')).toBeVisible();
  await page.getByRole('button', { name: 'Apagar os testes' }).click();
  await expect.element(page.getByText('Não há testes no quadro.')).toBeVisible();
});

test('the about shows version, folder and licences, and opens the folder', async () => {
  const { backend } = await openSettings();
  let opened = 0;
  backend.window.openDataFolder = async () => void opened++;
  await expect.element(page.getByText('Versão 0.0.0')).toBeVisible();
  await expect.element(page.getByText('/home/recepcao/.local/share/recado')).toBeVisible();
  await page.getByRole('button', { name: 'Abrir pasta' }).click();
  await expect.poll(() => opened).toBe(1);
  await page.getByRole('button', { name: 'Licenças' }).click();
  await expect.element(page.getByRole('dialog').getByText('MIT')).toBeVisible();
});

test('an export says how far it is, where it lies, and opens the folder', async () => {
  const { backend } = await openWindow();
  let progress: (contacts: number) => void = () => undefined;
  let done: (file: string | null) => void = () => undefined;
  const saved: unknown[] = [];
  const shown: string[] = [];
  backend.window.saveExport = (style, name, onProgress) => {
    saved.push(style, name);
    progress = (contacts) => onProgress({ contacts });
    return new Promise((resolve) => (done = resolve));
  };
  backend.window.reveal = async (file) => void shown.push(file);
  await page.getByRole('button', { name: 'Exportar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Exportar contatos' });
  await dialog.getByRole('radio', { name: /Planilha internacional/ }).click();
  await dialog.getByRole('button', { name: 'Salvar…' }).click();
  await expect.element(dialog.getByText('Escolha onde salvar…')).toBeVisible();
  progress(9);
  await expect.element(dialog.getByText('9 contatos gravados…')).toBeVisible();
  await expect.poll(() => document.querySelector('progress')?.value).toBe(0.5);
  await expectAccessible();
  done('/home/ana/contatos.csv');
  await expect.element(dialog.getByText('/home/ana/contatos.csv')).toBeVisible();
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Abrir pasta' }).click();
  expect(shown).toEqual(['/home/ana/contatos.csv']);
  expect(saved[0]).toBe('international');
  expect(saved[1]).toMatch(/^Clínica Sorriso - contatos \d{4}-\d{2}-\d{2}\.csv$/);
});

test('an export that was called off begins anew, and one that failed says why', async () => {
  const { backend } = await openWindow();
  backend.window.saveExport = async () => null;
  await page.getByRole('button', { name: 'Exportar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Exportar contatos' });
  await dialog.getByRole('button', { name: 'Salvar…' }).click();
  await expect.element(dialog.getByRole('button', { name: 'Salvar…' })).toBeEnabled();
  backend.window.saveExport = async () => {
    throw new Refused({ code: 'internal', message: 'O disco está cheio.' });
  };
  await dialog.getByRole('button', { name: 'Salvar…' }).click();
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('O disco está cheio.');
  await expectAccessible();
  await expect.element(dialog.getByRole('button', { name: 'Tentar de novo' })).toBeEnabled();
});
