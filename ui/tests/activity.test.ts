import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import type { App } from '../src/app/app.svelte';
import type { FakeBackend } from '../src/backend/fake';
import type { ListDeliveries } from '../src/backend/generated';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

async function openActivity(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Atividade|Activity)$/ }).click();
  await expect.element(page.getByRole('heading', { level: 1, name: /^(Atividade|Activity)$/ })).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

const viewport = () => document.querySelector<HTMLElement>('.list .viewport')!;

/** The lines on screen, from the top. */
function lines(): HTMLElement[] {
  const box = viewport()?.getBoundingClientRect();
  return [...document.querySelectorAll<HTMLElement>('[data-delivery]')]
    .filter((line) => line.checkVisibility({ visibilityProperty: true }))
    .filter((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      return box !== undefined && bottom > box.top && top < box.bottom;
    })
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
}

async function linesToAppear(): Promise<void> {
  await expect.poll(() => lines().length).toBeGreaterThan(2);
}

const line = (text: string | RegExp) => page.getByRole('button', { name: text }).first();
const chips = () => lines().map((one) => one.querySelector('.chip')?.textContent.trim());
const focused = () => document.activeElement?.getAttribute('data-delivery');
const lastFilter = (asked: ReturnType<typeof listen>) =>
  (requests(asked, 'ListDeliveries').at(-1) as ListDeliveries | undefined)?.filter;

/** Something comes from a source of the invented log. */
function receive({ engine }: FakeBackend, title: string) {
  return engine.log.receive(
    engine.sources.find((source) => source.title === title)!,
    null,
    {
      verdict: 'refused',
      http_status: 401,
      why: { 'pt-BR': 'Falta a assinatura.', en: 'The signature is missing.' },
      share: 0,
    },
  );
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([
    ['normal', '[data-delivery]'],
    ['empty', '.empty'],
    ['error', '[role=alert]'],
    ['loading', '.bones'],
  ])('the activity breaks no rule of accessibility when it is %s', async (state, settled) => {
    const { app } = await openActivity(`theme=${theme}&state=${state}&lockouts=2`);
    app.theme.choose(theme);
    await expect
      .poll(() => document.querySelector(settled)?.checkVisibility({ visibilityProperty: true }) ?? false)
      .toBe(true);
    await expectAccessible();
  });

  test('nor with its menus, its calendar, who is locked out, and nothing found', async () => {
    await openActivity(`theme=${theme}&lockouts=3&lang=en`);
    await linesToAppear();
    await page.getByRole('button', { name: 'Locked out now' }).click();
    await expectAccessible();
    await page.getByRole('button', { name: 'Outcome' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Refused' }).click();
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'Period', exact: true }).click();
    await expect.element(page.getByRole('button', { name: 'Last 7 days' })).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Yesterday', exact: true }).click();
    await page.getByRole('textbox', { name: 'Search the activity' }).fill('zzzz');
    await expect.element(page.getByRole('heading', { name: 'No delivery like that' })).toBeVisible();
    await expectAccessible();
  });

  test('nor in a narrow window, and with what came meanwhile', async () => {
    await page.viewport(720, 560);
    try {
      const { backend } = await openActivity(`theme=${theme}`);
      await linesToAppear();
      viewport().scrollTo({ top: 300 });
      receive(backend, 'WhatsApp');
      await expect.element(page.getByRole('button', { name: '1 nova' })).toBeVisible();
      await expectAccessible();
    } finally {
      await page.viewport(1280, 820);
    }
  });
});

test('Tab leads to one bar of the day, the present hour, and the arrow keys to the others', async () => {
  await openActivity();
  const bars = () => page.getByRole('toolbar', { name: 'Entregas por hora' }).getByRole('button').elements();
  await expect.poll(() => bars().length).toBeGreaterThan(0);
  const stops = () => bars().filter((bar) => (bar as HTMLElement).tabIndex === 0);
  expect(stops()).toEqual([bars().at(-1)]);
  (stops()[0] as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  expect(document.activeElement).toBe(bars()[0]);
  expect(stops()).toEqual([bars()[0]]);
});

test('a line says when, from where, whose it is, what, and what became of it', async () => {
  await openActivity();
  await linesToAppear();
  const [first] = lines();
  expect(first!.textContent.replaceAll(/\s+/g, ' ')).toMatch(
    /^\s*\d\d:\d\d:\d\d WhatsApp mensagem Carlos Menezes Quero agendar um horário Contato novo levou 3 ms/,
  );
  expect(chips().slice(0, 10)).toEqual([
    'Contato novo',
    'Atualizado',
    'Sem contato',
    'Recusada 401',
    'Atualizado',
    'Repetida',
    'Atualizado',
    'Buscando detalhes',
    'Ilegível 400',
    'Sem novidade',
  ]);
  await expect.element(line(/Diego Amaral Pedido 1042.*chegou 2 vezes/)).toBeVisible();
});

test('the arrow keys walk over the list, Enter opens, Escape closes, and the focus is back', async () => {
  await openActivity();
  await linesToAppear();
  lines()[0]!.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  await expect.poll(focused).toBe(lines()[3]!.dataset['delivery']);
  const opened = focused();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('complementary', { name: 'Entrega' })).toHaveFocus();
  await expect.element(page.getByRole('heading', { name: 'Não provou de quem vem' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('complementary', { name: 'Entrega' })).not.toBeInTheDocument();
  await expect.poll(focused).toBe(opened);
  await userEvent.keyboard('{End}');
  await expect.poll(() => focused() !== opened && viewport().scrollTop > 1_000).toBe(true);
  await userEvent.keyboard('{Home}');
  await expect.poll(() => viewport().scrollTop).toBe(0);
});

test('Tab leads into the list once, and comes back to the line where it was', async () => {
  await openActivity();
  await linesToAppear();
  lines()[0]!.focus();
  await userEvent.keyboard('{ArrowDown}');
  const here = focused();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(focused()).toBeNull();
  await userEvent.keyboard('{Tab}');
  expect(focused()).toBe(here);
});

test('older lines come as one scrolls, whatever the log holds', async () => {
  const { asked } = await openActivity('log=1000000');
  await linesToAppear();
  const known = () => new Set(requests(asked, 'ListDeliveries').map((one) => (one as ListDeliveries).after));
  for (let i = 0; i < 6; i++) {
    viewport().scrollTo({ top: viewport().scrollHeight });
    await expect.poll(() => known().size).toBeGreaterThan(i);
    await expect.poll(() => lines().length).toBeGreaterThan(5);
  }
  // Only what is on screen is in the page.
  expect(document.querySelectorAll('[data-delivery]').length).toBeLessThan(60);
});

test('what comes stands on top at once', async () => {
  const { backend } = await openActivity();
  await linesToAppear();
  const { id } = receive(backend, 'Site');
  await expect.poll(() => lines()[0]?.dataset['delivery']).toBe(id);
});

test('what comes while one reads moves nothing, and waits behind a button', async () => {
  const { backend } = await openActivity();
  await linesToAppear();
  const first = lines()[0]!.dataset['delivery'];
  viewport().scrollTo({ top: 440 });
  await expect.poll(() => lines().length > 5 && lines()[0]!.dataset['delivery'] !== first).toBe(true);
  const places = () =>
    lines()
      .slice(0, 8)
      .map((one) => `${one.dataset['delivery']} ${one.getBoundingClientRect().top}`);
  const before = places();
  receive(backend, 'Site');
  const { id } = receive(backend, 'WhatsApp');
  await expect.element(page.getByRole('button', { name: '2 novas' })).toBeVisible();
  expect(places()).toEqual(before);
  await page.getByRole('button', { name: '2 novas' }).click();
  await expect.poll(() => lines()[0]?.dataset['delivery']).toBe(id);
  await expect.poll(focused).toBe(id);
});

test('today’s numbers follow what comes', async () => {
  const { backend } = await openActivity();
  await linesToAppear();
  const refused = page.getByRole('button', { name: /^\d+ recusada/ });
  const before = Number.parseInt(refused.element().textContent, 10);
  receive(backend, 'WhatsApp');
  await expect.poll(() => Number.parseInt(refused.element().textContent, 10)).toBe(before + 1);
});

test('the list is narrowed to outcomes and to a connection, and chips take that back', async () => {
  const { asked } = await openActivity();
  await linesToAppear();
  await page.getByRole('button', { name: 'Resultado' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Recusadas' }).click();
  // The menu stays open: several may be meant.
  await page.getByRole('menuitemcheckbox', { name: 'Ilegíveis' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => new Set(chips())).toEqual(new Set(['Recusada 401', 'Ilegível 400']));
  await page.getByRole('button', { name: 'Conexão', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Site' }).click();
  await expect.poll(() => new Set(chips())).toEqual(new Set(['Ilegível 400']));
  expect(lastFilter(asked)).toMatchObject({ source: 'source-3', verdicts: ['refused', 'malformed'] });
  await page.getByRole('button', { name: 'Tirar o filtro Resultado' }).click();
  await expect.poll(() => new Set(chips()).size).toBeGreaterThan(1);
  expect(lastFilter(asked)).toMatchObject({ source: 'source-3', verdicts: [] });
  await page.getByRole('button', { name: 'Limpar', exact: true }).click();
  await expect.poll(() => lastFilter(asked)).toMatchObject({ source: null, verdicts: [] });
});

test('a text is looked for once it is typed, not at every letter', async () => {
  const { asked } = await openActivity();
  await linesToAppear();
  const before = requests(asked, 'ListDeliveries').length;
  await page.getByRole('textbox', { name: 'Buscar na atividade' }).click();
  await userEvent.keyboard('carlos');
  await expect.poll(() => lastFilter(asked)?.text).toBe('carlos');
  expect(requests(asked, 'ListDeliveries').length).toBe(before + 1);
  await expect.poll(() => lines().every((one) => one.textContent.includes('Carlos'))).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => lastFilter(asked)?.text).toBe(null);
});

test('where nothing is found the filters can be cleared', async () => {
  await openActivity();
  await linesToAppear();
  await page.getByRole('textbox', { name: 'Buscar na atividade' }).fill('nada disso');
  await page.getByRole('button', { name: 'Limpar os filtros' }).click();
  await linesToAppear();
  await expect.element(page.getByRole('textbox', { name: 'Buscar na atividade' })).toHaveValue('');
});

test('an hour of the chart narrows the list to it, once more shows the day again', async () => {
  const { asked } = await openActivity();
  await linesToAppear();
  await page.getByRole('button', { name: 'Dia anterior' }).click();
  await expect.element(page.getByRole('heading', { name: 'Entregas de ontem' })).toBeVisible();
  const hour = page.getByRole('button', { name: /^10:00 às 11:00: \d+ recebida/ });
  await hour.click();
  await expect.element(hour).toHaveAttribute('aria-pressed', 'true');
  await expect
    .poll(() => Date.parse(lastFilter(asked)!.until!) - Date.parse(lastFilter(asked)!.since!))
    .toBe(3_600_000);
  await expect.poll(() => lines().every((one) => one.textContent.trim().startsWith('10:'))).toBe(true);
  await hour.click();
  await expect
    .poll(() => Date.parse(lastFilter(asked)!.until!) - Date.parse(lastFilter(asked)!.since!))
    .toBe(24 * 3_600_000);
});

test('the arrow keys walk over the hours, and the numbers of each are said', async () => {
  await openActivity();
  await linesToAppear();
  await page.getByRole('button', { name: 'Dia anterior' }).click();
  await page
    .getByRole('button', { name: /^09:00 às 10:00: / })
    .element()
    .focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  await expect.element(page.getByRole('button', { name: /^11:00 às 12:00: / })).toHaveFocus();
  await expect.poll(() => document.querySelector('.tip')?.textContent).toContain('11:00 às 12:00');
  await userEvent.keyboard('{Home}');
  await expect.element(page.getByRole('button', { name: /^00:00 às 01:00: / })).toHaveFocus();
});

test('another day is reached by stepping, and no day that is still to come', async () => {
  const { asked } = await openActivity();
  await linesToAppear();
  const next = page.getByRole('button', { name: 'Dia seguinte' });
  await expect.element(next).toBeDisabled();
  await page.getByRole('button', { name: 'Dia anterior' }).click();
  await page.getByRole('button', { name: 'Dia anterior' }).click();
  await expect
    .element(page.getByRole('heading', { level: 2, name: /^Entregas de .*-feira|sábado|domingo/ }))
    .toBeVisible();
  await next.click();
  await next.click();
  await expect.element(page.getByRole('heading', { name: 'Entregas de hoje' })).toBeVisible();
  await expect.poll(() => lastFilter(asked)).toMatchObject({ since: null, until: null });
});

test.each([
  ['a connection', (app: App) => app.router.openActivity('source-4')],
  [
    'a notification',
    (app: App) => app.feed.take({ line: { window: { show: { at: { activity: 'source-4' } } } } }),
  ],
])('%s leads to the activity of its own', async (_, lead) => {
  const { app } = await openWindow();
  await expect.poll(() => app.status).toBe('ready');
  lead(app);
  await expect.element(page.getByRole('button', { name: 'Tirar o filtro Conexão' })).toBeVisible();
  await expect
    .poll(() => new Set(lines().map((one) => one.querySelector('.title')?.textContent)))
    .toEqual(new Set(['Calendly']));
});

test('what is refused again and again is said, with the way to its secret', async () => {
  const { app } = await openActivity();
  await expect.element(page.getByText(/As entregas de Calendly são recusadas desde/)).toBeVisible();
  await page.getByRole('button', { name: 'Mostrar', exact: true }).click();
  await expect.poll(() => new Set(chips())).toEqual(new Set(['Recusada 401']));
  await page.getByRole('button', { name: 'Conferir a chave' }).click();
  expect(app.router.view).toBe('connections');
  expect(app.router.connection).toBe('source-4');
});

test('who is locked out is listed, and let in again', async () => {
  const { asked } = await openActivity('lockouts=2');
  await expect.element(page.getByText('2 endereços estão barrados por insistir.')).toBeVisible();
  await page.getByRole('button', { name: 'Quem está barrado agora' }).click();
  await expect.element(page.getByText('10 recusas · por mais 4 min')).toBeVisible();
  await page.getByRole('button', { name: 'Liberar 203.0.113.54' }).click();
  await expect.element(page.getByText('1 endereço está barrado por insistir.')).toBeVisible();
  await expect.element(page.getByText('203.0.113.54 foi liberado')).toBeVisible();
  expect(requests(asked, 'LiftLockout')).toEqual([{ source: 'source-1', remote: '203.0.113.54' }]);
});

test('those without a contact are read again, and what came of it is said', async () => {
  const { asked } = await openActivity();
  await linesToAppear();
  // From its start: the hours of the chart may say as much at their end.
  await page.getByRole('button', { name: /^\d+ sem contato$/ }).click();
  await page.getByRole('button', { name: 'Ler todas de novo' }).click();
  await expect.element(page.getByText(/^\d+ entregas entraram no quadro\.$/)).toBeVisible();
  expect(requests(asked, 'ApplyDeliveries')).toEqual([{ unmatched: null }]);
  await expect.poll(() => new Set(chips())).toEqual(new Set(['Sem contato']));
});

test('older lines that do not come can be asked for again', async () => {
  const { backend } = await openActivity();
  await linesToAppear();
  refuse(backend, 'ListDeliveries', { code: 'unavailable', message: 'O disco está cheio.' });
  viewport().scrollTo({ top: viewport().scrollHeight });
  await expect.element(page.getByText('As mais antigas não vieram.')).toBeVisible();
  const height = viewport().scrollHeight;
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect.poll(() => viewport().scrollHeight).toBeGreaterThan(height);
});
