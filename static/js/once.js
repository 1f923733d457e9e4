/* One click is enough: while a form is on its way, the same form is not sent again (F5).
   An answer that is a file leaves the page as it is, so that after a while it may be sent again.
   Without this file the server itself finds that the second one changes nothing. */
(function () {
  "use strict";
  const AGAIN = 8000;
  let sent = new WeakMap();
  document.addEventListener("submit", function (event) {
    const form = event.target;
    // What another script sends (autosave, htmx) is that script's to count.
    if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (Date.now() - (sent.get(form) ?? 0) < AGAIN) event.preventDefault();
    else sent.set(form, Date.now());
  });
  window.addEventListener("pageshow", function () {
    sent = new WeakMap();
  });
})();
