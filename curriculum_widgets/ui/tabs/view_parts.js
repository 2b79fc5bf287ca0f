// Small parts of the View & Edit tab: choosing one of a few, a difference, a page to read.

/** One of a few, as buttons in a row that are radios; options are {value, label, title}. */
function viewSegments(legend, options, value, onchange) {
  const name = uid("segments");
  return h("fieldset", { class: "cw-v-segments" }, h("legend", { class: "cw-visually-hidden" }, legend),
    options.map((option) => h("label", { class: "cw-v-segment", title: option.title },
      h("input", { type: "radio", name, value: option.value, checked: option.value === value, "data-key": `${legend}:${option.value}`, onchange: () => onchange(option.value) }),
      h("span", {}, option.label))));
}

const VIEW_MARKS = [
  { value: "", label: "Not reviewed" },
  { value: "approved", label: "✓ Approved" },
  { value: "needs work", label: "✎ Needs work" },
  { value: "skip", label: "– Skip" },
];
const viewMark = (mark) => mark ? badge(VIEW_MARKS.find((one) => one.value === mark)?.label ?? mark, { approved: "good", "needs work": "warn" }[mark]) : null;

/** What changed, line by line. */
function viewDifference(found, label) {
  if (!found.rows.length) return note("info", "These two read the same.");
  const line = ([kind, text]) => kind === "+" ? h("ins", { dir: "auto" }, `+ ${text}`) : kind === "-" ? h("del", { dir: "auto" }, `− ${text}`) : h("span", { dir: "auto" }, kind === "…" ? "⋯" : `  ${text}`);
  return h("div", {},
    h("p", { class: "cw-soft" }, `${plural(found.added, "line")} added, ${found.removed} removed.`),
    h("div", { class: "cw-diff cw-v-diff", tabindex: 0, role: "region", "aria-label": label }, found.rows.map(line), found.many ? h("span", {}, `… and ${found.many} more lines.`) : null));
}

/** Two people changed the same curriculum: what differs, and what to do; nothing is lost either way. */
function viewConflict(found, { onCopy, onTheirs }) {
  const title = h("p", { class: "cw-label", tabindex: -1 }, "Somebody else changed this curriculum since you opened it.");
  const box = h("div", { class: "cw-v-conflict" }, note("warning", title,
    h("p", {}, "Nothing was overwritten: theirs is saved, yours is not yet. Lines with + are yours, lines with − are theirs."),
    viewDifference(found, "What differs between theirs and yours"),
    actions(button("Keep mine as a copy", onCopy, { kind: "primary", key: "keep-mine" }), button("Take theirs", onTheirs, { key: "take-theirs" }))));
  box.focusTitle = () => { title.focus({ preventScroll: true }); box.scrollIntoView({ block: "nearest" }); };
  return box;
}

const viewTheme = () => document.body.dataset.jpThemeLight === "false" ? "dark" : "light";

/** A page of our own exporter in a frame that can reach nothing; it scrolls to a unit and follows the theme. */
function viewPage(api, edition, label) {
  const box = h("div", { class: "cw-v-page" });
  let curriculum = null, version = null, unit = 0, frame = null, ready = false, turn = 0;
  const tell = (message) => { if (ready) frame?.contentWindow?.postMessage(message, "*"); };
  const onMessage = (event) => {
    if (!frame || event.source !== frame.contentWindow || !event.data) return;
    if (event.data.ready) { ready = true; tell({ theme: viewTheme(), unit }); }
    if (typeof event.data.link === "string" && /^(https?|mailto):/.test(event.data.link)) window.open(event.data.link, "_blank", "noopener,noreferrer");
  };
  window.addEventListener("message", onMessage);
  const themes = new MutationObserver(() => tell({ theme: viewTheme() }));
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return {
    element: box,
    /** Shows a curriculum's page at a unit, from 1, or at its top. */
    async show(id, wantedVersion, at) {
      const moved = at !== unit;
      unit = at;
      if (id === curriculum && wantedVersion === version && frame) { if (moved) tell({ unit, smooth: true }); return; }
      const mine = ++turn;
      if (id !== curriculum || !frame) fill(box, h("p", { class: "cw-loading", role: "status" }, "Preparing the page …"));
      try {
        const page = await patient(api, "page", { curriculum: id, edition }, () => mine === turn);
        if (!page) return;
        [curriculum, version, ready] = [id, page.version, false];
        const bytes = page.buffers[0];
        const html = new TextDecoder().decode(bytes.buffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes);
        frame = h("iframe", { class: "cw-page cw-v-frame", title: label, sandbox: "allow-scripts allow-modals allow-forms", srcdoc: html });
        fill(box, frame);
      } catch (error) { frame = null; fill(box, note("error", error.message)); }
    },
    close() { turn++; window.removeEventListener("message", onMessage); themes.disconnect(); },
  };
}
