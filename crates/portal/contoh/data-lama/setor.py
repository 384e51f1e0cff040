# Tulis hasil kueri sebagai CSV ke folder umpan. Berkas ditulis dengan nama sementara, lalu
# diganti namanya: berkas yang belum utuh tidak pernah dibaca.
import csv
import os
import pathlib

folder = pathlib.Path(os.environ.get("GAPURA_UMPAN", "/srv/umpan/simpus"))

# Di aplikasi Anda: baris = kursor.execute("SELECT nomor, poli, hari FROM kunjungan")
baris = [
    ("000123", "Umum", "2026-11-30"),
    ("000124", "Gigi", "2026-11-30"),
]

sementara = folder / ".kunjungan.csv.sementara"
with sementara.open("w", newline="", encoding="utf-8") as berkas:
    tulis = csv.writer(berkas)
    tulis.writerow(["nomor", "poli", "hari"])
    tulis.writerows(baris)
    berkas.flush()
    os.fsync(berkas.fileno())
sementara.rename(folder / "kunjungan.csv")
print(len(baris), "baris disetor")
