#!/bin/sh
# Periksa tanda tangan satu kiriman yang sudah disimpan: isi.json sebagai isi, dan tiga tajuknya
# sebagai argumen: webhook-id, webhook-timestamp, webhook-signature.
# Pakai: sh terima.sh isi.json ID WAKTU TANDA_TANGAN     GAPURA_WEBHOOK_SECRET=whsec_…
set -eu
isi=$1 id=$2 waktu=$3 tanda=$4

selisih=$(($(date +%s) - waktu))
if [ "${selisih#-}" -gt 300 ]; then
  echo "Ditolak: waktunya lebih dari lima menit dari sekarang" >&2
  exit 1
fi
kunci=$(printf %s "${GAPURA_WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \n')
hitung=$({ printf '%s.%s.' "$id" "$waktu"; cat "$isi"; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$kunci" -binary | base64)
case " $tanda " in
  *" v1,$hitung "*) echo "Sah: $id" ;;
  *) echo "Ditolak: tanda tangan tidak cocok" >&2; exit 1 ;;
esac
