// Calls the TypeScript client: a line {url, key, operation, given} in, a line
// {status, body} or {problem, code} out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { Sekisho, Problem } =
  createRequire(import.meta.url)(process.argv[2]);

// What a validating proxy between the two says of an answer.
let violations;
const real = globalThis.fetch;
globalThis.fetch = async (...words) => {
  const answer = await real(...words);
  violations = answer.headers.get("sl-violations") ?? undefined;
  return answer;
};

for await (const line of createInterface({ input: process.stdin })) {
  const { url, key, language, operation, given } = JSON.parse(line);
  const client = new Sekisho(url, { key, language });
  let said, taken = 0;
  if (given.into) given.into = new WritableStream({
    write(piece) { taken += piece.length; },
  });
  // What is sent as a text goes as a stream of its bytes.
  if (typeof given.body === "string")
    given.body = new Blob([given.body]).stream();
  try {
    const { status, etag, decision, body } = await client[operation](given);
    said = { status, etag, decision,
      body: body instanceof Uint8Array ? `${body.length + taken} bytes` :
        body };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    said = { problem: error.status, code: error.code,
      clause: error.clause, remedy: error.remedy, errors: error.errors };
  }
  console.log(JSON.stringify({ ...said, violations }));
}
