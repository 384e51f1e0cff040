# Masuk tunggal untuk aplikasi web Python. Jalankan: python3 masuk.py
import base64
import hashlib
import http.server
import json
import os
import secrets
import time
import urllib.parse
import urllib.request

URL = os.environ.get("GAPURA_URL", "https://gapura.contoh.go.id")
KEMBALI = os.environ.get("GAPURA_KEMBALI", "http://127.0.0.1:8091/kembali")
KLIEN, RAHASIA = os.environ["GAPURA_CLIENT_ID"], os.environ["GAPURA_CLIENT_SECRET"]
masuk = {}  # menurut state; aplikasi sungguhan menyimpannya di sesi peramban


def base64url(bita):
    return base64.urlsafe_b64encode(bita).rstrip(b"=").decode()


def alamat_masuk():
    state, nonce, bukti = (secrets.token_urlsafe(32) for _ in range(3))
    masuk[state] = (nonce, bukti)
    return f"{URL}/oauth/authorize?" + urllib.parse.urlencode({
        "response_type": "code",
        "client_id": KLIEN,
        "redirect_uri": KEMBALI,
        "scope": "openid profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": base64url(hashlib.sha256(bukti.encode()).digest()),
        "code_challenge_method": "S256",
    })


def siapa(asked):
    nonce, bukti = masuk.pop(asked["state"])
    if asked.get("iss") != URL:
        raise ValueError("datang dari peladen lain")
    isi = {
        "grant_type": "authorization_code",
        "code": asked["code"],
        "redirect_uri": KEMBALI,
        "code_verifier": bukti,
    }
    kunci = base64.b64encode(f"{KLIEN}:{RAHASIA}".encode()).decode()
    permintaan = urllib.request.Request(
        f"{URL}/oauth/token",
        data=urllib.parse.urlencode(isi).encode(),
        headers={"Authorization": f"Basic {kunci}"},
    )
    with urllib.request.urlopen(permintaan, timeout=20) as jawaban:
        badan = json.load(jawaban)["id_token"].split(".")[1]
    # Token identitas datang langsung dari peladen lewat TLS; yang diperiksa adalah isinya.
    klaim = json.loads(base64.urlsafe_b64decode(badan + "=" * (-len(badan) % 4)))
    cocok = klaim["iss"] == URL and klaim["aud"] == KLIEN and klaim["nonce"] == nonce
    if not cocok or klaim["exp"] < time.time():
        raise ValueError("token identitas tidak cocok")
    return klaim


class Aplikasi(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        alamat = urllib.parse.urlsplit(self.path)
        if alamat.path != "/kembali":
            self.send_response(303)
            self.send_header("Location", alamat_masuk())
            self.end_headers()
            return
        try:
            klaim = siapa(dict(urllib.parse.parse_qsl(alamat.query)))
            status, kata = 200, f"Selamat datang, {klaim.get('name', klaim['sub'])}"
        except (KeyError, ValueError, OSError):
            status, kata = 400, "Mulai lagi dari halaman depan."
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(kata.encode())


pintu = int(os.environ.get("PORT", "8091"))
http.server.ThreadingHTTPServer(("127.0.0.1", pintu), Aplikasi).serve_forever()
