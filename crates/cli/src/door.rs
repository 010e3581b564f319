//! The way to the data: the engine that runs on the folder, or one opened for this command.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use recado_api::client::{Client, Download};
use recado_api::request::ShowBusiness;
use recado_api::socket::Record;
use recado_api::{Ask, Code, Ending, Failure, Holder, Lang};
use recado_engine::{Engine, Export, Folder, OpenError, OpenOptions, Style};

use crate::args::ExportStyle;
use crate::output;
use crate::problem::Problem;

/// How long an engine that has just taken the folder may need until it answers.
const UNTIL_IT_ANSWERS: Duration = Duration::from_secs(5);

/// How often to look whether it does.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

pub(crate) enum Door {
    Running(Client),
    Own(Box<Engine>),
}

impl Door {
    /// The engine that answers on the folder, else one of our own.
    pub(crate) async fn open(folder: &Folder) -> Result<Self, Problem> {
        let started = tokio::time::Instant::now();
        loop {
            if let Some(client) = running(folder).await {
                return Ok(Self::Running(client));
            }
            match open_own(folder).await {
                Ok(engine) => return Ok(Self::Own(Box::new(engine))),
                Err(OpenError::Held { .. }) if started.elapsed() < UNTIL_IT_ANSWERS => {
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                Err(error) => return Err(Problem::open(&error, lang_of(folder).await)),
            }
        }
    }

    /// Opens the way, does `act`, and lets go of the folder however that ended.
    pub(crate) async fn through<T>(
        folder: &Folder,
        act: impl AsyncFnOnce(&Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let door = Self::open(folder).await?;
        let done = act(&door).await;
        door.close().await;
        done
    }

    pub(crate) async fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        let answer = match self {
            Self::Running(client) => client.ask(request).await?,
            Self::Own(engine) => engine.ask(request).await?,
        };
        Ok(answer)
    }

    /// The language of the app.
    pub(crate) async fn lang(&self) -> Result<Lang, Failure> {
        let business = self.ask(ShowBusiness {}).await?;
        Ok(business.lang)
    }

    pub(crate) async fn export(&self, style: ExportStyle) -> Result<Pieces, Failure> {
        let (address, style) = match style {
            ExportStyle::Brazilian => ("/export?style=brazilian", Style::Brazilian),
            ExportStyle::International => ("/export?style=international", Style::International),
        };
        Ok(match self {
            Self::Running(client) => Pieces::Downloaded(client.download(address).await?),
            Self::Own(engine) => Pieces::Own(engine.export(style)),
        })
    }

    /// Lets go of the folder.
    pub(crate) async fn close(self) {
        match self {
            Self::Running(_) => {}
            Self::Own(engine) => engine.shutdown(Ending::Quit).await,
        }
    }
}

/// The engine that answers on the folder, if one does.
pub(crate) async fn running(folder: &Folder) -> Option<Client> {
    let socket = Record::read(folder.path())?.socket?;
    let client = Client::new(&socket);
    match client.ask(recado_api::request::SayHello {}).await {
        Ok(_) => Some(client),
        Err(Failure {
            code: Code::Unreachable,
            ..
        }) => None,
        // Whoever answers so is there, and will say more to the request itself.
        Err(_) => Some(client),
    }
}

/// The app's language, as whoever has the folder knows it; the system's while there is no data to tell it.
pub(crate) async fn lang_of(folder: &Folder) -> Lang {
    if let Some(client) = running(folder).await {
        let business = client.ask(ShowBusiness {}).await;
        return business.map_or_else(|_| Lang::of_system(), |business| business.lang);
    }
    if !folder.database().exists() {
        return Lang::of_system();
    }
    let Ok(engine) = open_own(folder).await else {
        return Lang::of_system();
    };
    let business = engine.ask(ShowBusiness {}).await;
    engine.shutdown(Ending::Quit).await;
    business.map_or_else(|_| Lang::of_system(), |business| business.lang)
}

pub(crate) async fn open_own(folder: &Folder) -> Result<Engine, OpenError> {
    let on_wait = |_: &Record| {
        output::complain(&Lang::of_system().text("waiting-for-command", &[]));
    };
    let options = OpenOptions {
        on_wait: Arc::new(on_wait),
        ..OpenOptions::new(Holder::Command)
    };
    let engine = Engine::open(folder, options).await?;
    Ok(engine)
}

/// The pieces of an export.
pub(crate) enum Pieces {
    Downloaded(Download),
    Own(Export),
}

impl Pieces {
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let piece = match self {
            Self::Downloaded(download) => download.next().await?,
            Self::Own(export) => export.next().await?,
        };
        Ok(piece)
    }
}
