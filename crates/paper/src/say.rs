//! The typesetter speaks English. What authors meet often is said in Indonesian; the rest stays as it is.

use kernel::Lang;

/// English beginning, Indonesian sentence; `{}` is what follows.
const SAID: [(&str, &str); 18] = [
    ("unknown variable: ", "nama `{}` tidak dikenal"),
    ("dictionary does not contain key ", "isian {} tidak ada"),
    ("assertion failed: ", "{}"),
    ("expected ", "seharusnya {}"),
    ("unclosed delimiter", "tanda kurung atau petik tidak ditutup"),
    ("unexpected ", "tidak pada tempatnya: {}"),
    ("file not found", "berkas ini tidak boleh dibaca: templat hanya mengenal /gapura.typ"),
    ("package not found", "paket tidak dapat dipakai: templat hanya mengenal /gapura.typ"),
    ("failed to load file", "berkas ini tidak boleh dibaca: templat hanya mengenal /gapura.typ"),
    ("loop seems to be infinite", "perulangan ini tampaknya tidak pernah selesai"),
    ("condition is always true", "syarat perulangan ini selalu benar"),
    ("PDF/A-2a, PDF/UA-1 error: missing alt text", "gambar ini tidak punya kata-kata pengganti (`alt`)"),
    ("maximum function call depth exceeded", "fungsi memanggil dirinya terlalu dalam"),
    ("missing argument: ", "argumen belum ditulis: {}"),
    ("cannot access fields on type ", "nilai ini tidak berisi bagian (jenisnya {})"),
    ("template too long", "templat atau isiannya terlalu panjang"),
    ("too many pages", "dokumen ini terlalu panjang: surat paling banyak 20 halaman, buku 400 halaman"),
    ("PDF too large", "PDF ini terlalu besar: surat paling besar 4 MB, buku 20 MB"),
];

/// The sentence in this language.
pub(crate) fn say(message: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return message.to_owned();
    }
    let message = message.split(" and no default value").next().unwrap_or_default();
    let known = SAID.iter().find_map(|(begin, said)| Some((message.strip_prefix(begin)?, said)));
    known.map_or_else(|| message.to_owned(), |(rest, said)| said.replace("{}", rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_sentence_is_said_in_indonesian_and_an_unknown_one_as_it_is() {
        assert_eq!(say("unknown variable: isia", Lang::Id), "nama `isia` tidak dikenal");
        assert_eq!(say("unknown variable: isia", Lang::En), "unknown variable: isia");
        assert_eq!(say("something rare", Lang::Id), "something rare");
    }
}
