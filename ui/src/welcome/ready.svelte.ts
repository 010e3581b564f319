// Whether the panel with the first steps stands on the board. It comes back with the window until it is put away.

const KEPT = 'recado.ready';

class ReadyPanel {
  shown = $state(localStorage.getItem(KEPT) === 'open');

  open(): void {
    this.shown = true;
    localStorage.setItem(KEPT, 'open');
  }

  putAway(): void {
    this.shown = false;
    localStorage.removeItem(KEPT);
  }
}

export const ready = new ReadyPanel();
