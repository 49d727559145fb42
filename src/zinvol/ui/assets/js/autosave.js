// form[data-autosave=URL] posts itself 1.5 s after typing stops and at least every 3 s. What the server has
// not confirmed stays in this browser and is offered back. data-autosave-at: when the server copy was saved
// (ISO time), data-autosave-key: names the copy. How it goes is said in [data-autosave-state].
import { post } from "./csrf.js";
import { each, make } from "./dom.js";
import { drop, keep, kept, keyOf, restore, submitting, typedIn } from "./draft-copy.js";
import { words } from "./toast.js";

each("form[data-autosave]", (form) => {
  const state = form.querySelector("[data-autosave-state]");
  const body = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const start = typedIn(form);
  let confirmed = String(body());
  let timer, first, busy;

  state?.setAttribute("role", "status");
  offer();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(form);
    submitting(form);
  });
  form.addEventListener("htmx:after:request", ({ target, detail }) => target === form && detail.ctx.response.raw.ok && drop(keyOf(form)));
  window.addEventListener("online", () => form.isConnected && String(body()) !== confirmed && save());

  function changed() {
    if (String(body()) === confirmed) return;
    keep(form);
    first ??= Date.now();
    plan(Math.min(1500, Math.max(0, first + 3000 - Date.now())));
  }

  function plan(after) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }

  async function save() {
    if (!form.isConnected || form.getAttribute("aria-busy") === "true") return;
    if (busy) return plan(500);
    const sent = body();
    busy = true;
    first = undefined;
    const answer = await post(form.dataset.autosave, sent, { headers: { Accept: "application/json" } }).catch(() => null);
    busy = false;
    if (!answer?.ok || answer.redirected) return show("failed", words.textNotSaved), plan(5000);
    confirmed = String(sent);
    if (String(body()) !== confirmed) return plan(1500);
    drop(keyOf(form));
    show("saved", words.textSaved);
  }

  function offer() {
    const copy = kept(form);
    if (!copy || copy.values === start || copy.at < Date.parse(form.dataset.autosaveAt ?? 0)) return drop(keyOf(form));
    const button = make("button", { type: "button", className: "btn btn--link", textContent: words.textRestoreAct });
    button.addEventListener("click", () => (restore(form, copy.values), button.remove(), form.querySelector("textarea")?.focus()));
    state?.replaceChildren(`${words.textRestore} `, button);
  }

  function show(what, text) {
    if (!state || (state.dataset.state === what && state.textContent === text)) return;
    state.dataset.state = what;
    state.textContent = text;
  }
});
