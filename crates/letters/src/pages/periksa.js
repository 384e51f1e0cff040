// Checks the code of a letter without a connection: Ed25519 by WebCrypto. Where the browser cannot, the form is sent.
const form = document.getElementById("periksa");
const result = document.getElementById("hasil");
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const element = (name, text, kind) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

async function words(digest) {
  const [line, signature] = digest.trim().split(".");
  const key = await crypto.subtle.importKey("raw", bytes(form.dataset.kunci), "Ed25519", false, ["verify"]);
  let text, proof;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(line));
    proof = bytes(signature);
  } catch {
    return null;
  }
  const message = new TextEncoder().encode("gapura-surat-1\n" + text);
  return await crypto.subtle.verify("Ed25519", key, proof, message) ? text.split("\n") : null;
}

function notice(kind, title, advice) {
  const box = element("div", "", "notice notice-" + kind);
  const inner = element("div");
  inner.append(element("p", title, "notice-title"), element("p", advice));
  box.append(inner);
  return box;
}

function show(found) {
  const say = form.dataset;
  if (!found) return result.replaceChildren(notice("bad", say.palsu, say.palsuSaran));
  const [, number, service, issuer, dated, until] = found;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(new Date());
  const list = element("dl", "", "summary");
  for (const [label, value] of [[say.nomor, number], [say.jenis, service], [say.penerbit, issuer], [say.tanggal, dated], [say.sampai, until]]) {
    if (!value) continue;
    const row = element("div");
    row.append(element("dt", label), element("dd", value));
    list.append(row);
  }
  result.replaceChildren(notice("good", say.asli, say.asliSaran), list);
  if (until && until < today) result.append(notice("warn", say.lewat, ""));
}

async function check(text, event) {
  const digest = text.includes("#") ? text.slice(text.indexOf("#") + 1) : text;
  if (!crypto.subtle || (event && navigator.onLine)) return;
  event?.preventDefault();
  try {
    show(await words(digest));
  } catch {
    if (event) form.submit();
  }
}

form.addEventListener("submit", event => check(form.elements.kode.value, event));
if (location.hash.length > 1) {
  form.elements.kode.value = location.hash.slice(1);
  check(location.hash);
}
