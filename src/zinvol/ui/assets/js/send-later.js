// A form with a `submission` token that cannot be sent because there is no connection is kept in this browser, for the
// person who wrote it, and sent when there is one again. The token makes a form that is sent twice one act, so it is
// never doubled. What the server refuses is set aside: its words stay on the screen until they are dropped.
import { post } from "./csrf.js";
import { make } from "./dom.js";
import { say, words } from "./toast.js";

// A device where many answer one after the other has a shelf of its own: nothing on it is shown, and the form is made empty.
const shared = document.querySelector("form[data-shared-device]");
const person = shared ? `shared:${location.pathname}` : document.body.dataset.signedIn;
const KEY = `zinvol:later:${person}`;
const IN_TIME = [401, 408, 429]; // 401: after signing in again
let sending;

const waiting = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const store = (all) => (localStorage.setItem(KEY, JSON.stringify(all)), show());
const without = (token) => waiting().filter((it) => it.token !== token);
const mayWait = (form) => person && form.method === "post" && !form.hasAttribute("data-chat-form") && form.elements.submission?.value && ![...form.elements].some((f) => f.type === "file" && f.files.length);

// A page from before somebody signed in again, maybe somebody else, leaves it to a newer page.
const mayGoLater = ({ status, headers }) => status >= 500 || IN_TIME.includes(status) || headers.has("X-Stale-Page");

function keep(form, submitter) {
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const body = String(new URLSearchParams([...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken")));
  const token = form.elements.submission.value;
  store([...without(token), { token, url, body, at: Date.now() }]);
  say(words.textLater);
  if (shared) startAgain(form);
}

function startAgain(form) {
  form.reset();
  form.elements.submission.value = crypto.randomUUID();
  scrollTo({ top: 0 });
  document.getElementById("main")?.focus();
}

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (navigator.onLine || !mayWait(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(form, submitter);
  },
  true,
);

// The connection may be gone before the browser knows.
document.addEventListener("htmx:error", ({ target, detail: { ctx } }) => {
  const form = target.closest?.("form") ?? ctx?.sourceElement?.closest?.("form");
  if (ctx?.request && form && mayWait(form)) keep(form);
});

async function send() {
  if (sending || !navigator.onLine) return;
  sending = true;
  for (const it of waiting().filter((each) => !each.isRefused)) {
    // as a script, so that a session that has ended is told as such and not by the page to sign in
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" };
    const answer = await post(it.url, it.body, { headers }).catch(() => null);
    if (!answer || mayGoLater(answer)) break;
    store(answer.ok ? without(it.token) : [...without(it.token), { ...it, isRefused: true }]);
    if (answer.ok) say(words.textLaterSent);
  }
  sending = false;
}

/** On every page, what waits and what was refused, with its words. */
function show() {
  const all = waiting();
  let place = document.getElementById("waiting-to-send");
  if (!all.length) return place?.remove();
  place ??= make("div", { id: "waiting-to-send", className: "stack stack--s" });
  place.replaceChildren(...(shared ? [counted(all)] : all.map(told)));
  document.getElementById("main")?.prepend(place);
}

function counted(all) {
  const text = make("p", {}, `${words.textLaterWaits} (${all.length})`);
  return make("div", { className: "notice notice--info", role: "status" }, make("div", { className: "notice__text" }, text));
}

function told({ token, body, isRefused }) {
  const why = isRefused ? words.textLaterRefused : words.textLaterWaits;
  const given = new URLSearchParams(body);
  const text = ["title", "body", "options"].flatMap((name) => given.getAll(name)).filter(Boolean).join("\n");
  const drop = make("button", { type: "button", className: "btn btn--link btn--small", textContent: isRefused ? words.textRemove : words.textLaterDrop });
  drop.addEventListener("click", () => store(without(token)));
  const held = make("textarea", { className: "field__control", readOnly: true, rows: 2, ariaLabel: why, textContent: text });
  return make("div", { className: `notice notice--${isRefused ? "warn" : "info"}`, role: "status" }, make("div", { className: "notice__text" }, make("p", {}, `${why} `, drop), held));
}

if (person) {
  window.addEventListener("online", send);
  window.addEventListener("storage", ({ key }) => key === KEY && show()); // another page has sent it
  setInterval(() => waiting().length && send(), 15_000);
  show();
  send();
}
