// Starts the slides, and a second window with what their speaker says.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const still = () => (calm.matches ? "none" : "slide");
await Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.05, maxScale: 8, center: false, hash: location.protocol !== "about:", history: false,
  progress: true, controls: true, controlsTutorial: false, rtl: document.documentElement.dir === "rtl",
  transition: still(), backgroundTransition: "none", autoAnimate: false, mobileViewDistance: 2, scrollActivationWidth: 0,
});
calm.addEventListener("change", () => Reveal.configure({ transition: still() }));

let speaker = null;
const started = Date.now();
const two = (number) => String(number).padStart(2, "0");

function tell() {
  if (!speaker || speaker.closed) return;
  const page = speaker.document, now = Reveal.getCurrentSlide(), all = Reveal.getSlides();
  const next = all[all.indexOf(now) + 1];
  const shown = [...now.querySelectorAll(".notes > p")].map((note) => note.textContent);
  page.querySelector("h1").textContent = now.querySelector(".title").textContent;
  page.querySelector("main").replaceChildren(...shown.map((text) => Object.assign(page.createElement("p"), { textContent: text })));
  page.querySelector("footer").textContent = next ? `→ ${next.querySelector(".title").textContent}` : "";
}

function tick() {
  if (!speaker || speaker.closed) return;
  const seconds = Math.floor((Date.now() - started) / 1000);
  speaker.document.querySelector("time").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

function open() {
  speaker = window.open("", "speaker", "width=900,height=700");
  if (!speaker) return;
  const page = speaker.document, root = document.documentElement, style = page.createElement("style");
  page.documentElement.lang = root.lang;
  page.documentElement.dir = root.dir;
  style.textContent = "body{font:1.35rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1.5rem;color:#1f2a33;background:#fff}" +
    "h1{font-size:1.5rem;line-height:1.3}time,footer{color:#51606c}footer{border-top:1px solid #cfd8de;margin-top:2rem;padding-top:1rem}";
  page.head.replaceChildren(style);
  page.title = document.body.dataset.notes;
  page.body.replaceChildren(...["time", "h1", "main", "footer"].map((name) => page.createElement(name)));
  speaker.onkeydown = (event) => {
    const step = { ArrowRight: "right", ArrowLeft: "left", PageDown: "next", PageUp: "prev", " ": "next" }[event.key];
    if (step) { event.preventDefault(); Reveal[step](); }
  };
  tell();
  tick();
}

Reveal.on("slidechanged", tell);
setInterval(tick, 1000);
Reveal.addKeyBinding({ keyCode: 83, key: "S", description: document.body.dataset.notes }, open);
const tools = document.querySelector(".tools");
const first = () => { tools.hidden = !Reveal.isFirstSlide(); };
document.querySelector("#notes").addEventListener("click", open);
document.querySelector("#print").addEventListener("click", () => window.print());
Reveal.on("slidechanged", first);
first();
