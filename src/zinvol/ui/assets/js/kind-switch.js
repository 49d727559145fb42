// A radio with data-submit is a choice of kind: its word comes on [data-submit-label], its data-title and
// data-body on the labels of [data-title-field] and the text. A pointer goes on to the first text field;
// the arrow keys of a keyboard stay among the choices.
import { each, on } from "./dom.js";

const choices = "input[type=radio][data-submit]";

function name(choice) {
  if (!choice.checked) return;
  const { submit, title, body } = choice.dataset;
  const button = choice.form.querySelector("[data-submit-label]");
  if (button) button.textContent = submit;
  label(choice.form.querySelector("[data-title-field]"), title);
  label(choice.form.querySelector("[data-compose] textarea"), body);
}

function label(field, text) {
  const words = field?.labels[0]?.firstChild;
  if (words && text) words.data = text;
}

each(choices, name);
on("change", choices, (event, choice) => name(choice));
on("click", choices, ({ detail }, choice) => {
  if (detail > 0) choice.form.querySelector("[data-title-field], input[type=text], textarea")?.focus({ preventScroll: true });
});
