import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { hold, listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const KINDS = ['good', 'bad_signature', 'wrong_type', 'duplicate', 'huge'];
const list = () => page.getByRole('list', { name: /Testar a conexão|Try out the connection/ });
const lines = () => [...list().element().querySelectorAll('li')];
const stands = () => lines().map((line) => line.dataset.stands);
const sendAll = () => page.getByRole('button', { name: /^(Enviar os testes|Send the tests)$/ });
const sent = (asked: ReturnType<typeof listen>) =>
  requests(asked, 'SendSample').map((request) => (request as { kind: string }).kind);

async function openOne(title: string, query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Conexões|Connections)/ }).click();
  await page.getByRole('article', { name: title }).getByRole('button', { name: title, exact: true }).click();
  await expect.element(list()).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

/** A connection to this kind of sender, whose key is not there yet. */
async function openNew(preset: string, query = '') {
  const { backend, app } = await openWindow(query);
  const source = backend.engine.answer('AddSource', {
    title: 'Nova',
    preset,
    secret: null,
    allow_get: false,
  });
  app.router.openConnection(source.id);
  await expect.element(list()).toBeVisible();
  return { backend, app, source, asked: listen(backend) };
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test.each(['pt-BR', 'en'])('the tests break no rule of accessibility, in %s', async (lang) => {
    const { backend } = await openOne('WhatsApp', `theme=${theme}&lang=${lang}`);
    await expectAccessible();
    refuse(backend, 'SendSample', { code: 'unavailable', message: 'Nada está recebendo.' });
    await sendAll().click();
    await expect.poll(stands).toEqual(['bad', 'well', 'well', 'well', 'well']);
    await expectAccessible();
  });
});

test('all five are sent one after the other, and each says how it was answered', async () => {
  const { backend, asked } = await openOne('WhatsApp');
  const waiting = hold(backend, 'SendSample');
  await sendAll().click();
  for (let at = 0; at < KINDS.length; at++) {
    await expect.poll(() => waiting.length).toBe(at + 1);
    expect(stands()).toEqual(KINDS.map((_, i) => (i < at ? 'well' : i === at ? 'sending' : 'idle')));
    await expect.element(sendAll()).toBeDisabled();
    waiting[at]!();
  }
  await expect.element(page.getByText('Os 5 testes foram respondidos como deviam')).toBeVisible();
  await expect.poll(() => sent(asked)).toEqual(KINDS);
  for (const answer of [
    'Aceita (200) em 4 ms',
    'Recusada (401) em 3 ms',
    'Devolvida com o motivo (400) em 4 ms',
    'A segunda foi reconhecida (200) em 3 ms',
    'Barrada (413) em 12 ms',
  ]) {
    await expect.element(list().getByText(answer)).toBeVisible();
  }
});

test('one is sent by itself, by keyboard, and what came of it is said', async () => {
  const { asked } = await openOne('WhatsApp');
  const button = page.getByRole('button', { name: 'Enviar: Conteúdo estragado' });
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(list().getByText('Devolvida com o motivo (400) em 4 ms')).toBeVisible();
  await expect
    .element(page.getByTestId('announcements'))
    .toHaveTextContent('Conteúdo estragado: Devolvida com o motivo (400) em 4 ms');
  expect(sent(asked)).toEqual(['wrong_type']);
  expect(stands()).toEqual(['idle', 'idle', 'well', 'idle', 'idle']);
  // The button is the same one, for another time, and keeps the focus.
  await expect
    .element(page.getByRole('button', { name: 'Enviar de novo: Conteúdo estragado' }))
    .toHaveFocus();
});

test('what the engine cannot send says why, and the others are sent all the same', async () => {
  const { backend } = await openOne('WhatsApp');
  refuse(backend, 'SendSample', { code: 'unavailable', message: 'Nada está recebendo.' });
  await sendAll().click();
  await expect.element(list().getByText('Nada está recebendo.')).toBeVisible();
  await expect.element(page.getByText('1 de 5 testes não foi respondido como devia')).toBeVisible();
  await page.getByRole('button', { name: 'Enviar de novo: Uma entrega boa' }).click();
  await expect.element(page.getByText('Os 5 testes foram respondidos como deviam')).toBeVisible();
});

test('where only the address is checked, a false proof is not tried and why is said', async () => {
  const { asked } = await openNew('elementor');
  expect(stands()).toEqual(['idle', 'not-offered', 'idle', 'idle', 'idle']);
  await expect.element(list().getByText(/só o endereço é conferido/)).toBeVisible();
  await sendAll().click();
  await expect.element(page.getByText('Os 4 testes foram respondidos como deviam')).toBeVisible();
  expect(sent(asked)).toEqual(KINDS.filter((kind) => kind !== 'bad_signature'));
});

test('a missing key is what is wrong, and once it is there everything is tried anew', async () => {
  const { backend, source } = await openNew('stripe');
  expect(stands()).toEqual(['idle', 'not-offered', 'not-offered', 'not-offered', 'idle']);
  await sendAll().click();
  await expect.element(list().getByText(/A resposta foi 401, e devia ter sido aceita/)).toBeVisible();
  await expect
    .element(list().getByText('Confira a chave e o jeito de conferir nesta conexão.'))
    .toBeVisible();
  await expect.element(page.getByText('1 de 2 testes não foi respondido como devia')).toBeVisible();
  await page.getByRole('textbox', { name: /Segredo da assinatura/ }).fill('whsec_1');
  await userEvent.keyboard('{Enter}');
  await expect.poll(stands).toEqual(Array.from({ length: 5 }, () => 'idle'));
  await sendAll().click();
  await expect.element(page.getByText('Os 5 testes foram respondidos como deviam')).toBeVisible();
  // None of it is the sender's trouble.
  expect(backend.engine.sources.find((one) => one.id === source.id)!.trouble).toBeNull();
});

test('a delivery is shown in the activity, opened', async () => {
  const { app } = await openOne('WhatsApp');
  await page.getByRole('button', { name: 'Enviar: Prova falsa' }).click();
  await page.getByRole('button', { name: 'Ver entrega: Prova falsa' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Atividade' })).toBeVisible();
  await expect.element(page.getByRole('complementary').getByText(/A assinatura não confere/)).toBeVisible();
  expect(app.router.activityOf).toBe('source-1');
  // Who comes back later begins with the list.
  await page.getByRole('button', { name: /^Quadro/ }).click();
  await page.getByRole('button', { name: /^Atividade/ }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Atividade' })).toBeVisible();
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
});

test('the tests stand on one card, and are taken off the board from here', async () => {
  const { backend } = await openOne('WhatsApp');
  await sendAll().click();
  await page.getByRole('button', { name: 'Tirar o teste do quadro' }).click();
  await expect.element(page.getByText('Teste removido')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Tirar o teste do quadro' })).not.toBeInTheDocument();
  expect([...backend.engine.board.contacts.values()].some((contact) => contact.test)).toBe(false);
});
