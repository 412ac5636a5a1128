// Jumps between the markers of the chat and the quotes in the sources panel, by pointer and by
// keyboard. On a narrow screen the panel is a sheet that comes up from below.
(() => {
  const DRAFT = "policy-assistant-draft";
  let opener = null;

  const sheet = (open) => document.getElementById("side").classList.toggle("open", open);

  const close = () => {
    sheet(false);
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  const show = (target) => {
    const folded = target.closest("details");
    if (folded) folded.open = true;
    document.querySelectorAll(".hit").forEach((other) => other.classList.remove("hit"));
    target.classList.add("hit");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#sources .close")) return close();
    const link = event.target.closest('#chat a[href^="#"], #sources a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    const inPanel = target.closest("#side") !== null;
    sheet(inPanel);
    opener = inPanel ? link : null;
    show(target);
  });

  // What is typed survives a reload, such as Gradio's own when the server has been restarted.
  const box = () => document.querySelector("#box textarea");
  addEventListener("pagehide", () => sessionStorage.setItem(DRAFT, box()?.value ?? ""));
  const restore = () => {
    const draft = sessionStorage.getItem(DRAFT);
    if (!draft || !box()) return;
    sessionStorage.removeItem(DRAFT);
    if (box().value) return;
    box().value = draft;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };

  new MutationObserver(() => {
    restore();
    // Gradio calls the example buttons a list, which buttons alone do not make.
    document.querySelector("#chat .examples[role]")?.removeAttribute("role");
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
