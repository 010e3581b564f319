//! A shop with one source, and short ways to do in it what people do.

use jiff::SignedDuration;
use recado_api::request::{ListTimeline, MoveContact, ShowBoard, ShowContact, Undo};
use recado_api::view::{
    Acted, Board, BoardFilter, Contact, ContactDetails, Source, Stage, TimelinePage, Undone, What,
};
use recado_api::{Ask, ContactId, Failure, Lang};

use crate::common::{Running, post};

pub(crate) struct Shop {
    pub(crate) running: Running,
    pub(crate) source: Source,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let running = Running::start().await;
        running.set_up(Lang::PtBr).await;
        let source = running.add_source("Site").await;
        Self { running, source }
    }

    /// By the way of the socket, as everybody asks.
    pub(crate) async fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        self.running.client.ask(request).await
    }

    pub(crate) async fn post(&self, body: &serde_json::Value) {
        assert_eq!(post(&self.source, &body.to_string()).await.status(), 200);
    }

    /// Somebody writes, at a time of their own.
    pub(crate) async fn hear(&self, name: &str, phone: &str, text: &str) -> Contact {
        self.running.clock.forward(SignedDuration::from_secs(1));
        self.post(&serde_json::json!({ "nome": name, "telefone": phone, "mensagem": text }))
            .await;
        self.contact(name).await
    }

    pub(crate) async fn contact(&self, name: &str) -> Contact {
        let contacts = self.running.contacts().await;
        contacts
            .into_iter()
            .find(|contact| contact.name == name)
            .unwrap_or_else(|| panic!("no {name}"))
    }

    pub(crate) async fn board(&self, filter: BoardFilter) -> Board {
        self.ask(ShowBoard { filter, cards: 200 }).await.unwrap()
    }

    pub(crate) async fn stages(&self) -> Vec<Stage> {
        let columns = self.board(BoardFilter::All).await.columns;
        columns.into_iter().map(|column| column.stage).collect()
    }

    /// The names of a column, from its top.
    pub(crate) async fn column(&self, stage: usize) -> Vec<String> {
        names(&self.board(BoardFilter::All).await, stage)
    }

    pub(crate) async fn carry(
        &self,
        contact: ContactId,
        stage: usize,
        under: Option<ContactId>,
    ) -> Result<Acted, Failure> {
        let stage = self.stages().await.get(stage).unwrap().id;
        self.ask(MoveContact {
            contact,
            stage,
            under,
        })
        .await
    }

    pub(crate) async fn undo(&self, acted: &Acted) -> Result<Undone, Failure> {
        self.ask(Undo {
            act: acted.act.expect("something was done"),
        })
        .await
    }

    pub(crate) async fn details(&self, contact: ContactId) -> ContactDetails {
        self.ask(ShowContact {
            contact,
            entries: 200,
        })
        .await
        .unwrap()
    }

    /// The whole timeline, as the window shows it.
    pub(crate) async fn told(&self, contact: ContactId) -> Vec<What> {
        let entries = self.details(contact).await.timeline.entries;
        entries.into_iter().map(|entry| entry.what).collect()
    }

    pub(crate) async fn before(&self, contact: ContactId, before: &str, limit: u32) -> TimelinePage {
        self.ask(ListTimeline {
            contact,
            before: before.to_owned(),
            limit,
        })
        .await
        .unwrap()
    }
}

pub(crate) fn names(board: &Board, stage: usize) -> Vec<String> {
    let column = board.columns.get(stage).unwrap();
    column.cards.iter().map(|card| card.name.clone()).collect()
}
