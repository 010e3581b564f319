//! One message after another on a stream of bytes: four bytes of length, most significant first, then the message.

use std::io;

use bytes::{BufMut, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};

/// The next message, or `None` where the stream ended between two.
///
/// What the length claims is not believed: memory grows with what arrives.
///
/// # Errors
/// `InvalidData` for a message longer than `longest`, `UnexpectedEof` for one that is cut, and the stream's own errors.
pub(crate) async fn read(
    from: &mut (impl AsyncRead + Unpin + Send),
    longest: usize,
) -> io::Result<Option<Bytes>> {
    let mut length = [0; 4];
    let first = from.read(&mut length).await?;
    if first == 0 {
        return Ok(None);
    }
    from.read_exact(&mut length[first..]).await?;
    let length = u32::from_be_bytes(length);
    if length as usize > longest {
        let told = format!("a message of {length} bytes, where {longest} are allowed");
        return Err(io::Error::new(io::ErrorKind::InvalidData, told));
    }
    let mut message = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut message).await?;
    if message.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Bytes::from(message)))
}

/// A message with its length before it.
pub(crate) fn framed(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(4 + message.len());
    // Every message has a bound far below 4 GiB.
    frame.put_u32(message.len() as u32);
    frame.put_slice(message);
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn messages_read_back_one_after_another() {
        let bytes = [framed(b"one"), framed(b""), framed(b"three")].concat();
        assert_eq!(bytes[..7], *b"\0\0\0\x03one");
        let mut from = &bytes[..];
        assert_eq!(read(&mut from, 5).await.unwrap().unwrap(), "one");
        assert_eq!(read(&mut from, 5).await.unwrap().unwrap(), "");
        assert_eq!(read(&mut from, 5).await.unwrap().unwrap(), "three");
        assert_eq!(read(&mut from, 5).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_message_cut_anywhere_is_an_error() {
        let whole = framed(b"one");
        for cut in 1..whole.len() {
            let failed = read(&mut &whole[..cut], 5).await.unwrap_err();
            assert_eq!(failed.kind(), io::ErrorKind::UnexpectedEof, "{cut}");
        }
    }

    #[tokio::test]
    async fn a_huge_length_is_refused_and_takes_no_memory() {
        let mut from = &b"\xff\xff\xff\xffx"[..];
        let failed = read(&mut from, 4096).await.unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::InvalidData);
        let mut from = &b"\x00\xff\xff\xffx"[..];
        let failed = read(&mut from, usize::MAX).await.unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::UnexpectedEof);
    }
}
