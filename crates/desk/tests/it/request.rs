//! `surat-domisili-usaha` as a service that runs: forks, joins, returns, skips, silence and four eyes.

use crate::citizen_site::{Guest, of};
use crate::office::{Office, person};
use crate::town::{DOMICILE, OTHER_VILLAGE, Town, VILLAGE, input, picture, towns, units};
use definition::{Input, Value};
use desk::{
    ClosedBy, CodeOrder, DeskError, DraftFor, Due, Filled, NewFile, Officer, OpenCase, Publication, Status, Viewer,
};
use kernel::{Actor, CaseNumber, Lang, Refusal};

pub fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(refusal) => refusal.code(),
        DeskError::Store(error) => panic!("{error}"),
    }
}

/// Towns in which the example runs.
pub async fn offices() -> Vec<Town> {
    let towns = towns().await;
    for town in &towns {
        publish(town, DOMICILE).await;
    }
    towns
}

/// A town on the embedded database in which the example runs.
pub async fn office() -> Town {
    let town = crate::town::small_town().await;
    publish(&town, DOMICILE).await;
    town
}

/// The example without its proof of the contact, for what is not about that.
pub fn unproved(source: &str) -> String {
    let open = source.replace("masuk   = { minimal = \"hp_terverifikasi\" }\n", "");
    assert_ne!(open, source);
    open
}

/// The number that applicants type.
pub const PHONE: &str = "0812 3456 7890";

/// Has a code sent for this draft, and reads it on the phone; empty where none is asked for.
pub async fn proving(town: &Town, draft: &str) -> String {
    let texts = vec![("_hp".to_owned(), PHONE.to_owned())];
    let begun = town.desk.keep_answers("surat-domisili-usaha", draft, texts).await.unwrap();
    if town.desk.to_prove(&begun).is_none() {
        return String::new();
    }
    assert_eq!(town.desk.order_code(&begun, Lang::Id).await.unwrap(), CodeOrder::Sent);
    town.code(draft).await
}

pub async fn publish(town: &Town, source: &str) {
    let templates = [("templat/skdu.typ".to_owned(), "Templat".to_owned())];
    let wish = Publication { file: "surat-domisili-usaha.toml", source, templates: &templates };
    town.desk.publish_all(wish, &units(), &Actor::Operator, Lang::Id).await.unwrap();
}

/// Answers for a shop of so many square metres.
pub fn shop(area: &str, place: &str) -> Input {
    shop_called("Toko Berkah", area, place)
}

pub fn shop_called(name: &str, area: &str, place: &str) -> Input {
    input(&[
        ("nik", "3517010101900001"),
        ("nama", "Budi Santoso"),
        ("alamat_ktp.desa", VILLAGE),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", name),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", VILLAGE),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", area),
        ("status_tempat", place),
    ])
}

pub async fn attached(town: &Town, fields: &[&str]) -> String {
    let mut handle = String::new();
    for field in fields {
        let file = NewFile { field: (*field).into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Service("surat-domisili-usaha"), &handle, file).await.unwrap();
        draft.handle.secret().clone_into(&mut handle);
    }
    handle
}

pub async fn wish(town: &Town, area: &str, place: &str, key: &str) -> OpenCase {
    let files: &[&str] = if place == "milik" { &["ktp", "pengantar"] } else { &["ktp", "pengantar", "sewa"] };
    let draft = attached(town, files).await;
    OpenCase {
        service: "surat-domisili-usaha".into(),
        input: shop(area, place),
        code: proving(town, &draft).await,
        draft,
        phone: PHONE.into(),
        channel: "web".into(),
        form_key: key.into(),
        ..OpenCase::default()
    }
}

pub async fn applied(town: &Town, area: &str, place: &str) -> CaseNumber {
    let wish = wish(town, area, place, &format!("k{area}{place}")).await;
    town.desk.open_case(wish).await.unwrap().number
}

pub async fn steps(town: &Town, number: &CaseNumber) -> Vec<String> {
    town.head(number).await.holders.into_iter().map(|holder| holder.step).collect()
}

/// What the survey has to bring along.
pub async fn surveyed(town: &Town, number: &CaseNumber) -> Filled {
    let file = NewFile { field: "foto_tempat".into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(number), "", file).await.unwrap();
    Filled {
        input: input(&[("tempat_ada", "ya"), ("sesuai_kbli", "ya")]),
        draft: draft.handle.secret().to_owned(),
        ..Filled::default()
    }
}

pub async fn take(town: &Town, who: &str, number: &CaseNumber, action: &str) {
    town.act(&person(who), number, action, Filled::default()).await.unwrap();
}

/// Both branches done: the secretary's turn.
pub async fn to_initial(town: &Town, number: &CaseNumber) {
    take(town, "pelayanan", number, "lengkap").await;
    if steps(town, number).await.contains(&"survei".to_owned()) {
        let filled = surveyed(town, number).await;
        town.act(&person("ekbang"), number, "sesuai", filled).await.unwrap();
    }
    take(town, "sekretaris", number, "setuju").await;
}

/// Only the signature is missing.
pub async fn to_signature(town: &Town, number: &CaseNumber) {
    to_initial(town, number).await;
    take(town, "sekretaris", number, "paraf").await;
}

pub async fn refused(town: &Town) -> CaseNumber {
    let number = applied(town, "20", "milik").await;
    let why = Filled { reason_code: "tidak-jelas".into(), reason: "Berkas palsu.".into(), ..Filled::default() };
    town.act(&person("pelayanan"), &number, "tolak", why).await.unwrap();
    number
}

#[tokio::test]
async fn two_branches_run_side_by_side_and_join_when_both_are_there() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        assert!(number.as_str().starts_with("PMH-2027-"), "{number}");
        take(&town, "pelayanan", &number, "lengkap").await;
        assert_eq!(steps(&town, &number).await, ["survei", "konfirmasi_rt"]);
        let bare = town.act(&person("ekbang"), &number, "sesuai", Filled::default()).await.unwrap_err();
        assert_eq!(code(&bare), "isian-keliru", "the checklist binds");
        let filled = surveyed(&town, &number).await;
        town.act(&person("ekbang"), &number, "sesuai", filled).await.unwrap();
        assert_eq!(steps(&town, &number).await, ["konfirmasi_rt"], "the first branch waits at the join");
        take(&town, "sekretaris", &number, "setuju").await;
        assert_eq!(steps(&town, &number).await, ["paraf"]);
        take(&town, "sekretaris", &number, "paraf").await;
        take(&town, "bambang", &number, "terbitkan").await;
        let head = town.head(&number).await;
        assert_eq!((head.end_id.as_str(), head.closed_by), ("terbit", Some(ClosedBy::Officer)));
        let told = town.messages(&number).await;
        assert!(!told.contains(&"akhir:terbit".to_owned()), "its message names the letter and waits for it");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn both_branches_of_one_unit_stand_in_the_turn_of_whoever_takes_each() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        take(&town, "pelayanan", &number, "lengkap").await;
        let office = Office::of(&town);
        for who in ["ekbang", "sekretaris"] {
            office.get(who, "/kerja?daftar=giliran").await.says(&[number.as_str()]);
        }
        for who in ["pelayanan", "bambang", "ekbang-gudo"] {
            let page = office.get(who, "/kerja?daftar=giliran").await;
            assert!(!page.html.contains(number.as_str()), "{who}");
        }
        town.ledger.store.close().await;
    }
}

/// The survey belongs to the village of the shop, the confirmation to a dinas.
fn in_two_offices() -> String {
    DOMICILE.replace(
        "oleh    = \"ketua-rt@wilayah\"\ncara    = \"tautan_sekali\"",
        "oleh    = \"penghubung@dinas-kesehatan\"\ncara    = \"tautan_sekali\"",
    )
}

#[tokio::test]
async fn branches_in_two_offices_are_seen_by_both_and_each_takes_its_own() {
    let town = crate::town::small_town().await;
    let source = in_two_offices();
    assert_ne!(source, DOMICILE);
    publish(&town, &source).await;
    let number = applied(&town, "80", "sewa").await;
    take(&town, "pelayanan", &number, "lengkap").await;
    let units: Vec<String> = town.head(&number).await.holders.into_iter().map(|holder| holder.unit).collect();
    assert_eq!(units, [format!("desa-{VILLAGE}"), "dinas-kesehatan".to_owned()]);
    let office = Office::of(&town);
    office.get("kesehatan", "/kerja").await.says(&[number.as_str()]);
    let strange = town.act(&person("kesehatan"), &number, "sesuai", Filled::default()).await.unwrap_err();
    assert_eq!(code(&strange), "bukan-wewenang");
    take(&town, "kesehatan", &number, "setuju").await;
    assert_eq!(steps(&town, &number).await, ["survei"]);
}

#[tokio::test]
async fn a_small_shop_of_ones_own_is_not_surveyed() {
    for town in offices().await {
        let number = applied(&town, "20", "milik").await;
        take(&town, "pelayanan", &number, "lengkap").await;
        assert_eq!(steps(&town, &number).await, ["konfirmasi_rt"]);
        let view = town.view(&number, &Viewer::Reporter).await;
        assert!(view.history.iter().any(|entry| entry.what.key == "riwayat-dilewati"));
        take(&town, "sekretaris", &number, "setuju").await;
        assert_eq!(steps(&town, &number).await, ["paraf"]);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_application_without_its_documents_is_not_taken_in() {
    let town = office().await;
    let whole = wish(&town, "80", "sewa", "k1").await;
    let bare = OpenCase { draft: String::new(), ..whole.clone() };
    assert_eq!(code(&town.desk.open_case(bare).await.unwrap_err()), "isian-keliru");
    let partly = OpenCase { draft: attached(&town, &["ktp", "pengantar"]).await, ..whole.clone() };
    assert_eq!(
        code(&town.desk.open_case(partly).await.unwrap_err()),
        "isian-keliru",
        "rented: the contract is asked for"
    );
    let first = town.desk.open_case(whole.clone()).await.unwrap();
    let again = town.desk.open_case(whole).await.unwrap();
    assert_eq!(first.number, again.number, "sent again, its files are no longer in the draft");
}

#[tokio::test]
async fn only_marked_fields_and_files_come_back_changed_and_into_the_right_queue() {
    for town in offices().await {
        let number = applied(&town, "80", "milik").await;
        let why = Filled { reason: "Surat pengantar buram.".into(), ..Filled::default() };
        let marked = Filled { marks: vec!["nama_usaha".into(), "pengantar".into()], ..why };
        town.act(&person("pelayanan"), &number, "kembalikan", marked.clone()).await.unwrap();
        let head = town.head(&number).await;
        assert_eq!((head.status, head.total_due), (Status::Waiting, Due::None));
        assert!(town.messages(&number).await.contains(&"masuk:pemohon".to_owned()));

        let file = NewFile { field: "ktp".into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
        let locked = Filled { draft: draft.handle.secret().to_owned(), ..Filled::default() };
        let input = shop("80", "milik");
        let locked = town.reply(&number, "kirim", Filled { input, ..locked }).await.unwrap_err();
        assert_eq!(code(&locked), "isian_terkunci", "the identity card was not marked");

        let file = NewFile { field: "pengantar".into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
        let input = shop_called("Toko Berkah Jaya", "9000", "milik");
        let filled = Filled { input, draft: draft.handle.secret().to_owned(), ..Filled::default() };
        town.reply(&number, "kirim", filled).await.unwrap();
        let view = town.view(&number, &Viewer::Reporter).await;
        assert_eq!(view.answers.get("nama_usaha"), Some(&Value::Text("Toko Berkah Jaya".into())));
        let area = Value::Number(definition::number::Number::whole(80));
        assert_eq!(view.answers.get("luas"), Some(&area), "not marked, not changed");
        assert_eq!(view.files.iter().filter(|file| file.field == "pengantar").count(), 2, "the old one stays readable");
        assert_eq!(steps(&town, &number).await, ["periksa"]);
        let office = Office::of(&town);
        office.get("pelayanan", "/kerja?daftar=giliran").await.says(&[number.as_str()]);
        let twice = town.act(&person("pelayanan"), &number, "kembalikan", marked).await.unwrap_err();
        assert_eq!(code(&twice), "aksi_habis");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn whoever_initialled_may_not_sign_and_gets_no_button() {
    for town in offices().await {
        let number = applied(&town, "20", "milik").await;
        take(&town, "pelayanan", &number, "lengkap").await;
        take(&town, "sekretaris", &number, "setuju").await;
        // The secretary is the head as well: both roles, one person.
        let both = Officer {
            grants: [person("sekretaris").grants, person("bambang").grants].concat(),
            ..person("sekretaris")
        };
        town.act(&both, &number, "paraf", Filled::default()).await.unwrap();
        let refused = town.act(&both, &number, "terbitkan", Filled::default()).await.unwrap_err();
        assert_eq!(code(&refused), "orang_yang_sama");
        let view = town.view(&number, &Viewer::Officer(both)).await;
        assert!(view.offered.iter().all(|offered| offered.blocked.is_some()), "{:?}", view.offered);
        take(&town, "bambang", &number, "terbitkan").await;
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn silence_of_the_neighbourhood_head_is_noted_and_lets_the_case_go_on() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        take(&town, "pelayanan", &number, "lengkap").await;
        town.at("2027-03-03T09:00:00+07:00").await;
        assert_eq!(steps(&town, &number).await, ["survei"], "the branch of the confirmation arrived by itself");
        let view = town.view(&number, &Viewer::Reporter).await;
        let noted = view.history.iter().find(|entry| entry.what.key == "riwayat-lewat-catatan").unwrap();
        assert!(noted.what.args.contains(&("catatan", "RT tidak menjawab".to_owned())), "{noted:?}");
        let silent = view.history.iter().find(|entry| entry.what.key == "riwayat-aksi-sistem");
        assert!(silent.is_some(), "{:?}", view.history);
        let filled = surveyed(&town, &number).await;
        town.act(&person("ekbang"), &number, "sesuai", filled).await.unwrap();
        assert_eq!(steps(&town, &number).await, ["paraf"]);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_broken_promise_is_on_the_public_list() {
    for town in offices().await {
        let number = applied(&town, "20", "milik").await;
        town.at("2027-03-08T09:00:00+07:00").await;
        let head = town.head(&number).await;
        assert!(head.publicised && head.status.is_open(), "the law grants nothing here");
        assert_eq!(town.desk.overdue_in_public("").await.unwrap().rows.len(), 1);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_applicant_who_sends_nothing_is_closed_by_silence_and_not_called_refused() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    let why = Filled { reason: "Buram.".into(), marks: vec!["pengantar".into()], ..Filled::default() };
    town.act(&person("pelayanan"), &number, "kembalikan", why).await.unwrap();
    town.at("2027-03-20T09:00:00+07:00").await;
    let head = town.head(&number).await;
    assert_eq!((head.end_id.as_str(), head.outcome.as_str()), ("gugur", "netral"));
    assert_eq!(head.closed_by, Some(ClosedBy::Silence));
}

#[tokio::test]
async fn a_branch_that_refuses_ends_the_case_and_cancels_the_other() {
    let town = office().await;
    let number = applied(&town, "80", "sewa").await;
    take(&town, "pelayanan", &number, "lengkap").await;
    let why = Filled { reason: "Tempatnya tidak ada.".into(), ..surveyed(&town, &number).await };
    town.act(&person("ekbang"), &number, "tidak", why).await.unwrap();
    let head = town.head(&number).await;
    assert_eq!(head.end_id, "ditolak");
    assert!(town.events(&head.id).await.contains(&"step.cancelled".to_owned()));
}

#[tokio::test]
async fn work_that_is_sent_back_goes_through_every_step_again_but_not_twice() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    to_signature(&town, &number).await;
    let why = Filled { reason: "Alamat salah.".into(), ..Filled::default() };
    town.act(&person("bambang"), &number, "kembalikan", why.clone()).await.unwrap();
    assert_eq!(steps(&town, &number).await, ["periksa"]);
    to_signature(&town, &number).await;
    let again = town.act(&person("bambang"), &number, "kembalikan", why).await.unwrap_err();
    assert_eq!(code(&again), "aksi_habis");
    take(&town, "bambang", &number, "terbitkan").await;
}

#[tokio::test]
async fn nobody_supports_what_somebody_applies_for() {
    let site = of(office().await);
    let number = applied(&site.town, "20", "milik").await;
    let page = Guest::new(&site).get(&format!("/lacak/{number}")).await;
    page.has("Ini permohonan Anda?");
    page.lacks("/dukungan");
    let done = site.town.desk.support(&number, desk::Supporting::default()).await;
    assert_eq!(code(&done.unwrap_err()), code(&DeskError::Refused(desk::DeskRefusal::NoSuchCase)));
}

#[tokio::test]
async fn a_returned_application_shows_why_above_the_form_and_names_its_documents() {
    let site = of(office().await);
    let receipt = site.town.desk.open_case(wish(&site.town, "20", "milik", "k").await).await.unwrap();
    let why = Filled { reason: "Surat pengantar buram.".into(), marks: vec!["pengantar".into()], ..Filled::default() };
    site.town.act(&person("pelayanan"), &receipt.number, "kembalikan", why).await.unwrap();
    let page =
        crate::citizen_site::opened(&site, &receipt.number).await.get(&format!("/lacak/{}", receipt.number)).await;
    let form = page.html.split("id=\"giliran\"").nth(1).unwrap().split("id=\"riwayat\"").next().unwrap();
    assert!(form.contains("Catatan petugas") && form.contains("Surat pengantar buram."), "{form}");
    page.has("Batalkan permohonan");
    page.has("KTP pemilik, dari Anda");
    page.has("20 m2");
}

#[tokio::test]
async fn a_visitor_applies_in_the_browser_and_is_told_what_is_missing() {
    let site = of(office().await);
    let mut guest = Guest::new(&site);
    let form = "/layanan/surat-domisili-usaha";
    let page = guest.get("/layanan/surat-domisili-usaha?hemat=ya").await;
    page.has("Surat keterangan domisili usaha");
    let token = page.hidden(form, "_tanda");
    let fields = [
        ("_tanda", token.as_str()),
        ("nik", "3517010101900001"),
        ("nama", "Budi Santoso"),
        ("alamat_ktp.desa", OTHER_VILLAGE),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", "Toko Berkah"),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", VILLAGE),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", "20"),
        ("status_tempat", "milik"),
        ("_hp", PHONE),
    ];
    let photo = picture();
    let partly = guest.upload(form, &fields, &[("ktp", &photo)]).await;
    assert_eq!(partly.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    partly.has("Surat pengantar RT/RW");
    let handle = partly.hidden(form, "_draf");
    let token = partly.hidden(form, "_tanda");
    let mut again = fields.to_vec();
    again[0] = ("_tanda", token.as_str());
    again.push(("_draf", handle.as_str()));
    let asked = guest.upload(form, &again, &[("pengantar", &photo)]).await;
    assert_eq!(asked.to, format!("{form}/kode?keadaan=terkirim"), "{}", asked.html);
    let code = site.town.code(&handle).await;
    again.push(("_kode", &code));
    let sent = guest.post(form, &again).await;
    assert_eq!(sent.status, axum::http::StatusCode::SEE_OTHER, "{}", sent.html);
    guest.get(&sent.to).await.has("PMH-2027-");
    let twice = guest.post(form, &again).await;
    assert_eq!(twice.to, sent.to, "pressed twice: the documents have left the draft, the receipt is the same");
}
