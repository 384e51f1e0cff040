//! What the worker does for this room.

use crate::messages::Messages;
use kernel::Instant;
use store::{Job, Running, Worked};

/// Takes orders out of the outbox and sends what is due.
pub fn jobs(messages: &Messages) -> Vec<Box<dyn Job>> {
    vec![Box::new(Send(messages.clone()))]
}

struct Send(Messages);

impl Job for Send {
    fn name(&self) -> &'static str {
        "messages.send"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let (taken, more_orders) = self.0.take_in(now).await?;
            let (sent, more_due) = self.0.send_due(now).await?;
            Ok(Worked { done: taken + sent, more: more_orders || more_due })
        })
    }
}
