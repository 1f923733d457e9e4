/* J and K lead to the next and the previous person before the panel, unless somebody is typing.
   Without this file the links at the top of the page do the same. */
(function () {
  "use strict";
  const typing = (node) => node.closest("input:not([type=radio]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const wanted = { j: "[data-panel-after]", k: "[data-panel-before]" }[event.key.toLowerCase()];
    const link = wanted && document.querySelector(wanted);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
