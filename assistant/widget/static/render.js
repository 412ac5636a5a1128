// An Answer as elements. What an article says is data: it only ever becomes text, never markup.

import { element } from "./element.js";
import { isTable, quoted } from "./table.js";

const paragraph = (className, ...children) => element("p", { className }, ...children);

// A box that looks like what it is: refused, failed or stopped.
export function box(kind, heading, ...texts) {
  const paragraphs = texts.filter(Boolean).map((text) => element("p", {}, text));
  return element("div", { className: `box ${kind}` }, paragraph("head", heading), ...paragraphs);
}

// The elements of an answer; turn makes their ids unique in the page.
export function rendered(answer, turn, words) {
  const parts = [];
  if (plain(answer.question) !== plain(answer.searched_for)) {
    parts.push(paragraph("note", words.searched(answer.searched_for)));
  }
  parts.push(...(answer.notes ?? []).map((note) => paragraph("note", note)));
  const marks = new Marks(answer, turn, words);
  if (answer.abstained) parts.push(...refusal(answer, words));
  else if (answer.disagreement && !answer.disagreement.some((claim) => claim.asked))
    parts.push(...cards(answer, marks, words));
  else parts.push(...answer.answer.split("\n\n").map((text) => paragraph("said", ...marks.link(text))));
  if (answer.citations.length) parts.push(...sources(answer, turn, words));
  return parts;
}

const plain = (text) => text.replace(/\s+/g, " ").trim();

// The place of a citation in an article, in the reader view.
const address = ({ article_id, start, end }) =>
  `read/${encodeURIComponent(article_id)}?start=${Number(start)}&end=${Number(end)}`;

const outward = (citation, text, words) =>
  element(
    "a",
    { href: address(citation), target: "_blank", rel: "noopener" },
    text,
    element("span", { className: "hidden" }, ` (${words.newTab})`),
  );

const stated = (citation, words) =>
  `${citation.publisher || words.noPublisher} · ${citation.published || words.noDate}`;

// Turns [n] into links to the sources below; the first one to each is where its way back leads.
class Marks {
  constructor(answer, turn, words) {
    this.titles = new Map(answer.citations.map((citation) => [citation.n, citation.title]));
    this.front = answer.short ? `${answer.short} — ` : null;
    this.turn = turn;
    this.words = words;
    this.seen = new Set();
  }

  link(text) {
    const front = this.front && text.startsWith(this.front) ? this.front : "";
    const found = front ? [element("strong", {}, front.slice(0, -3)), " — "] : [];
    let from = front.length;
    for (const { 0: all, 1: number, index } of text.matchAll(/\s?\[(\d+)\]/g)) {
      if (!this.titles.has(Number(number))) continue; // without a citation it stays text
      found.push(text.slice(from, index), this.mark(Number(number)));
      from = index + all.length;
    }
    return [...found, text.slice(from)];
  }

  mark(n) {
    const label = this.words.marker(n, this.titles.get(n));
    const made = element(
      "a",
      { className: "mark", href: `#src-${this.turn}-${n}`, title: label, "aria-label": label },
      `[${n}]`,
    );
    if (!this.seen.has(n)) made.id = `ref-${this.turn}-${n}`;
    this.seen.add(n);
    return element("span", { className: "kept" }, "\u00a0", made); // never alone on a line
  }
}

function sources(answer, turn, words) {
  const items = answer.citations.map((citation) => source(citation, turn, words));
  const list = element("ol", { className: "sources", "aria-label": words.sources }, ...items);
  const worded = answer.engine === "extractive" ? [] : [paragraph("note", words.worded(answer.engine))];
  return [list, ...worded];
}

function source(citation, turn, words) {
  const { n, title } = citation;
  return element(
    "li",
    {},
    element(
      "details",
      { id: `src-${turn}-${n}` },
      element("summary", {}, element("span", { className: "n" }, String(n)), element("span", {}, title)),
      element("blockquote", {}, ...quoted(citation)),
      paragraph("facts", stated(citation, words)),
      paragraph(
        "foot",
        element("span", { className: "seal" }, words.verbatim),
        outward(citation, words.read, words),
        element("a", { href: `#ref-${turn}-${n}` }, words.back),
      ),
    ),
  );
}

// Each quote with its marker; a table's cell as it reads, with the marker of its head too.
function lines(cited, marks) {
  const found = [];
  let heads = [];
  for (const citation of cited) {
    heads.push(marks.mark(citation.n));
    if (!citation.reads && isTable(citation.quote)) continue;
    found.push(paragraph("quote", said(citation), ...heads));
    heads = [];
  }
  return found;
}

// No quotation marks around a cell: no line of the article says it so.
const said = ({ reads, quote }) => reads || `“${quote}”`;

function cards(answer, marks, words) {
  const quoted = new Map(answer.citations.map((citation) => [citation.n, citation]));
  const items = answer.disagreement.map((claim) => {
    const cited = claim.citations.map((n) => quoted.get(n)).filter(Boolean);
    const quotes = lines(cited, marks);
    const from = new Set(cited.map((citation) => `${citation.title} · ${stated(citation, words)}`));
    return element(
      "li",
      { className: "card" },
      paragraph("value", claim.value),
      claim.scope ? paragraph("facts", claim.scope) : null,
      ...quotes,
      ...[...from].map((text) => paragraph("facts", text)),
    );
  });
  return [paragraph("head", words.differ), element("ul", { className: "cards" }, ...items)];
}

function refusal(answer, words) {
  const heading = words[answer.status] ?? words.not_in_sources;
  const parts = [box("refused", heading, ...answer.answer.split("\n\n"))];
  if (answer.related.length) {
    const items = answer.related.map((citation) =>
      element(
        "li",
        {},
        paragraph("quote", said(citation)),
        paragraph("facts", outward(citation, citation.title, words), ` · ${stated(citation, words)}`),
      ),
    );
    parts.push(paragraph("related-head", words.related));
    parts.push(element("ul", { className: "related" }, ...items));
  }
  return parts;
}
