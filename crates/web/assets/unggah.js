// A form's files go in pieces while it is still being filled in. A line that breaks costs one piece; the file goes on
// where it stopped, also after the page was loaded anew and the same file was chosen again. What the server will not
// take in pieces stays in its input and goes with the form.
const LEAST = 16384, MOST = 524288, TRIES = 60, PATIENCE = 60e3;
const waiting = new WeakMap();

const rest = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  addEventListener('online', () => { clearTimeout(timer); done(); }, { once: true });
});
const post = async (address, body, headers = {}) => {
  const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json', ...headers }, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.ok) return answer.json();
  const { title = '', detail = '' } = await answer.json().catch(() => ({}));
  throw Object.assign(new Error([title, detail].filter(Boolean).join('. ')), { final: answer.status < 500 && answer.status !== 408 && answer.status !== 429 });
};
// The same bytes have the same mark, whatever the file is called.
const mark = async (file) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

// Sends one file to its end and answers with the last word of the server.
const sent = async (form, input, file, say) => {
  const { unggah, jalan, putus } = form.dataset;
  const draft = form.elements._draf;
  const wish = { _tanda: form.elements._tanda.value, isian: input.name, sidik: await mark(file), besar: file.size };
  let size = LEAST * 4, fails = 0;
  for (;;) {
    try {
      let state = await post(unggah, new URLSearchParams({ ...wish, _draf: draft.value }));
      draft.value = state.draf;
      while (state.berkas === null) {
        say(jalan.replace('{nama}', file.name).replace('{n}', Math.floor(100 * state.sudah / file.size)), state.sudah / file.size);
        const piece = file.slice(state.sudah, state.sudah + size), began = performance.now();
        state = await post(`${unggah}/${state.unggahan}`, piece, { 'content-type': 'application/octet-stream', 'x-draf': state.draf, 'x-mulai': state.sudah });
        const took = performance.now() - began;
        size = took < 2000 ? Math.min(MOST, size * 2) : took > 8000 ? Math.max(LEAST, size / 2) : size;
        fails = 0;
      }
      return state;
    } catch (error) {
      if (error.final || ++fails > TRIES) throw error;
      size = LEAST;
      say(putus);
      await rest(Math.min(30e3, 500 * 2 ** fails));
    }
  }
};

// One line in the list of what is kept: a picture to read, how far it is, and a way to take it out again.
const line = (form, input, file, made) => {
  let list = input.parentElement.querySelector('ul.kept');
  if (!list) { list = made('ul', { class: 'kept' }); input.before(list); }
  const words = made('span', {});
  const bar = made('progress', { max: 1, value: 0, 'aria-label': file.name });
  const item = made('li', {}, words, bar);
  if (file.type.startsWith('image/')) item.prepend(made('img', { src: URL.createObjectURL(file), alt: file.name }));
  list.append(item);
  const say = (text, part) => { words.textContent = text; if (part !== undefined) bar.value = part; };
  const done = (id) => {
    bar.remove();
    const hint = file.type.startsWith('image/') ? [' ', form.dataset.terbaca] : [];
    // No submit button: pressing Enter in a field must not take a photo out.
    const out = made('button', { class: 'link', type: 'button' }, form.dataset.hapus);
    out.addEventListener('click', () => { form.append(made('input', { type: 'hidden', name: '_buang', value: id })); form.requestSubmit(); });
    words.replaceChildren(form.dataset.selesai.replace('{nama}', file.name), ...hint, ' ', out);
  };
  return { item, say, done };
};

const without = (input, file) => {
  const box = new DataTransfer();
  for (const other of input.files) if (other !== file) box.items.add(other);
  input.files = box.files;
};

export const send = (input, made) => {
  const form = input.form;
  const status = input.parentElement.querySelector('[role=status]');
  if (!waiting.has(form)) {
    waiting.set(form, { queue: Promise.resolve(), count: 0 });
    form.addEventListener('menunggu', ({ detail }) => { waiting.get(form).button = detail; status.textContent = form.dataset.tunggu; });
  }
  const mine = waiting.get(form);
  for (const file of [...input.files]) {
    const { item, say, done } = line(form, input, file, made);
    form.dataset.mengunggah = ++mine.count;
    mine.queue = mine.queue.then(() => sent(form, input, file, say)).then((state) => {
      without(input, file);
      done(state.berkas);
    }, (error) => {
      if (error.final && error.message) { without(input, file); item.replaceChildren(made('p', { class: 'error' }, `${file.name}: ${error.message}`)); }
      else { item.remove(); status.textContent = form.dataset.gagal; }
    }).then(() => {
      form.dataset.mengunggah = --mine.count || '';
      if (mine.count === 0 && form.dataset.menunggu) { delete form.dataset.menunggu; form.requestSubmit(mine.button); }
    });
  }
};
