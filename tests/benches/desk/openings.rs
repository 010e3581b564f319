//! From a click in the tray to the board on the screen.

use std::{
    thread,
    time::{Duration, SystemTime},
};

use recado_tests::{
    Office, WINDOW,
    desktop::{Item, Place},
    wait,
    window::Window,
};
use serde::Deserialize;

use crate::{
    figures::{Series, since_1970},
    filled, page,
};

/// How often one looks at the screen. A look takes the X server some microseconds.
const LOOK: Duration = Duration::from_millis(2);

/// Milliseconds from the click, as the screen showed it.
pub(crate) struct Openings {
    pub(crate) contacts: u32,
    /// To the moment at which the page began to load, by the page's own clock.
    pub(crate) page: Series,
    /// To the first pixels that are not the empty window's.
    pub(crate) first_paint: Series,
    /// To the last pixel of the cards.
    pub(crate) drawn: Series,
    /// From the first paint to the drawn board.
    pub(crate) between: Series,
}

/// What is looked at: a line through the rail at the left, and one through the first column's cards where they show
/// nothing that changes with time.
struct Lines {
    rail: Place,
    cards: Place,
}

#[derive(Deserialize)]
struct InPage {
    rail: i32,
    cards: i32,
    top: i32,
    bottom: i32,
}

struct Opening {
    page: f64,
    first_paint: f64,
    drawn: f64,
}

/// On a running desk with a closed window, which is closed again.
pub(crate) fn measure(office: &Office, item: &Item, contacts: u32, count: usize) -> Openings {
    item.activate();
    let window = office.window();
    page::wait_for_cards(&window);
    let lines = Lines::find(office, &window);
    drop(window);
    let drawn = settled(office, lines.cards);
    filled::close(office);

    let openings: Vec<Opening> = (0..count).map(|_| open(office, item, &lines, &drawn)).collect();
    let series = |figure: fn(&Opening) -> f64| Series::of(openings.iter().map(figure));
    Openings {
        contacts,
        page: series(|opening| opening.page),
        first_paint: series(|opening| opening.first_paint),
        drawn: series(|opening| opening.drawn),
        between: series(|opening| opening.drawn - opening.first_paint),
    }
}

fn open(office: &Office, item: &Item, lines: &Lines, drawn: &[[u8; 3]]) -> Opening {
    let clicked = SystemTime::now();
    item.activate();
    let mut first_paint = None;
    let drawn = wait_closely("the board to be drawn as it was before", || {
        if first_paint.is_none() {
            let rail = office.screen.pixels(lines.rail);
            if rail.iter().any(|pixel| *pixel != rail[0]) {
                first_paint = Some(SystemTime::now());
            }
        }
        (office.screen.pixels(lines.cards) == drawn).then(SystemTime::now)
    });
    let first_paint = first_paint.expect("no card is drawn before the rail is");
    let window = office.window();
    let page: f64 = page::ask(&window, "return performance.timeOrigin", Vec::new());
    drop(window);
    filled::close(office);
    Opening {
        page: page - since_1970(clicked),
        first_paint: since_1970(first_paint) - since_1970(clicked),
        drawn: since_1970(drawn) - since_1970(clicked),
    }
}

impl Lines {
    fn find(office: &Office, window: &Window) -> Self {
        let script = "
            const card = cards()[0].card.getBoundingClientRect();
            const place = one('navigation').querySelector('button').getBoundingClientRect();
            return {
              rail: Math.round(place.left + 18),
              cards: Math.round(card.left + 24),
              top: Math.round(card.top),
              bottom: innerHeight - 30,
            };";
        let InPage {
            rail,
            cards,
            top,
            bottom,
        } = page::ask(window, script, Vec::new());
        let place = office.screen.place(office.screen.wait_for_window_of(WINDOW));
        let line = |x, top: i32, bottom: i32| Place {
            x: place.x + x,
            y: place.y + top,
            width: 1,
            height: u32::try_from(bottom - top).expect("the board has a height"),
        };
        Self {
            rail: line(rail, 8, bottom),
            cards: line(cards, top, bottom),
        }
    }
}

/// What this part of the screen shows once nothing moves there any more.
fn settled(office: &Office, part: Place) -> Vec<[u8; 3]> {
    let mut last = Vec::new();
    wait::until("the board to stand still", || {
        let now = office.screen.pixels(part);
        let still = now == last;
        last = now;
        thread::sleep(Duration::from_millis(500));
        still.then_some(())
    });
    last
}

/// As [`wait::until`], looking far more often.
fn wait_closely<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = std::time::Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed() < wait::LIMIT, "waited in vain: {what}");
        thread::sleep(LOOK);
    }
}
