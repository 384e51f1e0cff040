# Minta token. Rahasia dibaca dari lingkungan, tidak ditulis di dalam berkas.
import base64
import json
import os
import urllib.parse
import urllib.request

url = os.environ.get("GAPURA_URL", "https://gapura.contoh.go.id")
kunci = f"{os.environ['GAPURA_CLIENT_ID']}:{os.environ['GAPURA_CLIENT_SECRET']}"

isi = {"grant_type": "client_credentials", "scope": "layanan.panggil"}
permintaan = urllib.request.Request(
    f"{url}/oauth/token",
    data=urllib.parse.urlencode(isi).encode(),
    headers={"Authorization": "Basic " + base64.b64encode(kunci.encode()).decode()},
)
with urllib.request.urlopen(permintaan, timeout=20) as masuk:
    jawaban = json.load(masuk)

# Simpan di memori dan pakai ulang sampai sebentar sebelum habis.
print(jawaban["token_type"], jawaban["expires_in"], "detik, untuk", jawaban["scope"])
