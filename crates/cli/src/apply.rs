//! `recado apply`: deliveries of the log, read again.

use recado_api::request::ApplyDeliveries;
use recado_engine::Folder;

use crate::args::Apply;
use crate::door::Door;
use crate::problem::Problem;
use crate::{output, source};

pub(crate) async fn run(folder: &Folder, args: Apply) -> Result<(), Problem> {
    Door::through(folder, async |door| act(door, args).await).await
}

async fn act(door: &Door, args: Apply) -> Result<(), Problem> {
    let lang = door.lang().await?;
    let which = match (args.delivery, args.source) {
        (Some(delivery), _) => ApplyDeliveries::One(delivery),
        (None, None) => ApplyDeliveries::Unmatched(None),
        (None, Some(named)) => ApplyDeliveries::Unmatched(Some(source::find(door, &named, lang).await?)),
    };
    let applied = door.ask(which).await?;
    if args.json {
        output::json(&applied)?;
    } else {
        let args = [
            ("deliveries", applied.deliveries.into()),
            ("recovered", applied.recovered.into()),
        ];
        output::line(&lang.text("applied", &args))?;
    }
    Ok(())
}
