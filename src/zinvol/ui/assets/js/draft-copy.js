// A copy of a form in this browser, for as long as the server does not have the same.
const SUBMITTED = "zinvol:submitted";
const PREFIX = "zinvol:draft:";

export const keyOf = (form) => form.dataset.autosaveKey || form.dataset.autosave;

// What was typed and chosen. Tokens and the like are of this page only, so they are no part of the copy.
export function typedIn(form) {
  const hidden = new Set([...form.elements].filter((field) => field.type === "hidden").map((field) => field.name));
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !hidden.has(name)));
}

export const keep = (form) => tryTo(() => localStorage.setItem(PREFIX + keyOf(form), JSON.stringify({ at: Date.now(), values: typedIn(form) })));
export const drop = (key) => tryTo(() => localStorage.removeItem(PREFIX + key));
export const kept = (form) => tryTo(() => JSON.parse(localStorage.getItem(PREFIX + keyOf(form))));
export const submitting = (form) => tryTo(() => sessionStorage.setItem(SUBMITTED, keyOf(form)));

export function restore(form, values) {
  const left = Map.groupBy(JSON.parse(values), ([name]) => name);
  for (const field of form.elements) {
    if (!left.has(field.name) || field.type === "file") continue;
    const options = left.get(field.name);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = options.some(([, value]) => value === field.value);
    else field.value = options.shift()?.[1] ?? field.value;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

// A sent form that led, by a redirect of ours, to a good page has arrived: its copy can go.
tryTo(() => {
  const key = sessionStorage.getItem(SUBMITTED);
  const [arrival] = performance.getEntriesByType("navigation");
  if (!key || arrival.type === "back_forward") return;
  sessionStorage.removeItem(SUBMITTED);
  const ours = document.referrer.startsWith(location.origin) && arrival.redirectCount > 0;
  const good = (arrival.responseStatus ?? 200) < 400 && !document.querySelector("input[type=password]");
  if (ours && good) drop(key);
});

function tryTo(act) {
  try {
    return act();
  } catch {
    return null; // storage may be full or forbidden; the server copy remains
  }
}
