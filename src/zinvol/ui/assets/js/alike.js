// [data-alike=URL]: while a question's title ([data-title-field]) is typed, what is like it is fetched and shown here.
import { each, fragment, make } from "./dom.js";

each("[data-alike]", (place) => {
  const form = place.closest("form");
  const field = form?.querySelector("[data-title-field]");
  const under = make("div", { ariaLive: "polite" });
  form?.append(under);
  let timer, asking, last = "";
  const ask = async () => {
    const kind = form.querySelector("[name=kind]:checked")?.value ?? form.elements.kind?.value;
    const title = kind === "question" ? field.value.trim() : "";
    if (title === last) return;
    last = title;
    asking?.abort();
    if (title.length < 8) return clear();
    asking = new AbortController();
    const url = `${place.dataset.alike}?${new URLSearchParams({ title })}`;
    const answer = await fetch(url, { signal: asking.signal, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) show(fragment(await answer.text()));
  };
  // For who has gone on to the text nothing moves: what comes then is put under the form.
  const show = (found) => {
    const goneOn = form.contains(document.activeElement) && document.activeElement !== field;
    const held = document.activeElement;
    const before = held.getBoundingClientRect().top;
    const where = goneOn && !place.firstChild ? under : place;
    clear();
    where.replaceChildren(found);
    if (goneOn) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const clear = () => [place, under].forEach((each) => each.replaceChildren());
  const soon = () => (clearTimeout(timer), (timer = setTimeout(ask, 300)));
  field?.addEventListener("input", soon);
  form?.addEventListener("change", soon);
  if (field?.value) soon();
});
