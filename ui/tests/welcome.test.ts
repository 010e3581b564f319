import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { ready } from '../src/welcome/ready.svelte';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => {
  ready.putAway();
  localStorage.clear();
});

const name = () => page.getByRole('textbox', { name: 'Nome do seu negócio' });
const begin = () => page.getByRole('button', { name: 'Começar' });

async function setUp() {
  const opened = await openWindow('state=first');
  await name().fill('Clínica Sorriso');
  await begin().click();
  await expect.element(page.getByRole('group', { name: 'Tudo pronto para receber' })).toBeVisible();
  return opened;
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('the welcome breaks no rule of accessibility, also with the place open and a name missing', async () => {
    await openWindow(`state=first&theme=${theme}`);
    await expect.element(name()).toHaveFocus();
    await expectAccessible();
    await page.getByRole('button', { name: 'Mudar', exact: true }).click();
    await begin().click();
    await expect.element(page.getByText('Falta o nome.')).toBeVisible();
    await expectAccessible();
    await page.getByRole('combobox', { name: 'Fuso horário' }).fill('manaus');
    await expect.element(page.getByRole('option', { name: /Manaus/ })).toBeVisible();
    await expectAccessible();
  });

  test('the first steps and the empty board break no rule of accessibility', async () => {
    ready.open();
    await openWindow(`state=empty&theme=${theme}`);
    await page.getByRole('button', { name: 'Enviar pelo terminal' }).click();
    await expect.element(page.getByText('O quadro está esperando o primeiro recado')).toBeVisible();
    await expectAccessible();
  });
});

test('the name, the kind and the place that were chosen are what is set up, and one connection is made', async () => {
  const { backend } = await openWindow('state=first');
  const asked = listen(backend);
  await name().fill('  Ateliê da Ana ');
  await page.getByRole('radio', { name: /Serviços/ }).click();
  await page.getByRole('button', { name: 'Mudar', exact: true }).click();
  await page.getByRole('combobox', { name: 'País' }).fill('portu');
  await page.getByRole('option', { name: /Portugal/ }).click();
  await page.getByRole('combobox', { name: 'Fuso horário' }).fill('sao paulo');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(page.getByText(/Portugal · Horário.* de Brasília/)).toBeVisible();
  await begin().click();
  await expect.element(page.getByRole('heading', { name: 'Ateliê da Ana' })).toBeVisible();
  expect(requests(asked, 'SetUpBusiness')).toEqual([
    { name: 'Ateliê da Ana', kind: 'services', lang: 'pt-BR', country: 'PT', zone: 'America/Sao_Paulo' },
  ]);
  await expect
    .poll(() => requests(asked, 'AddSource'))
    .toEqual([{ title: 'Outro sistema', preset: null, secret: null, allow_get: false }]);
});

test('the preview shows the stages of the kind that is chosen', async () => {
  await openWindow('state=first');
  const stages = () =>
    [...document.querySelectorAll('.preview header')].map(
      (stage) => stage.firstElementChild?.nextSibling?.textContent,
    );
  await expect
    .poll(stages)
    .toEqual(['Novos', 'Em conversa', 'Agendados', 'Confirmados', 'Atendidos', 'Perdidos']);
  await page.getByRole('radio', { name: /Loja online/ }).click();
  await expect.poll(stages).toEqual(['Carrinho', 'Aguardando pagamento', 'Pagos', 'Enviados', 'Perdidos']);
});

test('the language changes on the spot and is the one that is set up and kept', async () => {
  const { backend } = await openWindow('state=first');
  const asked = listen(backend);
  await page.getByRole('radio', { name: 'English' }).click();
  await expect
    .element(page.getByRole('heading', { name: 'When somebody calls, your desk knows.' }))
    .toBeVisible();
  await page.getByRole('textbox', { name: 'Name of your business' }).fill('Smile');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect.element(page.getByRole('heading', { name: 'Smile' })).toBeVisible();
  expect(requests(asked, 'SetUpBusiness')).toMatchObject([{ lang: 'en' }]);
  expect(requests(asked, 'ChangeSetting')).toEqual([{ setting: { language: 'en' } }]);
});

test('without a name nothing is set up, and the field says why', async () => {
  const { backend } = await openWindow('state=first');
  const asked = listen(backend);
  await name().fill('   ');
  await begin().click();
  await expect.element(name()).toHaveFocus();
  await expect.element(name()).toHaveAttribute('aria-invalid', 'true');
  expect(requests(asked, 'SetUpBusiness')).toEqual([]);
});

test('a refusal is said, and the next try goes on where it stopped', async () => {
  const { backend } = await openWindow('state=first');
  await name().fill('Clínica Sorriso');
  refuse(backend, 'SetUpBusiness', { code: 'unavailable', message: 'O disco está cheio.' });
  await begin().click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('O disco está cheio.');
  await begin().click();
  await expect.element(page.getByRole('heading', { name: 'Clínica Sorriso' })).toBeVisible();
  await expect.poll(() => backend.engine.sources.length).toBe(1);
});

test('a folder that has a connection already gets no other', async () => {
  const { backend } = await openWindow('state=first');
  backend.engine.answer('AddSource', {
    title: 'Meu site',
    preset: null,
    secret: null,
    allow_get: false,
  });
  const asked = listen(backend);
  await name().fill('Clínica Sorriso');
  await begin().click();
  await expect.element(page.getByText('É o endereço da conexão “Meu site”')).toBeVisible();
  await expect.poll(() => requests(asked, 'ListSources').length).toBe(1);
  expect(requests(asked, 'AddSource')).toEqual([]);
});

test('a connection that could not be made is said on the board, which is there by then', async () => {
  const { backend } = await openWindow('state=first');
  refuse(backend, 'AddSource', { code: 'unavailable', message: 'O disco está cheio.' });
  await name().fill('Clínica Sorriso');
  await begin().click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Clínica Sorriso' })).toBeVisible();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
});

test('the address and the command are copied by the desk, whole', async () => {
  const { backend } = await setUp();
  const asked = listen(backend);
  const address = backend.engine.sources[0]!.address;
  await page.getByRole('button', { name: 'Copiar o endereço de Outro sistema' }).click();
  await expect.element(page.getByText('Copiado', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Enviar pelo terminal' }).click();
  await page.getByRole('radio', { name: 'PowerShell' }).click();
  await page.getByRole('button', { name: 'Copiar o comando' }).click();
  await expect.poll(() => requests(asked, 'CopyText').length).toBe(2);
  const [first, second] = requests(asked, 'CopyText') as { text: string }[];
  expect(first!.text).toBe(address);
  expect(second!.text).toContain(`-Uri '${address}'`);
});

test('a test arrives, says how long it took, stands marked on the board, and is taken off again', async () => {
  const { backend } = await setUp();
  await page.getByRole('button', { name: 'Enviar um teste' }).click();
  await expect.element(page.getByText('Chegou em 4 ms')).toBeVisible();
  await expect.element(page.getByText('Contato de teste')).toBeVisible();
  await page.getByRole('button', { name: 'Tirar o teste do quadro' }).click();
  await expect.element(page.getByText('Teste removido')).toBeVisible();
  await expect.element(page.getByText('O quadro está esperando o primeiro recado')).toBeVisible();
  expect(backend.engine.board.contacts.size).toBe(0);
});

test('a test that is refused says so', async () => {
  const { backend } = await setUp();
  refuse(backend, 'SendSample', { code: 'unavailable', message: 'Nada está recebendo.' });
  await page.getByRole('button', { name: 'Enviar um teste' }).click();
  await expect.element(page.getByText('Nada está recebendo.')).toBeVisible();
});

test('the first steps are put away and found again in the settings', async () => {
  await setUp();
  await page.getByRole('button', { name: 'Guardar este painel' }).click();
  await expect.element(page.getByRole('group', { name: 'Tudo pronto para receber' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Ajustes' }).click();
  await page.getByRole('button', { name: 'Mostrar os primeiros passos no quadro' }).click();
  await expect.element(page.getByRole('group', { name: 'Tudo pronto para receber' })).toBeVisible();
});
