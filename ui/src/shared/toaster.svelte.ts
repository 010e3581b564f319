// Short notices at the edge of the window, each with at most one thing to do about it.

export interface ToastAction {
  label: string;
  run: () => void | Promise<void>;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action?: ToastAction | undefined;
}

interface Options {
  tone?: Toast['tone'];
  action?: ToastAction | undefined;
  /** Milliseconds it stays; 0 keeps it until it is dismissed. */
  stay?: number;
  /** A later notice with the same key takes the place of the earlier one. */
  key?: string;
}

/** Long enough to read a line and reach the button behind it. */
const STAY_MS = 7_000;

/** More than this many would cover the work: the oldest go first. */
const MOST = 3;

export class Toaster {
  toasts = $state.raw<readonly Toast[]>([]);

  #last = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #keys = new Map<string, number>();

  show(text: string, { tone = 'plain', action, stay = STAY_MS, key }: Options = {}): number {
    const earlier = key === undefined ? undefined : this.#keys.get(key);
    if (earlier !== undefined) this.dismiss(earlier);
    const id = ++this.#last;
    if (key !== undefined) this.#keys.set(key, id);
    this.toasts = [...this.toasts, { id, text, tone, action }];
    for (const old of this.toasts.slice(0, -MOST)) this.dismiss(old.id);
    this.#arm(id, stay);
    return id;
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    for (const [key, of] of this.#keys) if (of === id) this.#keys.delete(key);
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** While somebody points at the notices, none of them leaves. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#held = [...this.#timers.keys()];
    this.#timers.clear();
  }

  release(): void {
    for (const id of this.#held) this.#arm(id, STAY_MS);
    this.#held = [];
  }

  #held: number[] = [];

  #arm(id: number, stay: number): void {
    if (stay > 0)
      this.#timers.set(
        id,
        setTimeout(() => this.dismiss(id), stay),
      );
  }
}
