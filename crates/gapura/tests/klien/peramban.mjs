// A browser without script: keeps cookies, fills the sign-in form, stops where it would leave the program.
import assert from "node:assert/strict";

const plain = (text) => text.replace(/&#38;|&amp;/g, "&").replace(/&#39;/g, "'").replace(/&#34;|&quot;/g, '"');
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
  return found ? plain(found[1]) : undefined;
};

export class Browser {
  cookies = new Map();

  async ask(url, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", ...options, headers: { cookie, ...options.headers } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return { url: String(url), status: answer.status, to: answer.headers.get("location"), text: await answer.text() };
  }

  /** The page at the end of redirects within the program, or the first address outside of it. */
  async page(url, outside = "\0") {
    let page = await this.ask(url);
    for (let hops = 0; page.to; hops++) {
      assert.ok(hops < 12, "the way does not end");
      const to = new URL(page.to, page.url).href;
      if (to.startsWith(outside)) return { ...page, out: to };
      page = await this.ask(to);
    }
    assert.equal(page.status, 200, `${page.url}: ${page.text.slice(0, 3000)}`);
    return page;
  }

  /** The page after a form of this page was sent, with these fields in it. */
  async sent(page, begins, fields, outside = "\0") {
    const forms = page.text.split("<form").slice(1).map((form) => form.split("</form>")[0]);
    const form = forms.find((form) => attribute(form, "action")?.startsWith(begins));
    assert.ok(form, `no form ${begins}: ${page.url} ${page.text.slice(0, 3000)}`);
    const body = new URLSearchParams();
    for (const tag of form.match(/<(input|button)[^>]*>/g) ?? []) {
      const [name, kind] = [attribute(tag, "name"), attribute(tag, "type")];
      const ticked = !["checkbox", "radio"].includes(kind) || / checked/.test(tag);
      if (name && ticked && !body.has(name)) body.set(name, attribute(tag, "value") ?? "");
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const to = new URL(attribute(form, "action"), page.url);
    const answer = await this.ask(to, { method: "POST", headers: { origin: to.origin }, body });
    assert.ok(answer.to, `${to}: ${answer.status} ${answer.text.slice(0, 3000)}`);
    const next = new URL(answer.to, to).href;
    return next.startsWith(outside) ? { ...answer, out: next } : this.page(next, outside);
  }

  /** The address at the callback, with code and state. */
  async signedIn(start, callback, nama, sandi) {
    let page = await this.page(start, callback);
    for (let steps = 0; !page.out; steps++) {
      assert.ok(steps < 5, "the way does not end");
      const asks = page.text.includes('name="sandi"');
      page = asks ? await this.sent(page, "/masuk", { nama, sandi }, callback) : await this.sent(page, "/oauth/", {}, callback);
    }
    return page.out;
  }
}
