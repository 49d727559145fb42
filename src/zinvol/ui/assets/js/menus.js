// <details data-menu> behaves as a menu: one open at a time, closed by Escape, a click elsewhere or a choice.
import { on } from "./dom.js";

const open = () => document.querySelectorAll("details[data-menu][open]");
const entries = (menu) => [...menu.querySelectorAll(":scope > :not(summary) :is(a[href], button:not(:disabled))")];

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) {
    const inside = menu.contains(target);
    const chosen = inside && target.closest("a, button") && !target.closest("summary, [data-menu-stay]");
    if (!inside || chosen) menu.open = false;
  }
});

document.addEventListener("focusin", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});

on("keydown", "details[data-menu]", (event, menu) => {
  if (!menu.open) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches("input, select, textarea")) return;
  const all = entries(menu);
  const at = all.indexOf(document.activeElement);
  all.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % all.length)?.focus();
  event.preventDefault();
});
