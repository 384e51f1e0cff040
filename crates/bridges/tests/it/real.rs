//! The real files, where they are: `GAPURA_SHARED`, or `../shared` beside the repository. Absent, nothing is tested.

use crate::town::{Memory, import, lapor, mediacenter};
use bridges::Source;
use bridges::lapor::{ExportOptions, export};
use cases::doors::ImportedEnd;
use kernel::Zone;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

fn real(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("GAPURA_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("data/real").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("absent: {}", path.display());
    None
}

/// The hour of the day at which something happens most often, counted by hand.
fn busiest(hours: impl Iterator<Item = i8>) -> i8 {
    let mut counts = [0u32; 24];
    hours.for_each(|hour| counts[usize::try_from(hour).unwrap()] += 1);
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count).unwrap().0;
    i8::try_from(most).unwrap()
}

#[tokio::test]
async fn the_surabaya_file_comes_in_whole_and_its_days_begin_in_the_morning() {
    let Some(path) = real("surabaya_mediacenter_keluhan.dev.csv.gz") else {
        return;
    };
    let memory = Arc::new(Memory::default());
    let (report, _) = import(&memory, mediacenter(), Source::Path(path.clone())).await;
    let report = report.unwrap();
    assert_eq!((report.accepted + report.repaired, report.rejected, report.unchanged), (6312, 0, 0));
    let cases = memory.cases.lock().unwrap().clone();
    let count = |what: &dyn Fn(&cases::doors::ImportedCase) -> bool| cases.iter().filter(|case| what(case)).count();
    assert_eq!(count(&|case| case.end == ImportedEnd::Open && case.answered_at.is_none()), 393);
    assert_eq!(count(&|case| case.end == ImportedEnd::Unknown), 6312 - 393);
    assert_eq!(count(&|case| case.flags.contains(&"jawaban_sebelum_laporan".to_owned())), 2);
    assert_eq!(
        busiest(cases.iter().map(|case| case.opened_at.local(Zone::Wib).hour())),
        9,
        "UTC read as UTC peaks at 09 WIB"
    );
    let (again, _) = import(&memory, mediacenter(), Source::Path(path)).await;
    assert_eq!(again.unwrap().unchanged, 6312);
}

#[tokio::test]
async fn the_lapor_file_comes_in_whole_and_goes_out_as_it_came() {
    let Some(path) = real("samarinda_lapor_export.dev.csv.gz") else {
        return;
    };
    let memory = Arc::new(Memory::default());
    let (report, _) = import(&memory, lapor(), Source::Path(path.clone())).await;
    let report = report.unwrap();
    assert_eq!((report.accepted + report.repaired, report.rejected), (137, 0));
    let cases = memory.cases.lock().unwrap().clone();
    let count = |what: &dyn Fn(&cases::doors::ImportedCase) -> bool| cases.iter().filter(|case| what(case)).count();
    assert_eq!((count(&|case| case.anonymous), count(&|case| case.secret)), (78, 40));
    assert_eq!(count(&|case| case.end == ImportedEnd::Unknown), 95);
    assert_eq!(count(&|case| case.end == ImportedEnd::Refused), 32);
    assert_eq!(count(&|case| case.end == ImportedEnd::Open), 10);
    let mut out = Vec::new();
    assert_eq!(export(memory.as_ref(), ExportOptions::default(), &mut out).await.unwrap(), 137);
    let mut came = Vec::new();
    Source::Path(path).open().unwrap().read_to_end(&mut came).unwrap();
    assert!(out == came, "the export is the file that came in");
}
