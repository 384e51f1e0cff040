//! Keys: who registers them, what waits for Kominfo, secrets that change over.

use crate::office::{change, key, kominfo, liaison, office, offices, program, verifier, web_terms};
use crate::site::Site;
use cases::doors::Clients as _;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use signon::{NewKey, Refused};

#[tokio::test]
async fn an_agency_registers_keys_of_its_own_living_applications_only() {
    for office in offices().await {
        let key = |application: &str| NewKey { application: application.into(), ..program(&["layanan.panggil"]) };
        let register =
            async |who: web::Session, new| office.signon.register(&who, new, office.form_key()).await.map(drop);
        assert_eq!(register(liaison(), key("simpus")).await, Ok(()));
        assert_eq!(register(liaison(), key("presensi")).await, Err(Refused::NotOwn));
        assert_eq!(register(verifier(), key("simpus")).await, Err(Refused::NotOwn));
        assert_eq!(register(liaison(), key("lama")).await, Err(Refused::NoApplication));
        assert_eq!(register(liaison(), key("tidak-ada")).await, Err(Refused::NoApplication));
        assert_eq!(register(kominfo(), key("simpus")).await, Ok(()));
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_key_whose_secret_is_not_shown_again() {
    for office in offices().await {
        let form = office.form_key();
        let first = office.signon.register(&liaison(), program(&["layanan.panggil"]), form).await.unwrap();
        let again = office.signon.register(&liaison(), program(&["layanan.panggil"]), form).await.unwrap();
        assert_eq!((&first.id, again.secret), (&again.id, None));
        assert!(first.secret.is_some());
    }
}

#[tokio::test]
async fn what_writes_waits_for_a_second_person_at_kominfo() {
    for office in offices().await {
        let made = office.register(program(&["layanan.panggil", "laporan.tulis"])).await;
        let site = Site::new(&office, Vec::new());
        let asked = [("grant_type", "client_credentials"), ("scope", "laporan.tulis")];
        assert_eq!(site.token(&made, &asked).await.json()["error"], "invalid_scope", "it waits");
        site.program_token(&made).await;
        assert_eq!(office.signon.answer(&liaison(), &made.id, 1, None).await, Err(Refused::NotOwn));
        assert_eq!(office.signon.answer(&kominfo(), &made.id, 1, Some("x")).await, Err(Refused::Reason));
        office.signon.answer(&kominfo(), &made.id, 1, None).await.unwrap();
        assert_eq!(site.token(&made, &asked).await.status.as_u16(), 200);
        assert_eq!(office.signon.answer(&kominfo(), &made.id, 2, None).await, Err(Refused::NothingWaits));
        assert_eq!(office.happened().await, ["client.registered", "client_secret.made", "client.agreed"]);
    }
}

#[tokio::test]
async fn kominfo_does_not_agree_to_what_it_asked_itself() {
    let office = office().await;
    let new = NewKey { application: "presensi".into(), ..program(&["laporan.tulis"]) };
    let made = office.signon.register(&kominfo(), new, office.form_key()).await.unwrap();
    assert_eq!(office.signon.answer(&kominfo(), &made.id, 1, None).await, Err(Refused::FourEyes));
    let other = crate::office::officer("rina", kernel::Role::Head, "dinas-kominfo");
    office.signon.answer(&other, &made.id, 1, None).await.unwrap();
}

#[tokio::test]
async fn a_declined_wish_leaves_what_held() {
    for office in offices().await {
        let made = office.register(key(Kind::Web, web_terms())).await;
        let wide = Terms { officers: Audience::Everybody, ..web_terms() };
        office.signon.change(&liaison(), &made.id, 1, change("Server utama", wide)).await.unwrap();
        office.signon.answer(&kominfo(), &made.id, 2, Some("Belum ada uji keamanan.")).await.unwrap();
        let site = Site::new(&office, vec![liaison(), kominfo()]);
        assert!(
            site.get(Some(0), &format!("/pengembang/kunci/{}", made.id)).await.body.contains("Belum ada uji keamanan.")
        );
        let came = site.authorize(&site.cookie(Some(1)), &made.id, &[]).await;
        assert_eq!(came.status.as_u16(), 403, "officers of other agencies stay out");
    }
}

#[tokio::test]
async fn two_who_change_a_key_at_once_do_not_overwrite_each_other() {
    for office in offices().await {
        let made = office.register(key(Kind::Web, web_terms())).await;
        office.signon.change(&liaison(), &made.id, 1, change("Satu", web_terms())).await.unwrap();
        let late = office.signon.change(&kominfo(), &made.id, 1, change("Dua", web_terms())).await;
        assert_eq!(late, Err(Refused::Moved));
    }
}

#[tokio::test]
async fn an_old_secret_goes_on_while_the_application_changes_over() {
    for office in offices().await {
        let made = office.register(program(&["layanan.panggil"])).await;
        let site = Site::new(&office, Vec::new());
        let fresh = office.signon.new_secret(&liaison(), &made.id, 90, 7).await.unwrap();
        let changed = signon::Registered { id: made.id.clone(), secret: Some(fresh) };
        site.program_token(&made).await;
        site.program_token(&changed).await;
        assert_eq!(office.signon.new_secret(&liaison(), &made.id, 90, 7).await, Err(Refused::TwoSecrets));
        office.ledger.clock.advance(7 * 86_400);
        let asked = [("grant_type", "client_credentials")];
        assert_eq!(site.token(&made, &asked).await.json()["error"], "invalid_client", "its week is over");
        site.program_token(&changed).await;
        office.ledger.clock.advance(84 * 86_400);
        assert_eq!(site.token(&changed, &asked).await.json()["error"], "invalid_client", "its ninety days are over");
    }
}

#[tokio::test]
async fn a_leaked_secret_ends_at_once() {
    for office in offices().await {
        let made = office.register(program(&["layanan.panggil"])).await;
        let secret = made.secret.clone().unwrap();
        assert_eq!(office.signon.end_secret(&verifier(), &made.id, &secret.id).await, Err(Refused::NotThere));
        office.signon.end_secret(&liaison(), &made.id, &secret.id).await.unwrap();
        let came = Site::new(&office, Vec::new()).token(&made, &[("grant_type", "client_credentials")]).await;
        assert_eq!(came.json()["error"], "invalid_client");
        assert_eq!(office.signon.end_secret(&liaison(), &made.id, &secret.id).await, Err(Refused::Moved));
    }
}

#[tokio::test]
async fn limits_of_secrets_are_kept() {
    let office = office().await;
    let made = office.register(program(&["layanan.panggil"])).await;
    let phone = office.register(key(Kind::Public, web_terms())).await;
    assert_eq!(phone.secret, None);
    let new = async |id: &str, days, overlap| office.signon.new_secret(&liaison(), id, days, overlap).await.map(drop);
    assert_eq!(new(&phone.id, 90, 0).await, Err(Refused::NoSecret));
    assert_eq!(new(&made.id, 366, 0).await, Err(Refused::Days));
    assert_eq!(new(&made.id, 90, 31).await, Err(Refused::Overlap));
}

#[tokio::test]
async fn no_secret_or_token_stands_readable_in_the_store_or_the_log() {
    let office = office().await;
    let made = office.register(program(&["layanan.panggil"])).await;
    let token = Site::new(&office, Vec::new()).program_token(&made).await;
    let secret = made.secret.unwrap().text;
    office.ledger.store.sequence(crate::office::REGION).await.unwrap();
    let events = office.ledger.store.events_after(crate::office::REGION, 0, 100).await.unwrap();
    let log = format!("{events:?}");
    let mut rows = String::new();
    for table in ["signon_secrets", "signon_access", "signon_clients"] {
        let found = office.ledger.store.rows(&format!("SELECT * FROM {table}"), &[]).await.unwrap();
        rows.push_str(&format!("{found:?}"));
    }
    for hidden in [&secret, &token] {
        assert!(!log.contains(hidden.as_str()) && !rows.contains(hidden.as_str()));
    }
}

#[tokio::test]
async fn the_portal_hears_of_living_keys_and_when_their_secrets_end() {
    for office in offices().await {
        let made = office.register(program(&["layanan.panggil"])).await;
        let gone = office.register(program(&["layanan.panggil"])).await;
        office.signon.revoke(&liaison(), &gone.id).await.unwrap();
        let keys = office.signon.of_units(&["dinas-kesehatan".to_owned()]).await.unwrap();
        assert_eq!(keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), [made.id.as_str()]);
        assert_eq!(keys[0].secret_until, made.secret.unwrap().until);
        assert!(office.signon.of_units(&[]).await.unwrap().is_empty());
    }
}
