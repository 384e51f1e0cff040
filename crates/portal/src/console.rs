//! The console: what was filled in becomes one call of one operation, or a sentence that says what to mend.

use crate::calls::Call;
use cases::doors::Operation;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that stay as they are in a part of a path (RFC 3986, unreserved).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// Longest value of a path parameter, in bytes.
const VALUE: usize = 200;
/// Longest query, in bytes.
const QUERY: usize = 1_000;
/// Longest body, in bytes.
const BODY: usize = 64 * 1024;
/// Longest token, in bytes.
const TOKEN: usize = 4_096;

/// What was filled in. It holds a secret: it has no `Debug`, and its secret is never drawn again.
#[derive(Clone, Default)]
pub struct Filled {
    /// Values of path parameters by name.
    pub parameters: Vec<(String, String)>,
    /// `halaman=2&batas=10`.
    pub query: String,
    /// JSON; empty for none.
    pub body: String,
    /// An access token; empty when a key is given instead.
    pub token: String,
    /// `client_id`.
    pub client: String,
    /// `client_secret`.
    pub secret: String,
    /// Whether the box was ticked that says: this may change data.
    pub aware: bool,
}

impl Filled {
    /// The value of a path parameter; empty when there is none.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

/// Why no call was made: each says which field to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A path parameter is empty, too long, or a step up; its name.
    Parameter(String),
    /// The query is too long.
    Query,
    /// The body is no JSON, too long, or there where the operation takes none.
    Body,
    /// Neither a token nor a key, or characters that stand in none.
    Token,
    /// The operation may change data and the box was not ticked.
    Unaware,
    /// The key was refused; the code that the token endpoint gave.
    Key(String),
    /// The form lay open for too long.
    Old,
}

impl Unfit {
    /// Its text key after `pengembang-coba-tolak-`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Parameter(_) => "parameter",
            Self::Query => "kueri",
            Self::Body => "isi",
            Self::Token => "token",
            Self::Unaware => "sadar",
            Self::Key(_) => "kunci",
            Self::Old => "lama",
        }
    }

    /// What the sentence names: a parameter, or a code; empty else.
    pub fn named(&self) -> &str {
        match self {
            Self::Parameter(name) | Self::Key(name) => name,
            _ => "",
        }
    }
}

/// A call that is ready but for its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `GET`, `POST` …
    pub method: String,
    /// `/x/{opd}/{app}/{service}/{version}/…?…`.
    pub path: String,
    /// JSON; empty for none.
    pub body: String,
}

/// Whether an operation only reads (RFC 9110 section 9.2.1).
pub fn reads(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// Whether a request with this method brings a body.
pub fn brings(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

/// The names in `/pasien/{nik}/kunjungan/{no}`, in their order.
pub fn parameters(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The call that was filled in; `key` is `Callable::key`.
///
/// # Errors
/// The first field that does not fit.
pub fn plan(key: &str, operation: &Operation, filled: &Filled) -> Result<Plan, Unfit> {
    let mut path = format!("/x/{key}{}", placed(&operation.template, filled)?);
    let query = filled.query.trim().trim_start_matches('?');
    if query.len() > QUERY {
        return Err(Unfit::Query);
    }
    if !query.is_empty() {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        path.push('?');
        path.push_str(&query);
    }
    let body = filled.body.trim();
    let fits =
        body.is_empty() || (brings(&operation.method) && serde_json::from_str::<serde_json::Value>(body).is_ok());
    if body.len() > BODY || !fits {
        return Err(Unfit::Body);
    }
    if !reads(&operation.method) && !filled.aware {
        return Err(Unfit::Unaware);
    }
    Ok(Plan { method: operation.method.clone(), path, body: body.to_owned() })
}

/// The template with its parameters in place: one part of the path each, whatever was typed.
fn placed(template: &str, filled: &Filled) -> Result<String, Unfit> {
    let mut path = template.to_owned();
    for name in parameters(template) {
        let value = filled.parameter(name).trim();
        if value.is_empty() || value.len() > VALUE || matches!(value, "." | "..") {
            return Err(Unfit::Parameter(name.to_owned()));
        }
        path = path.replace(&format!("{{{name}}}"), &utf8_percent_encode(value, UNRESERVED).to_string());
    }
    Ok(path)
}

/// How the token is come by.
#[derive(Clone)]
pub(crate) enum Proof {
    /// It was typed.
    Token(String),
    /// A key asks for one.
    Key(Call),
}

/// The token, or the call that asks for one.
///
/// # Errors
/// Neither was given, or no such token or key can be.
pub(crate) fn proof(filled: &Filled, from: &str) -> Result<Proof, Unfit> {
    let token = filled.token.trim();
    let (client, secret) = (filled.client.trim(), filled.secret.trim());
    if !token.is_empty() {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        let fits = token.len() <= TOKEN && token.bytes().all(fits);
        return if fits { Ok(Proof::Token(token.to_owned())) } else { Err(Unfit::Token) };
    }
    let fits = |text: &str| {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !text.is_empty() && text.len() <= VALUE && text.bytes().all(word)
    };
    if !fits(client) || !fits(secret) {
        return Err(Unfit::Token);
    }
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("scope", "layanan.panggil")
        .append_pair("client_id", client)
        .append_pair("client_secret", secret)
        .finish();
    Ok(Proof::Key(Call {
        method: "POST".to_owned(),
        path: "/oauth/token".to_owned(),
        headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
        body,
        from: from.to_owned(),
    }))
}

impl Plan {
    /// The call with its token.
    pub(crate) fn call(&self, token: &str, from: &str) -> Call {
        let mut headers = vec![("authorization", format!("Bearer {token}")), ("accept", "application/json".to_owned())];
        if !self.body.is_empty() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        Call {
            method: self.method.clone(),
            path: self.path.clone(),
            headers,
            body: self.body.clone(),
            from: from.to_owned(),
        }
    }

    /// The same as a line for the shell; the token is read from `$TOKEN` and never stands in it.
    pub fn curl(&self, public_url: &str) -> String {
        let mut line = format!("curl --request {} {}", self.method, quoted(&format!("{public_url}{}", self.path)));
        line.push_str(" \\\n  --header \"Authorization: Bearer $TOKEN\"");
        if !self.body.is_empty() {
            line.push_str(" \\\n  --header 'Content-Type: application/json' \\\n  --data ");
            line.push_str(&quoted(&self.body));
        }
        line
    }
}

/// A text as one word of the shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn operation(method: &str, template: &str) -> Operation {
        Operation {
            method: method.to_owned(),
            template: template.to_owned(),
            id: "satu".to_owned(),
            request: None,
            example: None,
        }
    }

    fn filled(parameters: &[(&str, &str)]) -> Filled {
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Filled { parameters: parameters.collect(), ..Filled::default() }
    }

    const KEY: &str = "dinas-kesehatan/simpus/pasien/v1";

    #[test]
    fn a_parameter_stays_within_its_part_of_the_path() {
        let reading = operation("GET", "/pasien/{nik}/kunjungan/{no}");
        let path = |nik: &str| plan(KEY, &reading, &filled(&[("nik", nik), ("no", "7")])).map(|plan| plan.path);
        assert_eq!(path("3517"), Ok(format!("/x/{KEY}/pasien/3517/kunjungan/7")));
        assert_eq!(path("a/../b?c#d"), Ok(format!("/x/{KEY}/pasien/a%2F..%2Fb%3Fc%23d/kunjungan/7")));
        for wrong in ["", " ", ".", "..", &"9".repeat(201)] {
            assert_eq!(path(wrong), Err(Unfit::Parameter("nik".to_owned())), "{wrong}");
        }
    }

    #[test]
    fn a_query_is_written_anew_and_cannot_end_the_line() {
        let reading = operation("GET", "/pasien");
        let asked = Filled { query: "?nama=Budi Santoso&batas=5\r\nX: y".to_owned(), ..Filled::default() };
        let plan = plan(KEY, &reading, &asked).unwrap();
        assert_eq!(plan.path, format!("/x/{KEY}/pasien?nama=Budi+Santoso&batas=5%0D%0AX%3A+y"));
    }

    #[test]
    fn what_may_change_data_asks_for_a_tick_and_only_that_brings_a_body() {
        let body = Filled { body: r#"{"a":1}"#.to_owned(), ..Filled::default() };
        assert_eq!(plan(KEY, &operation("GET", "/a"), &body), Err(Unfit::Body));
        assert_eq!(plan(KEY, &operation("POST", "/a"), &body), Err(Unfit::Unaware));
        assert_eq!(plan(KEY, &operation("DELETE", "/a"), &Filled::default()), Err(Unfit::Unaware));
        let aware = Filled { aware: true, ..body };
        assert_eq!(plan(KEY, &operation("POST", "/a"), &aware).unwrap().body, r#"{"a":1}"#);
        let broken = Filled { body: "{a".to_owned(), ..aware };
        assert_eq!(plan(KEY, &operation("POST", "/a"), &broken), Err(Unfit::Body));
    }

    #[test]
    fn a_token_or_a_whole_key_is_needed_and_neither_may_hold_a_line_break() {
        let with = |token: &str, client: &str, secret: &str| {
            let filled = Filled {
                token: token.to_owned(),
                client: client.to_owned(),
                secret: secret.to_owned(),
                ..Filled::default()
            };
            match proof(&filled, "") {
                Ok(Proof::Token(token)) => token,
                Ok(Proof::Key(call)) => call.body,
                Err(unfit) => unfit.word().to_owned(),
            }
        };
        assert_eq!(with("abc-1", "", ""), "abc-1");
        for (token, client, secret) in
            [("", "", ""), ("a\r\nb", "", ""), ("", "satu", ""), ("", "sa tu", "x"), ("", "", "x")]
        {
            assert_eq!(with(token, client, secret), "token", "{token:?} {client:?} {secret:?}");
        }
        let key = "grant_type=client_credentials&scope=layanan.panggil&client_id=satu&client_secret=dua";
        assert_eq!(with("", "satu", "dua"), key);
    }

    #[test]
    fn the_line_for_the_shell_holds_no_token_and_quotes_what_was_typed() {
        let plan = Plan { method: "POST".into(), path: "/x/a'b".into(), body: r#"{"a":"it's"}"#.into() };
        let line = plan.curl("https://kota.go.id");
        assert!(line.contains(r"'https://kota.go.id/x/a'\''b'"), "{line}");
        assert!(line.contains(r#"'{"a":"it'\''s"}'"#) && line.contains("$TOKEN"), "{line}");
        assert_eq!(format!("{:?}", plan.call("rahasia", "")), "Call(POST …)");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_stays_below_its_service(nik in ".{0,40}", query in ".{0,60}") {
            let typed = Filled { query, ..filled(&[("nik", &nik)]) };
            if let Ok(plan) = plan(KEY, &operation("GET", "/pasien/{nik}"), &typed) {
                let path = plan.path.split('?').next().unwrap();
                let rest = path.strip_prefix(&format!("/x/{KEY}/pasien/")).unwrap();
                prop_assert!(!rest.contains('/') && rest != ".." && rest.is_ascii());
                prop_assert!(plan.path.bytes().all(|byte| byte.is_ascii_graphic()), "{}", plan.path);
            }
        }
    }
}
