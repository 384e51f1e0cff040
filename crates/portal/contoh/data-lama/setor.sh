#!/bin/sh
# Setor satu berkas CSV ke folder umpan melalui SFTP. Berkas ditulis dengan nama sementara, lalu
# diganti namanya: berkas yang belum utuh tidak pernah dibaca.
set -eu
berkas=${1:-pasien.csv}
tujuan=${GAPURA_SFTP:-umpan-simpus@gapura.contoh.go.id}

{
  echo "put $berkas .$berkas.sementara"
  echo "rename .$berkas.sementara $berkas"
} | sftp -b - -o BatchMode=yes -o StrictHostKeyChecking=yes "$tujuan"
