//! The derived *Standar Pelayanan*, units, and messages.

use crate::examples::{DOMICILE, ROADS};
use definition::model::MessageKey;
use definition::{Standard, Units, load, standard};

/// The components as a page shows them.
fn page(standard: &Standard) -> String {
    let mut page = String::new();
    for component in &standard.components {
        page += &format!("{}. {}\n", component.number, component.title.id);
        for line in &component.lines {
            page += &format!("   {}\n", line.id);
        }
    }
    page
}

#[test]
fn the_standard_has_fourteen_components_and_is_a_draft_without_a_decree() {
    let roads = standard(&load(ROADS).unwrap(), &crate::units());
    assert!(roads.is_draft());
    let numbers: Vec<u8> = roads.components.iter().map(|component| component.number).collect();
    assert_eq!(numbers, (1..=14).collect::<Vec<u8>>());
    let page = page(&roads);
    insta::assert_snapshot!(page, @r#"
    1. Persyaratan
       Di mana letak kerusakannya
       Kerusakan apa
       Apakah sudah ada korban atau jalan putus
       Ceritakan singkat — bila "Apakah sudah ada korban atau jalan putus?": Ya
       Foto kerusakan — bila ada (jpg/png/webp, ≤ 4 MB)
    2. Sistem, mekanisme, dan prosedur
       Diajukan lewat situs ini, loket, WhatsApp (belum berjalan), formulir tanpa sinyal.
       Verifikasi — Verifikator Pengaduan, Dinas Komunikasi dan Informatika (paling lama 1 hari kerja)
       Survei lapangan — Pengawas Jalan, Dinas Pekerjaan Umum dan Penataan Ruang (paling lama 1 hari kerja bila "Apakah sudah ada korban atau jalan putus?": Ya; selain itu 3 hari kerja)
       Perbaikan — Pelaksana Perbaikan Jalan, Dinas Pekerjaan Umum dan Penataan Ruang (paling lama 7 hari kerja)
       Penanganan oleh desa — Pelaksana di Desa atau Kelurahan, Kantor desa atau kelurahan (paling lama 10 hari kerja)
       Konfirmasi pelapor — Anda (paling lama 10 hari kerja)
       Konfirmasi pelapor — Anda (paling lama 10 hari kerja)
       Menunggu tambahan dari pelapor — Anda (paling lama 10 hari)
       Tidak dapat ditindaklanjuti: keberatan dapat diajukan dalam 7 hari.
    3. Jangka waktu pelayanan
       Selesai paling lambat: 14 hari kerja
       Diverifikasi dan diteruskan: 3 hari kerja
       Jawaban pertama sesudah itu: 5 hari kerja
       Hari penerimaan tidak dihitung; jam berhenti selama menunggu Anda dan tidak pernah diulang dari nol.
    4. Biaya/tarif
       Gratis
    5. Produk pelayanan
       Perbaikan jalan atau penjelasan tertulis
    6. Penanganan pengaduan, saran, dan masukan
       Surel ppid@contoh.go.id
       SP4N-LAPOR! (lapor.go.id)
    7. Dasar hukum
       UU 25/2009 (belum diperiksa)
       Perpres 76/2013 (belum diperiksa)
    8. Sarana, prasarana, dan/atau fasilitas
       Formulir daring yang dapat dipakai tanpa akun, nomor lacak, dan halaman pelacakan
    9. Kompetensi pelaksana
    10. Pengawasan internal
       Verifikasi yang lewat tenggat dilaporkan kepada Kepala Bidang Informasi dan Komunikasi Publik, Dinas Komunikasi dan Informatika
       Survei lapangan yang lewat tenggat dilaporkan kepada Kepala Bidang Bina Marga, Dinas Pekerjaan Umum dan Penataan Ruang
       Perbaikan yang lewat tenggat diumumkan dan dilaporkan kepada Kepala Dinas, Dinas Pekerjaan Umum dan Penataan Ruang
       Penanganan oleh desa yang lewat tenggat diumumkan dan dilaporkan kepada Camat, Kantor kecamatan
    11. Jumlah pelaksana
    12. Jaminan pelayanan
       Kasus yang lewat batas waktu tercatat dan terhitung di halaman transparansi
    13. Jaminan keamanan dan keselamatan pelayanan
       Dapat dikirim tanpa nama
       Dapat dirahasiakan dari umum
       Data pribadi dihapus 2 tahun setelah kasus berakhir
    14. Evaluasi kinerja pelaksana
       Waktu jawaban, waktu penyelesaian, dan ketepatan per perangkat daerah dihitung dari setiap kasus
    "#);
}

#[test]
fn a_free_service_says_so_and_names_what_it_does_not_replace() {
    let letter = standard(&load(DOMICILE).unwrap(), &crate::units());
    assert_eq!(letter.components[3].lines[0].en, "Free of charge");
    assert!(letter.components[4].lines[1].id.starts_with("Bukan pengganti NIB"));
}

#[test]
fn a_message_is_rendered_from_its_definition() {
    let roads = load(ROADS).unwrap();
    let template = &roads.messages[&MessageKey::Ended("ditolak".into())];
    let said = template.render(&|slot: &str| (slot == "nomor").then(|| "JR-7".to_owned()));
    assert_eq!(said, "Laporan JR-7 tidak dapat ditindaklanjuti: tanpa keterangan.");
}

#[test]
fn a_unit_file_with_faults_names_each() {
    let text = "[unit.dinas-pupr]\nnama = \"PUPR\"\ninduk = \"setdaa\"\njabatan.kepala = { nama = \"Kepala\", peran = \"kepla\" }\n[unit.setda]\nnama = \"Setda\"\nwarna = 1\n";
    let faults = Units::parse(text).unwrap_err();
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["E006", "E002", "E071"]);
    assert_eq!(faults[0].position(text), Some((4, 45)));
}

#[test]
fn units_that_are_above_themselves_are_refused() {
    let text = "[unit.a]\nnama = \"A\"\ninduk = \"b\"\n[unit.b]\nnama = \"B\"\ninduk = \"a\"\n";
    assert!(Units::parse(text).is_err());
}

#[test]
fn a_row_for_the_national_catalogue_names_decree_time_fee_product_and_complaints() {
    let roads = standard(&load(ROADS).unwrap(), &crate::units());
    let row = definition::standard::catalogue_row(&roads);
    let cell = |name: &str| {
        let place = definition::standard::CATALOGUE_COLUMNS.iter().position(|column| *column == name);
        row[place.unwrap()].as_str()
    };
    assert_eq!((cell("nomor_sk"), cell("biaya")), ("", "Gratis"));
    assert!(cell("jangka_waktu").starts_with("Selesai paling lambat: 14 hari kerja\n"));
    assert_eq!(cell("produk"), "Perbaikan jalan atau penjelasan tertulis");
    assert!(cell("pengaduan").contains("LAPOR!") && cell("prosedur").contains("Survei lapangan"));
}

#[test]
fn the_page_of_a_standard_escapes_every_text() {
    let text = ROADS.replace("nama    = \"Laporan jalan rusak\"", "nama    = \"<script>Jalan & rusak\"");
    let page = definition::standard::page(&standard(&load(&text).unwrap(), &crate::units()), kernel::Lang::En);
    assert!(page.contains("&lt;script&gt;Jalan &amp; rusak") && !page.contains("<script"), "{page}");
    assert_eq!(page.matches("<h2>").count(), 14);
    assert!(page.contains("Draft: not adopted by decree"));
}
