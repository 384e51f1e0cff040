# Kirim laporan warga dari aplikasi kota, lalu baca keadaannya.
import base64
import json
import os
import urllib.parse
import urllib.request

url = os.environ.get("GAPURA_URL", "https://gapura.contoh.go.id")


def kirim(alamat, isi=None, **tajuk):
    tajuk = {nama.replace("_", "-"): nilai for nama, nilai in tajuk.items()}
    permintaan = urllib.request.Request(f"{url}{alamat}", data=isi, headers=tajuk)
    with urllib.request.urlopen(permintaan, timeout=30) as jawaban:
        return json.load(jawaban)


kunci = f"{os.environ['GAPURA_CLIENT_ID']}:{os.environ['GAPURA_CLIENT_SECRET']}"
minta = {"grant_type": "client_credentials", "scope": "laporan.tulis laporan.baca"}
token = kirim(
    "/oauth/token",
    urllib.parse.urlencode(minta).encode(),
    Authorization="Basic " + base64.b64encode(kunci.encode()).decode(),
)["access_token"]

# Kunci yang sama dengan isi yang sama memberi tanda terima yang sama: aman dikirim ulang.
laporan = {"service": "lainnya", "answers": {"kejadian": "Lampu taman mati", "bidang": "lain"}}
terima = kirim(
    "/api/v1/laporan",
    json.dumps(laporan).encode(),
    Authorization=f"Bearer {token}",
    Content_Type="application/json",
    Idempotency_Key=os.environ.get("GAPURA_KUNCI_KIRIM", "aplikasi-kota-000001"),
)
keadaan = kirim(f"/api/v1/laporan/{terima['number']}", Authorization=f"Bearer {token}")
print(terima["number"], keadaan["status"])
