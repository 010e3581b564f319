//! Search as one types: people first, then what was said.

mod excerpt;
mod query;

use std::collections::HashSet;
use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::Search;
use recado_api::view::{FoundIn, Hit, Piece};
use recado_webhook::phone::Phone;
use rusqlite::Connection;

pub(super) use self::query::Query;
use super::{Handle, failure};
use crate::core::Core;
use crate::store::{StoreResult, contacts, search};

/// The most that one answer holds.
const MOST_HITS: u32 = 100;

impl Handle<Search> for Core {
    async fn handle(self: &Arc<Self>, request: Search) -> Result<Vec<Hit>, Failure> {
        let country = self.business().country;
        let limit = request.limit.clamp(1, MOST_HITS) as usize;
        self.db
            .read(move |db| {
                let query = Query::read(&request.text, &country);
                Looking::new(db, &query, &country, limit).look()
            })
            .await
            .map_err(|error| failure::read(self, &error))
    }
}

/// A search on its way. Each contact is given once, for the best reason.
struct Looking<'a> {
    db: &'a Connection,
    query: &'a Query,
    country: &'a str,
    limit: usize,
    known: HashSet<i64>,
    hits: Vec<Hit>,
}

impl<'a> Looking<'a> {
    fn new(db: &'a Connection, query: &'a Query, country: &'a str, limit: usize) -> Self {
        Self {
            db,
            query,
            country,
            limit,
            known: HashSet::new(),
            hits: Vec::new(),
        }
    }

    fn look(mut self) -> StoreResult<Vec<Hit>> {
        self.in_phones()?;
        for expression in [self.query.whole(), self.query.begun()] {
            self.in_names(&expression)?;
        }
        self.in_what_was_said()?;
        Ok(self.hits)
    }

    fn is_full(&self) -> bool {
        self.hits.len() >= self.limit
    }

    fn in_phones(&mut self) -> StoreResult<()> {
        for row in search::by_phone(self.db, &self.query.digits, self.limit)? {
            let phone = Phone {
                number: row.shown,
                verified: row.verified,
            };
            let excerpt = excerpt::of_digits(&phone.national(self.country), &self.query.digits);
            self.add(row.contact_seq, |_| Ok((FoundIn::Phone, excerpt)))?;
        }
        Ok(())
    }

    fn in_names(&mut self, expression: &str) -> StoreResult<()> {
        if self.is_full() || expression.is_empty() {
            return Ok(());
        }
        let words = &self.query.folded;
        // Some may be known already.
        for seq in search::by_name(self.db, expression, self.limit + self.known.len())? {
            self.add(seq, |contact| {
                let email = contact
                    .emails
                    .iter()
                    .find(|email| excerpt::holds_any(email, words));
                Ok(match email {
                    Some(email) if !excerpt::holds_all(&contact.name, words) => {
                        (FoundIn::Email, excerpt::of_words(email, words))
                    }
                    _ => (FoundIn::Name, excerpt::of_words(&contact.name, words)),
                })
            })?;
        }
        Ok(())
    }

    fn in_what_was_said(&mut self) -> StoreResult<()> {
        let expression = self.query.said();
        if self.is_full() || expression.is_empty() {
            return Ok(());
        }
        let (db, words) = (self.db, &self.query.folded);
        for row in search::by_said(db, &expression, self.limit + self.known.len())? {
            let found_in = if row.is_note {
                FoundIn::Note
            } else {
                FoundIn::Message
            };
            self.add(row.contact_seq, |_| {
                Ok((found_in, excerpt::of_words(&search::said_text(db, &row)?, words)))
            })?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        seq: i64,
        reason: impl FnOnce(&recado_api::view::Contact) -> StoreResult<(FoundIn, Vec<Piece>)>,
    ) -> StoreResult<()> {
        if self.is_full() || !self.known.insert(seq) {
            return Ok(());
        }
        let Some(card) = contacts::card(self.db, seq)? else {
            return Ok(());
        };
        let (found_in, excerpt) = reason(&card.shown)?;
        self.hits.push(Hit {
            contact: card.shown,
            found_in,
            excerpt,
        });
        Ok(())
    }
}
