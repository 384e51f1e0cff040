// Tulis hasil kueri sebagai CSV ke folder umpan. Berkas ditulis dengan nama sementara, lalu
// diganti namanya: berkas yang belum utuh tidak pernah dibaca.
import { open, rename } from "node:fs/promises";

const folder = process.env.GAPURA_UMPAN ?? "/srv/umpan/simpus";

// Di aplikasi Anda: const baris = await basisData.query("SELECT nomor, poli, hari FROM kunjungan");
const baris = [
  ["000123", "Umum", "2026-11-30"],
  ["000124", "Gigi", "2026-11-30"],
];

const sel = (isi) => `"${String(isi).replaceAll('"', '""')}"`;
const csv = [["nomor", "poli", "hari"], ...baris].map((satu) => satu.map(sel).join(",")).join("\n");

const sementara = `${folder}/.kunjungan.csv.sementara`;
const berkas = await open(sementara, "w");
await berkas.writeFile(csv + "\n");
await berkas.sync();
await berkas.close();
await rename(sementara, `${folder}/kunjungan.csv`);
console.log(baris.length, "baris disetor");
