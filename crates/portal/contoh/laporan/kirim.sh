#!/bin/sh
# Kirim laporan warga dari aplikasi kota, lalu baca keadaannya.
set -eu
url=${GAPURA_URL:-https://gapura.contoh.go.id}

minta() {
  curl --silent --show-error --fail --user "$GAPURA_CLIENT_ID:$GAPURA_CLIENT_SECRET" \
    --data grant_type=client_credentials --data-urlencode "scope=laporan.tulis laporan.baca" \
    "$url/oauth/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/'
}
token=$(minta)

# Kunci yang sama dengan isi yang sama memberi tanda terima yang sama: aman dikirim ulang.
terima=$(curl --silent --show-error --fail-with-body \
  --header "Authorization: Bearer $token" \
  --header "Content-Type: application/json" \
  --header "Idempotency-Key: ${GAPURA_KUNCI_KIRIM:-aplikasi-kota-000001}" \
  --data '{"service":"lainnya","answers":{"kejadian":"Lampu taman mati","bidang":"lain"}}' \
  "$url/api/v1/laporan")
nomor=$(printf %s "$terima" | sed 's/.*"number":"\([^"]*\)".*/\1/')

curl --silent --show-error --fail-with-body \
  --header "Authorization: Bearer $token" "$url/api/v1/laporan/$nomor"
