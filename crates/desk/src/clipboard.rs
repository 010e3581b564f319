//! The clipboard, in a thread of its own.
//!
//! On X11 and Wayland whoever copied something hands it out for as long as it is wanted, so that the clipboard of a
//! window that closes goes with it. The desk stays, and so does what it copied.

use std::sync::mpsc;
use std::thread;

use recado_api::Lang;

/// What is done with the outcome; an error is a sentence for a person.
pub(crate) type Copied = Box<dyn FnOnce(Result<(), String>) + Send>;

struct Order {
    text: String,
    lang: Lang,
    copied: Copied,
}

/// Takes texts for as long as it lives.
#[derive(Default)]
pub(crate) struct Clipboard {
    orders: Option<mpsc::Sender<Order>>,
}

impl Clipboard {
    /// Puts `text` on the clipboard and tells `copied` how that went.
    pub(crate) fn copy(&mut self, text: String, lang: Lang, copied: Copied) {
        let orders = self.orders.get_or_insert_with(start);
        let order = Order { text, lang, copied };
        if let Err(mpsc::SendError(order)) = orders.send(order) {
            (order.copied)(Err(no_clipboard(order.lang)));
            self.orders = None;
        }
    }
}

/// A thread that ends with the sender, started at the first copy: most days nobody copies anything.
fn start() -> mpsc::Sender<Order> {
    let (orders, ordered) = mpsc::channel::<Order>();
    let serving = thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || {
            let mut clipboard = None;
            for order in ordered {
                let mut copied = Err(String::new());
                if clipboard.is_some() {
                    copied = copy(&mut clipboard, &order.text, order.lang);
                }
                if copied.is_err() {
                    // There was none yet, or its connection has gone with a session.
                    clipboard = None;
                    copied = copy(&mut clipboard, &order.text, order.lang);
                }
                (order.copied)(copied);
            }
        });
    if let Err(error) = serving {
        tracing::error!(error = %error, "no thread for the clipboard");
    }
    orders
}

fn copy(clipboard: &mut Option<arboard::Clipboard>, text: &str, lang: Lang) -> Result<(), String> {
    let there = match clipboard {
        Some(there) => there,
        None => clipboard.insert(arboard::Clipboard::new().map_err(|error| {
            tracing::warn!(error = %error, "no clipboard");
            no_clipboard(lang)
        })?),
    };
    there.set_text(text).map_err(|error| {
        tracing::warn!(error = %error, "the clipboard took no text");
        lang.text("desk-clipboard", &[("reason", error.to_string().into())])
    })?;
    Ok(())
}

fn no_clipboard(lang: Lang) -> String {
    lang.text("desk-no-clipboard", &[])
}
