// [data-max=120]: how much room is left, once it gets tight. Never blocks typing.
import { each, make } from "./dom.js";

each("input[data-max], textarea[data-max]", (field) => {
  const max = Number(field.dataset.max);
  const count = make("output", { className: "field__count", hidden: true });
  count.setAttribute("for", field.id);
  field.closest(".field")?.append(count);
  const show = () => {
    const length = [...field.value].length;
    count.hidden = length < max * 0.75;
    count.value = `${length} / ${max}`;
    count.toggleAttribute("data-over", length > max);
  };
  field.addEventListener("input", show);
  show();
});
