"""Authlib and requests-oauthlib take tokens of the program and use them: unmodified, over plain HTTP on this machine."""
import os

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session as RequestsSession

url = os.environ["GAPURA_URL"]
key, secret = os.environ["GAPURA_CLIENT_ID"], os.environ["GAPURA_CLIENT_SECRET"]
scope = "peristiwa.baca"


def authlib(method):
    session = OAuth2Session(key, secret, scope=scope, token_endpoint_auth_method=method)
    token = session.fetch_token(f"{url}/oauth/token", grant_type="client_credentials")
    assert token["token_type"].lower() == "bearer" and 0 < token["expires_in"] <= 600, token
    answer = session.get(f"{url}/api/v1/events", params={"after": 0, "limit": 10})
    assert answer.status_code == 200, answer.text
    told = session.introspect_token(f"{url}/oauth/introspect", token=token["access_token"])
    assert told.json()["active"] is True and told.json()["client_id"] == key, told.text
    assert session.revoke_token(f"{url}/oauth/revoke", token=token["access_token"]).status_code == 200
    gone = requests.get(f"{url}/api/v1/events", headers={"Authorization": f"Bearer {token['access_token']}"})
    assert gone.status_code == 401 and "invalid_token" in gone.headers["WWW-Authenticate"], gone.headers
    told = session.introspect_token(f"{url}/oauth/introspect", token=token["access_token"])
    assert told.json() == {"active": False}, told.text
    print("authlib", method)


def authlib_is_refused(key, secret, scope, error):
    session = OAuth2Session(key, secret, scope=scope)
    try:
        session.fetch_token(f"{url}/oauth/token", grant_type="client_credentials")
    except OAuthError as refused:
        assert refused.error == error, refused
        print("authlib refused", error)
    else:
        raise AssertionError(f"{error} was not said")


def requests_oauthlib():
    session = RequestsSession(client=BackendApplicationClient(client_id=key, scope=scope))
    token = session.fetch_token(f"{url}/oauth/token", client_id=key, client_secret=secret)
    assert token["scope"] == [scope], token
    answer = session.get(f"{url}/api/v1/events")
    assert answer.status_code == 200 and "batch" in answer.headers["Content-Type"], answer.headers
    print("requests-oauthlib basic")
    session = RequestsSession(client=BackendApplicationClient(client_id=key, scope=scope))
    session.fetch_token(f"{url}/oauth/token", client_id=key, client_secret=secret, include_client_id=True, auth=None)
    print("requests-oauthlib body")
    try:
        session = RequestsSession(client=BackendApplicationClient(client_id=key, scope="semua"))
        session.fetch_token(f"{url}/oauth/token", client_id=key, client_secret=secret)
    except OAuth2Error as refused:
        assert refused.error == "invalid_scope", refused
    else:
        raise AssertionError("an unknown scope was granted")


authlib("client_secret_basic")
authlib("client_secret_post")
authlib_is_refused(key, secret + "x", scope, "invalid_client")
authlib_is_refused("tidak-ada", secret, scope, "invalid_client")
authlib_is_refused(key, secret, "laporan.kerja", "invalid_scope")
requests_oauthlib()
