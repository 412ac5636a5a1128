// Asks our own server, and reads its server-sent events.

// An error of the server: code, message and remedy as it gave them, retryAfter in seconds.
export class Refusal extends Error {
  constructor(error, retryAfter = 0) {
    super([error?.message, error?.remedy].filter(Boolean).join(" "));
    this.code = error?.code ?? "";
    this.retryAfter = retryAfter;
  }
}

// The Answer; onText gets each piece of checked text before it. Throws Refusal, and TypeError or
// AbortError as fetch does.
export async function ask(asked, onText, signal) {
  const response = await fetch("widget/ask", {
    method: "POST",
    headers: { "content-type": "application/json" },
    credentials: "omit",
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) {
    const body = await response.json().catch(() => ({}));
    throw new Refusal(body.error, Number(response.headers.get("retry-after")));
  }
  for await (const [event, data] of events(response.body)) {
    if (event === "text") onText(data.text);
    if (event === "answer") return data;
    if (event === "error") throw new Refusal(data.error);
  }
  throw new TypeError("the stream ended without an answer");
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (buffer + value).replaceAll("\r\n", "\n").split("\n\n");
    buffer = blocks.pop();
    for (const block of blocks) {
      const fields = block.split("\n").map((line) => line.match(/^(event|data): ?(.*)$/) ?? []);
      const of = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]);
      if (of("data").length) yield [of("event")[0], JSON.parse(of("data").join("\n"))];
    }
  }
}
