// Forms without a signal, of officers and of residents: kept on this device until they are sent, then gone. Without this script
// a form is sent as any other. What is kept is what was filled in and photographed, sealed with a key that never leaves this
// browser and goes with the last entry. It is sent once, under a key made here, however often it is tried.
const box = document.querySelector('#luring');
const words = box.dataset;
const list = document.querySelector('#antrean');
const form = document.querySelector('form[data-luring]');
// What is put away once the form is kept: the form, and what belongs to it.
const sheet = form?.closest('[data-lembar]') || form;
const made = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const say = (...text) => box.replaceChildren(...text);
const another = () => words.lagi && sheet?.hidden ? [' ', made('a', { href: location.pathname }, words.lagi)] : [];

// One small database with two shelves.
const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
const opened = () => {
  const request = indexedDB.open('gapura-luring', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('antrean', { keyPath: 'kunci' });
    request.result.createObjectStore('rahasia');
  };
  return done(request);
};
const shelf = async (name, mode, work) => {
  const base = await opened();
  try {
    const change = base.transaction(name, mode);
    const over = new Promise((good, bad) => { change.oncomplete = good; change.onabort = change.onerror = () => bad(change.error); });
    const found = await done(work(change.objectStore(name)));
    await over;
    return found;
  } finally { base.close(); }
};
const all = async () => (await shelf('antrean', 'readonly', (store) => store.getAll())).sort((one, other) => one.saat.localeCompare(other.saat));
const put = (entry) => shelf('antrean', 'readwrite', (store) => store.put(entry));
const secret = async () => {
  const known = await shelf('rahasia', 'readonly', (store) => store.get('kunci'));
  if (known) return known;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await shelf('rahasia', 'readwrite', (store) => store.put(key, 'kunci'));
  return key;
};
const remove = async (key) => {
  await shelf('antrean', 'readwrite', (store) => store.delete(key));
  const left = (await all()).length;
  if (!left) await shelf('rahasia', 'readwrite', (store) => store.clear());
  count(left);
};
// The sign-out button reads this number, and nothing else does.
const count = (left) => { try { left ? localStorage.setItem('luring', left) : localStorage.removeItem('luring'); } catch { /* no warning then */ } };
// Residents share a device; officers each see their own.
const own = (entry) => entry.petugas === words.petugas;

// A form as bytes and back: a head that names the parts, then the files.
const locked = async (plain) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, isi: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await secret(), plain) };
};
const unlocked = async ({ iv, isi }) => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await secret(), isi);
const sealed = async (data) => {
  const parts = [], files = [];
  for (const [name, value] of data) {
    if (name === '_tanda') continue;
    if (typeof value === 'string') parts.push({ name, value });
    else if (value.size) { parts.push({ name, file: value.name, type: value.type, size: value.size }); files.push(value); }
  }
  const head = new TextEncoder().encode(JSON.stringify(parts));
  const length = new Uint8Array(new Uint32Array([head.length]).buffer);
  return locked(await new Blob([length, head, ...files]).arrayBuffer());
};
const unsealed = async (entry) => {
  const plain = await unlocked(entry);
  const [length] = new Uint32Array(plain.slice(0, 4));
  const data = new FormData();
  let at = 4 + length;
  for (const part of JSON.parse(new TextDecoder().decode(plain.slice(4, at)))) {
    if (part.file === undefined) { data.append(part.name, part.value); continue; }
    data.append(part.name, new File([plain.slice(at, at + part.size)], part.file, { type: part.type }));
    at += part.size;
  }
  return data;
};

// One sending. Only the server's own word takes an entry away; a receipt stays in its place until it was written down.
const json = { accept: 'application/json' };
const away = (answer) => answer.type === 'opaqueredirect' || answer.status === 401;
const send = async (entry) => {
  const data = await unsealed(entry);
  const stamp = await fetch(`${words.tanda}${entry.kunci}`, { headers: json, redirect: 'manual', cache: 'no-store' });
  if (away(stamp)) return { ...entry, keadaan: 'masuk', judul: words.masuk };
  if (!stamp.ok) return { ...entry, keadaan: 'tunggu', judul: words.sibuk };
  const { tanda, sudah } = await stamp.json();
  // Its code is still to be typed in: sent again, it would order another one.
  if (entry.keadaan === 'kode' && !sudah) return entry;
  data.set('_tanda', tanda);
  data.set('_alat', entry.saat);
  if (entry.tetap) data.set('_versi', entry.tetap);
  // From here on the server may have it, whatever comes back: it is not changed any more until the server says so.
  await put({ ...entry, dicoba: true });
  const answer = await fetch(entry.alamat, { method: 'POST', body: data, headers: json, redirect: 'manual' });
  if (away(answer)) return { ...entry, keadaan: 'masuk', judul: words.masuk };
  const said = await answer.json();
  if (answer.ok && said.keadaan === 'diterima') return said.nomor ? receipt(entry, said) : null;
  if (answer.status >= 500 || answer.status === 429) return { ...entry, dicoba: true, keadaan: 'tunggu', judul: words.sibuk };
  const { keadaan = 'ditolak', judul = said.title, saran = said.detail } = said;
  return { ...entry, ...said, dicoba: false, keadaan, judul, saran };
};
const fresh = new Set();
const receipt = async ({ kunci, label, alamat, petugas, saat }, { nomor, kode }) => {
  fresh.add(kunci);
  const plain = new TextEncoder().encode(JSON.stringify({ nomor, kode }));
  return { kunci, label, alamat, petugas, saat, keadaan: 'terkirim', judul: words.terkirim, ...await locked(plain) };
};
// What is asked for again begins anew, with what the device holds now: another sending may have taken it meanwhile.
const anew = (entry) => ({ ...entry, keadaan: 'tunggu', judul: '', saran: '', sementara: [], versi: '', tetap: entry.versi || entry.tetap });
const sending = async (wanted) => {
  busy(true);
  for (const kept of await all()) {
    const asked = kept.kunci === wanted && kept.keadaan !== 'terkirim';
    const due = wanted ? asked : /^(tunggu|masuk|kode)$/.test(kept.keadaan);
    if (!own(kept) || !due) continue;
    const entry = asked ? anew(kept) : kept;
    try {
      const left = await send(entry);
      if (left) await put(left); else await remove(entry.kunci);
      if (!left || left.keadaan === 'terkirim') say(words.terkirim.replace('NOMOR', entry.nomor), ...another());
    } catch (error) {
      const now = (await all()).find((one) => one.kunci === entry.kunci);
      await put({ ...entry, dicoba: now?.dicoba, keadaan: 'tunggu', judul: error instanceof TypeError ? words.sinyal : words.sibuk });
      if (error instanceof TypeError) break;
    }
  }
  await draw();
  busy(false);
};
// One at a time, in all windows of this browser.
const alone = (work) => navigator.locks ? navigator.locks.request('luring', work) : work();
const sendAll = (wanted) => alone(() => sending(wanted));
const busy = (now) => { now ? list?.setAttribute('aria-busy', 'true') : list?.removeAttribute('aria-busy'); };

// A form that waits and was never sent, or came back, is opened again with everything in it; it waits until it is sent anew.
let mending = '';
const mendable = (entry) => words.isi && !entry.dicoba && /^(perbaiki|ditolak|tunggu)$/.test(entry.keadaan);
const refill = (data) => {
  for (const input of form.elements) {
    if (!input.name || input.type === 'hidden') continue;
    const values = data.getAll(input.name);
    if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
    else if (input.type !== 'file') input.value = values[0] ?? '';
    else if ('DataTransfer' in window) { const files = new DataTransfer(); values.forEach((file) => files.items.add(file)); input.files = files.files; }
  }
  form.dispatchEvent(new Event('draf'));
};
const mend = (key) => alone(async () => {
  const entry = (await all()).find((one) => one.kunci === key);
  if (!entry || !own(entry) || !mendable(entry)) return draw();
  if (form?.dataset.luring !== entry.alamat) { location.href = `${entry.alamat}#${key}`; return undefined; }
  if (entry.keadaan !== 'perbaiki') await put({ ...entry, keadaan: 'perbaiki', judul: words.dibuka });
  refill(await unsealed(entry));
  history.replaceState(null, '', location.pathname);
  mending = key;
  sheet.hidden = false;
  sheet.scrollIntoView();
  return draw();
});

// The queue, for people to see: service and time, and what there is to do.
const show = async (entry, place) => {
  const { nomor, kode } = JSON.parse(new TextDecoder().decode(await unlocked(entry)));
  const row = (name, text) => [made('p', {}, name), made('p', { class: 'big' }, text)];
  place.replaceChildren(made('div', { class: 'panel panel-good' }, ...row(words.nomor, nomor), ...row(words.kode, kode), made('p', {}, made('a', { href: `/lacak/${nomor}` }, words.lacak))));
};
const draw = async () => {
  const entries = await all();
  count(entries.length);
  if (!list) return;
  const shown = entries.filter(own);
  const button = (text, act, kind = 'second') => {
    const one = made('button', { type: 'button', class: `btn btn-${kind}` }, text);
    one.addEventListener('click', act);
    return one;
  };
  const drop = (entry, sure) => async () => { if (confirm(sure)) await alone(() => remove(entry.kunci).then(draw)); };
  const card = async (entry) => {
    const sent = entry.keadaan === 'terkirim';
    const acts = made('p', { class: 'actions' }), more = made('div');
    if (sent) {
      const look = button(words.lihat, async () => { await show(entry, more); look.remove(); });
      if (fresh.has(entry.kunci)) await show(entry, more); else acts.append(look);
      acts.append(button(words.catat, drop(entry, words.yakinTanda)));
    } else {
      // What has to be mended is not sent as it is, where it can be opened.
      if (!words.isi || entry.keadaan !== 'perbaiki') acts.append(button(entry.versi ? words.tetap : words.kirim, () => sendAll(entry.kunci)));
      if (entry.lanjut && entry.keadaan === 'kode') acts.prepend(made('a', { class: 'btn', href: entry.lanjut }, words.ketik));
      if (mendable(entry)) acts.append(button(words.isi, () => mend(entry.kunci)));
      if (words.buka) acts.append(made('a', { class: 'btn btn-second', href: `/kerja/kasus/${entry.nomor}` }, words.buka));
      acts.append(button(words.hapus, drop(entry, words.yakin), 'danger'));
    }
    return made('li', { class: 'card', 'data-keadaan': entry.keadaan },
      made('h3', {}, [entry.nomor, entry.label].filter(Boolean).join(': ')),
      made('p', { class: 'small muted' }, new Date(entry.saat).toLocaleString(document.documentElement.lang)),
      made('p', {}, made('strong', {}, entry.judul || words.tunggu), entry.saran ? ` ${entry.saran}` : ''),
      ...(entry.sementara?.length ? [made('p', {}, words.sementara), made('ul', {}, ...entry.sementara.map((one) => made('li', {}, one)))] : []),
      more, acts);
  };
  const cards = [];
  for (const entry of shown) cards.push(await card(entry));
  list.replaceChildren(...cards);
  if (!cards.length) list.append(made('li', {}, words.kosong));
  if (words.lain && entries.some((entry) => entry.petugas && !own(entry))) list.append(made('li', { class: 'muted' }, words.lain));
};

// What the server would send back is told while there is no signal either: the first thing that is missing, if any.
const missing = () => {
  if (!words.kurang) return null;
  const empty = (one) => {
    if (!one.matches('fieldset')) return !one.disabled && !one.value.trim() && one;
    const inputs = [...one.querySelectorAll('input:enabled')];
    return inputs.length && !inputs.some((input) => input.checked) && inputs[0];
  };
  const asked = [...form.querySelectorAll('[aria-required=true],[data-wajib]')].map(empty).find(Boolean);
  const [phone, email] = ['_hp', '_surel'].map((name) => form.elements[name]);
  return asked || (form.dataset.kontak !== undefined && !phone.value.trim() && !email.value.trim() && phone);
};
const complete = () => {
  const lacks = missing();
  if (lacks) {
    lacks.setCustomValidity(words.kurang);
    const clear = () => { lacks.setCustomValidity(''); form.removeEventListener('input', clear); };
    form.addEventListener('input', clear);
  }
  return form.reportValidity();
};
const keep = async (event) => {
  // Sent at once, as any other form; what waits of it is removed by hand.
  if (event.submitter?.dataset.biasa !== undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (form.ariaBusy || !complete()) return;
  const key = mending || btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const { nomor = '', label, luring: alamat, nama } = form.dataset;
  try {
    await put({ kunci: key, nomor, label, alamat, petugas: words.petugas, saat: new Date().toISOString(), keadaan: 'tunggu', ...await sealed(new FormData(form)) });
  } catch { say(words.penuh); box.scrollIntoView(); return; }
  navigator.storage?.persist?.();
  try { sessionStorage.removeItem(`draf:${nama}`); } catch { /* there was none */ }
  mending = '';
  sheet.hidden = true;
  say(words.tersimpan, ...another());
  box.scrollIntoView();
  await draw();
  await sendAll(key);
};
// Everything of this page's owner leaves the device: forms, receipts, pages.
const erase = async () => {
  if (!confirm(words.yakinSemua)) return;
  await alone(async () => { for (const entry of (await all()).filter(own)) await remove(entry.kunci); });
  const ways = await navigator.serviceWorker.getRegistrations();
  await Promise.all(ways.filter((way) => new URL(way.scope).pathname === words.daftar.replace(/daftar$/, '')).map((way) => way.unregister()));
  await caches.delete(`luring-1${words.daftar.replace(/daftar$/, '')}`);
  say(words.bersih);
  await draw();
};

const start = async () => {
  busy(true);
  form?.addEventListener('submit', keep);
  const wipe = document.querySelector('#hapus-semua');
  if (wipe) { wipe.hidden = false; wipe.addEventListener('click', erase); }
  const policy = window.trustedTypes?.createPolicy('luring', { createScriptURL: (url) => /^\/(kerja\/)?luring\/pekerja\.js$/.test(url) ? url : '' });
  const address = words.daftar.replace(/daftar$/, 'pekerja.js');
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address);
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise((good) => navigator.serviceWorker.addEventListener('controllerchange', good, { once: true }));
  // This page, what it looks like and what its list leads to are brought along.
  const parts = [...document.querySelectorAll('a[data-bawa],link[rel=stylesheet],script[src]')].map((one) => one.href || one.src);
  await Promise.all([location.href, words.daftar, ...parts].map((address) => fetch(address, { redirect: 'manual', headers: { accept: 'text/html,*/*' } }).catch(() => null)));
  say(words.siap);
  await draw();
  if (location.hash.length > 20) await mend(location.hash.slice(1));
  await sendAll();
  window.addEventListener('online', () => sendAll());
  setInterval(async () => { if ((await all()).length) await sendAll(); }, 60000);
};
if (window.isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window) start().catch(() => say(words.tidak));
else say(words.tidak);
