//! Sealed entries: what waits at the relay, which only the engine can read.
//!
//! [`seal`] encrypts a request to the engine's sealing key (HPKE, RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256),
//! HKDF-SHA256, ChaCha20Poly1305) and signs the result with the relay's key. [`open`] verifies both. An entry is bound
//! to the engine's address, the delivery's id and the time of receipt: altered, backdated, moved to another engine or
//! given another id, it does not open. It is not protected against being shown again: the engine knows an id that it
//! has settled.
//!
//! Both take about a tenth of a millisecond, and some milliseconds for a body of megabytes: callers on an async
//! runtime hand large ones to a blocking thread.

mod request;

use bytes::Bytes;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

pub use self::request::{KeptRequest, RequestError};
use crate::delivery::{Delivered, DeliveryId};
use crate::identity::{Address, Identity, RelayIdentity, RelayKey, SIGNATURE, SealingKey};
use crate::limits::LONGEST_ENTRY;
use crate::transcript;

const VERSION: u8 = 1;
/// Version, id, time, tag of the sealing key.
const HEADER: usize = 1 + 16 + 8 + 8;
/// The encapsulated key of HPKE.
const ENCAPSULATED: usize = 32;
/// The tag of ChaCha20Poly1305.
const SEAL_TAG: usize = 16;
/// The shortest entry: one that seals nothing.
const SHORTEST: usize = HEADER + ENCAPSULATED + SEAL_TAG + SIGNATURE;

type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// For whom an entry is sealed, and which delivery it is.
#[derive(Debug, Clone)]
pub struct Label<'a> {
    /// The engine's address.
    pub address: Address,
    /// The engine's sealing key, as it attached with it.
    pub sealing_key: &'a SealingKey,
    /// The delivery.
    pub id: DeliveryId,
    /// When the relay had received it: milliseconds since 1970, UTC.
    pub received_at_ms: u64,
}

/// Seals a request for an engine.
///
/// # Errors
/// When the request is too long, or the engine's sealing key is none.
///
/// # Panics
/// When the system gives no random bytes.
pub fn seal(label: &Label<'_>, relay: &RelayIdentity, request: &KeptRequest) -> Result<Vec<u8>, SealError> {
    seal_by(label, relay, request, |info, plain, associated| {
        hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &label.sealing_key.0,
            info,
            plain,
            associated,
        )
    })
}

type Sealed = Result<(EncappedKey, Vec<u8>), hpke::HpkeError>;

fn seal_by(
    label: &Label<'_>,
    relay: &RelayIdentity,
    request: &KeptRequest,
    encrypt: impl FnOnce(&[u8], &[u8], &[u8]) -> Sealed,
) -> Result<Vec<u8>, SealError> {
    let plain = request.to_bytes()?;
    let mut entry = Vec::with_capacity(SHORTEST + plain.len());
    entry.push(VERSION);
    entry.extend_from_slice(label.id.as_bytes());
    entry.extend_from_slice(&label.received_at_ms.to_be_bytes());
    entry.extend_from_slice(&label.sealing_key.tag());
    let (encapsulated, sealed) = encrypt(&info(&relay.key()), &plain, &associated(&label.address, &entry))
        .map_err(|_| SealError::Key)?;
    entry.extend_from_slice(&encapsulated.to_bytes());
    entry.extend_from_slice(&sealed);
    let signature = relay.sign(&signed(&label.address, &entry));
    entry.extend_from_slice(&signature);
    Ok(entry)
}

/// Opens an entry that waited at the relay.
///
/// # Errors
/// When it is not what that relay sealed for this engine; [`OpenError`] says what is wrong with it. Nothing will ever
/// make such an entry open, except that one [`of another sealing key`](OpenError::OtherSealingKey) belongs to an
/// identity that this engine had before.
pub fn open(
    identity: &Identity,
    relay: &RelayKey,
    entry: &[u8],
) -> Result<(Delivered, KeptRequest), OpenError> {
    let parts = Parts::read(entry)?;
    let address = identity.address();
    if !relay.signed(&signed(&address, parts.unsigned), parts.signature) {
        return Err(OpenError::Signature);
    }
    if *parts.tag != identity.sealing_key().tag() {
        return Err(OpenError::OtherSealingKey);
    }
    let encapsulated = EncappedKey::from_bytes(parts.encapsulated).map_err(|_| OpenError::Seal)?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        identity.opening_key(),
        &encapsulated,
        &info(relay),
        parts.sealed,
        &associated(&address, parts.header),
    )
    .map_err(|_| OpenError::Seal)?;
    let request = KeptRequest::from_bytes(&Bytes::from(plain))?;
    let delivered = Delivered {
        id: parts.id,
        received_at_ms: parts.received_at_ms,
        url: request.url.clone(),
        remote: request.remote,
    };
    Ok((delivered, request))
}

/// What an entry says of itself without being opened or verified: its delivery and the time of receipt, in
/// milliseconds since 1970.
///
/// # Errors
/// When it is no entry, or one of a version that is not spoken here.
pub fn peek(entry: &[u8]) -> Result<(DeliveryId, u64), OpenError> {
    let parts = Parts::read(entry)?;
    Ok((parts.id, parts.received_at_ms))
}

struct Parts<'a> {
    id: DeliveryId,
    received_at_ms: u64,
    tag: &'a [u8; 8],
    header: &'a [u8],
    encapsulated: &'a [u8],
    sealed: &'a [u8],
    unsigned: &'a [u8],
    signature: &'a [u8; SIGNATURE],
}

impl<'a> Parts<'a> {
    fn read(entry: &'a [u8]) -> Result<Self, OpenError> {
        match entry.first() {
            Some(&VERSION) => {}
            Some(&version) => return Err(OpenError::Version(version)),
            None => return Err(OpenError::Length),
        }
        if !(SHORTEST..=LONGEST_ENTRY).contains(&entry.len()) {
            return Err(OpenError::Length);
        }
        let (unsigned, signature) = entry.split_last_chunk().ok_or(OpenError::Length)?;
        let (header, rest) = unsigned.split_at_checked(HEADER).ok_or(OpenError::Length)?;
        let (encapsulated, sealed) = rest.split_at_checked(ENCAPSULATED).ok_or(OpenError::Length)?;
        let (id, after) = header[1..].split_first_chunk().ok_or(OpenError::Length)?;
        let (time, after) = after.split_first_chunk().ok_or(OpenError::Length)?;
        let tag = after.first_chunk().ok_or(OpenError::Length)?;
        Ok(Self {
            id: DeliveryId::from_bytes(*id),
            received_at_ms: u64::from_be_bytes(*time),
            tag,
            header,
            encapsulated,
            sealed,
            unsigned,
            signature,
        })
    }
}

/// HPKE's `info`: a sealed request belongs to one relay, so that nobody else can sign it as theirs.
fn info(relay: &RelayKey) -> [u8; 32] {
    transcript::digest("recado seal 1", &[&relay.to_bytes()])
}

/// HPKE's associated data: for whom, which delivery, when.
fn associated(address: &Address, header: &[u8]) -> Vec<u8> {
    [address.as_bytes().as_slice(), header].concat()
}

fn signed(address: &Address, unsigned: &[u8]) -> [u8; 32] {
    transcript::digest("recado entry 1", &[address.as_bytes(), unsigned])
}

/// Why a request could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The request is too long.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The engine's sealing key is of small order: nobody could be kept out of what is sealed to it.
    #[error("the engine's sealing key is not usable")]
    Key,
}

/// Why an entry does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is shorter or longer than any entry.
    #[error("the entry is cut short or too long")]
    Length,
    /// It is of a version that is not spoken here.
    #[error("the entry has version {0}, and only version {VERSION} is understood")]
    Version(u8),
    /// The relay did not sign this, for this engine: it was forged, altered, backdated or meant for somebody else.
    #[error("the entry was not signed by the relay for this address")]
    Signature,
    /// The relay signed it, but it was sealed to another key than this engine has now.
    #[error("the entry was sealed to a key that this computer does not have")]
    OtherSealingKey,
    /// The relay signed it, but it does not decrypt.
    #[error("the entry cannot be decrypted")]
    Seal,
    /// It decrypts to something that is no request.
    #[error("the entry holds no request: {0}")]
    Content(#[from] RequestError),
}

#[cfg(test)]
mod tests;
