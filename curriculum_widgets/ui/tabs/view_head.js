// What an open curriculum says of itself: its title, what it is about, where it comes from, what is missing.

function viewHead(box, it, unit, { onrename, onduplicate, ontrash, onexport, onsettle, onunit }) {
  const title = h("h3", { class: "cw-v-title", tabindex: -1, dir: "auto" }, it.title);
  const top = h("div", { class: "cw-v-top" });
  const showTitle = (focus) => {
    fill(top, title, h("div", { class: "cw-actions cw-v-tight" },
      button("Rename", edit, { kind: "plain cw-small", key: "rename" }), button("Duplicate", onduplicate, { kind: "plain cw-small", key: "duplicate" }),
      button("Export", onexport, { kind: "plain cw-small", key: "export" }), button("Move to trash", ontrash, { kind: "plain cw-small", key: "trash" })));
    if (focus) top.querySelector("button").focus();
  };
  function edit() {
    const name = input(it.title, () => {}, { "data-key": "new-title", maxlength: 500, dir: "auto" });
    const save = async () => { if (name.value.trim() === it.title || await onrename(name.value)) showTitle(true); };
    name.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); save(); } if (event.key === "Escape") { event.stopPropagation(); showTitle(true); } });
    fill(top, h("div", { class: "cw-v-rename" }, field("Title", name), actions(button("Save title", save, { kind: "primary cw-small", key: "rename-save" }), button("Cancel", () => showTitle(true), { kind: "plain cw-small", key: "rename-cancel" }))));
    name.focus();
    name.select();
  }
  showTitle(false);
  const about = box.dataset.about === `${it.id} ${unit}` && box.querySelector(".cw-v-about")?.open;
  box.dataset.about = `${it.id} ${unit}`;
  fill(box, h("div", { class: "cw-v-head" }, top,
    h("p", { class: "cw-soft cw-v-facts" }, [...it.facts, plural(it.units.length, "unit")].join(" · ")),
    viewMissing(unit ? it.missing.filter((one) => one.unit === unit) : it.missing),
    viewFindings(it.findings.filter((one) => !unit || one.unit === unit), unit, onsettle, onunit),
    h("details", { class: "cw-v-about", open: about }, h("summary", { "data-key": "about" }, "About this curriculum"),
      h("div", { class: "cw-v-about-text" }, safeHtml(it.overview, { dir: "auto" }), it.question ? h("p", { dir: "auto" }, h("b", {}, "Essential question: "), it.question) : null, it.licence ? h("p", { dir: "auto" }, h("b", {}, "Licence: "), it.licence) : null, viewMade(it)))));
}

/** What could not be written, and why: the first few at sight. */
function viewMissing(missing) {
  if (!missing.length) return null;
  const list = (some) => h("ul", {}, some.map((one) => h("li", { dir: "auto" }, h("b", {}, one.part), ` (${one.where}): ${one.reason}`)));
  const rest = missing.slice(5);
  return note("warning", h("p", { class: "cw-label" }, `${plural(missing.length, "part")} could not be written`), list(missing.slice(0, 5)),
    rest.length ? h("details", { class: "cw-v-more" }, h("summary", {}, `and ${rest.length} more`), list(rest)) : null);
}

/** What the review found: to be mended by the teacher, or taken off the list. */
function viewFindings(findings, unit, onsettle, onunit) {
  if (!findings.length) return null;
  const item = (one) => h("li", { class: "cw-v-finding", dir: "auto" },
    h("p", {}, badge(one.severity === "major" ? "matters" : "small", one.severity === "major" ? "bad" : "plain"), " ", unit ? null : h("b", {}, `${one.where}: `), one.what),
    one.suggestion ? h("p", { class: "cw-soft" }, `What could be done: ${one.suggestion}`) : null,
    h("div", { class: "cw-actions cw-v-tight" }, one.unit && !unit ? button("Go to the unit", () => onunit(one.unit), { kind: "plain cw-small", key: `to:${one.at}` }) : null, button("Settled", () => onsettle([one.what]), { kind: "plain cw-small", key: `settled:${one.at}`, title: "Takes it off this list" })));
  return h("details", { class: "cw-v-about", open: findings.some((one) => one.severity === "major") }, h("summary", { "data-key": "findings" }, `What the review found (${findings.length})`),
    h("ul", { class: "cw-v-findings" }, findings.map(item)), findings.length > 1 ? button("All are settled", () => onsettle(findings.map((one) => one.what)), { kind: "link", key: "settled:all" }) : null);
}

/** Who wrote it, when, and with what. */
function viewMade(it) {
  const made = it.made;
  const cost = made.cost === null ? "What it cost is not known." : `It cost ${made.cost}${made.tokens ? `, for ${made.tokens.toLocaleString()} tokens` : ""}.`;
  return [
    h("p", { class: "cw-soft" }, `Written by ${made.writer} on ${when(made.created)}${it.modified ? `; last saved ${when(it.modified)}` : ""}. ${cost} Content ${made.edition}, studio ${made.package}.`),
    made.edited.length ? h("p", { class: "cw-soft", dir: "auto" }, `Edited since: ${made.edited.join("; ")}.`) : null,
    made.notes.length ? [h("p", { class: "cw-label" }, "What the author noted"), h("ul", {}, made.notes.map((line) => h("li", { dir: "auto" }, line)))] : null,
  ];
}

/** What a curriculum says of itself, to be changed. */
function viewDescription(box, it, licences, onsave) {
  const values = { title: it.title, overview: it.overview_text, question: it.question, licence: it.licence };
  fill(box, section("The curriculum as a whole",
    field("Title", input(values.title, (title) => { values.title = title; }, { maxlength: 500, dir: "auto", "data-key": "whole-title" })),
    field("Overview", textarea(values.overview, (overview) => { values.overview = overview; }, { rows: 5, dir: "auto", "data-key": "whole-overview" })),
    field("Essential question", input(values.question, (question) => { values.question = question; }, { maxlength: 500, dir: "auto", "data-key": "whole-question" })),
    licenceField(licences, values.licence, (licence) => { values.licence = licence; }, { help: "Every export says it." }),
    actions(button("Save", () => onsave(values), { kind: "primary", key: "whole-save" }), h("span", { class: "cw-soft" }, "To change a unit, choose it in the list."))));
}
