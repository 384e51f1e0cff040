# Halaman petugas: kotak masuk, kasus, ekspor, layanan, kalender.
meja-menu-kotak = Kotak masuk
meja-aplikasi = Aplikasi saya
meja-aplikasi-semua = Semua aplikasi saya
meja-menu-loket = Loket
meja-menu-kalender = Kalender

# Kotak masuk
meja-cari = Cari nomor laporan
meja-daftar = Daftar kasus
meja-daftar-kasus = Kasus, yang paling mendesak di atas
meja-daftar-terbaru = Kasus, yang terbaru di atas
meja-daftar-giliran = Giliran Anda
meja-daftar-terbuka = Semua yang terbuka
meja-daftar-menunggu = Menunggu pelapor
meja-daftar-impor = Impor, belum diambil alih
meja-daftar-berakhir = Berakhir
meja-daftar-kota = Seluruh kota
meja-daftar-sampel = Sampel acak
meja-lewat-banyak = { $jumlah } lewat tenggat
meja-hari-ini-banyak = { $jumlah } jatuh tempo hari ini
meja-tanpa-lewat = Tidak ada yang lewat tenggat
meja-saring = Saring daftar
meja-saring-tombol = Saring
meja-saring-hapus = Hapus saringan
meja-semua = Semua
meja-nomor = Nomor
meja-layanan = Layanan
meja-keadaan = Keadaan
meja-tenggat = Tenggat
meja-kecamatan = Kecamatan
meja-unit = Unit
meja-kosong-saringan = Tidak ada yang cocok
    .isi = Hapus saringan, atau cari dengan bagian nomor yang lain.
meja-kosong-giliran = Giliran Anda sudah kosong
    .isi = Tidak ada kasus yang menunggu tindakan Anda sekarang. Kerja bagus.
meja-kosong-terbuka = Tidak ada kasus terbuka
    .isi = Laporan baru untuk unit Anda akan muncul di sini.
meja-kosong-menunggu = Tidak ada yang menunggu pelapor
    .isi = Kasus yang Anda minta dilengkapi pelapor akan muncul di sini.
meja-kosong-impor = Tidak ada kasus impor yang menunggu
    .isi = Kasus lama yang masuk lewat impor dan masih terbuka akan muncul di sini.
meja-kosong-berakhir = Belum ada yang berakhir
    .isi = Kasus unit Anda yang sudah berakhir akan muncul di sini.
meja-kosong-sampel = Belum ada kasus untuk sampel
    .isi = Sampel ditarik acak dari semua kasus yang tidak rahasia.
meja-kosong-kota = Belum ada kasus
    .isi = Laporan warga di seluruh kota akan muncul di sini.
meja-ekspor = Unduh daftar ini (CSV)
meja-ekspor-saran = Persis daftar di atas, paling banyak 5.000 baris, tanpa nama dan isi laporan. Pengunduhan dicatat.
meja-naik = Dinaikkan kepada Anda karena terlambat

# Tanda
meja-tanda-rahasia = Rahasia
meja-tanda-anonim = Anonim
meja-tanda-diumumkan = Di daftar umum keterlambatan
meja-tanda-impor = Impor, belum diambil alih
meja-tanda-kota-lain = Wilayah lain
meja-tanda-jawaban-sebelum-laporan = Jawaban bertanggal sebelum laporan
meja-tanda-selesai-tidak-diketahui = Selesai tidak diketahui
meja-dukungan = { $jumlah ->
        [1] 1 warga lain mengalami
       *[other] { $jumlah } warga lain mengalami
    }

# Tenggat
meja-tanpa-tenggat = Tanpa tenggat berjalan
meja-lewat = { $hari ->
        [1] Lewat 1 hari
       *[other] Lewat { $hari } hari
    }
meja-lewat-hari-ini = Lewat sejak hari ini
meja-hari-ini = Hari ini, sampai { $jam }
meja-besok = Besok
meja-lagi = { $hari } hari lagi
meja-sejak-hari-ini = sejak hari ini
meja-sejak = { $hari ->
        [1] sejak kemarin
       *[other] sejak { $hari } hari lalu
    }
meja-hari = { $n } hari
meja-jam = { $n } jam
meja-hari-kerja = { $n } hari kerja
meja-jam-kerja = { $n } jam kerja
meja-hari-kalender = { $n } hari kalender
meja-belum-dapat-dihitung = Menunggu kalender

# Kasus
meja-kembali = Kotak masuk
meja-tersimpan = Tersimpan
meja-tersimpan-lanjut = Kasus ini masih dapat Anda tindak lanjuti di bawah.
meja-tersimpan-selesai = Tidak ada lagi yang perlu Anda lakukan di sini sekarang.
meja-sementara-itu = Yang terjadi sejak halaman ini Anda buka
meja-tulisan-anda = Tulisan Anda yang belum tersimpan
meja-formulir-asing = Anda masuk ulang sejak formulir ini dibuka
    .saran = Belum ada yang tersimpan, dan isian Anda masih ada. Periksa sekali lagi, lalu kirim.
meja-formulir-lama = Formulir ini terlalu lama terbuka
    .saran = Belum ada yang tersimpan, dan isian Anda masih ada. Periksa sekali lagi, lalu kirim.
meja-perbaiki = Belum tersimpan: ada yang perlu dibetulkan
    .saran = Isian Anda masih ada. Betulkan yang ditandai, lalu kirim lagi.
meja-salah-teks = Tulis dahulu isinya.
meja-salah-alasan = Tulis alasannya.
meja-salah-unit = Pilih unit tujuan.
meja-laporan = Isi laporan
    .permohonan = Isi permohonan
meja-tanpa-teks = Anda melihat pokok kasus ini saja. Isi laporan terbuka bagi unit yang memegangnya.
    .permohonan = Anda melihat pokok kasus ini saja. Isi permohonan terbuka bagi unit yang memegangnya.
meja-oleh-petugas = diisi petugas
meja-asal-sumber = dari { $sumber }
meja-asal-sendiri = diisi sendiri
meja-tempat = Tempat
meja-titik = Titik
meja-berkas = Foto dan berkas
meja-berkas-tambahan = Tambahan
meja-berkas-banyak = { $jumlah ->
        [1] 1 berkas
       *[other] { $jumlah } berkas
    }
meja-menu-luring = Lapangan
meja-luring = Formulir lapangan
meja-luring-kata = Buka halaman ini selagi ada sinyal. Formulir di bawah lalu dapat diisi tanpa sinyal dan terkirim sendiri bila sinyal kembali.
meja-luring-ke = Isi tanpa sinyal
meja-luring-formulir = Formulir giliran Anda
meja-luring-kosong = Tidak ada formulir lapangan
meja-luring-kosong-kata = Kasus muncul di sini bila langkahnya giliran Anda dan boleh diisi tanpa sinyal.
meja-luring-antrean = Belum terkirim dari alat ini
meja-luring-antrean-kosong = Tidak ada yang menunggu.
meja-luring-tanpa-skrip = Tanpa skrip di peramban, formulir dikirim langsung dan memerlukan sinyal.
meja-luring-siap = Halaman ini tersimpan di alat Anda selama 7 hari, atau sampai Anda keluar.
meja-luring-tidak = Peramban ini tidak dapat menyimpan formulir. Isi dan kirim selagi ada sinyal.
meja-luring-penuh = Alat ini tidak dapat menyimpan isian; isian Anda masih di formulir. Kosongkan ruang simpan, atau kirim selagi ada sinyal.
meja-luring-tersimpan = Isian tersimpan di alat ini, terkunci, dan dikirim begitu ada sinyal.
meja-luring-terkirim = Isian untuk NOMOR sudah terkirim dan dihapus dari alat ini.
meja-luring-masuk = Masuk lagi supaya isian ini terkirim.
meja-luring-sibuk = Server sedang tidak dapat menerima. Kami coba lagi sebentar lagi.
meja-luring-sinyal = Belum ada sinyal. Kami coba lagi sendiri.
meja-luring-tunggu = Menunggu dikirim.
meja-luring-kirim = Kirim sekarang
meja-luring-tetap = Kirim tetap
meja-luring-buka = Buka kasus
meja-luring-hapus = Hapus dari alat
meja-luring-yakin = Hapus isian ini tanpa mengirimnya?
meja-luring-lain = Ada isian petugas lain di alat ini. Hanya ia yang dapat mengirimnya.
meja-luring-asing = Sesi berganti. Muat ulang halaman ini
    .saran = Isian tetap tersimpan di alat.
meja-luring-perbaiki = Ada yang perlu dibetulkan
    .saran = Buka kasusnya selagi ada sinyal dan isi lagi, lalu hapus isian ini.
meja-luring-bentrok = Kasus ini sudah berubah sejak formulirnya dibuka
    .saran = Baca dahulu apa yang terjadi. Bila isian Anda masih benar, kirim tetap.
meja-waktu-alat = Diisi di lapangan pada { $saat } menurut alat petugas.
meja-waktu-alat-warga = Diisi tanpa sinyal pada { $saat } menurut alat pengirim.
meja-periksa = Periksa berkas berdampingan
meja-periksa-kembali = Kembali ke kasus { $nomor }
meja-periksa-lihat = Lihat berkasnya
meja-periksa-tidak-dikirim = Berkas ini tidak dikirim.
meja-periksa-betulkan = Perlu dibetulkan pemohon
meja-bersama = Pemeriksaan bersama
meja-bersama-aturan = { $n } dari { $m } cabang diperlukan untuk lanjut ke: { $langkah }
meja-bersama-akhir = akhir kasus
meja-bersama-sudah = sudah diperiksa
meja-bersama-ditunggu = ditunggu
meja-tampilkan-foto = Tampilkan foto di halaman ini
meja-dari-pelapor = dari pelapor
    .permohonan = dari pemohon
meja-dari-petugas = dari petugas
meja-jawaban-terakhir = Jawaban terakhir untuk umum
meja-sejak-saat = Sejak { $saat }
meja-juga = Dapat ditindaklanjuti juga oleh { $siapa }
meja-tindakan = Yang dapat Anda lakukan
meja-tanpa-tindakan-berakhir = Kasus ini sudah berakhir. Tidak ada tindakan lagi.
meja-tanpa-tindakan-pemeriksa = Anda membaca sebagai pemeriksa. Pemeriksa tidak mengubah apa pun.
meja-tanpa-tindakan-kepala = Anda melihat pokok kasus. Tindakan dilakukan oleh unit yang memegangnya.
meja-tanpa-tindakan-lain = Sekarang bukan giliran unit Anda. Anda tetap dapat membaca perkembangannya.
meja-mengakhiri = Kasus berakhir: { $akhir }.
meja-menuju = Lanjut ke: { $langkah }.
meja-perlu = Tindakan ini perlu: { $syarat }.
meja-sisa-pakai = { $jumlah ->
        [0] Sudah dipakai sebanyak yang dijanjikan.
        [1] Hanya dapat dipakai sekali lagi.
       *[other] Dapat dipakai { $jumlah } kali lagi.
    }
meja-foto-ke = Foto { $n }
meja-tandai = Apa yang perlu dibetulkan pelapor?
    .permohonan = Apa yang perlu dibetulkan pemohon?
meja-tandai-saran = Hanya yang ditandai yang dapat diubah pelapor.
    .permohonan = Hanya yang ditandai yang dapat diubah pemohon.
meja-alasan-kode = Alasan dari daftar
meja-alasan = Alasan
meja-alasan-saran = Pelapor membacanya. Tulis singkat dan sopan, tanpa data pribadi.
    .permohonan = Pemohon membacanya. Tulis singkat dan sopan, tanpa data pribadi.
meja-ambil-alih = Ambil alih kasus impor ini
meja-ambil-alih-saran = Sesudah diambil alih, tenggatnya berlaku dan kabar dikirim kepada pelapor.
    .permohonan = Sesudah diambil alih, tenggatnya berlaku dan kabar dikirim kepada pemohon.
meja-jawab = Jawab untuk umum
meja-jawab-saran = Terbaca oleh pelapor dan siapa pun yang melacak kasus ini.
    .permohonan = Terbaca oleh pemohon dan siapa pun yang melacak kasus ini.
meja-jawaban = Jawaban
meja-jawaban-saran = Tanpa data pribadi. Sebut apa yang dilakukan dan kapan.
meja-jawab-kirim = Kirim jawaban
meja-terbaca-umum = Terbaca umum
meja-catat = Catatan internal
meja-catat-saran = Hanya terbaca petugas unit yang memegang kasus ini dan pemeriksa.
meja-catatan = Catatan
meja-catatan-saran = Tidak pernah dikirim kepada pelapor.
    .permohonan = Tidak pernah dikirim kepada pemohon.
meja-catat-kirim = Simpan catatan
meja-hanya-petugas = Hanya petugas
meja-bukti = Bukti kontak
meja-bukti-hp = Nomor terverifikasi dengan kode
meja-bukti-surel = Surel terverifikasi dengan kode
meja-bukti-loket = Di loket: petugas melihat orangnya
meja-bukti-tanpa-kanal = Tidak diverifikasi: belum ada kanal pesan
meja-kuasa = Kuasa
meja-kuasa-lewat = berakhir
meja-ubah = Yang diubah pelapor
    .permohonan = Yang diubah pemohon
meja-ubah-terakhir = Kiriman terakhir:
meja-ubah-dulu = Kiriman sebelumnya:
meja-ubah-daftar = Isian yang berubah
meja-ubah-isian = Isian
meja-ubah-semula = Semula
meja-ubah-menjadi = Menjadi
meja-ubah-kosong = (kosong)
meja-ubah-berkas-baru = { $n } berkas baru
meja-ubah-berkas-ganti = { $n } berkas baru menggantikan { $lama } yang lama
meja-pindah = Pindahkan ke unit lain
meja-pindah-saran = Batas waktu tetap berjalan; memindahkan tidak menambah waktu.
meja-pindah-ke = Unit tujuan
meja-pindah-alasan = Unit penerima membacanya. Sebut mengapa kasus ini ada pada unit itu.
meja-pindah-kirim = Pindahkan
meja-kembalikan = Kembalikan kepada pengirim
meja-kembalikan-saran = Kasus kembali ke unit yang memindahkannya ke sini. Batas waktu tetap berjalan.
meja-langkah = Langkah
meja-keterangan = Keterangan
meja-pelapor = Pelapor
    .permohonan = Pemohon
meja-pelapor-anonim = Anonim: identitas tidak ditampilkan kepada siapa pun
meja-pelapor-tanpa-nama = Tidak ditampilkan
meja-nama = Nama pelapor
    .permohonan = Nama pemohon
meja-telepon = Telepon
meja-surel = Surel
meja-diterima = Diterima
meja-saluran = Saluran
meja-saluran-web = Situs ini
meja-saluran-loket = Loket
meja-saluran-luring = Formulir tanpa sinyal
meja-saluran-dinas = Petugas dinas
meja-saluran-aplikasi = Aplikasi dinas
meja-saluran-impor = Impor
meja-pendukung = Dukungan
meja-nilai = Nilai pelapor
    .permohonan = Nilai pemohon
meja-nilai-dari = { $nilai } dari 5
meja-aturan = Aturan yang berlaku
meja-aturan-versi = Standar Pelayanan, versi { $versi }
meja-cetak = Cetak
meja-riwayat = Riwayat
meja-waktu = Waktu
meja-hari-dijalani = Pelapor menjalani { $n } hari kalender.
    .permohonan = Pemohon menjalani { $n } hari kalender.
meja-jam-semua = Semua batas waktu
meja-jam-nama = Batas waktu
meja-jam-jatah = Jatah
meja-jam-terpakai = Terpakai
meja-jam-total = Seluruh kasus
meja-jam-verifikasi = Verifikasi
meja-jam-jawaban = Jawaban pertama
meja-jam-langkah = Langkah { $langkah }
meja-jam-jalan = Berjalan
meja-jam-jeda = Berhenti sementara
meja-jam-berhenti = Selesai dihitung
meja-jam-terlewati = Terlewati
meja-jam-tak-diketahui = Tidak diketahui
meja-jam-jeda-selama = berhenti { $lama }
meja-mengapa = Mengapa waktunya begini?
meja-terpakai-saat-itu = terpakai { $n }

# Kabar
meja-kabar = Kabar kepada pelapor dan petugas
    .permohonan = Kabar kepada pemohon dan petugas
meja-kabar-kosong = Belum ada kabar yang dikirim.
meja-kabar-antre = Menunggu dikirim
meja-kabar-terkirim = Terkirim
meja-kabar-gagal = Gagal terkirim
meja-kabar-tanpa-kanal = Tidak terkirim, perlu ditelepon
meja-kabar-ditelepon = Sudah ditelepon
meja-kanal-surel = surel
meja-kanal-sms = SMS
meja-kanal-wa = WhatsApp
meja-kanal-pemberitahuan = pemberitahuan
meja-kabar-diterima = Laporan diterima
    .permohonan = Permohonan diterima
meja-kabar-masuk = Masuk langkah { $langkah }
meja-kabar-lewat = Langkah { $langkah } terlambat
meja-kabar-lewat-total = Kasus terlambat
meja-kabar-akhir = Berakhir: { $akhir }
meja-kabar-mesin-diterima = Laporan diterima
    .permohonan = Permohonan diterima
meja-kabar-mesin-menunggu-anda = Menunggu tanggapan pelapor
    .permohonan = Menunggu tanggapan pemohon
meja-kabar-mesin-dijawab = Ada jawaban
meja-kabar-mesin-berakhir = Berakhir
meja-kabar-mesin-ditutup-pelapor = Ditutup pelapor
    .permohonan = Ditutup pemohon
meja-kabar-mesin-ditutup-diam = Ditutup tanpa tanggapan
meja-kabar-mesin-naik = Dinaikkan karena terlambat
meja-kabar-mesin-terlambat = Terlambat

# Layanan yang berjalan

# Kalender kerja
meja-kalender-judul = Kalender kerja { $tahun }
meja-kalender-tahun = Tahun
meja-kalender-tak-diketahui = Daftar hari libur { $tahun } belum diimpor. Batas waktu yang jatuh di tahun itu belum dapat dihitung.
meja-kalender-belum = Daftar hari libur { $tahun } belum diimpor
meja-kalender-menunggu = { $jumlah ->
        [1] 1 kasus menunggu daftar hari libur { $tahun }
       *[other] { $jumlah } kasus menunggu daftar hari libur { $tahun }
    }
meja-kalender-impor = Laporan tetap diterima, tetapi batas waktunya belum dapat dihitung. Minta operator mengimpor daftar itu.
meja-kalender-hari-kerja = { $jumlah } hari kerja dalam tahun ini.
meja-kalender-kosong = Belum ada hari libur pada tahun ini
meja-kalender-kosong-isi = Daftar nasional diimpor operator; libur daerah dapat ditambahkan di bawah.
meja-kalender-daftar = Hari libur
meja-tanggal = Tanggal
meja-kalender-libur = Hari libur
meja-kalender-golongan = Golongan
meja-kalender-ubah = Ubah
meja-libur-nasional = Nasional
meja-cuti-bersama = Cuti bersama
meja-libur-pemilu = Pemilu
meja-libur-daerah = Daerah
meja-kalender-cabut = Jadikan hari kerja
meja-kalender-tambah = Tambah libur daerah
meja-kalender-tambah-saran = Hanya untuk hari sesudah hari ini. Batas waktu kasus yang terbuka dihitung ulang dan dicatat pada riwayatnya.
meja-kalender-nama-label = Nama hari libur
meja-kalender-dasar-label = Dasar atau alasan
meja-kalender-dasar-saran = Contoh: Keputusan Bupati Nomor 188/12/2027.
meja-kalender-ditambah = Hari libur ditambahkan
meja-kalender-dicabut = Hari itu menjadi hari kerja
meja-kalender-dihitung = Batas waktu kasus yang terbuka segera dihitung ulang.
meja-kalender-tanggal = Tanggal tidak dapat dibaca
    .saran = Contoh: 2027-03-05 untuk 5 Maret 2027.
meja-kalender-dasar = Dasar atau alasan wajib diisi
    .saran = Perubahan kalender menggeser batas waktu, jadi alasannya harus tercatat.
meja-kalender-nama = Nama hari libur wajib diisi
    .saran = Contoh: Hari jadi kabupaten.
meja-kalender-sama = Tidak ada yang berubah
    .saran = Kalender sudah seperti itu.

# Tautan sekali
meja-tautan-judul = Sampaikan tautan ini kepada { $siapa }
meja-tautan-isi = Langkah { $langkah } dijawab lewat tautan sekali pakai, tanpa akun. Siapa pun yang memegang tautan dapat menjawab.
meja-tautan-pindai = Pindai untuk membuka tautan
meja-tautan-hp = Nomor HP
meja-tautan-hp-saran = Tautan dikirim ke nomor ini; nomor disandikan dan tidak ditampilkan lagi
meja-tautan-kirim = Kirim tautan
meja-salah-hp = Tulis nomor HP yang dituju
meja-kabar-mesin-tautan-sekali = Tautan sekali pakai

meja-banding-dari = Kasus ini adalah keberatan atas { $nomor }. Siapa pun yang bertindak di sana tidak bertindak di sini.
meja-banding-lanjut = Keberatan atas hasil ini diproses pada { $nomor }.
meja-perpanjang-dari = Kasus ini memperpanjang surat dari { $nomor }.
meja-perpanjang-lanjut = Perpanjangan surat ini diproses pada { $nomor }.
