/* One doubtful mark: nobody answers before its picture is there, and the whole sheet comes after it. */
(() => {
  "use strict";
  const pictures = (kind) => [...document.querySelectorAll(`img[${kind}]`)];

  /* The page says so until the picture has come. */
  function unseen() {
    const waiting = pictures("data-picture").filter((picture) => !picture.complete || !picture.naturalWidth);
    const said = document.querySelector("[data-unseen]");
    if (said) said.hidden = !waiting.length;
    waiting.forEach((picture) => picture.addEventListener("load", unseen, { once: true }));
    return waiting.length > 0;
  }

  /* On the window, so that it is asked before the form is marked as sent. */
  window.addEventListener("submit", (event) => {
    if (event.submitter && "needsPicture" in event.submitter.dataset && unseen()) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  const asked = pictures("data-picture")[0];
  const bring = () => pictures("data-after").forEach((picture) => { picture.src = picture.dataset.after; });
  if (!asked || asked.complete) bring(); else ["load", "error"].forEach((end) => asked.addEventListener(end, bring, { once: true }));
})();
