//! The senders that tell little more than an id, with what is particular to each.

use std::path::Path;

use recado_api::SecretText;
use recado_api::request::SetAccessToken;
use recado_api::view::Source;
use recado_webhook::preset;
use serde_json::Value;

use crate::api::{Asked, Reply};
use crate::common::{Running, post_only_with};

pub(super) struct Thin {
    pub(super) preset: &'static str,
    /// Of the preset, with what is fetched beside it.
    sample: &'static str,
    /// What the owner gives.
    pub(super) key: &'static str,
    pub(super) wrong_key: &'static str,
    /// What is asked for one delivery, with the right key.
    pub(super) asks: &'static [&'static str],
    /// A header of the last of these.
    pub(super) header: Option<(&'static str, &'static str)>,
    pub(super) name: &'static str,
    /// Whether what came is filed where nothing can be fetched.
    pub(super) files_what_came: bool,
    /// For how many minutes a 404 means nothing.
    pub(super) not_yet_minutes: i64,
}

pub(super) const THIN: &[Thin] = &[
    Thin {
        preset: "nuvemshop",
        sample: "order-created",
        key: "right",
        wrong_key: "wrong",
        asks: &["GET api.tiendanube.com/v1/1300001/orders/130000000131"],
        header: Some(("authentication", "bearer right")),
        name: "Nina Nuvem",
        files_what_came: false,
        not_yet_minutes: 0,
    },
    Thin {
        preset: "ifood",
        sample: "order-placed",
        key: "id:right",
        wrong_key: "id:wrong",
        asks: &[
            "POST merchant-api.ifood.com.br/authentication/v1.0/oauth/token",
            "GET merchant-api.ifood.com.br/order/v1.0/orders/2c97e104-35ed-4c18-85d7-854a40b6b9e3",
        ],
        header: Some(("authorization", "Bearer granted-1")),
        name: "Ivo Fome",
        files_what_came: false,
        not_yet_minutes: 10,
    },
    Thin {
        preset: "kommo",
        sample: "leads-add",
        key: "right",
        wrong_key: "wrong",
        asks: &[
            "GET clinicaficticia.kommo.com/api/v4/leads/31000211?with=contacts",
            "GET clinicaficticia.kommo.com/api/v4/contacts/41000212",
        ],
        header: Some(("authorization", "Bearer right")),
        name: "Fausto Negócio",
        files_what_came: false,
        not_yet_minutes: 0,
    },
    Thin {
        preset: "tiny-erp",
        sample: "inclusao-pedido",
        key: "right",
        wrong_key: "wrong",
        asks: &["GET api.tiny.com.br/api2/pedido.obter.php?formato=json&id=264000001&token=right"],
        header: None,
        name: "Teodora Miúda",
        files_what_came: false,
        not_yet_minutes: 0,
    },
    Thin {
        preset: "pagseguro-legacy",
        sample: "transaction-notification",
        key: "loja@example.com:right",
        wrong_key: "loja@example.com:wrong",
        asks: &[
            "GET ws.pagseguro.uol.com.br/v3/transactions/notifications/766B00-AD4B04BD4B00-0004F5F00000-E00000?email=loja%40example.com&token=right",
        ],
        header: None,
        name: "Quitéria Antiga",
        files_what_came: false,
        not_yet_minutes: 0,
    },
    Thin {
        preset: "bling",
        sample: "order-created",
        key: "id:secret:right",
        wrong_key: "id:secret:wrong",
        asks: &[
            "POST api.bling.com.br/Api/v3/oauth/token",
            "GET api.bling.com.br/Api/v3/pedidos/vendas/22000000355",
            "GET api.bling.com.br/Api/v3/contatos/16000000355",
        ],
        header: Some(("authorization", "Bearer granted-1")),
        name: "Berenice Fluxo",
        files_what_came: true,
        not_yet_minutes: 0,
    },
];

pub(super) fn thin(preset: &str) -> &'static Thin {
    THIN.iter().find(|thin| thin.preset == preset).unwrap()
}

impl Thin {
    /// A source as its owner sets it up, without a key.
    pub(super) async fn add(&self, running: &Running) -> Source {
        let headers = self.headers();
        let secret = headers.get("_secret").and_then(Value::as_str);
        let usual = &preset::find(self.preset).unwrap().schemes[0];
        let secret = secret.filter(|_| usual.secret.is_some());
        running.add_preset(self.preset, secret).await.unwrap()
    }

    fn headers(&self) -> Value {
        let samples = preset::find(self.preset).unwrap().samples;
        let sample = samples.iter().find(|sample| sample.name == self.sample).unwrap();
        serde_json::from_str(sample.headers).unwrap()
    }

    /// Sends the sample, as it stands.
    pub(super) async fn deliver(&self, source: &Source) {
        let samples = preset::find(self.preset).unwrap().samples;
        let sample = samples.iter().find(|sample| sample.name == self.sample).unwrap();
        let headers = self.headers();
        let headers: Vec<_> = headers
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| !name.starts_with('_') && *name != "Host")
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let body = std::str::from_utf8(sample.body).unwrap();
        let answer = post_only_with(source, body, &headers).await;
        assert!(
            answer.status().is_success(),
            "{}: {}",
            self.preset,
            answer.status()
        );
    }

    /// As the sender's API does, whoever has the right key.
    pub(super) fn right(&self) -> impl Fn(&Asked) -> Reply + Send + 'static {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../presets");
        let fetched = samples.join(self.preset).join("samples").join(self.sample);
        let read = |ending: &str| std::fs::read(format!("{}.fetched.{ending}", fetched.display()));
        let xml = read("xml").ok();
        let mut whole: Value =
            read("json").map_or(Value::Null, |json| serde_json::from_slice(&json).unwrap());
        // What is asked for by itself was put there afterwards.
        let contact = whole
            .as_object_mut()
            .filter(|_| self.asks.iter().any(|asked| asked.contains("/conta")))
            .and_then(|members| members.remove("contact"));
        move |asked| {
            let said = format!(
                "{} {} {:?}",
                asked.what,
                asked.body,
                asked.header("authorization")
            );
            let said = format!("{said} {:?}", asked.header("authentication"));
            if said.contains("/oauth/token") && said.contains("right") {
                Reply::json(granted(1))
            } else if !said.contains("right") && !said.contains("granted-1") {
                Reply::status(401)
            } else if let Some(xml) = &xml {
                Reply {
                    status: 200,
                    content_type: "application/xml;charset=ISO-8859-1",
                    body: xml.clone(),
                }
            } else if said.contains("/conta") {
                Reply::json(contact.as_ref().unwrap().to_string())
            } else {
                Reply::json(whole.to_string())
            }
        }
    }
}

/// What either way of granting tokens is answered with.
pub(super) fn granted(number: u32) -> String {
    format!(
        r#"{{"accessToken": "granted-{number}", "expiresIn": 3600,
            "access_token": "granted-{number}", "expires_in": 3600, "refresh_token": "refresh-{number}"}}"#
    )
}

pub(super) async fn set_key(running: &Running, source: &Source, key: &str) {
    let token = SetAccessToken {
        source: source.id,
        token: Some(SecretText::new(key.to_owned())),
    };
    running.client.ask(token).await.unwrap();
}
