//! Whether a sample was answered as it has to be.

use recado_api::Lang;
use recado_api::view::{SampleWrong, Verdict};
use recado_webhook::preset::Sample;

use super::post::Answered;
use super::written::SMALL;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    NotTaken,
    NamesNobody,
    NotFiled,
    Believed,
    NotNoticed,
    FiledTwice,
    NotTurnedAway,
}

/// A good one is taken; what kind of sender is known is known by what becomes of its sample.
pub(super) fn of_good(answered: &Answered, sample: Option<&Sample>) -> Option<Wrong> {
    let expected = sample.map_or("accepted", |sample| sample.verdict);
    // What was sent before, or belongs to what is not there, is no news.
    let may_be_no_news = sample.is_some_and(|sample| sample.name != SMALL);
    let Some(verdict) = answered.verdict.filter(|_| answered.http_status < 300) else {
        return Some(Wrong::NotTaken);
    };
    match verdict {
        Verdict::Paused | Verdict::Accepted => None,
        _ if verdict.as_str() == expected => None,
        Verdict::Duplicate | Verdict::Ignored if may_be_no_news => None,
        Verdict::Duplicate | Verdict::Ignored => Some(Wrong::NotFiled),
        Verdict::Unmatched => Some(Wrong::NamesNobody),
        Verdict::Handshake | Verdict::Malformed | Verdict::Refused | Verdict::Limited => {
            Some(Wrong::NotTaken)
        }
    }
}

pub(super) fn of_bad_signature(answered: &Answered) -> Option<Wrong> {
    let refused = answered.http_status == 401 && answered.verdict == Some(Verdict::Refused);
    (!refused).then_some(Wrong::Believed)
}

/// Where the proof is in the body, one that cannot be read proves nothing.
pub(super) fn of_wrong_type(answered: &Answered, proof_is_in_body: bool) -> Option<Wrong> {
    let noticed = match answered.http_status {
        400 => answered.verdict == Some(Verdict::Malformed),
        415 => true,
        401 => proof_is_in_body,
        _ => false,
    };
    (!noticed).then_some(Wrong::NotNoticed)
}

/// The second of two equal ones. What was not filed once cannot be filed twice.
pub(super) fn of_second(first: &Answered, second: &Answered) -> Option<Wrong> {
    let filed_once = match first.verdict {
        Some(Verdict::Accepted) => {
            second.verdict == Some(Verdict::Duplicate) && second.delivery == first.delivery
        }
        _ => second.verdict == first.verdict,
    };
    let same_answer = first.http_status == second.http_status;
    (!(filed_once && same_answer)).then_some(Wrong::FiledTwice)
}

pub(super) fn of_huge(answered: &Answered) -> Option<Wrong> {
    (answered.http_status != 413).then_some(Wrong::NotTurnedAway)
}

impl Wrong {
    pub(super) fn said(self, lang: Lang, answered: &Answered) -> SampleWrong {
        let what = match self {
            Self::NotTaken => "sample-wrong-not-taken",
            Self::NamesNobody => "sample-wrong-names-nobody",
            Self::NotFiled => "sample-wrong-not-filed",
            Self::Believed => "sample-wrong-believed",
            Self::NotNoticed => "sample-wrong-not-noticed",
            Self::FiledTwice => "sample-wrong-filed-twice",
            Self::NotTurnedAway => "sample-wrong-not-turned-away",
        };
        let advice = match (self, answered.http_status) {
            (Self::NotTaken, 401) => "sample-advice-secret",
            (Self::NotTaken, 503) => "sample-advice-later",
            (Self::NamesNobody, _) => "sample-advice-mapping",
            (
                Self::NotTaken
                | Self::NotFiled
                | Self::Believed
                | Self::NotNoticed
                | Self::FiledTwice
                | Self::NotTurnedAway,
                _,
            ) => "sample-advice-fault",
        };
        let status = answered.http_status.to_string();
        let why = answered.why.clone().unwrap_or_default();
        let args = [("status", status.into()), ("why", why.into())];
        SampleWrong {
            what: lang.text(what, &args).trim_end().to_owned(),
            advice: lang.text(advice, &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use recado_api::DeliveryId;
    use recado_api::view::SampleRequest;

    use super::*;

    #[test]
    fn a_good_one_is_taken_and_filed_once() {
        let accepted = answered(200, Some(Verdict::Accepted));
        assert_eq!(of_good(&accepted, None), None);
        assert_eq!(of_good(&answered(200, Some(Verdict::Paused)), None), None);
        for (status, verdict, wrong) in [
            (401, Some(Verdict::Refused), Wrong::NotTaken),
            (413, None, Wrong::NotTaken),
            (503, None, Wrong::NotTaken),
            (200, None, Wrong::NotTaken),
            (200, Some(Verdict::Unmatched), Wrong::NamesNobody),
            (200, Some(Verdict::Ignored), Wrong::NotFiled),
            (200, Some(Verdict::Duplicate), Wrong::NotFiled),
        ] {
            assert_eq!(of_good(&answered(status, verdict), None), Some(wrong), "{status}");
        }
        let duplicate = answered(200, Some(Verdict::Duplicate));
        assert_eq!(of_second(&accepted, &duplicate), None);
        assert_eq!(of_second(&accepted, &accepted), Some(Wrong::FiledTwice));
        let elsewhere = Answered {
            delivery: Some(DeliveryId::from_bytes([2; 16])),
            ..duplicate
        };
        assert_eq!(of_second(&accepted, &elsewhere), Some(Wrong::FiledTwice));
        let ignored = answered(200, Some(Verdict::Ignored));
        assert_eq!(of_second(&ignored, &ignored), None);
        assert_eq!(of_second(&ignored, &accepted), Some(Wrong::FiledTwice));
    }

    #[test]
    fn a_bad_one_is_not_taken_and_for_the_right_reason() {
        let taken = answered(200, Some(Verdict::Accepted));
        let refused = answered(401, Some(Verdict::Refused));
        let malformed = answered(400, Some(Verdict::Malformed));
        assert_eq!(of_bad_signature(&refused), None);
        assert_eq!(of_bad_signature(&taken), Some(Wrong::Believed));
        assert_eq!(of_bad_signature(&malformed), Some(Wrong::Believed));
        assert_eq!(of_wrong_type(&malformed, false), None);
        assert_eq!(of_wrong_type(&answered(415, None), false), None);
        assert_eq!(of_wrong_type(&refused, false), Some(Wrong::NotNoticed));
        assert_eq!(of_wrong_type(&refused, true), None);
        assert_eq!(of_wrong_type(&taken, true), Some(Wrong::NotNoticed));
        assert_eq!(of_huge(&answered(413, None)), None);
        assert_eq!(of_huge(&taken), Some(Wrong::NotTurnedAway));
    }

    fn answered(http_status: u16, verdict: Option<Verdict>) -> Answered {
        Answered {
            request: SampleRequest {
                sample: None,
                method: "POST".to_owned(),
                content_type: None,
                body_length: 0,
            },
            http_status,
            verdict,
            delivery: Some(DeliveryId::from_bytes([1; 16])),
            why: None,
            took_micros: 1,
        }
    }
}
