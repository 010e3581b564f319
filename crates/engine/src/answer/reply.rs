//! Answering elsewhere: on WhatsApp, by mail, by telephone.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use recado_api::request::Reply;
use recado_api::view::{Contact, Replied, ReplyVia, What};
use recado_api::{Code, Failure};

use super::Handle;
use super::acts::act;
use crate::core::Core;
use crate::store::acts::Before;
use crate::store::{contacts, toasts};

/// All but what RFC 3986 calls unreserved.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// In the address of a `mailto:` (RFC 6068) these keep their meaning, too.
const ESCAPED_IN_ADDRESS: &AsciiSet = &ESCAPED.remove(b'@').remove(b'+');

impl Handle<Reply> for Core {
    async fn handle(self: &Arc<Self>, request: Reply) -> Result<Replied, Failure> {
        act(self, move |hand| {
            let mut card = hand.card(request.contact)?;
            let text = request
                .text
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty());
            let Some(link) = link(&card.shown, request.via, text) else {
                let id = match request.via {
                    ReplyVia::WhatsApp | ReplyVia::Phone => "failure-no-phone",
                    ReplyVia::Email => "failure-no-email",
                };
                return Err(hand.refuse(Code::BadRequest, id, &[]));
            };
            let before = Before::Replied {
                waiting_since: card.shown.waiting_since.take(),
                unread: std::mem::take(&mut card.shown.unread),
            };
            contacts::update(hand.db, &card)?;
            toasts::remove_of_contact(hand.db, card.seq)?;
            let told = What::Replied {
                via: request.via,
                text: text.map(str::to_owned),
            };
            let id = hand.wrote(&card, Some(told), &before)?;
            Ok(Replied {
                acted: hand.acted(card, id)?,
                link,
            })
        })
        .await
    }
}

/// What the system opens. `None` where the contact has no such handle. Verified phones come first.
fn link(contact: &Contact, via: ReplyVia, text: Option<&str>) -> Option<String> {
    let phone = contact.phones.first();
    let text = text.map(|text| utf8_percent_encode(text, ESCAPED));
    match via {
        ReplyVia::WhatsApp => {
            let digits: String = phone?.chars().filter(char::is_ascii_digit).collect();
            Some(match text {
                Some(text) => format!("https://wa.me/{digits}?text={text}"),
                None => format!("https://wa.me/{digits}"),
            })
        }
        ReplyVia::Email => {
            let address = utf8_percent_encode(contact.emails.first()?, ESCAPED_IN_ADDRESS);
            Some(match text {
                Some(text) => format!("mailto:{address}?body={text}"),
                None => format!("mailto:{address}"),
            })
        }
        ReplyVia::Phone => Some(format!("tel:{}", phone?)),
    }
}
