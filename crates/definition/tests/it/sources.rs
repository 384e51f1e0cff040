//! Sources of a region, as the checker and forms know them (semantics R31, ADR 0025).

use crate::examples::DOMICILE;
use definition::{Answers, Input, Region, Sheet, Stage, check, check_answers, load};
use indexmap::IndexMap;

fn notes(sources: &[&str]) -> Vec<(String, String)> {
    let (units, mut lists) = (crate::units(), crate::lists());
    sources.iter().for_each(|source| lists.add_source(*source));
    let findings = check(DOMICILE, &Region { units: &units, lists: &lists }).findings;
    let own = findings.into_iter().filter(|finding| finding.code == "N306");
    own.map(|finding| (finding.path.clone(), finding.say.id.clone())).collect()
}

#[test]
fn only_a_source_that_the_region_lacks_is_noted() {
    let both = notes(&[]);
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].1, "tidak ada sumber `dukcapil` di wilayah ini; warga mengisi sendiri");
    let one = notes(&["dukcapil"]);
    assert_eq!(one.len(), 1);
    assert!(one[0].0.starts_with("isian.nib"), "{one:?}");
    assert_eq!(notes(&["oss", "dukcapil"]), []);
}

#[test]
fn a_value_that_a_source_vouches_for_spares_the_document_and_one_that_is_absent_has_no_source() {
    let (definition, lists, known) = (load(DOMICILE).unwrap(), crate::lists(), Answers::new());
    let texts = [
        ("nik", "3517010101900001"),
        ("nama", "Budi"),
        ("alamat_ktp.desa", "35.17.01.1001"),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", "Toko"),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", "35.17.01.1001"),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", "20"),
        ("status_tempat", "milik"),
    ];
    let mut input: Input = texts.into_iter().collect();
    let files = IndexMap::from([("pengantar".to_owned(), 1)]);
    let stage = Stage::Opening;
    let sheet = Sheet {
        definition: &definition,
        lists: &lists,
        stage: &stage,
        known: &known,
        files: Some(&files),
        binding: true,
    };
    let missing = check_answers(&sheet, &input).unwrap_err();
    assert_eq!(missing.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["ktp"]);
    input.vouch("nik", "dukcapil");
    input.vouch("nib", "oss");
    let answers = check_answers(&sheet, &input).unwrap();
    assert_eq!(answers.source("nik"), Some("dukcapil"));
    assert_eq!(answers.sources.get("nib"), None, "nothing stands there");
}
