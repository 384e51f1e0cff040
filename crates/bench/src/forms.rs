//! What a browser would find in a page: hidden tokens, choices, cookies, links.

use anyhow::{Context, Result};
use bytes::Bytes;
use hyper::Response;

/// The text of an answer.
pub fn text(body: &Bytes) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// What stands between `before` and `after`, every time.
pub fn all<'a>(page: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = page.split(before).skip(1);
    parts.filter_map(move |part| part.split(after).next())
}

/// The token of the form that is sent to `action`.
pub fn token<'a>(page: &'a str, action: &str) -> Result<&'a str> {
    let form = page.split(&format!("action=\"{action}\"")).nth(1);
    let form = form.with_context(|| format!("the page has no form for {action}"))?;
    all(form, "name=\"_tanda\" value=\"", "\"").next().with_context(|| format!("the form for {action} has no token"))
}

/// The cookie that an answer sets, as it is sent back.
pub fn cookie(answer: &Response<()>) -> Result<String> {
    let value = answer.headers().get("set-cookie").context("the answer sets no cookie")?;
    let pair = value.to_str()?.split(';').next().unwrap_or_default();
    Ok(pair.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_that_of_the_named_form() {
        let page = r#"<form action="/lain"><input name="_tanda" value="a"></form>
            <form method="post" action="/masuk"><input type="hidden" name="_tanda" value="b"></form>"#;
        assert_eq!(token(page, "/masuk").unwrap(), "b");
        assert!(token(page, "/keluar").is_err());
    }
}
