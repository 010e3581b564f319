import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

async function openMonitoring(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Monitoramento|Monitoring)$/ }).click();
  await expect
    .element(page.getByRole('heading', { level: 1, name: /^(Monitoramento|Monitoring)$/ }))
    .toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

const chart = (name: string) => page.getByRole('toolbar', { name });
const bars = (name: string) => chart(name).getByRole('button').elements();
const spans = () => page.getByRole('radiogroup', { name: 'Período' });
/** The big number under a title. */
const figure = (title: string) => {
  const terms = [...document.querySelectorAll('dt')];
  return terms.find((term) => term.textContent === title)?.nextElementSibling?.textContent.trim();
};
/** The rows of the table that stands for a chart. */
const table = (name: string) => [
  ...page.getByRole('table', { name }).element().querySelectorAll<HTMLTableRowElement>('tbody tr'),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([
    ['normal', '.bars'],
    ['empty', '.empty'],
    ['error', '[role=alert]'],
    ['loading', '.bones'],
  ])('the monitoring breaks no rule of accessibility when it is %s', async (state, settled) => {
    const { app } = await openMonitoring(`theme=${theme}&state=${state}`);
    app.theme.choose(theme);
    await expect
      .poll(() => document.querySelector(settled)?.checkVisibility({ visibilityProperty: true }) ?? false)
      .toBe(true);
    await expectAccessible();
  });

  test('nor in a narrow window, in English, with one connection and a tip', async () => {
    await page.viewport(560, 640);
    try {
      await openMonitoring(`theme=${theme}&lang=en`);
      await page.getByRole('combobox', { name: 'Connection' }).selectOptions('Site');
      await expect.poll(() => bars('Deliveries by the day').length).toBe(30);
      (bars('Deliveries by the day')[4] as HTMLElement).focus();
      await expect.poll(() => document.querySelector('.tip')).not.toBeNull();
      await expectAccessible();
      expect(document.documentElement.scrollWidth).toBe(560);
    } finally {
      await page.viewport(1280, 820);
    }
  });
});

test('the numbers are there in words, compared with the time before, and as tables', async () => {
  await openMonitoring();
  await expect.poll(() => figure('Entregas')).toMatch(/^\d\.\d{3}$/);
  await expect.element(page.getByText(/% a mais que nos 30 dias antes/).first()).toBeVisible();
  await expect.element(page.getByText(/95 de cada 100 em até \d+\sms/).first()).toBeVisible();
  const rows = table('Entregas por dia');
  expect(rows.length).toBe(30);
  const received = rows
    .flatMap((row) => [...row.querySelectorAll('td')])
    .reduce((sum, cell) => sum + Number(cell.textContent.replace('.', '')), 0);
  expect(received.toLocaleString('pt-BR')).toBe(figure('Entregas'));
  expect(table('Tempo de resposta por dia').at(-1)!.textContent).toMatch(/\d\sms.*\d\sms/s);
  expect(table('Contatos novos por dia').length).toBe(30);
});

test('hours, days and weeks are told apart', async () => {
  await openMonitoring();
  await expect.poll(() => bars('Entregas por dia').length).toBe(30);
  await spans().getByRole('radio', { name: '24 horas' }).click();
  await expect.poll(() => chart('Entregas por hora').elements().length).toBe(1);
  expect(bars('Entregas por hora').length).toBe(24);
  await expect.element(page.getByText(/nas 24 horas antes/).first()).toBeVisible();
  await spans().getByRole('radio', { name: '26 semanas' }).click();
  await expect.poll(() => chart('Entregas por semana').elements().length).toBe(1);
  expect(bars('Entregas por semana').length).toBe(26);
  expect(bars('Entregas por semana').at(-1)!.getAttribute('aria-label')).toMatch(/^semana de .+ recebidas/);
});

test('a connection is chosen in its line or in the menu, and all of them again', async () => {
  await openMonitoring();
  await expect.poll(() => figure('Entregas')).toBeDefined();
  const all = figure('Entregas');
  const line = page.getByRole('button', { name: 'Calendly', exact: true });
  await line.click();
  await expect.element(line).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => figure('Entregas')).not.toBe(all);
  const menu = page.getByRole('combobox', { name: 'Conexão' });
  await expect.element(menu).toHaveDisplayValue('Calendly');
  const row = line.element().closest('tr')!;
  expect(row.querySelector('td.number')!.textContent).toBe(figure('Entregas'));
  await menu.selectOptions('Todas as conexões');
  await expect.poll(() => figure('Entregas')).toBe(all);
});

test('the arrow keys walk along the bars, and Enter opens the activity of that day', async () => {
  const { app } = await openMonitoring();
  await page.getByRole('button', { name: 'WhatsApp', exact: true }).click();
  await expect.poll(() => bars('Entregas por dia').length).toBe(30);
  await expect.poll(() => app.router.monitoringOf).not.toBeNull();
  const chosen = app.router.monitoringOf;
  (bars('Entregas por dia').at(-1) as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
  const day = document.activeElement!;
  expect(day).toBe(bars('Entregas por dia').at(-4));
  expect(document.querySelector('.tip')!.textContent).toContain(
    day.getAttribute('aria-label')!.split(':')[0],
  );
  const received = Number(/: (\d+) recebida/.exec(day.getAttribute('aria-label')!)![1]);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Atividade' })).toBeVisible();
  expect(app.router.activityOf).toBe(chosen);
  await expect.element(page.getByText(`${received} recebidas`)).toBeVisible();
});

test('however much comes, the numbers follow without asking all the time', async () => {
  const { backend, asked } = await openMonitoring();
  await expect.poll(() => figure('Entregas')).toBeDefined();
  const before = Number(figure('Entregas')!.replace('.', ''));
  const source = backend.engine.sources[0]!;
  for (let i = 0; i < 40; i++) backend.engine.log.receive(source, null);
  await expect
    .poll(() => Number(figure('Entregas')!.replace('.', '')), { timeout: 10_000 })
    .toBe(before + 40);
  expect(requests(asked, 'ShowMonitoring').length).toBe(1);
});

test('numbers that could not be had are asked for again by a click', async () => {
  const { backend } = await openMonitoring();
  await expect.poll(() => figure('Entregas')).toBeDefined();
  refuse(backend, 'ShowMonitoring', { code: 'unavailable', message: 'O disco está cheio.' });
  await spans().getByRole('radio', { name: '26 semanas' }).click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect.poll(() => chart('Entregas por semana').elements().length).toBe(1);
});

test('where nothing came yet it says what to do', async () => {
  await openMonitoring('state=empty');
  await expect.element(page.getByRole('heading', { name: 'Ainda não chegou nada' })).toBeVisible();
  await page.getByRole('button', { name: 'Ver as conexões' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Conexões' })).toBeVisible();
});

test('a connection leads to its own numbers and back', async () => {
  const { app } = await openWindow();
  const { id, title } = app.sources.length > 0 ? app.sources[0]! : { id: '', title: '' };
  await page.getByRole('button', { name: 'Conexões' }).click();
  app.router.openConnection(id);
  await page.getByRole('button', { name: 'Ver os números' }).click();
  await expect.element(page.getByRole('combobox', { name: 'Conexão' })).toHaveDisplayValue(title);
  await page.getByRole('button', { name: `Abrir a conexão ${title}` }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});
