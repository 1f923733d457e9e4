/* Warns two minutes before a session ends for want of use, and keeps what was typed when it did.
   Without this file the server ends the session just the same. */
(function () {
  "use strict";
  const box = document.getElementById("idle");
  if (!box) return;
  const WARN_SECONDS = 120;
  const warning = box.querySelector("[data-idle-warning]");
  const ended = box.querySelector("[data-idle-ended]");
  const time = box.querySelector("[data-idle-time]");
  const form = box.querySelector("form");
  const link = box.querySelector("[data-idle-link]");
  const main = document.getElementById("content");
  let timer = 0;

  // On one page the answer counts down from what the server said, whatever this machine's clock says.
  function schedule(left) {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, Math.max(1, left - WARN_SECONDS) * 1000);
  }

  async function state() {
    const answer = await fetch(box.dataset.state, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      credentials: "same-origin",
    });
    if (!answer.ok || answer.redirected) return { left: 0, user: null, token: "" };
    return answer.json();
  }

  // Another tab may have gone on meanwhile, so the server is asked before anybody is warned.
  async function look() {
    let now;
    try {
      now = await state();
    } catch {
      timer = window.setTimeout(look, 15000);
      return;
    }
    if (String(now.user) !== box.dataset.user) {
      if (now.user === null) showEnded();
      else window.location.reload();
      return;
    }
    takeToken(now.token);
    main.hidden = false;
    ended.hidden = true;
    if (now.left > WARN_SECONDS) {
      box.hidden = true;
      warning.hidden = true;
      schedule(now.left);
    } else {
      showWarning(now.left);
    }
  }

  function showWarning(left) {
    const end = new Date(Date.now() + left * 1000);
    time.textContent = end.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
    warning.hidden = false;
    box.hidden = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(look, (left + 1) * 1000);
  }

  // What was typed stays in the page, but not for everybody who walks by.
  function showEnded() {
    window.clearTimeout(timer);
    const here = window.location.pathname + window.location.search;
    link.href = box.dataset.signIn + "?next=" + encodeURIComponent(here);
    main.hidden = true;
    warning.hidden = true;
    ended.hidden = false;
    box.hidden = false;
  }

  // After signing in again in another tab, forms of this page need the new token.
  function takeToken(token) {
    if (!token) return;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = token;
    });
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    try {
      await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
    } finally {
      look();
    }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && !box.hidden) look();
  });
  window.addEventListener("focus", function () {
    if (!box.hidden) look();
  });
  schedule(Number(box.dataset.left));
})();
