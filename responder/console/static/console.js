// Liveness on top of pages that work without it: countdowns, the "now" button, keys, the focused error summary.
"use strict";

(() => {
  const body = document.body;
  const [day, hour, minute] = (body.dataset.units || "d h min").split(" ");

  function shownLeft(milliseconds) {
    const minutes = Math.floor(Math.abs(milliseconds) / 60000);
    const parts = [[Math.floor(minutes / 1440), day], [Math.floor((minutes % 1440) / 60), hour], [minutes % 60, minute]];
    const said = parts.filter(([amount]) => amount).map(([amount, unit]) => `${amount} ${unit}`).join(" ") || `0 ${minute}`;
    return milliseconds < 0 && minutes ? body.dataset.late.replace("%", said) : said;
  }

  function tellCountdowns() {
    for (const time of document.querySelectorAll("time[data-countdown]")) {
      const left = Date.parse(time.dateTime) - Date.now();
      const said = shownLeft(left);
      if (time.textContent !== said) time.textContent = said;
    }
  }

  function localNow(zone) {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).formatToParts(new Date());
    const of = (type) => parts.find((part) => part.type === type).value;
    return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
  }

  function wakeNowButtons(root) {
    for (const button of root.querySelectorAll("button[data-now]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        document.getElementById(button.dataset.now).value = localNow(button.dataset.zone);
      });
    }
  }

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  // C new incident, / search, ? help, G then I D R: the links carry their key, so a page without the link has no such key.
  let waitsForPlace = false;
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
      return;
    }
    const wanted = waitsForPlace ? `g ${key}` : key;
    waitsForPlace = key === "g" && !waitsForPlace;
    const link = document.querySelector(`a[data-key="${CSS.escape(wanted)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  }

  function closeMenusOutside(event) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target) || event.key === "Escape") menu.open = false;
    }
  }

  // Pages that look for news: soon while something happens, ever more rarely while nothing does, not while hidden.
  const SOONEST = 15000, RAREST = 120000;
  let pause = SOONEST, seen = "", looks = 0;

  function news() {
    const first = document.querySelector("[data-look] > :first-child");
    return first ? first.id : "";
  }

  function lookLater() {
    clearTimeout(looks);
    looks = setTimeout(() => {
      const place = document.querySelector("[data-look]");
      if (place && !document.hidden) place.dispatchEvent(new CustomEvent("look"));
      pause = Math.min(pause * 1.5, RAREST);
      lookLater();
    }, pause);
  }

  function looked() {
    if (news() !== seen) pause = SOONEST;
    seen = news();
    lookLater();
  }

  function lookNow() {
    if (document.hidden) return;
    const place = document.querySelector("[data-look]");
    pause = SOONEST;
    if (place) { place.dispatchEvent(new CustomEvent("look")); lookLater(); }
  }

  // A second press while the first is on its way; the server takes a form once in any case.
  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }

  tellCountdowns();
  setInterval(tellCountdowns, 15000);
  wakeNowButtons(document);
  document.addEventListener("htmx:before:request", (event) => { if (document.hidden) event.preventDefault(); });
  document.addEventListener("htmx:after:swap", () => { tellCountdowns(); wakeNowButtons(document); looked(); });
  if (document.querySelector("[data-look]")) { seen = news(); lookLater(); document.addEventListener("visibilitychange", lookNow); }
  document.addEventListener("submit", sendOnce);
  document.addEventListener("click", closeMenusOutside);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenusOutside({ target: body, key: "Escape" }); });
  if (body.dataset.keys === "on" && localStorage.getItem("keys") !== "off") document.addEventListener("keydown", onKey);

  const here = document.querySelector(".tabs [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.clientWidth / 2 + here.offsetWidth / 2;

  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
    });
  }
  const keys = document.getElementById("keys-switch");
  if (keys) {
    keys.closest(".tick").hidden = false;
    keys.checked = localStorage.getItem("keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
  }
})();
