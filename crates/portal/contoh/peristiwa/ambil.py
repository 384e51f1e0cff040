# Ambil peristiwa yang belum dibaca, lalu simpan alamat berikutnya di berkas.
import base64
import json
import os
import pathlib
import re
import urllib.parse
import urllib.request

url = os.environ.get("GAPURA_URL", "https://gapura.contoh.go.id")
letak = pathlib.Path(os.environ.get("GAPURA_LETAK", "letak.txt"))


def minta_token():
    kunci = f"{os.environ['GAPURA_CLIENT_ID']}:{os.environ['GAPURA_CLIENT_SECRET']}"
    isi = {"grant_type": "client_credentials", "scope": "peristiwa.baca"}
    permintaan = urllib.request.Request(
        f"{url}/oauth/token",
        data=urllib.parse.urlencode(isi).encode(),
        headers={"Authorization": "Basic " + base64.b64encode(kunci.encode()).decode()},
    )
    with urllib.request.urlopen(permintaan, timeout=20) as masuk:
        return json.load(masuk)["access_token"]


def satu_halaman(token, alamat):
    permintaan = urllib.request.Request(alamat, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(permintaan, timeout=30) as masuk:
        berikut = re.search(r'<([^>]*)>; *rel="next"', masuk.headers.get("Link", ""))
        return json.load(masuk), berikut and berikut[1]


token = minta_token()
alamat = letak.read_text() if letak.exists() else f"{url}/api/v1/events?after=0&limit=100"
while alamat:
    peristiwa, alamat = satu_halaman(token, alamat)
    for satu in peristiwa:
        print(satu["sequence"], satu["type"], satu.get("subject", ""))
    # Baru disimpan sesudah diolah: bila mati di tengah, dibaca sekali lagi.
    if alamat:
        letak.write_text(alamat)
    if not peristiwa:
        break
