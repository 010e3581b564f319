//! The benchmark's own script in the window's page.

use recado_tests::{wait, window::Window};
use serde::de::DeserializeOwned;
use serde_json::Value;

const SCRIPT: &str = include_str!("page.js");

/// Brings the script into the page.
pub(crate) fn prepare(window: &Window) {
    window.ask(SCRIPT, Vec::new());
}

/// Runs the body of a function.
pub(crate) fn tell(window: &Window, script: &str, arguments: Vec<Value>) {
    window.ask(script, arguments);
}

/// Runs the body of a function, and reads what it returns.
pub(crate) fn ask<T: DeserializeOwned>(window: &Window, script: &str, arguments: Vec<Value>) -> T {
    let answer = window.ask(script, arguments);
    serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// Waits until what was begun in the page is done, without disturbing it often.
pub(crate) fn wait_until_done(window: &Window) {
    wait::until("the page to be done", || {
        std::thread::sleep(std::time::Duration::from_millis(500));
        ask::<bool>(window, "return window.bench.done", Vec::new()).then_some(())
    });
}

/// Waits until the board shows cards.
pub(crate) fn wait_for_cards(window: &Window) {
    wait::until("cards on the board", || {
        (!window.cards().is_empty()).then_some(())
    });
}

/// Takes the app out of the window and leaves an empty page in it.
pub(crate) fn empty(window: &Window) {
    tell(window, "location.replace('about:blank')", Vec::new());
    wait::until("an empty page", || {
        ask::<bool>(window, "return location.href === 'about:blank'", Vec::new()).then_some(())
    });
    prepare(window);
}
