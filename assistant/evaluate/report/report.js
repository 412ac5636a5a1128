"use strict";
// Every text of the data is shown through textContent: nothing of it is read as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const PAGE = 100;
const STEPS = {
  "not retrieved": "Search did not find all the evidence.",
  "retrieved but not read": "Search found the evidence, below what the reader reads.",
  "read but refused": "The reader had the evidence and declined to answer.",
  "wrong span": "The evidence was read, and something else was answered.",
  "should have refused": "No article answers this; an answer was given.",
  "error": "Asking failed.",
};
const GOOD = new Set(["right", "refused rightly"]);
const field = (id) => document.getElementById(id);
let chosen = [];
let shown = 0;

function element(name, kind, ...children) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function part(title, ...children) {
  return children.length ? element("section", "", element("h3", "", title), ...children) : null;
}

/* The answer with its span marked and its [n] as chips. */
function marked(row) {
  const text = row.answer || "";
  const at = row.short ? text.indexOf(row.short) : -1;
  const out = element("p", "");
  const chips = (piece) => {
    for (const bit of piece.split(/(\[\d+\])/)) {
      out.append(/^\[\d+\]$/.test(bit) ? element("span", "cite", bit) : bit);
    }
  };
  if (at < 0) {
    chips(text);
  } else {
    chips(text.slice(0, at));
    out.append(element("mark", "", row.short));
    chips(text.slice(at + row.short.length));
  }
  return out;
}

function quote(cited) {
  const text = data.texts[cited.text];
  const from = element("span", "from", `[${cited.n}] `, element("b", "", cited.title));
  if (cited.title !== cited.article) from.append(` · ${cited.article}`);
  if (!cited.exact) from.append(element("span", "alarm-text", " · not in the article as quoted"));
  return element("blockquote", "", from, text.slice(0, cited.from),
    element("mark", "", text.slice(cited.from, cited.to)), text.slice(cited.to));
}

function pairs(entries) {
  const list = element("dl", "pairs");
  for (const [name, value] of entries) {
    const plain = !name.startsWith("must");
    list.append(element("dt", "", name),
      element("dd", "", plain ? String(value) : element("code", "", String(value))));
  }
  return list;
}

function hit([rank, article, text, evidence]) {
  return element("li", evidence ? "evidence" : "", element("span", "", String(rank)),
    element("span", "from", element("b", "", article), evidence ? " · evidence" : ""),
    element("span", "clamp", data.texts[text]));
}

function facts(row) {
  const found = [];
  if (row.searched && row.searched !== row.question) found.push(["searched for", row.searched]);
  if (row.status) found.push(["status", row.status + (row.reason ? ` (${row.reason})` : "")]);
  if (row.confidence !== null) found.push(["confidence", row.confidence.toFixed(3)]);
  found.push(["time", `${row.ms.toFixed(1)} ms`]);
  if (row.rank) found.push(["evidence at rank", row.rank]);
  for (const [name, value] of Object.entries(row.scores)) {
    found.push([name.replaceAll("_", " "), value]);
  }
  for (const note of row.notes || []) found.push(["note", note]);
  return found;
}

function body(row) {
  const left = element("div", "",
    row.step ? part("What failed", element("p", "", `${row.step}: ${STEPS[row.step] || ""}`)) : null,
    row.error ? part("Error", element("p", "alarm-text", row.error)) : null,
    row.answer ? part("Answer", marked(row)) : null,
    row.key.length ? part("Key", pairs(row.key)) : null,
    part("Citations", ...(row.quotes || []).map(quote)),
    part("Related, not an answer", ...(row.related || []).map(quote)));
  const hits = row.hits.map(hit);
  const right = element("div", "",
    part("Measured", pairs(facts(row))),
    hits.length ? part("What search found", element("ol", "hits", ...hits)) : null);
  return element("div", "body", left, right);
}

function line(row) {
  const badge = element("span", `badge ${GOOD.has(row.outcome) ? "good" : row.outcome === "no key" ? "" : "bad"}`,
    row.outcome);
  const summary = element("summary", "", badge, element("span", "asked", row.question),
    element("span", "side", `${row.id} · ${row.type}`),
    element("span", "gist", row.error || row.answer || ""));
  const made = element("details", "row", summary);
  made.addEventListener("toggle", () => {
    if (made.open && made.children.length === 1) made.append(body(row));
  });
  return made;
}

function showMore() {
  const next = chosen.slice(shown, shown + PAGE);
  field("questions").append(...next.map(line));
  shown += next.length;
  field("more").hidden = shown >= chosen.length;
}

function filter() {
  const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = ["outcome", "type", "step"].map((name) => [name, field(name).value]);
  chosen = data.rows.filter((row) => {
    const text = `${row.id} ${row.question} ${row.answer || ""}`.toLowerCase();
    return words.every((word) => text.includes(word)) &&
      wanted.every(([name, value]) => !value || row[name] === value);
  });
  const sure = (row) => (row.confidence === null ? -1 : row.confidence);
  const orders = { sure: (a, b) => sure(b) - sure(a), unsure: (a, b) => sure(a) - sure(b),
    slow: (a, b) => b.ms - a.ms };
  if (orders[field("order").value]) chosen.sort(orders[field("order").value]);
  field("count").textContent = `${chosen.length} of ${data.rows.length} questions`;
  field("questions").replaceChildren();
  shown = 0;
  showMore();
}

for (const name of ["outcome", "type", "step"]) {
  const counts = new Map();
  for (const row of data.rows) {
    if (row[name]) counts.set(row[name], (counts.get(row[name]) || 0) + 1);
  }
  field(name).append(new Option("all", ""));
  for (const [value, count] of [...counts].sort()) {
    field(name).append(new Option(`${value} (${count})`, value));
  }
}
field("filters").addEventListener("input", filter);
field("filters").addEventListener("submit", (event) => event.preventDefault());
field("more").addEventListener("click", showMore);
filter();
