// [data-compose data-preview-url]: tabs [data-preview-tab=write|preview] swap the field for what readers
// will see. The text is posted under the name of its field; the answer is a fragment, with 422 too.
import { post } from "./csrf.js";
import { each, fragment } from "./dom.js";

each("[data-compose][data-preview-url]", (editor) => {
  const tabs = [...editor.querySelectorAll("[data-preview-tab]")];
  const panel = editor.querySelector("[data-preview-panel]");
  const field = editor.querySelector("textarea");
  if (!tabs.length || !panel || !field) return;
  const writing = [field.closest("text-expander") ?? field, editor.querySelector("markdown-toolbar")];
  editor.querySelector("[data-preview-tabs]").hidden = false;

  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = tabs.find((each) => each !== tab);
      choose(other);
      other.focus();
    });
  }
  mark(tabs[0]);

  function mark(chosen) {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
  }

  async function choose(tab) {
    const preview = tab.dataset.previewTab === "preview";
    mark(tab);
    panel.hidden = !preview;
    writing.forEach((each) => each && (each.hidden = preview));
    if (!preview) return;
    panel.setAttribute("aria-busy", "true");
    const answer = await post(editor.dataset.previewUrl, new URLSearchParams({ [field.name]: field.value })).catch(() => null);
    if (answer?.ok || answer?.status === 422) panel.replaceChildren(fragment(await answer.text()));
    panel.removeAttribute("aria-busy");
  }
});
