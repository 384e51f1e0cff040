// What the browser may add. Every page works without it.
// Nothing personal is ever kept: drafts hold only fields marked data-draf (no identity numbers, phone numbers,
// addresses, names, files), only in this tab, at most a day, and none at all once "rahasia" or "anonim" is ticked.
const one = (css, from = document) => from.querySelector(css);
const all = (css, from = document) => [...from.querySelectorAll(css)];
const made = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const words = document.body.dataset;

// Mistakes first: the summary takes the focus, and its links lead into closed parts too.
const summary = one('[data-fokus]');
if (summary) summary.focus();
document.addEventListener('click', (event) => {
  const link = event.target.closest('.summary-bad a');
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const closed = target.closest('details');
  if (closed) closed.open = true;
  const box = target.closest('[data-isian]') || target;
  box.scrollIntoView({ block: 'start' });
  (target.matches('fieldset') ? one('input,select,textarea', target) || target : target).focus({ preventScroll: true });
});

// Conditions: true, false or null (unknown), as on the server, which decides.
const known = (form) => {
  const before = JSON.parse(form.dataset.diketahui || '{}');
  // A source vouches for what it was asked about, as long as nothing of it is typed anew.
  const same = (id) => all(`[name="${id}"],[name^="${id}."]`, form).every((input) => input.type === 'hidden' || (input.checked === input.defaultChecked && (input.matches('select') || input.value === input.defaultValue)));
  const source = (id) => { const proof = one(`[data-asal~="${id}"]`, form); return proof && proof.dataset.asal.split(' ').every(same) ? proof.dataset.sumber : 'isi_sendiri'; };
  return Object.assign((id) => {
    const inputs = all(`[name="${id}"]`, form);
    if (!inputs.length) {
      if (one(`[name="${id}.desa"]`, form)) return all(`[name^="${id}."]`, form).some((input) => input.value.trim()) ? 'ada' : null;
      return before[id] ?? null;
    }
    if (inputs[0].closest('[data-isian]')?.hidden) return null;
    if (inputs[0].type === 'checkbox') {
      const ticked = inputs.filter((input) => input.checked).map((input) => input.value);
      return ticked.length ? ticked : null;
    }
    const typed = inputs[0].dataset.cari && inputs.shift().value.trim();
    if (typed) return typed.split(' – ')[0];
    if (!inputs.length) return null;
    if (inputs[0].type === 'radio') return inputs.find((input) => input.checked)?.value ?? null;
    return inputs[0].value.trim().normalize('NFC') || null;
  }, { source });
};
// Numbers are fractions of whole numbers, as on the server: a tenth and two tenths are three tenths.
const numeric = (value) => {
  if (value === null || value.d) return value;
  const text = String(value).replace(/\s/g, '');
  const plain = /,/.test(text) ? text.replace(/\./g, '').replace(',', '.') : /^-?\d{1,3}(\.\d{3})+$/.test(text) ? text.replace(/\./g, '') : text;
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  const [whole, part = ''] = plain.split('.');
  return { n: BigInt(whole + part), d: 10n ** BigInt(part.length) };
};
const compare = (sign, a, b) => {
  if (a === null || b === null) return null;
  if (a.d || b.d) {
    [a, b] = [numeric(a), numeric(b)];
    if (a === null || b === null) return null;
    [a, b] = [a.n * b.d, b.n * a.d];
  }
  switch (sign) {
    case '==': return a === b;
    case '!=': return a !== b;
    case '<': return a < b;
    case '<=': return a <= b;
    case '>': return a > b;
    default: return a >= b;
  }
};
const judge = (rule, value) => {
  const [head, a, b, c] = rule;
  const of = (part) => judge(part, value);
  switch (head) {
    case 'angka': return { n: BigInt(a), d: BigInt(b) };
    case 'kata': case 'tanggal': return a;
    case 'isian': return value(a);
    case 'bilangan': return numeric(value(a));
    case 'neg': { const x = numeric(of(a)); return x === null ? null : { n: -x.n, d: x.d }; }
    case 'sumber': return value(a) === null ? null : value.source?.(a) ?? 'isi_sendiri';
    case 'ada': return value(a) !== null;
    case 'bukan': { const x = of(a); return x === null ? null : !x; }
    case 'dan': { const x = of(a), y = of(b); return x === false || y === false ? false : x === null || y === null ? null : true; }
    case 'atau': { const x = of(a), y = of(b); return x === true || y === true ? true : x === null || y === null ? null : false; }
    case 'memuat': { const x = of(a); return x === null ? null : [].concat(x).includes(of(b)); }
    case 'dalam': { const x = of(a), list = b.map((part) => compare('==', x, of(part))); return list.includes(true) ? true : x === null || list.includes(null) ? null : false; }
    case 'antara': { const x = of(a), low = compare('>=', x, of(b)), high = compare('<=', x, of(c)); return low === false || high === false ? false : low === null || high === null ? null : true; }
    case '+': case '-': case '*': case '/': {
      const x = numeric(of(a)), y = numeric(of(b));
      if (x === null || y === null) return null;
      if (head === '*') return { n: x.n * y.n, d: x.d * y.d };
      if (head === '/') return y.n === 0n ? null : { n: (y.n < 0n ? -1n : 1n) * x.n * y.d, d: x.d * (y.n < 0n ? -y.n : y.n) };
      return { n: x.n * y.d + (head === '+' ? y.n : -y.n) * x.d, d: x.d * y.d };
    }
    default: return compare(head, of(a), of(b));
  }
};
for (const form of all('form[data-syarat]')) {
  const tampil = JSON.parse(form.dataset.syarat);
  const value = known(form);
  const show = () => {
    for (let round = 0; round < 3; round++) {
      for (const [id, rule] of Object.entries(tampil)) {
        const box = one(`[data-isian="${id}"]`, form);
        if (!box) continue;
        box.hidden = judge(rule, value) !== true;
        for (const input of all('input,select,textarea', box)) input.disabled = box.hidden;
        const hint = one('.when', box);
        if (hint) hint.hidden = true;
      }
    }
  };
  form.addEventListener('change', show);
  form.addEventListener('input', show);
  show();
  form.addEventListener('draf', show);
}

// Long code lists: what fits is asked for while somebody types; without script it is offered after sending.
for (const input of all('[data-cari]')) {
  const offered = made('datalist', { id: `${input.id}-usul` });
  input.after(offered);
  input.setAttribute('list', offered.id);
  let timer;
  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 3 || text.includes(' – ')) return;
    try {
      const answer = await fetch(`${input.dataset.cari}?${new URLSearchParams({ q: text })}`);
      const fitting = answer.ok ? await answer.json() : [];
      if (text === input.value.trim()) offered.replaceChildren(...fitting.map(([code, label]) => made('option', { value: `${code} – ${label}` })));
    } catch { /* Without a connection the server offers after sending. */ }
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
}

// How many characters are left, counted as the server counts: trimmed, NFC, Unicode characters.
for (const input of all('[data-maks]')) {
  const most = Number(input.dataset.maks);
  const { sisa = words.sisa, lebih = words.lebih } = input.dataset;
  const seen = made('p', { class: 'count', 'aria-hidden': 'true' });
  const said = made('p', { class: 'sr', role: 'status' });
  let timer;
  const count = () => {
    const left = most - [...input.value.trim().normalize('NFC')].length;
    const text = left > most / 2 && most > 40 ? '' : (left < 0 ? lebih : sisa).replace('{n}', Math.abs(left).toLocaleString(document.documentElement.lang));
    seen.textContent = text;
    seen.classList.toggle('count-over', left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = text; }, 1000);
  };
  input.addEventListener('input', count);
  input.after(seen, said);
  count();
}

// Photos are made smaller before they are sent; a photo that cannot be read is sent as it is.
const smaller = async (file, side, most) => {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < Math.min(most, 600e3)) return file;
    const canvas = made('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    for (const quality of [.82, .68, .5]) {
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
      if (blob && blob.size < 300e3 || quality === .5) return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file;
    }
  } catch { /* sent as it is */ }
  return file;
};
for (const input of all('input[type=file][data-maks-bita]')) {
  const status = made('p', { class: 'count', role: 'status' });
  input.after(status);
  input.addEventListener('change', async () => {
    const { perkecil, maksBita, maksJumlah, terlaluBanyak } = input.dataset;
    const files = [...input.files];
    input.setCustomValidity(files.length > Number(maksJumlah) ? terlaluBanyak : '');
    if (perkecil && 'createImageBitmap' in window && 'DataTransfer' in window) {
      input.form.ariaBusy = 'true';
      const box = new DataTransfer();
      for (const file of files) box.items.add(await smaller(file, Number(perkecil), Number(maksBita)));
      input.files = box.files;
      input.form.ariaBusy = null;
    }
    const { unggah, modul } = input.form.dataset;
    if (unggah && window.crypto?.subtle && 'DataTransfer' in window && input.validity.valid) return (await import(modul)).send(input, made);
    status.textContent = [...input.files].map((file) => `${file.name} (${Math.ceil(file.size / 1024).toLocaleString(document.documentElement.lang)} KB)`).join(', ');
    input.reportValidity();
  });
}

// A phone's camera beside its albums and files; the same input takes both.
if (matchMedia('(pointer: coarse)').matches) for (const input of all('input[data-kamera]')) {
  const { kamera } = input.form.dataset;
  if (!kamera) continue;
  const button = made('button', { type: 'button', class: 'btn btn-second' }, kamera);
  button.addEventListener('click', () => { input.capture = 'environment'; input.click(); input.removeAttribute('capture'); });
  input.before(made('p', { class: 'actions' }, button));
}

// The phone's position, only when the person presses the button.
if ('geolocation' in navigator && window.isSecureContext) {
  for (const input of all('[data-posisi]')) {
    const button = made('button', { type: 'button', class: 'btn btn-second' }, input.dataset.posisi);
    const status = made('p', { class: 'count', role: 'status' });
    button.addEventListener('click', () => {
      status.textContent = input.dataset.posisiCari;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        input.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        status.textContent = `± ${Math.round(coords.accuracy)} m`;
      }, () => { status.textContent = input.dataset.posisiGagal; }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
    input.after(made('p', { class: 'actions' }, button), status);
  }
}

// Drafts in this tab.
const day = 86400e3;
for (const form of all('form[data-nama]')) {
  const key = `draf:${form.dataset.nama}`;
  const kept = () => all('[data-draf]', form);
  const secret = () => all('[data-tanpa-draf]', form).some((input) => input.checked);
  const forget = () => sessionStorage.removeItem(key);
  const keep = () => {
    // A form without a signal is put away once the device keeps it.
    if (secret() || form.closest('[hidden]')) return forget();
    const values = {};
    for (const input of kept()) {
      if (/radio|checkbox/.test(input.type)) { if (input.checked) (values[input.name] ||= []).push(input.value); }
      else if (input.value) values[input.name] = input.value;
    }
    sessionStorage.setItem(key, JSON.stringify({ until: Date.now() + day, values }));
  };
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) || 'null');
    const fresh = kept().every((input) => /radio|checkbox/.test(input.type) ? !input.checked : !input.value);
    if (draft && draft.until > Date.now() && fresh && Object.keys(draft.values).length) {
      for (const input of kept()) {
        const value = draft.values[input.name];
        if (value === undefined) continue;
        if (/radio|checkbox/.test(input.type)) input.checked = value.includes(input.value);
        else input.value = value;
      }
      const clear = made('button', { type: 'button', class: 'link' }, words.drafHapus);
      const note = made('div', { class: 'notice notice-info', role: 'status' }, made('div', {}, made('p', {}, words.draf, ' ', clear)));
      clear.addEventListener('click', () => { forget(); form.reset(); note.remove(); form.dispatchEvent(new Event('draf')); });
      form.prepend(note);
      form.dispatchEvent(new Event('draf'));
    } else if (draft) forget();
    let timer;
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 400); });
  } catch { /* no storage: no drafts */ }
}
// A page that says "received" ends the draft of its form.
for (const done of all('[data-draf-selesai]')) try { sessionStorage.removeItem(`draf:${done.dataset.drafSelesai}`); } catch { /* none */ }

// One press is one sending; without a signal nothing is lost.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  // What this device has not sent yet would go with the session.
  try { if (form.getAttribute('action') === '/keluar' && localStorage.getItem('luring') && !confirm(words.luringBelum)) return event.preventDefault(); } catch { /* nothing is kept */ }
  if (form.dataset.dikirim || form.ariaBusy) return event.preventDefault();
  if (!navigator.onLine) {
    event.preventDefault();
    if (!one('.offline')) document.body.append(made('p', { class: 'offline', role: 'alert' }, words.luring));
    return;
  }
  if (form.dataset.mengunggah) {
    event.preventDefault();
    form.dataset.menunggu = '1';
    return form.dispatchEvent(new CustomEvent('menunggu', { detail: event.submitter }));
  }
  form.dataset.dikirim = '1';
});
window.addEventListener('online', () => one('.offline')?.remove());
// What this device keeps for later is sent by its own pages; every other page leads there.
try {
  if (localStorage.getItem('luring') && !one('#luring')) one('.inside')?.prepend(made('div', { class: 'notice notice-info', role: 'status' }, made('div', {}, made('p', {}, made('a', { href: words.luringDi }, words.luringAda)))));
} catch { /* nothing is kept */ }
window.addEventListener('pageshow', () => all('form[data-dikirim]').forEach((form) => delete form.dataset.dikirim));
for (const button of all('[data-cetak]')) { button.hidden = false; button.addEventListener('click', () => window.print()); }
for (const form of all('form[data-langsung]')) form.addEventListener('change', () => form.requestSubmit());

// A text of rules is checked while it is written; a finding leads to its line. Without this the button checks.
for (const input of all('textarea[data-periksa]')) {
  const box = document.getElementById(input.dataset.periksaKe);
  const finding = ({ kind, word, code, line, place, path, text, help }) => {
    const where = line ? made('a', { href: `#${input.id}`, 'data-ke-baris': line }, place) : '';
    return made('li', {}, made('span', { class: `tag tag-${kind}` }, word), ' ', made('code', {}, code), ' ', where, ' ', made('code', {}, path), made('p', {}, text), help ? made('p', {}, made('strong', {}, help)) : '');
  };
  let timer, latest = 0;
  const check = async () => {
    const mine = ++latest;
    try {
      const answer = await fetch(input.dataset.periksa, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ naskah: input.value }) });
      if (!answer.ok || mine !== latest) return;
      const { sum, findings } = await answer.json();
      box.replaceChildren(made('p', {}, sum), made('ol', { class: 'remarks' }, ...findings.map(finding)));
    } catch { /* the button checks */ }
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(check, 700); });
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-ke-baris]');
  const text = link && document.getElementById(link.hash.slice(1));
  if (!text?.setSelectionRange) return;
  event.preventDefault();
  const lines = text.value.split('\n');
  const line = Math.min(Number(link.dataset.keBaris), lines.length) - 1;
  const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line].length);
  text.scrollTop = text.scrollHeight / lines.length * Math.max(0, line - 4);
});

// Keys for officers; single keys can be switched off, and never work while typing.
if (document.body.classList.contains('officer')) {
  const setting = 'tombol';
  let on = true;
  try { on = localStorage.getItem(setting) !== 'mati'; } catch { /* on */ }
  const rows = () => all('[data-baris]');
  const help = () => {
    const row = (key, text) => made('div', {}, made('dt', {}, made('kbd', {}, key)), made('dd', {}, text));
    const box = made('input', { type: 'checkbox' });
    box.checked = on;
    box.addEventListener('change', () => { on = box.checked; try { localStorage.setItem(setting, on ? 'nyala' : 'mati'); } catch { /* this page only */ } });
    const close = made('button', { class: 'btn', autofocus: '' }, words.tombolTutup);
    const dialog = made('dialog', { 'aria-label': words.tombolJudul }, made('h2', {}, words.tombolJudul),
      made('dl', { class: 'summary' }, row('/', words.tombolCari), row('j / k', words.tombolBaris), row('Enter', words.tombolBuka), row('?', words.tombolBantuan)),
      made('p', {}, made('label', { class: 'choice' }, box, words.tombolNyala)), made('form', { method: 'dialog' }, close));
    document.body.append(dialog);
    dialog.addEventListener('close', () => dialog.remove());
    dialog.showModal();
  };
  const move = (by) => {
    const list = rows();
    const at = list.findIndex((row) => row.getAttribute('aria-selected') === 'true');
    const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
    if (!next) return;
    list.forEach((row) => row.removeAttribute('aria-selected'));
    next.setAttribute('aria-selected', 'true');
    one('a', next)?.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input,textarea,select,dialog,[contenteditable]')) return;
    if (event.key === '?') { event.preventDefault(); help(); return; }
    if (!on) return;
    if (event.key === '/') { const box = one('[data-key-search]'); if (box) { event.preventDefault(); box.focus(); box.select?.(); } }
    else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
}
