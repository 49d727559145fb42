// Ctrl/⌘ K or [data-palette-open] opens dialog#palette; what is typed asks data-url?q= for a list of
// [role=option]s, each with an id, each a link or around one. Focus stays in the field.
import { fragment, on } from "./dom.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = document.getElementById(input?.getAttribute("aria-controls"));
let asking, timer;

if (dialog) {
  on("click", "[data-palette-open]", (event) => (event.preventDefault(), open()));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    dialog.open ? dialog.close() : open();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) select(options().indexOf(selected()) + by);
    else if (event.key === "Enter") (selected()?.closest("a, button") ?? selected()?.querySelector("a, button"))?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
}

function open() {
  dialog.showModal();
  input.select();
  ask();
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const url = `${dialog.dataset.url}?${new URLSearchParams({ q: input.value })}`;
  const answer = await fetch(url, { signal: asking.signal, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  list.replaceChildren(fragment(await answer.text()));
  select(0);
}

const options = () => [...list.querySelectorAll("[role=option]")];
const selected = () => list.querySelector("[aria-selected=true]");

function select(index) {
  const all = options();
  const chosen = all.at(all.length ? index % all.length : 0);
  all.forEach((option) => option.setAttribute("aria-selected", String(option === chosen)));
  if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  else input.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}
