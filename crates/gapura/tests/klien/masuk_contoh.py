"""Signs on to an example of the portal as an officer's browser does, and reads who it says is there."""
import os
import subprocess
import sys

from peramban import browser, signed_in

url, callback = os.environ["GAPURA_URL"], os.environ["GAPURA_KEMBALI"]
name, password = os.environ["GAPURA_PETUGAS"], os.environ["GAPURA_SANDI"]


def application():
    session = browser()
    start = callback.removesuffix("kembali")
    back = signed_in(session, url, start, callback, name, password)
    page = session.get(back)
    assert page.status_code == 200 and page.text.startswith("Selamat datang, "), f"{page.status_code} {page.text}"
    again = session.get(back)
    assert again.status_code == 400, f"a way back is walked once: {again.status_code} {again.text}"
    print(page.text)


def shell(script):
    asks = subprocess.Popen(["sh", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    asks.stderr.readline()
    start = asks.stderr.readline().strip()
    assert start.startswith(url), start
    back = signed_in(browser(), url, start, callback, name, password)
    said, complained = asks.communicate(back + "\n", timeout=30)
    assert asks.returncode == 0 and '"sub"' in said, f"{said} {complained}"
    print(said)


shell(sys.argv[1]) if len(sys.argv) > 1 else application()
