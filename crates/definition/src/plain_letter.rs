//! The letter of a service that brings no template of its own: everything answered, under the service's name.

use crate::model::Definition;
use std::fmt::Write as _;

/// A template that prints every answer of the definition's residents, in the order of the form.
///
/// A city that wants other words puts its own file where `templat` says; until then the service can run.
pub fn plain_letter(definition: &Definition) -> String {
    let mut lines = String::new();
    for (id, field) in definition.fields.iter().filter(|(_, field)| field.filled_at.is_none()) {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "  ({}, isian.{id}),", quoted(&field.label));
    }
    let stands_for_nothing = definition.standard.no_substitute_for.as_ref();
    let caution = stands_for_nothing.map(|other| format!("Surat ini bukan pengganti #{}\n\n", quoted(other)));
    format!(
        "// Susunan baku. Simpan salinannya di samping definisi untuk menulis surat sendiri.\n\
         #import \"/gapura.typ\": *\n\
         #show: surat.with(judul: {title})\n\n\
         Yang bertanda tangan di bawah ini, #data.penanda_tangan.jabatan pada #data.unit.nama, menerangkan bahwa \
         permohonan berikut telah diperiksa dan dikabulkan:\n\n\
         #identitas(\n{lines})\n\n\
         {caution}\
         #if data.berlaku_sampai != none [Surat ini berlaku sampai dengan #data.berlaku_sampai.]\n\n\
         Demikian surat ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.\n",
        title = quoted(&definition.name.to_uppercase()),
        caution = caution.unwrap_or_default(),
    )
}

/// A text as Typst reads it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMICILE: &str = include_str!("../tests/data/surat-domisili-usaha.toml");

    #[test]
    fn the_plain_letter_names_every_answer_of_the_resident_and_what_it_does_not_replace() {
        let letter = plain_letter(&crate::load(DOMICILE).unwrap());
        assert!(letter.contains("judul: \"SURAT KETERANGAN DOMISILI USAHA\""), "{letter}");
        assert!(letter.contains("(\"Nama usaha\", isian.nama_usaha),"), "{letter}");
        assert!(letter.contains("bukan pengganti #\"NIB."), "{letter}");
    }

    #[test]
    fn a_label_cannot_leave_its_quotes() {
        assert_eq!(quoted("a\" #evil \\"), "\"a\\\" #evil \\\\\"");
    }
}
