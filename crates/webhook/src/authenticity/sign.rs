//! What the real sender would add to a request.

use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::content::contents;
use super::scheme::{Content, Encoding, Form, Hash, Hmac, Place, Scheme, TimePlace};
use super::token::AUTHORIZATION;
use super::url_and_form::{BODY_HASH, is_form};
use super::{Presented, Refused, Secret, jwt, lookup, mac, standard, token};
use crate::request::Unverified;

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotSign {
    #[error("the secret is not one that this sender gives")]
    Secret,
    #[error("the body has no place for the field {name}")]
    Field { name: String },
    #[error("the address under which the sender would know this source is not given")]
    NoUrl,
    #[error("what is to be signed is not clear: {0}")]
    Unclear(Refused),
}

impl From<Refused> for CannotSign {
    fn from(refused: Refused) -> Self {
        if refused == Refused::NoUrl {
            Self::NoUrl
        } else {
            Self::Unclear(refused)
        }
    }
}

/// The request as its real sender would send it: with a header, a parameter or a field added, or with a signature over
/// what it says.
///
/// Of `by`, the first secret is signed with, at `received_at`, under the first address; without a secret nothing is
/// added, as a sender that was given none adds nothing.
///
/// # Errors
/// When the real sender could not have sent it so.
pub fn sign(mut request: Unverified, by: &Presented<'_>) -> Result<Unverified, CannotSign> {
    let Some(secret) = by.secrets.good().next() else {
        return Ok(request);
    };
    match by.scheme {
        Scheme::AddressOnly => {}
        Scheme::Token(token) => {
            let name = token.named(by.name);
            match token.place {
                Place::Header => {
                    let prefix = token.prefix.as_deref().unwrap_or_default();
                    set_header(&mut request, &name, format!("{prefix}{}", secret.expose()));
                }
                Place::Query => set_parameter(&mut request, &name, secret.expose()),
                Place::Field => set_field(&mut request, &name, secret)?,
            }
        }
        Scheme::Basic if !secret.expose().contains(':') => return Err(CannotSign::Secret),
        Scheme::Basic => set_header(&mut request, AUTHORIZATION, token::basic(secret)),
        Scheme::BearerJwt(_) => {
            set_header(&mut request, AUTHORIZATION, jwt::bearer(secret, by.received_at));
        }
        Scheme::Hmac(hmac) => sign_hmac(&mut request, hmac, secret, by)?,
        Scheme::StandardWebhooks(_) => sign_standard(&mut request, secret, by.received_at)?,
    }
    Ok(request)
}

fn sign_hmac(
    request: &mut Unverified,
    hmac: &Hmac,
    secret: &Secret,
    by: &Presented<'_>,
) -> Result<(), CannotSign> {
    let now = by.received_at.as_second().to_string();
    let place = hmac.time.as_ref().map(|time| &time.place);
    if let Some(TimePlace::Header(name)) = place {
        set_header(request, name, now.clone());
    }
    if hmac.content == Content::UrlAndForm && !request.body.is_empty() && !is_form(request) {
        let hash = Encoding::Hex.encode(&Sha256::digest(&request.body));
        set_parameter(request, BODY_HASH, &hash);
    }
    let signature = {
        let url = by.urls.get(..1).unwrap_or_default();
        let contents = contents(&hmac.content, request, Some(&now), url)?;
        let content = contents.candidates.first().ok_or(CannotSign::NoUrl)?;
        mac::sign_as((hmac.hash, hmac.keyed), secret.expose().as_bytes(), content)
    };
    let signature = hmac.encoding.encode(&signature);
    let value = match (&hmac.form, place) {
        (Form::Plain { prefix }, _) => format!("{prefix}{signature}"),
        (Form::Pairs { signature: name }, Some(TimePlace::Pair(time))) => {
            format!("{time}={now},{name}={signature}")
        }
        (Form::Pairs { signature: name }, Some(TimePlace::Header(_)) | None) => {
            format!("{name}={signature}")
        }
    };
    set_header(request, &hmac.header_named(by.name), value);
    Ok(())
}

fn sign_standard(request: &mut Unverified, secret: &Secret, at: Timestamp) -> Result<(), CannotSign> {
    let keys = standard::keys(secret).map_err(|_| CannotSign::Secret)?;
    let key = keys.first().ok_or(CannotSign::Secret)?;
    let now = at.as_second().to_string();
    let [family, _] = standard::FAMILIES;
    let id_header = format!("{family}-id");
    let id = match request.header(&id_header) {
        Some(id) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(_) | None => {
            let hash = Sha256::new()
                .chain_update(&request.body)
                .chain_update(&now)
                .finalize();
            let hash = Encoding::Hex.encode(&hash);
            format!("msg_{}", hash.get(..24).unwrap_or_default())
        }
    };
    let signature = mac::sign(Hash::Sha256, key, &standard::content(&id, &now, &request.body));
    let signature = Encoding::Base64.encode(&signature);
    set_header(request, &id_header, id);
    set_header(request, &format!("{family}-timestamp"), now);
    set_header(
        request,
        &standard::signature_header(family),
        format!("v1,{signature}"),
    );
    Ok(())
}

fn set_header(request: &mut Unverified, name: &str, value: String) {
    request.headers.retain(|(known, _)| known != name);
    request.headers.push((name.to_owned(), value));
}

fn set_parameter(request: &mut Unverified, name: &str, value: &str) {
    let others = request.query.split('&').filter(|pair| {
        let mut named = lookup::pairs(pair.as_bytes());
        named.next().is_some_and(|(known, _)| known != name.as_bytes())
    });
    let mut pairs: Vec<_> = others.map(str::to_owned).collect();
    pairs.push(pair(name, value));
    request.query = pairs.join("&");
}

/// Into a JSON object or a form, which are what has fields.
fn set_field(request: &mut Unverified, name: &str, secret: &Secret) -> Result<(), CannotSign> {
    let no_place = || CannotSign::Field {
        name: name.to_owned(),
    };
    let value = secret.expose();
    request.body = if is_form(request) {
        let mut form = request.body.to_vec();
        if !form.is_empty() {
            form.push(b'&');
        }
        form.extend_from_slice(pair(name, value).as_bytes());
        form.into()
    } else {
        with_field(&request.body, name, value)
            .ok_or_else(no_place)?
            .into()
    };
    // The content type may say that it is something else.
    match lookup::field(request, name) {
        Ok(found) if secret.is(&found) => Ok(()),
        Ok(_) | Err(_) => Err(no_place()),
    }
}

fn with_field(json: &[u8], name: &str, value: &str) -> Option<String> {
    let mut tree: Value = serde_json::from_slice(json).ok()?;
    let (parent, last) = match name.strip_prefix('/').and_then(|_| name.rsplit_once('/')) {
        Some((parent, last)) => (
            tree.pointer_mut(parent)?,
            last.replace("~1", "/").replace("~0", "~"),
        ),
        None => (&mut tree, name.to_owned()),
    };
    parent
        .as_object_mut()?
        .insert(last, Value::String(value.to_owned()));
    Some(tree.to_string())
}

fn pair(name: &str, value: &str) -> String {
    let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    format!("{}={}", encode(name), encode(value))
}
