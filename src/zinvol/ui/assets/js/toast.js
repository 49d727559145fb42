// Messages that come and go: rendered by the server in #toasts, sent as `HX-Trigger: {"toast": "…"}`,
// or said by a script. They stay while pointed at or focused.
import { each, icon, make, on } from "./dom.js";

const SECONDS = 8;
const region = document.getElementById("toasts");

// The words of the scripts, in the language of the page.
export const words = region?.dataset ?? {};

export function say(text) {
  if (!region || !text) return;
  for (const shown of region.querySelectorAll(".toast__text")) {
    if (shown.textContent === text) shown.closest("[data-toast]").remove();
  }
  const close = make("button", { type: "button", className: "toast__close", ariaLabel: words.textClose }, icon("x"));
  close.dataset.toastClose = "";
  const toast = make("div", { className: "toast" }, make("p", { className: "toast__text", textContent: text }), close);
  toast.dataset.toast = "";
  region.append(toast);
  stay(toast);
}

function stay(toast) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (toast.matches(":hover, :focus-within") ? wait() : toast.remove()), SECONDS * 1000);
  };
  wait();
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
}

each("#toasts [data-toast]", stay);
on("click", "[data-toast-close]", (event, button) => button.closest("[data-toast]").remove());
document.addEventListener("toast", ({ detail }) => say(detail?.value ?? detail?.text));
