// What scrolls sideways can be reached and moved with the keyboard; also once a screen has become narrow.
import { each } from "./dom.js";

const sizes = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input")) box.tabIndex = 0;
  }
});

each(".prose :is(table, pre), .table-scroll, .scroll-x", (box) => sizes.observe(box));
