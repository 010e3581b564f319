//! The way in: find the holder or start the desk, settle whose version goes, present this window.

use std::cmp::Ordering;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use recado_api::client::{Changes, Client};
use recado_api::view::{Attach, Destination, WindowOrder};
use recado_api::{Hello, Holder, Lang, PROTOCOL, StreamLine};

use crate::args::Args;
use crate::holder::{self, Holding, LOOK_AGAIN};
use crate::program::{self, Started};
use crate::starts::Starts;
use crate::{session, version};

/// How long the desk may take to say what this window is to do.
const UNTIL_ORDER: Duration = Duration::from_secs(5);

/// How long to leave the folder alone after a desk found it held: whoever holds it is about to answer or to let go.
const AFTER_HELD: Duration = Duration::from_millis(300);

/// `recado desk` ends with it where another Recado holds the folder.
const HELD: i32 = 3;

/// What came of entering.
pub(crate) enum Entry {
    Attached(Box<Attached>),
    /// Another window is open and was brought to the front.
    AlreadyOpen,
    /// The desk is newer than this program, whose file has probably been replaced too.
    Outdated,
}

/// An open stream, read up to its first order.
pub(crate) struct Attached {
    pub(crate) client: Client,
    pub(crate) hello: Hello,
    pub(crate) changes: Changes,
    /// What is to be shown first.
    pub(crate) at: Option<Destination>,
}

/// Why there is nobody to attach to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("recado cannot be started")]
    NoDesk(#[source] io::Error),
    #[error("the desk was started too often: {0}")]
    KeepsEnding(String),
    #[error("protocol {0}")]
    OtherProtocol(u32),
}

impl Trouble {
    /// The sentence for a person.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match self {
            Self::NoDesk(reason) => lang.text("window-no-desk", &[("reason", reason.to_string().into())]),
            Self::KeepsEnding(findings) => lang.text(
                "window-desk-keeps-ending",
                &[("findings", findings.as_str().into())],
            ),
            Self::OtherProtocol(_) => lang.text("window-other-version", &[]),
        }
    }
}

/// Knocks as often as needed.
pub(crate) struct Door {
    folder: PathBuf,
    at: Option<Destination>,
    /// The desk that this program started last. It may still be on its way.
    started: Option<Started>,
    starts: Starts,
    /// An older desk was replaced once: if the next is no newer, the sibling itself is old and there is no end to it.
    has_replaced: bool,
    is_anew: bool,
}

impl Door {
    pub(crate) fn new(folder: PathBuf, args: &Args) -> Self {
        Self {
            folder,
            at: args.destination(),
            started: None,
            starts: Starts::default(),
            has_replaced: false,
            is_anew: args.anew,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A person asked for another try.
    pub(crate) fn forgive(&mut self) {
        self.starts.forgive();
    }

    /// Attaches to the holder, or finds out why this window is not needed. Waits as long as a desk is on its way.
    ///
    /// # Errors
    /// [`Trouble`] where no desk can be had.
    pub(crate) async fn enter(&mut self) -> Result<Entry, Trouble> {
        loop {
            let holding = self.reach().await?;
            let is_desk = holding.hello.holder == Holder::Desk;
            match version::compared_with(&holding.hello.version) {
                Ordering::Greater if is_desk && !self.has_replaced => {
                    self.has_replaced = true;
                    if let Err(failure) = holder::end(&self.folder, &holding.client).await {
                        tracing::warn!(reason = %failure, "the older desk does not end");
                    }
                    continue;
                }
                Ordering::Less if !self.is_anew => return Ok(Entry::Outdated),
                Ordering::Less | Ordering::Equal | Ordering::Greater => {}
            }
            if holding.hello.protocol != PROTOCOL {
                return Err(Trouble::OtherProtocol(holding.hello.protocol));
            }
            if let Some(entry) = self.present(holding).await {
                return Ok(entry);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// The holder, started if there is none.
    ///
    /// # Errors
    /// [`Trouble`] where no desk can be had.
    pub(crate) async fn reach(&mut self) -> Result<Holding, Trouble> {
        loop {
            if let Some(holding) = holder::find(&self.folder).await {
                return Ok(holding);
            }
            let ended = match &mut self.started {
                Some(started) => match started.ended().map_err(Trouble::NoDesk)? {
                    Some(status) => Some(status),
                    None => {
                        tokio::time::sleep(LOOK_AGAIN).await;
                        continue;
                    }
                },
                None => None,
            };
            self.started = None;
            if ended.is_some_and(|status| status.code() == Some(HELD)) {
                tokio::time::sleep(AFTER_HELD).await;
                if let Some(holding) = holder::find(&self.folder).await {
                    return Ok(holding);
                }
            }
            if !self.starts.allow(Instant::now()) {
                return Err(Trouble::KeepsEnding(self.findings().await));
            }
            self.started = Some(program::start_desk(&self.folder).map_err(Trouble::NoDesk)?);
        }
    }

    /// What the doctor says is wrong: the desk has no terminal to say it on.
    async fn findings(&self) -> String {
        let folder = self.folder.clone();
        let said = tokio::task::spawn_blocking(move || program::ask_doctor(&folder)).await;
        let Ok(Ok(output)) = said else {
            return String::new();
        };
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&said).trim().to_owned()
    }

    /// Presents this window; `None` where the holder went away meanwhile.
    async fn present(&mut self, holding: Holding) -> Option<Entry> {
        let window = Attach {
            pid: std::process::id(),
            version: version::OURS.to_owned(),
            at: self.at.clone(),
            session: session::variables(),
        };
        let attaching = async {
            let mut changes = holding.client.attach(&window).await.ok()?;
            let mut hello = None;
            loop {
                match changes.next().await.ok()?? {
                    // Only a desk gives orders.
                    StreamLine::Hello(said) if said.holder != Holder::Desk => {
                        return Some((said, changes, WindowOrder::Show { at: self.at.clone() }));
                    }
                    StreamLine::Hello(said) => hello = Some(said),
                    StreamLine::Window(order) => return Some((hello?, changes, order)),
                    StreamLine::Ending(_) => return None,
                    // Whatever changed until now is in the state that the page is about to ask for.
                    StreamLine::Change { .. } | StreamLine::Resync(_) => {}
                }
            }
        };
        let (hello, changes, order) = tokio::time::timeout(UNTIL_ORDER, attaching).await.ok()??;
        let WindowOrder::Show { at } = order else {
            return Some(Entry::AlreadyOpen);
        };
        // Asked for once: when the stream is found again later, the person has long gone elsewhere.
        self.at = None;
        Some(Entry::Attached(Box::new(Attached {
            client: holding.client,
            hello,
            changes,
            at,
        })))
    }
}
