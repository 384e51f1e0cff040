// openid-client signs an officer on: code with PKCE, checked ID token, user info, refresh, reuse of a refresh token, sign-out.
import assert from "node:assert/strict";
import * as client from "openid-client";
import { Browser } from "./peramban.mjs";

const url = new URL(process.env.GAPURA_URL);
const callback = process.env.GAPURA_KEMBALI;
const [key, secret] = [process.env.GAPURA_CLIENT_ID, process.env.GAPURA_CLIENT_SECRET];
const [name, password] = [process.env.GAPURA_PETUGAS, process.env.GAPURA_SANDI];

const config = await client.discovery(url, key, secret, undefined, { execute: [client.allowInsecureRequests] });
client.enableNonRepudiationChecks(config); // the signature of the ID token is verified too
const browser = new Browser();
const [pkceCodeVerifier, expectedState, expectedNonce] = [
  client.randomPKCECodeVerifier(),
  client.randomState(),
  client.randomNonce(),
];
const start = client.buildAuthorizationUrl(config, {
  redirect_uri: callback,
  scope: "openid profile peran offline_access",
  state: expectedState,
  nonce: expectedNonce,
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: "S256",
});
const back = await browser.signedIn(start, callback, name, password);
const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
const tokens = await client.authorizationCodeGrant(config, new URL(back), checks);
const claims = tokens.claims();
assert.equal(claims.iss, process.env.GAPURA_URL);
const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
assert.equal(info.sub, claims.sub);

const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
assert.notEqual(renewed.refresh_token, tokens.refresh_token);
// A refresh token that is used twice was stolen: the whole family ends.
await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), (said) => said.error === "invalid_grant");
await assert.rejects(client.refreshTokenGrant(config, renewed.refresh_token), (said) => said.error === "invalid_grant");
// A code is used once.
await assert.rejects(client.authorizationCodeGrant(config, new URL(back), checks), (said) => said.error === "invalid_grant");

const end = client.buildEndSessionUrl(config, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: process.env.GAPURA_KELUAR,
  state: "selesai",
});
const left = await browser.page(end);
assert.ok(left.text.includes(`href="${process.env.GAPURA_KELUAR}?state=selesai"`), left.text);
await browser.sent(left, "/keluar", {}); // the officer is asked whether to leave the house too
const again = await browser.page(start);
assert.match(again.text, /name="sandi"/, "signed out: the password is asked for again");
console.log("openid-client");
