import { page } from 'vitest/browser';
import { afterEach, expect, test } from 'vitest';

import { Refused } from '../src/backend/backend';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

test('that the computer shows no notifications is said once', async () => {
  await openWindow('trouble=bell');
  const said = page.getByText('Este computador não mostra notificações.');
  await expect.element(said).toBeVisible();
  await page.getByRole('status').filter({ has: said }).getByRole('button', { name: 'Fechar' }).click();
  await expect.element(said).not.toBeInTheDocument();
  document.body.replaceChildren();
  await openWindow('trouble=bell');
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  await expect.element(said).not.toBeInTheDocument();
});

test('while nothing is received the reason stands there, until it is', async () => {
  const { backend } = await openWindow('trouble=blocked');
  const reason = page.getByRole('alert').filter({ hasText: 'A porta 7322 está ocupada por outro programa.' });
  await expect.element(reason).toBeVisible();
  backend.engine.publish({ receiving: { on: { address: '127.0.0.1:7322' } } });
  await expect.element(reason).not.toBeInTheDocument();
});

test('beside a desk there is nothing to say; a service is taken over on request', async () => {
  const { backend } = await openWindow('trouble=serve');
  let taken = 0;
  backend.window.takeOver = async () => {
    taken++;
    throw new Refused({ code: 'unavailable', message: 'O serviço não encerrou.' });
  };
  await page.getByRole('button', { name: 'Assumir aqui' }).click();
  expect(taken).toBe(1);
  await expect.element(page.getByText('O serviço não encerrou.')).toBeVisible();
  document.body.replaceChildren();
  await openWindow();
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  expect(document.querySelector('.banner')).toBeNull();
});

test('a lost engine is said to be sought, a given-up one can be started again, and both end when it answers', async () => {
  const { app, backend } = await openWindow();
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  app.feed.take('lost');
  await expect.element(page.getByText('O que está na tela pode estar velho')).toBeInTheDocument();
  app.feed.take({ given_up: 'Ela fechou três vezes.' });
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('O Recado parou de receber. Ela fechou três vezes.');
  let again = 0;
  backend.window.tryAgain = async () => void again++;
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  expect(again).toBe(1);
  app.feed.take({ line: { hello: { protocol: 1, version: '0.0.0', epoch: 'another', holder: 'desk' } } });
  await expect.poll(() => document.querySelector('.banner')).toBeNull();
});

test.each([
  ['Continuar recebendo', 'close'],
  ['Sair do Recado', 'quit'],
  ['Cancelar', 'stayOpen'],
] as const)('closing where there is no tray is answered by “%s”', async (button, act) => {
  const { app, backend } = await openWindow('trouble=tray');
  const done: string[] = [];
  for (const one of ['close', 'quit', 'stayOpen'] as const)
    backend.window[one] = async () => void done.push(one);
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  app.feed.take('close_asked');
  const question = page.getByRole('dialog', { name: 'Continuar recebendo?' });
  await expect.element(question.getByRole('button', { name: 'Continuar recebendo' })).toHaveFocus();
  await expectAccessible();
  await question.getByRole('button', { name: button }).click();
  await expect.element(question).not.toBeInTheDocument();
  expect(done).toEqual([act]);
});
