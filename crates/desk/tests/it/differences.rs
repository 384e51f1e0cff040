//! What the applicant changed when an application comes back (semantics R44).

use crate::office::{Office, person};
use crate::request::{applied, offices, shop_called, take};
use crate::town::picture;
use definition::Value;
use desk::{Added, Changed, DraftFor, Filled, NewFile, Viewer};

fn text(words: &str) -> Option<Value> {
    Some(Value::Text(words.into()))
}

#[tokio::test]
async fn an_officer_sees_old_and_new_of_every_answer_that_came_back_changed() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        let marks = vec!["nama_usaha".into(), "luas".into(), "pengantar".into()];
        let why = Filled { reason: "Nama tidak sama.".into(), marks, ..Filled::default() };
        town.act(&person("pelayanan"), &number, "kembalikan", why).await.unwrap();
        let officer = Viewer::Officer(person("pelayanan"));
        assert!(town.view(&number, &officer).await.submissions.is_empty(), "nothing came back yet");
        let file = NewFile { field: "pengantar".into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
        let typed = shop_called("Toko Berkah Jaya", "80", "sewa");
        let draft = draft.handle.secret().to_owned();
        town.reply(&number, "kirim", Filled { input: typed, draft, ..Filled::default() }).await.unwrap();
        let seen = town.view(&number, &officer).await.submissions;
        assert_eq!(seen.len(), 1);
        let changed =
            Changed { field: "nama_usaha".into(), before: text("Toko Berkah"), after: text("Toko Berkah Jaya") };
        assert_eq!(seen[0].answers, [changed], "what was marked and left as it was is no change");
        assert_eq!(seen[0].files, [Added { field: "pengantar".into(), new: 1, before: 1 }]);
        let other = Viewer::Officer(person("kesehatan"));
        assert!(town.view(&number, &other).await.submissions.is_empty(), "another agency sees none of it");
        let page = Office::of(&town).get("pelayanan", &format!("/kerja/kasus/{number}")).await;
        page.says(&[
            "Yang diubah pemohon",
            "<del>Toko Berkah</del>",
            "<ins>Toko Berkah Jaya</ins>",
            "1 berkas baru menggantikan 1",
        ]);
        take(&town, "pelayanan", &number, "lengkap").await;
        let stranger = town.view(&number, &Viewer::Stranger).await;
        assert!(stranger.submissions.is_empty());
        town.ledger.store.close().await;
    }
}
