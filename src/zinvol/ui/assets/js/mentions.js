// <text-expander keys="@" multiword="@"> in a [data-mentions-url]: the server answers ?q= with
// <ul class="suggestions"> of li[role=option][data-value]; the whole name is put in.
import { fragment } from "./dom.js";

// These events do not bubble; capturing sees them all the same.
document.addEventListener(
  "text-expander-change",
  ({ target, detail }) => {
    const url = target.closest("[data-mentions-url]")?.dataset.mentionsUrl;
    if (url && detail.text.length <= 40) detail.provide(suggestions(url, detail.text));
  },
  true,
);

let asking;

async function suggestions(url, text) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const asked = new URL(url, location.href);
  asked.searchParams.set("q", text);
  const answer = await fetch(asked, { signal: mine.signal, headers: { "HX-Request": "true" } }).catch(() => null);
  const html = answer?.ok ? await answer.text().catch(() => "") : "";
  if (mine !== asking) return new Promise(() => {}); // overtaken by the next letter, which has its own answer
  const list = fragment(html).firstElementChild;
  list?.querySelectorAll("[role=option]").forEach((option, index) => (option.id ||= `suggestion-${index}`));
  list?.classList.add("suggestions");
  list?.setAttribute("role", "listbox");
  return { matched: Boolean(list?.querySelector("[role=option]")), fragment: list };
}

document.addEventListener(
  "text-expander-value",
  ({ detail }) => {
    detail.value = detail.key + detail.item.dataset.value;
  },
  true,
);

document.addEventListener(
  "text-expander-committed",
  ({ detail }) => detail.input.dispatchEvent(new Event("input", { bubbles: true })),
  true,
);
