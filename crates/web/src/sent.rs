//! What became of a form that an officer sent: done, refused, or left open for too long.

use crate::error::{Error, status};
use crate::submission::Submission;
use crate::view::View;
use http::StatusCode;
use kernel::{Refusal, RefusalKind};

/// What became of a form: done, refused, or (with nothing) it lay open for too long.
pub type Sent<T, R> = Result<T, Option<R>>;

/// What a form made here in time does. One that lay too long does nothing.
///
/// # Errors
/// The form was not made here.
pub async fn in_time<T, R>(
    v: &View,
    form: &str,
    sent: &Submission,
    act: impl Future<Output = Result<T, R>>,
) -> Result<Sent<T, R>, Error> {
    let (_, expired) = v.stamped(form, sent.text("_tanda"))?;
    Ok(if expired { Err(None) } else { act.await.map_err(Some) })
}

/// Status and sentence of a form that changed nothing, for the page that shows it again; `said` words a refusal.
///
/// # Errors
/// A refusal that its reader cannot mend there: it is the answer.
pub fn unsent<R: Refusal>(
    v: &View,
    refused: Option<R>,
    said: impl Fn(&R) -> String,
) -> Result<(StatusCode, String), Error> {
    let Some(refused) = refused else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, v.t("web-formulir-lama").to_owned()));
    };
    match refused.kind() {
        kind @ (RefusalKind::Invalid | RefusalKind::Conflict | RefusalKind::Forbidden) => {
            Ok((status(kind), said(&refused)))
        }
        _ => Err(refused.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{view, view_at};
    use kernel::{Instant, Lang};
    use std::future::ready;

    #[derive(Debug, PartialEq, thiserror::Error)]
    #[error("refused")]
    struct Refused(RefusalKind);

    impl Refusal for Refused {
        fn code(&self) -> &'static str {
            "uji"
        }

        fn kind(&self) -> RefusalKind {
            self.0
        }
    }

    const CONFLICT: Refused = Refused(RefusalKind::Conflict);

    fn at(seconds: i64) -> View {
        view_at(Instant::from_seconds(seconds), "/", Lang::Id, &[])
    }

    #[tokio::test]
    async fn a_form_does_what_it_says_only_in_time() {
        let (now, much_later) = (at(1_804_239_000), at(1_814_239_000));
        let sent = Submission::of([("_tanda", now.token("uji").to_string())]);
        let done: Sent<_, Refused> = in_time(&now, "uji", &sent, ready(Ok(7))).await.unwrap();
        assert_eq!(done, Ok(7));
        assert_eq!(in_time(&now, "uji", &sent, ready(Err::<(), _>(CONFLICT))).await.unwrap(), Err(Some(CONFLICT)));
        let act = async { panic!("an old form acts") };
        let late: Sent<(), Refused> = in_time(&much_later, "uji", &sent, act).await.unwrap();
        assert_eq!(late, Err(None));
    }

    #[tokio::test]
    async fn a_form_that_was_not_made_here_is_an_error() {
        let (v, act) = (view(Lang::Id, &[]), async { panic!("a forged form acts") });
        let done: Result<Sent<(), Refused>, _> = in_time(&v, "uji", &Submission::default(), act).await;
        assert_eq!(done.unwrap_err().status(), StatusCode::FORBIDDEN);
    }

    #[test]
    fn a_refusal_that_can_be_mended_is_said_on_the_page_and_any_other_is_the_answer() {
        let v = view(Lang::Id, &[]);
        let told = |kind| unsent(&v, Some(Refused(kind)), |refused| format!("{:?}", refused.0));
        for (kind, status) in [(RefusalKind::Invalid, 422), (RefusalKind::Conflict, 409), (RefusalKind::Forbidden, 403)]
        {
            let (found, words) = told(kind).unwrap();
            assert_eq!((found.as_u16(), words), (status, format!("{kind:?}")));
        }
        assert_eq!(told(RefusalKind::NotFound).unwrap_err().status(), StatusCode::NOT_FOUND);
        assert_eq!(told(RefusalKind::Unavailable).unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[test]
    fn a_form_that_lay_too_long_is_asked_for_again() {
        let (status, words) = unsent::<Refused>(&view(Lang::En, &[]), None, |_| String::new()).unwrap();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(words, "This form was open for too long. Check it, then send it once more.");
    }
}
