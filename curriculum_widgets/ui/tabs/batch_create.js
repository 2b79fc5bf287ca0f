// Create: from subjects and grades, or from an own list, to a batch that starts.

const RUNS_IN = { threads: "In the background of one process: right for most.", papermill: "Each job in a kernel of its own, whose notebook is kept as a record.", dask: "On the machines of a cluster, or on all cores of this one." };

function createPage(api, choices, ask, onstarted, fail) {
  const form = { mode: "product", template: "", subjects: ["Science"], grades: ["Grade 3", "Grade 4", "Grade 5"], styles: [], languages: [], topic_count: "", author: "bank", model: "", base_url: "", guidelines: "", budget: "", token_budget: "", name: "", description: "", planner: "", at_once: choices.at_once, executor: choices.executors[0]?.value ?? "threads", scheduler: "", apart: false, leave_out: false, ...choices.pictures.usual };
  const what = h("div"), who = h("div"), verdict = h("div", { "aria-live": "polite" }), matrix = h("div");
  const editor = rowsEditor(choices, [{ subject: "", grade: "", style: "", language: "", topics: "" }], ask, () => check(), fail);
  const connect = modelChoice(api, form, (values) => changed(values), { models: choices.models, pictures: choices.pictures });
  const startButton = button("Start", start, { kind: "primary", key: "start", disabled: true });
  const timing = whenFields(() => tellButton());
  const presets = presetsBox(api, () => send(), fillForm, fail);
  let ready = 0;
  let asked = 0;

  const send = () => ({ ...form, topic_count: Number(form.topic_count) || null, budget: form.author === "bank" ? null : form.budget, token_budget: form.author === "bank" ? null : Number(form.token_budget) || null, rows: form.mode === "list" ? editor.rows() : [] });
  const changed = (values) => { Object.assign(form, values); check(); };
  const check = debounce(300, async () => {
    const turn = ++asked;
    try {
      const answer = await ask("check", { form: send() });
      if (turn === asked) tell(answer);
    } catch (error) { if (turn === asked) fail(error); }
  });

  function tell(answer) {
    const bad = answer.asked - answer.ready;
    const can = answer.ready > 0 && (bad === 0 || form.leave_out);
    ready = can ? answer.ready : 0;
    tellButton();
    if (form.mode === "list") editor.mark(answer.problems);
    drawMatrix(answer.problems);
    const cost = answer.cost === null ? "unknown: this author's price is not known" : money(answer.cost);
    fill(verdict,
      h("p", { class: "cw-count" }, h("b", {}, String(answer.asked)), ` ${answer.asked === 1 ? "curriculum" : "curricula"}`),
      answer.ready ? note(bad ? "warning" : "success", h("p", {}, `${bad ? `${answer.ready} of ${answer.asked} can start` : "All can start"}: ${plural(answer.units, "unit")} in all.`), h("p", {}, `Time: ${answer.seconds === null ? "depends on the language model" : duration(answer.seconds)}. Cost: ${cost}.`), form.budget && Number(answer.cost) > Number(form.budget) ? h("p", {}, "That is more than the budget, so the batch would pause before its end.") : null) : null,
      answer.ready && answer.advice ? note(answer.advice.kind, answer.advice.text) : null,
      problems(answer, bad));
  }

  function tellButton() {
    const word = { now: "Start", at: "Plan", repeat: "Repeat" }[timing.kind()];
    startButton.disabled = !ready || !timing.ready();
    startButton.textContent = ready ? `${word} ${plural(ready, "job")}` : word;
  }

  /** What can't start, each reason once. */
  function problems(answer, bad) {
    const groups = new Map();
    for (const problem of answer.problems) groups.set(problem.text, [...groups.get(problem.text) ?? [], problem.row]);
    if (!groups.size) return null;
    const where = (rows) => rows[0] === null ? "" : `${rows.length === 1 ? "Row" : "Rows"} ${rows.slice(0, 8).map((row) => row + 1).join(", ")}${rows.length > 8 ? " …" : ""}: `;
    const lines = [...groups].slice(0, 12).map(([text, rows]) => h("li", {}, form.mode === "list" ? h("b", {}, where(rows)) : null, text));
    return h("div", {},
      note(answer.asked ? "error" : "info", h("ul", { class: "cw-reasons" }, lines), groups.size > 12 ? h("p", {}, `… and ${groups.size - 12} more`) : null, answer.remedies.map((remedy) => h("p", {}, remedy))),
      answer.ready && bad ? checkbox(`Leave out the ${bad === 1 ? "one" : bad} that can't start`, form.leave_out, (leave_out) => changed({ leave_out }), { "data-key": "leave-out" }) : null);
  }

  /** Subjects by grades: which can start. */
  function drawMatrix(found) {
    if (form.mode === "list" || !form.subjects.length || !form.grades.length) { fill(matrix); return; }
    const each = Math.max(form.styles.length, 1) * Math.max(form.languages.length, 1);
    const bad = new Map();
    for (const problem of found) if (problem.row !== null) { const cell = Math.floor(problem.row / each); bad.set(cell, [...bad.get(cell) ?? [], problem.text]); }
    const cell = (subjectAt, gradeAt) => {
      const reasons = bad.get(subjectAt * form.grades.length + gradeAt) ?? [];
      return h("td", { title: [...new Set(reasons)].join("\n") || undefined, class: reasons.length ? "cw-rowmark-bad" : "cw-rowmark-good" }, reasons.length === each ? "✗ no" : reasons.length ? `${each - reasons.length} of ${each}` : each > 1 ? `✓ ${each}` : "✓");
    };
    fill(matrix, h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": "What will be made" }, h("table", { class: "cw-plain-table cw-matrix" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Subject"), form.grades.map((grade) => h("th", { scope: "col" }, grade)))),
      h("tbody", {}, form.subjects.map((subject, at) => h("tr", {}, h("th", { scope: "row" }, subject), form.grades.map((_, gradeAt) => cell(at, gradeAt))))))));
  }

  async function useTemplate(template) {
    if (template && !choices.templates.some((one) => one.value === template)) try { choices.templates = await ask("templates"); } catch (error) { fail(error); }
    form.template = template;
    const found = choices.templates.find((one) => one.value === template);
    if (found?.subjects.length) form.subjects = [...found.subjects];
    if (found?.grades.length) form.grades = [...found.grades];
    draw();
  }
  function asList() {
    const list = [];
    for (const subject of form.subjects) for (const grade of form.grades) for (const style of form.styles.length ? form.styles : [""]) for (const language of form.languages.length ? form.languages : [""]) list.push({ subject, grade, style, language, topics: "" });
    form.mode = "list";
    draw();
    editor.set(list);
  }

  /** Puts a preset's fields in place of the form's. */
  async function fillForm(values) {
    const { rows, ...fields } = values;
    Object.assign(form, fields, { at_once: fields.at_once ?? choices.at_once, leave_out: false });
    if (form.template && !choices.templates.some((one) => one.value === form.template)) try { choices.templates = await ask("templates"); } catch (error) { fail(error); }
    draw();
    if (form.mode === "list") editor.set(rows);
  }

  function product() {
    return [
      chips("Subjects", choices.subjects, form.subjects, (subjects) => changed({ subjects })),
      chips("Grades", choices.grades, form.grades, (grades) => changed({ grades }), { help: "Every subject is made for every grade." }),
      h("details", { class: "cw-fold", open: form.styles.length + form.languages.length > 0 }, h("summary", { class: "cw-label" }, "Styles and languages"),
        chips("Styles", choices.styles, form.styles, (styles) => changed({ styles }), { help: "None means the template's, or Standard. Each further one multiplies the batch." }),
        chips("Languages", choices.languages, form.languages, (languages) => changed({ languages }), { help: "None means the template's, or English." })),
      matrix,
      actions(button("Edit as a list", asList, { kind: "link", title: "To change single jobs, or to give them topics of their own" })),
    ];
  }

  function draw() {
    const about = choices.templates.find((one) => one.value === form.template)?.about;
    const mode = (value, label, help) => h("label", { class: "cw-mode" }, h("input", { type: "radio", name: modeName, value, checked: form.mode === value, "data-key": `mode:${value}`, onchange: () => { form.mode = value; draw(); } }), h("span", {}, h("b", {}, label), h("span", { class: "cw-soft" }, help)));
    fill(what, section("What shall be made?",
      h("div", { class: "cw-modes", role: "radiogroup", "aria-label": "How to say what shall be made" }, mode("product", "Subjects × grades", "Every subject for every grade"), mode("list", "My own list", "Row by row, pasted, or from a file")),
      field("Template", select([{ value: "", label: "None" }, ...choices.templates], form.template, useTemplate, { "data-key": "template" }), { help: about || "A saved way of teaching, for all of the batch." }),
      form.mode === "list" ? editor : product()));
    if (form.mode === "list") editor.draw();
    drawWho();
    check();
  }

  function drawWho() {
    const why = [...choices.authors, ...choices.executors].filter((one) => one.why && [form.author, form.executor].includes(one.value)).map((one) => one.why).join(" ");
    fill(who, section("Who writes it, and how?",
      field("Author", select(choices.authors, form.author, (author) => { changed({ author, model: "", base_url: "" }); drawWho(); }, { "data-key": "author" }), { help: form.author === "bank" ? "Checked lessons that come with the studio: free, offline, in English." : "Writes on any subject, in any language. What it writes must be read before it is taught.", error: why || undefined }),
      connect,
      form.author === "bank" ? h("p", { class: "cw-help" }, "The offline bank is free, so there is no budget to set.") : budgetFields(form, changed),
      grid(field("Topics for each", input(form.topic_count, (topic_count) => changed({ topic_count }), { type: "number", min: 1, max: choices.topics_at_most, "data-key": "topic-count", placeholder: "as usual" }), { help: "How many; the template's, or 3, when it is empty." }),
        field("Jobs at once", input(form.at_once, (at_once) => changed({ at_once: Number(at_once) || choices.at_once }), { type: "number", min: 1, max: 64, "data-key": "at-once" }), { help: "More is faster with a language model, and may meet its limits." }),
        field("Where it runs", select(choices.executors, form.executor, (executor) => { changed({ executor }); drawWho(); }, { "data-key": "executor" }), { help: RUNS_IN[form.executor] }),
        form.executor === "dask" ? field("Address of the scheduler", input(form.scheduler, (scheduler) => changed({ scheduler: scheduler.trim() }), { "data-key": "scheduler", placeholder: "workers on this computer" }), { help: "Such as tcp://host:8786. Its workers see the same folder as this notebook." }) : null),
      h("p", {}, checkbox("Run apart from this notebook", form.apart, (apart) => changed({ apart }), { "data-key": "apart", title: "In a process of its own, which goes on when this notebook is closed or its kernel ends; it is watched and stopped here like any other" })),
      field("Guidelines", textarea(form.guidelines, (guidelines) => changed({ guidelines }), { "data-key": "guidelines", rows: 2, placeholder: form.author === "bank" ? "The bank knows: more experiments, more vocabulary, more examples, shorter, more detail, avoid …, names of topics" : "For example: short sentences, examples from our town" }), { wide: true })),
    section("What is it called?",
      grid(field("Name", input(form.name, (name) => changed({ name }), { "data-key": "name", maxlength: 200, placeholder: "Autumn term" }), { help: "Its subjects, when it is empty." }),
        field("Planned by", input(form.planner, (planner) => changed({ planner }), { "data-key": "planner", maxlength: 200 }))),
      field("What is it for?", textarea(form.description, (description) => changed({ description }), { "data-key": "description", rows: 2 }), { wide: true })));
    connect.draw();
  }

  async function start() {
    startButton.disabled = true;
    try {
      const made = await timing.plan(ask, send());
      for (const line of made.mind ?? []) fail(new Error(line));
      Object.assign(form, { name: "", description: "", budget: "", token_budget: "", leave_out: false });
      timing.reset();
      drawWho();
      onstarted(made);
    } catch (error) { fail(error); } finally { check(); }
  }

  const modeName = uid("mode");
  const element = h("div", { class: "cw-columns cw-main-side" }, h("div", {}, presets, what, who), h("div", { class: "cw-sticky" }, section("Before you start", verdict, timing, messageBox(api, ask), actions(startButton))));
  element.useTemplate = useTemplate;
  element.redraw = () => { presets.look(); if (form.mode === "list") editor.draw(); };
  draw();
  return element;
}
