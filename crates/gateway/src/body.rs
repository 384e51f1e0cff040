//! Bodies on their way: what is counted and hashed while it passes.

use axum::body::Body as Received;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use ring::digest::{Context as Digest, SHA256};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

/// Why a body does not come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Cut {
    #[error("the body is larger than the service takes")]
    TooLarge,
    #[error("the body broke off")]
    Broken,
}

/// Bytes that passed and their hash over a salt.
pub(crate) struct Tally {
    digest: Digest,
    pub bytes: u64,
}

impl Tally {
    pub fn new(salt: &[u8]) -> Self {
        let mut digest = Digest::new(&SHA256);
        digest.update(salt);
        Self { digest, bytes: 0 }
    }

    pub fn take(&mut self, piece: &[u8]) {
        self.digest.update(piece);
        self.bytes += piece.len() as u64;
    }

    /// Lower-case hex of what passed so far.
    pub fn hash(&self) -> String {
        kernel::ids::hex(self.digest.clone().finish().as_ref())
    }
}

/// What is known of a request's body while it passes.
struct Passing {
    tally: Tally,
    cut: Option<Cut>,
    ended: bool,
    last: Instant,
}

/// The same, shared by the body on its way and by whoever writes the record.
#[derive(Clone)]
pub(crate) struct Passed(Arc<Mutex<Passing>>);

impl Passed {
    /// Nothing passed yet.
    pub fn new(salt: &[u8]) -> Self {
        let passing = Passing { tally: Tally::new(salt), cut: None, ended: false, last: Instant::now() };
        Self(Arc::new(Mutex::new(passing)))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Passing) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes and hash of what passed so far.
    pub fn so_far(&self) -> (u64, String) {
        self.with(|passing| (passing.tally.bytes, passing.tally.hash()))
    }

    /// Why it was cut, if it was.
    pub fn cut(&self) -> Option<Cut> {
        self.with(|passing| passing.cut)
    }

    /// When something passed last: while a slow caller still sends, nobody waits for the upstream yet.
    pub fn last(&self) -> Instant {
        self.with(|passing| passing.last)
    }

    /// Whether more may come from the caller.
    pub fn under_way(&self) -> bool {
        self.with(|passing| !passing.ended)
    }

    fn take(&self, piece: &[u8], most: u64) -> Result<(), Cut> {
        self.with(|passing| {
            passing.last = Instant::now();
            if passing.tally.bytes + piece.len() as u64 > most {
                passing.cut = Some(Cut::TooLarge);
                return Err(Cut::TooLarge);
            }
            passing.tally.take(piece);
            Ok(())
        })
    }

    fn end(&self, cut: Option<Cut>) {
        self.with(|passing| {
            passing.ended = true;
            passing.last = Instant::now();
            passing.cut = passing.cut.or(cut);
        });
    }
}

/// A request's body on its way to the upstream.
pub(crate) enum Sent {
    Nothing,
    Whole(Option<Bytes>),
    Stream { body: Received, passed: Passed, most: u64 },
}

impl Sent {
    /// The body as it came, counted; of at most `most` bytes.
    pub fn new(body: Received, passed: &Passed, most: u64) -> Self {
        if body.is_end_stream() {
            passed.end(None);
            return Self::Nothing;
        }
        Self::Stream { body, passed: passed.clone(), most }
    }

    /// A body that was read before.
    pub fn whole(body: Bytes) -> Self {
        if body.is_empty() { Self::Nothing } else { Self::Whole(Some(body)) }
    }

    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// Reads a body whole, counted; of at most `most` bytes.
///
/// # Errors
/// It is larger, or broke off.
pub(crate) async fn read(body: Received, passed: &Passed, most: u64) -> Result<Bytes, Cut> {
    let mut sent = Sent::new(body, passed, most);
    let mut whole = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut sent).poll_frame(cx)).await {
        whole.extend_from_slice(frame?.data_ref().map_or(&[][..], |piece| piece));
    }
    Ok(whole.into())
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let (body, passed, most) = match self.get_mut() {
            Self::Nothing => return Poll::Ready(None),
            Self::Whole(bytes) => return Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Stream { body, passed, most } => (body, passed, *most),
        };
        loop {
            let frame = std::task::ready!(Pin::new(&mut *body).poll_frame(cx));
            return Poll::Ready(match frame {
                None => {
                    passed.end(None);
                    None
                }
                Some(Err(_)) => {
                    passed.end(Some(Cut::Broken));
                    Some(Err(Cut::Broken))
                }
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => Some(passed.take(&piece, most).map(|()| Frame::data(piece))),
                    // Trailers are of this connection alone.
                    Err(_) => continue,
                },
            });
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Whole(bytes) => bytes.is_none(),
            Self::Stream { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Nothing => SizeHint::with_exact(0),
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Stream { body, .. } => body.size_hint(),
        }
    }
}

/// Pieces of an answer that were read before, given on without being copied together.
#[derive(Default)]
pub(crate) struct Pieces(pub VecDeque<Bytes>);

impl Pieces {
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|piece| piece.len() as u64).sum()
    }

    /// As a body of known size.
    pub fn into_body(mut self) -> Received {
        match self.0.len() {
            0 => Received::empty(),
            1 => self.0.pop_front().map_or_else(Received::empty, Received::from),
            _ => Received::new(self),
        }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::convert::Infallible>>> {
        Poll::Ready(self.get_mut().0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_counted_and_hashed_while_it_passes() {
        let passed = Passed::new(b"garam");
        assert_eq!(read(Received::from("isi"), &passed, 3).await.unwrap(), "isi");
        let mut whole = Tally::new(b"");
        whole.take(b"garamisi");
        assert_eq!(passed.so_far(), (3, whole.hash()));
        assert!(!passed.under_way());
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_cut_and_says_so() {
        let passed = Passed::new(b"");
        assert_eq!(read(Received::from("panjang"), &passed, 6).await, Err(Cut::TooLarge));
        assert_eq!(passed.cut(), Some(Cut::TooLarge));
    }

    #[test]
    fn pieces_know_their_size() {
        let pieces = Pieces(["ab", "c"].into_iter().map(Bytes::from).collect());
        assert_eq!(pieces.into_body().size_hint().exact(), Some(3));
        assert!(Pieces::default().into_body().is_end_stream());
    }
}
