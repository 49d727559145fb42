// One place for what goes wrong between page and server. What people typed is never touched.
import { say, words } from "./toast.js";

const silent = [409, 410, 422]; // these answers are fragments that explain themselves

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (silent.includes(status)) return;
  say({ 401: words.textSignedOut, 403: words.textRefused }[status] ?? words.textFailed);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request) say(navigator.onLine ? words.textFailed : words.textOffline);
});

// A redirect in answer to a fragment request moves the whole page, never a page into a fragment.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (!ctx.response.raw.redirected || ctx.select) return;
  event.preventDefault();
  location.assign(ctx.response.raw.url);
});

window.addEventListener("offline", () => say(words.textOffline));
window.addEventListener("online", () => say(words.textOnline));
