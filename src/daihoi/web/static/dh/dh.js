/* dh.js: the program's one script. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (node) => node && node.matches("input:not([type=checkbox],[type=radio],[type=submit]), textarea, select, [contenteditable]");
  const visible = (node) => node.getClientRects().length > 0;

  /* Decision keys are digits and Space: letters become marks under Telex. One press, one decision. */
  const keyName = (event) => {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    return digit && !event.shiftKey ? digit[1] : event.key;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys === "off" || typing(event.target)) return;
    const key = keyName(event);
    if (key === " " && event.target.matches("button, a, summary, input")) return;
    const scope = one("dialog[open]") || document;
    const target = all("[data-key]", scope).find((node) => node.dataset.key === key && !node.disabled && visible(node));
    if (target) {
      event.preventDefault();
      if (!event.repeat) target.click();
    } else if (key === "/" && scope === document) {
      const field = all("[data-search]").find(visible);
      if (field) { event.preventDefault(); field.focus(); }
    } else if (key === "?" && one("dialog[data-keys-help]")) {
      event.preventDefault();
      one("dialog[data-keys-help]").showModal();
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens],[data-close],[data-calendar],[data-zoom],[data-print],[data-copy]");
    if (!button) return;
    if (button.dataset.opens) { event.preventDefault(); one(`#${button.dataset.opens}`).showModal(); }
    if ("close" in button.dataset) {
      const dialog = button.closest("dialog");
      if (dialog) dialog.close(); else button.closest("[role=alert]").hidden = true;
    }
    if ("calendar" in button.dataset) openCalendar(button);
    if (button.dataset.zoom) zoom(button);
    if ("print" in button.dataset) window.print();
    if (button.dataset.copy) copy(button);
  });

  /* Text to paste into a message. Without a secure connection browsers only copy what is selected. */
  async function copy(button) {
    const field = one(`#${button.dataset.copy}`);
    field.focus(); field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    const said = one("[role=status]", button.parentElement);
    if (said) said.textContent = button.dataset.copied;
  }

  /* The date stays a text field dd/mm/yyyy; the browser's calendar only fills it. */
  const send = (form) => form.requestSubmit();
  function openCalendar(button) {
    const text = one("input[data-auto], input[data-date]", button.closest("form, .dh-date"));
    let picker = one("input[type=date]", button);
    if (!picker) {
      picker = document.createElement("input");
      picker.type = "date"; picker.tabIndex = -1; picker.className = "dh-picker";
      picker.ariaHidden = "true";
      picker.value = button.dataset.calendar;
      picker.addEventListener("click", (event) => event.stopPropagation());
      picker.addEventListener("change", () => {
        if (!picker.value) return;
        text.value = picker.value.split("-").reverse().join("/");
        if ("auto" in text.dataset) send(text.form); else text.focus();
      });
      button.append(picker);
    }
    picker.showPicker();
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-auto], input[data-auto]") && event.target.value) send(event.target.form);
  });

  function zoom(button) {
    const crop = one(".dh-crop[data-level]");
    const level = Math.min(3, Math.max(1, Number(crop.dataset.level) + (button.dataset.zoom === "in" ? 1 : -1)));
    crop.dataset.level = String(level);
  }

  /* A form is sent once; a page that comes back from the browser's memory may send again. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "yes";
  }, true);
  const free = () => all("form[data-sent]").forEach((form) => delete form.dataset.sent);
  window.addEventListener("pageshow", free);

  function settle(root) {
    const first = one("[data-summary]", root) || one("[data-focus]", root);
    if (first) first.focus();
    all("[data-toast]").forEach(fade);
  }
  function fade(toast) {
    if (toast.dataset.fading) return;
    toast.dataset.fading = "yes";
    setTimeout(() => (toast.matches(":hover, :focus-within") ? (delete toast.dataset.fading, fade(toast)) : toast.remove()), 6000);
  }

  /* Faults of the line and of the machine stand in the page until they are closed. */
  function fault(kind) {
    const box = one(".dh-fault");
    if (!box) return;
    all("[data-fault]", box).forEach((line) => { line.hidden = line.dataset.fault !== kind; });
    box.hidden = false;
  }
  const lost = (is) => { const line = one("[data-lost]"); if (line) line.textContent = is ? line.dataset.lost : ""; return Boolean(line); };
  document.addEventListener("htmx:afterRequest", (event) => { free(); if (event.detail.successful) lost(false); });
  document.addEventListener("htmx:sendError", () => lost(true) || fault("line"));
  document.addEventListener("htmx:responseError", (event) => lost(true) || fault(event.detail.xhr.status === 403 ? "forbidden" : "server"));
  document.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt));
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest("form"), bar = form && one("progress[data-upload]", form);
    if (bar && event.detail.lengthComputable) { bar.max = event.detail.total; bar.value = event.detail.loaded; bar.hidden = false; }
  });
  /* The projector keeps its frame while nothing has changed, so that nothing flickers. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!("hall" in document.body.dataset)) return;
    const fresh = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const now = one(".hall-frame"), next = one(".hall-frame", fresh);
    if (now && next && now.innerHTML === next.innerHTML) event.detail.shouldSwap = false;
  });
  settle(document);
})();
