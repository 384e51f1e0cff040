//! The whole description: version of the format, title, what the gateway puts in its own way.

use super::{Linter, MOST_OPERATIONS, both};
use crate::model::api::text;
use serde_json::Value;

pub(super) fn look(linter: &mut Linter<'_>) {
    format(linter);
    info(linter);
    size(linter);
    ignored(linter);
}

fn format(linter: &mut Linter<'_>) {
    let version = text(linter.root(), "openapi");
    if version.starts_with("3.0.") || version.starts_with("3.1.") || version == "3.0" || version == "3.1" {
        return;
    }
    let said = if version.is_empty() {
        both!("kunci `openapi` belum ada", "the key `openapi` is missing")
    } else {
        both!("OpenAPI `{version}` tidak dikenal", "OpenAPI `{version}` is not known")
    };
    linter.say("E004", "/openapi", said, ("tulis `openapi: 3.1.0`", "write `openapi: 3.1.0`"));
}

fn info(linter: &mut Linter<'_>) {
    let info = linter.root().get("info").cloned().unwrap_or(Value::Null);
    if text(&info, "title").trim().is_empty() {
        let said = both!("`info.title` belum diisi", "`info.title` is missing");
        linter.say("E005", "/info/title", said, ("tulis nama layanan ini", "write the name of this service"));
    }
    if text(&info, "version").trim().is_empty() {
        let said = both!("`info.version` belum diisi, atau bukan teks", "`info.version` is missing, or no text");
        linter.say(
            "E006",
            "/info/version",
            said,
            ("tulis misalnya `version: \"1.0\"`", "write for example `version: \"1.0\"`"),
        );
    }
    if text(&info, "description").trim().is_empty() {
        let said = both!("`info.description` belum diisi", "`info.description` is missing");
        let how = ("tulis untuk siapa layanan ini dan apa isinya", "say for whom this service is and what it holds");
        linter.say("W101", "/info/description", said, how);
    }
}

fn size(linter: &mut Linter<'_>) {
    let count = linter.api.operations.len();
    if count == 0 {
        let said = both!("tidak ada satu operasi pun di `paths`", "there is no operation in `paths`");
        linter.say("E007", "/paths", said, ("tulis paling sedikit satu operasi", "write at least one operation"));
    }
    if count > MOST_OPERATIONS {
        let said = both!(
            "ada {count} operasi; paling banyak {MOST_OPERATIONS}",
            "there are {count} operations; at most {MOST_OPERATIONS}"
        );
        linter.say("E008", "/paths", said, ("bagi menjadi beberapa layanan", "split it into several services"));
    }
}

fn ignored(linter: &mut Linter<'_>) {
    let there = |pointer: &str| linter.document.at(pointer).is_some_and(|value| !value.is_null());
    let (servers, webhooks) = (there("/servers"), there("/webhooks"));
    let security = ["/security", "/components/securitySchemes"].into_iter().find(|pointer| there(pointer));
    if servers {
        let said = both!("`servers` tidak dipakai", "`servers` is not used");
        let how = (
            "alamatnya diganti alamat gerbang; alamat asal ditulis di ketentuan",
            "the gateway's address takes its place",
        );
        linter.say("W102", "/servers", said, how);
    }
    if let Some(pointer) = security {
        let said = both!("keamanan dari berkas ini tidak dipakai", "the security of this file is not used");
        let how = ("pemanggil memakai token gerbang (OAuth 2)", "callers use tokens of the gateway (OAuth 2)");
        linter.say("W103", pointer, said, how);
    }
    if webhooks {
        let said = both!("`webhooks` tidak diteruskan", "`webhooks` are not passed on");
        linter.say("W104", "/webhooks", said, ("pakai peristiwa sebagai gantinya", "use events instead"));
    }
}
