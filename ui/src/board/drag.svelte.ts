// A card on its way from one place to another, whoever carries it: the pointer or the keyboard.
import type { Contact, StageId } from '../backend/generated';

/** Counted without the card that is being carried. */
export interface Place {
  stage: StageId;
  index: number;
}

export interface Held {
  card: Contact;
  by: 'pointer' | 'keyboard';
  from: Place;
  /** Pixels that the card takes up, kept free where it would land. */
  height: number;
}

export class Drag {
  held = $state.raw<Held | null>(null);
  over = $state.raw<Place | null>(null);

  lift(held: Held): void {
    this.held = held;
    this.over = held.from;
  }

  moveOver(place: Place): void {
    if (this.over?.stage !== place.stage || this.over.index !== place.index) this.over = place;
  }

  /** Ends it; what was held and where it was let go. */
  end(): { held: Held; over: Place } | null {
    const { held, over } = this;
    this.held = null;
    this.over = null;
    return held && over ? { held, over } : null;
  }
}
