// Reads our AsyncAPI document with the published parser; every finding that is an error fails.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.KLIEN}/`);
const { Parser } = require("@asyncapi/parser");

const { document, diagnostics } = await new Parser().parse(readFileSync(0, "utf8"));
const errors = diagnostics.filter((one) => one.severity === 0);
for (const one of errors) console.error(one.path.join("/"), one.message);
if (errors.length || !document) process.exit(1);
console.log(document.operations().all().flatMap((one) => one.messages().all()).length);
