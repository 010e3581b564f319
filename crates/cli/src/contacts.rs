//! `recado contacts`: the people on the board.

use recado_api::request::ListContacts;
use recado_api::view::Contact;
use recado_engine::Folder;

use crate::args::Listing;
use crate::door::Door;
use crate::output;
use crate::problem::Problem;

/// Contacts asked for at a time.
const PAGE: u32 = 500;

pub(crate) async fn run(folder: &Folder, args: Listing) -> Result<(), Problem> {
    Door::through(folder, async |door| list(door, args.json).await).await
}

async fn list(door: &Door, json: bool) -> Result<(), Problem> {
    let mut after = None;
    let mut any = false;
    loop {
        let page = door.ask(ListContacts { after, limit: PAGE }).await?;
        for contact in &page.contacts {
            any = true;
            if json {
                output::json(contact)?;
            } else {
                output::line(&words(contact))?;
            }
        }
        after = page.contacts.last().map(|contact| contact.id);
        if !page.more {
            break;
        }
    }
    if !any && !json {
        output::line(&door.lang().await?.text("contacts-none", &[]))?;
    }
    Ok(())
}

fn words(contact: &Contact) -> String {
    let handles: Vec<_> = contact
        .phones
        .iter()
        .chain(&contact.emails)
        .map(|handle| output::tame(handle))
        .collect();
    let unread = if contact.unread > 0 {
        format!(" ({})", contact.unread)
    } else {
        String::new()
    };
    let message = contact
        .last_message
        .as_deref()
        .map(output::tame)
        .unwrap_or_default();
    format!(
        "{}{unread}  {}  [{}]  {message}",
        output::tame(&contact.name),
        handles.join(", "),
        contact.stage
    )
}
