// Ambil peristiwa yang belum dibaca, lalu simpan alamat berikutnya di berkas.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const url = process.env.GAPURA_URL ?? "https://gapura.contoh.go.id";
const letak = process.env.GAPURA_LETAK ?? "letak.txt";
const kunci = `${process.env.GAPURA_CLIENT_ID}:${process.env.GAPURA_CLIENT_SECRET}`;

const masuk = await fetch(`${url}/oauth/token`, {
  method: "POST",
  headers: { Authorization: "Basic " + Buffer.from(kunci).toString("base64") },
  body: new URLSearchParams({ grant_type: "client_credentials", scope: "peristiwa.baca" }),
});
if (!masuk.ok) throw new Error(`Token ditolak: ${(await masuk.json()).error}`);
const { access_token: token } = await masuk.json();

const awal = `${url}/api/v1/events?after=0&limit=100`;
let alamat = existsSync(letak) ? readFileSync(letak, "utf8") : awal;
let peristiwa;
do {
  const jawaban = await fetch(alamat, { headers: { Authorization: `Bearer ${token}` } });
  if (!jawaban.ok) throw new Error(`Gagal: ${jawaban.status}`);
  peristiwa = await jawaban.json();
  for (const satu of peristiwa) console.log(satu.sequence, satu.type, satu.subject ?? "");
  // Baru disimpan sesudah diolah: bila mati di tengah, dibaca sekali lagi.
  alamat = jawaban.headers.get("Link")?.match(/<([^>]*)>; *rel="next"/)?.[1];
  if (alamat) writeFileSync(letak, alamat);
} while (alamat && peristiwa.length > 0);
