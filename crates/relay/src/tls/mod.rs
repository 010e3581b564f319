//! HTTPS: by a certificate of the operator's, in files, or by one that the relay gets itself.

mod acme;
mod files;

use std::path::{Path, PathBuf};

use tokio::net::TcpStream;
use tokio_rustls::rustls;
use tokio_rustls::rustls::pki_types::pem;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::acme::Acme;
use self::files::Files;

/// What is spoken above TLS.
const HTTP_1_1: &[u8] = b"http/1.1";

/// Where the certificate comes from.
#[derive(Debug, Clone)]
pub enum Security {
    /// There is none: for tests, or behind a proxy that has one.
    Plain,
    /// Files in PEM.
    Files {
        /// The certificate, with its chain.
        cert: PathBuf,
        /// Its key.
        key: PathBuf,
    },
    /// The relay gets it for its domain, by ACME (RFC 8555) and its challenge `tls-alpn-01` (RFC 8737).
    Domain {
        /// The domain, whose port 443 leads here.
        domain: String,
        /// The authority's directory. `None`: Let's Encrypt.
        directory: Option<String>,
        /// A file in PEM with the roots by which the authority itself is trusted. `None`: those of browsers.
        roots: Option<PathBuf>,
    },
}

/// What makes a connection secure. Clones share the certificate.
#[derive(Clone)]
pub(crate) enum Tls {
    Files(Files),
    Acme(Acme),
}

impl Security {
    /// Begins to secure connections. What keeps the certificate fresh is one of `tasks`, and ends with `stop`.
    pub(crate) fn start(
        &self,
        folder: &Path,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Option<Tls>, TlsError> {
        match self {
            Self::Plain => Ok(None),
            Self::Files { cert, key } => {
                let (files, fresh) = Files::read(cert, key)?;
                let stop = stop.clone();
                tasks.spawn(async move { stop.run_until_cancelled(fresh).await });
                Ok(Some(Tls::Files(files)))
            }
            Self::Domain {
                domain,
                directory,
                roots,
            } => {
                let (acme, fresh) = Acme::begin(domain, directory.as_deref(), roots.as_deref(), folder)?;
                let stop = stop.clone();
                tasks.spawn(async move { stop.run_until_cancelled(fresh).await });
                Ok(Some(Tls::Acme(acme)))
            }
        }
    }
}

impl Tls {
    /// The handshake. `None` if it fails, or if nobody but the certificate's authority called.
    pub(crate) async fn accept(&self, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
        let accepted = match self {
            Self::Files(files) => files.accept(stream).await.map(Some),
            Self::Acme(acme) => acme.accept(stream).await,
        };
        accepted
            .inspect_err(|error| tracing::debug!(%error, "a handshake failed"))
            .ok()
            .flatten()
    }
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or holds no such thing.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: pem::Error,
    },
    /// The key is not the certificate's, or of a kind that is not understood.
    #[error("the certificate cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}
