// What scrolls sideways can be reached and moved with the keyboard.
import { each } from "./dom.js";

each(".prose :is(table, pre), .table-scroll, .scroll-x", (box) => {
  if (box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input")) box.tabIndex = 0;
});
