//! A certificate that the relay gets for its domain, and renews long before it ends.
//!
//! The authority calls back on port 443 with a protocol of its own (`tls-alpn-01`), so nothing else is needed than that
//! port. Account and certificate lie in the folder `acme` of the data folder.

use std::io;
use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, is_tls_alpn_challenge};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::{HTTP_1_1, TlsError};

/// Where account and certificate lie in the data folder.
const FOLDER: &str = "acme";

/// The certificate as it is now.
#[derive(Clone)]
pub(crate) struct Acme {
    usual: Arc<ServerConfig>,
    challenge: Arc<ServerConfig>,
}

impl Acme {
    /// Takes a certificate from the folder, if there is one, and gives what gets and renews it until it is dropped.
    pub(super) fn begin(
        domain: &str,
        directory: Option<&str>,
        roots: Option<&Path>,
        folder: &Path,
    ) -> Result<(Self, impl Future<Output = ()> + Send + use<>), TlsError> {
        let provider = Arc::new(ring::default_provider());
        let mut config = AcmeConfig::new_with_provider([domain], Arc::clone(&provider))
            .cache(DirCache::new(folder.join(FOLDER)));
        config = match directory {
            Some(directory) => config.directory(directory),
            None => config.directory_lets_encrypt(true),
        };
        if let Some(roots) = roots {
            let client = ClientConfig::builder_with_provider(Arc::clone(&provider))
                .with_safe_default_protocol_versions()?
                .with_root_certificates(read(roots)?)
                .with_no_client_auth();
            config = config.client_tls_config(Arc::new(client));
        }
        let mut state = config.state();
        let mut usual = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(state.resolver());
        usual.alpn_protocols = vec![HTTP_1_1.to_vec()];
        let acme = Self {
            usual: Arc::new(usual),
            challenge: state.challenge_rustls_config_with_provider(provider),
        };
        let fresh = async move {
            while let Some(event) = state.next().await {
                match event {
                    Ok(done) => tracing::info!(?done, "certificate"),
                    Err(error) => {
                        tracing::error!(%error, "a certificate could not be got; it is tried again");
                    }
                }
            }
        };
        Ok((acme, fresh))
    }

    /// `None` for the authority's own call.
    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<Option<TlsStream<TcpStream>>> {
        let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
        if is_tls_alpn_challenge(&hello.client_hello()) {
            tracing::info!("the authority calls to see whose domain this is");
            let mut answered = hello.into_stream(Arc::clone(&self.challenge)).await?;
            answered.shutdown().await?;
            return Ok(None);
        }
        hello.into_stream(Arc::clone(&self.usual)).await.map(Some)
    }
}

fn read(roots: &Path) -> Result<RootCertStore, TlsError> {
    let failed = |source| TlsError::File {
        path: roots.to_owned(),
        source,
    };
    let mut store = RootCertStore::empty();
    for root in CertificateDer::pem_file_iter(roots).map_err(failed)? {
        store.add(root.map_err(failed)?)?;
    }
    Ok(store)
}
