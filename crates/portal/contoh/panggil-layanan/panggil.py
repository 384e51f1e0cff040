# Panggil satu layanan data melalui gerbang. GAPURA_LAYANAN adalah alamatnya:
# dinas/aplikasi/layanan/versi/jalur, misalnya dinas-kesehatan/simpus/pasien/v1/pasien
import base64
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

url = os.environ.get("GAPURA_URL", "https://gapura.contoh.go.id")


def minta_token():
    kunci = f"{os.environ['GAPURA_CLIENT_ID']}:{os.environ['GAPURA_CLIENT_SECRET']}"
    isi = {"grant_type": "client_credentials", "scope": "layanan.panggil"}
    permintaan = urllib.request.Request(
        f"{url}/oauth/token",
        data=urllib.parse.urlencode(isi).encode(),
        headers={"Authorization": "Basic " + base64.b64encode(kunci.encode()).decode()},
    )
    with urllib.request.urlopen(permintaan, timeout=20) as masuk:
        return json.load(masuk)["access_token"]


def panggil(token, kali=3):
    alamat = f"{url}/x/{os.environ['GAPURA_LAYANAN']}"
    permintaan = urllib.request.Request(alamat, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(permintaan, timeout=30) as masuk:
            return masuk.status, json.load(masuk)
    except urllib.error.HTTPError as tolak:
        if tolak.code == 429 and kali > 1:
            # Jatah per menit habis: tunggu selama yang diminta.
            time.sleep(int(tolak.headers.get("Retry-After", "1")))
            return panggil(token, kali - 1)
        raise


print(*panggil(minta_token()))
