// The editor of a notice: keeps what is typed every few seconds, shows how it reads, puts passages in at the cursor.
// Without it the same buttons send the form, and the server does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-editor]");
  const text = form && form.elements.namedItem("text");
  if (!text) return;
  const status = form.querySelector("[data-kept]");
  const paper = document.querySelector("#preview .paper");
  const PAUSE = 1500;
  let wait = 0, sent = text.value, sentSubject = subject(), leaving = false;

  function subject() {
    const field = form.elements.namedItem("subject");
    return field ? field.value : "";
  }

  function isTyped() {
    return text.value !== sent || subject() !== sentSubject;
  }

  function held() {
    const data = new FormData(form);
    data.delete("once"); // the same words may be kept again after others
    data.set("do", "keep");
    return data;
  }

  async function keep(last = false) {
    clearTimeout(wait);
    if (!isTyped() || leaving) return;
    const keeping = text.value, keepingSubject = subject();
    try {
      const answer = await fetch(form.action, { method: "POST", body: held(), redirect: "error", keepalive: last && keeping.length < 20000 });
      const kept = await answer.json();
      if (!answer.ok) throw new Error(answer.statusText);
      sent = keeping;
      sentSubject = keepingSubject;
      status.textContent = kept.said;
      if (paper && text.value === keeping) paper.innerHTML = kept.preview; // made and cleaned by the server
    } catch {
      status.textContent = status.dataset.lost;
      wait = setTimeout(keep, PAUSE * 4);
    }
  }

  function typed() {
    clearTimeout(wait);
    wait = setTimeout(keep, PAUSE);
  }

  function putIn(event) {
    const button = event.target.closest("button[data-put]");
    if (!button) return;
    event.preventDefault();
    const apart = "apart" in button.dataset;
    const before = text.value.slice(0, text.selectionStart).replace(/\s+$/, "");
    const start = apart ? (before ? "\n\n" : "") : "";
    const passage = start + button.dataset.put + (apart ? "\n" : "");
    text.focus();
    if (!document.execCommand("insertText", false, passage)) text.setRangeText(passage, text.selectionStart, text.selectionEnd, "end");
    typed();
  }

  form.addEventListener("input", typed);
  form.addEventListener("click", putIn);
  form.addEventListener("submit", () => { leaving = true; clearTimeout(wait); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(true); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && isTyped()) { keep(true); event.preventDefault(); } });
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="save"]'));
    }
  });
})();
