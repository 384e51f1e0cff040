use super::order::{Contact, SITI, a_code, to_heads, to_known, to_resident, without_case};
use super::peers::{Http, Mood, Smtp};
use super::*;
use cases::doors::Notices;
use store::DRAWN;

const TEXT: &str = "Laporan diterima. Lacak di https://jombang.id/l/ABCD";

fn state(state: DeliveryState, channel: &str, reason: &str) -> (DeliveryState, String, String) {
    (state, channel.to_owned(), reason.to_owned())
}

#[tokio::test]
async fn a_message_goes_by_the_gateway_once_with_the_number_in_its_place() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Takes).await;
        let messages = room(&ledger, Some(&http), None);
        to_resident(&ledger, "k1", 1, SITI, &format!("Laporan {DRAWN} diterima")).await;
        work(&messages, &ledger).await;
        work(&messages, &ledger).await;
        assert_eq!(http.texts(), [format!("Laporan {} diterima", order::number())]);
        assert_eq!(http.heard.lock().unwrap()[0]["to"], "6281234567890");
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Sent, "wa", "")]);
        let shown = messages.of_case("k1").await;
        assert_eq!(shown[0].text.as_deref(), Some(format!("Laporan {} diterima", order::number()).as_str()));
    }
}

#[tokio::test]
async fn without_a_phone_number_it_goes_by_mail() {
    for ledger in ledgers().await {
        let (http, smtp) = (Http::start(Mood::Takes).await, Smtp::start(Mood::Takes).await);
        let messages = room(&ledger, Some(&http), Some(&smtp));
        to_resident(&ledger, "k1", 1, Contact { phone: "", ..SITI }, TEXT).await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Sent, "surel", "")]);
        let mails = smtp.heard.lock().unwrap();
        let mail = &mails[0];
        assert!(mail.contains("Subject: Laporan PGD-2027-000123") && mail.contains("To: siti@contoh.id"), "{mail}");
        assert!(mail.contains("Auto-Submitted: auto-generated") && mail.contains(TEXT), "{mail}");
        assert!(http.texts().is_empty());
    }
}

#[tokio::test]
async fn a_message_without_a_case_names_no_report_and_nobody_is_asked_to_call() {
    for ledger in ledgers().await {
        let smtp = Smtp::start(Mood::Takes).await;
        let messages = room(&ledger, None, Some(&smtp));
        without_case(&ledger, "draft/a", SITI, "Lanjutkan: https://jombang.id/lanjut/ABCD").await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "draft/a").await, [state(DeliveryState::Sent, "surel", "")]);
        let mail = smtp.heard.lock().unwrap()[0].clone();
        assert!(mail.contains("Subject: Lanjutkan isian Anda") && !mail.contains("Laporan"), "{mail}");
        let nowhere = room(&ledger, None, None);
        without_case(&ledger, "draft/b", SITI, "Lanjutkan: https://jombang.id/lanjut/EFGH").await;
        work(&nowhere, &ledger).await;
        assert_eq!(states(&nowhere, "draft/b").await, [state(DeliveryState::NoChannel, "", "tanpa_kanal")]);
        let row = ledger.store.row("SELECT COUNT(*) FROM messages_deliveries WHERE callable = 1", &[]).await;
        assert_eq!(row.unwrap().unwrap().int(0).unwrap(), 0, "officers are not asked to call");
    }
}

#[tokio::test]
async fn a_code_that_holds_no_more_is_not_sent_and_one_in_time_has_a_subject_of_its_own() {
    for ledger in ledgers().await {
        let smtp = Smtp::start(Mood::Takes).await;
        let messages = room(&ledger, None, Some(&smtp));
        for (case, seconds) in [("draft/a/kode/1", 600), ("draft/a/kode/2", 0)] {
            a_code(&ledger, case, SITI, ledger.now().plus_seconds(seconds)).await;
        }
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "draft/a/kode/1").await, [state(DeliveryState::Sent, "surel", "")]);
        assert_eq!(states(&messages, "draft/a/kode/2").await, [state(DeliveryState::Failed, "", "kedaluwarsa")]);
        let mails = smtp.heard.lock().unwrap().clone();
        assert!(mails.len() == 1 && mails[0].contains("Subject: Kode Anda"), "{mails:?}");
    }
}

#[tokio::test]
async fn every_way_in_which_a_gateway_can_fail_is_tried_again_later() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let http = Http::start(Mood::Takes).await;
    for (place, (mood, reason)) in [
        (Mood::Breaks, "gerbang_galat"),
        (Mood::Rubbish, "gerbang_galat"),
        (Mood::Redirects, "gerbang_galat"),
        (Mood::Hangs, "gerbang_diam"),
    ]
    .into_iter()
    .enumerate()
    {
        http.becomes(mood);
        let messages = room(&ledger, Some(&http), None);
        let case = format!("k{place}");
        to_resident(&ledger, &case, 1, SITI, TEXT).await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, &case).await, [state(DeliveryState::Queued, "", reason)]);
        http.becomes(Mood::Takes);
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, &case).await[0].0, DeliveryState::Queued, "not before its time");
        ledger.clock.advance(30);
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, &case).await, [state(DeliveryState::Sent, "wa", "")]);
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_tried_again_and_given_up_for_the_call_list_in_the_end() {
    for ledger in ledgers().await {
        let nobody = Http { port: 1, ..Http::start(Mood::Takes).await };
        let messages = room(&ledger, Some(&nobody), None);
        to_resident(&ledger, "k1", 1, SITI, TEXT).await;
        let mut hours = 0;
        while states(&messages, "k1").await.first().is_none_or(|one| one.0 == DeliveryState::Queued) {
            work(&messages, &ledger).await;
            ledger.clock.advance(3600);
            hours += 1;
            assert!(hours < 72, "never given up");
        }
        assert!(hours > 12, "given up after {hours} hours");
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Failed, "", "gerbang_tak_tercapai")]);
    }
}

#[tokio::test]
async fn a_number_that_the_gateway_refuses_gets_an_email_instead() {
    for ledger in ledgers().await {
        let (http, smtp) = (Http::start(Mood::Refuses).await, Smtp::start(Mood::Takes).await);
        let messages = room(&ledger, Some(&http), Some(&smtp));
        to_resident(&ledger, "k1", 1, SITI, TEXT).await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Sent, "surel", "")]);
        assert_eq!((http.texts().len(), smtp.heard.lock().unwrap().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_mail_server_that_refuses_hangs_or_talks_rubbish_loses_nothing() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    for (place, (mood, expected)) in [
        (Mood::Refuses, state(DeliveryState::Failed, "", "ditolak_server_surel")),
        (Mood::Breaks, state(DeliveryState::Queued, "", "server_surel_galat")),
        (Mood::Rubbish, state(DeliveryState::Queued, "", "server_surel_galat")),
        (Mood::Hangs, state(DeliveryState::Queued, "", "server_surel_diam")),
    ]
    .into_iter()
    .enumerate()
    {
        let smtp = Smtp::start(mood).await;
        let messages = room(&ledger, None, Some(&smtp));
        let case = format!("k{place}");
        to_resident(&ledger, &case, 1, SITI, TEXT).await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, &case).await, [expected]);
    }
}

#[tokio::test]
async fn after_five_failures_the_gateway_is_left_alone_and_then_caught_up_in_order() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Breaks).await;
        let messages = room(&ledger, Some(&http), None);
        for case in 0..12 {
            to_resident(&ledger, &format!("k{case:02}"), 1, SITI, TEXT).await;
        }
        work(&messages, &ledger).await;
        let tried = http.texts().len();
        assert!((5..=8).contains(&tried), "at most the four under way beside the fifth: {tried}");
        http.becomes(Mood::Takes);
        for _ in 0..20 {
            ledger.clock.advance(61);
            work(&messages, &ledger).await;
        }
        for case in 0..12 {
            assert_eq!(states(&messages, &format!("k{case:02}")).await[0].0, DeliveryState::Sent, "{case}");
        }
    }
}

#[tokio::test]
async fn messages_of_one_case_leave_in_order_however_late_the_first_is() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Breaks).await;
        let messages = room(&ledger, Some(&http), None);
        let siti = to_resident(&ledger, "k1", 1, SITI, "satu").await;
        work(&messages, &ledger).await;
        http.becomes(Mood::Takes);
        for (place, text) in [(3, "tiga"), (2, "dua")] {
            to_known(&ledger, "k1", place, &siti, SITI, text).await;
        }
        to_resident(&ledger, "k2", 1, SITI, "lain").await;
        work(&messages, &ledger).await;
        assert_eq!(http.texts(), ["satu", "lain"], "the others of the case wait for the first");
        ledger.clock.advance(30);
        work(&messages, &ledger).await;
        assert_eq!(http.texts(), ["satu", "lain", "satu", "dua", "tiga"]);
    }
}

#[tokio::test]
async fn without_any_channel_it_is_marked_unsent() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        to_resident(&ledger, "k1", 1, SITI, TEXT).await;
        to_resident(&ledger, "k2", 1, Contact::default(), TEXT).await;
        work(&messages, &ledger).await;
        for case in ["k1", "k2"] {
            assert_eq!(states(&messages, case).await, [state(DeliveryState::NoChannel, "", "tanpa_kanal")]);
        }
    }
}

#[tokio::test]
async fn a_text_that_names_the_resident_never_leaves_the_house() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Takes).await;
        let messages = room(&ledger, Some(&http), None);
        for (case, text) in [
            ("k1", "Yth. Siti Rohmah, laporan diterima"),
            ("k2", "Kami hubungi 0812 3456 7890"),
            ("k3", "NIK 3517014512870003"),
        ] {
            to_resident(&ledger, case, 1, SITI, text).await;
            work(&messages, &ledger).await;
            assert_eq!(states(&messages, case).await, [state(DeliveryState::Failed, "", "memuat_data_pribadi")]);
        }
        assert!(http.texts().is_empty());
    }
}

#[tokio::test]
async fn an_erased_resident_gets_nothing_more() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Takes).await;
        let messages = room(&ledger, Some(&http), None);
        let person = to_resident(&ledger, "k1", 1, SITI, TEXT).await;
        ledger.store.erase_person("35.17", person.id(), ledger.now()).await.unwrap();
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Failed, "", "data_dihapus")]);
        assert_eq!(messages.of_case("k1").await[0].text, None);
        assert!(http.texts().is_empty());
    }
}

#[tokio::test]
async fn an_escalation_reaches_heads_by_mail_or_as_a_notice_and_shows_where_nobody_is() {
    for ledger in ledgers().await {
        let smtp = Smtp::start(Mood::Takes).await;
        let messages = room(&ledger, None, Some(&smtp));
        for (case, unit) in [("k1", "dinas-pupr"), ("k2", "dinas-sosial"), ("k3", "dinas-antah")] {
            to_heads(&ledger, case, unit).await;
        }
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "k1").await, [state(DeliveryState::Sent, "surel", "")]);
        assert_eq!(states(&messages, "k2").await, [state(DeliveryState::Sent, "pemberitahuan", "")]);
        assert_eq!(states(&messages, "k3").await, [state(DeliveryState::Failed, "", "tanpa_petugas")]);
        assert!(smtp.heard.lock().unwrap()[0].contains("To: kadis@jombangkab.go.id"));
        for head in ["kepala-dinas-pupr", "kepala-dinas-sosial"] {
            let head = OfficerId(head.to_owned());
            assert_eq!(messages.unread(&head).await, 1);
            let notices = messages.notices(&head, 9).await.unwrap();
            assert!(notices[0].text.as_deref().unwrap().contains(order::number().as_str()));
            messages.seen(&head, ledger.now()).await.unwrap();
            assert_eq!(messages.unread(&head).await, 0);
        }
    }
}

#[tokio::test]
async fn two_nodes_at_once_send_each_message_once() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Takes).await;
        let (one, other) = (room(&ledger, Some(&http), None), room(&ledger, Some(&http), None));
        for case in 0..15 {
            to_resident(&ledger, &format!("k{case}"), 1, SITI, &format!("Laporan ke {case}")).await;
        }
        tokio::join!(work(&one, &ledger), work(&other, &ledger));
        let mut texts = http.texts();
        texts.sort();
        texts.dedup();
        assert_eq!((texts.len(), http.texts().len()), (15, 15));
    }
}

#[tokio::test]
async fn an_order_that_cannot_be_read_is_put_aside_and_holds_up_nobody() {
    for ledger in ledgers().await {
        let http = Http::start(Mood::Takes).await;
        let messages = room(&ledger, Some(&http), None);
        let rubbish = store::Outgoing {
            topic: cases::doors::MESSAGE_TOPIC.to_owned(),
            once_key: "x".to_owned(),
            payload: serde_json::json!({ "apa": "ini" }),
            due_at: ledger.now(),
        };
        let commit = store::Commit { outbox: vec![rubbish], ..store::Commit::new("35.17", "", 0) };
        ledger.store.commit(commit, ledger.now()).await.unwrap();
        to_resident(&ledger, "k1", 1, SITI, TEXT).await;
        work(&messages, &ledger).await;
        assert_eq!(states(&messages, "k1").await[0].0, DeliveryState::Sent);
        let depth = ledger.store.outbox_depth("35.17", cases::doors::MESSAGE_TOPIC).await.unwrap();
        assert_eq!(depth, (0, 1));
    }
}
