// Start where the reading starts: at the #target or [data-target], or at the line above what is new. Not after "back",
// where the browser puts people where they were. The sticky header is accounted for by scroll-padding.
function reveal(element, scroll) {
  if (!element.matches("a[href], button, input, textarea, select, [tabindex]")) element.tabIndex = -1;
  if (scroll) element.scrollIntoView({ block: "start" });
  element.focus({ preventScroll: true });
}

function target() {
  const id = decodeURIComponent(location.hash.slice(1));
  return id ? document.getElementById(id) : null;
}

const [arrival] = performance.getEntriesByType("navigation");
if (target()) reveal(target(), false);
else if (arrival?.type === "navigate") {
  const line = document.querySelector("[data-target], [data-unread-line]");
  if (line) reveal(line, true);
}

window.addEventListener("hashchange", () => target() && reveal(target(), false));

// The navigation sheet of a phone is a :target; Escape leaves it.
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && target()?.matches(".shell__nav")) location.hash = "main";
});
