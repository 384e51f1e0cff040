// openid-client takes a token of the program and uses it: unmodified, over plain HTTP on this machine.
import assert from "node:assert/strict";
import * as client from "openid-client";

const url = new URL(process.env.GAPURA_URL);
const [key, secret] = [process.env.GAPURA_CLIENT_ID, process.env.GAPURA_CLIENT_SECRET];
const plain = { execute: [client.allowInsecureRequests] };

async function taken(method) {
  const config = await client.discovery(url, key, undefined, method(secret), plain);
  assert.equal(config.serverMetadata().issuer, process.env.GAPURA_URL);
  const token = await client.clientCredentialsGrant(config, { scope: "peristiwa.baca" });
  assert.ok(token.expires_in > 0 && token.expires_in <= 600);
  const events = new URL("/api/v1/events?after=0&limit=10", url);
  const answer = await client.fetchProtectedResource(config, token.access_token, events, "GET");
  assert.equal(answer.status, 200);
  assert.ok(Array.isArray(await answer.json()));
  const told = await client.tokenIntrospection(config, token.access_token);
  assert.equal(told.active, true);
  await client.tokenRevocation(config, token.access_token);
  const gone = await client.tokenIntrospection(config, token.access_token);
  assert.deepEqual(gone, { active: false });
  await assert.rejects(client.fetchProtectedResource(config, token.access_token, events, "GET"), client.WWWAuthenticateChallengeError);
}

async function refused(secret, scope, fits) {
  const config = await client.discovery(url, key, secret, undefined, plain);
  await assert.rejects(client.clientCredentialsGrant(config, { scope }), fits);
}

await taken(client.ClientSecretPost);
await taken(client.ClientSecretBasic);
// A wrong secret is told by its challenge, a wrong scope by its code.
const challenged = (said) => said instanceof client.WWWAuthenticateChallengeError && said.status === 401;
await refused(secret + "x", "peristiwa.baca", challenged);
await refused(secret, "semua", (said) => said.error === "invalid_scope");
console.log("openid-client");
