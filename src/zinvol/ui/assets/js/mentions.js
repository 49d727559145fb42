// <text-expander keys="@" multiword="@"> in a [data-mentions-url]: the server answers ?q= with
// <ul class="suggestions"> of li[role=option][data-value]; the whole name is put in.
import { fragment, on } from "./dom.js";

let typed = "";

// These events do not bubble; capturing sees them all the same.
document.addEventListener(
  "text-expander-change",
  ({ target, detail }) => {
    typed = detail.text;
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

// Until the answer to the last letter is there, the list before it shows only names that still fit, and Enter
// takes the first of them. The rule is the server's: each word is somewhere in the name, accents aside.
on("input", "text-expander textarea", (event, field) => {
  const words = folded(typed).split(/\s+/);
  const options = field.closest("text-expander").querySelectorAll(".suggestions [role=option]");
  for (const option of options) {
    const name = folded(option.dataset.value);
    option.hidden = !words.every((word) => name.includes(word));
  }
  const first = [...options].find((option) => !option.hidden);
  first?.setAttribute("aria-selected", "true");
  if (first) field.setAttribute("aria-activedescendant", first.id);
});

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

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
