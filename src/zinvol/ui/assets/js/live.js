// Pages that are open tell what happens. [data-live="thread:12"] asks about a topic; a hint makes the page fetch what
// changed by its normal address, a part is put in as it is. Where no stream can be had, the page asks now and then.
//   [data-live-list]      a list of articles with ids; data-live-list=URL gives those after ?after=<number of the last>
//   [data-live-part=URL]  is fetched anew when the reply with its number changed
//   [data-inbox-count]    how much waits
import { post } from "./csrf.js";
import { fragment } from "./dom.js";
import { say, words } from "./toast.js";

const POLL = 20_000;
const HIDDEN = 30_000;
const list = () => document.querySelector("[data-live-list]");
const isPaused = () => list()?.hasAttribute("data-live-paused");
let source, polling, hiding, failures = 0;

function open() {
  if (source || !document.body.hasAttribute("data-signed-in")) return;
  const topics = [...new Set([...document.querySelectorAll("[data-live]")].map((each) => each.dataset.live))];
  source = new EventSource(`/events?${new URLSearchParams({ topics: topics.join(",") })}`);
  source.addEventListener("ready", () => {
    failures = 0;
    clearInterval(polling);
    polling = undefined;
    catchUp(); // what came since the server made the page, or since the last stream
    document.documentElement.dataset.liveState = "open";
  });
  source.addEventListener("hint", ({ data }) => pass("hint", JSON.parse(data)) && hint(JSON.parse(data)));
  source.addEventListener("part", ({ data }) => pass("part", JSON.parse(data)) && part(JSON.parse(data)));
  source.addEventListener("error", () => {
    document.documentElement.dataset.liveState = "lost";
    failures += 1;
    polling ??= setInterval(catchUp, POLL);
    if (source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
    source = undefined;
    setTimeout(open, Math.min(60_000, 1000 * 2 ** failures));
  });
}

function close() {
  source?.close();
  source = undefined;
}

/** Whoever sleeps or looks elsewhere lets go of the line, and asks what was missed on coming back. */
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(close, HIDDEN);
  else if (!source) open();
});
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", ({ persisted }) => persisted && (open(), catchUp()));
window.addEventListener("online", () => (close(), open()));

/** Conversations of messages have a script of their own. */
function pass(event, told) {
  if (!told.topic.startsWith("conversation:")) return true;
  document.dispatchEvent(new CustomEvent("live", { detail: { event, told } }));
  return false;
}

function part({ topic, reply, html }) {
  add(html);
  seen(topic);
  dot(topic);
}

function hint({ topic, name = "", reply }) {
  if (topic === "person") return count();
  dot(topic);
  if (!topic.startsWith("thread:")) return;
  if (name === "threads.reply_posted") isPaused() ? changed() : catchUp();
  else if (name === "threads.reply_deleted") document.getElementById(`reply-${reply}`)?.remove();
  else if (name === "threads.reacted") reactions(topic.slice(7), reply);
  else if (reply && /reply_edited|outcome_named/.test(name)) again(reply);
  else if (/^posts\.|closed|reopened|moved/.test(name) && !name.includes("question_answered")) changed();
}

/** What came since the last reply on the page; what is there already is left out. */
async function catchUp() {
  count();
  document.dispatchEvent(new CustomEvent("live:back"));
  const place = list();
  if (!place?.dataset.liveList || isPaused()) return;
  const after = [...place.querySelectorAll(":scope > article[id]")].at(-1)?.id.replace(/\D/g, "") ?? 0;
  const answer = await ask(`${place.dataset.liveList}?after=${after}`);
  if (answer?.trim()) add(answer), seen(place.dataset.live);
}

function add(html) {
  const place = list();
  if (!place || isPaused()) return changed();
  for (const article of fragment(html).querySelectorAll("article[id]")) {
    if (document.getElementById(article.id)) continue;
    // one's own comes as the answer to the form
    if (!article.classList.contains("reply--new") && document.querySelector("form[data-appends][aria-busy=true]")) continue;
    place.append(article);
    window.htmx?.process(article);
    const name = article.querySelector(".reply__name")?.textContent.trim();
    if (article.classList.contains("reply--new") && name) say(words.textNewReply.replace("%", name));
  }
  const total = document.querySelector("[data-live-total]");
  if (total) total.textContent = place.querySelectorAll(":scope > article[id]").length;
}

async function reactions(thread, reply) {
  const holder = reply ? document.querySelector(`#reply-${reply} .reactions`) : document.querySelector(".thread__actions .reactions");
  const html = holder && (await ask(`${reply ? `/replies/${reply}` : `/posts/${thread}`}/reactions`));
  if (html && !holder.contains(document.activeElement)) replace(holder, html);
}

async function again(reply) {
  const held = document.getElementById(`reply-${reply}`);
  const html = held && (await ask(`/replies/${reply}/part`));
  if (html && !held.contains(document.activeElement)) replace(held, html);
}

function replace(element, html) {
  const fresh = fragment(html).firstElementChild;
  if (!fresh) return;
  element.replaceWith(fresh);
  window.htmx?.process(fresh);
}

async function count() {
  const told = await ask("/inbox/count");
  if (told === undefined) return;
  const [inbox, messages] = told.split(" ").map(Number);
  badges("[data-inbox-count]", inbox);
  badges("[data-message-count]", messages);
  const n = inbox + messages;
  if (n) navigator.setAppBadge?.(n).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

function badges(selector, n) {
  for (const badge of document.querySelectorAll(selector)) {
    badge.hidden = !n;
    badge.firstChild.textContent = n;
  }
}

/** A space in the list on the left has something new. */
function dot(topic) {
  const here = document.querySelector("[data-live-here]")?.dataset.liveHere;
  const item = document.querySelector(`.nav [data-live="${topic}"]`);
  if (item && topic !== here) item.querySelector("[data-live-dot]")?.removeAttribute("hidden");
}

/** Somebody looks at it, so it counts as read. */
function seen(topic = "") {
  if (document.visibilityState === "visible" && document.hasFocus() && topic.startsWith("thread:")) post(`/posts/${topic.slice(7)}/seen`).catch(() => {});
}

let told;
function changed() {
  if (!told) say(words.textChanged);
  told = true;
}

async function ask(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : undefined;
}

// The answer to a form may come after the stream has told of the same reply.
document.addEventListener("htmx:after:swap", () => {
  const held = new Set();
  for (const article of [...(list()?.querySelectorAll(":scope > article[id]") ?? [])].reverse()) {
    if (held.has(article.id)) article.remove();
    held.add(article.id);
  }
});

document.addEventListener("live:count", count);
open();
