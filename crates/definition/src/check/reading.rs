//! W13x: what residents read is short and plain, and forms ask little.

use super::Desk;
use crate::model::{Definition, FieldKind, Options, Part, Rule, Template};
use crate::say::Say;

/// A sentence has at most so many words.
const WORDS: usize = 20;
/// A form asks residents at most so many questions; files are asked for apart.
const QUESTIONS: usize = 12;

/// Office words and what a neighbour would say. Words in capitals are looked for as they are, others in any case.
const JARGON: [(&str, &str); 12] = [
    ("OPD", "dinas"),
    ("SKPD", "dinas"),
    ("UPTD", "kantor"),
    ("Pemkab", "pemerintah kabupaten"),
    ("disposisi", "penerusan"),
    ("didisposisi", "diteruskan"),
    ("didisposisikan", "diteruskan"),
    ("tupoksi", "tugas"),
    ("juknis", "petunjuk"),
    ("juklak", "petunjuk"),
    ("ybs", "Anda"),
    ("stakeholder", "pihak terkait"),
];

pub(super) fn check(desk: &mut Desk) {
    for (place, text) in texts(desk.definition) {
        long(desk, &place, &text);
        jargon(desk, &place, &text);
    }
    questions(desk);
    levels(desk);
}

/// Everything that residents read, with its key.
fn texts(definition: &Definition) -> Vec<(String, String)> {
    let mut all = vec![("layanan.nama".to_owned(), definition.name.clone())];
    for (id, field) in &definition.fields {
        let path = format!("isian.{id}");
        all.push((format!("{path}.label"), field.label.clone()));
        all.extend(field.help.clone().map(|help| (format!("{path}.bantuan"), help)));
        if let Some(Options::Inline(options)) = field.kind.options() {
            all.extend(options.iter().map(|(option, label)| (format!("{path}.pilihan.{option}"), label.clone())));
        }
        if let FieldKind::Text(limits) | FieldKind::Paragraph(limits) | FieldKind::Digits(limits) = &field.kind {
            all.extend(limits.message.clone().map(|message| (format!("{path}.pola.pesan"), message)));
        }
    }
    for (id, file) in &definition.files {
        all.push((format!("berkas.{id}.label"), file.label.clone()));
        all.extend(file.help.clone().map(|help| (format!("berkas.{id}.bantuan"), help)));
    }
    all.extend(definition.steps.iter().map(|(id, step)| (format!("langkah.{id}.nama"), step.name.clone())));
    all.extend(definition.ends.iter().map(|(id, end)| (format!("akhir.{id}.nama"), end.name.clone())));
    all.extend(definition.messages.iter().map(|(key, template)| (format!("kabar.{key}"), written(template))));
    all
}

/// The text of a template with each placeholder as one word.
fn written(template: &Template) -> String {
    let parts = template.parts.iter().map(|part| match part {
        Part::Text(text) => text.as_str(),
        Part::Slot(_) => "{}",
    });
    parts.collect()
}

fn long(desk: &mut Desk, place: &str, text: &str) {
    let count = sentences(text).into_iter().map(|sentence| sentence.split_whitespace().count()).max().unwrap_or(0);
    if count <= WORDS {
        return;
    }
    let finding = desk.found.say_at(
        "W130",
        place,
        place,
        Say::new(
            format!("kalimat ini {count} kata; paling banyak {WORDS}"),
            format!("this sentence has {count} words; at most {WORDS}"),
        ),
    );
    *finding = finding.clone().help("bagi menjadi dua kalimat", "make two sentences of it");
}

/// Sentences end with `.`, `?` or `!` before a space.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '?', '!']) {
        let end = at + mark.len();
        if text[end..].starts_with(char::is_whitespace) {
            out.push(&text[start..end]);
            start = end;
        }
    }
    out.push(&text[start..]);
    out
}

fn jargon(desk: &mut Desk, place: &str, text: &str) {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let found = words.find_map(|word| {
        let known = JARGON.iter().find(|(jargon, _)| {
            if jargon.starts_with(char::is_uppercase) { word == *jargon } else { word.eq_ignore_ascii_case(jargon) }
        });
        known.map(|(_, plain)| (word, *plain))
    });
    let Some((word, plain)) = found else { return };
    let inside = desk.found.spans.inside(place, word);
    let finding = desk.found.say_at(
        "W131",
        place,
        place,
        Say::new(
            format!("`{word}` adalah kata kantor; warga belum tentu mengenalnya"),
            format!("`{word}` is an office word; residents may not know it"),
        ),
    );
    let span = inside.or_else(|| finding.span.clone());
    *finding = finding.clone().at(span).help(format!("misalnya: {plain}"), format!("for example: {plain}"));
}

fn questions(desk: &mut Desk) {
    let definition = desk.definition;
    let fields = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none());
    let all: Vec<String> = fields.map(|(id, _)| format!("isian.{id}")).collect();
    let Some(first) = all.get(QUESTIONS) else { return };
    let count = all.len();
    desk.found.say_key(
        "W132",
        first,
        Say::new(
            format!("formulir ini menanyakan {count} hal; paling banyak {QUESTIONS}"),
            format!("this form asks {count} things; at most {QUESTIONS}"),
        ),
    );
}

/// A field that is shown by a field that is itself shown by another: people lose the thread.
fn levels(desk: &mut Desk) {
    let definition = desk.definition;
    let conditional = |id: &str| {
        let field = definition.fields.get(id);
        field.is_some_and(|field| matches!(field.visible, Rule::When(_)))
    };
    let fields = definition.fields.iter().map(|(id, field)| (format!("isian.{id}"), &field.visible));
    let files = definition.files.iter().map(|(id, file)| (format!("berkas.{id}"), &file.visible));
    for (path, visible) in fields.chain(files) {
        let Rule::When(condition) = visible else { continue };
        let named = condition.expr.fields();
        let Some(first) = named.iter().find(|id| conditional(id)) else { continue };
        desk.found.say_at(
            "W133",
            &path,
            &format!("{path}.tampil"),
            Say::new(
                format!("`{first}` sendiri bersyarat; pakai satu tingkat `tampil` saja"),
                format!("`{first}` is conditional itself; use one level of `tampil` only"),
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_inside_a_number_ends_no_sentence() {
        assert_eq!(sentences("Bayar Rp1.500. Lalu tunggu!"), ["Bayar Rp1.500.", " Lalu tunggu!"]);
    }

    #[test]
    fn a_placeholder_is_one_word() {
        let template = Template::parse("Laporan {langkah.survei.nama} {{x}}").unwrap();
        assert_eq!(written(&template), "Laporan {} {x}");
    }
}
