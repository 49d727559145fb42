// Only on pages where people write more than a line.
import "@github/text-expander-element";
import "@github/markdown-toolbar-element";
import "./mentions.js";
import "./preview.js";
import "./upload.js";
import "./kind-switch.js";
import "./writing-keys.js";
import "./grow.js";
import "./alike.js";
