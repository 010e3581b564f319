//! Forwards a request to its engine, which has as long as the key's live limit.

use http::StatusCode;
use http_body_util::Full;
use recado_tunnel::ends::{LinkError, LiveRequest};
use tokio::time::Instant;

use super::Taken;
use super::passing::{Answer, pass};
use crate::limits::AT_THE_END;
use crate::registry::Attachment;
use crate::shared::Shared;

/// What came of it.
pub(super) enum Live {
    /// The engine's own answer.
    Answered(Answer),
    /// The engine is there but cannot store it: its 503, for a method that is kept.
    CannotStore(Answer),
    /// The engine has not answered in time. It may still have taken the request.
    Late,
    /// The link broke. The engine may have taken the request.
    Broken(LinkError),
}

pub(super) async fn forward(shared: &Shared, attachment: &Attachment, taken: &Taken) -> Live {
    let deadline = Instant::now() + taken.key.live_limit();
    let request = LiveRequest {
        delivered: taken.delivered.clone(),
        method: taken.method.clone(),
        headers: taken.headers.clone(),
        body: Full::new(taken.body.clone()),
    };
    let answering = async {
        let answer = attachment.link.forward(request).await?;
        let status = answer.status();
        let passed = pass(answer).await?;
        Ok::<_, LinkError>((status, passed))
    };
    let in_time = tokio::time::timeout_at(deadline, answering);
    // A relay that ends waits for nobody's long limit: what can be kept is kept.
    let soon = async {
        shared.stopping.cancelled().await;
        tokio::time::sleep(AT_THE_END).await;
    };
    let answered = tokio::select! {
        biased;
        answered = in_time => answered,
        () = soon => return Live::Late,
    };
    match answered {
        Ok(Ok((status, passed))) => {
            let is_kept = taken.key.answer_while_away(&taken.method).is_ok();
            if status == StatusCode::SERVICE_UNAVAILABLE && is_kept {
                Live::CannotStore(passed)
            } else {
                Live::Answered(passed)
            }
        }
        Ok(Err(why)) => Live::Broken(why),
        Err(_) => Live::Late,
    }
}
