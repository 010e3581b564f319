//! What a signature was made over.

use std::borrow::Cow;

use super::lookup;
use super::mac::Pieces;
use super::refused::Refused;
use super::scheme::{Content, Part, Piece, Variable};
use super::url_and_form;
use crate::request::Unverified;

/// What may have been signed: senders' own code does not agree with itself on details, so there may be several.
pub(super) struct Contents<'a> {
    pub(super) candidates: Vec<Pieces<'a>>,
    pub(super) covers_body: bool,
}

/// `timestamp` as it was written.
pub(super) fn contents<'a>(
    content: &'a Content,
    request: &'a Unverified,
    timestamp: Option<&'a str>,
    urls: &[String],
) -> Result<Contents<'a>, Refused> {
    match content {
        Content::Parts(parts) => {
            let as_it_came = joined(parts, request, timestamp, Case::AsItCame)?;
            let lowered = joined(parts, request, timestamp, Case::Lower)?;
            let mut candidates = vec![as_it_came];
            if candidates.first() != Some(&lowered) {
                candidates.push(lowered);
            }
            Ok(Contents {
                candidates,
                covers_body: content.has(&Variable::Body),
            })
        }
        Content::UrlAndForm => url_and_form::contents(request, urls),
    }
}

/// Mercado Pago's documentation asks for parameters in lower case, its own library signs them as they are.
#[derive(Clone, Copy)]
enum Case {
    AsItCame,
    Lower,
}

fn joined<'a>(
    parts: &'a [Part],
    request: &'a Unverified,
    timestamp: Option<&'a str>,
    case: Case,
) -> Result<Pieces<'a>, Refused> {
    let mut pieces = Pieces::new();
    for part in parts {
        if let Some(part) = filled(part, request, timestamp, case)? {
            pieces.extend(part);
        }
    }
    Ok(pieces)
}

/// `None` where a variable is absent.
fn filled<'a>(
    part: &'a Part,
    request: &'a Unverified,
    timestamp: Option<&'a str>,
    case: Case,
) -> Result<Option<Pieces<'a>>, Refused> {
    part.0
        .iter()
        .map(|piece| {
            Ok(match piece {
                Piece::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
                Piece::Variable(Variable::Body) => Some(Cow::Borrowed(request.body.as_ref())),
                Piece::Variable(Variable::Timestamp) => timestamp.map(|text| Cow::Borrowed(text.as_bytes())),
                Piece::Variable(Variable::Header(name)) => {
                    present(lookup::header(request, name))?.map(|value| Cow::Borrowed(value.as_bytes()))
                }
                Piece::Variable(Variable::Query(name)) => {
                    present(lookup::query(request, name))?.map(|value| {
                        Cow::Owned(match case {
                            Case::AsItCame => value.into_bytes(),
                            Case::Lower => value.to_ascii_lowercase().into_bytes(),
                        })
                    })
                }
            })
        })
        .collect()
}

/// What is not there is left out; what is there twice is not: the signature covers one of them, and nobody would know
/// which one is read later.
fn present<T>(found: Result<T, Refused>) -> Result<Option<T>, Refused> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(Refused::Missing { .. } | Refused::Empty { .. }) => Ok(None),
        Err(refused) => Err(refused),
    }
}
