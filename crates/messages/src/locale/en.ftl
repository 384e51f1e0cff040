# Calls and notices.
pesan-menu-panggilan = Call list
pesan-menu-pemberitahuan = Notices
pesan-panggilan = Call list
pesan-panggilan-isi = These residents have not heard from us, because their message could not be sent. Call, tell them, then note it.
pesan-panggilan-kosong = Nobody needs a call
pesan-panggilan-kosong-isi = All messages of your unit have arrived or are on their way.
pesan-hubungi = Reach
pesan-sampaikan = Tell
pesan-sejak = Waiting since
pesan-alasan = Why it was not sent
pesan-alasan-tanpa-kanal = There is no message channel to this resident
pesan-alasan-pribadi = The message holds personal data, so it was not sent
pesan-alasan-ditolak = The provider refused the number or address
pesan-alasan-gagal = The provider could not be reached after several tries
pesan-catatan = What came of the call
pesan-sudah = Called
pesan-dihapus = This person's data were erased
pesan-pemberitahuan = Notices
pesan-pemberitahuan-kosong = No notices yet
pesan-pemberitahuan-kosong-isi = Reports that are escalated to you appear here.
pesan-tandai = Mark all as read
pesan-baru = New

tolak-panggilan-tidak-ada = This call is not on your list any more
tolak-panggilan-catatan = Write what came of the call, 1 to 1000 characters
tolak-pesan-sibuk = The system cannot save right now. Try again in a moment.
