//! What a sheet holds.

use super::{TEMPLATE, at, typeset, values};
use paper::{Order, Paper};
use serde_json::json;

fn resident_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 4
}

#[test]
fn a_letter_of_one_page_comes_without_a_warning() {
    let sheet = typeset(TEMPLATE, &values()).unwrap();
    assert!(sheet.pdf.starts_with(b"%PDF-1.7"));
    assert_eq!((sheet.pages, sheet.warnings), (1, Vec::new()));
}

#[test]
fn the_same_order_gives_the_same_bytes_also_from_another_paper() {
    let (template, values) = (TEMPLATE, values());
    let again = Paper::new().unwrap().typeset(&Order { template, values: &values, at: at() }).unwrap();
    assert_eq!(typeset(template, &values).unwrap().pdf, again.pdf);
}

#[test]
fn another_number_gives_another_document() {
    let mut other = values();
    other["data"]["nomor"] = json!("470/002/DUKCAPIL/2027");
    assert_ne!(typeset(TEMPLATE, &values()).unwrap().pdf, typeset(TEMPLATE, &other).unwrap().pdf);
}

#[test]
fn an_answer_is_never_a_program() {
    let template = "#import \"/gapura.typ\": *\n#assert.eq(isian.nama, \"#panic() *x* $y$ [z] @w\")\n#set document(title: \"x\")\n#isian.nama";
    let mut values = values();
    values["isian"]["nama"] = json!("#panic() *x* $y$ [z] @w");
    typeset(template, &values).unwrap();
}

#[test]
fn today_is_the_day_of_the_letter_in_its_region() {
    let template = "#set document(title: \"x\")\n#assert.eq(datetime.today().display(), \"2027-03-05\")";
    typeset(template, &values()).unwrap();
    let mut east = values();
    east["zona"] = json!("WIT");
    let next = template.replace("03-05", "03-06");
    typeset(&next, &east).unwrap();
}

#[test]
fn a_standard_is_typeset_on_the_sheet_of_the_library() {
    let standard = json!({ "data": {
        "kota": "Dinas Contoh", "judul": "Standar Pelayanan: Contoh", "keadaan": "Rancangan: belum ditetapkan.",
        "kaki": "Contoh, versi 1", "bahasa": "id",
        "komponen": [{ "judul": "Persyaratan", "baris": ["KTP", "KK"] }, { "judul": "Biaya", "baris": [] }],
    } });
    let sheet = typeset(paper::STANDARD, &standard).unwrap();
    assert_eq!((sheet.pages, sheet.warnings), (1, Vec::new()));
}

#[test]
fn an_emoji_in_an_answer_does_not_stop_the_letter() {
    let mut values = values();
    values["isian"]["alamat"] = json!("Rumah 🏠 No. 7 漢字\u{200d}");
    typeset(TEMPLATE, &values).unwrap();
}

#[test]
fn both_papers_and_every_part_of_the_library_can_be_typeset() {
    for paper in ["a4", "f4"] {
        let mut values = values();
        values["lambang"] = json!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle cx=\"4.5\" cy=\"4.5\" r=\"4\"/></svg>"
        );
        values["data"]["tanda_air"] = json!("CONTOH");
        values["data"]["cara"] = json!("elektronik");
        values["data"]["penanda_tangan"]["atas_nama"] = json!("Bupati Jombang");
        values["data"]["penanda_tangan"]["nip"] = json!("19700101 199003 1 001");
        let template = TEMPLATE.replace("judul:", &format!("kertas: \"{paper}\", sub: \"Contoh\", judul:"));
        typeset(&template, &values).unwrap();
    }
}

#[test]
fn a_long_answer_goes_on_over_pages() {
    let mut values = values();
    values["isian"]["alamat"] = json!("Dusun Krajan RT 01 RW 02\n".repeat(80));
    assert_eq!(typeset(TEMPLATE, &values).unwrap().pages, 3);
}

#[test]
fn the_standard_is_typeset() {
    let part = |title: &str, lines: &[&str]| json!({ "judul": title, "baris": lines });
    let values = json!({ "data": {
        "kota": "Kabupaten Jombang", "judul": "Standar Pelayanan: Domisili", "keadaan": "Rancangan", "kaki": "versi 1", "bahasa": "id",
        "komponen": [part("Persyaratan", &["KTP", "KK"]), part("Biaya", &["Gratis"]), part("Evaluasi", &[])],
    } });
    assert_eq!(typeset(paper::STANDARD, &values).unwrap().pages, 1);
}

#[test]
fn memory_is_given_back_after_every_letter() {
    let press = |from: usize, to: usize| {
        for count in from..to {
            let mut values = values();
            values["isian"]["nama"] = json!(format!("Nama {count}"));
            values["isian"]["alamat"] = json!(format!("Dusun Krajan {count}, Desa {}", "Plandi ".repeat(count % 40)));
            typeset(TEMPLATE, &values).unwrap();
        }
    };
    press(0, 40);
    let before = resident_kib();
    press(40, 160);
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 32 * 1024, "{grown} KiB over 120 letters; without giving back it is about 60,000");
}
