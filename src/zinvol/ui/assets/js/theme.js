// <button data-theme-set="dark|light|"> in its own form: at once on screen, then kept by the server.
import { post } from "./csrf.js";
import { on } from "./dom.js";

on("click", "button[data-theme-set]", (event, button) => {
  event.preventDefault();
  const theme = button.dataset.themeSet;
  if (!theme || theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  for (const each of document.querySelectorAll("[data-theme-set]")) {
    each.setAttribute("aria-pressed", String(each.dataset.themeSet === theme));
  }
  if (button.form) post(button.form.action, new FormData(button.form, button)).catch(() => {});
});
