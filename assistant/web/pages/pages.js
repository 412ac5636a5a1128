// What the Sources and Figures pages do in the browser: sort by a column, read a listed article.
(() => {
  let pressed = null;

  const sortBy = (button) => {
    const order = document.querySelector("#order textarea, #order input");
    const name = button.id.replace("by-", "");
    order.value = order.value === name ? `-${name}` : name;
    order.dispatchEvent(new Event("input", { bubbles: true }));
    pressed = button.id;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#figures button.by");
    if (button) sortBy(button);
  });

  const part = (name) => {
    const element = document.createElement("span");
    element.className = name;
    return element;
  };

  // A listed article: its title stands out, and a link beside it leads to the text, since the box's
  // own words tick it. Gradio keeps writing into its text node, which is hidden, not taken away.
  const dress = (label) => {
    const words = label.querySelector("span");
    if (!words.querySelector(".raw")) {
      const raw = part("raw");
      raw.append(...words.childNodes);
      words.append(raw, part("title"), part("facts"));
      const link = document.createElement("a");
      link.className = "read";
      label.append(link);
    }
    const [raw, title, facts] = words.children;
    const [name, known, read, readIt] = raw.textContent.trim().split("\n");
    const link = label.querySelector("a.read");
    const address = `read/${encodeURIComponent(label.querySelector("input").name)}`;
    if (title.textContent === name && link.getAttribute("href") === address) return;
    title.textContent = name;
    facts.textContent = known;
    link.href = address;
    link.textContent = read;
    link.setAttribute("aria-label", readIt);
  };

  new MutationObserver(() => {
    document.querySelectorAll("#articles label").forEach(dress);
    const button = pressed && document.getElementById(pressed);
    if (button && document.activeElement === document.body) button.focus();
    // Gradio opens every link in a new tab: right for a place in an article, not for our pages.
    document.querySelectorAll("#pages a[target]").forEach((link) => link.removeAttribute("target"));
    document.querySelectorAll("#pages a.here:not([aria-current])").forEach((link) => {
      link.setAttribute("aria-current", "page");
    });
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
})();
