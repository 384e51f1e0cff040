#!/bin/sh
# Masuk tunggal langkah demi langkah, untuk memahami alurnya. Aplikasi web memakai contoh lain.
set -eu
url=${GAPURA_URL:-https://gapura.contoh.go.id}
kembali=${GAPURA_KEMBALI:-http://127.0.0.1:8091/kembali}
acak() { openssl rand 32 | base64 | tr '+/' '-_' | tr -d '=\n'; }

state=$(acak)
nonce=$(acak)
bukti=$(acak)
tantangan=$(printf %s "$bukti" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=\n')

echo "Buka alamat ini, lalu tempel alamat tempat peramban berakhir:" >&2
echo "$url/oauth/authorize?response_type=code&client_id=$GAPURA_CLIENT_ID&redirect_uri=$kembali&scope=\
openid%20profile&state=$state&nonce=$nonce&code_challenge=$tantangan&code_challenge_method=S256" >&2
read -r alamat

case "$alamat" in
  *"state=$state"*) ;;
  *) echo "Ditolak: state tidak cocok" >&2; exit 1 ;;
esac
kode=$(printf %s "$alamat" | sed 's/.*[?&]code=\([^&]*\).*/\1/')

# Token identitas datang langsung dari peladen lewat TLS, jadi isinya boleh dibaca.
curl --silent --show-error --fail-with-body \
  --user "$GAPURA_CLIENT_ID:$GAPURA_CLIENT_SECRET" \
  --data grant_type=authorization_code --data "code=$kode" \
  --data-urlencode "redirect_uri=$kembali" --data "code_verifier=$bukti" \
  "$url/oauth/token" | sed 's/.*"access_token":"\([^"]*\)".*/Authorization: Bearer \1/' |
  curl --silent --show-error --fail-with-body --header @- "$url/oauth/userinfo"
