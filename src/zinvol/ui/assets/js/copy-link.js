// [data-copy-link=URL]; when empty the address of the link itself, or of the page.
import { on } from "./dom.js";
import { say, words } from "./toast.js";

on("click", "[data-copy-link]", async (event, button) => {
  event.preventDefault();
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink || button.href || "", location.href).href);
  say(words.textCopied);
});
