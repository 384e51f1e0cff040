# Texts that the frame says.
web-layanan = Public services
web-meja-kerja = Work desk
web-lewati = Skip to content
web-bahasa = Language
web-menu = Main menu
web-menu-bagian = Pages of this part
web-menu-kerja = Work
web-menu-angka = Figures and plan
web-menu-aplikasi = Applications
web-menu-atur = Set up
web-keluar = Sign out
web-pemerintah = Government of
web-tampilan = Appearance
web-kaki = This service is free of charge. Officers never ask for your tracking code or your password.
web-nomor-kejadian = Incident number:
web-ke-depan = Go to the front page
web-halaman = Pages
web-ke-awal = To the start
web-berikutnya = Next
web-cari = Search
web-formulir-lama = This form was open for too long. Check it, then send it once more.
web-tema-otomatis = Automatic
web-tema-terang = Light
web-tema-gelap = Dark

gaya-judul = Style guide

tolak-gagal = Something went wrong on our side
    .saran = What you sent has not been stored. Please try again in a few minutes. If it fails again, give the incident number below to an officer.
tolak-tidak-ada = Page not found
    .saran = Check the address or number that you typed, or start from the front page.
tolak-bukan-jalannya = This page cannot be opened that way
    .saran = Go back to the previous page and send the form from there.
tolak-badan-terlalu-besar = Too large
    .saran = Send fewer files, or make the photos smaller. Your answers have not been stored.
tolak-terlalu-besar = Too large: at most { $batas }
    .saran = Go back to the form and send fewer or smaller photos. A report can be sent without photos; they may follow.
tolak-terlalu-sering = Too many attempts
    .saran = Please wait { $detik } seconds, then try again.
tolak-bukan-wewenang = You may not open this page
    .saran = If this is your task, ask the city administrator to add your role.
tolak-tanpa-token = This call needs a valid token
    .saran = Ask for a new token at /oauth/token and send it as "Authorization: Bearer …".
tolak-bukan-cakupan = This token does not cover { $cakupan }
    .saran = Ask for that scope for the key of your application at /pengembang.
tolak-masuk-dahulu = Please sign in first
    .saran = This page is for officers only.
tolak-formulir-asing = This form does not come from our pages
    .saran = Open the form on this site, fill it in and send it again. Nothing has been stored.
tolak-tidak-terbaca = What you sent cannot be read
    .saran = The connection may have broken half way. Go back to the form and send it once more.

saran-401 = This page is for officers only.
saran-403 = If this is your task, contact the city administrator.
saran-404 = Check the address or number that you typed.
saran-409 = Things have changed since you opened this page. Reload it and look at the present state.
saran-413 = Send fewer files, or make the photos smaller.
saran-422 = Correct your answers, then send them again.
saran-429 = Wait a moment, then try again.
saran-503 = Nothing was changed. Please try again in a few minutes.

form-tidak-wajib = optional
form-hanya-bila = Fill in only if { $syarat }.
form-ya = Yes
form-tidak = No
form-pilih = Choose one
form-desa = Village
form-cari-kode = Write a code or a word, then choose what fits
form-cari-lain = Search for another one
form-cari-sisa = { $jumlah } more fit. Write a more exact word.
form-pilih-desa = Choose a village
form-patokan = Landmark
form-bantuan-patokan = The street, and what is nearby. Example: Jalan Merdeka, opposite SDN 2, near the bridge.
form-alamat = Street, number, RT/RW
form-bantuan-alamat = Example: Jalan Anggrek 12, RT 3 RW 5.
form-tambah-titik = Add a point on the map
form-koordinat = Coordinates or map link
form-bantuan-koordinat = May be left empty. Example: -7.5461, 112.2331, or paste a link from a map application.
form-posisi = Use my present position
form-posisi-cari = Looking for the position…
form-posisi-gagal = No position found. That is fine: village and landmark are enough.
form-bantuan-nik = 16 digits, printed on the identity card or family card.
form-bantuan-hp = Example: 0812 3456 7890.
form-bantuan-tanggal = Example: 2027-03-05 for 5 March 2027.
form-bantuan-berkas = { $jumlah ->
    [one] One file
   *[other] At most { $jumlah } files
 } ({ $jenis }), each at most { $ukuran }.
form-sudah-terlampir = { $nama } is already attached
form-lihat-berkas = Look at it
unggah-jalan = {"{nama}"}: {"{n}"}% sent
unggah-putus = The connection broke. We go on by ourselves. What was sent is not lost.
unggah-selesai = {"{nama}"} is kept.
unggah-terbaca = Is the writing readable? If it is blurred, remove it and take the photo again.
unggah-hapus = Remove
unggah-kamera = Take a photo
unggah-tunggu = The form is sent as soon as its files are done.
unggah-gagal = This file is sent with the form.
form-kesalahan = { $jumlah ->
    [one] There is 1 answer to correct
   *[other] There are { $jumlah } answers to correct
 }

salah-terlalu-banyak = { $jumlah ->
    [one] Choose one file at most
   *[other] Choose at most { $jumlah } files
 }

draf-dipulihkan = Your answers that were not sent yet are shown again. They exist in this tab only.
draf-hapus = Clear the form
sisa-huruf = Characters left: {"{"}n{"}"}
lebih-huruf = Characters too many: {"{"}n{"}"}
sisa-angka = Digits left: {"{"}n{"}"}
lebih-angka = Digits too many: {"{"}n{"}"}
web-luring-belum = This device still holds field forms that were not sent. Signing out now loses them. Sign out all the same?
web-luring-ada = This device keeps a form that was filled in without a signal. Open it to send it or to see its number.
web-luring = There is no internet connection. Your answers are still on this page; send them when the signal is back.
tombol-judul = Shortcut keys
tombol-nyala = Use shortcut keys
tombol-cari = search
tombol-baris = next and previous row
tombol-buka = open the row
tombol-bantuan = this help
tombol-tutup = Close

grafik-tabel = Show the figures

standar-judul = Service Standard
standar-ditetapkan = Adopted
standar-rancangan = Draft
standar-penetapan = Decree number { $nomor } of { $tanggal }.
standar-belum = Not yet adopted by decree.
standar-selengkapnya = Components 7 to 14
standar-kosong = Not yet written by the agency.
standar-versi = Provided by { $dinas }. Version { $versi }. This standard is derived from the rules that run in the system.

gaya-hero = Something that needs fixing?
gaya-hero-kata = Report it from your phone. We pass it to the right agency, and you can see who is dealing with it.
gaya-cari = Search services
gaya-pengantar = Every part of a page in every state, drawn by the same code as the pages of the services.
gaya-huruf = Type and colours
gaya-status = Status
gaya-formulir = Form
gaya-formulir-salah = Form with mistakes
gaya-angka = Figures and lists
gaya-keadaan = Other states
gaya-contoh-judul = Heading of a part
gaya-contoh-paragraf = The agency answers within five working days.
gaya-contoh-tautan = Read the explanation
gaya-tombol = Buttons
gaya-kirim = Send report
gaya-simpan = Save for now
gaya-tolak = Refuse report
gaya-batal = Cancel
gaya-cetak = Print
gaya-dikerjakan = In progress
gaya-menunggu = Waiting for you
gaya-terlambat = Overdue
gaya-selesai = Finished
gaya-ditolak = Cannot be followed up
gaya-tertutup = Closed without response
gaya-perhatian = Good to know
gaya-berhasil = Your answer is stored
gaya-hati = This point is outside the regency
gaya-gagal = The report has not been sent
gaya-kuitansi = Receipt and tracking
gaya-diterima = We have received your report
gaya-simpan-nomor = Keep this number. Your tracking code:
gaya-pemegang = Held by
gaya-batas = At the latest
gaya-qr = Scan to track
gaya-langkah-1 = Report received
gaya-langkah-2 = Verification
gaya-langkah-3 = Field survey
gaya-langkah-4 = Repair
gaya-sekarang = Here now
gaya-kartu = Cards
gaya-kode = Tracking code
gaya-kode-bantuan = Nine letters on the receipt.
gaya-kode-salah = The code has nine letters; this has three
gaya-salah-desa = Choose the village
gaya-salah-uraian = Write a little more clearly what you see
gaya-salah-bahaya = Choose yes or no
gaya-masuk = Reports received
gaya-bulan-ini = this month
gaya-tepat = Answered in time
gaya-median = Median time to answer
gaya-hari-kerja = working days
gaya-batang = Reports by district (example)
gaya-kecamatan = District
gaya-laporan = Reports
gaya-garis = Reports by month (example)
gaya-bulan = Month
gaya-daftar = List of reports (example)
gaya-nomor = Number
gaya-layanan = Service
gaya-hari = Days
gaya-saring = Filter
gaya-kosong = No reports yet
gaya-kosong-kata = Reports for your agency will appear here.
gaya-rincian = Why is this the deadline?

tolak-terlalu-banyak-berkas = Too many files: at most { $batas } at once
    .saran = Go back to the form and send fewer files. The others may follow.
