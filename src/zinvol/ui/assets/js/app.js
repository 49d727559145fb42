// On every page. Each behaviour hangs on data attributes; the page works without any of them.
import "./htmx-config.js";
import "htmx.org";
import "./csrf.js";
import "./errors.js";
import "./toast.js";
import "./menus.js";
import "./dialogs.js";
import "./submit-once.js";
import "./autosave.js";
import "./appending.js";
import "./char-count.js";
import "./copy-link.js";
import "./theme.js";
import "./reveal.js";
import "./scrollable.js";
import "./shortcuts.js";
import "./palette.js";
