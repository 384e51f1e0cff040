// Penerima peristiwa. Jalankan: node terima.mjs
// Di depan peladen sungguhan pakai HTTPS; rahasia whsec_… diberikan satu kali di /langganan.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const kunci = Buffer.from(process.env.GAPURA_WEBHOOK_SECRET.slice("whsec_".length), "base64");

function sah(isi, tajuk) {
  const waktu = tajuk["webhook-timestamp"] ?? "0";
  if (!(Math.abs(Date.now() / 1000 - Number(waktu)) <= 300)) return false;
  const hmac = createHmac("sha256", kunci).update(`${tajuk["webhook-id"]}.${waktu}.`).update(isi);
  const hitung = Buffer.from(`v1,${hmac.digest("base64")}`);
  // Saat kunci diganti ada dua tanda tangan; satu yang cocok cukup.
  const semua = (tajuk["webhook-signature"] ?? "").split(" ").map((satu) => Buffer.from(satu));
  return semua.some((satu) => satu.length === hitung.length && timingSafeEqual(satu, hitung));
}

createServer(async (permintaan, jawaban) => {
  const potongan = [];
  for await (const satu of permintaan) potongan.push(satu);
  const isi = Buffer.concat(potongan);
  if (!sah(isi, permintaan.headers)) return jawaban.writeHead(401).end();
  // Kiriman dapat datang dua kali: simpan id, dan abaikan yang sudah ada.
  const peristiwa = JSON.parse(isi);
  console.log("Terima", peristiwa.id, peristiwa.type);
  jawaban.writeHead(204).end();
}).listen(Number(process.env.PORT ?? 8090), "127.0.0.1");
