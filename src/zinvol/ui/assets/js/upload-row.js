// One file on its way: a thumbnail, its name, how far it is, and a way back.
import { icon, make } from "./dom.js";
import { words } from "./toast.js";

export function rowFor(file, list) {
  const thumb = make("span", { className: "attachment__thumb" }, icon(file.type.startsWith("image/") ? "image" : "file-text"));
  const name = make("span", { className: "attachment__name", textContent: file.name });
  const remove = make("button", { type: "button", className: "btn btn--quiet btn--small btn--icon", ariaLabel: `${words.textRemove}: ${file.name}` }, icon("x"));
  remove.dataset.remove = "";
  const progress = make("progress", { max: 1, value: 0, className: "meter", ariaLabel: `${words.textUploading}: ${file.name}` });
  const row = make("li", { className: "attachment" }, thumb, name, remove, progress);
  list.append(row);
  return { row, progress };
}

export function fail(row, text) {
  row.classList.add("attachment--error");
  const error = make("span", { className: "attachment__error", textContent: text });
  error.setAttribute("role", "alert");
  row.append(error);
}
