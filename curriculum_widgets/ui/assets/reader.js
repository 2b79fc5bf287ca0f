"use strict";
// Inside the reading page's sandboxed frame: the page can reach nothing, so the studio tells it where to scroll and which
// theme to wear, and it hands links out to be opened beside the studio.
// Not scrollIntoView, which would scroll the notebook around the frame, too.
const goTo = (place, behavior) => { if (place) scrollTo({ top: place.getBoundingClientRect().top + scrollY, behavior }); };
addEventListener("message", event => {
  if (event.source !== parent || typeof event.data !== "object" || !event.data) return;
  const { theme, unit, smooth } = event.data;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (unit === 0) scrollTo({ top: 0, behavior: smooth ? "smooth" : "instant" });
  else if (unit) goTo(document.getElementById(`unit-${unit}`), smooth ? "smooth" : "instant");
});
addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault(); // in a frame without an address of its own, even "#unit-2" would lead away
  const target = link.getAttribute("href");
  if (target.startsWith("#")) {
    const place = document.getElementById(target.slice(1));
    goTo(place, "smooth");
    if (place) { place.tabIndex = -1; place.focus({ preventScroll: true }); }
  } else parent.postMessage({ link: link.href }, "*");
});
addEventListener("DOMContentLoaded", () => {
  document.getElementById("theme")?.remove(); // the studio's theme is followed
  parent.postMessage({ ready: true }, "*");
});
