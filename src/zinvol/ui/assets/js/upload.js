// [data-compose data-upload-url]: files come by picking, pasting or dragging; each is sent at once as `file`.
// The answer is JSON {id, thumbnail} or, with an error status, {error}. The row in [data-attachments] gets
// <input type=hidden name=files value=id>.
import { csrfToken } from "./csrf.js";
import { each, make, on } from "./dom.js";
import { words } from "./toast.js";
import { fail, rowFor } from "./upload-row.js";

each("[data-compose][data-upload-url]", (editor) => {
  const list = editor.closest("form").querySelector("[data-attachments]");
  const pick = editor.querySelector("[data-upload-pick]");
  if (!list) return;
  if (pick) pick.closest("[hidden]")?.removeAttribute("hidden");
  const take = (files) => [...files].forEach((file) => send(file, editor.dataset.uploadUrl, list));
  const dragging = (event) => event.dataTransfer?.types.includes("Files");

  pick?.addEventListener("change", () => {
    take(pick.files);
    pick.value = ""; // sent already, so not again with the form
  });
  editor.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  editor.addEventListener("dragover", (event) => {
    if (!dragging(event)) return;
    event.preventDefault();
    editor.dataset.dragging = "";
  });
  editor.addEventListener("dragleave", ({ relatedTarget }) => editor.contains(relatedTarget) || delete editor.dataset.dragging);
  editor.addEventListener("drop", (event) => {
    if (!dragging(event)) return;
    event.preventDefault();
    delete editor.dataset.dragging;
    take(event.dataTransfer.files);
  });
});

function send(file, url, list) {
  const { row, progress } = rowFor(file, list);
  const request = new XMLHttpRequest(); // fetch cannot tell how far an upload is
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total));
  request.addEventListener("loadend", () => {
    progress.remove();
    const answer = request.response;
    if (request.status >= 400 || !answer?.id) return fail(row, answer?.error ?? words.textUploadFailed);
    row.append(make("input", { type: "hidden", name: "files", value: answer.id }));
    if (answer.thumbnail) row.firstElementChild.replaceWith(make("img", { className: "attachment__thumb", src: answer.thumbnail, alt: "" }));
    row.dispatchEvent(new Event("change", { bubbles: true }));
  });
  row.addEventListener("upload-removed", () => request.abort());
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

on("click", "[data-remove]", (event, button) => {
  const row = button.closest(".attachment");
  const form = row.closest("form");
  row.dispatchEvent(new Event("upload-removed"));
  row.remove();
  form?.dispatchEvent(new Event("change", { bubbles: true }));
});
