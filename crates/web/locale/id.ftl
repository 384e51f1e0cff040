# Texts that the frame says.
web-layanan = Layanan warga
web-meja-kerja = Meja kerja
web-lewati = Langsung ke isi
web-bahasa = Bahasa
web-menu = Menu utama
web-keluar = Keluar
web-pemerintah = Pemerintah
web-tampilan = Tampilan
web-kaki = Layanan ini gratis. Petugas tidak pernah meminta kode pelacakan atau kata sandi Anda.
web-nomor-kejadian = Nomor kejadian:
web-ke-depan = Ke halaman depan
web-halaman = Halaman
web-ke-awal = Ke awal
web-berikutnya = Berikutnya
web-cari = Cari
web-tema-otomatis = Otomatis
web-tema-terang = Terang
web-tema-gelap = Gelap

gaya-judul = Panduan gaya

tolak-gagal = Ada gangguan pada sistem kami
    .saran = Yang Anda kirim belum tersimpan. Silakan coba lagi beberapa menit lagi. Bila tetap gagal, sebutkan nomor kejadian di bawah kepada petugas.
tolak-tidak-ada = Halaman tidak ditemukan
    .saran = Periksa kembali alamat atau nomor yang Anda ketik, atau mulai dari halaman depan.
tolak-bukan-jalannya = Halaman ini tidak dapat dibuka dengan cara itu
    .saran = Kembali ke halaman sebelumnya dan kirim formulirnya dari sana.
tolak-badan-terlalu-besar = Kiriman terlalu besar
    .saran = Kirim lebih sedikit berkas, atau perkecil fotonya. Isian Anda belum tersimpan.
tolak-terlalu-besar = Kiriman terlalu besar: paling banyak { $batas }
    .saran = Kembali ke formulir, lalu kirim lebih sedikit foto atau foto yang lebih kecil. Laporan dapat dikirim tanpa foto; foto boleh menyusul.
tolak-terlalu-sering = Terlalu banyak percobaan
    .saran = Silakan tunggu { $detik } detik, lalu coba lagi.
tolak-bukan-wewenang = Anda tidak berwenang membuka halaman ini
    .saran = Bila ini tugas Anda, minta administrator kota menambahkan peran Anda.
tolak-masuk-dahulu = Silakan masuk dahulu
    .saran = Halaman ini hanya untuk petugas.
tolak-formulir-asing = Formulir ini tidak berasal dari halaman kami
    .saran = Buka formulirnya dari situs ini, lalu isi dan kirim kembali. Tidak ada yang tersimpan.
tolak-tidak-terbaca = Kiriman tidak dapat dibaca
    .saran = Mungkin sambungan terputus di tengah jalan. Kembali ke formulir dan kirim sekali lagi.

saran-401 = Halaman ini hanya untuk petugas.
saran-403 = Bila ini tugas Anda, hubungi administrator kota.
saran-404 = Periksa kembali alamat atau nomor yang Anda ketik.
saran-409 = Keadaannya berubah sejak halaman ini Anda buka. Muat ulang halamannya, lalu lihat keadaan terbaru.
saran-413 = Kirim lebih sedikit berkas, atau perkecil fotonya.
saran-422 = Perbaiki isian, lalu kirim kembali.
saran-429 = Tunggu sebentar, lalu coba lagi.
saran-503 = Tidak ada yang berubah. Silakan coba lagi beberapa menit lagi.

form-tidak-wajib = tidak wajib
form-hanya-bila = Isi hanya bila { $syarat }.
form-ya = Ya
form-tidak = Tidak
form-pilih = Pilih salah satu
form-desa = Desa atau kelurahan
form-pilih-desa = Pilih desa atau kelurahan
form-patokan = Patokan
form-bantuan-patokan = Nama jalan, dan apa yang ada di dekatnya. Contoh: Jalan Merdeka, depan SDN 2, dekat jembatan.
form-alamat = Jalan, nomor, RT/RW
form-bantuan-alamat = Contoh: Jalan Anggrek 12, RT 3 RW 5.
form-tambah-titik = Tambahkan titik di peta
form-koordinat = Koordinat atau tautan peta
form-bantuan-koordinat = Boleh dikosongkan. Contoh: -7.5461, 112.2331, atau tempel tautan dari aplikasi peta.
form-posisi = Pakai posisi saya sekarang
form-posisi-cari = Mencari posisi…
form-posisi-gagal = Posisi tidak ditemukan. Tidak apa-apa: desa dan patokan sudah cukup.
form-bantuan-nik = 16 angka, tertulis di KTP atau KK.
form-bantuan-hp = Contoh: 0812 3456 7890.
form-bantuan-tanggal = Contoh: 2027-03-05 untuk 5 Maret 2027.
form-bantuan-berkas = Paling banyak { $jumlah } berkas { $jenis }, masing-masing paling besar { $ukuran }.
form-sudah-terlampir = { $nama } sudah terlampir
form-kesalahan = { $jumlah ->
    [one] Ada 1 isian yang perlu diperbaiki
   *[other] Ada { $jumlah } isian yang perlu diperbaiki
 }

salah-terlalu-banyak = Pilih paling banyak { $jumlah } berkas

draf-dipulihkan = Isian Anda yang belum terkirim kami tampilkan kembali. Isian itu hanya ada di tab ini.
draf-hapus = Kosongkan formulir
sisa-huruf = Sisa {"{"}n{"}"} huruf
lebih-huruf = Kelebihan {"{"}n{"}"} huruf
web-luring = Tidak ada sambungan internet. Isian Anda masih ada di halaman ini; kirim lagi bila sinyal kembali.
tombol-judul = Tombol cepat
tombol-nyala = Pakai tombol cepat
tombol-cari = cari
tombol-baris = baris berikutnya, sebelumnya
tombol-buka = buka baris
tombol-bantuan = bantuan ini
tombol-tutup = Tutup
