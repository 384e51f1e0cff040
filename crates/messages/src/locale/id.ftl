# Panggilan dan pemberitahuan.
pesan-menu-panggilan = Daftar panggilan
pesan-menu-pemberitahuan = Pemberitahuan
pesan-panggilan = Daftar panggilan
pesan-panggilan-isi = Pelapor berikut belum mendapat kabar karena pesannya tidak terkirim. Telepon, sampaikan isinya, lalu catat.
pesan-panggilan-kosong = Tidak ada yang perlu ditelepon
pesan-panggilan-kosong-isi = Semua kabar dari unit Anda sudah sampai atau sedang dikirim.
pesan-hubungi = Hubungi
pesan-sampaikan = Sampaikan
pesan-sejak = Menunggu sejak
pesan-alasan = Mengapa tidak terkirim
pesan-alasan-tanpa-kanal = Belum ada kanal pesan untuk pelapor ini
pesan-alasan-pribadi = Pesannya memuat data pribadi, jadi tidak dikirim
pesan-alasan-ditolak = Nomor atau alamatnya ditolak oleh penyedia pesan
pesan-alasan-gagal = Penyedia pesan tidak dapat dihubungi setelah beberapa kali dicoba
pesan-catatan = Hasil panggilan
pesan-sudah = Sudah ditelepon
pesan-dihapus = Data orang ini sudah dihapus
pesan-pemberitahuan = Pemberitahuan
pesan-pemberitahuan-kosong = Belum ada pemberitahuan
pesan-pemberitahuan-kosong-isi = Laporan yang dinaikkan kepada Anda muncul di sini.
pesan-tandai = Tandai semua sudah dibaca
pesan-baru = Baru

tolak-panggilan-tidak-ada = Panggilan ini tidak ada lagi di daftar Anda
tolak-panggilan-catatan = Tulis hasil panggilan, 1 sampai 1000 karakter
tolak-pesan-sibuk = Sistem sedang tidak dapat menyimpan. Coba lagi sebentar lagi.
