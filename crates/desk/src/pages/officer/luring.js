// The inspection form without a signal: kept on this device until it is sent, then gone. Without this script the form is sent
// as any other. What is kept: what the officer fills in and photographs, sealed with a key that never leaves this browser and
// goes with the last entry; nothing of the resident. It is sent once, under a key made here, however often it is tried.
const box = document.querySelector('#luring');
const words = box.dataset;
const list = document.querySelector('#antrean');
const form = document.querySelector('form[data-luring]');
const made = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const say = (text) => { box.textContent = text; };

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

// A form as bytes and back: a head that names the parts, then the files.
const sealed = async (data) => {
  const parts = [], files = [];
  for (const [name, value] of data) {
    if (name === '_tanda') continue;
    if (typeof value === 'string') parts.push({ name, value });
    else if (value.size) { parts.push({ name, file: value.name, type: value.type, size: value.size }); files.push(value); }
  }
  const head = new TextEncoder().encode(JSON.stringify(parts));
  const length = new Uint8Array(new Uint32Array([head.length]).buffer);
  const plain = await new Blob([length, head, ...files]).arrayBuffer();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, isi: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await secret(), plain) };
};
const unsealed = async ({ iv, isi }) => {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await secret(), isi);
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

// One sending. Only the server's own word takes an entry away.
const json = { accept: 'application/json' };
const away = (answer) => answer.type === 'opaqueredirect' || answer.status === 401;
const send = async (entry) => {
  const data = await unsealed(entry);
  const stamp = await fetch(`/kerja/luring-tanda/${entry.kunci}`, { headers: json, redirect: 'manual', cache: 'no-store' });
  if (away(stamp)) return { ...entry, keadaan: 'masuk', judul: words.masuk };
  if (!stamp.ok) return { ...entry, keadaan: 'tunggu', judul: words.sibuk };
  data.set('_tanda', (await stamp.json()).tanda);
  data.set('_alat', entry.saat);
  if (entry.tetap) data.set('_versi', entry.tetap);
  const answer = await fetch(entry.alamat, { method: 'POST', body: data, headers: json, redirect: 'manual' });
  if (away(answer)) return { ...entry, keadaan: 'masuk', judul: words.masuk };
  const said = await answer.json();
  if (answer.ok && said.keadaan === 'diterima') return null;
  if (answer.status >= 500) return { ...entry, keadaan: 'tunggu', judul: words.sibuk };
  return { ...entry, ...said };
};
// What the officer asks for again begins anew, with what the device holds now: another sending may have taken it meanwhile.
const anew = (entry) => ({ ...entry, keadaan: 'tunggu', judul: '', saran: '', sementara: [], versi: '', tetap: entry.versi || entry.tetap });
const sending = async (wanted) => {
  busy(true);
  for (const kept of await all()) {
    const asked = kept.kunci === wanted;
    const due = wanted ? asked : kept.keadaan === 'tunggu' || kept.keadaan === 'masuk';
    if (kept.petugas !== words.petugas || !due) continue;
    const entry = asked ? anew(kept) : kept;
    try {
      const left = await send(entry);
      if (left) await put(left); else { await remove(entry.kunci); say(words.terkirim.replace('NOMOR', entry.nomor)); }
    } catch (error) {
      await put({ ...entry, keadaan: 'tunggu', judul: error instanceof TypeError ? words.sinyal : words.sibuk });
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

// The queue, for the officer to see.
const draw = async () => {
  const entries = await all();
  count(entries.length);
  if (!list) return;
  const own = entries.filter((entry) => entry.petugas === words.petugas);
  const button = (text, act, kind = 'second') => {
    const one = made('button', { type: 'button', class: `btn btn-${kind}` }, text);
    one.addEventListener('click', act);
    return one;
  };
  const again = (entry) => () => sendAll(entry.kunci);
  const drop = (entry) => async () => { if (confirm(words.yakin)) await alone(() => remove(entry.kunci).then(draw)); };
  list.replaceChildren(...own.map((entry) => made('li', { class: 'card', 'data-keadaan': entry.keadaan },
    made('h3', {}, `${entry.nomor}: ${entry.label}`),
    made('p', { class: 'small muted' }, new Date(entry.saat).toLocaleString(document.documentElement.lang)),
    made('p', {}, made('strong', {}, entry.judul || words.tunggu), entry.saran ? ` ${entry.saran}` : ''),
    ...(entry.sementara?.length ? [made('p', {}, words.sementara), made('ul', {}, ...entry.sementara.map((one) => made('li', {}, one)))] : []),
    made('p', { class: 'actions' }, button(entry.versi ? words.tetap : words.kirim, again(entry)), made('a', { class: 'btn btn-second', href: `/kerja/kasus/${entry.nomor}` }, words.buka), button(words.hapus, drop(entry), 'danger')))));
  if (!own.length) list.append(made('li', {}, words.kosong));
  if (entries.length > own.length) list.append(made('li', { class: 'muted' }, words.lain));
};

const start = async () => {
  busy(true);
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!form.checkValidity()) { form.reportValidity(); return; }
    const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const { nomor, label, luring: alamat } = form.dataset;
    try {
      await put({ kunci: key, nomor, label, alamat, petugas: words.petugas, saat: new Date().toISOString(), keadaan: 'tunggu', ...await sealed(new FormData(form)) });
    } catch { say(words.penuh); box.scrollIntoView(); return; }
    form.hidden = true;
    say(words.tersimpan);
    box.scrollIntoView();
    await draw();
    await sendAll(key);
  });
  const address = '/kerja/luring/pekerja.js';
  const policy = window.trustedTypes?.createPolicy('luring', { createScriptURL: (url) => url === address ? url : '' });
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address);
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise((good) => navigator.serviceWorker.addEventListener('controllerchange', good, { once: true }));
  // This page, what it looks like and what its list leads to are brought along.
  const parts = [...document.querySelectorAll('a[data-bawa],link[rel=stylesheet],script[src]')].map((one) => one.href || one.src);
  await Promise.all([location.href, '/kerja/luring/daftar', ...parts].map((address) => fetch(address, { redirect: 'manual', headers: { accept: 'text/html,*/*' } }).catch(() => null)));
  say(words.siap);
  await draw();
  await sendAll();
  window.addEventListener('online', () => sendAll());
  setInterval(async () => { if ((await all()).length) await sendAll(); }, 60000);
};
if (window.isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window) start().catch(() => say(words.tidak));
else say(words.tidak);
