//! Files that are too large, too deep or too tangled; several faults at once.

use crate::examples::ROADS;
use kernel::lang::Lang;

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let text = format!("{ROADS}{}", "#".repeat(10 * 1024 * 1024));
    let found = crate::check(&text);
    assert_eq!(found.findings[0].code, "E001");
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("{ROADS}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let found = crate::check(&text);
    assert!(found.findings.iter().all(|one| one.code == "E001"), "{:?}", found.findings);
}

#[test]
fn many_ways_are_not_followed_for_ever() {
    use std::fmt::Write;
    let mut steps = String::new();
    for step in 0..24 {
        write!(steps, "\n[langkah.s{step}]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n")
            .unwrap();
        for to in (0..24).filter(|to| *to != step) {
            writeln!(steps, "aksi.a{to} = {{ ke = \"s{to}\", maks = 2 }}").unwrap();
        }
        writeln!(steps, "aksi.tutup = {{ ke = \"ditolak\" }}").unwrap();
    }
    let first = "aksi.tutup = { ke = \"ditolak\" }\n";
    let text = ROADS.replacen(first, &format!("{first}aksi.lain = {{ ke = \"s0\", maks = 1 }}\n{steps}"), 1);
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).filter(|code| !code.starts_with('N')).collect();
    assert!(codes == ["W112"] || codes == ["E050"], "{codes:?}");
}

/// Fifty steps with thirty bounded actions each, some of them to a join.
fn thicket() -> String {
    use std::fmt::Write;
    let mut steps = String::new();
    for step in 0..50 {
        write!(steps, "\n[langkah.s{step}]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n")
            .unwrap();
        for to in 0..15 {
            writeln!(steps, "aksi.a{to} = {{ ke = \"s{}\", maks = 9 }}", (step + to + 1) % 50).unwrap();
            writeln!(steps, "aksi.g{to} = {{ ke = \"gabung:temu\", maks = 9 }}").unwrap();
        }
    }
    let first = "aksi.tutup = { ke = \"ditolak\" }\n";
    let meet = "\n[langkah.temu]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n\
                gabung = \"satu\"\naksi.tutup = { ke = \"ditolak\" }\n";
    ROADS.replacen(first, &format!("{first}aksi.lain = {{ ke = \"s0\", maks = 1 }}\n{steps}{meet}"), 1)
}

#[test]
fn a_thicket_of_returns_costs_no_more_than_its_budget() {
    let text = thicket();
    let begun = std::time::Instant::now();
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"W112"), "{codes:?}");
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn several_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = ROADS
        .replace("ke = \"survei\",    jika", "ke = \"survey\",    jika")
        .replace("jenis   = \"pengaduan\"", "jenis   = \"pengaduanx\"")
        .replace("{isian.rencana}", "{isian.rencna}");
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).filter(|code| code.starts_with('E')).collect();
    assert_eq!(codes, ["E006", "E023", "E062"]);
}

#[test]
fn what_does_not_run_yet_is_a_note() {
    let found = crate::check(ROADS);
    let note = found.findings.iter().find(|one| one.code == "N303").unwrap();
    let said = note.render("layanan.toml", ROADS, Lang::Id);
    assert!(said.starts_with("catatan[N303]: ") && said.contains("saluran `wa` belum berjalan"), "{said}");
    assert!(said.contains("--> layanan.toml:"), "{said}");
}
