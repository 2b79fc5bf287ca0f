// One template: what it does in plain words, what of it needs no language model, and what can be done with it.

function templateDetail(api, data, shown, { back, use, batch, edit, duplicate, remove, fail }) {
  const { card, form, does } = shown;
  const coverBox = h("div", { "aria-live": "polite" }), yamlBox = h("div");

  const fact = (name, value) => value ? [h("dt", {}, name), h("dd", {}, value)] : null;
  async function cover() {
    fill(coverBox, h("p", { class: "cw-soft" }, "Looking at what the bank holds …"));
    try {
      const found = await errand(api, "cover", { template: card.id });
      const words = found.covered === found.asked ? "All of it can be made offline, with nothing to install." : found.covered ? `The offline bank covers ${found.covered} of ${found.asked}; the others need a language model as author.` : "None of it is in the offline bank: it needs a language model as author.";
      fill(coverBox, h("p", {}, words),
        h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": "What the offline bank covers" }, h("table", { class: "cw-plain-table" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Subject"), found.grades.map((grade) => h("th", { scope: "col" }, grade.replace("Grade ", ""))))),
          h("tbody", {}, found.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.subject), row.held.map((held) => h("td", {}, held ? "✓" : h("span", { class: "cw-soft", title: "Needs a language model" }, "–")))))))),
        found.reasons.length ? h("details", { style: "margin-top:10px" }, h("summary", { class: "cw-soft" }, found.covered ? "Why not the others?" : "Why not?"), h("ul", {}, found.reasons.map((reason) => h("li", {}, reason)))) : null);
    } catch (error) { fill(coverBox, note("error", error.message)); }
  }
  async function showYaml() {
    try {
      const { text, name } = await api.call("yaml", { template: card.id });
      const area = textarea(text, () => {}, { rows: 14, readonly: true, class: "cw-input cw-code", "data-key": "yaml" });
      fill(yamlBox, section("To send to a colleague",
        field("Template as text (YAML)", area, { help: "Paste it into a message, or send the file: “Import” on the other side takes both." }),
        actions(button("Download", () => download(name, "application/yaml", new TextEncoder().encode(text)), { kind: "primary", key: "yaml-file", "aria-label": `Download ${name}` }), button("Close", () => fill(yamlBox), { kind: "link", key: "yaml-close" }))));
      area.focus();
      area.select();
      area.scrollTop = 0;
    } catch (error) { fail(error); }
  }

  const element = h("div", { "data-template": card.id },
    button("‹ All templates", back, { kind: "link", key: "back" }),
    h("div", { class: "cw-detail-head" }, h("h3", { class: "cw-title", tabindex: -1 }, card.name), badge(card.built_in ? "Built in" : "My own", card.built_in ? "plain" : "busy"), h("span", { class: "cw-soft" }, usesText(card.uses))),
    h("p", { class: "cw-lead" }, card.description),
    h("div", { class: "cw-actions cw-above" },
      button("Use in Generate", () => use(card.id), { kind: "primary", key: "use" }),
      button("Batch with this", () => batch(card.id), { key: "batch" }),
      card.built_in ? button("Duplicate to change it", () => duplicate(card.id), { key: "duplicate" }) : [button("Edit", () => edit(card.id, form), { key: "edit" }), button("Duplicate", () => duplicate(card.id), { key: "duplicate" })],
      button("Send to a colleague", showYaml, { key: "yaml" }),
      card.built_in ? null : button("Delete", () => remove(card.id), { kind: "danger", key: "delete" })),
    card.built_in ? h("p", { class: "cw-soft" }, "Built-in templates stay as they are; a duplicate of one is yours to change.") : null,
    yamlBox,
    columns(
      section("What it makes",
        h("dl", { class: "cw-facts" }, fact("Made for", `${subjectSpan(card.subjects)}; ${gradeSpan(card.grades, data.grades)}`), fact("Units", does.units), fact("Style", does.style), fact("Licence", form.licence), fact("Pictures", does.pictures), fact("Sections", does.sections), fact("Left out", does.without), fact("Language", does.language), fact("Tags", card.tags.join(", "))),
        h("h4", { style: "margin-top:16px" }, "For each topic"),
        h("ol", { class: "cw-steps" }, does.patterns.map((pattern) => h("li", {}, h("strong", {}, pattern.title), h("br"), `${pattern.focus}: ${pattern.about}`)))),
      h("div", {},
        section("What the offline bank covers", coverBox),
        form.prompt_additions ? section("What a language model is told besides", h("p", { class: "cw-prose", style: "white-space:pre-line" }, form.prompt_additions), h("p", { class: "cw-help" }, "The offline bank writes its checked lessons as they are, whatever stands here.")) : null)));
  cover();
  return element;
}
