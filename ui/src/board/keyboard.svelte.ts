// Walking over the board and carrying a card with the keyboard.
import { tick } from 'svelte';

import type { Contact, ContactId } from '../backend/generated';
import { shownName } from '../contact/name';
import { t } from '../i18n/text.svelte';
import type { Board } from './board.svelte';
import type { Column } from './column.svelte';
import type { Drag, Held, Place } from './drag.svelte';
import { isCard } from './items';
import { nearestKnown, type Lists } from './landing';

interface World {
  board: Board;
  drag: Drag;
  lists: Lists;
  root(): HTMLElement;
  open(id: ContactId): void;
  drop(held: Held, over: Place): void;
  cancelled(held: Held): void;
  announce(text: string): void;
}

/** A virtual list needs a frame or two to bring what it scrolled to into the page. */
const FRAMES_TO_APPEAR = 10;

export class Keyboard {
  /** The card that Tab leads to. */
  current = $state<ContactId | null>(null);

  #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async key(event: KeyboardEvent): Promise<void> {
    const { drag } = this.#world;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (drag.held?.by === 'keyboard') return this.#carry(event, drag.held);
    if (drag.held) return;
    const id = (event.target as Element).closest<HTMLElement>('[data-card]')?.dataset['card'];
    const found = id === undefined ? null : this.#world.board.find(id);
    if (!found) return;
    switch (event.key) {
      case 'Enter':
        event.preventDefault();
        return this.#world.open(found.card.id);
      case ' ':
        event.preventDefault();
        return this.#lift(found.column, found.index, found.card);
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        return this.#goTo(found.column, found.index + (event.key === 'ArrowDown' ? 1 : -1));
      case 'Home':
      case 'End':
        event.preventDefault();
        return this.#goTo(found.column, event.key === 'Home' ? 0 : found.column.slots.length - 1);
      case 'ArrowLeft':
      case 'ArrowRight':
        event.preventDefault();
        return this.#goAcross(found.column, event.key === 'ArrowLeft' ? -1 : 1, event.target as Element);
    }
  }

  /** Brings a card into view and gives it the focus. */
  async focus(id: ContactId): Promise<void> {
    this.current = id;
    await tick();
    const find = () => this.#world.root().querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
    const { held, over } = this.#world.drag;
    const found = this.#world.board.find(id);
    const place = held?.card.id === id ? over : found && { stage: found.column.stage.id, index: found.index };
    if (place) this.#world.lists.of(place.stage)?.scrollTo(place.index);
    for (let frame = 0; frame < FRAMES_TO_APPEAR; frame++) {
      const element = find();
      element?.focus({ preventScroll: true });
      // An element that was not measured yet is hidden, and takes no focus.
      if (element && document.activeElement === element) {
        element.closest('section')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        return;
      }
      await new Promise(requestAnimationFrame);
    }
  }

  async #goTo(column: Column, index: number): Promise<void> {
    if (index < 0 || index >= column.slots.length) return;
    await column.want(index, index);
    const card = column.slots[index];
    if (card) await this.focus(card.id);
  }

  async #goAcross(from: Column, by: -1 | 1, element: Element): Promise<void> {
    const { board, lists } = this.#world;
    const { top, height } = element.getBoundingClientRect();
    for (let i = board.columns.indexOf(from) + by; board.columns[i]; i += by) {
      const column = board.columns[i]!;
      const list = lists.of(column.stage.id);
      if (!list || column.slots.length === 0) continue;
      const offset =
        top + height / 2 - list.viewport.getBoundingClientRect().top + list.viewport.scrollTop - list.inset;
      return this.#goTo(column, Math.min(list.itemAt(Math.max(0, offset)).index, column.slots.length - 1));
    }
  }

  #lift(column: Column, index: number, card: Contact): void {
    this.#world.drag.lift({ card, by: 'keyboard', from: { stage: column.stage.id, index }, height: 0 });
    this.current = card.id;
    this.#world.announce(t('ui-drag-lifted', { name: shownName(card), ...this.#where() }));
  }

  async #carry(event: KeyboardEvent, held: Held): Promise<void> {
    const { drag } = this.#world;
    switch (event.key) {
      case ' ':
      case 'Enter':
      case 'Escape':
      case 'Tab': {
        event.preventDefault();
        event.stopPropagation();
        const ended = drag.end();
        if (!ended) return;
        if (event.key === ' ' || event.key === 'Enter') this.#world.drop(ended.held, ended.over);
        else this.#world.cancelled(ended.held);
        return this.focus(held.card.id);
      }
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        return this.#shift(held, event.key === 'ArrowDown' ? 1 : -1);
      case 'ArrowLeft':
      case 'ArrowRight':
        event.preventDefault();
        return this.#shiftAcross(held, event.key === 'ArrowLeft' ? -1 : 1);
    }
  }

  async #shift(held: Held, by: -1 | 1): Promise<void> {
    const { board, drag } = this.#world;
    const over = drag.over;
    const column = over && board.column(over.stage);
    if (!column) return;
    if (by > 0) await column.want(over.index, over.index + 1);
    await this.#stepTo(held, column, over.index + by);
  }

  async #shiftAcross(held: Held, by: -1 | 1): Promise<void> {
    const { board, drag } = this.#world;
    const over = drag.over;
    const at = board.columns.findIndex((column) => column.stage.id === over?.stage);
    const column = board.columns[at + by];
    if (column && over) await this.#stepTo(held, column, over.index);
  }

  async #stepTo(held: Held, column: Column, index: number): Promise<void> {
    const rest = column.slots.filter((slot) => slot?.id !== held.card.id);
    this.#world.drag.moveOver({
      stage: column.stage.id,
      index: nearestKnown(rest.length, (at) => rest[at] != null, index),
    });
    this.#world.announce(t('ui-drag-over', this.#where()));
    await this.focus(held.card.id);
  }

  /** The carried card's place in words: stage, position and how many there are. */
  #where(): { stage: string; position: number; total: number } {
    const { board, drag } = this.#world;
    const over = drag.over!;
    const column = board.column(over.stage)!;
    const others =
      column.slots.length - (column.slots.some((s) => s && isCard(s) && s.id === drag.held?.card.id) ? 1 : 0);
    return { stage: column.stage.title, position: over.index + 1, total: others + 1 };
  }
}
