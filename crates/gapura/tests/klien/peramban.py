"""A browser without script: keeps cookies, fills the sign-in form, stops where it would leave the program."""
import html.parser
import urllib.parse

import requests


class Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag in ("input", "button") and self.forms and given.get("name"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.forms[-1][1].setdefault(given["name"], given.get("value") or "")


def form(page, action):
    reader = Forms()
    reader.feed(page.text)
    found = [(to, fields) for to, fields in reader.forms if to.startswith(action)]
    assert found, f"no form {action}: {page.url} {page.status_code}\n{page.text[:3000]}"
    return found[0]


def signed_in(session, url, start, callback, name, password):
    """Follows the way from `start` to the callback; gives the address there, with code and state."""
    page = session.get(start, allow_redirects=False)
    for _ in range(12):
        if page.is_redirect:
            to = urllib.parse.urljoin(page.url, page.headers["Location"])
            if to.startswith(callback):
                return to
            page = session.get(to, allow_redirects=False)
            continue
        assert page.status_code == 200, f"{page.url} {page.status_code}\n{page.text[:3000]}"
        known = "/masuk" if "name=\"sandi\"" in page.text else "/oauth/"
        to, fields = form(page, known)
        if known == "/masuk":
            fields |= {"nama": name, "sandi": password}
        page = session.post(
            urllib.parse.urljoin(page.url, to),
            files={field: (None, value) for field, value in fields.items()} if known == "/masuk" else None,
            data=None if known == "/masuk" else fields,
            headers={"Origin": url},
            allow_redirects=False,
        )
    raise AssertionError("the way does not end")


def browser():
    session = requests.Session()
    session.trust_env = False
    return session
