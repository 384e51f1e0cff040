// Kirim laporan warga dari aplikasi kota, lalu baca keadaannya.
const url = process.env.GAPURA_URL ?? "https://gapura.contoh.go.id";

async function kirim(alamat, pilihan) {
  const jawaban = await fetch(url + alamat, { signal: AbortSignal.timeout(30_000), ...pilihan });
  const isi = await jawaban.json();
  if (!jawaban.ok) throw new Error(`Ditolak (${jawaban.status}): ${JSON.stringify(isi)}`);
  return isi;
}

const kunci = `${process.env.GAPURA_CLIENT_ID}:${process.env.GAPURA_CLIENT_SECRET}`;
const { access_token: token } = await kirim("/oauth/token", {
  method: "POST",
  headers: { Authorization: "Basic " + Buffer.from(kunci).toString("base64") },
  body: new URLSearchParams({
    grant_type: "client_credentials",
    scope: "laporan.tulis laporan.baca",
  }),
});

// Kunci yang sama dengan isi yang sama memberi tanda terima yang sama: aman dikirim ulang.
const terima = await kirim("/api/v1/laporan", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    "Idempotency-Key": process.env.GAPURA_KUNCI_KIRIM ?? "aplikasi-kota-000001",
  },
  body: JSON.stringify({
    service: "lainnya",
    answers: { kejadian: "Lampu taman mati", bidang: "lain" },
  }),
});
const keadaan = await kirim(`/api/v1/laporan/${terima.number}`, {
  headers: { Authorization: `Bearer ${token}` },
});
console.log(terima.number, keadaan.status);
