// [data-alike=URL]: while a title is typed, what is like it is fetched and shown here; [data-alike-for] is the field.
// Only for the kinds in data-alike-kinds, if there is a choice of kinds.
import { each, fragment } from "./dom.js";

each("[data-alike]", (place) => {
  const form = place.closest("form");
  const field = form?.querySelector("[data-title-field]");
  let timer, asking, last = "";
  const ask = async () => {
    const kind = form.querySelector("[name=kind]:checked")?.value ?? form.elements.kind?.value;
    const title = kind === "question" ? field.value.trim() : "";
    if (title === last) return;
    last = title;
    asking?.abort();
    if (title.length < 8) return place.replaceChildren();
    asking = new AbortController();
    const url = `${place.dataset.alike}?${new URLSearchParams({ title })}`;
    const answer = await fetch(url, { signal: asking.signal, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) show(fragment(await answer.text()));
  };
  // Who has gone on to the text keeps it where it is, with the names that are offered there.
  const show = (found) => {
    const held = document.activeElement;
    const before = held.getBoundingClientRect().top;
    place.replaceChildren(found);
    if (held !== field && held.closest("form") === form) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const soon = () => (clearTimeout(timer), (timer = setTimeout(ask, 300)));
  field?.addEventListener("input", soon);
  form?.addEventListener("change", soon);
  if (field?.value) soon();
});
