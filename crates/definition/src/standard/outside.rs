//! The standard for the outside: one page to print or put on a site, and a row for the national catalogue of services.

use super::Standard;
use kernel::lang::Lang;
use serde_json::{Value, json};

/// The columns of [`catalogue_row`]: what the national catalogue (SIPPN) asks of every service. The names are ours; the
/// catalogue has no published import format.
pub const CATALOGUE_COLUMNS: [&str; 11] = [
    "layanan",
    "penyelenggara",
    "nomor_sk",
    "tanggal_sk",
    "persyaratan",
    "prosedur",
    "jangka_waktu",
    "biaya",
    "produk",
    "pengaduan",
    "versi",
];

/// A service as the national catalogue shows it: decree, requirements, procedure, time, fee, product, complaints.
/// Indonesian, one line per entry within a cell; the decree is empty while the standard is a draft.
pub fn catalogue_row(standard: &Standard) -> [String; 11] {
    let component = |number: u8| {
        let found = standard.components.iter().find(|one| one.number == number);
        let lines = found.map(|one| one.lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>());
        lines.unwrap_or_default().join("\n")
    };
    let decree = standard.decree.as_ref();
    [
        standard.service.clone(),
        standard.owner.clone(),
        decree.map(|(number, _)| number.clone()).unwrap_or_default(),
        decree.map(|(_, date)| date.to_string()).unwrap_or_default(),
        component(1),
        component(2),
        component(3),
        component(4),
        component(5),
        component(6),
        standard.version.to_string(),
    ]
}

/// The 14 components as one page without style or script, every text escaped.
pub fn page(standard: &Standard, lang: Lang) -> String {
    let (heading, draft, adopted, version, unsaid) = match lang {
        Lang::Id => ("Standar Pelayanan", "Rancangan: belum ditetapkan", "Ditetapkan dengan", "versi", "Belum diisi."),
        Lang::En => ("Service standard", "Draft: not adopted by decree", "Adopted by", "version", "Not said yet."),
    };
    let (service, owner) = (escaped(&standard.service), escaped(&standard.owner));
    let state = standard.decree.as_ref().map_or_else(
        || draft.to_owned(),
        |(number, date)| format!("{adopted} {} ({})", escaped(number), escaped(super::words::date(*date).lang(lang))),
    );
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{heading}: {service}</title>\n</head>\n<body>\n<h1>{heading}: {service}</h1>\n<p>{owner}, {version} {}. {state}.</p>\n",
        lang.code(),
        standard.version,
    );
    for component in &standard.components {
        out.push_str(&format!("<h2>{}. {}</h2>\n", component.number, escaped(component.title.lang(lang))));
        if component.lines.is_empty() {
            out.push_str(&format!("<p><em>{unsaid}</em></p>\n"));
        } else {
            let lines = component.lines.iter().map(|line| format!("<li>{}</li>\n", escaped(line.lang(lang))));
            out.push_str(&format!("<ul>\n{}</ul>\n", lines.collect::<String>()));
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// The values with which the typesetter's own sheet `/standar.typ` is filled: a standard to print or to file.
pub fn sheet(standard: &Standard, lang: Lang) -> Value {
    let components = standard.components.iter().map(|one| {
        let lines: Vec<&str> = one.lines.iter().map(|line| line.lang(lang)).collect();
        json!({ "judul": one.title.lang(lang), "baris": lines })
    });
    let (title, version, draft) = match lang {
        Lang::Id => ("Standar Pelayanan", "versi", "Rancangan: belum ditetapkan."),
        Lang::En => ("Service standard", "version", "Draft: not adopted by decree."),
    };
    let adopted = standard.decree.as_ref().map(|(number, date)| format!("{number}, {date}"));
    json!({ "data": {
        "kota": standard.owner, "judul": format!("{title}: {}", standard.service),
        "keadaan": adopted.unwrap_or_else(|| draft.to_owned()),
        "kaki": format!("{}, {version} {}", standard.service, standard.version),
        "bahasa": lang.code(), "komponen": components.collect::<Vec<_>>(),
    } })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
