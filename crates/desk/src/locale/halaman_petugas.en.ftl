# Pages of officers: inbox, case, export, services, calendar.
meja-menu-kotak = Inbox
meja-aplikasi = My applications
meja-aplikasi-semua = All my applications
meja-menu-loket = Counter
meja-menu-kalender = Calendar

# Inbox
meja-cari = Search by report number
meja-daftar = Lists of cases
meja-daftar-kasus = Cases, the most urgent first
meja-daftar-terbaru = Cases, the latest first
meja-daftar-giliran = Your turn
meja-daftar-terbuka = All open
meja-daftar-menunggu = Waiting for the reporter
meja-daftar-impor = Imported, not taken over
meja-daftar-berakhir = Ended
meja-daftar-kota = Whole city
meja-daftar-sampel = Random sample
meja-lewat-banyak = { $jumlah } past due
meja-hari-ini-banyak = { $jumlah } due today
meja-tanpa-lewat = Nothing is past due
meja-saring = Filter the list
meja-saring-tombol = Filter
meja-saring-hapus = Clear the filter
meja-semua = All
meja-nomor = Number
meja-layanan = Service
meja-keadaan = State
meja-tenggat = Due
meja-kecamatan = District
meja-unit = Unit
meja-kosong-saringan = Nothing matches
    .isi = Clear the filter, or search with another part of the number.
meja-kosong-giliran = Nothing waits for you
    .isi = No case needs your action right now. Well done.
meja-kosong-terbuka = No open cases
    .isi = New reports for your unit will appear here.
meja-kosong-menunggu = Nothing waits for a reporter
    .isi = Cases that you asked a reporter to complete will appear here.
meja-kosong-impor = No imported case is waiting
    .isi = Old cases that were imported and are still open will appear here.
meja-kosong-berakhir = Nothing has ended yet
    .isi = Cases of your unit that have ended will appear here.
meja-kosong-sampel = No cases to draw from
    .isi = The sample is drawn by chance from all cases that are not secret.
meja-kosong-kota = No cases yet
    .isi = Reports from the whole city will appear here.
meja-ekspor = Download this list (CSV)
meja-ekspor-saran = Exactly the list above, 5,000 rows at most, without names or report texts. The download is recorded.
meja-naik = Escalated to you because it is late

# Marks
meja-tanda-rahasia = Secret
meja-tanda-anonim = Anonymous
meja-tanda-diumumkan = On the public list of late cases
meja-tanda-impor = Imported, not taken over
meja-tanda-kota-lain = Another region
meja-tanda-jawaban-sebelum-laporan = Answer dated before the report
meja-tanda-selesai-tidak-diketahui = Finish unknown
meja-dukungan = { $jumlah ->
        [one] 1 other resident has it too
       *[other] { $jumlah } other residents have it too
    }

# Due
meja-tanpa-tenggat = No clock is running
meja-lewat = { $hari ->
        [one] 1 day late
       *[other] { $hari } days late
    }
meja-lewat-hari-ini = Late since today
meja-hari-ini = Today, until { $jam }
meja-besok = Tomorrow
meja-lagi = { $hari ->
        [one] In 1 day
       *[other] In { $hari } days
    }
meja-sejak-hari-ini = since today
meja-sejak = { $hari ->
        [one] since yesterday
       *[other] since { $hari } days ago
    }
meja-hari = { $n ->
        [one] 1 day
       *[other] { $n } days
    }
meja-jam = { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
meja-hari-kerja = { $n ->
        [one] 1 working day
       *[other] { $n } working days
    }
meja-jam-kerja = { $n ->
        [one] 1 working hour
       *[other] { $n } working hours
    }
meja-hari-kalender = { $n ->
        [one] 1 calendar day
       *[other] { $n } calendar days
    }
meja-belum-dapat-dihitung = Waiting for the calendar

# Case
meja-kembali = Inbox
meja-tersimpan = Saved
meja-tersimpan-lanjut = You can still act on this case below.
meja-tersimpan-selesai = There is nothing more for you to do here now.
meja-sementara-itu = What happened since you opened this page
meja-tulisan-anda = What you wrote, not saved yet
meja-formulir-asing = You signed in again since this form was opened
    .saran = Nothing was saved, and what you filled in is still here. Check it once more, then send.
meja-formulir-lama = This form was open for too long
    .saran = Nothing was saved, and what you filled in is still here. Check it once more, then send.
meja-perbaiki = Not saved: something needs to be corrected
    .saran = What you filled in is still here. Correct what is marked, then send again.
meja-salah-teks = Write something first.
meja-salah-alasan = Write the reason.
meja-salah-unit = Choose the unit.
meja-laporan = The report
    .permohonan = The application
meja-tanpa-teks = You see the outline of this case only. Its text is open to the unit that holds it.
    .permohonan = You see the outline of this case only. Its text is open to the unit that holds it.
meja-oleh-petugas = by an officer
meja-asal-sumber = from { $sumber }
meja-asal-sendiri = self-entered
meja-tempat = Place
meja-titik = Point
meja-berkas = Photos and files
meja-berkas-tambahan = Addition
meja-berkas-banyak = { $jumlah ->
        [one] 1 file
       *[other] { $jumlah } files
    }
meja-menu-luring = In the field
meja-luring = Field forms
meja-luring-kata = Open this page while there is a signal. The forms below can then be filled in without one, and are sent by themselves when it is back.
meja-luring-ke = Fill in without a signal
meja-luring-formulir = Forms of your turn
meja-luring-kosong = No field forms
meja-luring-kosong-kata = A case appears here when its step is your turn and may be filled in without a signal.
meja-luring-antrean = Not sent from this device yet
meja-luring-antrean-kosong = Nothing waits.
meja-luring-tanpa-skrip = Without a script in the browser a form is sent at once and needs a signal.
meja-luring-siap = This page is kept on your device for 7 days, or until you sign out.
meja-luring-tidak = This browser cannot keep forms. Fill in and send while there is a signal.
meja-luring-penuh = This device cannot keep the form; what you filled in is still in it. Make room, or send it while there is a signal.
meja-luring-tersimpan = What you filled in is kept on this device, sealed, and is sent as soon as there is a signal.
meja-luring-terkirim = The form for NOMOR was sent and removed from this device.
meja-luring-masuk = Sign in again so that this is sent.
meja-luring-sibuk = The server cannot take it now. We try again in a moment.
meja-luring-sinyal = No signal yet. We try again by ourselves.
meja-luring-tunggu = Waits to be sent.
meja-luring-kirim = Send now
meja-luring-tetap = Send all the same
meja-luring-buka = Open the case
meja-luring-hapus = Remove from the device
meja-luring-yakin = Remove this without sending it?
meja-luring-lain = Another officer has forms on this device. Only that officer can send them.
meja-luring-asing = The session changed. Reload this page
    .saran = What you filled in stays on the device.
meja-luring-perbaiki = Something must be corrected
    .saran = Open the case while there is a signal and fill it in again, then remove this one.
meja-luring-bentrok = This case has changed since its form was opened
    .saran = Read first what happened. If what you filled in is still right, send it all the same.
meja-waktu-alat = Filled in in the field on { $saat } by the officer's device.
meja-waktu-alat-warga = Filled in without a signal at { $saat } by the sender's device.
meja-periksa = Check documents side by side
meja-periksa-kembali = Back to case { $nomor }
meja-periksa-lihat = See the document
meja-periksa-tidak-dikirim = This document was not sent.
meja-periksa-betulkan = To be corrected by the applicant
meja-bersama = Joint review
meja-bersama-aturan = { $n } of { $m } branches are needed to go on to: { $langkah }
meja-bersama-akhir = the end of the case
meja-bersama-sudah = reviewed
meja-bersama-ditunggu = awaited
meja-tampilkan-foto = Show the photos on this page
meja-dari-pelapor = from the reporter
    .permohonan = from the applicant
meja-dari-petugas = from an officer
meja-jawaban-terakhir = Latest public answer
meja-sejak-saat = Since { $saat }
meja-juga = { $siapa } may act too
meja-tindakan = What you can do
meja-tanpa-tindakan-berakhir = This case has ended. Nothing more can be done.
meja-tanpa-tindakan-pemeriksa = You are reading as an auditor. Auditors change nothing.
meja-tanpa-tindakan-kepala = You see the outline of the case. The unit that holds it acts.
meja-tanpa-tindakan-lain = It is not your unit's turn now. You can still follow what happens.
meja-mengakhiri = The case ends: { $akhir }.
meja-menuju = Goes on to: { $langkah }.
meja-perlu = This action needs: { $syarat }.
meja-sisa-pakai = { $jumlah ->
        [0] Used as often as was promised.
        [one] Can be used once more only.
       *[other] Can be used { $jumlah } more times.
    }
meja-foto-ke = Photo { $n }
meja-tandai = What should the reporter correct?
    .permohonan = What should the applicant correct?
meja-tandai-saran = The reporter can change only what is marked.
    .permohonan = The applicant can change only what is marked.
meja-alasan-kode = Reason from the list
meja-alasan = Reason
meja-alasan-saran = The reporter reads it. Be brief and polite, without personal data.
    .permohonan = The applicant reads it. Be brief and polite, without personal data.
meja-ambil-alih = Take over this imported case
meja-ambil-alih-saran = From then on its time limits count and messages are sent to the reporter.
    .permohonan = From then on its time limits count and messages are sent to the applicant.
meja-jawab = Answer in public
meja-jawab-saran = The reporter and everyone who tracks this case can read it.
    .permohonan = The applicant and everyone who tracks this case can read it.
meja-jawaban = Answer
meja-jawaban-saran = No personal data. Say what is done and when.
meja-jawab-kirim = Send the answer
meja-terbaca-umum = Public
meja-catat = Internal note
meja-catat-saran = Only officers of the unit that holds this case and auditors can read it.
meja-catatan = Note
meja-catatan-saran = Never sent to the reporter.
    .permohonan = Never sent to the applicant.
meja-catat-kirim = Save the note
meja-hanya-petugas = Officers only
meja-bukti = Proof of contact
meja-bukti-hp = Number verified by a code
meja-bukti-surel = E-mail verified by a code
meja-bukti-loket = At the counter: an officer saw the person
meja-bukti-tanpa-kanal = Not verified: there is no way to send messages
meja-kuasa = Mandate
meja-kuasa-lewat = over
meja-ubah = What the reporter changed
    .permohonan = What the applicant changed
meja-ubah-terakhir = Latest sending:
meja-ubah-dulu = Earlier sending:
meja-ubah-daftar = Answers that changed
meja-ubah-isian = Field
meja-ubah-semula = Before
meja-ubah-menjadi = After
meja-ubah-kosong = (empty)
meja-ubah-berkas-baru = { $n } new files
meja-ubah-berkas-ganti = { $n } new files in place of { $lama } older ones
meja-pindah = Transfer to another unit
meja-pindah-saran = Time limits go on running; a transfer adds no time.
meja-pindah-ke = To which unit
meja-pindah-alasan = The receiving unit reads it. Say why the case belongs there.
meja-pindah-kirim = Transfer
meja-kembalikan = Return to the sender
meja-kembalikan-saran = The case goes back to the unit that transferred it here. Time limits go on running.
meja-langkah = Step
meja-keterangan = Details
meja-pelapor = Reporter
    .permohonan = Applicant
meja-pelapor-anonim = Anonymous: the identity is shown to nobody
meja-pelapor-tanpa-nama = Not shown
meja-nama = Name of the reporter
    .permohonan = Name of the applicant
meja-telepon = Phone
meja-surel = E-mail
meja-diterima = Received
meja-saluran = Channel
meja-saluran-web = This site
meja-saluran-loket = Counter
meja-saluran-luring = Form without a signal
meja-saluran-dinas = Officers of an agency
meja-saluran-aplikasi = An application of an agency
meja-saluran-impor = Import
meja-pendukung = Support
meja-nilai = Rating by the reporter
    .permohonan = Rating by the applicant
meja-nilai-dari = { $nilai } of 5
meja-aturan = Rules that apply
meja-aturan-versi = Service standard, version { $versi }
meja-cetak = Print
meja-riwayat = History
meja-waktu = Time
meja-hari-dijalani = { $n ->
        [one] The reporter has lived through 1 calendar day.
       *[other] The reporter has lived through { $n } calendar days.
    }
    .permohonan = { $n ->
        [one] The applicant has lived through 1 calendar day.
       *[other] The applicant has lived through { $n } calendar days.
    }
meja-jam-semua = All time limits
meja-jam-nama = Time limit
meja-jam-jatah = Budget
meja-jam-terpakai = Used
meja-jam-total = Whole case
meja-jam-verifikasi = Verification
meja-jam-jawaban = First answer
meja-jam-langkah = Step { $langkah }
meja-jam-jalan = Running
meja-jam-jeda = Paused
meja-jam-berhenti = Stopped
meja-jam-terlewati = Passed
meja-jam-tak-diketahui = Unknown
meja-jam-jeda-selama = paused { $lama }
meja-mengapa = Why do the clocks stand like this?
meja-terpakai-saat-itu = { $n } used

# Messages
meja-kabar = Messages to the reporter and officers
    .permohonan = Messages to the applicant and officers
meja-kabar-kosong = No message has been sent yet.
meja-kabar-antre = Waiting to be sent
meja-kabar-terkirim = Sent
meja-kabar-gagal = Could not be sent
meja-kabar-tanpa-kanal = Not sent, needs a call
meja-kabar-ditelepon = Called
meja-kanal-surel = e-mail
meja-kanal-sms = SMS
meja-kanal-wa = WhatsApp
meja-kanal-pemberitahuan = notice
meja-kabar-diterima = Report received
    .permohonan = Application received
meja-kabar-masuk = Step { $langkah } entered
meja-kabar-lewat = Step { $langkah } is late
meja-kabar-lewat-total = The case is late
meja-kabar-akhir = Ended: { $akhir }
meja-kabar-mesin-diterima = Report received
    .permohonan = Application received
meja-kabar-mesin-menunggu-anda = Waiting for the reporter
    .permohonan = Waiting for the applicant
meja-kabar-mesin-dijawab = There is an answer
meja-kabar-mesin-berakhir = Ended
meja-kabar-mesin-ditutup-pelapor = Closed by the reporter
    .permohonan = Closed by the applicant
meja-kabar-mesin-ditutup-diam = Closed without a reply
meja-kabar-mesin-naik = Escalated because it is late
meja-kabar-mesin-terlambat = Late

# Services that run

# Working calendar
meja-kalender-judul = Working calendar { $tahun }
meja-kalender-tahun = Year
meja-kalender-tak-diketahui = The holiday list of { $tahun } is not imported. Time limits in that year cannot be calculated yet.
meja-kalender-belum = The holiday list of { $tahun } is not imported
meja-kalender-menunggu = { $jumlah ->
        [one] 1 case waits for the holiday list of { $tahun }
       *[other] { $jumlah } cases wait for the holiday list of { $tahun }
    }
meja-kalender-impor = Reports are still taken in, but their time limits cannot be calculated. Ask the operator to import the list.
meja-kalender-hari-kerja = { $jumlah } working days in this year.
meja-kalender-kosong = No holidays in this year yet
meja-kalender-kosong-isi = The operator imports the national list; local holidays can be added below.
meja-kalender-daftar = Holidays
meja-tanggal = Date
meja-kalender-libur = Holiday
meja-kalender-golongan = Kind
meja-kalender-ubah = Change
meja-libur-nasional = National
meja-cuti-bersama = Joint leave
meja-libur-pemilu = Election
meja-libur-daerah = Local
meja-kalender-cabut = Make it a working day
meja-kalender-tambah = Add a local holiday
meja-kalender-tambah-saran = Only for days after today. Time limits of open cases are calculated anew, and their history says so.
meja-kalender-nama-label = Name of the holiday
meja-kalender-dasar-label = Basis or reason
meja-kalender-dasar-saran = Example: Regent's decree number 188/12/2027.
meja-kalender-ditambah = The holiday was added
meja-kalender-dicabut = That day is a working day now
meja-kalender-dihitung = Time limits of open cases will be calculated anew at once.
meja-kalender-tanggal = The date cannot be read
    .saran = Example: 2027-03-05 for 5 March 2027.
meja-kalender-dasar = A basis or reason is required
    .saran = A calendar change moves time limits, so its reason must be on record.
meja-kalender-nama = A name of the holiday is required
    .saran = Example: Founding day of the regency.
meja-kalender-sama = Nothing changed
    .saran = The calendar already says so.

# One-time links
meja-tautan-judul = Hand this link to { $siapa }
meja-tautan-isi = { $langkah } is answered by a link that works once, without an account. Whoever holds the link can answer.
meja-tautan-pindai = Scan to open the link
meja-tautan-hp = Mobile number
meja-tautan-hp-saran = The link is sent to this number; the number is sealed and not shown again
meja-tautan-kirim = Send the link
meja-salah-hp = Write the mobile number
meja-kabar-mesin-tautan-sekali = One-time link

meja-banding-dari = This case is an objection to { $nomor }. Whoever acted there does not act here.
meja-banding-lanjut = The objection to this result is handled as { $nomor }.
meja-perpanjang-dari = This case renews the letter of { $nomor }.
meja-perpanjang-lanjut = The renewal of this letter is handled as { $nomor }.
