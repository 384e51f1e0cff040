//! `[sumber]`: a folder, a server with files, or a database.

use crate::model::{Drop, Engine, Pull, Relation, Source, View};
use crate::select;
use definition::reader::{Item, Table};

/// What the keys say. Which of them belong together is told where one is too many.
pub(super) fn source(table: &Table) -> Option<Source> {
    let kinds: Vec<&str> = ["sql", "sftp"].into_iter().filter(|key| table.has(key)).collect();
    let found = match kinds.as_slice() {
        [] => folder(table).map(Source::Folder),
        ["sftp"] => pull(table),
        ["sql"] => view(table).map(Source::Sql),
        _ => {
            let both = table.get("sql");
            table.get("sftp");
            if let Some(item) = both {
                item.report("E604", "tulis salah satu: `sql` atau `sftp`", "write one of them: `sql` or `sftp`");
            }
            return None;
        }
    };
    table.done();
    found
}

fn folder(table: &Table) -> Option<Drop> {
    let folder = table.need("folder").and_then(|item| relative(&item));
    let pattern = table.need("pola").and_then(|item| glob(&item));
    let sheet = table.text("lembar");
    let header = table.get("baris_judul").and_then(|item| item.whole(1, 100)).unwrap_or(1);
    Some(Drop { folder: folder?, pattern: pattern?, sheet, header })
}

/// E605: a folder that leads out of the folder of drops.
fn relative(item: &Item) -> Option<String> {
    let text = item.text()?;
    let part = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
    let fits = text.split('/').all(part);
    if !fits {
        item.report(
            "E605",
            format!("`{text}` harus folder di dalam folder titipan, tanpa `/` di depan dan tanpa `..`"),
            format!("`{text}` has to be a folder within the folder of drops, without a leading `/` and without `..`"),
        );
    }
    fits.then_some(text)
}

/// E606: a pattern of file names.
fn glob(item: &Item) -> Option<String> {
    let text = item.text()?;
    let ending = [".csv", ".txt", ".xlsx", ".csv.gz"].iter().any(|ending| text.to_lowercase().ends_with(ending));
    let fits = ending && !text.contains(['/', '\\', '\0', '[']) && !text.starts_with('.');
    if !fits {
        item.report(
            "E606",
            format!("`{text}` bukan pola nama berkas; tulis misalnya \"pegawai-*.csv\" atau \"*.xlsx\""),
            format!("`{text}` is no pattern of file names; write for example \"pegawai-*.csv\" or \"*.xlsx\""),
        );
    }
    fits.then_some(text)
}

fn pull(table: &Table) -> Option<Source> {
    let at = table.need("sftp").and_then(|item| account(&item));
    let remote = table.need("folder_jauh").and_then(|item| item.text());
    let key_from = table.need("kunci_dari").and_then(|item| item.slug());
    let drop = folder(table)?;
    let (user, host, port) = at?;
    let plain = |text: &String| !text.contains(['"', '\'', '\\', '*', '?', '[', '\n', '\0']);
    if let Some(remote) = remote.as_ref().filter(|remote| !plain(remote)) {
        let item = table.get("folder_jauh")?;
        item.report(
            "E605",
            format!("`{remote}`: nama folder ini tidak dapat dikirim ke server"),
            format!("`{remote}`: this name of a folder cannot be sent to the server"),
        );
        return None;
    }
    Some(Source::Sftp(Pull { user, host, port, remote: remote?, key_from: key_from? }, drop))
}

/// `user@host` or `user@host:port`.
fn account(item: &Item) -> Option<(String, String, u16)> {
    let text = item.text()?;
    let found = text.split_once('@').and_then(|(user, rest)| {
        let (host, port) = rest.rsplit_once(':').map_or((rest, Some(22)), |(host, port)| (host, port.parse().ok()));
        let fits = |part: &str| !part.is_empty() && !part.starts_with('-') && part.bytes().all(is_host);
        (fits(user) && fits(host)).then_some((user.to_owned(), host.to_owned(), port?))
    });
    if found.is_none() {
        item.report(
            "E607",
            format!("`{text}`: tulis \"pengguna@server\" atau \"pengguna@server:22\""),
            format!("`{text}`: write \"user@server\" or \"user@server:22\""),
        );
    }
    found
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

fn view(table: &Table) -> Option<View> {
    let at = table.need("sql").and_then(|item| database(&item));
    let relation = relation(table);
    let password_from = table.get("sandi_dari").and_then(|item| item.slug());
    let tls = table.flag("tls");
    let seconds = table.get("paling_lama").and_then(|item| item.whole(1, 3600)).unwrap_or(60);
    let (engine, user, host, port, database) = at?;
    Some(View { engine, user, host, port, database, relation: relation?, password_from, tls, seconds })
}

type Place = (Engine, String, String, u16, String);

/// `postgres://user@host:port/name`, `mysql://…`; E608 where it is none, E609 where a password stands in it.
fn database(item: &Item) -> Option<Place> {
    let text = item.text()?;
    let parts = text.split_once("://").and_then(|(scheme, rest)| Some((engine(scheme)?, rest)));
    if parts.is_some_and(|(_, rest)| rest.split_once('@').is_some_and(|(user, _)| user.contains(':'))) {
        item.report(
            "E609",
            "kata sandi tidak boleh tertulis di sini; simpan di berkas kredensial dan sebut namanya di `sandi_dari`",
            "no password may be written here; keep it in a credential file and name that in `sandi_dari`",
        );
        return None;
    }
    let found = parts.and_then(|((engine, default), rest)| {
        let (user, rest) = rest.split_once('@')?;
        let (place, database) = rest.rsplit_once('/')?;
        let socket = place.starts_with('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !socket => (host, port.parse().ok()?),
            _ => (place, default),
        };
        let name = |text: &str| !text.is_empty() && text.bytes().all(is_host);
        let fits = name(user) && name(database) && (socket && !host.contains("..") || name(host));
        fits.then(|| (engine, user.to_owned(), host.to_owned(), port, database.to_owned()))
    });
    if found.is_none() {
        item.report(
            "E608",
            format!("`{text}`: tulis \"mysql://pengguna@server:3306/basisdata\" atau \"postgres://…\""),
            format!("`{text}`: write \"mysql://user@server:3306/database\" or \"postgres://…\""),
        );
    }
    found
}

fn engine(scheme: &str) -> Option<(Engine, u16)> {
    match scheme {
        "postgres" | "postgresql" => Some((Engine::Postgres, 5432)),
        "mysql" | "mariadb" => Some((Engine::MariaDb, 3306)),
        _ => None,
    }
}

fn relation(table: &Table) -> Option<Relation> {
    match (table.get("pandangan"), table.get("kueri")) {
        (Some(_), Some(item)) => {
            let (id, en) = ("tulis salah satu: `pandangan` atau `kueri`", "write one of them: `pandangan` or `kueri`");
            item.report("E604", id, en);
            None
        }
        (Some(item), None) => {
            let name = item.text()?;
            let part = |part: &str| !part.is_empty() && part.len() <= 63 && part.bytes().all(is_name);
            let fits = name.split('.').count() <= 2 && name.split('.').all(part);
            if !fits {
                item.report(
                    "E611",
                    format!("`{name}` bukan nama pandangan; tulis misalnya \"v_pasien\" atau \"simrs.v_pasien\""),
                    format!("`{name}` is no name of a view; write for example \"v_pasien\" or \"simrs.v_pasien\""),
                );
            }
            fits.then_some(Relation::Named(name))
        }
        (None, Some(item)) => {
            let text = item.text()?;
            let checked = select::one_select(&text);
            if let Err(why) = &checked {
                item.report("E612", why.id(), why.en());
            }
            checked.is_ok().then_some(Relation::Query(text))
        }
        (None, None) => {
            table.need("pandangan");
            None
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
