//! What the senders send: the presets' own samples, each time with somebody else in it, signed as each signs.

use std::{fs, path::Path};

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use reqwest::blocking::RequestBuilder;
use sha2::Sha256;

use super::patience::Kind;

/// One thing that happened somewhere, of which a sender tells.
#[derive(Debug, Clone)]
pub(super) struct Delivery {
    pub(super) number: usize,
    /// Whom it names.
    pub(super) who: String,
    content_type: &'static str,
    body: String,
}

impl Delivery {
    pub(super) fn of(kind: &Kind, number: usize, at: Timestamp) -> Self {
        let who = format!("Pessoa {number}");
        if kind.preset == "other" {
            return Self {
                number,
                body: recado_tests::sent::body(number),
                who,
                content_type: "application/json",
            };
        }
        let samples = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../presets")
            .join(kind.preset)
            .join("samples");
        let (content_type, sample) = match fs::read_to_string(samples.join("test.form")) {
            Ok(sample) => ("application/x-www-form-urlencoded", sample),
            Err(_) => (
                "application/json",
                fs::read_to_string(samples.join("test.json")).expect("every preset has this sample"),
            ),
        };
        let name = match content_type {
            "application/json" => who.clone(),
            _ => who.replace(' ', "+"),
        };
        let body = sample
            .replace("recadotestid", &format!("id{number:012}"))
            .replace("7000000001", &format!("7{number:09}"))
            .replace("5500900000001", &format!("55119{number:08}"))
            .replace("teste@recado.example", &format!("p{number}@recado.example"))
            .replace("teste%40recado.example", &format!("p{number}%40recado.example"))
            .replace("1767225600", &at.as_second().to_string())
            .replace("RecadoTestName", &name);
        Self {
            number,
            who,
            content_type,
            body,
        }
    }

    /// An attempt to send it. Who signs with the time signs anew at each.
    pub(super) fn attempt(
        &self,
        client: &reqwest::blocking::Client,
        kind: &Kind,
        url: &str,
        now: Timestamp,
    ) -> RequestBuilder {
        let mut url = url.to_owned();
        let (seconds, secret) = (now.as_second(), kind.secret.unwrap_or_default());
        let timed = || {
            let signature = HEXLOWER.encode(&mac(secret, &format!("{seconds}.{}", self.body)));
            format!("t={seconds},v1={signature}")
        };
        let whole = || mac(secret, &self.body);
        let proof = match kind.preset {
            "whatsapp-cloud" => vec![(
                "x-hub-signature-256",
                format!("sha256={}", HEXLOWER.encode(&whole())),
            )],
            "stripe" => vec![("stripe-signature", timed())],
            "calendly" => vec![("calendly-webhook-signature", timed())],
            "woocommerce" => vec![
                ("x-wc-webhook-signature", BASE64.encode(&whole())),
                ("x-wc-webhook-topic", "order.created".to_owned()),
                ("x-wc-webhook-resource", "order".to_owned()),
                ("x-wc-webhook-event", "created".to_owned()),
            ],
            "mercado-pago" => {
                let (id, request) = (format!("7{:09}", self.number), format!("request{}", self.number));
                url = format!("{url}?data.id={id}&type=test");
                let manifest = format!("id:{id};request-id:{request};ts:{seconds};");
                let signature = HEXLOWER.encode(&mac(secret, &manifest));
                vec![
                    ("x-request-id", request),
                    ("x-signature", format!("ts={seconds},v1={signature}")),
                ]
            }
            _ => Vec::new(),
        };
        let request = client
            .post(url)
            .header("content-type", self.content_type)
            .body(self.body.clone());
        proof
            .into_iter()
            .fold(request, |request, (name, value)| request.header(name, value))
    }
}

fn mac(secret: &str, content: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(content.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
