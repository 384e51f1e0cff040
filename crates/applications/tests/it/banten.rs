//! A real list of a province's websites and applications, as it was published: dirty, and of other agencies than ours.

use crate::office::{author, kominfo, offices};
use applications::model::intake::names;
use applications::model::mapping::Mapping;
use std::io::Read as _;

/// The published file; none where the shared data are not there.
fn table() -> Option<Vec<u8>> {
    let folder = std::env::var("GAPURA_SHARED").ok()?;
    let path = std::path::Path::new(&folder).join("data/real/banten_website_aplikasi_2017.csv.gz");
    let mut bytes = Vec::new();
    sheet::Source::Path(path).open().unwrap().read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

#[tokio::test]
async fn the_list_of_a_province_comes_in_with_its_report_once_its_agencies_are_mapped() {
    let Some(bytes) = table() else {
        return eprintln!("skipped: GAPURA_SHARED is not set");
    };
    for office in offices().await {
        let by = author(&kominfo());
        let id = office.room.bring(&by, "banten.csv", &bytes).await.unwrap();
        let import = office.room.import(&by, &id).await.unwrap();
        assert_eq!(import.grid.rows.len(), 100);
        for (title, field) in
            [("opd", "pemilik"), ("url", "alamat"), ("posisi_server", "letak"), ("keterangan", "fungsi")]
        {
            assert_eq!(import.mapping.field(title).map(|one| one.name), Some(field), "{title}");
        }
        let seen = office.room.preview(&import.grid, &import.mapping).await.unwrap();
        let unknown = names(&seen.unknown);
        assert!(unknown.len() > 20, "agencies of a province are not ours: {}", unknown.len());
        let mut mapping = import.mapping.clone();
        for (key, ..) in &unknown {
            let unit = if key.contains("kepegawaian") {
                "bkpsdm"
            } else if key.contains("rsu") {
                "rsud"
            } else {
                "setda"
            };
            mapping.dinas.insert(key.clone(), unit.into());
        }
        office.room.remap(&by, &id, &mapping).await.unwrap();
        let report = office.room.finish(&by, &id).await.unwrap();
        assert_eq!(report.rows, 100);
        assert_eq!(report.recorded + report.rejected.len(), 100, "every row is taken or refused with its reason");
        assert!(report.recorded >= 95, "{:?}", report.rejected);
        let reasons = ["ganda", "nama"];
        assert!(report.rejected.iter().all(|one| reasons.contains(&one.why.as_str())), "{:?}", report.rejected);
        assert!(
            report.repairs.iter().filter(|one| one.what == "nama-dari-alamat").count() >= 95,
            "it has no names, only addresses"
        );
        let again = office.room.take_file(&by, &bytes, Mapping::default()).await.unwrap();
        assert_eq!((again.recorded, again.changed), (0, 0));
    }
}
