import { page } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

async function openSettings(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Ajustes|Settings)$/ }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: /^(Ajustes|Settings)$/ })).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

const field = (label: string) => page.getByRole('combobox', { name: label });

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('the sections of the activity break no rule of accessibility', async () => {
    await openSettings(`theme=${theme}&lockouts=2&secrets=file`);
    await expect.element(page.getByText('Num arquivo só seu')).toBeVisible();
    await expectAccessible();
    await field('Guardar por').selectOptions('1 mês');
    await expect.element(page.getByRole('dialog', { name: 'Guardar menos?' })).toBeVisible();
    await expectAccessible();
  });
});

test('the gate is set by what it does, not by numbers to be typed', async () => {
  const { asked } = await openSettings();
  await field('Barrar depois de').selectOptions('20 recusas seguidas');
  await field('Na primeira vez, por').selectOptions('15 minutos');
  await field('Aceitar de cada conexão até').selectOptions('Quantas vierem');
  expect(requests(asked, 'ChangeSetting')).toEqual([
    { setting: { gate: { refusals: 20, lockout_seconds: 60, per_minute: 6_000 } } },
    { setting: { gate: { refusals: 20, lockout_seconds: 900, per_minute: 6_000 } } },
    { setting: { gate: { refusals: 20, lockout_seconds: 900, per_minute: 0 } } },
  ]);
  await field('Barrar depois de').selectOptions('Nunca');
  await expect.element(field('Na primeira vez, por')).not.toBeInTheDocument();
});

test('a choice that is refused falls back to what is in force', async () => {
  const { backend } = await openSettings();
  refuse(backend, 'ChangeSetting', { code: 'unavailable', message: 'O disco está cheio.' });
  await field('Barrar depois de').selectOptions('50 recusas seguidas');
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await expect.element(field('Barrar depois de')).toHaveValue('10');
});

test('keeping more is set at once; keeping less is asked first, for it erases', async () => {
  const { asked } = await openSettings();
  await field('Guardar por').selectOptions('1 ano');
  await expect.element(field('Guardar por')).toHaveValue('365');
  await field('Guardar por').selectOptions('1 mês');
  await expect.element(page.getByText(/As entregas com mais de 1 mês são apagadas/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancelar' }).click();
  await expect.element(field('Guardar por')).toHaveValue('365');
  await field('Ocupar no máximo').selectOptions('100 MB');
  await expect.element(page.getByText(/Se a atividade ocupa mais de 100 MB/)).toBeVisible();
  await page.getByRole('button', { name: 'Guardar menos' }).click();
  await expect.element(field('Ocupar no máximo')).toHaveValue('100');
  expect(requests(asked, 'ChangeSetting')).toEqual([
    { setting: { retention: { days: 365, megabytes: 500 } } },
    { setting: { retention: { days: 365, megabytes: 100 } } },
  ]);
});

test('who is locked out is let in again from the settings too', async () => {
  const { asked } = await openSettings('lockouts=1');
  await page.getByRole('button', { name: 'Liberar 203.0.113.54' }).click();
  await expect.element(page.getByText('Ninguém está barrado agora.')).toBeVisible();
  expect(requests(asked, 'LiftLockout')).toHaveLength(1);
});

test('where the secrets are kept is said', async () => {
  await openSettings();
  await expect.element(page.getByText('No cofre deste computador')).toBeVisible();
});

test('a message of ours says how far it came', async () => {
  const { app } = await openWindow();
  await expect.poll(() => app.board.status).toBe('ready');
  app.router.open('contact-3');
  const log = page.getByRole('log');
  for (const [text, said] of [
    ['Bom dia, Rita! Quinta às 10h fica bom?', 'lida'],
    ['Ou na sexta', 'entregue'],
    ['sábado de manhã', 'enviada'],
    ['Segue o nosso endereço', 'não chegou'],
  ]) {
    await expect.element(log.getByRole('listitem').filter({ hasText: text! })).toHaveTextContent(said!);
  }
});
