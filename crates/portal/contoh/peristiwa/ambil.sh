#!/bin/sh
# Ambil peristiwa yang belum dibaca, lalu simpan alamat berikutnya di berkas.
set -eu
url=${GAPURA_URL:-https://gapura.contoh.go.id}
letak=${GAPURA_LETAK:-letak.txt}

token=$(curl --silent --show-error --fail \
  --user "$GAPURA_CLIENT_ID:$GAPURA_CLIENT_SECRET" \
  --data grant_type=client_credentials --data scope=peristiwa.baca \
  "$url/oauth/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

alamat=$(cat "$letak" 2>/dev/null || echo "$url/api/v1/events?after=0&limit=100")
curl --silent --show-error --fail-with-body --dump-header kepala.txt \
  --header "Authorization: Bearer $token" "$alamat"

# Baru disimpan sesudah isinya selesai diolah: bila mati di tengah, dibaca sekali lagi.
sed -n 's/^[Ll]ink: *<\([^>]*\)>; *rel="next".*/\1/p' kepala.txt > "$letak.baru"
test -s "$letak.baru" && mv "$letak.baru" "$letak"
