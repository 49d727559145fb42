// In the text of a [data-compose]: Ctrl/⌘ Enter sends, Ctrl/⌘ B and I format.
import { on } from "./dom.js";

const formats = { b: "md-bold", i: "md-italic" };

on("keydown", "[data-compose] textarea", (event, field) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
  const format = field.closest("[data-compose]")?.querySelector(formats[event.key.toLowerCase()] ?? "none");
  if (event.key === "Enter") field.form.requestSubmit(field.form.querySelector("[type=submit].btn--primary"));
  else if (format) format.click();
  else return;
  event.preventDefault();
});
