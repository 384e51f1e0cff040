"""Authlib and requests-oauthlib sign an officer on: code with PKCE, ID token against the published keys, refresh, sign-out,
and a farewell that says so to the application's server."""
import os
import queue
import secrets
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"

from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet
from oauthlib.oauth2 import WebApplicationClient
from requests_oauthlib import OAuth2Session as RequestsSession

from peramban import browser, signed_in

url, callback = os.environ["GAPURA_URL"], os.environ["GAPURA_KEMBALI"]
key, secret = os.environ["GAPURA_CLIENT_ID"], os.environ["GAPURA_CLIENT_SECRET"]
name, password = os.environ["GAPURA_PETUGAS"], os.environ["GAPURA_SANDI"]
scope = "openid profile peran offline_access"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def metadata():
    found = browser().get(f"{url}/.well-known/openid-configuration").json()
    assert found["issuer"] == url and "S256" in found["code_challenge_methods_supported"], found
    return found


def verified(found, text, **more):
    keys = KeySet.import_key_set(browser().get(found["jwks_uri"]).json())
    token = jwt.decode(text, keys, algorithms=found["id_token_signing_alg_values_supported"])
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": url},
        aud={"essential": True, "value": key},
        exp={"essential": True},
        **{name: {"essential": True, "value": value} for name, value in more.items()},
    )
    rules.validate(token.claims)
    return token


def claims(found, id_token, nonce):
    told = verified(found, id_token, **({"nonce": nonce} if nonce else {})).claims
    assert told["sub"], told
    return told


class Farewells(BaseHTTPRequestHandler):
    """The application's server, as far as it hears who left."""

    heard = queue.Queue()

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.heard.put(form["logout_token"][0])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def farewell(found, id_token, told):
    address = urlsplit(os.environ["GAPURA_PEMBERITAHUAN"])
    server = HTTPServer((address.hostname, address.port), Farewells)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert found["backchannel_logout_supported"] and found["backchannel_logout_session_supported"], found
    browser().get(found["end_session_endpoint"], params={"id_token_hint": id_token})
    token = verified(found, Farewells.heard.get(timeout=60), sub=told["sub"], sid=told["sid"])
    assert token.header["typ"] == "logout+jwt" and LOGOUT in token.claims["events"], token.claims
    assert token.claims["jti"] and "nonce" not in token.claims, token.claims
    server.shutdown()


def authlib(found):
    session = OAuth2Session(
        key, secret, scope=scope, redirect_uri=callback, code_challenge_method="S256", state=secrets.token_urlsafe(16)
    )
    nonce, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
    start, state = session.create_authorization_url(
        found["authorization_endpoint"], nonce=nonce, code_verifier=verifier
    )
    back = signed_in(browser(), url, start, callback, name, password)
    token = session.fetch_token(
        found["token_endpoint"], authorization_response=back, code_verifier=verifier, state=state
    )
    id_token = token["id_token"]
    told = claims(found, id_token, nonce)
    info = session.get(found["userinfo_endpoint"]).json()
    assert info["sub"] == told["sub"] and "nik" not in info, info
    old = token["refresh_token"]
    token = session.refresh_token(found["token_endpoint"], refresh_token=old)
    assert token["refresh_token"] != old, "a refresh token is used once"
    assert claims(found, token["id_token"], None)["sub"] == told["sub"] if "id_token" in token else True
    farewell(found, id_token, told)
    print("authlib", "sub" in told, sorted(told))


def requests_oauthlib(found):
    client = WebApplicationClient(key)
    verifier = client.create_code_verifier(64)
    challenge = client.create_code_challenge(verifier, "S256")
    session = RequestsSession(client=client, redirect_uri=callback, scope=scope)
    start, _ = session.authorization_url(
        found["authorization_endpoint"], code_challenge=challenge, code_challenge_method="S256"
    )
    back = signed_in(browser(), url, start, callback, name, password)
    token = session.fetch_token(
        found["token_endpoint"], authorization_response=back, client_secret=secret, code_verifier=verifier
    )
    told = claims(found, token["id_token"], None)
    assert session.get(found["userinfo_endpoint"]).json()["sub"] == told["sub"]
    print("requests-oauthlib")


found = metadata()
authlib(found)
requests_oauthlib(found)
