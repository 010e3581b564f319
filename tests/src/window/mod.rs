//! The window, as the person in front of it uses it.
//!
//! Things are found by what they are and what they are called, as by eye or by a screen reader, and what is done to
//! them is done with the pointer and the keyboard. Every word waits until what it speaks of is there.

mod board;
mod driver;

use std::time::Duration;

use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::wait;
pub use board::{Card, Carried};
pub(crate) use driver::listens;
use driver::{Done, Driver};

/// How things are found in the page.
const PAGE: &str = include_str!("page.js");

/// The key, as WebDriver names it.
pub const ENTER: char = '\u{e007}';

/// An open window.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
}

/// What a thing is called.
#[derive(Debug, Clone, Copy)]
pub enum Called<'a> {
    Is(&'a str),
    Begins(&'a str),
    Has(&'a str),
    Anything,
}

impl Called<'_> {
    fn to_json(self) -> Value {
        match self {
            Self::Is(name) => json!({ "is": name }),
            Self::Begins(name) => json!({ "begins": name }),
            Self::Has(name) => json!({ "has": name }),
            Self::Anything => json!({}),
        }
    }
}

impl<'a> From<&'a str> for Called<'a> {
    fn from(name: &'a str) -> Self {
        Self::Is(name)
    }
}

impl Window {
    #[track_caller]
    pub(crate) fn attach(inspector: u16) -> Self {
        Self {
            driver: Driver::attach(inspector),
        }
    }

    /// Waits for a thing and clicks on it.
    #[track_caller]
    pub fn click<'a>(&self, role: &str, name: impl Into<Called<'a>>) {
        let name = name.into();
        self.do_to(role, name, |element| self.driver.click(element));
    }

    #[track_caller]
    pub fn button<'a>(&self, name: impl Into<Called<'a>>) {
        self.click("button", name);
    }

    /// Clicks on the button that closes this window, which may be gone before it can say that it was clicked.
    #[track_caller]
    pub fn button_that_closes(&self, name: &str) {
        self.do_to("button", Called::Is(name), |button| {
            let _ = self.driver.click(button);
            Ok(())
        });
    }

    /// Fills a field in, whatever stood in it.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        self.do_to("textbox", Called::Is(label), |field| {
            self.driver.clear(field)?;
            self.driver.type_into(field, text)
        });
    }

    /// Presses keys at once, on whatever has the focus.
    #[track_caller]
    pub fn press(&self, keys: &[char]) {
        self.driver.press(keys).expect("keys can be pressed");
    }

    /// Types letter by letter into whatever has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.press(&[letter]);
        }
    }

    /// Looks for somebody by what is typed, and waits until exactly as many lines are found as are named, each saying
    /// that.
    #[track_caller]
    pub fn search(&self, text: &str, found: &[&str]) {
        if !self.has("combobox", "Buscar") {
            self.button(Called::Begins("Buscar"));
        }
        // What was found before must not be taken for what is found now.
        self.type_search("ninguém se chama assim", &[]);
        self.type_search(text, found);
    }

    #[track_caller]
    fn type_search(&self, text: &str, found: &[&str]) {
        self.do_to("combobox", Called::Is("Buscar"), |field| {
            self.driver.clear(field)?;
            self.driver.type_into(field, text)
        });
        self.until(&format!("{found:?} found by {text:?}"), || {
            let lines = self.try_ask("return all('option').map(nameOf)", Vec::new())?;
            let lines: Vec<String> = serde_json::from_value(lines).expect("a list of names");
            let as_named = lines.iter().zip(found).all(|(line, says)| line.contains(says));
            Ok((lines.len() == found.len() && as_named).then_some(()))
        });
    }

    /// Waits until there is such a thing.
    #[track_caller]
    pub fn wait_for<'a>(&self, role: &str, name: impl Into<Called<'a>>) {
        self.do_to(role, name.into(), |_| Ok(()));
    }

    /// Waits until there is no such thing any more.
    #[track_caller]
    pub fn wait_until_gone<'a>(&self, role: &str, name: impl Into<Called<'a>>) {
        let name = name.into();
        self.until(&format!("no {role} {name:?}"), || {
            Ok(self.find(role, name)?.is_none().then_some(()))
        });
    }

    /// Whether there is such a thing now.
    pub fn has<'a>(&self, role: &str, name: impl Into<Called<'a>>) -> bool {
        self.find(role, name.into()).is_ok_and(|found| found.is_some())
    }

    /// Waits until these words can be read somewhere.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.until(&format!("the words {text:?}"), || {
            Ok(self.try_text()?.contains(text).then_some(()))
        });
    }

    #[track_caller]
    pub fn wait_until_text_is_gone(&self, text: &str) {
        self.until(&format!("no words {text:?}"), || {
            Ok((!self.try_text()?.contains(text)).then_some(()))
        });
    }

    /// All that can be read, line by line.
    #[track_caller]
    pub fn text(&self) -> String {
        self.try_text().expect("the page can be read")
    }

    fn try_text(&self) -> Done<String> {
        let text = self.driver.run("return document.body.innerText", Vec::new())?;
        Ok(text.as_str().unwrap_or("").to_owned())
    }

    /// Runs the body of a function in the page, which has what `page.js` defines.
    #[track_caller]
    pub fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.try_ask(script, arguments)
            .unwrap_or_else(|trouble| panic!("{trouble:?}: {script}"))
    }

    fn try_ask(&self, script: &str, arguments: Vec<Value>) -> Done<Value> {
        self.driver.run(&format!("{PAGE}\n{script}"), arguments)
    }

    /// Takes hold at the first point of the page and lets go at the last, as long at each point as `pace` says.
    #[track_caller]
    pub fn drag_along(&self, points: &[(f64, f64)], pace: Duration) {
        self.driver.drag(points, pace).expect("the pointer can be moved");
    }

    fn find(&self, role: &str, name: Called<'_>) -> Done<Option<Element>> {
        self.try_find(
            "return one(arguments[0], arguments[1])",
            vec![json!(role), name.to_json()],
        )
    }

    /// As [`Self::ask`], for a function that returns an element or null.
    fn try_find(&self, script: &str, arguments: Vec<Value>) -> Done<Option<Element>> {
        self.driver.find(&format!("{PAGE}\n{script}"), arguments)
    }

    #[track_caller]
    fn do_to(&self, role: &str, name: Called<'_>, act: impl Fn(&Element) -> Done<()>) {
        self.until(&format!("a {role} called {name:?}"), || {
            let Some(element) = self.find(role, name)? else {
                return Ok(None);
            };
            // Something that moved away or is covered for a moment is tried anew.
            act(&element)?;
            Ok(Some(()))
        });
    }

    /// As [`wait::until`], and a failing look is no failure yet; what the page showed last is told.
    #[track_caller]
    fn until<T>(&self, what: &str, look: impl Fn() -> Done<Option<T>>) -> T {
        let trouble = std::cell::RefCell::new(None);
        let seen = wait::may_see(|| {
            let seen = look();
            match seen {
                Ok(seen) => seen,
                Err(error) => {
                    trouble.replace(Some(error));
                    None
                }
            }
        });
        seen.unwrap_or_else(|| {
            panic!(
                "waited in vain: {what}; last trouble: {:?}; the page says:\n{}",
                trouble.take(),
                self.try_text().unwrap_or_default()
            )
        })
    }
}
