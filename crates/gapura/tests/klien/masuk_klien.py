"""Authlib and requests-oauthlib sign an officer on: code with PKCE, ID token against the published keys, refresh, sign-out."""
import os
import secrets

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


def metadata():
    found = browser().get(f"{url}/.well-known/openid-configuration").json()
    assert found["issuer"] == url and "S256" in found["code_challenge_methods_supported"], found
    return found


def claims(found, id_token, nonce):
    keys = KeySet.import_key_set(browser().get(found["jwks_uri"]).json())
    token = jwt.decode(id_token, keys, algorithms=found["id_token_signing_alg_values_supported"])
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": url},
        aud={"essential": True, "value": key},
        exp={"essential": True},
        sub={"essential": True},
        **({"nonce": {"essential": True, "value": nonce}} if nonce else {}),
    )
    rules.validate(token.claims)
    return token.claims


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
    told = claims(found, token["id_token"], nonce)
    info = session.get(found["userinfo_endpoint"]).json()
    assert info["sub"] == told["sub"] and "nik" not in info, info
    old = token["refresh_token"]
    token = session.refresh_token(found["token_endpoint"], refresh_token=old)
    assert token["refresh_token"] != old, "a refresh token is used once"
    assert claims(found, token["id_token"], None)["sub"] == told["sub"] if "id_token" in token else True
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
