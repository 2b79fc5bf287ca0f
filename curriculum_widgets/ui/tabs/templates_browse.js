// All templates as cards, with search and filters.

/** Grades as people say them: a run of them by its ends. */
function gradeSpan(grades, order) {
  if (!grades.length) return "Any grade";
  const at = grades.map((grade) => order.indexOf(grade));
  const run = at.length > 2 && at.every((place, index) => place >= 0 && (index === 0 || place === at[index - 1] + 1));
  return run ? `${grades[0]} to ${grades[grades.length - 1]}` : grades.join(", ");
}
const subjectSpan = (subjects) => subjects.length ? subjects.join(", ") : "Any subject";
const usesText = (uses) => uses ? `used for ${plural(uses, "curriculum", "curricula")}` : "not used yet";

function templateShelf(data, { open, use, make, fromCurriculum, bringIn }) {
  const filter = { words: "", subject: "", grade: "", tag: "", whose: "" };
  const cardsBox = h("div"), filterBox = h("div"), countBox = h("p", { class: "cw-soft", role: "status" });
  const folded = (text) => text.normalize("NFKC").toLocaleLowerCase();

  function matches(card) {
    const text = folded([card.name, card.description, card.style, ...card.tags, ...card.subjects].join(" "));
    return folded(filter.words).split(/\s+/).every((word) => text.includes(word))
      && (!filter.subject || !card.subjects.length || card.subjects.includes(filter.subject))
      && (!filter.grade || !card.grades.length || card.grades.includes(filter.grade))
      && (!filter.tag || card.tags.includes(filter.tag))
      && (!filter.whose || (filter.whose === "own") !== card.built_in);
  }
  function cardOf(card) {
    const titleId = uid("template");
    return h("article", { class: "cw-card cw-template", "data-template": card.id, "aria-labelledby": titleId },
      h("div", { class: "cw-card-head" }, h("h3", { id: titleId, class: "cw-card-title" }, card.name), badge(card.built_in ? "Built in" : "My own", card.built_in ? "plain" : "busy")),
      h("p", { class: "cw-clamp" }, card.description || "No description yet."),
      h("p", { class: "cw-soft" }, `${subjectSpan(card.subjects)} · ${gradeSpan(card.grades, data.grades)}`),
      h("p", { class: "cw-soft" }, `${card.style} · ${plural(card.units, "unit")} · ${usesText(card.uses)}`),
      card.tags.length ? h("p", { class: "cw-tags" }, card.tags.slice(0, 6).map((tag) => badge(tag)), card.tags.length > 6 ? h("span", { class: "cw-soft" }, `+${card.tags.length - 6}`) : null) : null,
      actions(button("Look inside", () => open(card.id), { key: `open:${card.id}`, "aria-label": `Look inside ${card.name}` }), button("Use", () => use(card.id), { kind: "primary", key: `use:${card.id}`, "aria-label": `Use ${card.name}` })));
  }
  function drawCards() {
    const shown = data.templates.filter(matches);
    fill(countBox, plural(shown.length, "template"));
    fill(cardsBox, shown.length ? h("div", { class: "cw-cards" }, shown.map(cardOf))
      : empty("No template matches.", "Search for another word, or take the filters off.", button("Show all", () => { Object.assign(filter, { words: "", subject: "", grade: "", tag: "", whose: "" }); element.draw(); }, { key: "show-all" })));
  }
  const set = (name) => (value) => { filter[name] = value; drawCards(); };
  function drawFilters() {
    const tags = [...new Set(data.templates.flatMap((card) => card.tags))].sort();
    const any = (label, names) => [{ value: "", label }, ...names];
    fill(filterBox, grid(
      field("Search", input(filter.words, set("words"), { type: "search", "data-key": "words", placeholder: "Name, tag, what it does …" })),
      field("Subject", select(any("Any subject", [...new Set([...data.subjects, ...data.templates.flatMap((card) => card.subjects)])]), filter.subject, set("subject"), { "data-key": "subject" })),
      field("Grade", select(any("Any grade", data.grades), filter.grade, set("grade"), { "data-key": "grade" })),
      field("Tag", select(any("Any tag", tags), filter.tag, set("tag"), { "data-key": "tag" })),
      field("Whose", select(any("All", [{ value: "own", label: "My own" }, { value: "built_in", label: "Built in" }]), filter.whose, set("whose"), { "data-key": "whose" }))));
  }
  const element = h("div", {},
    h("p", { class: "cw-lead" }, "A template is a saved way of teaching: apply it to a subject and a grade, and it makes a curriculum; apply it to many, and it makes a batch."),
    h("div", { class: "cw-actions cw-above" }, button("New template", () => make(), { kind: "primary", key: "new" }), button("From a curriculum", fromCurriculum, { key: "from" }), button("Import", bringIn, { key: "import" })),
    filterBox, countBox, cardsBox);
  element.draw = () => {
    drawFilters();
    drawCards();
    element.querySelector(".cw-warned")?.remove();
    if (data.warnings.length) cardsBox.before(h("div", { class: "cw-warned" }, data.warnings.slice(0, 5).map((text) => note("warning", text))));
  };
  element.draw();
  return element;
}
