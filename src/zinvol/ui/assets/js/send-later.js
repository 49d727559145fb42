// A form with a `submission` token that cannot be sent because there is no connection is kept in this browser and
// sent when there is one again. The token makes a form that is sent twice one act, so it is never doubled.
import { post } from "./csrf.js";
import { make } from "./dom.js";
import { say, words } from "./toast.js";

const KEY = "zinvol:later";
let sending;

const waiting = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const store = (all) => localStorage.setItem(KEY, JSON.stringify(all));
const mayWait = (form) => form.method === "post" && !form.hasAttribute("data-chat-form") && form.elements.submission?.value && ![...form.elements].some((f) => f.type === "file" && f.files.length);

function keep(form, submitter) {
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const body = String(new URLSearchParams([...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken")));
  const token = form.elements.submission.value;
  store([...waiting().filter((it) => it.token !== token), { token, url, body, at: Date.now() }]);
  say(words.textLater);
  show();
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
  for (const it of waiting()) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await post(it.url, it.body, { headers }).catch(() => null);
    if (!answer || answer.status >= 500) break; // tried again later
    if (answer.ok) store(waiting().filter((other) => other.token !== it.token));
    else break;
    say(words.textLaterSent);
  }
  sending = false;
  show();
}

/** A line on every page, for as long as something waits. */
function show() {
  const all = waiting();
  let line = document.getElementById("waiting-to-send");
  if (!all.length) return line?.remove();
  line ??= make("p", { id: "waiting-to-send", className: "notice notice--info", role: "status" });
  const drop = make("button", { type: "button", className: "btn btn--link btn--small", textContent: words.textLaterDrop });
  drop.addEventListener("click", () => (store([]), show()));
  line.replaceChildren(`${words.textLaterWaits} `, drop);
  document.getElementById("main")?.prepend(line);
}

if (document.body.hasAttribute("data-signed-in")) {
  window.addEventListener("online", send);
  setInterval(() => waiting().length && send(), 15_000);
  show();
  send();
}
