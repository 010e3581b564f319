//! What was said: the message, its tags, its id, and who said it.

use serde_json::Value;

use super::context::Context;
use super::leaves::{Leaf, Leaves, Used};
use super::roles;
use super::words::Words;
use crate::event::Direction;

/// In characters. WhatsApp ends a message at 4,096, e-mail forms later.
const LONGEST_TEXT: usize = 20_000;
pub(crate) const MOST_TAGS: usize = 30;
const LONGEST_TAG: usize = 60;

/// The message, if anything may be one.
pub(super) fn message(leaves: &mut Leaves<'_>) -> Option<String> {
    let mut best: Option<(u8, usize, String)> = None;
    for (at, leaf) in leaves.iter() {
        let sure = roles::message(&leaf.key);
        let Value::String(text) = leaf.value else { continue };
        let sure = match leaf.context {
            Context::House | Context::Thing => 0,
            // A description of a form is the form's.
            Context::Frame if sure == 1 => 0,
            Context::Neutral | Context::Person | Context::Lead | Context::Frame => sure,
        };
        let text = readable(text);
        // Of several answers under one key the longest is the one with something to say.
        let better = |(surest, other, least): &(u8, usize, String)| {
            let same_list = leaf.in_list() && leaves.are_in_one_list(at, *other);
            sure > *surest || (sure == *surest && same_list && text.len() > least.len())
        };
        if sure > 0 && best.as_ref().is_none_or(better) {
            best = Some((sure, at, text));
        }
    }
    let (_, at, text) = best.filter(|(.., text)| !text.is_empty())?;
    leaves.mark_used(at, Used::Message);
    Some(text)
}

/// Without what no screen can show.
pub(crate) fn readable(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(LONGEST_TEXT)
        .collect()
}

/// A text of one line at most this many characters long, if anything is left of it.
pub(crate) fn short_text(text: &str, longest: usize) -> Option<String> {
    let text: String = readable(text)
        .chars()
        .filter(|c| !c.is_control())
        .take(longest)
        .collect();
    (!text.is_empty()).then_some(text)
}

/// The labels that the sender has put on the person or the enquiry.
pub(super) fn tags(leaves: &mut Leaves<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut used = Vec::new();
    for (at, leaf) in leaves.iter() {
        let names_tag =
            roles::is_tags(&leaf.above) && leaf.key.is(words![name nome nombre title titulo label]);
        if !(names_tag || roles::is_tags(&leaf.key)) || tags.len() >= MOST_TAGS {
            continue;
        }
        let Value::String(text) = leaf.value else { continue };
        let names = text
            .split([',', ';'])
            .map(|tag| readable(tag).chars().take(LONGEST_TAG).collect::<String>());
        for tag in names.filter(|tag| !tag.is_empty()) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        used.push(at);
    }
    used.into_iter().for_each(|at| leaves.mark_used(at, Used::Tag));
    tags
}

/// The sender's id for the event: the one that stands highest, and of those the one that is named best.
pub(super) fn external_id(leaves: &mut Leaves<'_>) -> Option<String> {
    let candidates = leaves.iter().filter_map(|(at, leaf)| {
        let rank = id_rank(leaf)?;
        let id = leaf.text().filter(|id| !id.is_empty() && id.len() <= 200)?;
        // `messages[0].id` is nearer to what happened than the id of the envelope around it.
        let of_message = leaf
            .above
            .has(words![message messages mensagem mensagens mensaje]);
        Some(((if of_message { 1 } else { leaf.depth }, rank, at), id))
    });
    let ((_, _, at), id) = candidates.min_by_key(|(place, _)| *place)?;
    leaves.mark_used(at, Used::ExternalId);
    Some(id)
}

fn id_rank(leaf: &Leaf<'_>) -> Option<usize> {
    // Of an event, of a message, of an appointment, of an answer, of an order, of anything; and what people see.
    const RANKS: [&[&str]; 7] = [
        &["eventid", "idevento", "eventoid", "idevent"],
        words![
            messageid mensagemid idmensagem msgid mensajeid idmensaje wamid smsmessagesid messagesid
        ],
        words![
            agendamentoid idagendamento appointmentid bookingid citaid idcita reservaid idreserva
            reservationid consultaid idconsulta
        ],
        words![submissionid responseid respostaid entryid leadid idlead leadgenid conversionid],
        words![
            orderid pedidoid idpedido transactionid transacaoid idtransacao paymentid externalid idexterno
            externalreference ticketid
        ],
        words![id uuid uid guid codigo],
        words![numeropedido numerodopedido ordernumber protocolo numeroprotocolo protocol],
    ];
    let in_place = match leaf.context {
        Context::Neutral | Context::Lead => true,
        Context::Person | Context::Frame | Context::Thing | Context::House => false,
    };
    if !in_place || roles::is_handle_or_name(&leaf.above) {
        return None;
    }
    RANKS.iter().position(|names| leaf.key.is(names))
}

/// Whether the business itself wrote: messengers repeat what was sent from them.
pub(super) fn direction(leaves: &mut Leaves<'_>) -> Direction {
    let mut found = None;
    for (at, leaf) in leaves.iter() {
        let from_me = leaf.key.is(&["fromme", "isfromme"]) && leaf.is_true();
        let told = leaf.key.is(&[
            "direction",
            "direcao",
            "direccion",
            "messagetype",
            "messagedirection",
        ]) && leaf
            .text()
            .is_some_and(|text| Words::of(&text).is(words![outgoing outbound out saida salida enviada sent]));
        if from_me || told {
            found = Some(at);
            break;
        }
    }
    let Some(at) = found else { return Direction::In };
    leaves.mark_used(at, Used::Otherwise);
    Direction::Out
}
