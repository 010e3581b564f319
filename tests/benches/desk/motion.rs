//! How a board moves while a card is carried over it and while it scrolls, beside an empty page in the same window.

use std::{
    f64::consts::TAU,
    thread,
    time::{Duration, Instant},
};

use recado_tests::{
    Office, WINDOW,
    desktop::{Item, Place},
    window::Window,
};
use serde_json::json;

use crate::{
    figures::{Series, milliseconds},
    filled, page,
    run::Amount,
};

/// As often as a screen is drawn; a mouse moves at least as often.
const PACE: Duration = Duration::from_millis(16);

/// A way of two seconds.
const STEPS: u32 = 120;

/// Pixels in a millisecond: some thirty cards a second, as fast as one can still read names.
const SCROLL: f64 = 3.0;

/// A card glides into its place, and its answer comes.
const AFTER_A_DROP: Duration = Duration::from_millis(700);

/// Milliseconds between frames.
pub(crate) struct Motion {
    pub(crate) contacts: u32,
    pub(crate) drag: Series,
    pub(crate) drag_empty: Series,
    pub(crate) scroll: Series,
    pub(crate) scroll_empty: Series,
    /// How many different pictures a second the screen showed while the board scrolled.
    pub(crate) pictures: f64,
}

/// On a running desk with a closed window, which is closed again.
pub(crate) fn measure(office: &Office, item: &Item, contacts: u32, amount: &Amount) -> Motion {
    item.activate();
    let window = office.window();
    page::wait_for_cards(&window);

    page::prepare(&window);
    let way = way(&window);
    let drag = drag(&window, &way, amount.drags);
    page::prepare(&window);
    let (scroll, pictures) = scroll(office, &window, BOARD, amount.scroll);

    page::empty(&window);
    let drag_empty = drag_over(&window, &way, amount.drags);
    page::prepare(&window);
    page::tell(&window, MAKE_A_LONG_PAGE, Vec::new());
    let (scroll_empty, _) = self::scroll(office, &window, LONG_PAGE, amount.scroll);
    drop(window);
    filled::close(office);
    Motion {
        contacts,
        drag,
        drag_empty,
        scroll,
        scroll_empty,
        pictures,
    }
}

/// From the first card to the third column and back and there again, up and down meanwhile.
fn way(window: &Window) -> Vec<(f64, f64)> {
    let script = "
        const middle = ({ left, width }) => left + width / 2;
        const card = cards()[0].card.getBoundingClientRect();
        const column = stages()[2].region.getBoundingClientRect();
        return [[middle(card), card.top + card.height / 2], middle(column)];";
    let ((x, y), to): ((f64, f64), f64) = page::ask(window, script, Vec::new());
    let points = (0..=STEPS).map(|step| {
        let part = f64::from(step) / f64::from(STEPS);
        let across = 0.5 - 0.5 * (1.5 * TAU * part).cos();
        let down = 0.5 - 0.5 * (2.0 * TAU * part).cos();
        (x + (to - x) * across, y + 300.0 * down)
    });
    points.collect()
}

/// Carries card after card.
fn drag(window: &Window, way: &[(f64, f64)], count: usize) -> Series {
    let in_third = "return stages()[2].region.querySelector('li [role=button]').textContent";
    let before: String = page::ask(window, in_third, Vec::new());
    let gaps = drag_over(window, way, count);
    let after: String = page::ask(window, in_third, Vec::new());
    assert_ne!(before, after, "cards were carried and not only a pointer moved");
    gaps
}

fn drag_over(window: &Window, way: &[(f64, f64)], count: usize) -> Series {
    let count_frames = "window.bench.countFrames({ whilePointerIsDown: true })";
    page::tell(window, count_frames, Vec::new());
    for _ in 0..count {
        window.drag_along(way, PACE);
        thread::sleep(AFTER_A_DROP);
    }
    page::tell(window, "window.bench.done = true", Vec::new());
    gaps(window)
}

/// What scrolls in the first column: what the list of its cards stands in.
const BOARD: &str = "
    let list = cards()[0].card;
    while (list.scrollHeight <= list.clientHeight || getComputedStyle(list).overflowY === 'visible') list = list.parentElement;
    return list;";

const LONG_PAGE: &str = "return document.scrollingElement";
const MAKE_A_LONG_PAGE: &str = "
    const long = document.createElement('div');
    long.style.height = '200000px';
    document.body.append(long);";

fn scroll(office: &Office, window: &Window, what: &str, time: Duration) -> (Series, f64) {
    let script = format!(
        "const scroller = (() => {{ {what} }})();
         window.bench.scroll(scroller, arguments[0], arguments[1]);
         const {{ left, top, bottom, width }} = scroller.getBoundingClientRect();
         return [Math.round(left + width / 2), Math.round(Math.max(0, top)), Math.round(Math.min(innerHeight, bottom))];"
    );
    let (x, top, bottom): (i32, i32, i32) =
        page::ask(window, &script, vec![json!(SCROLL), json!(milliseconds(time))]);
    let place = office.screen.place(office.screen.wait_for_window_of(WINDOW));
    let line = Place {
        x: place.x + x,
        y: place.y + top + 8,
        width: 1,
        height: u32::try_from(bottom - top - 16).expect("it has a height"),
    };
    let pictures = pictures(office, line, time.mul_f64(0.9));
    page::wait_until_done(window);
    let scrolled: f64 = page::ask(
        window,
        &format!("return (() => {{ {what} }})().scrollTop"),
        Vec::new(),
    );
    assert!(
        scrolled >= SCROLL * milliseconds(time),
        "it scrolled by {scrolled}"
    );
    (gaps(window), pictures)
}

/// How many different pictures a second are seen on this part of the screen.
fn pictures(office: &Office, part: Place, time: Duration) -> f64 {
    let start = Instant::now();
    let mut last = office.screen.pixels(part);
    let mut count = 0_u32;
    while start.elapsed() < time {
        thread::sleep(Duration::from_millis(4));
        let now = office.screen.pixels(part);
        count += u32::from(now != last);
        last = now;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

fn gaps(window: &Window) -> Series {
    let gaps: Vec<f64> = page::ask(window, "return window.bench.gaps", Vec::new());
    Series::of(gaps)
}
