//! A letter is renewed shortly before its last day, with the same data (semantics R57).

use crate::citizen_site::{Guest, of};
use crate::request::{applied, code, office, offices, steps, take, to_signature};
use crate::town::Town;
use desk::{DraftFor, NewFile, Renewing, Viewer};
use kernel::{CaseNumber, Instant};

/// A letter of 1 March 2027: valid for twelve months, so to the end of 1 March 2028.
async fn issued(town: &Town) -> CaseNumber {
    let number = applied(town, "80", "sewa").await;
    to_signature(town, &number).await;
    take(town, "bambang", &number, "terbitkan").await;
    number
}

/// The form as it is filled in, with this field typed anew, or left empty.
async fn typed(town: &Town, number: &CaseNumber, key: &str, (field, text): (&str, &str)) -> Renewing {
    let texts = web::form::texts(&town.view(number, &Viewer::Reporter).await.answers);
    let anew =
        |(name, old): &(String, String)| (name.clone(), if name == field { text.to_owned() } else { old.clone() });
    let sent = web::Submission::of(texts.texts().iter().map(anew).collect::<Vec<_>>());
    Renewing { input: web::form::input(&sent), form_key: key.into(), ..Renewing::default() }
}

async fn renewed(town: &Town, number: &CaseNumber, key: &str) -> desk::Desked<desk::Receipt> {
    town.desk.renew(number, typed(town, number, key, ("", "")).await).await
}

fn at(town: &Town, time: &str) {
    town.clock.set(Instant::parse(time).unwrap());
}

#[tokio::test]
async fn a_renewal_takes_data_and_files_along_and_skips_what_it_need_not_repeat() {
    for town in offices().await {
        let first = issued(&town).await;
        at(&town, "2028-02-10T09:00:00+07:00");
        let receipt = renewed(&town, &first, "p1").await.unwrap();
        let (old, new) =
            (town.view(&first, &Viewer::Reporter).await, town.view(&receipt.number, &Viewer::Reporter).await);
        assert_eq!(new.answers.values, old.answers.values);
        assert_eq!(new.files.len(), 3);
        assert_eq!(old.followed_by, Some((receipt.number.to_string(), true)));
        assert_eq!(new.follows, Some((first.to_string(), true)));
        take(&town, "pelayanan", &receipt.number, "lengkap").await;
        assert_eq!(
            steps(&town, &receipt.number).await,
            ["konfirmasi_rt"],
            "no second survey; the same officers may act"
        );
        let again = renewed(&town, &first, "p1").await.unwrap();
        assert_eq!((again.number, again.repeated), (receipt.number, true));
        assert_eq!(code(&renewed(&town, &first, "p2").await.unwrap_err()), "perpanjangan-tidak-bisa", "once");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_window_is_from_thirty_days_before_the_last_day_to_the_day_itself() {
    let town = office().await;
    let first = issued(&town).await;
    for (time, open) in [
        ("2028-01-30T23:59:59+07:00", false),
        ("2028-01-31T00:00:00+07:00", true),
        ("2028-03-01T23:59:59+07:00", true),
        ("2028-03-02T00:00:00+07:00", false),
    ] {
        at(&town, time);
        assert_eq!(town.view(&first, &Viewer::Reporter).await.can.renew.is_some(), open, "{time}");
    }
    assert_eq!(code(&renewed(&town, &first, "p1").await.unwrap_err()), "perpanjangan-tidak-bisa");
}

#[tokio::test]
async fn a_refused_application_has_no_letter_to_renew() {
    let town = office().await;
    let first = crate::request::refused(&town).await;
    at(&town, "2028-02-10T09:00:00+07:00");
    assert_eq!(code(&renewed(&town, &first, "p1").await.unwrap_err()), "perpanjangan-tidak-bisa");
}

#[tokio::test]
async fn what_has_changed_is_changed_in_the_form_and_a_new_file_takes_the_place_of_the_old() {
    for town in offices().await {
        let first = issued(&town).await;
        at(&town, "2028-02-10T09:00:00+07:00");
        let old = town.view(&first, &Viewer::Reporter).await;
        let bare = town.desk.renew(&first, typed(&town, &first, "p1", ("nama_usaha", "")).await).await.unwrap_err();
        assert_eq!(code(&bare), "isian-keliru", "what is asked for is asked for again");
        let mut changed = typed(&town, &first, "p2", ("nama_usaha", "Toko Baru")).await;
        let file = NewFile { field: "ktp".into(), bytes: crate::town::picture() };
        let draft = town.desk.put_file(DraftFor::Case(&first), "", file).await.unwrap();
        draft.handle.secret().clone_into(&mut changed.draft);
        let number = town.desk.renew(&first, changed).await.unwrap().number;
        let new = town.view(&number, &Viewer::Reporter).await;
        assert_eq!(new.answers.get("nama_usaha"), Some(&definition::Value::Text("Toko Baru".into())));
        assert_eq!(new.answers.get("luas"), old.answers.get("luas"));
        assert_eq!((new.proof, old.proof), (Some(desk::ContactProof::Phone), new.proof), "proved when it was new");
        let id = |view: &desk::CaseView, field: &str| -> Vec<String> {
            view.files.iter().filter(|file| file.field == field).map(|file| file.id.clone()).collect()
        };
        assert_eq!((new.files.len(), id(&new, "ktp").len()), (3, 1));
        assert_ne!(id(&new, "ktp"), id(&old, "ktp"));
        assert_eq!(id(&new, "pengantar"), id(&old, "pengantar"));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_renewed_letter_begins_on_the_day_after_the_last_one() {
    use cases::doors::Endings;
    let town = office().await;
    let first = issued(&town).await;
    let ended = town.desk.ended(&town.head(&first).await.id).await.unwrap().unwrap();
    assert_eq!(ended.valid_from, None);
    at(&town, "2028-02-10T09:00:00+07:00");
    let second = renewed(&town, &first, "p1").await.unwrap().number;
    take(&town, "pelayanan", &second, "lengkap").await;
    take(&town, "sekretaris", &second, "setuju").await;
    take(&town, "sekretaris", &second, "paraf").await;
    take(&town, "bambang", &second, "terbitkan").await;
    let ended = town.desk.ended(&town.head(&second).await.id).await.unwrap().unwrap();
    assert_eq!(ended.valid_from, Some(jiff::civil::date(2028, 3, 2)));
    for (time, open) in [
        ("2029-01-30T09:00:00+07:00", false),
        ("2029-02-01T09:00:00+07:00", true),
        ("2029-03-02T09:00:00+07:00", true),
        ("2029-03-03T09:00:00+07:00", false),
    ] {
        at(&town, time);
        assert_eq!(town.view(&second, &Viewer::Reporter).await.can.renew.is_some(), open, "{time}");
    }
}

#[tokio::test]
async fn the_resident_checks_the_filled_in_form_and_sends_it() {
    let site = of(office().await);
    let first = issued(&site.town).await;
    at(&site.town, "2028-02-10T09:00:00+07:00");
    let (_, token) = site.town.desk.secrets(&first).await.unwrap();
    let mut guest = Guest::new(&site);
    guest.get(&format!("/l/{}", token.secret())).await;
    let action = format!("/lacak/{first}/perpanjangan");
    let page = guest.get(&format!("/lacak/{first}")).await;
    page.has("1 Maret 2028");
    page.has(&action);
    let page = guest.get(&action).await;
    for text in ["Toko Berkah", "berkas dari permohonan yang dulu", "Surat baru berlaku sejak hari sesudah"] {
        page.has(text);
    }
    let form_token = page.hidden(&action, "_tanda");
    let answers = site.town.view(&first, &Viewer::Reporter).await.answers;
    let texts = web::form::texts(&answers);
    let mut fields: Vec<(&str, &str)> =
        texts.texts().iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    fields.push(("_tanda", &form_token));
    let without: Vec<(&str, &str)> = fields.iter().filter(|(name, _)| *name != "nama_usaha").copied().collect();
    let again = guest.post(&action, &without).await;
    assert_eq!(again.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    again.has("depan pasar");
    let sent = guest.post(&action, &fields).await;
    assert_eq!(sent.status, axum::http::StatusCode::SEE_OTHER, "{}", sent.html);
    let twice = guest.post(&action, &fields).await;
    assert_eq!(twice.to, sent.to, "the same form is one renewal");
    guest.get(&format!("/lacak/{first}")).await.has("Perpanjangan surat ini diproses pada");
    assert_eq!(guest.get(&action).await.to, format!("/lacak/{first}"), "not a second time");
    assert_eq!(Guest::new(&site).get(&action).await.to, format!("/lacak/{first}"));
}
