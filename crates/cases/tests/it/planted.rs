//! Faults planted by hand into the services that we ship: each is found, alone, on its line, and the finding says how to
//! mend it.

use crate::scenarios::national;
use cases::{run_scenarios, scenario::diagnostics};
use definition::{Diagnostic, Lists, Region, Severity, Units};
use std::path::{Path, PathBuf};

/// One fault: where it is planted, what stands there and what is written instead, and what has to be said of it.
struct Fault {
    name: &'static str,
    service: &'static str,
    old: &'static str,
    new: &'static str,
    code: &'static str,
    /// The whole line that is underlined, without blanks before and after it.
    line: &'static str,
    /// Words of the finding or of its help that show the way out.
    way: &'static str,
}

const FAULTS: [Fault; 26] = [
    Fault {
        name: "a condition names a field that is not there",
        service: "pengaduan/lampu-jalan",
        old: "jika = 'pemilik_lampu == pemda'",
        new: "jika = 'pemilik_lamp == pemda'",
        code: "E011",
        line: "aksi.teruskan   = { ke = \"perbaikan\", jika = 'pemilik_lamp == pemda' }",
        way: "maksud Anda `pemilik_lampu`?",
    },
    Fault {
        name: "an action leads to a step that is not there",
        service: "pengaduan/jalan-rusak",
        old: "ke = \"survei\",",
        new: "ke = \"survey\",",
        code: "E023",
        line: "aksi.teruskan   = { ke = \"survey\",    jika = 'status_jalan == kabupaten' }",
        way: "maksud Anda `survei`?",
    },
    Fault {
        name: "the steps take longer than the promise",
        service: "pengaduan/lampu-jalan",
        old: "total    = \"8 hari kerja\"",
        new: "total    = \"6 hari kerja\"",
        code: "E050",
        line: "total    = \"6 hari kerja\"",
        way: "perpendek satu langkahnya",
    },
    Fault {
        name: "a resident may send the work back for ever",
        service: "pengaduan/jalan-rusak",
        old: "aksi.belum = { ke = \"desa\", alasan = true, maks = 1 }",
        new: "aksi.belum = { ke = \"desa\", alasan = true }",
        code: "W110",
        line: "[langkah.desa]",
        way: "beri `maks` pada salah satu aksinya",
    },
    Fault {
        name: "the only substitute for the signature has checked the papers",
        service: "perizinan/izin-penelitian",
        old: "[\"kabid-kewaspadaan@pemilik\"]   # hanya",
        new: "[\"pelayanan@pemilik\"]   # hanya",
        code: "W120",
        line: "pengganti    = [\"pelayanan@pemilik\"]   # hanya dengan surat tugas yang sedang berlaku",
        way: "tambahkan pengganti dari jabatan lain",
    },
    Fault {
        name: "a QR shows a name",
        service: "surat/surat-domisili",
        old: "tampil = [\"nomor\", \"keperluan\",",
        new: "tampil = [\"nomor\", \"nama\",",
        code: "E081",
        line: "qr         = { tampil = [\"nomor\", \"nama\", \"berlaku_sampai\", \"status\"] }",
        way: "hapus dari `tampil`",
    },
    Fault {
        name: "open data hold an address",
        service: "surat/surat-domisili",
        old: "terbuka      = [\"bulan_terbit\", \"status\"]",
        new: "terbuka      = [\"bulan_terbit\", \"status\", \"alamat\"]",
        code: "E082",
        line: "terbuka      = [\"bulan_terbit\", \"status\", \"alamat\"]",
        way: "hapus dari `terbuka`",
    },
    Fault {
        name: "personal data are kept for ever",
        service: "surat/surat-domisili",
        old: "data_pribadi = \"1 tahun setelah surat tidak berlaku\"\n",
        new: "",
        code: "E080",
        line: "pribadi = \"umum\"",
        way: "`data_pribadi = \"1 tahun\"`",
    },
    Fault {
        name: "an office's silence signs without a law",
        service: "surat/surat-domisili",
        old: "lewat        = { umumkan = true }",
        new: "lewat        = { aksi = \"terbitkan\" }",
        code: "E034",
        line: "lewat        = { aksi = \"terbitkan\" }",
        way: "tulis `dasar`",
    },
    Fault {
        name: "nothing leads to a step any more",
        service: "surat/surat-domisili",
        old: "aksi.perbaiki = { ke = \"pembetulan\"",
        new: "aksi.perbaiki = { ke = \"pemohon\"",
        code: "E040",
        line: "[langkah.pembetulan]",
        way: "arahkan sebuah aksi ke sini",
    },
    Fault {
        name: "nothing leads to an end any more",
        service: "pengaduan/jalan-rusak",
        old: "aksi.anggarkan = { ke = \"dijadwalkan\"",
        new: "aksi.anggarkan = { ke = \"ditolak\"",
        code: "E041",
        line: "dijadwalkan = { nama = \"Dijadwalkan: janji bertanggal\", hasil = \"netral\" }",
        way: "atau hapus akhirnya",
    },
    Fault {
        name: "an option is compared with a text",
        service: "surat/surat-domisili",
        old: "'status_tempat == milik'",
        new: "'status_tempat == \"milik\"'",
        code: "E013",
        line: "lewati         = 'status_tempat == \"milik\"'",
        way: "tanpa tanda kutip",
    },
    Fault {
        name: "an option that nobody can choose",
        service: "pengaduan/lampu-jalan",
        old: "tampil  = 'gangguan dalam [mati, berkedip, siang]'",
        new: "tampil  = 'gangguan dalam [mati, kedip, siang]'",
        code: "E012",
        line: "tampil  = 'gangguan dalam [mati, kedip, siang]'",
        way: "maksud Anda `berkedip`?",
    },
    Fault {
        name: "a fee is calculated with a field that is not there",
        service: "perizinan/izin-reklame",
        old: "# ---------- alur ----------\n",
        new: "[biaya.sewa]\nnama  = \"Sewa tempat\"\nrumus = 'panjang * lebr * 2_500'\nbayar = { pada = \"setelah:periksa\", cara = [\"loket\"], batas = \"7 hari\" }\n\n# ---------- alur ----------\n",
        code: "E011",
        line: "rumus = 'panjang * lebr * 2_500'",
        way: "maksud Anda `lebar`?",
    },
    Fault {
        name: "a fee is calculated with a date",
        service: "perizinan/izin-reklame",
        old: "# ---------- alur ----------\n",
        new: "[biaya.sewa]\nnama  = \"Sewa tempat\"\nrumus = 'tanggal_mulai * 2_500'\nbayar = { pada = \"setelah:periksa\", cara = [\"loket\"], batas = \"7 hari\" }\n\n# ---------- alur ----------\n",
        code: "E013",
        line: "rumus = 'tanggal_mulai * 2_500'",
        way: "angka",
    },
    Fault {
        name: "a letter's number holds what nobody knows",
        service: "surat/surat-domisili",
        old: "{urut:03}/SKD/{kode_wilayah}",
        new: "{urut:03}/SKD/{kode_desa}",
        code: "E062",
        line: "nomor      = \"{urut:03}/SKD/{kode_desa}/{bulan_romawi}/{tahun}\"",
        way: "maksud Anda `kode_unit`?",
    },
    Fault {
        name: "all letters of a month get one number",
        service: "surat/surat-domisili",
        old: "\"{urut:03}/SKD/",
        new: "\"SKD/",
        code: "E064",
        line: "nomor      = \"SKD/{kode_wilayah}/{bulan_romawi}/{tahun}\"",
        way: "misalnya `{urut:03}/{tahun}`",
    },
    Fault {
        name: "a list of reasons that is not there",
        service: "pengaduan/lampu-jalan",
        old: "aksi.tolak     = { ke = \"ditolak\", alasan = \"alasan-tolak\" }",
        new: "aksi.tolak     = { ke = \"ditolak\", alasan = \"alasan-tolakan\" }",
        code: "E072",
        line: "aksi.tolak     = { ke = \"ditolak\", alasan = \"alasan-tolakan\" }",
        way: "maksud Anda `alasan-tolak`?",
    },
    Fault {
        name: "a title that the agency does not have",
        service: "pengaduan/lampu-jalan",
        old: "\"regu-pju@dinas-perkim\"",
        new: "\"regu-lampu@dinas-perkim\"",
        code: "E071",
        line: "oleh    = \"regu-lampu@dinas-perkim\"",
        way: "maksud Anda `regu-pju`?",
    },
    Fault {
        name: "a branch leaves past its join",
        service: "perizinan/izin-reklame",
        old: "aksi.hitung = { ke = \"gabung:keputusan\" }",
        new: "aksi.hitung = { ke = \"bayar\" }",
        code: "E025",
        line: "aksi.hitung = { ke = \"bayar\" }",
        way: "akhiri cabang dengan `gabung:keputusan`",
    },
    Fault {
        name: "a join waits for more branches than there are",
        service: "perizinan/izin-reklame",
        old: "gabung  = \"semua\"",
        new: "gabung  = \"3 dari 3\"",
        code: "E024",
        line: "gabung  = \"3 dari 3\"",
        way: "`n dari 2`",
    },
    Fault {
        name: "a scenario expects another step",
        service: "pengaduan/lampu-jalan",
        old: "harap = { langkah = \"konfirmasi\", tolak = \"aksi_habis\" }",
        new: "harap = { langkah = \"perbaikan\", tolak = \"aksi_habis\" }",
        code: "E095",
        line: "harap = { langkah = \"perbaikan\", tolak = \"aksi_habis\" }",
        way: "tulis yang ternyata bila itu yang dimaksud",
    },
    Fault {
        name: "a message names a field that is not there",
        service: "pengaduan/lampu-jalan",
        old: "dijanjikan selesai {isian.rencana}",
        new: "dijanjikan selesai {isian.rencna}",
        code: "E062",
        line: "\"akhir:dijadwalkan\" = \"Laporan {nomor} dijanjikan selesai {isian.rencna}: {alasan}. Janji ini terbuka untuk umum.\"",
        way: "maksud Anda `isian.rencana`?",
    },
    Fault {
        name: "a message tells a name",
        service: "surat/surat-domisili",
        old: "diterima           = \"Permohonan {nomor} diterima, selesai",
        new: "diterima           = \"Permohonan {isian.nama} diterima, selesai",
        code: "E063",
        line: "diterima           = \"Permohonan {isian.nama} diterima, selesai paling lambat {tenggat.total}. Lacak: {tautan}\"",
        way: "hapus; isinya dibaca di {tautan}",
    },
    Fault {
        name: "an identity number is no personal data",
        service: "surat/surat-domisili",
        old: "tipe    = \"nik\"\nwajib   = true\npribadi = \"spesifik\"",
        new: "tipe    = \"nik\"\nwajib   = true",
        code: "E084",
        line: "tipe    = \"nik\"",
        way: "tambahkan: pribadi = \"spesifik\"",
    },
    Fault {
        name: "silence takes an action that is not there",
        service: "pengaduan/lampu-jalan",
        old: "lewat   = { aksi = \"tutup\" }",
        new: "lewat   = { aksi = \"tutp\" }",
        code: "E031",
        line: "lewat   = { aksi = \"tutp\" }",
        way: "maksud Anda `tutup`?",
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn shipped(service: &str) -> String {
    std::fs::read_to_string(root().join("layanan").join(service).with_extension("toml")).unwrap()
}

/// What an author is told: the checker's findings, and those of the scenarios where the text is sound enough to run.
fn told(text: &str) -> Vec<Diagnostic> {
    let units = Units::parse(&std::fs::read_to_string(root().join("wilayah/baku/unit.toml")).unwrap()).unwrap();
    let mut lists = Lists::new();
    for entry in std::fs::read_dir(root().join("wilayah/baku/daftar")).unwrap().flatten() {
        let name = entry.path().file_stem().unwrap().to_string_lossy().into_owned();
        lists.add(name, &std::fs::read_to_string(entry.path()).unwrap()).unwrap();
    }
    let checked = definition::check(text, &Region { units: &units, lists: &lists });
    let mut findings = checked.findings;
    if let Some(definition) = checked.definition {
        findings.extend(diagnostics(text, &run_scenarios(&definition, &national())));
    }
    findings.retain(|finding| finding.severity() != Severity::Note);
    findings
}

/// The code, the underlined line and everything that is said beside it.
fn words(finding: &Diagnostic, text: &str) -> (&'static str, String, String) {
    let line = finding.position(text).and_then(|(line, _)| text.lines().nth(line - 1)).unwrap_or_default();
    let help = finding.label.as_ref().map_or("", |label| label.id.as_str());
    (finding.code, line.trim().to_owned(), format!("{} | {help}", finding.say.id))
}

#[test]
fn every_fault_planted_into_our_own_services_is_found_on_its_line_with_a_way_out() {
    let mut missed = Vec::new();
    for Fault { name, service, old, new, code, line, way } in FAULTS {
        let sound = shipped(service);
        assert_eq!(sound.matches(old).count(), 1, "{name}: {service} has not once: {old}");
        assert_eq!(told(&sound), Vec::new(), "{name}: {service} is not sound to begin with");
        let text = sound.replace(old, new);
        let found: Vec<_> = told(&text).iter().map(|finding| words(finding, &text)).collect();
        let right =
            matches!(found.as_slice(), [(found, at, said)] if *found == code && at == line && said.contains(way));
        if !right {
            missed.push(format!("{name}: {code} on `{line}` with `{way}` expected, found {found:#?}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn every_way_out_is_shown_in_english_as_well() {
    for Fault { name, service, old, new, .. } in FAULTS {
        for finding in told(&shipped(service).replace(old, new)) {
            let label = finding.label.unwrap_or(finding.say);
            assert_ne!(label.en, label.id, "{name}");
        }
    }
}
