// A quote of a table as a table. Its lines are "| a | b |", below its head stands "| --- | --- |",
// above it may stand a caption; a bar that a cell holds is "\|".

import { element } from "./element.js";

const ROW = /^\|.*\|$/;
const RULE = /^\|(\s*:?-{3,}:?\s*\|)+$/;

export const isTable = (quote) => quote.split("\n").some((line) => ROW.test(line.trim()));

// The elements of a quote: its tables, with the cell marked, and its other lines as they stand.
// Places count characters as Python does, which are not the units of a string here.
export function quoted({ quote, start, cell }) {
  const lines = placed(quote.split("\n"), start);
  const at = lines.findIndex(({ text }) => ROW.test(text));
  if (at < 0) return [quote];
  const caption = at > 0 && lines[at - 1].text ? lines[at - 1].text : "";
  const above = lines.slice(0, caption ? at - 1 : at).filter(({ text }) => text);
  const below = lines.slice(at).filter(({ text }) => text && !ROW.test(text));
  const paragraph = ({ text }) => element("p", {}, text);
  const rows = lines.slice(at).filter(({ text }) => ROW.test(text));
  return [...above.map(paragraph), table(caption, rows, cell), ...below.map(paragraph)];
}

function placed(lines, start) {
  let at = start;
  return lines.map((line) => {
    const place = at + [...line.slice(0, line.length - line.trimStart().length)].length;
    at += [...line].length + 1;
    return { text: line.trim(), at: place };
  });
}

function table(caption, rows, cell) {
  const rule = rows.findIndex(({ text }) => RULE.test(text));
  const head = rows.slice(0, Math.max(rule, 0)).map((row) => line(row, cell, true));
  const body = rows.slice(rule + 1).map((row) => line(row, cell, false));
  const made = element(
    "table",
    {},
    caption ? element("caption", {}, element("span", {}, caption)) : null,
    head.length ? element("thead", {}, ...head) : null,
    element("tbody", {}, ...body),
  );
  return element("div", { className: "scrolls", role: "group", tabIndex: 0 }, made);
}

function line(row, cell, head) {
  const found = fields(row);
  const across = !head && found.length > 1 && found.every(({ text }) => text === found[0].text);
  if (across) {
    const name = { scope: "rowgroup", colSpan: found.length };
    return element("tr", {}, element("th", name, said(found[0], cell)));
  }
  const cells = found.map((field, n) => {
    const scope = head ? "col" : n === 0 ? "row" : "";
    return element(scope && field.text ? "th" : "td", scope && field.text ? { scope } : {}, said(field, cell));
  });
  return element("tr", {}, ...cells);
}

function fields({ text, at }) {
  const found = [];
  let from = at + 1;
  for (const piece of text.slice(1, -1).split(/(?<!\\)\|/)) {
    const size = [...piece].length;
    found.push({ text: piece.trim().replaceAll("\\|", "|"), start: from, end: from + size });
    from += size + 1;
  }
  return found;
}

function said({ text, start, end }, cell) {
  const marked = cell && text && start < cell[1] && cell[0] < end;
  return marked ? element("mark", {}, text) : text;
}
