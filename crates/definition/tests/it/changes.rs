//! What changes between two definitions, and how a flow is drawn.

use crate::examples::{DOMICILE, ROADS};
use definition::difference::Change;
use definition::{Difference, difference, load};
use kernel::Lang;

/// The roads against the roads with some texts replaced.
fn changed(replace: &[(&str, &str)]) -> Difference {
    let mut text = ROADS.to_owned();
    for (from, to) in replace {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    difference(&load(ROADS).unwrap(), &load(&text).unwrap_or_else(|faults| panic!("{faults:?}")))
}

fn lines(changes: &[Change], lang: Lang) -> String {
    changes.iter().map(|one| format!("{} {}\n", one.mark.sign(), one.say.lang(lang))).collect()
}

#[test]
fn a_definition_does_not_differ_from_itself_nor_from_its_comments() {
    assert!(changed(&[]).is_empty());
    assert!(changed(&[("# ---------- alur ----------", "# alur")]).is_empty());
    assert!(changed(&[("versi   = 3", "versi   = 4")]).is_empty());
}

#[test]
fn residents_are_told_of_form_deadline_and_messages() {
    let found = changed(&[
        ("total    = \"14 hari kerja\"", "total    = \"20 hari kerja\""),
        ("label = \"Apakah sudah ada korban atau jalan putus?\"", "label = \"Apakah ada korban?\""),
        (", jembatan = \"Jembatan rusak\"", ", trotoar = \"Trotoar rusak\""),
        ("jenis_rusak = \"jembatan\"", "jenis_rusak = \"trotoar\""),
        ("jumlah   = \"1..4\" ", "jumlah   = \"1..2\"\nwajib = true "),
        ("sedang disurvei {langkah.survei.oleh}.", "sedang disurvei."),
        ("data_pribadi = \"2 tahun\"", "data_pribadi = \"1 tahun\""),
    ]);
    insta::assert_snapshot!(lines(&found.residents, Lang::Id), @r#"
    - "Kerusakan apa?": pilihan "Jembatan rusak" hilang
    + "Kerusakan apa?": pilihan baru "Trotoar rusak"
    ~ Pertanyaan: Apakah sudah ada korban atau jalan putus? → Apakah ada korban?
    ~ "Foto kerusakan": tidak wajib → wajib
    ~ "Foto kerusakan": jpg/png/webp, 1–4 × ≤ 4096 KB → jpg/png/webp, 1–2 × ≤ 4096 KB
    ~ Selesai paling lambat: 14 hari kerja → 20 hari kerja
    ~ Kabar `masuk:survei`: "Laporan {nomor} sedang disurvei {langkah.survei.oleh}." → "Laporan {nomor} sedang disurvei."
    ~ Data pribadi disimpan: 2 tahun → 1 tahun
    "#);
    assert!(found.officers.is_empty(), "{:?}", found.officers);
    assert_eq!(found.running.len(), 1);
}

#[test]
fn officers_are_told_of_steps_actions_titles_and_clocks() {
    let found = changed(&[
        ("tenggat = \"7 hari kerja\"", "tenggat = \"5 hari kerja\""),
        ("oleh    = \"pengawas-jalan@dinas-pupr\"", "oleh    = \"kepala@dinas-pupr\""),
        (
            "aksi.minta_data = { ke = \"pelapor\",   alasan = true, maks = 1,",
            "aksi.minta_data = { ke = \"pelapor\",   alasan = true, maks = 2,",
        ),
        (
            "aksi.ke_desa    = { ke = \"desa\",      jika = 'status_jalan == desa' }",
            "aksi.ke_desa    = { ke = \"desa\",      jika = 'status_jalan == desa', alasan = true }",
        ),
        ("lewat   = { naik = \"kepala@dinas-pupr\", umumkan = true }", "lewat   = { naik = \"kepala@dinas-pupr\" }"),
        ("\"kedalaman_cm:angka\", ", ""),
    ]);
    insta::assert_snapshot!(lines(&found.officers, Lang::Id), @r#"
    ~ "Verifikasi", `ke_desa`: ke "Penanganan oleh desa", bila "Kewenangan jalan": Desa → ke "Penanganan oleh desa", bila "Kewenangan jalan": Desa, dengan alasan
    ~ "Verifikasi", `minta_data`: ke "Menunggu tambahan dari pelapor", dengan alasan, paling banyak 1 kali, isian ditandai → ke "Menunggu tambahan dari pelapor", dengan alasan, paling banyak 2 kali, isian ditandai
    ~ "Survei lapangan", dikerjakan oleh: pengawas-jalan@dinas-pupr → kepala@dinas-pupr
    ~ "Survei lapangan", daftar periksa: Panjang m (angka), Lebar m (angka), Kedalaman cm (angka), Foto survei (foto!) → Panjang m (angka), Lebar m (angka), Foto survei (foto!)
    ~ "Perbaikan", tenggat: 7 hari kerja → 5 hari kerja
    ~ "Perbaikan", bila lewat: diumumkan, naik ke kepala@dinas-pupr → naik ke kepala@dinas-pupr
    "#);
    insta::assert_snapshot!(lines(&found.officers, Lang::En), @r#"
    ~ "Verifikasi", `ke_desa`: to "Penanganan oleh desa", if "Kewenangan jalan": Desa → to "Penanganan oleh desa", if "Kewenangan jalan": Desa, with a reason
    ~ "Verifikasi", `minta_data`: to "Menunggu tambahan dari pelapor", with a reason, at most once, fields are marked → to "Menunggu tambahan dari pelapor", with a reason, at most 2 times, fields are marked
    ~ "Survei lapangan", held by: pengawas-jalan@dinas-pupr → kepala@dinas-pupr
    ~ "Survei lapangan", checklist: Panjang m (angka), Lebar m (angka), Kedalaman cm (angka), Foto survei (foto!) → Panjang m (angka), Lebar m (angka), Foto survei (foto!)
    ~ "Perbaikan", deadline: 7 working days → 5 working days
    ~ "Perbaikan", when it passes: publicised, told to kepala@dinas-pupr → told to kepala@dinas-pupr
    "#);
    assert!(found.residents.is_empty(), "{:?}", found.residents);
}

#[test]
fn a_renamed_step_is_recognised_and_running_cases_need_a_way() {
    let renamed = &[("[langkah.perbaikan]", "[langkah.pekerjaan]"), ("ke = \"perbaikan\"", "ke = \"pekerjaan\"")];
    let stays = changed(renamed);
    insta::assert_snapshot!(lines(&stays.running, Lang::Id), @r#"
    ~ Kasus yang berjalan diselesaikan menurut versi lamanya
    ~ Langkah `perbaikan` tampaknya berganti nama menjadi `pekerjaan`
    "#);
    let mut moving = renamed.to_vec();
    moving.push(("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { survei = \"survei\" } }"));
    let moves = changed(&moving);
    insta::assert_snapshot!(lines(&moves.running, Lang::Id), @r#"
    ~ Kasus pada `survei` pindah ke `survei`; semua jam tetap
    ~ Kasus pada langkah lain selesai menurut versi lamanya: "Verifikasi", "Perbaikan", "Penanganan oleh desa", "Konfirmasi pelapor", "Konfirmasi pelapor", "Menunggu tambahan dari pelapor"
    ~ Langkah `perbaikan` tampaknya berganti nama menjadi `pekerjaan`
    "#);
}

#[test]
fn two_services_differ_in_every_group() {
    let found = difference(&load(ROADS).unwrap(), &load(DOMICILE).unwrap());
    for (audience, changes) in found.groups() {
        assert!(!changes.is_empty(), "{audience:?}");
        assert!(changes.iter().all(|one| !one.say.id.is_empty() && !one.say.en.is_empty()), "{audience:?}");
    }
}

/// Opening tags by name.
fn count(svg: &str, tag: &str) -> usize {
    svg.matches(&format!("<{tag} ")).count()
}

#[test]
fn the_drawing_shows_every_step_end_and_action_once() {
    let definition = load(ROADS).unwrap();
    let svg = definition::diagram(&definition, &crate::units(), Lang::Id);
    for step in definition.steps.values() {
        let name = step.name.split_whitespace().next().unwrap();
        assert!(svg.contains(name), "{name}");
    }
    assert!(svg.contains("Pengawas Jalan") && svg.contains("1 hari kerja atau 3 hari kerja"), "{svg}");
    assert!(svg.contains("✓ berhasil") && svg.contains("✕ gagal") && svg.contains("– netral"));
    assert_eq!(svg.matches("minta data</text>").count(), 1);
    assert!(svg.contains("puas (juga bila diam)"));
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
}

#[test]
fn a_drawing_carries_no_style_script_link_or_id() {
    for text in [ROADS, DOMICILE] {
        let svg = definition::diagram(&load(text).unwrap(), &crate::units(), Lang::En);
        for bad in [" style=", "<style", "<script", "href=", " id=", "<a "] {
            assert!(!svg.contains(bad), "{bad}");
        }
        assert_eq!(count(&svg, "svg"), 1);
    }
}

#[test]
fn a_name_full_of_signs_stays_text() {
    let text = ROADS.replace("nama    = \"Verifikasi\"", "nama    = \"<b>&\\\"'Cek\"");
    let svg = definition::diagram(&load(&text).unwrap(), &crate::units(), Lang::Id);
    assert!(svg.contains("&lt;b&gt;&amp;&quot;&#39;Cek"), "{svg}");
    assert!(!svg.contains("<b>"));
}

#[test]
fn no_two_boxes_of_a_drawing_overlap() {
    for text in [ROADS, DOMICILE] {
        let svg = definition::diagram(&load(text).unwrap(), &crate::units(), Lang::Id);
        let boxes: Vec<[f64; 4]> = svg
            .split("<rect ")
            .skip(1)
            .map(|rest| {
                ["x", "y", "width", "height"].map(|name| {
                    let value = rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
                    value.parse().unwrap()
                })
            })
            .filter(|[_, _, _, height]: &[f64; 4]| *height > 10.0)
            .collect();
        assert!(boxes.len() >= 8);
        for (index, a) in boxes.iter().enumerate() {
            for b in &boxes[index + 1..] {
                let apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }
}
