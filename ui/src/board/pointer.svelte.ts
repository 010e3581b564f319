// Carrying a card with the pointer. Own code because a carried card's element may be gone at any moment (a virtual
// list shows only what is on screen) and because the three webviews differ in HTML's own drag and drop.
import { tick } from 'svelte';

import type { Contact, ContactId } from '../backend/generated';
import { reducedMotion } from '../shared/motion';
import type { Drag, Held, Place } from './drag.svelte';
import { landing, type Lists } from './landing';

/** Pixels a pressed mouse moves before it means to carry: less is a click of an unsteady hand. */
const SLACK = 5;

/** Milliseconds a finger rests before it means to carry and not to scroll. */
const HOLD_MS = 280;

/** Pixels from an edge within which what lies beyond scrolls in, and the most pixels it scrolls in a frame. */
const EDGE = 56;
const FASTEST = 18;

const SETTLE_MS = 160;

interface World {
  drag: Drag;
  lists: Lists;
  /** What captures the pointer and scrolls sideways. */
  root(): HTMLElement;
  find(id: ContactId): { card: Contact; place: Place } | null;
  drop(held: Held, over: Place): void;
  cancelled(held: Held): void;
}

export class PointerCarry {
  /** Where the carried card is drawn, in pixels from the window's corner. */
  x = $state(0);
  y = $state(0);
  width = $state(0);
  /** The element of the carried card, to be let glide into its place. */
  ghost = $state.raw<HTMLElement | undefined>(undefined);

  #world: World;
  #pointer = { x: 0, y: 0 };
  #grip = { x: 0, y: 0 };
  #frame = 0;
  #settling = false;

  constructor(world: World) {
    this.#world = world;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary || this.#world.drag.held) return;
    const element = (event.target as Element).closest<HTMLElement>('[data-card]');
    const id = element?.dataset['card'];
    if (!element || !id) return;

    const ends = new AbortController();
    const on = <Name extends keyof WindowEventMap>(name: Name, then: (event: WindowEventMap[Name]) => void) =>
      window.addEventListener(name, then, { signal: ends.signal });
    const touch = event.pointerType === 'touch';
    let carrying = false;
    this.#pointer = { x: event.clientX, y: event.clientY };

    const begin = () => {
      carrying = this.#begin(id, element, event);
      if (!carrying) ends.abort();
    };
    const hold = touch ? setTimeout(begin, HOLD_MS) : undefined;
    const finish = (end: () => void) => {
      clearTimeout(hold);
      ends.abort();
      if (carrying) end();
    };

    on('pointermove', (move) => {
      if (move.pointerId !== event.pointerId) return;
      this.#pointer = { x: move.clientX, y: move.clientY };
      if (carrying) return;
      const moved = Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY);
      if (touch && moved > SLACK) finish(() => undefined);
      else if (!touch && moved > SLACK) begin();
    });
    on('pointerup', (up) => {
      if (up.pointerId !== event.pointerId) return;
      this.#pointer = { x: up.clientX, y: up.clientY };
      finish(() => {
        this.#track();
        void this.#settle(true);
      });
    });
    on('pointercancel', () => finish(() => void this.#settle(false)));
    on('blur', () => finish(() => void this.#settle(false)));
    window.addEventListener(
      'keydown',
      (key) => {
        if (!carrying || key.key !== 'Escape') return;
        key.preventDefault();
        key.stopPropagation();
        finish(() => void this.#settle(false));
      },
      { signal: ends.signal, capture: true },
    );
    // While a finger carries, the page under it must not scroll.
    window.addEventListener(
      'touchmove',
      (move) => {
        if (carrying) move.preventDefault();
      },
      { signal: ends.signal, passive: false },
    );
  }

  #begin(id: ContactId, element: HTMLElement, { clientX, clientY, pointerId }: PointerEvent): boolean {
    const { drag, find, root } = this.#world;
    const found = find(id);
    if (!found) return false;
    const rect = element.getBoundingClientRect();
    this.#grip = { x: clientX - rect.left, y: clientY - rect.top };
    this.width = rect.width;
    root().setPointerCapture(pointerId);
    drag.lift({ card: found.card, by: 'pointer', from: found.place, height: rect.height });
    this.#draw();
    this.#frame = requestAnimationFrame(() => this.#step());
    return true;
  }

  #step(): void {
    this.#draw();
    this.#scroll();
    this.#track();
    this.#frame = requestAnimationFrame(() => this.#step());
  }

  #draw(): void {
    this.x = this.#pointer.x - this.#grip.x;
    this.y = this.#pointer.y - this.#grip.y;
  }

  #track(): void {
    const { drag, lists } = this.#world;
    if (!drag.held) return;
    this.#draw();
    const list = lists.nearest(this.#pointer.x);
    if (list) drag.moveOver({ stage: list.stage, index: landing(list, this.y + drag.held.height / 2) });
  }

  #scroll(): void {
    const { lists, root } = this.#world;
    const board = root();
    const across = push(this.#pointer.x, board.getBoundingClientRect(), 'left', 'right');
    if (across !== 0) board.scrollLeft += across;
    const viewport = lists.nearest(this.#pointer.x)?.viewport;
    if (!viewport) return;
    const along = push(this.#pointer.y, viewport.getBoundingClientRect(), 'top', 'bottom');
    if (along !== 0) viewport.scrollTop += along;
  }

  /** Lets the card glide to where it lands, or back where it came from, and ends. */
  async #settle(drop: boolean): Promise<void> {
    if (this.#settling) return;
    this.#settling = true;
    cancelAnimationFrame(this.#frame);
    const { drag, root } = this.#world;
    try {
      if (!drop && drag.held) drag.moveOver(drag.held.from);
      await tick();
      const gap = root().querySelector('[data-gap]')?.getBoundingClientRect();
      if (gap && this.ghost && !reducedMotion()) {
        const to = `translate3d(${gap.left}px, ${gap.top}px, 0) rotate(0)`;
        await this.ghost.animate(
          { transform: to },
          { duration: SETTLE_MS, easing: 'ease-out', fill: 'forwards' },
        ).finished;
      }
    } finally {
      this.#settling = false;
      const ended = drag.end();
      if (ended && drop) this.#world.drop(ended.held, ended.over);
      else if (ended) this.#world.cancelled(ended.held);
    }
  }
}

/** How far to scroll in this frame for a pointer near or beyond an edge: the nearer, the faster. */
function push(at: number, rect: DOMRect, low: 'left' | 'top', high: 'right' | 'bottom'): number {
  const before = rect[low] + EDGE - at;
  const beyond = at - (rect[high] - EDGE);
  if (before > 0) return -Math.ceil(Math.min(1, before / EDGE) * FASTEST);
  if (beyond > 0) return Math.ceil(Math.min(1, beyond / EDGE) * FASTEST);
  return 0;
}
