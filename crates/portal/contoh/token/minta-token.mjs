// Minta token. Rahasia dibaca dari lingkungan, tidak ditulis di dalam berkas.
const url = process.env.GAPURA_URL ?? "https://gapura.contoh.go.id";
const kunci = `${process.env.GAPURA_CLIENT_ID}:${process.env.GAPURA_CLIENT_SECRET}`;

const masuk = await fetch(`${url}/oauth/token`, {
  method: "POST",
  headers: { Authorization: "Basic " + Buffer.from(kunci).toString("base64") },
  body: new URLSearchParams({ grant_type: "client_credentials", scope: "layanan.panggil" }),
  signal: AbortSignal.timeout(20_000),
});
const jawaban = await masuk.json();
if (!masuk.ok) throw new Error(`Token ditolak: ${jawaban.error}`);

// Simpan di memori dan pakai ulang sampai sebentar sebelum habis.
console.log(jawaban.token_type, jawaban.expires_in, "detik, untuk", jawaban.scope);
