// <button data-dialog-open="id"> opens a <dialog>; <form method="dialog"> or a click beside it closes it.
import { on } from "./dom.js";

on("click", "[data-dialog-open]", (event, button) => {
  event.preventDefault();
  document.getElementById(button.dataset.dialogOpen)?.showModal();
});

on("click", "dialog.dialog", ({ target }, dialog) => target === dialog && dialog.close());
