/* Saves a form marked data-autosave a few seconds after typing stops and when a field is left.
   Never throws a text away: what cannot be saved stays in the page, and the page says why.
   Without this file the button 保存草稿 does the same. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const AFTER = 3000;
  const AGAIN = 15000;
  const line = form.querySelector("[data-saving]");
  // On a slow line people type before this file is here: what differs from the page as it came is not saved yet.
  const early = [...form.elements].some((f) => "defaultValue" in f && f.type !== "file" && f.value !== f.defaultValue);
  let sent = early ? "" : written();
  let timer = 0;
  let saving = false;
  let stopped = false;
  let leaving = false;
  let waiting = null;

  function written() {
    const data = new FormData(form);
    data.delete("version");
    data.delete("csrfmiddlewaretoken");
    return JSON.stringify([...data.entries()]);
  }

  function say(words, bad) {
    line.textContent = words;
    if (bad) line.dataset.look = "bad";
    else delete line.dataset.look;
  }

  function later(after) {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(save, after);
  }

  async function save() {
    window.clearTimeout(timer);
    if (stopped || leaving || written() === sent) return;
    if (saving) return later(AFTER);
    saving = true;
    const now = written();
    say("正在保存…");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      await heard(answer, now);
    } catch {
      say("没有连上服务器，文字还在这一页，稍后自动再存。请不要关闭页面。", true);
      later(AGAIN);
    } finally {
      saving = false;
      if (waiting) form.requestSubmit(waiting);
    }
  }

  async function heard(answer, now) {
    if (answer.ok) {
      const said = await answer.json();
      form.elements.version.value = said.version;
      sent = now;
      say("已自动保存 " + said.saved);
      if (written() !== sent) later(AFTER);
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (said.stale) {
      stopped = true;
      say("另一个窗口或设备上已经保存过别的文字。您写的文字还在这一页：请按“保存草稿”，核对后再决定。", true);
    } else if (said.elsewhere) {
      stopped = true;
      say("浏览器里已换了登录的人，没有保存。请先把文字复制出来，再用本人账号重新登录。", true);
    } else if (said.said) {
      say(said.said.join(""), true);
    } else {
      // The session ended or the server is away: idle.js says so, and the text waits here.
      say("没有存上，文字还在这一页；重新登录后会自动再存。请不要关闭页面。", true);
      later(AGAIN);
    }
  }

  if (early) later(AFTER);
  form.addEventListener("input", function () {
    later(AFTER);
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", function (event) {
    // A save on its way would make this one look like somebody else's: it goes first.
    if (saving) {
      event.preventDefault();
      waiting = event.submitter;
      return;
    }
    waiting = null;
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
  });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) save();
  });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && written() !== sent) event.preventDefault();
  });
})();
