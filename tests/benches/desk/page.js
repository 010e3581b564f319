// What is kept in the page between two questions. The functions of the harness's own script are in reach.

/// Calls once what was drawn in this frame is painted: a message comes after the frame that it was posted in.
const afterPaint = (then) =>
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  });

/// Milliseconds since 1970, by the same clock as everybody's on this machine.
const since1970 = () => performance.timeOrigin + performance.now();

const cardsShown = () => [...document.querySelectorAll('li [role=button]')];

window.bench = {
  done: false,

  /// When each card with such a name was first painted.
  painted: {},
  watchForCards(name) {
    const noted = new Set();
    const look = () => {
      for (const card of cardsShown()) {
        const called = card.textContent.match(name)?.[0];
        // A virtual list measures an element before it shows it.
        if (!called || noted.has(called) || !card.checkVisibility({ visibilityProperty: true })) continue;
        noted.add(called);
        afterPaint(() => (this.painted[called] = since1970()));
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      attributeFilter: ['style'],
      characterData: true,
      childList: true,
      subtree: true,
    });
  },

  /// Milliseconds between frames: of all of them until it is done, or of those while the pointer is down.
  gaps: [],
  countFrames({ whilePointerIsDown = false } = {}) {
    let last = null;
    let counting = !whilePointerIsDown;
    const turn = (to) => {
      counting = to;
      last = null;
    };
    if (whilePointerIsDown) {
      addEventListener('pointerdown', () => turn(true), { capture: true });
      addEventListener('pointerup', () => turn(false), { capture: true });
    }
    const frame = () => {
      if (this.done) return;
      const now = performance.now();
      if (counting && last !== null) this.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },

  /// Scrolls on in every frame, by so many pixels a millisecond for so many milliseconds.
  scroll(element, speed, time) {
    this.countFrames();
    const began = performance.now();
    const step = () => {
      const passed = performance.now() - began;
      element.scrollTop = speed * passed;
      if (passed < time) requestAnimationFrame(step);
      else this.done = true;
    };
    requestAnimationFrame(step);
  },

  /// Types each text as often as said and notes for each how long it took until what was found was painted.
  async search(texts, rounds) {
    const field = one('combobox');
    const found = field.closest('[role=dialog]').querySelector('[aria-busy]');
    const type = (text) => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const shown = () =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (found.getAttribute('aria-busy') === 'true') return;
          observer.disconnect();
          afterPaint(resolve);
        });
        observer.observe(found, { attributeFilter: ['aria-busy'] });
      });
    this.took = {};
    for (const text of texts) {
      this.took[text] = [];
      for (let round = 0; round < rounds; round++) {
        type('');
        await new Promise(afterPaint);
        const began = performance.now();
        const answered = shown();
        type(text);
        await answered;
        this.took[text].push(performance.now() - began);
      }
    }
    this.done = true;
  },
};
