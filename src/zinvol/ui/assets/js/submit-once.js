// form[data-submit-once]: a second press does nothing while the first is under way.
import { on } from "./dom.js";

on(
  "submit",
  "form[data-submit-once]",
  (event, form) => {
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // After the other listeners have spoken: one of them may have stopped the submit.
    setTimeout(() => {
      if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]")) return;
      mark(form, event.submitter, "true");
      form.releaseTimer = setTimeout(() => release(form), 30000);
    });
  },
  true,
);

function mark(form, submitter, busy) {
  form.setAttribute("aria-busy", busy);
  (submitter ?? form.querySelector("[type=submit], button:not([type])"))?.setAttribute("aria-busy", busy);
}

function release(form) {
  clearTimeout(form.releaseTimer);
  form.removeAttribute("aria-busy");
  form.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
}

document.addEventListener("htmx:finally:request", ({ target }) => target.matches?.("form[aria-busy]") && release(target));
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
});
