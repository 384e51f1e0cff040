//! A long answer on its way: passed on piece by piece in constant memory, its last piece held back until the record of
//! its end is durable. A reader that has everything has it with a record, and a cut one knows that it was cut.

use super::answer::Rest;
use super::micros;
use super::open::LEFT;
use crate::body::{Cut, Pieces, Tally};
use crate::gateway::Gateway;
use crate::model::leaf::Phase;
use crate::record::Record;
use crate::refusal::Why;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::time::Sleep;

type Ending = Pin<Box<dyn Future<Output = bool> + Send>>;

pub(super) struct Held {
    gateway: Gateway,
    /// Until its end is on its way to the ledger.
    record: Option<Record>,
    tally: Tally,
    first: Pieces,
    rest: Rest,
    last: Option<Bytes>,
    /// Bytes that have left.
    left: u64,
    silence: Option<Pin<Box<Sleep>>>,
    ending: Option<Ending>,
}

impl Held {
    pub fn new(gateway: &Gateway, record: Record, tally: Tally, (first, rest): (Pieces, Rest)) -> Self {
        Self {
            gateway: gateway.clone(),
            record: Some(record),
            tally,
            first,
            rest,
            last: None,
            left: 0,
            silence: None,
            ending: None,
        }
    }

    /// The record of the end.
    fn close(&mut self, code: &'static str) -> Option<Record> {
        let mut record = self.record.take()?;
        record.phase = Phase::Ended;
        record.code = code;
        record.got = self.tally.bytes;
        record.got_hash = self.tally.hash();
        record.took = micros(record.began);
        Some(record)
    }

    fn broke(&mut self, why: &Why) -> Cut {
        if let Some(record) = self.close(why.code()) {
            self.gateway.recorder().note(record);
        }
        Cut::Broken
    }

    /// The next piece of the upstream, or that it has been silent for too long. The time in which the caller does not
    /// read does not count.
    fn next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Why>>> {
        if let Some(piece) = self.first.0.pop_front() {
            return Poll::Ready(Some(Ok(piece)));
        }
        loop {
            match Pin::new(&mut self.rest.body).poll_frame(cx) {
                Poll::Ready(frame) => {
                    self.silence = None;
                    return Poll::Ready(match frame {
                        None => None,
                        Some(Err(_)) => Some(Err(Why::AnswerBroken)),
                        Some(Ok(frame)) => match frame.into_data() {
                            Ok(piece) => Some(Ok(piece)),
                            Err(_) => continue,
                        },
                    });
                }
                Poll::Pending => {
                    let until = Instant::now() + self.rest.idle;
                    let silence = self.silence.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until.into())));
                    ready!(silence.as_mut().poll(cx));
                    return Poll::Ready(Some(Err(Why::Silent)));
                }
            }
        }
    }

    /// Takes a piece in; what stood before it may leave.
    fn take(&mut self, piece: Bytes) -> Result<Option<Bytes>, Why> {
        self.tally.take(&piece);
        if self.rest.most > 0 && self.tally.bytes > self.rest.most {
            return Err(Why::AnswerTooLarge);
        }
        Ok(self.last.replace(piece))
    }

    fn end(&mut self) {
        let (gateway, record) = (self.gateway.clone(), self.close(""));
        self.ending = record.map(|record| -> Ending { Box::pin(async move { gateway.kept(record).await }) });
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let this = self.get_mut();
        loop {
            if let Some(ending) = &mut this.ending {
                let durable = ready!(ending.as_mut().poll(cx));
                this.ending = None;
                if !durable {
                    this.last = None;
                    return Poll::Ready(Some(Err(Cut::Broken)));
                }
            }
            if this.record.is_none() {
                return Poll::Ready(this.last.take().map(|piece| Ok(this.leaves(piece))));
            }
            let taken = match ready!(this.next(cx)) {
                None => {
                    this.end();
                    continue;
                }
                Some(Ok(piece)) => this.take(piece),
                Some(Err(why)) => Err(why),
            };
            match taken {
                Ok(None) => {}
                Ok(Some(piece)) => return Poll::Ready(Some(Ok(this.leaves(piece)))),
                Err(why) => {
                    this.last = None;
                    return Poll::Ready(Some(Err(this.broke(&why))));
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self.rest.exact {
            Some(bytes) => SizeHint::with_exact(bytes.saturating_sub(self.left)),
            None => SizeHint::default(),
        }
    }
}

impl Held {
    fn leaves(&mut self, piece: Bytes) -> Frame<Bytes> {
        self.left += piece.len() as u64;
        Frame::data(piece)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(record) = self.close(LEFT) {
            self.gateway.recorder().note(record);
        }
    }
}
