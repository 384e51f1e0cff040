angka-menu = Transparency
angka-judul = Are promises kept?
angka-pengantar = All reports by residents, counted from a record that cannot be changed. The meaning of each figure is explained below.
angka-dari = From month
angka-sampai = To month
angka-dinas = Agency
angka-layanan = Service
angka-semua = All
angka-tampilkan = Show
angka-kosong = No reports in this period
angka-kosong-isi = Choose other months, or all agencies and services.
angka-per = As of { $waktu }
angka-masuk = Received
angka-terbuka = Still open
angka-lewat = Overdue
angka-selesai = Ended
angka-jawab-tepat = Answered in time
angka-selesai-tepat = Finished in time
angka-dari-diketahui = { $tepat } of { $semua } known
angka-median-jawab = Median time to first answer
angka-median-selesai = Median time to the end
angka-hari-kerja = { $n ->
        [one] working day
       *[other] working days
    }
angka-hari-kalender = calendar days
angka-dialami = What residents lived through, on average
angka-jeda = Paused share
angka-jeda-catatan = waiting for the resident
angka-nilai = Rating by residents
angka-nilai-catatan = { $jumlah ->
        [one] one rating, 1–5
       *[other] mean of { $jumlah } ratings, 1–5
    }
angka-penutup = How reports were closed
angka-oleh-pelapor = Closed by the resident
angka-oleh-diam = Closed because the resident did not respond
angka-ditarik = Applications withdrawn by their applicants
angka-oleh-petugas = Closed by an officer
angka-ditolak = Could not be acted upon
angka-tak-diketahui-selesai = Finish unknown
angka-tak-diketahui-pendek = Finish unknown
angka-tak-diketahui = Unknown
angka-tren = Reports by month received
angka-bulan = Month
angka-per-dinas = By agency
angka-per-kantor = Offices of districts and villages
angka-per-layanan = By service
angka-per-kecamatan = By district
angka-unduh = Download this table (CSV)
angka-unduh-bulan = Download by month (CSV)
angka-peta = Reports by district
angka-peta-uraian = Number of reports in each district; the table below the map holds the figures.
angka-peta-tanpa = No reports, or hidden
angka-disembunyikan = Districts with fewer than { $batas } reports are not shown in detail, so that they point at nobody.
angka-arti = What each figure means
angka-masuk-arti = Reports received in the chosen months. All other figures are about these reports.
angka-terbuka-arti = Not ended. A report taken over from another system is open if it was not answered.
angka-lewat-arti = Still open although the promised date has passed.
angka-jawab-tepat-arti = The first answer came within the clock for answers, of all answers for which this is known.
angka-selesai-tepat-arti = Ended within the deadline of the whole service, of all whose end is known.
angka-tak-diketahui-arti = Taken over from another system and answered, but no record says when it was finished. Counted neither as open nor as overdue.
angka-median-arti = Half of the reports were faster, half slower. In working days since the report. Answers recorded before their report are left out.
angka-dialami-arti = Calendar days from report to end, with holidays and pauses.
angka-jeda-arti = Share of the working time in which the report waited for the resident and the agency's clock stood still.
angka-oleh-diam-arti = The reporter did not respond to the result in time. This is never counted as consent.
angka-ditarik-arti = The applicant called it off. Not counted as refused, nor as in time, and in no median.
angka-dinas-arti = A report counts for the agency that holds it now, or held it last.
