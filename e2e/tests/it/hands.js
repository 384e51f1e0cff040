// Opens a page, fills in one of its forms and sends it, as a person does who does it for the thirtieth time. Whatever the
// form does not offer is refused, so that nothing is sent that nobody could have typed. Loaded by the tests alone.
async (path, css, fields) => {
  // Not `fetch`: the pages forbid that a script makes a document out of a text.
  const ask = (method, to, body) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, to);
    request.responseType = 'document';
    request.onload = () => done(request);
    request.onerror = () => failed(new Error(`no answer from ${to}`));
    request.send(body);
  });
  const words = (page) => (page?.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const no = (said) => ({ status: 0, path, said });
  const shown = await ask('GET', path);
  // A button may lead elsewhere than its form.
  const found = shown.response?.querySelector(css);
  const button = found?.localName === 'button' ? found : null;
  const form = button ? button.form : found;
  if (!form) return no(`${path} (${shown.status}) has no ${css}: ${words(shown.response)}`);
  const data = new FormData(form);
  const seen = new Set();
  // `name-*` is every field whose name begins so: one per step of a list.
  const each = fields.flatMap(([name, value]) => {
    if (!name.endsWith('*')) return [[name, value]];
    return [...form.querySelectorAll(`[name^="${name.slice(0, -1)}"]`)].map((one) => [one.name, value]);
  });
  if (each.length < fields.length) return no(`${css} lacks one of ${fields.map(([name]) => name).join(' ')}: ${words(shown.response)}`);
  for (const [name, value] of each) {
    const all = [...form.querySelectorAll(`[name="${name}"]`)];
    if (!all.length) return no(`${css} has no ${name}`);
    const offered = all.flatMap((one) => (one.localName === 'select' ? [...one.options] : [one])).map((one) => one.value);
    const chosen = all.every((one) => ['select', 'button'].includes(one.localName) || ['checkbox', 'radio'].includes(one.type));
    if (chosen && !offered.includes(value)) return no(`${name} offers ${offered.join(' ')}, not ${value}`);
    if (!seen.has(name)) data.delete(name);
    seen.add(name);
    data.append(name, value);
  }
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
  const answer = await ask('POST', button?.getAttribute('formaction') ?? form.getAttribute('action') ?? path, body);
  return { status: answer.status, path: new URL(answer.responseURL).pathname, said: words(answer.response) };
}
