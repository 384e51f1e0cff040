# Refusals
tolak-laporan-tidak-ada = No such report
    .saran = Check the number. A secret report opens only with its link or code.
tolak-layanan-tidak-ada = No such service
    .saran = Choose a service from the front page.
tolak-berkas-tidak-ada = No such file
    .saran = It does not exist or is not for you.
tolak-kode-keliru = Number and code do not fit
    .saran = Check both on your receipt.
tolak-langkah-orang = A person has to take this step
    .saran = Ask the officer in charge to finish it in the inbox.
tolak-kunci-coba = This key is for sample data only
    .saran = Use a real key for reports of residents.
tolak-isian-keliru = Some answers need mending
    .saran = See the words below each field.
tolak-jawaban-lain = This form was sent before with other answers
    .saran = If this is a new report, send it once more as a new one.
    .saran-permohonan = If this is a new application, send it once more as a new one.
tolak-sudah-berubah = Another officer acted on this case
    .saran = Read what happened first, then decide whether your act is still needed.
tolak-kontak-wajib = A phone number or e-mail address is needed
    .saran = Give one of them so that we can tell you what happens.
tolak-tidak-anonim = This service cannot be used without a name
    .saran = Send it with your name, or choose another service.
tolak-tidak-rahasia = This service does not offer secret reports
    .saran = Send it as an ordinary report, or choose another service.
tolak-kontak-keliru = The phone number or e-mail address cannot be read
    .saran = For example 0812 3456 7890 or name@example.id.
tolak-kontak-belum-terbukti = This service asks for a contact that is proved by a code
    .saran = Send it on the page of that service on this site.
tolak-kode-salah = The code does not fit
    .saran = Check the digits in the latest message. Tries left: { $sisa }.
tolak-kode-habis = This code was tried too often
    .saran = Ask for a new code.
tolak-kode-lewat = This code holds no more
    .saran = Ask for a new code.
tolak-teks-keliru = The text is empty or too long
    .saran = Shorten or write it, then send again.
tolak-alasan-tidak-ada = That reason is not on the list
    .saran = Choose one from the list.
tolak-unit-tidak-ada = There is no such unit
    .saran = Choose one from the list.
tolak-bukan-foto = This file is no photo
    .saran = Send a JPEG, PNG or WebP picture.
tolak-foto-heic = HEIC photos cannot be read yet
    .saran = Send it as JPEG; on an iPhone choose "Most Compatible" in the camera settings.
tolak-foto-terlalu-besar = This photo is too large to be opened
    .saran = Make it smaller, then send it again.
tolak-foto-rusak = This photo is damaged or cut off
    .saran = Send it again.
tolak-berkas-terlalu-besar = The file is too large: at most { $batas } MB
    .saran = Make it smaller, then send it again.
tolak-berkas-terlalu-banyak = Too many files: at most { $batas }
    .saran = Remove one before you add another.
tolak-draf-hilang = The photos that waited were deleted
    .saran = They are kept for 24 hours. Attach them again, or send without.
tolak-definisi-ditolak = The definition was refused
    .saran = Mend what the checker names, then publish again.
tolak-templat-surat = The template of this letter is wrong
    .saran = { $baris }
tolak-usulan-tidak-ada = There is no such proposal
    .saran = Check the address, or open the list of services.
tolak-usulan-sendiri = You cannot approve your own proposal
    .saran = Ask another administrator to read and publish it.
tolak-usulan-diputus = This proposal is decided already
    .saran = Load the page again to see the decision.
tolak-usulan-tersusul = Another version was published since this was written
    .saran = Write a new proposal from the version that runs now.
tolak-sudah-berjalan = This text runs already
    .saran = There is nothing to propose.
tolak-versi-belum-naik = The version number was not raised
    .saran = Raise layanan.versi above the running version.
tolak-kalender-ditolak = The calendar change was refused: { $sebab }
    .saran = The calendar can be changed only for dates after today.
tolak-penyimpanan-sibuk = The system is very busy
    .saran = Nothing is lost. Wait a moment, then send again.
tolak-kasus_selesai = This case has ended
    .saran = If the problem is still there, make a new report.
    .saran-permohonan = If it is still needed, make a new application.
tolak-aksi_tidak_ada = That action is no longer available
    .saran = Reload the page to see how things stand.
tolak-aksi_ambigu = That action is available at two steps
    .saran = Choose the step.
tolak-aksi_habis = That action was used as often as promised
    .saran = Choose another one.
tolak-syarat_tidak_terpenuhi = The condition of that action is not met
    .saran = Fill in what it depends on.
tolak-orang_yang_sama = Somebody else has to do this step
    .saran = You acted at an earlier step of this case.
tolak-isian_terkunci = { $isian } may not be changed here
    .saran = Change only what is marked.
tolak-langkah_tidak_aktif = That step is not running
    .saran = Reload the page to see how things stand.
tolak-bukan_langkah_petugas = That step belongs to the resident
    .saran = Wait for the resident.
    .permohonan = That step belongs to the resident
    .saran-permohonan = Wait for the resident.
tolak-kuasa_berakhir = The mandate is over
    .saran = Record a mandate that is still valid, then try again.
tolak-kuasa_tidak_bisa = No mandate can be recorded here
    .saran = A mandate is recorded by whoever applied, while the application runs.
tolak-surat-kuasa-kurang = The photo of the mandate is missing
    .saran = Attach a photo of the letter.
tolak-tidak_ditarik = This case cannot be withdrawn
    .saran = Only the applicant can withdraw an application that is still running.
tolak-tidak_pindah = This case stays on its version
    .saran = The new version does not name its step, or something has no place in it.
tolak-tidak_dipindahkan = This case was never transferred
    .saran = Only what was transferred can be returned.
tolak-unit_sama = The case is with that unit already
    .saran = Choose another one.
tolak-waktu_mundur = The time lies before the latest known
    .saran = Check the server's clock.
tolak-alasan_kosong = A reason is required
    .saran = Write it so that the resident understands it.
    .saran-permohonan = Write it so that the resident understands it.
tolak-bukti_kurang = { $butir } is required
    .saran = Add it, then send again.
tolak-tanda_kosong = Mark at least one field
    .saran = Mark what the resident has to mend.
    .saran-permohonan = Mark what the resident has to mend.
tolak-tanda_keliru = { $isian } is no field of the resident
    .saran = Mark another one.
    .permohonan = { $isian } is no field of the resident
tolak-isian_kurang = { $isian } is required at this step
    .saran = Fill it in, then send again.
tolak-nilai_keliru = A rating is 1 to 5
    .saran = Choose one of them.
tolak-sudah_dinilai = This case was rated already
    .saran = Thank you; a case is rated once.
tolak-sudah_diambil_alih = This case does not wait to be taken over
    .saran = Reload the page to see how things stand.
tolak-kalender = The holiday list of { $tahun } was not imported
    .saran = Tell the operator.

# How it stands
status-baru = New
status-diproses = In progress
status-menunggu = Waiting for the reporter
    .permohonan = Waiting for the applicant
status-berakhir = Ended
status-tidak_diketahui = Finish unknown
kuasa-siapa = { $penerima } acts for { $pemberi }, under a mandate until { $tanggal }.
kuasa-sampai = Looked after under a mandate until { $tanggal }.
tutup-petugas = closed by an officer
tutup-pelapor = closed by the reporter
    .permohonan = closed by the applicant
tutup-ditarik = withdrawn by the applicant
tutup-diam = closed without an answer
tutup-impor = had ended when imported
tenggat-menunggu-kalender = waiting for the calendar of { $tahun }

# Who
siapa-sistem = System
siapa-pelapor = Reporter
    .permohonan = Applicant
siapa-kuasa = Representative of the applicant
siapa-warga = Another resident
siapa-operator = Operator
siapa-impor = Import from { $sumber }
siapa-petugas = { $jabatan }, { $unit }
siapa-aplikasi = An application of { $unit }
siapa-pengganti = { $nama }, for { $jabatan }, { $unit }, letter of assignment { $surat }
siapa-tautan = { $jabatan }, by one-time link

# History
riwayat-dibuka = Report received through { $saluran ->
        [web] this site
        [loket] the counter
        [luring] a form without a signal
        [wa] WhatsApp
        [dinas] officers of an agency
        [aplikasi] an agency's application
       *[other] { $saluran }
    }.
    .permohonan = Application received through { $saluran ->
        [web] this site
        [loket] the counter
        [luring] a form without a signal
        [wa] WhatsApp
        [dinas] officers of an agency
        [aplikasi] an agency's application
       *[other] { $saluran }
    }.
riwayat-perpanjangan = The applicant renews the letter of { $nomor }.
riwayat-banding = The reporter objects to the result of { $nomor }. Other people decide this case.
riwayat-diimpor = Report imported from { $sumber }.
riwayat-masuk = Entered the step { $langkah }, held by { $unit }.
riwayat-menunggu = Waiting for the reporter: { $langkah }.
    .permohonan = Waiting for the applicant: { $langkah }.
riwayat-dilewati = Step { $langkah } skipped.
riwayat-batal = Step { $langkah } cancelled.
riwayat-catatan = Internal note.
riwayat-jawaban = Public answer.
riwayat-tambahan = The reporter added information.
    .permohonan = The applicant added information.
riwayat-dukungan = Another resident has the same problem.
riwayat-aksi = { $aksi } ({ $langkah }).
riwayat-aksi-pelapor = The reporter chose: { $aksi }.
    .permohonan = The applicant chose: { $aksi }.
riwayat-aksi-sistem = Because the time limit passed: { $aksi }.
riwayat-pindah = Transferred from { $dari } to { $ke }.
riwayat-kembali = Returned from { $dari } to { $ke }.
riwayat-kalender = Time limits computed anew: { $sebab }.
riwayat-lewat = The time limit of { $jam ->
        [total] the whole case
        [verifikasi] the verification
        [jawaban] the first answer
       *[langkah] the step { $langkah }
    } passed.
riwayat-lewat-catatan = The time limit of { $jam ->
        [total] the whole case
        [verifikasi] the verification
        [jawaban] the first answer
       *[langkah] the step { $langkah }
    } passed: { $catatan }.
riwayat-jeda = The clock stopped, waiting for the reporter.
    .permohonan = The clock stopped, waiting for the applicant.
riwayat-jalan = The clock runs again.
riwayat-diumumkan = Put on the public list of overdue cases.
riwayat-naik = { $jabatan }, { $unit } was told.
riwayat-lewat-ditolak = The automatic action could not be taken ({ $kode }).
riwayat-berakhir-petugas = Closed by an officer: { $akhir }.
riwayat-berakhir-pelapor = Closed by the reporter: { $akhir }.
    .permohonan = Closed by the applicant: { $akhir }.
riwayat-kuasa = A mandate was recorded, valid until { $tanggal }.
riwayat-ditarik = The applicant withdrew this application. This is no refusal.
riwayat-berakhir-diam = Closed without an answer: { $akhir }.
riwayat-berakhir-impor = Had ended when imported: { $akhir }.
riwayat-diambil-alih = The imported case was taken over; its time limits hold from now on.
riwayat-versi = The case follows version { $versi } of this service. All time limits stay.
riwayat-nilai = The reporter gave { $nilai } of 5.
    .permohonan = The applicant gave { $nilai } of 5.

# Why a clock stands so
jam-dibuka = began when the report was opened
    .permohonan = began when the application was opened
jam-masuk = began on entering the step { $langkah }
jam-lanjut = goes on from before, back from the reporter ({ $langkah })
    .permohonan = goes on from before, back from the applicant ({ $langkah })
jam-menunggu-warga = stopped, waiting for the reporter
    .permohonan = stopped, waiting for the applicant
jam-di-petugas = runs again at the step { $langkah }
jam-aksi = stopped by { $aksi } at { $langkah }
jam-batal = stopped because its step was cancelled
jam-diteruskan = stopped by forwarding to { $langkah }
jam-dijawab = stopped by the answer
jam-berakhir = stopped because the case ended
jam-lewat = the time limit passed
jam-lewat-sebelum = had passed before it was taken over
jam-versi = follows version { $versi }; start, budget and what was used stay
jam-kalender = computed anew: { $sebab }

# The system's own messages
pesan-diterima = Report { $nomor } received. Follow it: { $tautan }
    .permohonan = Application { $nomor } received. Follow it: { $tautan }
pesan-menunggu-anda = Report { $nomor } waits for you until { $batas }. Open: { $tautan }
    .permohonan = Application { $nomor } waits for you until { $batas }. Open: { $tautan }
pesan-dijawab = Report { $nomor } was answered. Read: { $tautan }
    .permohonan = Application { $nomor } was answered. Read: { $tautan }
pesan-berakhir = Report { $nomor } is done: { $akhir }. Read: { $tautan }
    .permohonan = Application { $nomor } is done: { $akhir }. Read: { $tautan }
pesan-ditutup-pelapor = Report { $nomor } was closed as you chose. Thank you. { $tautan }
    .permohonan = Application { $nomor } was closed as you chose. Thank you. { $tautan }
pesan-ditarik = You withdrew application { $nomor }; it has ended. This is no refusal; you may apply again. { $tautan }
pesan-ditarik-petugas = Application { $nomor } was withdrawn by its applicant. Nothing is left to do. { $kerja }
pesan-ditutup-diam = Report { $nomor } was closed because nobody answered in time. This does not count as consent. { $tautan }
    .permohonan = Application { $nomor } was closed because nobody answered in time. This does not count as consent. { $tautan }
pesan-naik = Report { $nomor } ({ $layanan }) passed its time limit; you may act on it now: { $kerja }
    .permohonan = Application { $nomor } ({ $layanan }) passed its time limit; you may act on it now: { $kerja }
pesan-terlambat = Report { $nomor } ({ $layanan }) passed its time limit: { $kerja }
    .permohonan = Application { $nomor } ({ $layanan }) passed its time limit: { $kerja }

# The link of a saved form
pesan-kode = Your code is { $kode }, valid for { $menit } minutes, for { $layanan }. Give it to nobody, not even to an officer.
pesan-lanjutkan = Go on with your form for { $layanan } until { $tanggal }: { $tautan }. Do not share this link.

# One-time links
tolak-tautan-tidak-ada = This link is not known
    .saran = Check that the whole link was copied, or ask the officer for it again.
tolak-tautan-selesai = This link does not work any more
    .saran = The step was answered or its time is over. There is nothing left for you to do.
catatan-tautan-dikirim = The link for { $langkah } was sent to the number ending in { $akhiran }.
pesan-tautan-sekali = { $layanan }: please give your answer for { $langkah }. Open { $tautan } (works once, no account needed).

# Objections
tolak-banding-tidak-bisa = No objection can be made
    .saran = Its time is over, or one was made before. See the case that follows on this page.
tolak-perpanjangan-tidak-bisa = This letter cannot be renewed now
    .saran = A renewal opens shortly before the last day of the letter, once. If its data changed, apply anew.

kasus-surat = Letter
kasus-surat-sampai = valid until { $tanggal }
kasus-surat-unduh = Download the letter
kasus-surat-pratinjau = Preview of the letter (PDF)
kasus-surat-pratinjau-saran = This is the letter if it were issued now. It gets its number once the application is granted.
kasus-surat-gagal = The letter cannot be made yet: its template is wrong
kasus-surat-gagal-saran = No number was used. Once an administrator publishes a mended template, the letter is made by itself.
kasus-surat-bukti = Proof of the letter
kasus-surat-disiapkan = Waiting for the signature
kasus-surat-berlaku = Valid
kasus-surat-kedaluwarsa = Expired
kasus-surat-diganti = Replaced
kasus-surat-dicabut = Revoked
