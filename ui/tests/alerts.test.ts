import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import type { Alert } from '../src/backend/generated';
import { listen, requests } from './spy';
import { expectAccessible, openWindow, type Opened } from './window';

afterEach(() => localStorage.clear());

const row = (title: string) => page.getByRole('article', { name: title });
const card = (name: string) => page.getByRole('region', { name });
const heading = (name: string) => page.getByRole('heading', { level: 1, name });

const MINUTE = 60_000;

/** Something of the first connection, `WhatsApp`. */
function alert(what: Alert['what'], ago = 60): Alert {
  return {
    source_id: 'source-1',
    source: 'WhatsApp',
    since: new Date(Date.now() - ago * MINUTE).toISOString(),
    what,
  };
}

async function openConnections(query: string): Promise<Opened> {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Conexões|Connections)/ }).click();
  await expect.element(row('WhatsApp')).toBeVisible();
  return opened;
}

/** The page of a connection that is alerted. */
async function openOne(title: string, query: string): Promise<Opened> {
  const opened = await openConnections(query);
  await row(title).getByRole('button', { name: title, exact: true }).click();
  await expect.element(heading(title)).toBeVisible();
  return opened;
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('no alert breaks a rule of accessibility, on the board, in the list and on the page', async () => {
    await openWindow(`theme=${theme}&alerts=silent,unanswered,gave_up`);
    await expect.element(page.getByText('3 conexões precisam de você:')).toBeVisible();
    await expectAccessible();
    await page.getByRole('status').getByRole('button', { name: 'Ver', exact: true }).click();
    await expect.element(row('Asaas')).toBeVisible();
    await expectAccessible();
    for (const [title, name] of [
      ['WhatsApp', 'Silêncio fora do comum'],
      ['Asaas', 'O remetente está sem resposta'],
      ['Formulário de orçamento', 'O remetente pode ter se desligado'],
    ] as const) {
      await row(title)
        .getByRole('button', { name: `Ver o que há com ${title}` })
        .click();
      await expect.element(card(name)).toBeVisible();
      await expectAccessible();
      await page.getByRole('button', { name: 'Voltar' }).click();
    }
  });
});

test('a countdown says what runs out, when, and why', async () => {
  const { backend } = await openOne('WhatsApp', '');
  const counts = (minutes: number, why: string) =>
    backend.engine.publish({
      alerts: [
        alert({
          unanswered: {
            why,
            gives_up_at: new Date(Date.now() + minutes * MINUTE + 20_000).toISOString(),
            then: 'queue_stopped',
          },
        }),
      ],
    });
  counts(11 * 60 + 42, 'O relay não responde daqui.');
  const shown = card('O remetente está sem resposta');
  await expect.element(shown).toHaveTextContent('O relay não responde daqui.');
  await expect.element(shown.getByText('11 h 42 min')).toBeVisible();
  await expect.element(shown).toHaveTextContent(/até ele parar a fila, /);
  counts(3, 'Outro programa ocupa a porta.');
  await expect.element(shown.getByText('3 min', { exact: true })).toBeVisible();
  await expect.element(shown).toHaveTextContent('Outro programa ocupa a porta.');
  backend.engine.publish({ alerts: [] });
  await expect.element(shown).not.toBeInTheDocument();
});

test('what to do after a sender gave up is a list to tick off, with the address to paste, and an end', async () => {
  const { backend } = await openOne('Formulário de orçamento', 'alerts=gave_up');
  const asked = listen(backend);
  const shown = card('O remetente pode ter se desligado');
  const first = shown.getByRole('checkbox').first();
  await expect.element(first).not.toBeChecked();
  (first.element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  await expect.element(first).toBeChecked();
  await shown.getByRole('button', { name: /^Copiar o endereço/ }).click();
  expect(requests(asked, 'CopyText')).toEqual([{ text: backend.engine.sources.at(-1)!.address }]);
  await shown.getByRole('button', { name: 'Feito' }).click();
  await expect.element(shown).not.toBeInTheDocument();
  expect(requests(asked, 'DismissAlert')).toEqual([
    { source: backend.engine.sources.at(-1)!.id, kind: 'gave_up' },
  ]);
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect.element(shown).toBeVisible();
});

test('a silence names what came last, what is usual and the likely causes, and offers a test', async () => {
  await openOne('WhatsApp', 'alerts=silent');
  const shown = card('Silêncio fora do comum');
  await expect.element(shown).toHaveTextContent('Nesse tempo costumam chegar 6 recados.');
  await expect.element(shown.getByRole('listitem')).toHaveLength(3);
  await expect.element(shown.getByRole('button', { name: 'Enviar um teste' })).toBeVisible();
  await shown.getByRole('button', { name: 'Tirar o aviso' }).click();
  await expect.element(shown).not.toBeInTheDocument();
});

test('what comes anew and what comes no more is named, however it is called', async () => {
  const { backend } = await openOne('WhatsApp', '');
  const gone = '<img src=x onerror=alert(1)>';
  backend.engine.publish({
    alerts: [alert({ shape_changed: { gone: [gone], new: ['celular'], deliveries: 2 } })],
  });
  const shown = card('O que chega mudou de forma');
  await expect.element(shown).toHaveTextContent('2 entregas já vieram assim.');
  await expect.element(shown.getByText(gone)).toBeVisible();
  await expect.element(shown.getByText('celular')).toBeVisible();
});

test('no connection is said to receive while its sender is unanswered or silent', async () => {
  const { backend } = await openConnections('');
  const unanswered = {
    unanswered: {
      why: 'O relay não responde daqui.',
      gives_up_at: new Date(Date.now() + 60 * MINUTE).toISOString(),
      then: 'queue_stopped',
    },
  } as const;
  const silent = { silent: { last_delivery_at: new Date().toISOString(), usual: 8, causes: [] } };
  const gaveUp = (until: string | null) => ({
    gave_up: { until, then: 'disabled' as const, recover: [] },
  });
  const stands = row('WhatsApp').getByText(/^(Recebendo|Sem resposta|Em silêncio|Em pausa|Recusando)$/);
  const tone = () => getComputedStyle(stands.element()).color;
  await expect.element(stands).toHaveTextContent('Recebendo');
  const good = tone();
  for (const [word, whats] of [
    ['Em silêncio', [silent]],
    ['Sem resposta', [silent, unanswered]],
    ['Sem resposta', [gaveUp(null)]],
  ] as const) {
    backend.engine.publish({ alerts: whats.map((what) => alert(what)) });
    await expect.element(stands).toHaveTextContent(word);
    expect(tone()).not.toBe(good);
  }
  backend.engine.publish({ alerts: [alert(unanswered), { ...alert(silent), source_id: 'source-2' }] });
  await row('WhatsApp').getByRole('button', { name: 'WhatsApp', exact: true }).click();
  await expect.element(page.getByRole('region', { name: 'Situação' })).toHaveTextContent('Sem resposta');
  await page.getByRole('button', { name: 'Voltar' }).click();
  backend.engine.publish({ alerts: [alert(gaveUp(new Date().toISOString()))] });
  await expect.element(stands).toHaveTextContent('Recebendo');
  expect(tone()).toBe(good);
});

test('one connection that needs its owner is told on the board and opened from there', async () => {
  const { app, backend } = await openWindow();
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  const silent = { silent: { last_delivery_at: new Date().toISOString(), usual: 8, causes: [] } };
  backend.engine.publish({ alerts: [alert(silent)] });
  const told = page.getByRole('status').filter({ hasText: '1 conexão precisa de você: WhatsApp' });
  await told.getByRole('button', { name: 'Ver' }).click();
  await expect.element(heading('WhatsApp')).toBeVisible();
  await expect.element(told).not.toBeInTheDocument();
  app.router.go('board');
  backend.engine.publish({ alerts: [] });
  await expect.poll(() => document.querySelector('.banner')).toBeNull();
});

test('a notification leads to the connection that it told of', async () => {
  const { app } = await openWindow('alerts=unanswered');
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  app.feed.take({ line: { window: { show: { at: { connection: 'source-of-unanswered' } } } } });
  await expect.element(card('O remetente está sem resposta')).toBeVisible();
});

test('alerts are told in English too', async () => {
  await openConnections('lang=en&alerts=silent,unanswered,gave_up');
  await expect
    .element(row('Asaas'))
    .toHaveTextContent(/The sender gets no answer\. In 11 hr .* it stops its queue\./);
  await row('Asaas').getByRole('button', { name: 'See what is up with Asaas' }).click();
  await expect
    .element(card('The sender gets no answer'))
    .toHaveTextContent('It has not been served since today');
});
