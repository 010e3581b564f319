//! The real window on a desktop of its own, driven as a person drives it.

mod alerts;
mod bell;
mod changed_form;
mod choices;
mod ends;
mod hands;
mod kills;
mod monitoring;
mod pictures;
mod senders;
mod starts;
mod story;
mod tray;

/// Somebody who writes, as a sender tells it.
fn lead(name: &str, phone: &str, text: &str) -> String {
    serde_json::json!({ "nome": name, "telefone": phone, "mensagem": text }).to_string()
}

/// Somebody who books, with an amount.
fn luana(text: &str) -> String {
    lead("Luana Prates", "+5511987654321", text)
}
