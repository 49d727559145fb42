// [data-push data-key=… data-add=URL]: the button [data-push-add] asks the browser for push notices and tells the
// server where to send them. What cannot be is said by [data-push-none] and [data-push-denied].
import { post } from "./csrf.js";
import { each } from "./dom.js";
import { say, words } from "./toast.js";

export const worker = "serviceWorker" in navigator && document.body.hasAttribute("data-signed-in")
  ? navigator.serviceWorker.register("/sw.js").catch(() => null)
  : Promise.resolve(null);

// The service worker asks before it shows something else in this window.
const isTyped = (field) => field.value !== field.defaultValue && !/checkbox|radio|hidden|file/.test(field.type);
navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
  if (data === "free?") ports[0].postMessage(![...document.querySelectorAll("input, textarea")].some(isTyped));
});

each("[data-push]", async (panel) => {
  const show = (name, on) => panel.querySelector(`[data-push-${name}]`)?.toggleAttribute("hidden", !on);
  const registration = await worker;
  const able = registration && "PushManager" in window;
  show("none", !able);
  if (!able) return;
  show("denied", Notification.permission === "denied");
  const held = await registration.pushManager.getSubscription();
  show("add", Notification.permission !== "denied" && !held);
  panel.querySelector("[data-push-add]").addEventListener("click", async () => {
    if ((await Notification.requestPermission()) !== "granted") return show("denied", true);
    const options = { userVisibleOnly: true, applicationServerKey: panel.dataset.key };
    const made = await registration.pushManager.subscribe(options).catch(() => null);
    if (!made) return say(words.textFailed);
    const { endpoint, keys } = made.toJSON();
    const answer = await post(panel.dataset.add, new URLSearchParams({ endpoint, ...keys, name: browserName() }));
    answer.ok ? location.reload() : say(words.textFailed);
  });
});

function browserName() {
  const agent = navigator.userAgent;
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name)) ?? "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((name) => agent.includes(name)) ?? "";
  return [browser.replace("Edg", "Edge"), system].filter(Boolean).join(", ");
}
