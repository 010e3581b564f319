//! `recado setup`: says whose Recado this is.

use recado_api::request::SetUpBusiness;
use recado_engine::Folder;

use crate::args::Setup;
use crate::door::Door;
use crate::output;
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder, args: Setup) -> Result<(), Problem> {
    let request = SetUpBusiness {
        name: args.business,
        kind: args.kind,
        lang: args.lang,
        country: args.country,
        zone: args.zone,
    };
    let set_up = Door::through(folder, async |door| Ok(door.ask(request).await?)).await?;
    if args.json {
        output::json(&set_up)?;
        return Ok(());
    }
    let business = &set_up.business;
    output::line(&business.lang.text(
        "setup-done",
        &[
            ("name", business.name.as_str().into()),
            ("country", business.country.as_str().into()),
            ("zone", business.zone.as_str().into()),
        ],
    ))?;
    let stages = set_up.stages.join(" → ");
    let id = if set_up.stages_replaced {
        "setup-stages"
    } else {
        "setup-stages-kept"
    };
    output::line(&business.lang.text(id, &[("stages", stages.into())]))?;
    Ok(())
}
