// Panggil satu layanan data melalui gerbang. GAPURA_LAYANAN adalah alamatnya:
// dinas/aplikasi/layanan/versi/jalur, misalnya dinas-kesehatan/simpus/pasien/v1/pasien
import { setTimeout as tunggu } from "node:timers/promises";

const url = process.env.GAPURA_URL ?? "https://gapura.contoh.go.id";

async function mintaToken() {
  const kunci = `${process.env.GAPURA_CLIENT_ID}:${process.env.GAPURA_CLIENT_SECRET}`;
  const jawaban = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { Authorization: "Basic " + Buffer.from(kunci).toString("base64") },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "layanan.panggil" }),
  });
  if (!jawaban.ok) throw new Error(`Token ditolak: ${(await jawaban.json()).error}`);
  return (await jawaban.json()).access_token;
}

async function panggil(token, kali = 3) {
  const jawaban = await fetch(`${url}/x/${process.env.GAPURA_LAYANAN}`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  });
  if (jawaban.status === 429 && kali > 1) {
    // Jatah per menit habis: tunggu selama yang diminta.
    await tunggu(1000 * Number(jawaban.headers.get("Retry-After") ?? 1));
    return panggil(token, kali - 1);
  }
  return jawaban;
}

const jawaban = await panggil(await mintaToken());
console.log(jawaban.status, JSON.stringify(await jawaban.json()));
process.exitCode = jawaban.ok ? 0 : 1;
