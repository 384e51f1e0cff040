//! What residents and officers fill in.

use crate::examples::{DOMICILE, ROADS};
use definition::form::{browser_table, check_items, effective, fees, view};
use definition::{Answers, Definition, FieldError, Input, Sheet, Stage, Value, check_answers, load, plain};
use indexmap::IndexMap;

fn input(pairs: &[(&str, &str)]) -> Input {
    pairs.iter().copied().collect()
}

fn filled(definition: &Definition, stage: &Stage, known: &Answers, input: &Input) -> Result<Answers, Vec<FieldError>> {
    let lists = crate::lists();
    let sheet = Sheet { definition, lists: &lists, stage, known, files: None, binding: true };
    check_answers(&sheet, input)
}

fn codes(result: Result<Answers, Vec<FieldError>>) -> Vec<(String, &'static str)> {
    result.unwrap_err().into_iter().map(|error| (error.field, error.code)).collect()
}

const REPORT: [(&str, &str); 4] = [
    ("lokasi.desa", "35.17.01.2001"),
    ("lokasi.patokan", "depan balai desa"),
    ("jenis_rusak", "lubang"),
    ("bahaya", "tidak"),
];

#[test]
fn a_complete_report_is_taken_and_needs_no_coordinate() {
    let roads = load(ROADS).unwrap();
    let answers = filled(&roads, &Stage::Opening, &Answers::new(), &input(&REPORT)).unwrap();
    assert_eq!(answers.get("jenis_rusak"), Some(&Value::Option("lubang".into())));
    assert_eq!(answers.get("lokasi").and_then(Value::village), Some("35.17.01.2001"));
}

#[test]
fn an_empty_report_is_told_every_field_in_order() {
    let roads = load(ROADS).unwrap();
    let errors = codes(filled(&roads, &Stage::Opening, &Answers::new(), &Input::default()));
    let asked = ["lokasi", "jenis_rusak", "bahaya"].map(|field| (field.to_owned(), "wajib"));
    assert_eq!(errors, asked);
}

#[test]
fn a_field_is_required_only_while_it_is_visible_and_a_hidden_one_is_not_stored() {
    let roads = load(ROADS).unwrap();
    let mut pairs = REPORT.to_vec();
    pairs.push(("rincian_bahaya", "dua orang jatuh"));
    let hidden = filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)).unwrap();
    assert_eq!(hidden.get("rincian_bahaya"), None);
    pairs[3] = ("bahaya", "ya");
    let shown = filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)).unwrap();
    assert!(shown.get("rincian_bahaya").is_some());
    pairs.pop();
    let missing = codes(filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)));
    assert_eq!(missing, [("rincian_bahaya".to_owned(), "wajib")]);
}

#[test]
fn a_text_is_counted_after_normalisation_and_a_resident_cannot_fill_an_officers_field() {
    let roads = load(ROADS).unwrap();
    let mut pairs = REPORT.to_vec();
    pairs[3] = ("bahaya", "ya");
    let long = "e\u{301}".repeat(501);
    pairs.push(("rincian_bahaya", &long));
    pairs.push(("status_jalan", "desa"));
    let errors = codes(filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)));
    assert_eq!(errors, [("rincian_bahaya".to_owned(), "terlalu_panjang")]);
    pairs[4].1 = "ramai";
    let answers = filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)).unwrap();
    assert_eq!(answers.get("status_jalan"), None);
}

#[test]
fn an_officer_fills_the_fields_of_their_step_alone() {
    let roads = load(ROADS).unwrap();
    let known = filled(&roads, &Stage::Opening, &Answers::new(), &input(&REPORT)).unwrap();
    let stage = Stage::Step("verifikasi".into());
    let given = input(&[("status_jalan", "desa"), ("jenis_rusak", "retak"), ("rencana", "2027-01-01")]);
    let answers = filled(&roads, &stage, &known, &given).unwrap();
    assert_eq!(answers.values.keys().collect::<Vec<_>>(), ["status_jalan"]);
}

#[test]
fn a_correction_changes_marked_fields_and_newly_visible_ones_only() {
    let roads = load(ROADS).unwrap();
    let known = filled(&roads, &Stage::Opening, &Answers::new(), &input(&REPORT)).unwrap();
    let stage = Stage::Correction(vec!["bahaya".into()]);
    let given = input(&[("bahaya", "ya"), ("jenis_rusak", "retak"), ("rincian_bahaya", "jatuh")]);
    let mended = filled(&roads, &stage, &known, &given).unwrap();
    assert_eq!(mended.get("bahaya"), Some(&Value::Option("ya".into())));
    assert_eq!(mended.get("jenis_rusak"), Some(&Value::Option("lubang".into())));
    assert_eq!(mended.get("rincian_bahaya"), Some(&Value::Text("jatuh".into())));
}

#[test]
fn identity_numbers_ranges_and_patterns_are_checked() {
    let letter = load(DOMICILE).unwrap();
    let wrong =
        input(&[("nik", "3517014101900000"), ("luas", "0"), ("nib", "12"), ("kbli", "99999"), ("nama", "Siti")]);
    let errors = codes(filled(&letter, &Stage::Opening, &Answers::new(), &wrong));
    for (field, code) in [("nik", "nik"), ("luas", "rentang"), ("nib", "pola"), ("kbli", "pilihan")] {
        assert!(errors.contains(&(field.to_owned(), code)), "{field}: {errors:?}");
    }
    let right =
        input(&[("nik", "3517 0141 0190 0001"), ("luas", "1.500,5"), ("nib", "1234567890123"), ("kbli", "47111")]);
    let errors = codes(filled(&letter, &Stage::Opening, &Answers::new(), &right));
    for field in ["nik", "luas", "nib", "kbli"] {
        assert!(!errors.iter().any(|(wrong, _)| wrong == field), "{field}: {errors:?}");
    }
}

#[test]
fn a_document_is_not_asked_for_while_the_reason_for_it_is_unknown() {
    let letter = load(DOMICILE).unwrap();
    let json = serde_json::json!({ "luas": 80, "status_tempat": "sewa" });
    let mut answers = plain::answers(&letter, json.as_object().unwrap()).unwrap();
    assert_eq!(view(&letter, &answers, &Stage::Opening).required_files(), ["pengantar", "sewa"]);
    answers.insert("nik", Value::Text("3517014101900001".into()));
    assert_eq!(view(&letter, &answers, &Stage::Opening).required_files(), ["ktp", "pengantar", "sewa"]);
    answers.sources.insert("nik".into(), "dukcapil".into());
    assert_eq!(view(&letter, &answers, &Stage::Opening).required_files(), ["pengantar", "sewa"]);
}

#[test]
fn files_are_counted_when_any_is_given_or_one_is_required() {
    let roads = load(ROADS).unwrap();
    let (lists, known) = (crate::lists(), Answers::new());
    for (count, fits) in [(0, true), (1, true), (4, true), (5, false)] {
        let files: IndexMap<String, usize> = [("foto".to_owned(), count)].into();
        let sheet = Sheet {
            definition: &roads,
            lists: &lists,
            stage: &Stage::Opening,
            known: &known,
            files: Some(&files),
            binding: true,
        };
        assert_eq!(check_answers(&sheet, &input(&REPORT)).is_ok(), fits, "{count}");
    }
}

#[test]
fn plain_answers_of_the_wrong_type_are_refused() {
    let roads = load(ROADS).unwrap();
    let json = serde_json::json!({ "jenis_rusak": "lubng", "bahaya": true, "apa": 1, "rencana": "besok" });
    let misfits = plain::answers(&roads, json.as_object().unwrap()).unwrap_err();
    let codes: Vec<&str> = misfits.iter().map(|misfit| misfit.code).collect();
    assert_eq!(codes, ["E012", "E013", "E011", "E013"]);
    assert_eq!(misfits[0].near.as_deref(), Some("lubang"));
}

#[test]
fn a_hidden_field_has_no_value_anywhere() {
    let roads = load(ROADS).unwrap();
    let mut answers = Answers::new();
    answers.insert("bahaya", Value::Option("tidak".into()));
    answers.insert("rincian_bahaya", Value::Text("x".into()));
    assert_eq!(effective(&roads, &answers).values.keys().collect::<Vec<_>>(), ["bahaya"]);
}

#[test]
fn required_items_bind_unless_the_action_ends_or_waits() {
    let letter = load(DOMICILE).unwrap();
    let survey = &letter.steps["survei"];
    assert!(letter.binds(&survey.actions["sesuai"]) && !letter.binds(&survey.actions["tidak"]));
    let given = input(&[("tempat_ada", "ya")]);
    let errors = check_items(&survey.checklist, &given, &IndexMap::new(), true).unwrap_err();
    let missing: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(missing, ["sesuai_kbli", "foto_tempat"]);
    assert!(check_items(&survey.checklist, &given, &IndexMap::new(), false).is_ok());
}

#[test]
fn the_browser_gets_the_same_conditions_as_a_table() {
    let roads = load(ROADS).unwrap();
    let table = browser_table(&roads);
    let rule = serde_json::json!(["==", ["isian", "bahaya"], ["kata", "ya"]]);
    assert_eq!(table["isian"]["rincian_bahaya"]["tampil"], rule);
    assert_eq!(table["isian"].get("status_jalan"), None);
    assert_eq!(table["berkas"]["foto"]["wajib"], false);
}

#[test]
fn a_fee_is_exact_rounded_half_up_and_never_below_its_least() {
    let fee =
        "[biaya.retribusi]\nnama = \"Retribusi\"\nrumus = 'luas * 0.5'\nmin = 10\nbebas = 'status_tempat == milik'\n";
    let letter = load(&DOMICILE.replace("[biaya]\ngratis = true\n", fee)).unwrap();
    let cost = |json: serde_json::Value| {
        let answers = plain::answers(&letter, json.as_object().unwrap()).unwrap();
        fees(&letter, &answers).map(|lines| lines.iter().map(|line| line.rupiah).sum::<u64>())
    };
    assert_eq!(cost(serde_json::json!({ "luas": 25, "status_tempat": "sewa" })), Ok(13));
    assert_eq!(cost(serde_json::json!({ "luas": 5 })), Ok(10));
    assert_eq!(cost(serde_json::json!({ "luas": 25, "status_tempat": "milik" })), Ok(0));
    assert_eq!(cost(serde_json::json!({ "status_tempat": "milik" })), Ok(0));
    assert_eq!(cost(serde_json::json!({ "status_tempat": "sewa" })), Err(vec!["luas".to_owned()]));
}

#[test]
fn the_place_of_a_case_is_its_first_visible_point() {
    let roads = load(ROADS).unwrap();
    let answers = filled(&roads, &Stage::Opening, &Answers::new(), &input(&REPORT)).unwrap();
    assert_eq!(roads.village(&answers).as_deref(), Some("35.17.01.2001"));
    assert_eq!(roads.village(&Answers::new()), None);
}

#[test]
fn a_service_of_a_village_office_asks_which_village_and_another_service_does_not() {
    let of_village = load(DOMICILE).unwrap();
    let of_agency = load(&DOMICILE.replace("\"@wilayah.kelurahan\"", "\"dpmptsp\"")).unwrap();
    let told = |definition: &Definition, pairs: &[(&str, &str)]| {
        let errors = codes(filled(definition, &Stage::Opening, &Answers::new(), &input(pairs)));
        errors.into_iter().find(|(field, _)| field == "alamat_ktp").map(|(_, code)| code)
    };
    let written = [("alamat_ktp", "Jalan Merdeka 1")];
    assert_eq!(told(&of_village, &written), Some("desa"));
    assert_eq!(told(&of_village, &[]), Some("wajib"));
    assert_eq!(told(&of_village, &[written[0], ("alamat_ktp.desa", "35.17.01.2001")]), None);
    assert_eq!(told(&of_agency, &written), None);
}

#[test]
fn a_bad_village_or_coordinate_is_told_at_its_field() {
    let roads = load(ROADS).unwrap();
    for (name, text, code) in
        [("lokasi.desa", "35.17", "desa"), ("lokasi.lintang", "abc", "koordinat"), ("lokasi.patokan", "", "patokan")]
    {
        let mut pairs = REPORT.to_vec();
        pairs.retain(|(known, _)| *known != name);
        pairs.push((name, text));
        let errors = codes(filled(&roads, &Stage::Opening, &Answers::new(), &input(&pairs)));
        assert_eq!(errors, [("lokasi".to_owned(), code)], "{name}");
    }
}

#[test]
fn plain_answers_are_written_as_they_are_read() {
    let letter = load(DOMICILE).unwrap();
    let json = serde_json::json!({
        "nik": "3517010101900001", "alamat_ktp": { "desa": "35.17.01.2001", "teks": "Jalan Melati 3" },
        "lokasi_usaha": { "desa": "35.17.01.2001", "patokan": "depan pasar", "koordinat": [-7.5, 112.25] },
        "luas": 20.5, "status_tempat": "milik",
    });
    let plain = json.as_object().unwrap();
    let answers = plain::answers(&letter, plain).unwrap();
    assert_eq!(plain::written(&answers), *plain);
    assert_eq!(plain::answers(&letter, &plain::written(&answers)).unwrap(), answers);
}
