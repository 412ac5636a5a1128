// The demo page: the line to copy, as chosen in the table, and a preview that uses just that line.
const at = (id) => document.getElementById(id);
const source = new URL("../widget.js", location.href).href;
const names = ["position", "theme", "language", "accent", "greeting", "articles"];
const defaults = { position: "right", theme: "auto", language: "auto", accent: "#0f766e" };

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

function line() {
  const chosen = names
    .map((name) => [name, at(name).value.trim()])
    .filter(([name, value]) => value && value !== defaults[name])
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const open = at("open").checked ? " data-open" : "";
  return `<script src="${escaped(source)}"${chosen.join("")}${open} async></script>`;
}

function show() {
  at("line").textContent = line();
  at("copied").textContent = "";
  // A page of ours in a frame, so that the widget in it meets the width of that frame.
  const frame = document.createElement("iframe");
  frame.title = "Preview";
  frame.srcdoc =
    '<!doctype html><html lang="en"><title>Your page</title>' +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<body><h1>Your page</h1><p>The button stands in its corner.</p>${line()}</body></html>`;
  at("preview").className = at("phone").checked ? "phone" : "";
  at("preview").replaceChildren(frame);
}

at("choices").addEventListener("submit", (event) => event.preventDefault());
at("choices").addEventListener("change", show);
at("phone").addEventListener("change", show);
at("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(line());
    at("copied").textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(at("line"));
    at("copied").textContent = "Selected: press Ctrl+C.";
  }
});
show();
