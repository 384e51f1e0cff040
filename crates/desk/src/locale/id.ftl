# Penolakan
tolak-laporan-tidak-ada = Laporan tidak ditemukan
    .saran = Periksa nomornya. Laporan rahasia hanya dapat dibuka dengan tautan atau kodenya.
tolak-layanan-tidak-ada = Layanan tidak ditemukan
    .saran = Pilih layanan dari halaman depan.
tolak-berkas-tidak-ada = Berkas tidak ditemukan
    .saran = Berkas ini tidak ada atau tidak untuk Anda.
tolak-kode-keliru = Nomor atau kode tidak cocok
    .saran = Periksa nomor dan kode pada tanda terima Anda.
tolak-langkah-orang = Langkah ini harus dikerjakan orang
    .saran = Minta petugas yang berwenang menyelesaikannya di kotak kerja.
tolak-kunci-coba = Kunci ini hanya untuk data contoh
    .saran = Pakai kunci yang sesungguhnya untuk laporan warga.
tolak-isian-keliru = Ada isian yang perlu dibetulkan
    .saran = Lihat keterangan di bawah setiap isian.
tolak-jawaban-lain = Formulir ini sudah dikirim dengan isi lain
    .saran = Bila ini laporan baru, kirim sekali lagi sebagai laporan baru.
    .saran-permohonan = Bila ini permohonan baru, kirim sekali lagi sebagai permohonan baru.
tolak-sudah-berubah = Kasus ini sudah ditindaklanjuti petugas lain
    .saran = Baca dahulu apa yang terjadi, lalu putuskan apakah tindakan Anda masih perlu.
tolak-kontak-wajib = Nomor ponsel atau surel diperlukan
    .saran = Isi salah satu agar kami dapat memberi kabar.
tolak-tidak-anonim = Layanan ini tidak dapat dipakai tanpa nama
    .saran = Kirim dengan nama Anda, atau pilih layanan lain.
tolak-tidak-rahasia = Layanan ini tidak menyediakan laporan rahasia
    .saran = Kirim sebagai laporan biasa, atau pilih layanan lain.
tolak-kontak-keliru = Nomor ponsel atau surel tidak dapat dibaca
    .saran = Contoh: 0812 3456 7890 atau nama@contoh.id.
tolak-kontak-belum-terbukti = Layanan ini meminta kontak dibuktikan dengan kode
    .saran = Kirim lewat halaman layanan itu di situs ini.
tolak-kode-salah = Kode tidak cocok
    .saran = Periksa angkanya pada pesan terakhir. Sisa percobaan: { $sisa }.
tolak-kode-habis = Kode ini sudah terlalu sering dicoba
    .saran = Minta kode baru.
tolak-kode-lewat = Kode ini tidak berlaku lagi
    .saran = Minta kode baru.
tolak-teks-keliru = Tulisan kosong atau terlalu panjang
    .saran = Tulis secukupnya, lalu kirim lagi.
tolak-alasan-tidak-ada = Alasan itu tidak ada dalam daftar
    .saran = Pilih alasan dari daftar.
tolak-unit-tidak-ada = Unit itu tidak ada
    .saran = Pilih unit dari daftar.
tolak-bukan-foto = Berkas ini bukan foto
    .saran = Kirim foto JPEG, PNG, atau WebP.
tolak-foto-heic = Foto HEIC belum dapat dibaca
    .saran = Kirim sebagai JPEG; di iPhone pilih "Paling Kompatibel" pada pengaturan kamera.
tolak-foto-terlalu-besar = Foto ini terlalu besar untuk dibuka
    .saran = Perkecil fotonya, lalu kirim lagi.
tolak-foto-rusak = Foto ini rusak atau terpotong
    .saran = Kirim ulang fotonya.
tolak-berkas-terlalu-besar = Berkas terlalu besar: paling besar { $batas } MB
    .saran = Perkecil berkasnya, lalu kirim lagi.
tolak-berkas-terlalu-banyak = Terlalu banyak berkas: paling banyak { $batas }
    .saran = Hapus salah satu, lalu tambahkan yang baru.
tolak-draf-hilang = Foto yang menunggu sudah dihapus
    .saran = Foto disimpan 24 jam. Lampirkan lagi, atau kirim tanpa foto.
tolak-definisi-ditolak = Definisi layanan ditolak
    .saran = Betulkan yang disebut pemeriksa, lalu terbitkan lagi.
tolak-templat-surat = Templat surat ini salah
    .saran = { $baris }
tolak-usulan-tidak-ada = Usulan ini tidak ada
    .saran = Periksa alamatnya, atau buka daftar layanan.
tolak-usulan-sendiri = Usulan sendiri tidak dapat disetujui
    .saran = Minta admin lain membaca dan menerbitkannya.
tolak-usulan-diputus = Usulan ini sudah diputus
    .saran = Muat ulang halaman untuk melihat keputusannya.
tolak-usulan-tersusul = Versi lain sudah terbit sejak usulan ini ditulis
    .saran = Tulis usulan baru dari versi yang sekarang berjalan.
tolak-sudah-berjalan = Naskah ini sudah berjalan
    .saran = Tidak ada yang perlu diajukan.
tolak-versi-belum-naik = Nomor versi belum naik
    .saran = Naikkan layanan.versi di atas versi yang berjalan.
tolak-kalender-ditolak = Perubahan kalender ditolak: { $sebab }
    .saran = Kalender hanya dapat diubah untuk hari-hari sesudah hari ini.
tolak-penyimpanan-sibuk = Sistem sedang sangat sibuk
    .saran = Tidak ada yang hilang. Tunggu sebentar, lalu kirim lagi.
tolak-kasus_selesai = Kasus ini sudah berakhir
    .saran = Bila masalahnya masih ada, buat laporan baru.
    .saran-permohonan = Bila masih diperlukan, buat permohonan baru.
tolak-aksi_tidak_ada = Tindakan itu tidak tersedia lagi
    .saran = Muat ulang halaman untuk melihat keadaan sekarang.
tolak-aksi_ambigu = Tindakan itu tersedia pada dua langkah
    .saran = Pilih langkahnya.
tolak-aksi_habis = Tindakan itu sudah dipakai sebanyak yang dijanjikan
    .saran = Pilih tindakan lain.
tolak-syarat_tidak_terpenuhi = Syarat tindakan itu belum terpenuhi
    .saran = Lengkapi isian yang menentukan tindakan itu.
tolak-orang_yang_sama = Langkah ini harus dikerjakan orang lain
    .saran = Anda sudah bertindak pada langkah sebelumnya dalam kasus ini.
tolak-isian_terkunci = Isian { $isian } tidak boleh diubah di sini
    .saran = Ubah hanya isian yang ditandai.
tolak-langkah_tidak_aktif = Langkah itu tidak sedang berjalan
    .saran = Muat ulang halaman untuk melihat keadaan sekarang.
tolak-bukan_langkah_petugas = Langkah itu milik pelapor
    .saran = Tunggu tanggapan pelapor.
    .permohonan = Langkah itu milik pemohon
    .saran-permohonan = Tunggu tanggapan pemohon.
tolak-kuasa_berakhir = Surat kuasa sudah berakhir
    .saran = Catat surat kuasa yang masih berlaku, lalu ulangi.
tolak-kuasa_tidak_bisa = Surat kuasa tidak dapat dicatat di sini
    .saran = Surat kuasa dicatat oleh yang mengajukan, selama permohonan berjalan.
tolak-surat-kuasa-kurang = Foto surat kuasa belum ada
    .saran = Lampirkan foto surat kuasanya.
tolak-tidak_ditarik = Kasus ini tidak dapat ditarik
    .saran = Hanya pemohon yang dapat menarik permohonan yang masih berjalan.
tolak-tidak_pindah = Kasus ini tetap pada versinya
    .saran = Versi baru tidak menyebut langkahnya, atau ada isian yang tidak punya tempat.
tolak-tidak_dipindahkan = Kasus ini tidak pernah dipindahkan
    .saran = Pengembalian hanya mungkin sesudah pemindahan.
tolak-unit_sama = Kasus ini sudah berada di unit itu
    .saran = Pilih unit lain.
tolak-waktu_mundur = Waktu perintah mendahului waktu terakhir
    .saran = Periksa jam server.
tolak-alasan_kosong = Alasan wajib diisi
    .saran = Tulis alasannya dengan kalimat yang dapat dipahami pelapor.
    .saran-permohonan = Tulis alasannya dengan kalimat yang dapat dipahami pemohon.
tolak-bukti_kurang = { $butir } wajib dilengkapi
    .saran = Lengkapi bukti itu, lalu kirim lagi.
tolak-tanda_kosong = Tandai paling sedikit satu isian
    .saran = Tandai isian yang perlu dibetulkan pelapor.
    .saran-permohonan = Tandai isian yang perlu dibetulkan pemohon.
tolak-tanda_keliru = { $isian } bukan isian pelapor
    .saran = Tandai isian lain.
    .permohonan = { $isian } bukan isian pemohon
tolak-isian_kurang = Isian { $isian } wajib diisi pada langkah ini
    .saran = Lengkapi isian itu, lalu kirim lagi.
tolak-nilai_keliru = Nilai harus 1 sampai 5
    .saran = Pilih salah satu nilai.
tolak-sudah_dinilai = Kasus ini sudah dinilai
    .saran = Terima kasih; satu kasus dinilai satu kali.
tolak-sudah_diambil_alih = Kasus ini tidak menunggu diambil alih
    .saran = Muat ulang halaman untuk melihat keadaan sekarang.
tolak-kalender = Daftar hari libur { $tahun } belum diimpor
    .saran = Hubungi operator sistem.

# Keadaan
status-baru = Baru
status-diproses = Diproses
status-menunggu = Menunggu pelapor
    .permohonan = Menunggu pemohon
status-berakhir = Berakhir
status-tidak_diketahui = Selesai tidak diketahui
kuasa-siapa = { $penerima } mengurus untuk { $pemberi }, dengan kuasa sampai { $tanggal }.
kuasa-sampai = Diurus dengan surat kuasa sampai { $tanggal }.
tutup-petugas = ditutup petugas
tutup-pelapor = ditutup pelapor
    .permohonan = ditutup pemohon
tutup-ditarik = ditarik pemohon
tutup-diam = ditutup tanpa tanggapan
tutup-impor = sudah berakhir saat diimpor
tenggat-menunggu-kalender = menunggu kalender { $tahun }

# Siapa
siapa-sistem = Sistem
siapa-pelapor = Pelapor
    .permohonan = Pemohon
siapa-kuasa = Penerima kuasa pemohon
siapa-warga = Warga lain
siapa-operator = Operator
siapa-impor = Impor { $sumber }
siapa-petugas = { $jabatan }, { $unit }
siapa-aplikasi = Aplikasi { $unit }
siapa-pengganti = { $nama }, a.n. { $jabatan }, { $unit }, surat tugas { $surat }
siapa-tautan = { $jabatan }, lewat tautan sekali

# Riwayat
riwayat-dibuka = Laporan diterima lewat { $saluran ->
        [web] situs ini
        [loket] loket
        [luring] formulir tanpa sinyal
        [wa] WhatsApp
        [dinas] petugas dinas
        [aplikasi] aplikasi dinas
       *[other] { $saluran }
    }.
    .permohonan = Permohonan diterima lewat { $saluran ->
        [web] situs ini
        [loket] loket
        [luring] formulir tanpa sinyal
        [wa] WhatsApp
        [dinas] petugas dinas
        [aplikasi] aplikasi dinas
       *[other] { $saluran }
    }.
riwayat-perpanjangan = Pemohon memperpanjang surat dari { $nomor }.
riwayat-banding = Pelapor berkeberatan atas hasil { $nomor }. Kasus ini diputus oleh orang lain.
riwayat-diimpor = Laporan diimpor dari { $sumber }.
riwayat-masuk = Masuk ke langkah { $langkah }, dipegang { $unit }.
riwayat-menunggu = Menunggu pelapor: { $langkah }.
    .permohonan = Menunggu pemohon: { $langkah }.
riwayat-dilewati = Langkah { $langkah } dilewati.
riwayat-batal = Langkah { $langkah } dibatalkan.
riwayat-catatan = Catatan internal.
riwayat-jawaban = Jawaban untuk umum.
riwayat-tambahan = Pelapor menambahkan keterangan.
    .permohonan = Pemohon menambahkan keterangan.
riwayat-dukungan = Warga lain mengalami hal yang sama.
riwayat-aksi = { $aksi } ({ $langkah }).
riwayat-aksi-pelapor = Pelapor memilih: { $aksi }.
    .permohonan = Pemohon memilih: { $aksi }.
riwayat-aksi-sistem = Karena batas waktu terlewati: { $aksi }.
riwayat-pindah = Dipindahkan dari { $dari } ke { $ke }.
riwayat-kembali = Dikembalikan dari { $dari } ke { $ke }.
riwayat-kalender = Batas waktu dihitung ulang: { $sebab }.
riwayat-lewat = Batas waktu { $jam ->
        [total] seluruh kasus
        [verifikasi] verifikasi
        [jawaban] jawaban pertama
       *[langkah] langkah { $langkah }
    } terlewati.
riwayat-lewat-catatan = Batas waktu { $jam ->
        [total] seluruh kasus
        [verifikasi] verifikasi
        [jawaban] jawaban pertama
       *[langkah] langkah { $langkah }
    } terlewati: { $catatan }.
riwayat-jeda = Waktu berhenti, menunggu pelapor.
    .permohonan = Waktu berhenti, menunggu pemohon.
riwayat-jalan = Waktu berjalan lagi.
riwayat-diumumkan = Masuk daftar umum kasus yang terlambat.
riwayat-naik = Diberitahukan kepada { $jabatan }, { $unit }.
riwayat-lewat-ditolak = Tindakan otomatis tidak dapat dijalankan ({ $kode }).
riwayat-berakhir-petugas = Ditutup petugas: { $akhir }.
riwayat-berakhir-pelapor = Ditutup pelapor: { $akhir }.
    .permohonan = Ditutup pemohon: { $akhir }.
riwayat-kuasa = Surat kuasa dicatat, berlaku sampai { $tanggal }.
riwayat-ditarik = Pemohon menarik permohonan ini. Ini bukan penolakan.
riwayat-berakhir-diam = Ditutup tanpa tanggapan: { $akhir }.
riwayat-berakhir-impor = Sudah berakhir saat diimpor: { $akhir }.
riwayat-diambil-alih = Kasus impor diambil alih; mulai sekarang batas waktunya berlaku.
riwayat-versi = Kasus mengikuti versi { $versi } layanan ini. Semua batas waktu tetap.
riwayat-nilai = Pelapor memberi nilai { $nilai } dari 5.
    .permohonan = Pemohon memberi nilai { $nilai } dari 5.

# Mengapa jam begini
jam-dibuka = mulai saat laporan dibuka
    .permohonan = mulai saat permohonan dibuka
jam-masuk = mulai saat masuk langkah { $langkah }
jam-lanjut = lanjut dari sebelumnya, karena kembali dari pelapor ({ $langkah })
    .permohonan = lanjut dari sebelumnya, karena kembali dari pemohon ({ $langkah })
jam-menunggu-warga = berhenti, menunggu pelapor
    .permohonan = berhenti, menunggu pemohon
jam-di-petugas = berjalan lagi di langkah { $langkah }
jam-aksi = berhenti karena { $aksi } pada { $langkah }
jam-batal = berhenti karena langkahnya dibatalkan
jam-diteruskan = berhenti karena diteruskan ke { $langkah }
jam-dijawab = berhenti karena dijawab
jam-berakhir = berhenti karena kasus berakhir
jam-lewat = batas waktu terlewati
jam-lewat-sebelum = sudah terlewati sebelum diambil alih
jam-versi = mengikuti versi { $versi }; mulai, jatah, dan yang terpakai tetap
jam-kalender = dihitung ulang: { $sebab }

# Kabar dari sistem sendiri
pesan-diterima = Laporan { $nomor } diterima. Lacak: { $tautan }
    .permohonan = Permohonan { $nomor } diterima. Lacak: { $tautan }
pesan-menunggu-anda = Laporan { $nomor } menunggu tanggapan Anda, paling lambat { $batas }. Buka: { $tautan }
    .permohonan = Permohonan { $nomor } menunggu tanggapan Anda, paling lambat { $batas }. Buka: { $tautan }
pesan-dijawab = Laporan { $nomor } dijawab. Baca: { $tautan }
    .permohonan = Permohonan { $nomor } dijawab. Baca: { $tautan }
pesan-berakhir = Laporan { $nomor } selesai ditangani: { $akhir }. Baca: { $tautan }
    .permohonan = Permohonan { $nomor } selesai ditangani: { $akhir }. Baca: { $tautan }
pesan-ditutup-pelapor = Laporan { $nomor } ditutup sesuai pilihan Anda. Terima kasih. { $tautan }
    .permohonan = Permohonan { $nomor } ditutup sesuai pilihan Anda. Terima kasih. { $tautan }
pesan-ditarik = Permohonan { $nomor } Anda tarik dan sudah berakhir. Ini bukan penolakan; Anda boleh mengajukan lagi. { $tautan }
pesan-ditarik-petugas = Permohonan { $nomor } ditarik pemohonnya. Tidak ada lagi yang perlu dikerjakan. { $kerja }
pesan-ditutup-diam = Laporan { $nomor } ditutup karena tidak ada tanggapan sampai batas waktunya. Ini tidak dihitung sebagai persetujuan. { $tautan }
    .permohonan = Permohonan { $nomor } ditutup karena tidak ada tanggapan sampai batas waktunya. Ini tidak dihitung sebagai persetujuan. { $tautan }
pesan-naik = Laporan { $nomor } ({ $layanan }) melewati batas waktu dan kini dapat Anda tindak lanjuti: { $kerja }
    .permohonan = Permohonan { $nomor } ({ $layanan }) melewati batas waktu dan kini dapat Anda tindak lanjuti: { $kerja }
pesan-terlambat = Laporan { $nomor } ({ $layanan }) melewati batas waktu: { $kerja }
    .permohonan = Permohonan { $nomor } ({ $layanan }) melewati batas waktu: { $kerja }

# Tautan isian yang disimpan
pesan-kode = Kode Anda { $kode }, berlaku { $menit } menit, untuk { $layanan }. Jangan berikan kepada siapa pun, juga kepada petugas.
pesan-lanjutkan = Lanjutkan isian { $layanan } paling lambat { $tanggal }: { $tautan }. Jangan bagikan tautan ini.

# Tautan sekali
tolak-tautan-tidak-ada = Tautan ini tidak dikenal
    .saran = Periksa apakah seluruh tautan tersalin, atau minta tautannya lagi kepada petugas.
tolak-tautan-selesai = Tautan ini sudah tidak berlaku
    .saran = Langkahnya sudah dijawab atau waktunya sudah lewat. Tidak ada lagi yang perlu Anda lakukan.
catatan-tautan-dikirim = Tautan untuk langkah { $langkah } dikirim ke nomor berakhiran { $akhiran }.
pesan-tautan-sekali = { $layanan }: kami mohon jawaban Anda untuk { $langkah }. Buka { $tautan } (sekali pakai, tanpa akun).

# Keberatan
tolak-banding-tidak-bisa = Keberatan tidak dapat diajukan
    .saran = Waktunya sudah lewat, atau keberatan sudah pernah diajukan. Lihat kasus lanjutannya di halaman ini.
tolak-perpanjangan-tidak-bisa = Surat ini tidak dapat diperpanjang sekarang
    .saran = Perpanjangan dibuka menjelang hari terakhir surat, satu kali. Bila datanya berubah, ajukan permohonan baru.

kasus-surat = Surat
kasus-surat-sampai = berlaku sampai { $tanggal }
kasus-surat-unduh = Unduh surat
kasus-surat-pratinjau = Pratinjau surat (PDF)
kasus-surat-pratinjau-saran = Begini suratnya bila diterbitkan sekarang. Nomornya baru diberikan setelah permohonan disetujui.
kasus-surat-gagal = Surat belum dapat dibuat: templatnya salah
kasus-surat-gagal-saran = Tidak ada nomor yang terpakai. Setelah admin menerbitkan templat yang betul, surat dibuat dengan sendirinya.
kasus-surat-bukti = Bukti surat
kasus-surat-disiapkan = Menunggu tanda tangan
kasus-surat-berlaku = Berlaku
kasus-surat-kedaluwarsa = Kedaluwarsa
kasus-surat-diganti = Diganti
kasus-surat-dicabut = Dicabut
