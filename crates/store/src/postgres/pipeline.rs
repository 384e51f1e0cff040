//! Sending many requests in one go: all are sent in order before the first answer is awaited.

use deadpool_postgres::Object;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row, Statement};

/// A request; it is sent when first polled.
pub(super) type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// All answers in the order of the requests, or the first error; the answers behind it are awaited too,
/// so that the connection can be used again.
pub(super) async fn pipelined<T>(mut sending: Vec<Sending<'_, T>>) -> Result<Vec<T>, Error> {
    let mut answers: Vec<Option<Result<T, Error>>> = sending.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (request, answer) in sending.iter_mut().zip(&mut answers) {
            if let Poll::Ready(ready) = request.as_mut().poll(context) {
                *answer = Some(ready);
            }
        }
        Poll::Ready(())
    })
    .await;
    let mut all = Vec::with_capacity(sending.len());
    for (request, answer) in sending.into_iter().zip(answers) {
        all.push(match answer {
            Some(answer) => answer,
            None => request.await,
        });
    }
    all.into_iter().collect()
}

/// A request for rows with values of known types.
pub(super) fn query<'a>(
    client: &'a Object,
    statement: &'a Statement,
    params: Vec<&'a (dyn ToSql + Sync)>,
) -> Sending<'a, Vec<Row>> {
    Box::pin(async move { client.query(statement, &params).await })
}
