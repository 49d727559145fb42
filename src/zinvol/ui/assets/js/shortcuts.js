// One-key shortcuts, never while typing. Off for whoever wants: <html data-shortcuts="off">.
// A key goes to the element that says so: aria-keyshortcuts="/" (a field is focused, a link followed), "c",
// "u" (else: back), and "g t", "g s", "g p" for two keys after each other. Also:
//   ?  dialog[data-shortcuts-help]     j k  through [data-item], Enter opens its [data-open] or heading link
let prefix = 0;

const find = (selector) => document.querySelector(selector);
const bound = (keys) => find(`[aria-keyshortcuts="${CSS.escape(keys)}"]`);

const acts = {
  j: () => step(1),
  k: () => step(-1),
  u: () => history.back(),
  "?": () => find("dialog[data-shortcuts-help]")?.showModal(),
  g: () => (prefix = Date.now()),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.documentElement.dataset.shortcuts === "off") return;
  const { key, target } = event;
  if (key === "Enter" && target.matches("[data-item]")) return open(target);
  const place = bound(Date.now() - prefix < 1500 ? `g ${key}` : key);
  if (!place && !acts[key]) return;
  prefix = 0;
  event.preventDefault();
  if (!place) acts[key]();
  else if (place.matches("input, textarea")) place.focus();
  else place.click();
});

const open = (item) => (item.querySelector("[data-open]") ?? item.querySelector(":is(h2, h3, h4) a[href]") ?? item.querySelector("a[href]"))?.click();

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select") || !!find("dialog[open]");
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
  const at = items.indexOf(document.activeElement?.closest("[data-item]"));
  const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by];
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
