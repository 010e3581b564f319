/** How often the screen looks at the clock, in milliseconds: "8 s ago" may be this much too young. */
const TICK_MS = 5_000;

/** The one clock of the window. It rests while nobody can see the window. */
export class Clock {
  /** Milliseconds since 1970. */
  now = $state(Date.now());
  /** The same in whole minutes, for what need not follow every tick. */
  minute = $derived(Math.floor(this.now / 60_000));

  /** Ticks until the returned function is called. */
  start(): () => void {
    let timer: ReturnType<typeof setInterval> | undefined;
    const turn = () => {
      clearInterval(timer);
      timer = undefined;
      if (document.hidden) return;
      this.now = Date.now();
      timer = setInterval(() => (this.now = Date.now()), TICK_MS);
    };
    turn();
    document.addEventListener('visibilitychange', turn);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', turn);
    };
  }
}
