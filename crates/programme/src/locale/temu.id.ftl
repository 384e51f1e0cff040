rapat-pesan-dekat = Tugas dari rapat harus selesai { $tanggal }. Laporkan kemajuannya di { $tautan }.
rapat-pesan-lewat = Tugas dari rapat lewat tenggatnya, { $tanggal }. Laporkan, atau minta waktu, di { $tautan }.
