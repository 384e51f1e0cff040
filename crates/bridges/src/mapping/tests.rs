use super::*;
use definition::diagnostic::render_all;
use kernel::Lang;

const GOOD: &str = r##"#: pemetaan 1
[pemetaan]
sumber = "uji"
zona = "UTC"
waktu = "{tahun}-{bulan}-{hari}"
[kolom]
nomor = "id"
dilaporkan = ["tanggal", "jam"]
isi = "keluhan"
instansi = "dinas"
status = "status"
rahasia = { kolom = "tipe", berisi = "Rahasia" }
[status]
"Ditutup" = { akhir = "selesai_tidak_diketahui", tanda = "ditutup_sistem" }
"*" = "terbuka"
[layanan]
"Jalan Rusak" = "jalan-rusak"
"*" = "lainnya"
[instansi]
"131410.0" = "dinas-pupr"
"*" = "pemilik"
"##;

fn known() -> Known {
    Known {
        services: vec!["jalan-rusak".to_owned(), "lainnya".to_owned()],
        units: vec!["dinas-pupr".to_owned(), "dinas-sosial".to_owned()],
    }
}

fn parse(text: &str) -> Result<Mapping, Vec<Diagnostic>> {
    Mapping::parse(text, &known(), Strictness::Strict)
}

fn shown(text: &str) -> String {
    let faults = parse(text).unwrap_err();
    render_all(&faults, "peta.toml", text, Lang::Id)
}

#[test]
fn a_whole_mapping_is_read() {
    let mapping = parse(GOOD).unwrap();
    assert_eq!(mapping.source, "uji");
    assert_eq!(mapping.services["jalan rusak"], "jalan-rusak");
    assert_eq!(mapping.units["131410"], "dinas-pupr");
    assert_eq!(mapping.statuses["ditutup"].end, End::Unknown);
}

#[test]
fn the_zone_has_no_default() {
    let text = GOOD.replace("zona = \"UTC\"\n", "");
    let message = shown(&text);
    assert!(message.contains("`pemetaan.zona` wajib ada"), "{message}");
}

#[test]
fn a_wrong_zone_is_underlined_with_the_nearest_name() {
    let message = shown(&GOOD.replace("\"UTC\"", "\"wita\""));
    assert!(message.contains("peta.toml:4:8"), "{message}");
    assert!(message.contains("maksud Anda `WITA`?"), "{message}");
}

#[test]
fn an_unknown_key_is_underlined_with_the_nearest_name() {
    let message = shown(&GOOD.replace("dilaporkan =", "dilapor ="));
    assert!(message.contains("peta.toml:8:1"), "{message}");
    assert!(message.contains("maksud Anda `dilaporkan`?"), "{message}");
    assert!(message.contains("kunci `kolom.dilaporkan` wajib ada"), "{message}");
}

#[test]
fn services_and_units_must_be_of_the_region() {
    let message =
        shown(&GOOD.replace("= \"jalan-rusak\"", "= \"jalan-rusk\"").replace("\"dinas-pupr\"", "\"dinas-pu\""));
    assert!(message.contains("maksud Anda `jalan-rusak`?"), "{message}");
    assert!(message.contains("maksud Anda `dinas-pupr`?"), "{message}");
}

#[test]
fn the_built_in_mapping_may_name_what_a_region_does_not_have() {
    let text = GOOD.replace("\"dinas-pupr\"", "\"dinas-laut\"");
    let mapping = Mapping::parse(&text, &known(), Strictness::Lenient).unwrap();
    assert!(!mapping.units.contains_key("131410"));
}

#[test]
fn everything_else_must_be_decided() {
    for line in ["\"*\" = \"terbuka\"\n", "\"*\" = \"lainnya\"\n", "\"*\" = \"pemilik\"\n"] {
        assert!(shown(&GOOD.replace(line, "")).contains("\"*\"` wajib ada"), "{line}");
    }
}

#[test]
fn a_time_pattern_is_checked_and_must_agree_with_the_zone() {
    let message = shown(&GOOD.replace("{bulan}", "{bula}"));
    assert!(message.contains("maksud Anda `bulan`?"), "{message}");
    assert!(shown(&GOOD.replace("{hari}\"", "{hari}{selisih}\"")).contains("tertulis"));
    assert!(shown(&GOOD.replace("\"UTC\"", "\"tertulis\"")).contains("{selisih}"));
}

#[test]
fn a_file_that_is_no_mapping_is_refused() {
    assert!(shown(&GOOD.replace("#: pemetaan 1", "#: format layanan 1")).contains("baris pertama"));
    assert!(shown("#: pemetaan 1\n[pemetaan\n").contains("bukan TOML"));
    assert!(shown("#: pemetaan 1\n").contains("`pemetaan` wajib ada"));
}

#[test]
fn wrong_types_are_told_apart() {
    for (from, to) in [
        ("nomor = \"id\"", "nomor = 1"),
        ("isi = \"keluhan\"", "isi = [1]"),
        ("{ kolom = \"tipe\", berisi = \"Rahasia\" }", "\"tipe\""),
        ("\"*\" = \"terbuka\"", "\"*\" = 3"),
        ("sumber = \"uji\"", "sumber = \"Uji Coba\""),
        ("tanda = \"ditutup_sistem\"", "tanda = \"Ditutup!\""),
    ] {
        assert!(shown(&GOOD.replace(from, to)).contains("harus "), "{to}");
    }
}

#[test]
fn a_column_that_the_file_does_not_have_is_underlined_with_the_nearest_one() {
    let header: Vec<String> =
        ["id", "tanggal", "jam", "keluhann", "dinas", "status", "tipe"].map(str::to_owned).to_vec();
    let faults = parse(GOOD).unwrap().bind(&header).unwrap_err();
    let message = render_all(&faults, "peta.toml", GOOD, Lang::Id);
    assert!(message.contains("peta.toml:9:7") && message.contains("maksud Anda `keluhann`?"), "{message}");
    assert_eq!(faults.len(), 1);
}

#[test]
fn an_overlay_changes_only_its_lines_and_holds_nothing_else() {
    let over = "#: pemetaan 1\n[instansi]\n\"131410\" = \"dinas-sosial\"\n";
    let mapping = parse(GOOD).unwrap().overlay(over, &known()).unwrap();
    assert_eq!(mapping.units["131410"], "dinas-sosial");
    assert_eq!(mapping.units["*"], OWNER);
    assert!(parse(GOOD).unwrap().overlay(GOOD, &known()).is_err());
}

#[test]
fn keys_are_compared_without_case_spaces_and_point_nought() {
    assert_eq!(table_key(" SATUAN  Polisi\tPamong Praja "), "satuan polisi pamong praja");
    assert_eq!(table_key("131410.0"), "131410");
    assert_eq!(table_key("Versi 2.0"), "versi 2.0");
}
