// The parser of the AsyncAPI initiative reads the program's file of events without a complaint.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { Parser } = createRequire(import.meta.url)("@asyncapi/parser");
const answer = await fetch(`${process.env.GAPURA_URL}/api/v1/asyncapi.json`);
assert.equal(answer.status, 200);
const { document, diagnostics } = await new Parser().parse(await answer.text());
const errors = diagnostics.filter((one) => one.severity === 0);
assert.deepEqual(errors.map((one) => `${one.path.join("/")}: ${one.message}`), []);
assert.ok(document, "no document");
assert.equal(document.version(), "3.0.0");
assert.ok(document.channels().all().length > 0 && document.allMessages().all().length > 5);
for (const one of diagnostics) console.log(`note ${one.code} ${one.path.join("/")}: ${one.message}`);
console.log("asyncapi", document.allMessages().all().length);
