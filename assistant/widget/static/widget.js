// The widget: a button, and a panel with the chat in a frame of the server this script came from.
// Nothing else is loaded before the panel is opened. See docs/widget.md.
(() => {
  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  if (!script?.src || window.PolicyAssistant?.open) return; // loaded twice
  const base = new URL(".", script.src); // keeps the sub-path of a proxy
  const page = self.origin; // "null" for a page out of a file

  const given = (name) => script.dataset[name]?.trim() || "";
  const oneOf = (name, ...values) => (values.includes(given(name)) ? given(name) : values[0]);
  const side = oneOf("position", "right", "left");
  const theme = oneOf("theme", "auto", "light", "dark");
  const korean = /^ko\b/i.test(document.documentElement.lang || navigator.language);
  const language = oneOf("language", korean ? "ko" : "en", "en", "ko");
  const [name, open_, close_, loading, away_, refused_, again] = {
    en: [
      "Policy Assistant",
      "Ask the Policy Assistant",
      "Close",
      "Loading…",
      "The assistant can't be reached at the moment. Please try again later.",
      "The assistant is not set up for this site.",
      "Try again",
    ],
    ko: [
      "정책 도우미",
      "정책 도우미에게 묻기",
      "닫기",
      "불러오는 중…",
      "지금은 도우미에 연결할 수 없습니다. 잠시 후 다시 시도해 주세요.",
      "이 사이트에서는 도우미를 사용할 수 없습니다.",
      "다시 시도",
    ],
  }[language];

  let accent = "#0f766e";
  if (CSS.supports("color", given("accent"))) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = given("accent");
    if (/^#[\da-f]{6}$/.test(pen.fillStyle)) accent = pen.fillStyle; // opaque
  }
  // Black or white, whichever is read better on it: one of them has 4.5 to 1 or more (WCAG).
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(accent.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const onAccent = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";

  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const button = (properties, ...children) => make("button", { type: "button", ...properties }, ...children);
  const [icon, line] = ["svg", "path"].map((tag) =>
    document.createElementNS("http://www.w3.org/2000/svg", tag),
  );
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  line.setAttribute("d", "M4 4h16v12h-9l-5 4v-4H4zM8 8.5h8M8 11.5h5");
  icon.append(line);

  const launch = button({ className: "launch", ariaLabel: open_, ariaExpanded: "false" }, icon);
  const said = make("p", { role: "status" });
  const retry = button({ textContent: again });
  const leave = button({ textContent: close_ });
  const state = make("div", { className: "state" }, said, retry, leave);
  const panel = make("dialog", { className: "panel", ariaLabel: name }, state);
  // A popover is above everything of the page, whatever its z-index or its body's transform.
  const layer = make("div", { popover: "manual", className: "layer" }, launch, panel);
  const host = make("policy-assistant", {});
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a strict policy forbids style elements, not these
  root.adoptedStyleSheets = [sheet];
  root.append(layer);
  const SMALL = "(max-width: 480px), (max-height: 420px)";
  sheet.replaceSync(`
    .layer { all: initial; direction: ltr; position: fixed; z-index: 2147483647;
      color-scheme: ${theme === "auto" ? "light dark" : theme}; }
    * { box-sizing: border-box; font: 16px/1.5 system-ui, sans-serif; }
    button { cursor: pointer; }
    button:focus-visible { outline: 3px solid light-dark(#111, #fff); outline-offset: 2px; }
    .launch { position: fixed; bottom: 20px; ${side}: 20px; width: 56px; height: 56px;
      padding: 14px; border: 0; border-radius: 50%; background: ${accent}; color: ${onAccent};
      box-shadow: 0 2px 10px #0005; transition: transform .15s; }
    .launch:hover { transform: scale(1.06); }
    svg { display: block; fill: none; stroke: currentColor; stroke-width: 2;
      stroke-linecap: round; stroke-linejoin: round; }
    .panel { position: fixed; inset: auto; bottom: 88px; ${side}: 20px; margin: 0; padding: 0;
      width: 400px; height: min(640px, 100dvh - 108px); max-width: none; max-height: none;
      overflow: hidden; border: 1px solid light-dark(#d6d3d1, #57534e); border-radius: 14px;
      background: light-dark(#fff, #1c1917); color: light-dark(#1c1917, #f5f5f4);
      box-shadow: 0 8px 32px #0005; }
    .panel[open] { animation: rise .18s ease-out; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0;
      visibility: hidden; }
    .ready iframe { visibility: visible; }
    .state { display: flex; flex-direction: column; gap: 14px; align-items: center;
      justify-content: center; height: 100%; padding: 24px; text-align: center;
      word-break: keep-all; }
    .ready .state, [hidden] { display: none; }
    .state button { padding: 8px 18px; border: 1px solid; border-radius: 8px; background: none;
      color: inherit; }
    @media ${SMALL} { .panel { inset: 0; width: 100vw; height: 100dvh; border: 0;
      border-radius: 0; } }
    @media (prefers-reduced-motion) { * { transition: none; animation: none !important; } }
    @media print { .layer { display: none; } }`);

  const small = matchMedia(SMALL);
  let frame, timer, before; // before: what had the focus
  let ready = false;
  let waiting = []; // messages for the frame

  const emit = (event, detail) =>
    document.dispatchEvent(new CustomEvent(`policy-assistant:${event}`, { detail }));
  const post = (type, detail) => {
    if (ready) frame.contentWindow.postMessage({ policyAssistant: 1, type, detail }, base.origin);
    else waiting.push([type, detail]);
  };
  const tell = (text, more) => {
    said.textContent = text;
    retry.hidden = !more;
  };
  const drop = () => {
    clearTimeout(timer);
    frame?.remove();
    frame = undefined;
    ready = false;
    panel.classList.remove("ready");
  };
  const away = () => frame && !ready && tell(away_, true);
  const refused = () => {
    drop();
    tell(refused_);
    console.warn(`Policy Assistant: ${page} is not among the server's ASSISTANT_SITES.`);
  };
  const load = () => {
    if (page === "null") return refused();
    tell(loading);
    const src = `${base}widget?host=${encodeURIComponent(page)}`;
    frame = make("iframe", { title: name, referrerPolicy: "origin", src });
    // The chat speaks before it has loaded. If it does not, there is an error page in the frame.
    frame.onload = () => setTimeout(away, 1500);
    timer = setTimeout(away, 10000);
    panel.append(frame);
  };
  const focus = () => {
    if (!ready) return leave.focus();
    frame.focus();
    post("focus");
  };
  const show = () => (small.matches ? panel.showModal() : (panel.open = true));
  const open = (focused) => {
    if (panel.open) return;
    before = document.activeElement;
    if (!frame) load();
    show();
    launch.ariaExpanded = "true";
    if (focused) focus();
    emit("open");
  };
  const close = () => {
    if (!panel.open) return;
    const inside = panel.contains(root.activeElement);
    panel.close();
    launch.ariaExpanded = "false";
    if (inside) ([host, document.body, null].includes(before) ? launch : before).focus();
    emit("close");
  };
  const toggle = () => (panel.open ? close() : open(true));

  const heard = {
    ready: () => {
      clearTimeout(timer);
      ready = true;
      panel.classList.add("ready");
      post("hello", { language, theme, accent, onAccent, greeting: given("greeting"),
        articles: given("articles").split(/[\s,]+/).filter(Boolean) });
      for (const message of waiting.splice(0)) post(...message);
      if (panel.contains(root.activeElement)) focus();
    },
    refused,
    close,
    ask: (question) => emit("ask", { question }),
    answer: (answer) => emit("answer", answer),
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== base.origin || !frame || source !== frame.contentWindow) return;
    if (data?.policyAssistant === 1 && Object.hasOwn(heard, data.type)) heard[data.type](data.detail);
  });
  launch.onclick = toggle;
  leave.onclick = close;
  retry.onclick = () => {
    drop();
    load();
    leave.focus();
  };
  panel.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());
  small.onchange = () => {
    if (!panel.open) return;
    panel.close();
    show();
  };

  window.PolicyAssistant = Object.freeze({
    open: () => open(true),
    close,
    toggle,
    ask: (question) => {
      open(true);
      post("ask", String(question));
    },
    reset: () => post("reset"),
    on: (event, listener) => document.addEventListener(`policy-assistant:${event}`, listener),
    off: (event, listener) => document.removeEventListener(`policy-assistant:${event}`, listener),
  });

  const start = () => {
    host.style.setProperty("all", "initial", "important"); // no rule of the page reaches it
    document.body.append(host);
    layer.showPopover?.();
    const wanted = "open" in script.dataset && given("open") !== "false";
    if (wanted && !small.matches) open(false); // it would cover a phone's page
  };
  document.body ? start() : addEventListener("DOMContentLoaded", start);
})();
