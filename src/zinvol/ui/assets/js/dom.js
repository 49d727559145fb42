// Run start(element) once for everything that matches: now, and after every swap.
const rules = [];
const started = new WeakMap();

export function each(selector, start) {
  rules.push([selector, start]);
  apply([selector, start]);
}

function apply([selector, start]) {
  for (const element of document.querySelectorAll(selector)) {
    const done = started.get(element) ?? new Set();
    if (done.has(start)) continue;
    started.set(element, done.add(start));
    start(element);
  }
}

document.addEventListener("htmx:after:swap", () => rules.forEach(apply));

// One listener for all elements that match, there or yet to come.
export function on(type, selector, handler, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element && event.target.closest(selector);
      if (element) handler(event, element);
    },
    options,
  );
}

// A server fragment, parsed. Only ever called with an answer of our own server.
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite()}#i-${name}`);
  svg.append(use);
  return svg;
}

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** The address of the file with the icons: that of any icon on the page. */
function sprite() {
  return document.querySelector(".icon use")?.getAttribute("href")?.split("#")[0] ?? "";
}
