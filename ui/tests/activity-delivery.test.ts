import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { hold, listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

async function openActivity(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Atividade|Activity)$/ }).click();
  await expect.poll(() => document.querySelectorAll('[data-delivery] .chip').length).toBeGreaterThan(5);
  return { ...opened, asked: listen(opened.backend) };
}

const drawer = () => page.getByRole('complementary', { name: /^(Entrega|Delivery)$/ });

/** Opens the first line with that chip. */
async function openLine(chip: string): Promise<void> {
  const found = [...document.querySelectorAll<HTMLElement>('[data-delivery]')]
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .find((line) => line.querySelector('.chip')?.textContent.trim() === chip);
  if (!found) throw new Error(`no line “${chip}” is on screen`);
  found.click();
  await expect.element(drawer().getByRole('heading', { level: 3 }).first()).toBeVisible();
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([
    'Contato novo',
    'Atualizado',
    'Sem contato',
    'Recusada 401',
    'Repetida',
    'Buscando detalhes',
    'Ilegível 400',
    'Sem novidade',
  ])('a delivery that became “%s” breaks no rule of accessibility', async (chip) => {
    await openActivity(`theme=${theme}`);
    await openLine(chip);
    document.querySelector('aside summary')?.dispatchEvent(new MouseEvent('click'));
    await expectAccessible();
  });

  test('nor while it is loading, gone, or cannot be had, nor with the contact over it', async () => {
    const { backend } = await openActivity(`theme=${theme}`);
    const release = hold(backend, 'ShowDelivery');
    document.querySelector<HTMLElement>('[data-delivery]')!.click();
    await expect.element(drawer()).toHaveAttribute('aria-busy', 'true');
    await expectAccessible();
    release[0]!();
    await openLine('Contato novo');
    await page.getByRole('button', { name: /^Abrir o contato Carlos Menezes/ }).click();
    await expect.element(page.getByRole('complementary', { name: 'Carlos Menezes' })).toHaveFocus();
    await expectAccessible();
  });

  test.each([
    ['not_found', 'Esta entrega não está mais na atividade'],
    ['unavailable', 'Não deu para abrir a entrega'],
  ] as const)('nor where the answer is %s', async (code, title) => {
    const { backend } = await openActivity(`theme=${theme}`);
    refuse(backend, 'ShowDelivery', { code, message: 'Assim não.' });
    document.querySelector<HTMLElement>('[data-delivery]')!.click();
    await expect.element(page.getByRole('heading', { name: title })).toBeVisible();
    await expectAccessible();
  });
});

test('what was filed is told, and its contact opens over it and closes back to it', async () => {
  await openActivity();
  await openLine('Contato novo');
  await expect.element(drawer().getByRole('heading', { name: 'Está no quadro' })).toBeVisible();
  const link = page.getByRole('button', { name: /^Abrir o contato Carlos Menezes/ });
  await link.click();
  await expect.element(page.getByRole('complementary', { name: 'Carlos Menezes' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('complementary', { name: 'Carlos Menezes' })).not.toBeInTheDocument();
  await expect.element(drawer()).toBeVisible();
  await expect.element(link).toHaveFocus();
});

test('a refused delivery says which check failed, and leads to the secret', async () => {
  const { app } = await openActivity();
  await openLine('Recusada 401');
  await expect.element(drawer().getByText('A assinatura não confere (X-Hub-Signature-256).')).toBeVisible();
  await expect.element(drawer().getByText(/corrigindo a chave, ela entra sozinha/)).toBeVisible();
  await drawer().getByRole('button', { name: 'Conferir a chave' }).click();
  expect([app.router.view, app.router.connection]).toEqual(['connections', 'source-1']);
});

test('what names nobody leads to where Recado is taught', async () => {
  const { app } = await openActivity();
  await openLine('Sem contato');
  await drawer().getByRole('button', { name: 'Ensinar o Recado' }).click();
  expect([app.router.view, app.router.connection]).toEqual(['connections', 'source-3']);
});

test('reading again says what came of it, and the line follows', async () => {
  const { backend, asked } = await openActivity();
  // One of the two is recovered by the invented engine, by its number.
  const source = backend.engine.sources.find((one) => one.title === 'Site')!;
  const unmatched = { verdict: 'unmatched', http_status: 200, share: 0 } as const;
  const made = [
    backend.engine.log.receive(source, null, unmatched).id,
    backend.engine.log.receive(source, null, unmatched).id,
  ];
  const recovered = made.find((id) => Number(id.slice(-9)) % 2 === 0)!;
  const same = made.find((id) => id !== recovered)!;
  const line = (id: string) => document.querySelector<HTMLElement>(`[data-delivery="${id}"]`);
  await expect.poll(() => made.every((id) => line(id) !== null)).toBe(true);
  line(recovered)!.click();
  await drawer().getByRole('button', { name: 'Ler de novo' }).click();
  await expect.element(drawer().getByText('Entrou: agora está no cartão.')).toBeVisible();
  await expect.element(drawer().getByRole('heading', { name: 'O que entrou' })).toBeVisible();
  await expect.poll(() => line(recovered)!.querySelector('.chip')?.textContent).toBe('Contato novo');
  line(same)!.click();
  await drawer().getByRole('button', { name: 'Ler de novo' }).click();
  await expect.element(drawer().getByText('Foi lida de novo, e ainda não diz de quem é.')).toBeVisible();
  expect(requests(asked, 'ApplyDeliveries')).toEqual([{ one: recovered }, { one: same }]);
});

test('a delivery that waits for its details says whether the access token is missing', async () => {
  await openActivity();
  await openLine('Buscando detalhes');
  await expect.element(drawer().getByRole('heading', { name: 'Faltam os detalhes' })).toBeVisible();
});

test('a repetition leads to the first', async () => {
  await openActivity();
  await openLine('Repetida');
  await drawer().getByRole('button', { name: 'Ver a primeira' }).click();
  await expect.element(drawer().getByText('chegou 2 vezes')).toBeVisible();
  await expect
    .poll(() => document.querySelector('[data-delivery][aria-current]')?.textContent)
    .toContain('Pedido 1042 pago');
});

test('the neighbours are reached from the drawer, and closing leads to the one that is shown', async () => {
  await openActivity();
  await openLine('Contato novo');
  await expect.element(drawer().getByRole('button', { name: 'Mais nova' })).toBeDisabled();
  const next = drawer().getByRole('button', { name: 'Mais antiga' });
  await next.click();
  await expect.element(drawer().getByRole('heading', { level: 2, name: 'Mercado Pago' })).toBeVisible();
  await next.click();
  await expect.element(drawer().getByRole('heading', { level: 2, name: 'Site' })).toBeVisible();
  const shown = document.querySelector('[data-delivery][aria-current]');
  await drawer().getByRole('button', { name: 'Fechar' }).click();
  await expect.poll(() => document.activeElement === shown).toBe(true);
});

test('its content and the command that sends it again are copied', async () => {
  const { asked } = await openActivity();
  await openLine('Contato novo');
  await drawer().getByRole('button', { name: 'Copiar o conteúdo' }).click();
  await drawer().getByRole('button', { name: 'Copiar como curl' }).click();
  await expect.poll(() => requests(asked, 'CopyText').length).toBe(2);
  const [body, curl] = requests(asked, 'CopyText') as { text: string }[];
  expect(JSON.parse(body!.text)).toMatchObject({ object: 'whatsapp_business_account' });
  expect(curl!.text).toMatch(/^curl -X POST 'http:\/\/127\.0\.0\.1:7322\/in\//);
});

test('long lines are wrapped or not, and the choice is kept', async () => {
  await openActivity();
  await openLine('Contato novo');
  const wrap = drawer().getByRole('button', { name: 'Quebrar as linhas' });
  const body = () => getComputedStyle(document.querySelector('aside pre')!).whiteSpace;
  expect(body()).toBe('pre-wrap');
  await wrap.click();
  expect(body()).toBe('pre');
  await drawer().getByRole('button', { name: 'Mais antiga' }).click();
  await expect.element(drawer().getByRole('heading', { level: 2, name: 'Mercado Pago' })).toBeVisible();
  await expect.poll(body).toBe('pre');
});

test('what strangers send is text and nothing else', async () => {
  const { backend } = await openActivity();
  const hostile = '<img src=x onerror=document.title="taken"> \u202Eolá';
  const source = backend.engine.sources[0]!;
  backend.engine.log.receive(source, null, {
    verdict: 'refused',
    http_status: 401,
    why: { 'pt-BR': hostile, en: hostile },
    share: 0,
  });
  await expect.poll(() => document.querySelector('[data-delivery] .text')?.textContent).toContain('<img');
  document.querySelector<HTMLElement>('[data-delivery]')!.click();
  await expect.element(drawer().getByText(/<img src=x/)).toBeVisible();
  expect(document.querySelectorAll('img[src="x"]')).toHaveLength(0);
  expect(document.title).not.toBe('taken');
});

test('what the engine refuses to read again is told, and can be tried again', async () => {
  const { backend } = await openActivity();
  await openLine('Sem contato');
  refuse(backend, 'ApplyDeliveries', { code: 'unavailable', message: 'O disco está cheio.' });
  const again = drawer().getByRole('button', { name: 'Ler de novo' });
  await again.click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await expect.element(again).toBeEnabled();
});
