// form[data-appends]: sent by htmx, its answer is added to the page; then the form is empty for the next.
import { words } from "./toast.js";

document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (!target.matches?.("form[data-appends]") || !detail.ctx.response?.raw.ok) return;
  target.querySelectorAll("textarea").forEach((field) => (field.value = ""));
  target.querySelectorAll("[data-attachments]").forEach((list) => list.replaceChildren());
  target.querySelectorAll("[data-once]").forEach((field) => field.remove());
  const token = target.querySelector("input[name=submission]");
  if (token) token.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const state = target.querySelector("[data-autosave-state]");
  if (state) state.textContent = words.textSent ?? "";
});
