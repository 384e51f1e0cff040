//! Files that come: taken once, told apart, kept or not, and what is left of them.

use crate::site::{BUDI, DEWI, RINA, SITI, csv, employees, towns};
use feeds::{Refused, Trigger};
use kernel::Actor;
use rust_xlsxwriter::Workbook;
use serde_json::json;

#[tokio::test]
async fn a_file_is_taken_told_apart_and_offered_without_what_is_personal() {
    for town in towns(&[employees()]).await {
        let ran = town.read("satu.csv", csv(&[SITI, BUDI, RINA])).await;
        assert_eq!((ran.outcome, ran.counts.inserted, ran.counts.rejected), ("baik", 3, 0), "{ran:?}");
        let changed = [SITI[0], SITI[1], "III/c", SITI[3], SITI[4]];
        let ran = town.read("dua.csv", csv(&[changed, BUDI, RINA, DEWI])).await;
        let counts = ran.counts;
        assert_eq!((counts.inserted, counts.changed, counts.unchanged, counts.vanished), (1, 1, 2, 0));
        let rows = town.rows("status=Aktif", &[]).await;
        assert_eq!(rows.len(), 3);
        let ranks: Vec<_> = rows.iter().map(|row| row["golongan"].as_str().unwrap()).collect();
        assert!(ranks.contains(&"III/c") && !rows[0].to_string().contains("Siti"), "{rows:?}");
        assert!(rows.iter().all(|row| row.get("nip").is_none() && row.get("nama").is_none()));
        assert_eq!(town.shelf("arsip").len(), 4, "two files, each with its report");
        assert_eq!(town.shelf(".").len(), 1, "nothing else is left but the shelf");
    }
}

#[tokio::test]
async fn personal_columns_are_answered_where_a_grant_names_them_and_stand_nowhere_in_clear() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI])).await;
        let rows = town.rows("nip=198001012005011001", &["baris.nip", "nama"]).await;
        assert_eq!((rows.len(), &rows[0]["nama"], &rows[0]["nip"]), (1, &json!("Siti Aminah"), &json!(SITI[0])));
        let id = rows[0]["_id"].as_str().unwrap();
        assert_eq!(town.ask(&format!("/{id}"), "", &[]).await.1["golongan"], "III/a");
        assert_eq!(town.ask(&format!("/{}", SITI[0]), "", &[]).await.0, 404, "a personal key is no address");
        assert_eq!(town.ask(&format!("/{}", SITI[0]), "", &["nip"]).await.0, 200);
        assert_eq!(town.ask("/", "nip=198001012005011001", &[]).await.0, 400);
        let kept = town.ledger.store.rows("SELECT row_key, open_values, hash FROM feeds_rows", &[]).await.unwrap();
        assert!(!format!("{kept:?}").contains("1980") && !format!("{kept:?}").contains("Siti"));
        let facts = format!("{:?}", town.facts().await);
        assert!(!facts.contains("1980") && !facts.contains("Siti") && !facts.contains("satu.csv"), "{facts}");
    }
}

#[tokio::test]
async fn each_changed_row_is_a_fact_and_a_catch_up_by_number_gives_all_of_them_in_order() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI, RINA, DEWI])).await;
        let changed = [SITI[0], SITI[1], "III/c", SITI[3], SITI[4]];
        town.read("dua.csv", csv(&[changed, BUDI, RINA])).await;
        let facts = town.named("row.changed").await;
        let kinds: Vec<_> = facts.iter().map(|fact| fact["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["baru", "baru", "baru", "baru", "berubah", "hilang"]);
        assert_eq!(facts[5]["change"], 6);
        let rows = town.rows("berubah_sejak=4", &[]).await;
        assert_eq!((rows.len(), &rows[0]["_ubah"], &rows[1]["_ubah"]), (2, &json!(5), &json!(6)));
        assert!(rows[1]["_hilang"].is_string());
        assert_eq!(town.rows("", &[]).await.len(), 3);
        assert_eq!(town.rows("hilang=ya", &[]).await.len(), 4);
        let ran = town.named("feed.ran").await;
        assert_eq!(
            (&ran[1]["changed"], &ran[1]["vanished"], &ran[1]["application"]),
            (&json!(1), &json!(1), &json!("simpeg"))
        );
    }
}

#[tokio::test]
async fn many_changes_are_one_fact() {
    for town in towns(&[employees()]).await {
        let lines =
            (0..600).map(|at| format!("{:018},Nama {at},III/a,A,2005-01-01\n", 198_001_012_005_010_000_u64 + at));
        let ran = town.read("banyak.csv", csv(&[]) + &lines.collect::<String>()).await;
        assert_eq!(ran.counts.inserted, 600);
        assert_eq!((town.named("row.changed").await.len(), town.named("feed.reloaded").await.len()), (0, 1));
        let (mut after, mut seen) = (String::new(), 0);
        loop {
            let page = town.ask("/", &format!("batas=250&setelah={after}"), &[]).await.1;
            seen += page["baris"].as_array().unwrap().len();
            let Some(next) = page["berikut"].as_str() else { break };
            after = next.to_owned();
        }
        assert_eq!(seen, 600);
    }
}

#[tokio::test]
async fn an_empty_file_after_a_full_one_stops_and_asks_and_nothing_is_lost() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI, RINA])).await;
        let ran = town.read("dua.csv", csv(&[])).await;
        assert_eq!(ran.outcome, "menunggu");
        assert!(ran.notes[0].contains("3 baris akan hilang (100 % dari 3)"), "{:?}", ran.notes);
        assert_eq!(town.rows("", &[]).await.len(), 3);
        assert_eq!(town.run().await, [], "it waits where it lies and is not read again and again");
        let liaison = testkit::officer("slamet", kernel::Role::Liaison, "bkpsdm");
        town.feeds.accept(&liaison, "pegawai").await.unwrap();
        let ran = town.run().await.remove(0);
        assert_eq!((ran.outcome, ran.counts.vanished), ("baik", 3));
        assert_eq!(town.rows("", &[]).await.len(), 0);
        assert_eq!(town.feeds.accept(&liaison, "pegawai").await, Err(Refused::NothingWaits));
    }
}

#[tokio::test]
async fn a_file_that_sends_mostly_nonsense_stops_and_one_with_other_columns_is_rejected() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI])).await;
        let bad = ["1", "X", "", "", ""];
        let ran = town.read("dua.csv", csv(&[SITI, bad, bad, bad])).await;
        assert_eq!((ran.outcome, ran.counts.rejected), ("menunggu", 3));
        std::fs::remove_file(town.drops.path().join("simpeg/dua.csv")).unwrap();
        let ran = town.read("tiga.csv", "NIP,Nama,Gol,Status,TMT\n1,2,3,4,5\n").await;
        assert_eq!(ran.outcome, "gagal");
        assert!(ran.notes[0].contains("`Nama lengkap` (mungkin sekarang `nama`)"), "{:?}", ran.notes);
        assert_eq!(town.shelf("ditolak").len(), 2);
        assert_eq!(town.rows("", &[]).await.len(), 2, "what was there stays");
        assert_eq!(town.named("feed.ran").await[2]["why"], "bentuk");
    }
}

#[tokio::test]
async fn rejects_keep_what_was_there_before_and_mask_what_is_personal() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI, RINA])).await;
        let late = [BUDI[0], BUDI[1], BUDI[2], "Cuti", BUDI[4]];
        let long = ["3,51701E+15", "Tono", "II/a", "A", "2020-01-01"];
        let ran = town.read("dua.csv", csv(&[SITI, late, RINA, DEWI, SITI])).await;
        assert_eq!((ran.counts.rejected, ran.counts.vanished, ran.counts.inserted), (2, 0, 1));
        let codes: Vec<_> = ran.rejects.iter().map(|one| (one.row, one.column.as_str(), one.bad.code())).collect();
        assert_eq!(codes, [(3, "status", "pilihan"), (6, "nip", "kunci-ganda")]);
        assert_eq!((ran.rejects[0].shown.as_str(), ran.rejects[1].shown.as_str()), ("Cuti", "1****************1"));
        assert_eq!(town.rows("golongan=III%2Fb", &[]).await.len(), 1, "the old row of the rejected one stays");
        let quoted = csv(&[SITI, BUDI, RINA, DEWI])
            + &format!("\"{}\",{},{},{},{}\n", long[0], long[1], long[2], long[3], long[4]);
        let ran = town.read("tiga.csv", quoted).await;
        assert_eq!(ran.rejects[0].bad.code(), "dibulatkan");
    }
}

#[tokio::test]
async fn the_owner_is_told_once_for_each_change_of_what_is_wrong() {
    for town in towns(&[employees()]).await {
        let late = [BUDI[0], BUDI[1], BUDI[2], "Cuti", BUDI[4]];
        let orders = || async {
            let sql = "SELECT payload FROM store_outbox WHERE topic = 'message' ORDER BY once_key";
            town.ledger.store.rows(sql, &[]).await.unwrap()
        };
        town.read("satu.csv", csv(&[SITI, late, RINA])).await;
        assert_eq!(orders().await.len(), 1);
        town.read("dua.csv", csv(&[SITI, late, RINA, DEWI])).await;
        assert_eq!(orders().await.len(), 1, "the same reject is not told again");
        let later = [BUDI[0], BUDI[1], BUDI[2], "Pindah", BUDI[4]];
        town.read("tiga.csv", csv(&[SITI, later, RINA, DEWI])).await;
        let all = orders().await;
        assert_eq!(all.len(), 2);
        let order: cases::doors::MessageOrder = serde_json::from_str(all[0].text(0).unwrap()).unwrap();
        let text = town.ledger.store.open_sealed(crate::site::REGION, &[&order.text.id]).await.unwrap();
        assert!(text[&order.text.id].contains("1 baris ditolak"), "{text:?}");
        assert!(matches!(order.to, cases::doors::MessageTo::Staff { unit, .. } if unit == "bkpsdm"));
    }
}

#[tokio::test]
async fn the_same_bytes_are_read_once_and_an_older_state_can_come_back() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI])).await;
        town.put("lagi.csv", csv(&[SITI, BUDI]));
        assert_eq!(town.run().await, []);
        town.read("dua.csv", csv(&[SITI, BUDI, RINA, DEWI])).await;
        let back = town.read("satu-lagi.csv", csv(&[SITI, BUDI, RINA])).await;
        assert_eq!((back.outcome, back.counts.vanished), ("baik", 1));
        let again = town.read("dua-lagi.csv", csv(&[SITI, BUDI, RINA, DEWI])).await;
        assert_eq!((again.outcome, again.counts.inserted), ("baik", 1), "a row that comes back is new");
        assert_eq!(town.rows("hilang=ya", &[]).await.len(), 4);
    }
}

#[tokio::test]
async fn two_runs_at_once_are_one() {
    for town in towns(&[employees()]).await {
        town.put("satu.csv", csv(&[SITI, BUDI]));
        let (one, other) = tokio::join!(
            town.feeds.run_feed("pegawai", Trigger::Schedule),
            town.feeds.run_feed("pegawai", Trigger::Schedule)
        );
        let both = [one, other];
        assert_eq!(both.iter().filter(|ran| matches!(ran, Err(Refused::Running))).count(), 1, "{both:?}");
        assert_eq!(town.named("feed.ran").await.len(), 1);
    }
}

#[tokio::test]
async fn a_run_that_died_is_taken_up_after_its_lease_and_finds_what_it_had_not_kept() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI])).await;
        let dead = "UPDATE feeds_feeds SET lease_by = 'mati', lease_until = $1 WHERE region = $2";
        let until = town.ledger.now().plus_seconds(1800);
        let statement = store::Statement::new(dead, store::values![until, crate::site::REGION]);
        let commit = store::Commit::of_statements(crate::site::REGION, vec![statement]);
        town.ledger.store.commit(commit, town.ledger.now()).await.unwrap();
        town.put("dua.csv", csv(&[SITI, BUDI]));
        assert_eq!(town.feeds.run_feed("pegawai", Trigger::Schedule).await, Err(Refused::Running));
        assert_eq!(town.feeds.due(town.ledger.now().plus_seconds(1000)).await.unwrap(), [""; 0]);
        town.ledger.clock.advance(1800);
        assert_eq!(town.feeds.due(town.ledger.now()).await.unwrap(), ["pegawai"]);
        assert_eq!(town.run().await[0].counts.inserted, 1);
    }
}

#[tokio::test]
async fn removed_rows_lose_their_values_at_once_and_their_ids_after_ninety_days() {
    for town in
        towns(&[employees().replace("\"tandai\"", "\"hapus\"").replace("= 30\nberhenti_tolak", "= 60\nberhenti_tolak")])
            .await
    {
        town.read("satu.csv", csv(&[SITI, BUDI, RINA])).await;
        let sealed = || async { town.ledger.store.rows("SELECT id FROM store_sealed", &[]).await.unwrap().len() };
        assert_eq!(sealed().await, 3);
        town.read("dua.csv", csv(&[SITI, RINA])).await;
        assert_eq!(sealed().await, 2, "the sealed values are gone");
        let gone = town.rows("berubah_sejak=3", &["nama"]).await;
        assert!(gone[0]["_hilang"].is_string() && gone[0].get("golongan").is_none(), "{gone:?}");
        town.ledger.clock.advance(91 * 86_400);
        town.read("tiga.csv", csv(&[SITI, RINA, DEWI])).await;
        assert_eq!(town.rows("hilang=ya", &[]).await.len(), 3);
    }
}

#[tokio::test]
async fn runs_and_the_files_that_they_read_are_remembered_for_two_years() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI])).await;
        town.ledger.clock.advance(3 * 366 * 86_400);
        town.read("dua.csv", csv(&[SITI, BUDI])).await;
        for table in ["feeds_runs", "feeds_files"] {
            let rows = town.ledger.store.rows(&format!("SELECT feed FROM {table}"), &[]).await.unwrap();
            assert_eq!(rows.len(), 1, "{table}");
        }
    }
}

#[tokio::test]
async fn a_workbook_is_read_from_its_sheet_with_dates_and_long_numbers_as_they_were() {
    for town in towns(&[crate::EXAMPLE.to_owned()]).await {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "Sampul").unwrap();
        let sheet = book.add_worksheet().set_name("Data").unwrap();
        for (column, name) in ["NIP", "Nama lengkap", "Golongan", "Status", "TMT"].into_iter().enumerate() {
            sheet.write_string(0, column as u16, name).unwrap();
        }
        for (row, one) in [SITI, BUDI].into_iter().enumerate() {
            for (column, text) in one.into_iter().enumerate() {
                sheet.write_string(row as u32 + 1, column as u16, text).unwrap();
            }
        }
        sheet.write_number(2, 4, 46_053.0).unwrap();
        for (column, text) in RINA.into_iter().enumerate().skip(1) {
            sheet.write_string(3, column as u16, text).unwrap();
        }
        sheet.write_number(3, 0, 198_203_032_007_032_003.0).unwrap();
        let ran = town.read("pegawai-maret.xlsx", book.save_to_buffer().unwrap()).await;
        assert_eq!((ran.counts.inserted, ran.counts.rejected), (2, 1), "{ran:?}");
        assert_eq!((ran.rejects[0].row, ran.rejects[0].bad.code()), (4, "dibulatkan"));
        let dates: Vec<_> =
            town.rows("", &[]).await.iter().map(|row| row["tmt"].as_str().unwrap().to_owned()).collect();
        assert!(dates.contains(&"2026-01-31".to_owned()), "{dates:?}");
    }
}

#[tokio::test]
async fn giants_bombs_and_other_kinds_of_files_are_rejected_with_a_reason() {
    for town in towns(&[employees()]).await {
        for (name, bytes, said) in [
            ("lebar.csv", vec![b','; 1_000_000], "lebih dari 500 kolom"),
            ("gambar.csv", b"\x89PNG\r\n".to_vec(), "gambar"),
            ("kosong.csv", b" \n".to_vec(), "kosong"),
            ("kutip.csv", b"NIP,\"Nama\n1,2".to_vec(), "tidak pernah ditutup"),
            ("buku.csv", b"PK\x03\x04xxxxxxxxxxxxxxxx".to_vec(), "rusak"),
            ("campur.csv", [csv(&[SITI]).into_bytes(), "é\n".into(), vec![0xE9, b'\n']].concat(), "UTF-8"),
        ] {
            let ran = town.read(name, bytes).await;
            assert_eq!(ran.outcome, "gagal", "{name}");
            assert!(ran.notes[0].contains(said), "{name}: {:?}", ran.notes);
        }
        let windows = town
            .read(
                "latin.csv",
                [csv(&[SITI]).into_bytes(), b"198102022006021002,Andr\xE9,II/a,A,2006-02-01\n".to_vec()].concat(),
            )
            .await;
        assert_eq!((windows.outcome, windows.counts.inserted), ("baik", 2));
        assert!(windows.notes.iter().any(|note| note.contains("Windows-1252")), "{:?}", windows.notes);
    }
}

#[tokio::test]
async fn a_try_keeps_nothing_and_moves_nothing() {
    for town in towns(&[employees()]).await {
        std::fs::write(town.drops.path().join("simpeg/satu.csv"), csv(&[SITI, BUDI])).unwrap();
        let tried = town.feeds.try_feed("pegawai").await.unwrap();
        assert_eq!((tried[0].run, tried[0].outcome, tried[0].counts.inserted), (0, "baik", 2));
        assert_eq!(town.rows("", &[]).await.len(), 0);
        assert_eq!(town.shelf("."), ["satu.csv"]);
        assert_eq!(town.named("feed.ran").await.len(), 0);
    }
}

#[tokio::test]
async fn more_rows_than_allowed_or_a_missing_folder_keep_nothing() {
    for town in towns(&[employees().replace("simpan_berkas   = 30", "simpan_berkas = 30\npaling_banyak = 2")]).await {
        let ran = town.read("satu.csv", csv(&[SITI, BUDI, RINA])).await;
        assert_eq!((ran.outcome, town.rows("", &[]).await.len()), ("gagal", 0));
        assert!(ran.notes[0].contains("lebih dari 2 baris"), "{:?}", ran.notes);
        std::fs::rename(town.drops.path().join("simpeg"), town.drops.path().join("lain")).unwrap();
        let ran = town.run().await.remove(0);
        assert_eq!(ran.notes, ["folder titipan `simpeg` tidak ada atau tidak terbaca"]);
        assert_eq!(town.feeds.standing("pegawai").await.unwrap().state, "gagal");
    }
}

#[tokio::test]
async fn a_feed_whose_mapping_file_is_gone_is_forgotten_with_all_its_rows_and_its_key() {
    for town in towns(&[employees()]).await {
        town.read("satu.csv", csv(&[SITI, BUDI])).await;
        assert_eq!(town.feeds.forget("pegawai", &Actor::Operator).await, Err(Refused::StillThere));
        let deps = crate::site::deps(&town.ledger, town.drops.path().to_owned(), &[]);
        let after = feeds::Feeds::open(deps).await.unwrap();
        assert_eq!(after.forget("pegawai", &Actor::Operator).await, Ok(2));
        assert_eq!(after.forget("pegawai", &Actor::Operator).await, Err(Refused::NotThere));
        for sql in ["SELECT id FROM feeds_rows", "SELECT id FROM store_sealed"] {
            assert_eq!(town.ledger.store.rows(sql, &[]).await.unwrap().len(), 0, "{sql}");
        }
        let keys = town.ledger.store.rows("SELECT id FROM store_people WHERE wrapped IS NOT NULL", &[]).await.unwrap();
        assert_eq!((keys.len(), town.named("feed.forgotten").await.len()), (0, 1));
    }
}
