// Imported before htmx, which reads this once while it starts.
// prefix "": data-hx-* is not an alias. includeIndicatorCSS: ours is in base.css.
// noSwap: an error page never lands inside a fragment; 409, 410 and 422 answer with a fragment of ours.
if (!document.querySelector('meta[name="htmx-config"]')) {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify({
    prefix: "",
    includeIndicatorCSS: false,
    defaultTimeout: 30000,
    noSwap: [204, 304, 400, 401, 403, 404, 405, 408, 413, 415, 429, "5xx"],
  });
  document.head.append(meta);
}
