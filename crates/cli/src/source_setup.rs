//! What `recado source` shows and changes of how a source is set up.

use recado_api::request::{SetAccessToken, SetPublicUrl, SetScheme, SetSecret, ShowSource};
use recado_api::view::{SecretSet, SecretsKept, SourceDetails};
use recado_api::{Lang, SourceId};

use crate::args::{ChangedSecret, SourceAction};
use crate::door::Door;
use crate::output;
use crate::problem::Problem;
use crate::source::{find, secret_of};

pub(crate) async fn act(door: &Door, action: SourceAction, lang: Lang, json: bool) -> Result<(), Problem> {
    match action {
        SourceAction::Show { source } => {
            let source = find(door, &source, lang).await?;
            let details = door.ask(ShowSource { source }).await?;
            if json {
                output::json(&details)?;
            } else {
                show(&details, lang)?;
            }
        }
        SourceAction::Secret {
            source,
            secret,
            keep_former,
        } => {
            let set = SetSecret {
                source: find(door, &source, lang).await?,
                secret: changed(secret)?,
                keep_former,
            };
            tell(&door.ask(set).await?, "source-secret-set", lang, json)?;
        }
        SourceAction::Scheme { source, scheme, name } => {
            let set = SetScheme {
                source: find(door, &source, lang).await?,
                scheme,
                name,
            };
            tell(&door.ask(set).await?, "source-set-up", lang, json)?;
        }
        SourceAction::AccessToken { source, token } => {
            let source: SourceId = find(door, &source, lang).await?;
            let token = changed(token)?;
            let details = door.ask(SetAccessToken { source, token }).await?;
            if json {
                output::json(&details)?;
            } else {
                let args = [
                    ("title", output::tame(&details.source.title).into()),
                    ("recovered", 0.into()),
                ];
                output::line(&lang.text("source-set-up", &args))?;
            }
        }
        SourceAction::PublicUrl { source, url, none: _ } => {
            let source = find(door, &source, lang).await?;
            tell(
                &door.ask(SetPublicUrl { source, url }).await?,
                "source-set-up",
                lang,
                json,
            )?;
        }
        SourceAction::List
        | SourceAction::Add { .. }
        | SourceAction::Pause { .. }
        | SourceAction::Resume { .. }
        | SourceAction::Remove { .. }
        | SourceAction::Rename { .. }
        | SourceAction::Rotate { .. } => {}
    }
    Ok(())
}

fn changed(secret: ChangedSecret) -> Result<Option<recado_api::SecretText>, Problem> {
    secret_of(secret.secret, secret.secret_stdin)
}

fn tell(set: &SecretSet, message: &str, lang: Lang, json: bool) -> Result<(), Problem> {
    if json {
        output::json(set)?;
        return Ok(());
    }
    let args = [
        ("title", output::tame(&set.details.source.title).into()),
        ("recovered", set.recovered.into()),
    ];
    output::line(&lang.text(message, &args))?;
    Ok(())
}

fn show(details: &SourceDetails, lang: Lang) -> Result<(), Problem> {
    let there = |there: bool| if there { "yes" } else { "no" };
    output::line(&format!(
        "{}  {}",
        output::tame(&details.source.title),
        details.source.address
    ))?;
    if let Some(address) = &details.source.public_address {
        output::line(&lang.text(
            "source-shown-public-address",
            &[("address", address.as_str().into())],
        ))?;
    }
    let args = [("preset", details.preset.title.as_str().into())];
    output::line(&lang.text("source-shown-preset", &args))?;
    for scheme in &details.preset.schemes {
        let args = [
            ("scheme", scheme.id.as_str().into()),
            ("title", scheme.title.as_str().into()),
            ("used", there(scheme.id == details.scheme).into()),
        ];
        output::line(&lang.text("source-shown-scheme", &args))?;
    }
    let kept = match details.secrets_kept {
        SecretsKept::Keyring => "keyring",
        SecretsKept::File => "file",
    };
    let args = [("there", there(details.has_secret).into()), ("kept", kept.into())];
    output::line(&lang.text("source-shown-secret", &args))?;
    if details.preset.access_token.is_some() {
        let args = [("there", there(details.has_access_token).into())];
        output::line(&lang.text("source-shown-access-token", &args))?;
    }
    for (message, text) in [
        ("source-shown-verify-token", &details.verify_token),
        ("source-shown-public-url", &details.public_url),
    ] {
        if let Some(text) = text {
            output::line(&lang.text(message, &[("text", output::tame(text).into())]))?;
        }
    }
    let args = [
        ("unmatched", details.unmatched.into()),
        ("quarantined", details.quarantined.into()),
        ("pending", details.pending.into()),
    ];
    output::line(&lang.text("source-shown-waiting", &args))?;
    if let Some(trouble) = &details.source.trouble {
        let args = [("why", output::tame(&trouble.why).into())];
        output::line(&lang.text("source-shown-trouble", &args))?;
    }
    Ok(())
}
