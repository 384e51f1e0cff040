#!/bin/sh
# Minta token. Rahasia dibaca dari lingkungan, tidak ditulis di dalam berkas.
set -eu
url=${GAPURA_URL:-https://gapura.contoh.go.id}

curl --silent --show-error --fail-with-body \
  --user "$GAPURA_CLIENT_ID:$GAPURA_CLIENT_SECRET" \
  --data grant_type=client_credentials \
  --data scope=layanan.panggil \
  "$url/oauth/token"
