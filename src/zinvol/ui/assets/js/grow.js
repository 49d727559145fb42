// Where CSS field-sizing is not there yet, the field grows with its text.
import { on } from "./dom.js";

if (!CSS.supports("field-sizing", "content")) {
  on("input", "textarea", (event, field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  });
}
