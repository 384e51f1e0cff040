rapat-pesan-dekat = A task from a meeting is due on { $tanggal }. Report its progress at { $tautan }.
rapat-pesan-lewat = A task from a meeting is overdue since { $tanggal }. Report, or ask for more time, at { $tautan }.
