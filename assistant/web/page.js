// The chat's page: jumps between markers and quotes, and the buttons below an answer. On a narrow
// screen the sources are a sheet that comes up from below.
(() => {
  if (/\/(?:sources|figures)$/.test(location.pathname)) return;  // pages without a chat
  const DRAFT = "policy-assistant-draft";
  const narrow = matchMedia("(max-width: 820px)");
  const $ = (selector) => document.querySelector(selector);
  const box = () => $("#box textarea");
  const idle = () => $("#box .submit-button") !== null;
  let opener = null;

  const fill = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (text, at_once) => {
    fill(box(), text);
    if (at_once && idle()) $("#box .submit-button").click();
    else box().focus();
  };

  const tell = (command) => {
    fill($("#command textarea"), JSON.stringify(command));
    $("#do").click();
  };

  // Sources: jumps, and the sheet.
  const sheet = (open) => {
    const side = $("#side");
    side.classList.toggle("open", open);
    const modal = open && narrow.matches;
    for (const other of ["#talk", "#top"]) $(other).inert = modal;
    if (modal) side.setAttribute("role", "dialog");
    else side.removeAttribute("role");
    side.ariaLabel = modal ? side.querySelector("h2")?.textContent : null;
  };

  const close = () => {
    sheet(false);
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  const jump = (link) => {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    const inPanel = target.closest("#side") !== null;
    sheet(inPanel);
    opener = inPanel ? link : null;
    const folded = target.closest("details");
    if (folded) folded.open = true;
    document.querySelectorAll(".hit").forEach((other) => other.classList.remove("hit"));
    target.classList.add("hit");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };

  // Copying; without https there is no clipboard, only the old command.
  const toast = document.createElement("div");
  toast.id = "toast";
  toast.setAttribute("role", "status");
  document.body.append(toast);

  const copy = async (text, said) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    toast.textContent = said;
    setTimeout(() => { toast.textContent = ""; }, 2500);
  };

  const pressed = (button) => {
    const acts = button.closest(".acts");
    const kept = (kind) => acts.querySelector(`.kept.${kind}`).textContent;
    const said = button.querySelector(".said")?.textContent;
    const is = (kind) => button.classList.contains(kind);
    if (is("close")) close();
    else if (is("edit")) ask(button.textContent, false);
    else if (is("suggested")) ask(button.textContent, true);
    else if (is("again")) ask(kept("q"), true);
    else if (is("link")) copy(new URL(`?q=${encodeURIComponent(kept("q"))}`, location).href, said);
    else if (is("copy")) copy(kept(is("md") ? "md" : "txt"), said);
    else if (is("lift")) tell({ do: "lift" });
    else if (is("save")) tell({ do: "save", form: is("md") ? "md" : "json" });
    // While an answer comes, the conversation that is kept is about to be written anew.
    else if (is("thumb") && idle())
      tell({ do: "thumb", turn: +acts.id.slice(5), verdict: button.classList[1] });
  };

  const unfold = (but) =>
    document.querySelectorAll("details.why[open], details.menu[open]").forEach((open) => {
      if (open !== but) open.open = false;
    });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#chat .md button, #next button, #in-use button, #menu button, #sources button");
    const link = event.target.closest('#chat a[href^="#"], #sources a[href^="#"]');
    unfold(event.target.closest("summary")?.parentElement);
    if (link) event.preventDefault();
    if (button) pressed(button);
    else if (link) jump(link);
    else if ($("#side").role && !event.target.closest("#side")) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details[open] > *")?.parentElement;
    unfold();
    if (menu?.matches(".why, .menu")) menu.querySelector("summary").focus();
    else close();
  });
  narrow.addEventListener("change", () => sheet(false));

  // What is typed survives a reload, such as Gradio's own when the server has been restarted. It is
  // put back when the conversation is on the page, since what the page opens with may overwrite it;
  // a page that is left before that has nothing new to keep.
  let opened = false;
  addEventListener("pagehide", () => {
    const typed = box()?.value ?? "";
    if (opened || typed) sessionStorage.setItem(DRAFT, typed);
  });
  const restore = () => {
    if (opened || !box() || !$("#sources h2")) return;
    opened = true;
    const draft = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    if (draft && !box().value) fill(box(), draft);
  };

  // An address with a question asks it once: when the conversation that was kept is on the page,
  // and not again on a reload.
  const linked = () => {
    const address = new URL(location);
    const question = address.searchParams.get("q");
    if (!question || !idle() || !$("#sources h2")) return;
    address.searchParams.delete("q");
    history.replaceState(null, "", address);
    ask(question, true);
  };

  let last = null;
  const download = () => {
    const file = $("#file pre");
    if (!file || file.id === last) return;
    last = file.id;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.textContent]));
    link.download = file.title;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  new MutationObserver(() => {
    restore();
    linked();
    download();
    // Gradio calls the example buttons a list, which buttons alone do not make, and reads a
    // message's source out as its name.
    $("#chat .examples[role]")?.removeAttribute("role");
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((message) => {
      message.removeAttribute("aria-label");
    });
  }).observe(document.body, { childList: true, subtree: true });
})();
