import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { Refused } from '../src/backend/backend';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

function cards(stage: string): string[] {
  return [...document.querySelectorAll(`[data-stage="${stage}"] [data-card]`)]
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((card) => card.querySelector('.name')?.textContent?.trim() ?? '');
}

function card(name: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>('[data-card]')].find((el) =>
    el.textContent?.includes(name),
  );
  if (!found) throw new Error(`no card of ${name} is on screen`);
  return found;
}

/** A list measures its cards before it shows them. */
function shown(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true }) ?? false;
}

async function boardToAppear(): Promise<void> {
  await expect
    .poll(() => [...document.querySelectorAll('[data-card]')].filter(shown).length)
    .toBeGreaterThan(10);
}

/** Whose card has the focus. */
function focused(): string | undefined {
  return document.activeElement?.querySelector('.name')?.textContent?.trim();
}

function pointer(type: string, target: Element, x: number, y: number): void {
  target.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      button: 0,
      buttons: 1,
      isPrimary: true,
      pointerId: 1,
      clientX: x,
      clientY: y,
    }),
  );
}

function middle(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(['normal', 'empty', 'error', 'loading'])(
    'the board breaks no rule of accessibility when it is %s',
    async (state) => {
      const { app } = await openWindow(`theme=${theme}&state=${state}`);
      app.theme.choose(theme);
      const settled = { normal: '[data-card]', empty: '.empty', error: '[role=alert]', loading: '.bones' }[
        state
      ]!;
      await expect.poll(() => shown(document.querySelector(settled))).toBe(true);
      await expectAccessible();
    },
  );
});

test('a card is carried to another stage by keyboard alone, said aloud, and taken back', async () => {
  await openWindow();
  await boardToAppear();
  card('Edson Takeda').focus();
  await userEvent.keyboard(' ');
  const heard = () => document.querySelector('[data-testid=announcements]')?.textContent?.trim();
  await expect.poll(heard).toContain('Edson Takeda na mão, em “Novos”, lugar 3 de 5');
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(heard).toBe('Em conversa, lugar 3 de 5');
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(heard).toBe('Em conversa, lugar 2 de 5');
  await expect.poll(focused).toBe('Edson Takeda');
  await userEvent.keyboard(' ');
  await expect
    .poll(() => cards('stage-2').slice(0, 3))
    .toEqual(['Marcos Vilela', 'Edson Takeda', 'Júlia Sampaio']);
  await expect.poll(heard).toBe('Edson Takeda ficou em “Em conversa”, lugar 2');
  await expect.poll(focused).toBe('Edson Takeda');

  await userEvent.keyboard('{Control>}z{/Control}');
  await expect
    .poll(() => cards('stage-1').slice(0, 3))
    .toEqual(['Carlos Menezes', 'Luana Prates', 'Edson Takeda']);
});

test('Escape puts a card that the keyboard carries back where it was', async () => {
  await openWindow();
  await boardToAppear();
  const before = cards('stage-1');
  card('Luana Prates').focus();
  await userEvent.keyboard(' {ArrowRight}{ArrowRight}{Escape}');
  await expect.poll(() => cards('stage-1')).toEqual(before);
  await expect.poll(focused).toBe('Luana Prates');
});

test('the pointer carries a card between two others of another stage', async () => {
  await openWindow();
  await boardToAppear();
  const from = middle(card('Júlia Sampaio'));
  const to = card('Otávio Reis').getBoundingClientRect();
  pointer('pointerdown', card('Júlia Sampaio'), from.x, from.y);
  pointer('pointermove', document.body, from.x + 10, from.y);
  await expect.poll(() => document.querySelector('.ghost')).not.toBeNull();
  pointer('pointermove', document.body, to.left + to.width / 2, to.top + 10);
  await expect.poll(() => document.querySelector('[data-stage="stage-3"] [data-gap]')).not.toBeNull();
  pointer('pointerup', document.body, to.left + to.width / 2, to.top + 10);
  await expect
    .poll(() => cards('stage-3').slice(0, 3))
    .toEqual(['Beatriz Nunes', 'Júlia Sampaio', 'Otávio Reis']);
  expect(cards('stage-2')).not.toContain('Júlia Sampaio');
});

test('a move that the engine refuses goes back, with the reason', async () => {
  const { backend } = await openWindow();
  await boardToAppear();
  const before = cards('stage-1');
  card('Rita Fontes').focus();
  await userEvent.keyboard(' {ArrowRight}');
  backend.refuseNext = new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
  await userEvent.keyboard(' ');
  await expect
    .element(page.getByText('Rita Fontes voltou para onde estava. O disco está cheio.'))
    .toBeVisible();
  await expect.poll(() => cards('stage-1')).toEqual(before);
});

test('the arrow keys walk over the board, and Tab comes back to where they were', async () => {
  await openWindow();
  await boardToAppear();
  card('Carlos Menezes').focus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('Luana Prates');
  await userEvent.keyboard('{ArrowRight}');
  await expect
    .poll(() => document.activeElement?.closest('[data-stage]')?.getAttribute('data-stage'))
    .toBe('stage-2');
  const here = focused();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(focused()).toBeUndefined();
  await userEvent.keyboard('{Tab}');
  expect(focused()).toBe(here);
});

test('somebody who writes appears on top without a reload, and the numbers follow', async () => {
  const { backend } = await openWindow();
  await expect.poll(() => cards('stage-1').length).toBe(5);
  const { blank } = await import('../src/backend/fake/engine');
  const arrived = backend.engine.board.place(
    blank('contact-x', {
      name: 'Zélia Prado',
      last_message: 'Oi!',
      unread: 1,
      waiting_since: new Date().toISOString(),
    }),
    'stage-1',
    null,
  );
  backend.engine.publish({ contact: arrived });
  await expect.poll(() => cards('stage-1')[0]).toBe('Zélia Prado');
  await expect.element(page.getByRole('heading', { name: 'Novos 6' })).toBeVisible();
});
