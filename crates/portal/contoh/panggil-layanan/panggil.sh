#!/bin/sh
# Panggil satu layanan data melalui gerbang. GAPURA_LAYANAN adalah alamatnya:
# dinas/aplikasi/layanan/versi/jalur, misalnya dinas-kesehatan/simpus/pasien/v1/pasien
set -eu
url=${GAPURA_URL:-https://gapura.contoh.go.id}

token=$(curl --silent --show-error --fail \
  --user "$GAPURA_CLIENT_ID:$GAPURA_CLIENT_SECRET" \
  --data grant_type=client_credentials --data scope=layanan.panggil \
  "$url/oauth/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

# --retry menunggu selama Retry-After bila jatah per menit habis (429).
curl --silent --show-error --fail-with-body --retry 3 --max-time 30 \
  --header "Authorization: Bearer $token" \
  --header "Accept: application/json" \
  "$url/x/$GAPURA_LAYANAN"
