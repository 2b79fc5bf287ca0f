// The form of a template: a new one, or one that is edited.

function templateForm(api, data, { form: given, template, before, name, done, cancel, fail, confirmLoss }) {
  const form = structuredClone(given);
  const start = JSON.stringify(form);
  const box = h("div"), patternsBox = h("div"), problemBox = h("div"), sumBox = h("p", { class: "cw-soft", role: "status" });
  let problem = null;

  const changed = (values) => { Object.assign(form, values); drawSum(); };
  const withOwn = (known, own) => [...known, ...own.filter((one) => !known.includes(one))];
  const wrong = (fieldName) => problem?.field === fieldName ? problem.problem : undefined;

  function drawSum() {
    const topics = Number(form.topic_count) || 0, patterns = form.patterns.length;
    fill(sumBox, `${plural(topics, "topic")}, ${plural(patterns, "unit")} for each: ${plural(topics * patterns, "unit")} in all.`);
  }
  function drawPatterns() {
    const move = (at, by) => { const [one] = form.patterns.splice(at, 1); form.patterns.splice(at + by, 0, one); drawPatterns(); };
    fill(patternsBox,
      h("div", { class: "cw-label" }, "For each topic, these units"),
      h("p", { class: "cw-help" }, "{topic} stands for the topic's name: “Explore: {topic}” becomes “Explore: Magnets”."),
      form.patterns.map((pattern, at) => {
        const about = h("p", { class: "cw-help" }, data.focuses.find((one) => one.value === pattern.focus)?.about);
        const teaches = select(data.focuses, pattern.focus, (focus) => { pattern.focus = focus; fill(about, data.focuses.find((one) => one.value === focus).about); }, { "data-key": `focus:${at}` });
        return h("div", { class: "cw-pattern", role: "group", "aria-label": `Unit ${at + 1}` },
          field(`Title of unit ${at + 1}`, input(pattern.title, (title) => { pattern.title = title; }, { "data-key": `title:${at}` })),
          h("div", { class: "cw-snug" }, field("Teaches", teaches), about),
          h("div", { class: "cw-actions" },
            button("↑", () => move(at, -1), { kind: "plain cw-small", key: `up:${at}`, disabled: at === 0, "aria-label": `Move unit ${at + 1} up`, title: "Move up" }),
            button("↓", () => move(at, 1), { kind: "plain cw-small", key: `down:${at}`, disabled: at === form.patterns.length - 1, "aria-label": `Move unit ${at + 1} down`, title: "Move down" }),
            button("Remove", () => { form.patterns.splice(at, 1); drawPatterns(); }, { kind: "link", key: `remove:${at}`, disabled: form.patterns.length === 1, "aria-label": `Remove unit ${at + 1}` })));
      }),
      wrong("patterns") ? h("p", { class: "cw-error", role: "alert" }, problem.problem) : null,
      actions(button("Add a unit", () => { form.patterns.push({ title: "{topic}", focus: "everything" }); drawPatterns(); patternsBox.querySelector(`[data-key="title:${form.patterns.length - 1}"]`)?.focus(); }, { kind: "plain cw-small", key: "add", disabled: form.patterns.length >= 12 })));
    drawSum();
  }
  function draw() {
    const styles = withOwn(data.styles.map((style) => style.value), [form.style]);
    const aboutStyle = h("p", { class: "cw-help" }, data.styles.find((style) => style.value === form.style)?.about);
    const kept = data.sections.map((one) => one.value).filter((one) => form.include[one]);
    fill(box,
      h("h3", { class: "cw-title", tabindex: -1 }, name),
      columns(
        h("div", {},
          section("What is it called?",
            field("Name", input(form.name, (value) => changed({ name: value }), { "data-key": "name" }), { error: wrong("name") }),
            field("Description", textarea(form.description, (description) => changed({ description }), { "data-key": "description", rows: 3 }), { help: "What a lesson of it is like, and for which class.", error: wrong("description") }),
            field("Tags", input(form.tags.join(", "), (text) => changed({ tags: text.split(",").map((tag) => tag.trim()).filter(Boolean) }), { "data-key": "tags", placeholder: "hands-on, year 5" }), { help: "Words to find it by, with commas between them.", error: wrong("tags") })),
          section("Whom is it for?",
            chips("Subjects", withOwn(data.subjects, form.subjects), form.subjects, (subjects) => changed({ subjects }), { help: "None means any." }),
            chips("Grades", withOwn(data.grades, form.grades), form.grades, (grades) => changed({ grades }), { help: "None means any." }))),
        h("div", {},
          section("How does it teach?",
            grid(h("div", { class: "cw-snug" }, field("Style", select(styles, form.style, (style) => { changed({ style }); fill(aboutStyle, data.styles.find((one) => one.value === style)?.about ?? ""); }, { "data-key": "style" })), aboutStyle),
              field("Language", select(withOwn(data.languages, [form.language]), form.language, (language) => changed({ language }), { "data-key": "language" }))),
            grid(field("How many topics", input(form.topic_count, (value) => changed({ topic_count: Number(value) }), { type: "number", min: 1, max: data.topics_at_most, "data-key": "topic_count" }), { error: wrong("topic_count") }),
              field("Pictures", select(data.richness.map((label, value) => ({ value, label: `${value}  ${label}` })), form.richness, (value) => changed({ richness: Number(value) }), { "data-key": "richness" }))),
            patternsBox, sumBox),
          section("What belongs to a unit?",
            chips("Sections besides the lesson", data.sections, kept, (sections) => changed({ include: Object.fromEntries(data.sections.map((one) => [one.value, sections.includes(one.value)])) })),
            licenceField(data.licences, form.licence, (licence) => changed({ licence }), { help: "Of the curricula that are made after this template." }),
            field("What a language model is told besides", textarea(form.prompt_additions, (prompt_additions) => changed({ prompt_additions }), { "data-key": "prompt_additions", rows: 4 }), { help: "Only a language model heeds this; the offline bank writes its checked lessons as they are.", error: wrong("prompt_additions") })))),
      problemBox,
      actions(button("Save", () => save(template), { kind: "primary", key: "save" }), button("Cancel", leave, { key: "cancel" })));
    drawPatterns();
  }
  async function save(id) {
    try {
      const answer = await api.call("save", { form, template: id, before: id ? before : null });
      problem = answer.problem ? answer : null;
      if (!problem) { done(answer); return; }
      draw();
      fill(problemBox, note("error", h("p", {}, problem.problem), problem.field === "changed" ? actions(button("Save as a new template", () => save(""), { key: "save-new" })) : null));
      const fix = { name: "name", patterns: "title:0", topic_count: "topic_count" }[problem.field];
      if (fix) box.querySelector(`[data-key="${fix}"]`)?.focus();
    } catch (error) { fail(error); }
  }
  async function leave() { if (await box.mayLeave()) cancel(); }
  /** Whether the form may go: asks first when something would be lost. */
  box.mayLeave = async () => JSON.stringify(form) === start || confirmLoss();
  draw();
  return box;
}
