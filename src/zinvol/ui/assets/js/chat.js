// A conversation of messages: one's own is on the screen at once, with how it fares; Enter sends, Shift+Enter is a
// new line. What cannot be sent stays, with a button to try again. The server's answer takes the place of ours.
import { post } from "./csrf.js";
import { fragment, make, on } from "./dom.js";
import { say, words } from "./toast.js";

const chat = document.querySelector("[data-chat]");
const list = chat?.querySelector("[data-said]");
const form = chat?.querySelector("[data-chat-form]");
const field = form?.querySelector("textarea");
const names = new Map((chat?.dataset.names ?? "").split(";").map((pair) => pair.split("=")));
const base = `/messages/${chat?.dataset.chat}/`;
const isEarlier = list?.hasAttribute("data-later"); // the page ends before the conversation does

const typing = chat?.querySelector("[data-typing]");
let quiet;
let unseen = false;

const atEnd = () => document.documentElement.scrollHeight - innerHeight - scrollY < 200;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
const token = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = new FormData(form);
    if (!values.get("body").trim() && !values.has("files")) return field.focus();
    send(values);
    field.value = "";
    form.elements.submission.value = token();
    form.querySelectorAll("[data-once]").forEach((each) => each.remove());
    form.querySelector("[data-attachments]").replaceChildren();
    grow();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  field.addEventListener("input", grow);
  field.addEventListener("input", writing);
  form.querySelector("[data-chat-files]").addEventListener("change", upload);
  const unread = document.getElementById("unread");
  if (unread) unread.scrollIntoView({ block: "center" });
  else if (!location.hash.startsWith("#said-")) toEnd();
}

function grow() {
  field.style.blockSize = "auto";
  field.style.blockSize = `${Math.min(field.scrollHeight + 2, 240)}px`;
}

let last = 0;
function writing() {
  if (!field.value.trim() || Date.now() - last < 3000) return;
  last = Date.now();
  post(`${base}typing`).catch(() => {});
}

/** Show it, send it, and put the server's own in its place. */
async function send(values) {
  const state = make("p", { className: "said__state small quiet", textContent: chat.dataset.textSending });
  const bubble = make("article", { className: "said said--mine said--sending" }, make("div", { className: "said__bubble" }, make("div", { className: "said__body prose", textContent: values.get("body") }), state));
  chat.querySelector("[data-nothing]")?.remove();
  list.append(bubble);
  toEnd();
  last = 0;
  await attempt(values, bubble, state);
}

async function attempt(values, bubble, state) {
  state.textContent = chat.dataset.textSending;
  const answer = await post(`${base}say`, new URLSearchParams(values), { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    if (isEarlier) return location.assign(base); // where it stands
    const fresh = fragment(await answer.text()).querySelector("article");
    if (document.getElementById(fresh.id)) bubble.remove();
    else bubble.replaceWith(fresh);
    return;
  }
  const again = make("button", { type: "button", className: "btn btn--link btn--small", textContent: chat.dataset.textAgain });
  again.addEventListener("click", () => attempt(values, bubble, state));
  const why = answer?.status === 422 ? await answer.text() : chat.dataset.textFailed;
  state.replaceChildren(`${why} `, again);
  if (!answer) window.addEventListener("online", () => bubble.isConnected && attempt(values, bubble, state), { once: true });
}

async function upload({ target }) {
  for (const file of target.files) {
    const body = new FormData();
    body.append("file", file);
    const answer = await post("/files/", body).catch(() => null);
    const told = answer && (await answer.json().catch(() => ({})));
    if (!answer?.ok) say(told?.error ?? words.textUploadFailed);
    else form.querySelector("[data-attachments]").append(make("li", { className: "files__item" }, make("input", { type: "hidden", name: "files", value: told.id }), told.name));
  }
  target.value = "";
}

/** What the stream tells of this conversation; live.js passes it on. */
document.addEventListener("live", ({ detail: { event, told } }) => {
  if (!chat || told.topic !== `conversation:${chat.dataset.chat}`) return;
  if (told.person) isWriting(told.person);
  else if (told.name === "chat.message_sent" && isEarlier) say(words.textChanged);
  else if (event === "part") add(told.html);
  else if (told.name === "chat.message_sent") missed();
  else if (told.name === "chat.message_changed") again(told.message);
  else if (told.name === "chat.people_changed") missed(), say(words.textChanged);
});
document.addEventListener("live:back", missed);
if (document.documentElement.dataset.liveState === "open") missed(); // the stream was quicker than this script

function add(html) {
  const stay = !atEnd();
  let isNew = false;
  for (const article of fragment(html).querySelectorAll("article[id]")) {
    if (document.getElementById(article.id)) continue;
    if (article.classList.contains("said--mine") && list.querySelector(".said--sending")) continue;
    list.append(article);
    typing.textContent = "";
    isNew = true;
  }
  if (!isNew) return;
  if (!stay) toEnd();
  seen();
}

/** Somebody looks at it, so it counts as read; else as soon as somebody does. */
function seen() {
  unseen = document.visibilityState !== "visible" || !document.hasFocus();
  if (!unseen) post(`${base}seen`).then(() => document.dispatchEvent(new CustomEvent("live:count")), () => {});
}
window.addEventListener("focus", () => unseen && seen());

async function missed() {
  if (!list || isEarlier) return;
  const after = [...list.querySelectorAll("article[id]")].at(-1)?.id.replace(/\D/g, "") ?? 0;
  const answer = await fetch(`${list.dataset.since}?after=${after}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) add(await answer.text());
}

async function again(message) {
  const held = document.getElementById(`said-${message}`);
  const answer = held && (await fetch(`/messages/said/${message}`, { headers: { "HX-Request": "true" } }).catch(() => null));
  const fresh = answer?.ok && fragment(await answer.text()).querySelector("article");
  if (fresh && !held.contains(document.activeElement)) held.replaceWith(fresh);
}

function isWriting(person) {
  const name = names.get(String(person));
  if (!name) return;
  typing.textContent = chat.dataset.textTyping.replace("%", name);
  clearTimeout(quiet);
  quiet = setTimeout(() => (typing.textContent = ""), 5000);
}

// a reaction needs no new page
on("click", "[data-said] button[formaction$='/react']", async (event, button) => {
  event.preventDefault();
  const article = button.closest("article");
  const answer = await post(button.getAttribute("formaction"), new URLSearchParams({ kind: button.value }), { headers: { "HX-Request": "true" } }).catch(() => null);
  const fresh = answer?.ok && fragment(await answer.text()).querySelector("article");
  fresh ? article.replaceWith(fresh) : say(words.textFailed);
});
