//! Senders that sign what they send.

use hmac::{Hmac, KeyInit, Mac};
use recado_api::request::{AddSource, SetScheme, SetSecret};
use recado_api::view::{Preset, SecretSet, Source};
use recado_api::{Failure, SecretText};
use reqwest::{Response, StatusCode};
use sha2::Sha256;

use crate::common::Running;

/// A message as WhatsApp sends it, with an id of its own.
pub(crate) fn whatsapp(id: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{
            "messaging_product":"whatsapp","metadata":{{"display_phone_number":"551130000001","phone_number_id":"2"}},
            "contacts":[{{"profile":{{"name":"Marina"}},"wa_id":"5511987654321"}}],
            "messages":[{{"from":"5511987654321","id":"wamid.{id}","timestamp":"1773156600","type":"text",
                          "text":{{"body":"Vocês têm horário?"}}}}]}}}}]}}]}}"#
    )
}

/// Posts as Meta does: with the HMAC-SHA256 of the body, made with `secret`.
pub(crate) async fn post_signed(source: &Source, secret: &str, body: &str) -> Response {
    let signature = format!("sha256={}", sign(secret, body));
    crate::common::post_with(source, body, &[("x-hub-signature-256", &signature)]).await
}

/// The HMAC-SHA256 of a text, in hexadecimal.
pub(crate) fn sign(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}

pub(crate) async fn signed(source: &Source, secret: &str, id: &str) -> StatusCode {
    post_signed(source, secret, &whatsapp(id)).await.status()
}

impl Running {
    pub(crate) async fn add_preset(&self, preset: &str, secret: Option<&str>) -> Result<Source, Failure> {
        let source = AddSource {
            title: String::new(),
            preset: Some(preset.to_owned()),
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            allow_get: false,
        };
        self.client.ask(source).await
    }

    /// With the preset's own title.
    pub(crate) async fn add_preset_titled(&self, preset: &Preset, secret: Option<&str>) -> Source {
        let source = AddSource {
            title: preset.title.clone(),
            preset: Some(preset.id.clone()),
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            allow_get: false,
        };
        self.client.ask(source).await.unwrap()
    }

    pub(crate) async fn add_whatsapp(&self, secret: &str) -> Source {
        self.add_preset("whatsapp-cloud", Some(secret)).await.unwrap()
    }

    pub(crate) async fn set_secret(
        &self,
        source: &Source,
        secret: Option<&str>,
        keep_former: bool,
    ) -> Result<SecretSet, Failure> {
        let request = SetSecret {
            source: source.id,
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            keep_former,
        };
        self.client.ask(request).await
    }

    /// Another system that shows a token in the header `x-token`.
    pub(crate) async fn add_with_token(&self, token: &str) -> Source {
        let source = self.add_source("Sistema").await;
        let scheme = SetScheme {
            source: source.id,
            scheme: "token".to_owned(),
            name: None,
        };
        self.client.ask(scheme).await.unwrap();
        self.set_secret(&source, Some(token), false).await.unwrap();
        source
    }
}

/// Posts a lead with a token, and gives the answer.
pub(crate) async fn with_token(source: &Source, token: &str, headers: &[(&str, &str)]) -> Response {
    let mut all = vec![("x-token", token)];
    all.extend(headers);
    let body = format!(
        r#"{{"nome": "Ana", "telefone": "11987654321", "mensagem": "{}"}}"#,
        uuid::Uuid::new_v4()
    );
    crate::common::post_with(source, &body, &all).await
}
