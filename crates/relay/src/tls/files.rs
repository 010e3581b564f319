//! A certificate in files, which are read again every hour and when the process is told to (SIGHUP): certificates live
//! for weeks only.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

use super::{HTTP_1_1, TlsError};

/// How often files are read again.
const READ_AGAIN: Duration = Duration::from_secs(3_600);

/// The certificate as it was last read.
#[derive(Clone)]
pub(crate) struct Files {
    config: Arc<RwLock<Arc<ServerConfig>>>,
}

impl Files {
    /// Reads the files, and gives what reads them again until it is dropped.
    pub(super) fn read(
        cert: &Path,
        key: &Path,
    ) -> Result<(Self, impl Future<Output = ()> + Send + use<>), TlsError> {
        let files = Self {
            config: Arc::new(RwLock::new(Arc::new(read(cert, key)?))),
        };
        let fresh = files.clone().keep_fresh(cert.to_owned(), key.to_owned());
        Ok((files, fresh))
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let config = Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner));
        TlsAcceptor::from(config).accept(stream).await
    }

    async fn keep_fresh(self, cert: PathBuf, key: PathBuf) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(READ_AGAIN) => {}
                () = told_to_read_again() => {}
            }
            let (cert, key) = (cert.clone(), key.clone());
            match tokio::task::spawn_blocking(move || read(&cert, &key)).await {
                Ok(Ok(config)) => {
                    *self.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                    tracing::info!("the certificate was read again");
                }
                Ok(Err(error)) => {
                    tracing::error!(%error, "the certificate cannot be read again; the former one stays");
                }
                Err(_) => return,
            }
        }
    }
}

#[cfg(unix)]
async fn told_to_read_again() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::hangup()) {
        Ok(mut hangup) => {
            hangup.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told_to_read_again() {
    std::future::pending().await
}

fn read(cert: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::File { path, source }
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(cert)
        .map_err(failed(cert))?
        .collect::<Result<_, _>>()
        .map_err(failed(cert))?;
    if chain.is_empty() {
        return Err(failed(cert)(pem::Error::NoItemsFound));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)?;
    config.alpn_protocols = vec![HTTP_1_1.to_vec()];
    Ok(config)
}
