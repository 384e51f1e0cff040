# Penerima peristiwa. Jalankan: python3 terima.py
# Di depan peladen sungguhan pakai HTTPS; rahasia whsec_… diberikan satu kali di /langganan.
import base64
import hashlib
import hmac
import http.server
import json
import os
import time

KUNCI = base64.b64decode(os.environ["GAPURA_WEBHOOK_SECRET"].removeprefix("whsec_"))


def sah(isi, tajuk):
    waktu = tajuk.get("webhook-timestamp", "0")
    if not waktu.isdigit() or abs(time.time() - int(waktu)) > 300:
        return False
    ditandatangani = f"{tajuk.get('webhook-id', '')}.{waktu}.".encode() + isi
    hitung = base64.b64encode(hmac.new(KUNCI, ditandatangani, hashlib.sha256).digest()).decode()
    # Saat kunci diganti ada dua tanda tangan; satu yang cocok cukup.
    semua = tajuk.get("webhook-signature", "").split()
    return any(hmac.compare_digest(f"v1,{hitung}", satu) for satu in semua)


class Penerima(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        isi = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        cocok = sah(isi, self.headers)
        if cocok:
            # Kiriman dapat datang dua kali: simpan id, dan abaikan yang sudah ada.
            peristiwa = json.loads(isi)
            print("Terima", peristiwa["id"], peristiwa["type"], flush=True)
        self.send_response(204 if cocok else 401)
        self.end_headers()


pintu = int(os.environ.get("PORT", "8090"))
http.server.ThreadingHTTPServer(("127.0.0.1", pintu), Penerima).serve_forever()
