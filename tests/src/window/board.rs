//! The board, as one reads it and moves its cards.

use std::time::Duration;

use serde_json::json;

use super::{Called, Window, driver::Done};

/// A card as it stands on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub name: String,
    /// The title of its column.
    pub stage: String,
    /// All that it says to somebody who hears it.
    pub says: String,
}

/// A card that is about to be carried.
#[derive(Debug)]
#[must_use = "it is carried only once it has been told where"]
pub struct Carried<'a> {
    window: &'a Window,
    name: &'a str,
}

impl Window {
    /// All cards that can be seen, column by column from the top.
    pub fn cards(&self) -> Vec<Card> {
        self.try_cards().expect("the board can be read")
    }

    fn try_cards(&self) -> Done<Vec<Card>> {
        let script = "return cards().map(({ name, stage, says }) => [name, stage, says])";
        let cards: Vec<(String, String, String)> =
            serde_json::from_value(self.try_ask(script, Vec::new())?).expect("a list of cards");
        Ok(cards
            .into_iter()
            .map(|(name, stage, says)| Card { name, stage, says })
            .collect())
    }

    /// Waits for the card of this person.
    #[track_caller]
    pub fn card(&self, name: &str) -> Card {
        self.until(&format!("the card of {name}"), || {
            Ok(self.try_cards()?.into_iter().find(|card| card.name == name))
        })
    }

    /// Waits until the card of this person says this.
    #[track_caller]
    pub fn wait_for_card_that_says(&self, name: &str, words: &str) -> Card {
        self.until(&format!("the card of {name} to say {words:?}"), || {
            let mut cards = self.try_cards()?.into_iter();
            Ok(cards.find(|card| card.name == name && card.says.contains(words)))
        })
    }

    /// Waits until the card of this person stands in this stage.
    #[track_caller]
    pub fn wait_for_card_in(&self, name: &str, stage: &str) {
        self.until(&format!("the card of {name} in {stage}"), || {
            let mut cards = self.try_cards()?.into_iter();
            Ok(cards
                .any(|card| card.name == name && card.stage == stage)
                .then_some(()))
        });
    }

    /// Waits until these cards stand in this stage, in this order.
    #[track_caller]
    pub fn wait_for_cards(&self, stage: &str, names: &[&str]) {
        self.until(&format!("{names:?} in {stage}"), || {
            let cards = self.try_cards()?;
            let there: Vec<&str> = cards
                .iter()
                .filter(|card| card.stage == stage)
                .map(|card| card.name.as_str())
                .collect();
            Ok((there == names).then_some(()))
        });
    }

    /// Waits until nobody of this name stands on the board.
    #[track_caller]
    pub fn wait_until_no_card_of(&self, name: &str) {
        self.until(&format!("no card of {name}"), || {
            Ok((!self.try_cards()?.iter().any(|card| card.name == name)).then_some(()))
        });
    }

    /// The titles of the columns.
    pub fn stages(&self) -> Vec<String> {
        let script = "return stages().map(({ title }) => title)";
        serde_json::from_value(self.ask(script, Vec::new())).expect("a list of titles")
    }

    /// Clicks on the card of this person; their drawer opens.
    #[track_caller]
    pub fn open_contact(&self, name: &str) {
        self.until(&format!("the card of {name}"), || {
            // As one scrolls to it.
            let script = "const card = cardOf(arguments[0]);
                card?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
                return card";
            let Some(card) = self.try_find(script, vec![json!(name)])? else {
                return Ok(None);
            };
            self.driver.click(&card).map(Some)
        });
        self.wait_for_drawer_of(name);
    }

    /// Waits until this person's drawer is open.
    #[track_caller]
    pub fn wait_for_drawer_of(&self, name: &str) {
        self.wait_for("complementary", Called::Has(name));
    }

    /// The words in the drawer.
    pub fn drawer(&self) -> String {
        let drawer = self.ask("return one('complementary')?.innerText ?? ''", Vec::new());
        drawer.as_str().expect("words").to_owned()
    }

    /// Takes hold of this person's card.
    pub fn drag<'a>(&'a self, name: &'a str) -> Carried<'a> {
        Carried { window: self, name }
    }
}

impl Carried<'_> {
    /// Carries it with the pointer to the top of another stage, and lets go.
    #[track_caller]
    pub fn to(self, stage: &str) {
        let Self { window, name } = self;
        let script = "
            const middle = (element) => {
              const { left, top, width, height } = element.getBoundingClientRect();
              return [left + width / 2, top + height / 2];
            };
            const carried = cardOf(arguments[0]);
            const column = stages().find(({ title }) => title === arguments[1]);
            if (!carried || !column) return null;
            const [x] = middle(column.region);
            return [middle(carried), [x, column.heading.getBoundingClientRect().bottom + 30]];";
        let (from, to): ((f64, f64), (f64, f64)) =
            window.until(&format!("the card of {name} and the stage {stage}"), || {
                let points = window.try_ask(script, vec![json!(name), json!(stage)])?;
                Ok(serde_json::from_value(points).ok())
            });
        const STEPS: u32 = 12;
        const PACE: Duration = Duration::from_millis(30);
        let points: Vec<_> = (0..=STEPS)
            .map(|step| {
                let part = f64::from(step) / f64::from(STEPS);
                (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
            })
            .collect();
        window.drag_along(&points, PACE);
    }
}
