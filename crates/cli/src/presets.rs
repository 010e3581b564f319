//! `recado presets`: the kinds of senders that are known.

use recado_api::Lang;
use recado_webhook::preset::{self, Preset};
use serde_json::json;

use crate::args::Listing;
use crate::output;
use crate::problem::Problem;

pub(crate) fn run(args: Listing) -> Result<(), Problem> {
    let lang = Lang::of_system();
    for preset in preset::all() {
        let (title, about) = (preset.title.get(lang.tag()), preset.about.get(lang.tag()));
        if args.json {
            output::json(&json!({ "id": preset.id, "title": title, "about": about }))?;
        } else {
            output::line(&format!("{:20}  {title}  {about}", preset.id))?;
        }
    }
    Ok(())
}

/// The preset of this id.
pub(crate) fn find(id: &str, lang: Lang) -> Result<&'static Preset, Problem> {
    preset::find(id).ok_or_else(|| Problem::Said(lang.text("no-preset", &[("id", id.into())])))
}

/// What people call a sender of this preset.
pub(crate) fn title(id: &str, lang: Lang) -> Result<String, Problem> {
    Ok(find(id, lang)?.title.get(lang.tag()).to_owned())
}
