//! Templates that err, reach out or never end.

use super::{TEMPLATE, typeset, values};
use kernel::Lang;
use paper::Fault;

fn first(template: &str) -> Fault {
    typeset(template, &values()).unwrap_err().remove(0)
}

#[test]
fn a_fault_is_shown_with_its_line_and_what_was_meant() {
    let fault = first(&TEMPLATE.replace("isian.alamat_ktp", "isian.alamat_kpt"));
    let place = fault.place.clone().unwrap();
    assert_eq!((place.line, place.column), (9, 29), "{fault:?}");
    assert!(place.text.contains("isian.alamat_kpt"));
    assert_eq!(fault.meant.as_deref(), Some("alamat_ktp"));
    let shown = fault.render("domisili.typ", Lang::Id);
    assert!(shown.starts_with("galat: isian \"alamat_kpt\" tidak ada"), "{shown}");
    assert!(shown.contains("domisili.typ:9:29") && shown.contains("^^^^") && shown.contains("alamat_ktp"), "{shown}");
}

#[test]
fn what_the_library_is_asked_wrongly_is_said_in_words() {
    let fault = first("#import \"/gapura.typ\": *\n#show: surat.with(judul: \"A\", kertas: \"a3\")\nIsi");
    assert_eq!(fault.sentence(Lang::Id), "kertas harus \"a4\" atau \"f4\"");
}

#[test]
fn a_syntax_fault_has_its_place() {
    let fault = first("#import \"/gapura.typ\": *\n#show: surat.with(judul: \"A\"\nIsi");
    assert_eq!(fault.place.unwrap().line, 2);
}

#[test]
fn no_file_and_no_package_can_be_read() {
    for reach in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../../../etc/passwd\")",
        "#include \"lain.typ\"",
        "#image(\"/lambang.png\")",
        "#import \"@preview/cetz:0.3.0\": *",
        "#csv(\"/surat.csv\")",
    ] {
        let fault = first(reach);
        assert!(!fault.warning, "{reach}");
        assert_eq!(fault.place.clone().unwrap().line, 1, "{reach}: {fault:?}");
    }
}

#[test]
fn endless_loops_and_calls_are_faults() {
    assert!(first("#while true {}").sentence(Lang::Id).contains("selalu benar"));
    assert!(first("#let n = 1\n#while n > 0 { n += 1 }").sentence(Lang::Id).contains("tidak pernah selesai"));
    assert!(first("#let f() = f()\n#f()").sentence(Lang::Id).contains("terlalu dalam"));
}

#[test]
fn a_letter_of_very_many_pages_is_refused() {
    let fault = first("#set document(title: \"x\")\n#for _ in range(30) { pagebreak() }");
    assert!(fault.sentence(Lang::Id).contains("paling banyak 20 halaman"), "{fault:?}");
}

#[test]
fn a_very_long_template_is_refused() {
    assert!(first(&"a".repeat(70_000)).sentence(Lang::Id).contains("terlalu panjang"));
}

#[test]
fn a_picture_without_words_for_blind_readers_is_refused() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    let fault = first(&format!("#set document(title: \"x\")\n#image(bytes(\"{svg}\"), format: \"svg\")"));
    assert!(fault.sentence(Lang::Id).contains("kata-kata pengganti"), "{fault:?}");
    assert_eq!(fault.place.unwrap().line, 2);
}
