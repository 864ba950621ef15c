/* live.js: hear of a change, show it. Without a line it asks every two seconds; the last frame stays. */
(() => {
  "use strict";
  const body = document.body, one = (selector, root = document) => root.querySelector(selector);
  const place = one("[data-live]");
  const stored = (name) => { try { return JSON.parse(sessionStorage.getItem(name) || "[]"); } catch { return []; } };
  const voted = new Set([...stored("voted"), ...(body.dataset.voted || "").split(" ").filter(Boolean)]);
  let offset = 0, seen = place ? place.dataset.stamp || "" : "";

  /* Clocks run here, so that a minute costs no message. */
  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    const now = Date.now() + offset;
    document.querySelectorAll("[data-since]").forEach((node) => {
      const gone = Math.max(0, Math.round((now - Date.parse(node.dataset.since)) / 1000));
      const limit = Number(node.dataset.limit || 0), left = limit - gone;
      const shown = limit ? Math.abs(left) : gone;
      node.textContent = `${limit && left < 0 ? "+" : ""}${Math.floor(shown / 60)}:${two(shown % 60)}`;
      node.classList.toggle("over", Boolean(limit) && left < 0);
      node.classList.toggle("near", Boolean(limit) && left >= 0 && left <= 60);
    });
    document.querySelectorAll("[data-clock]").forEach((node) => {
      const local = new Date(now);
      node.textContent = `${two(local.getHours())}:${two(local.getMinutes())}`;
    });
  }
  setInterval(tick, 1000);
  tick();

  function lost(is) {
    const line = one("[data-lost]");
    if (line) line.textContent = is ? line.dataset.lost : "";
  }

  /* A shared frame knows no person: the token of the form and what this card has voted are added here. */
  function settle() {
    document.querySelectorAll("form[data-own]").forEach((form) => {
      if (!one("input[name=csrfmiddlewaretoken]", form)) {
        const field = document.createElement("input");
        field.type = "hidden"; field.name = "csrfmiddlewaretoken"; field.value = body.dataset.token || "";
        form.append(field);
      }
    });
    document.querySelectorAll("[data-vote]").forEach((form) => {
      const has = voted.has(form.dataset.vote), can = "card" in body.dataset;
      form.hidden = has || !can;
      const said = one("[data-voted]", form.parentNode);
      if (said) said.hidden = !has;
    });
    tick();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.vote || !window.fetch) return;
    event.preventDefault();
    const sent = new FormData(form, event.submitter);
    form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } }).then((answer) => answer.json()).then((answer) => {
      if (answer.voted) { voted.add(form.dataset.vote); sessionStorage.setItem("voted", JSON.stringify([...voted])); }
      const said = one("[data-refused]", form.parentNode);
      if (said) { said.textContent = answer.message || ""; said.hidden = !answer.message; }
      form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
      settle();
    }).catch(() => { form.querySelectorAll("button").forEach((button) => { button.disabled = false; }); lost(true); });
  });

  /* Who runs the conference reloads his own page, unless he is writing. */
  const writing = () => { const node = document.activeElement; return node && node.matches("input:not([type=hidden]), textarea, select") && (node.value || node.matches("select")); };
  function reload() {
    if (writing() || one("dialog[open]") || one(".htmx-request") || !window.htmx) { setTimeout(reload, 2000); return; }
    window.htmx.ajax("GET", location.href, { target: "#noi-dung", select: "#noi-dung", swap: "outerHTML" });
  }
  /* Who began to write while the page was fetched keeps what stands there. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt === body && writing()) { event.detail.shouldSwap = false; setTimeout(reload, 2000); }
  });
  function take(frame) {
    lost(false);
    if (frame.stamp === seen) return;
    seen = frame.stamp;
    offset = frame.at && Math.abs(frame.at - Date.now()) > 60000 ? frame.at - Date.now() : offset;
    if (frame.html === undefined) {
      if (String(frame.version) !== one("[data-live]").dataset.version) reload();
      return;
    }
    if (place.innerHTML !== frame.html) place.innerHTML = frame.html;
    settle();
  }

  /* Listen; where nothing can be heard, ask. */
  let asking = 0, misses = 0, heard = Date.now(), source = null;
  function ask() {
    fetch(place.dataset.ask, { headers: { Accept: "application/json" } }).then((answer) => {
      if (answer.status === 404) { location.reload(); return undefined; }  /* the address was taken back: the page says so, or brings a new one */
      return answer.json().then(take);
    }).catch(() => lost(true));
  }
  function listen() {
    if (source) source.close();
    source = new EventSource(place.dataset.live);
    heard = Date.now();
    source.addEventListener("alive", () => { heard = Date.now(); });
    source.onopen = () => { misses = 0; heard = Date.now(); lost(false); clearInterval(asking); asking = 0; };
    source.onmessage = (event) => { heard = Date.now(); take(JSON.parse(event.data)); };
    source.onerror = () => {
      lost(true);
      misses += 1;
      if (misses >= 2 && !asking && place.dataset.ask) asking = setInterval(ask, 2000);
      if (source.readyState === EventSource.CLOSED) { if (place.dataset.ask) ask(); setTimeout(listen, 2000); }
    };
  }
  /* A line may die without a word: who hears nothing for forty seconds calls again. */
  setInterval(() => { if (source && Date.now() - heard > 40000) { lost(true); listen(); } }, 5000);
  window.addEventListener("offline", () => lost(true));
  window.addEventListener("online", () => { if (source) listen(); });
  window.addEventListener("pagehide", () => { if (source) source.close(); });
  settle();
  if (place && place.dataset.live) {
    if (window.EventSource) listen(); else if (place.dataset.ask) asking = setInterval(ask, 2000);
  }

  /* The code of a card comes behind the # of its square: it is never sent as an address. */
  const field = one("[data-card-code]");
  if (field && location.hash.length > 1) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    field.form.requestSubmit();
  }
})();
