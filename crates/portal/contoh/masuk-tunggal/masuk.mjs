// Masuk tunggal untuk aplikasi web Node. Jalankan: node masuk.mjs
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";

const url = process.env.GAPURA_URL ?? "https://gapura.contoh.go.id";
const kembali = process.env.GAPURA_KEMBALI ?? "http://127.0.0.1:8091/kembali";
const klien = process.env.GAPURA_CLIENT_ID;
const kunci = Buffer.from(`${klien}:${process.env.GAPURA_CLIENT_SECRET}`).toString("base64");
const masuk = new Map(); // menurut state; aplikasi sungguhan menyimpannya di sesi peramban
const acak = () => randomBytes(32).toString("base64url");

function alamatMasuk() {
  const [state, nonce, bukti] = [acak(), acak(), acak()];
  masuk.set(state, { nonce, bukti });
  const isi = {
    response_type: "code",
    client_id: klien,
    redirect_uri: kembali,
    scope: "openid profile",
    state,
    nonce,
    code_challenge: createHash("sha256").update(bukti).digest("base64url"),
    code_challenge_method: "S256",
  };
  return `${url}/oauth/authorize?${new URLSearchParams(isi)}`;
}

async function siapa(diminta) {
  const { nonce, bukti } = masuk.get(diminta.get("state")) ?? {};
  masuk.delete(diminta.get("state"));
  if (!nonce || diminta.get("iss") !== url) throw new Error("bukan kelanjutan dari sini");
  const jawaban = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${kunci}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: diminta.get("code") ?? "",
      redirect_uri: kembali,
      code_verifier: bukti,
    }),
  });
  const token = await jawaban.json();
  if (!jawaban.ok) throw new Error(token.error);
  // Token identitas datang langsung dari peladen lewat TLS; yang diperiksa adalah isinya.
  const klaim = JSON.parse(Buffer.from(token.id_token.split(".")[1], "base64url"));
  const cocok = klaim.iss === url && klaim.aud === klien && klaim.nonce === nonce;
  if (!cocok || klaim.exp < Date.now() / 1000) throw new Error("token identitas tidak cocok");
  return klaim;
}

createServer(async (permintaan, jawaban) => {
  const alamat = new URL(permintaan.url, kembali);
  if (alamat.pathname !== "/kembali") {
    return jawaban.writeHead(303, { Location: alamatMasuk() }).end();
  }
  try {
    const klaim = await siapa(alamat.searchParams);
    jawaban.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" });
    jawaban.end(`Selamat datang, ${klaim.name ?? klaim.sub}`);
  } catch {
    jawaban.writeHead(400).end("Mulai lagi dari halaman depan.");
  }
}).listen(Number(process.env.PORT ?? 8091), "127.0.0.1");
