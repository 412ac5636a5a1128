// The chat inside the frame. It talks to its own server, and to the page around it only by messages
// whose origin is checked on both sides.
import { Kept } from "./kept.js";
import { element } from "./element.js";
import { box as boxed, rendered } from "./render.js";
import { ask, Refusal } from "./stream.js";
import { words as languages } from "./words.js";

const PATIENCE = 120; // times that a starting server is asked again, a second or more apart
const NAMED = 3; // articles named above the conversation, where not all may answer
const GAP = 12; // pixels around what is scrolled to
const at = (id) => document.getElementById(id);
const [title, main, log, greeting, form, box, send, stop] =
  ["title", "main", "log", "greeting", "form", "box", "send", "stop"].map(at);
// The origin of the page around us: the server has checked that it may show us.
const host = parent === window ? null : new URLSearchParams(location.search).get("host");

let words = languages.en;
let articles = [];
let kept = null; // set when the page around us has said how to look
let turns = 0;
let running = null; // the AbortController of the question being answered
let next = null; // a question of the page around us that came meanwhile

const tell = (type, detail) => {
  if (host) parent.postMessage({ policyAssistant: 1, type, detail }, host);
};

function start(settings) {
  if (kept) return;
  words = languages[settings.language] ?? languages.en;
  articles = settings.articles ?? [];
  const page = document.documentElement;
  page.lang = settings.language;
  page.style.colorScheme = settings.theme === "auto" ? "light dark" : settings.theme;
  page.style.setProperty("--accent", settings.accent);
  page.style.setProperty("--on-accent", settings.onAccent);
  label();
  greeting.append(element("p", {}, settings.greeting || words.greeting));
  if (articles.length) nameArticles();
  kept = new Kept(host ?? location.origin);
  restore();
  document.body.hidden = false;
}

function label() {
  document.title = title.textContent = words.title;
  main.ariaLabel = words.conversation;
  at("label").textContent = form.ariaLabel = words.label;
  box.placeholder = words.placeholder;
  send.textContent = words.send;
  stop.textContent = words.stop;
  at("reset").textContent = words.reset;
  at("close").ariaLabel = at("close").title = words.close;
  at("close").hidden = !host;
}

// Which articles answer here. Their ids have to do while the server can't name them.
async function nameArticles() {
  const named = element("p", { className: "note" }, `${words.only} ${articles.join(", ")}`);
  greeting.append(named);
  const query = new URLSearchParams(articles.map((id) => ["id", id]));
  const response = await fetch(`widget/articles?${query}`, { credentials: "omit" }).catch(() => null);
  if (!response?.ok) return;
  const titles = (await response.json()).articles.map((article) => article.title);
  const more = titles.length > NAMED ? [`+${titles.length - NAMED}`] : [];
  named.textContent = `${words.only} ${[...titles.slice(0, NAMED), ...more].join("; ")}`;
}

function restore() {
  try {
    for (const { question, answer } of kept.exchanges) {
      exchange(question).replaceChildren(...rendered(answer, turns, words));
    }
  } catch {
    reset(); // an older version wrote it
  }
  if (log.lastElementChild) bring(log.lastElementChild, "start");
}

// A new exchange at the end of the conversation; returns where its reply goes.
function exchange(question) {
  turns += 1;
  const reply = element("div", { className: "reply" });
  log.append(element("section", {}, element("p", { className: "question" }, question), reply));
  return reply;
}

async function submit(text) {
  const question = text.trim();
  if (!question) return;
  if (running) {
    next = question;
    return;
  }
  const control = (running = new AbortController());
  const reply = exchange(question);
  const turn = turns;
  busy(true);
  tell("ask", question);
  try {
    const answer = await answered(question, reply, control.signal);
    reply.replaceChildren(...rendered(answer, turn, words));
    kept.add({ question, answer });
    tell("answer", answer);
  } catch (error) {
    if (reply.isConnected) failed(question, reply, error);
  }
  running = null;
  busy(false);
  reply.ariaBusy = "false";
  if (reply.isConnected) bring(reply.parentNode, "start");
  if (next) submit(next);
  next = null;
}

// The Answer; what has come of it so far is shown. A server that is starting is asked again.
async function answered(question, reply, signal) {
  const shown = element("p", { className: "said" });
  const show = (piece) => {
    shown.append(piece);
    if (!shown.isConnected) reply.replaceChildren(shown);
  };
  const asked = { question, history: kept.history(), articles: articles.length ? articles : null };
  reply.ariaBusy = "true";
  reply.replaceChildren(element("p", { className: "wait" }, words.wait));
  bring(reply.parentNode, "start");
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(asked, show, signal);
    } catch (error) {
      if (error.code !== "not_ready" || tries === PATIENCE) throw error;
      reply.replaceChildren(element("p", { className: "wait" }, words.starting));
      await pause(1000 * (error.retryAfter || 1), signal);
    }
  }
}

const pause = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason));
  });

function failed(question, reply, error) {
  const stopped = error.name === "AbortError";
  const said = error instanceof Refusal ? (words.errors[error.code] ?? error.message) : words.cut;
  const back = box.value === "";
  if (back) box.value = question;
  const [kind, heading] = stopped ? ["stopped", words.stopped] : ["failed", words.failed];
  reply.replaceChildren(boxed(kind, heading, stopped ? "" : said, back ? words.kept : ""));
  if (!(error instanceof Refusal) && !stopped) console.error(error);
}

function busy(is) {
  const moved = [send, stop].includes(document.activeElement);
  send.hidden = is;
  stop.hidden = !is;
  if (moved) box.focus();
}

function reset() {
  running?.abort();
  next = null;
  kept.clear();
  log.replaceChildren();
}

// Scrolls the chat alone: the browser's own way would move the page around the frame as well.
function bring(target, block) {
  const [outer, inner] = [main, target].map((element) => element.getBoundingClientRect());
  const above = inner.top - outer.top - GAP;
  const below = inner.bottom - outer.bottom + GAP;
  if (block === "start" || above < 0) main.scrollTop += above;
  else if (below > 0) main.scrollTop += Math.min(above, below);
}

function focus() {
  if (matchMedia("(pointer: coarse)").matches) title.focus(); // no keyboard over half the screen
  else box.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) return;
  const question = box.value;
  box.value = "";
  submit(question);
});
box.addEventListener("keydown", (event) => {
  // Enter also ends the composition of a Korean syllable; that one does not send.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
stop.addEventListener("click", () => running?.abort());
at("reset").addEventListener("click", () => {
  reset();
  box.focus();
});
at("close").addEventListener("click", () => tell("close"));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) tell("close");
});
log.addEventListener("click", (event) => {
  const href = event.target.closest("a")?.getAttribute("href");
  if (!href?.startsWith("#")) return;
  event.preventDefault();
  const target = at(href.slice(1));
  if (target.tagName === "DETAILS") target.open = true;
  bring(target);
  (target.querySelector("summary") ?? target).focus({ preventScroll: true });
});

const heard = { hello: start, ask: submit, reset, focus };
addEventListener("message", ({ source, origin, data }) => {
  if (!host || source !== parent || origin !== host || data?.policyAssistant !== 1) return;
  if (Object.hasOwn(heard, data.type) && (kept || data.type === "hello")) {
    heard[data.type](data.detail);
  }
});
if (host) tell("ready");
else {
  const language = navigator.language.startsWith("ko") ? "ko" : "en";
  start({ language, theme: "auto", accent: "#0f766e", onAccent: "#ffffff" });
}
