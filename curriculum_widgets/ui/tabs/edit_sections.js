// The sections of a unit, one editor each. A section is drawn anew when it is opened; what is typed goes to `ed.change`.

/** A field that is a list of lines. */
const editList = (field, one, add, legend, help) => (ed) => editPart(legend, h("div", {}, help ? h("p", { class: "cw-help" }, help) : null, editLines(ed, { field, one, add, values: ed.unit[field], onchange: (values, at) => ed.change(field, values, at) })));

function editAbout(ed) {
  const minutes = () => ed.unit.minutes;
  const put = (name, text) => ed.change("minutes", { lesson: 0, activity: 0, practice: 0, quiz: 0, ...minutes(), [name]: editNumber(text) ?? 0 }, `minutes:${name}`);
  return h("div", {},
    editLine(ed, "title", "Title", ed.unit.title, (text) => ed.change("title", text, "title")),
    editLine(ed, "essential_question", "Essential question", ed.unit.essential_question, (text) => ed.change("essential_question", text, "essential_question"), { help: "The question that the whole unit answers." }),
    h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, "Minutes of class time"), h("div", { class: "cw-edit-cells cw-edit-few", style: "--cells:repeat(4, minmax(60px, 120px))" }, [["lesson", "Lesson"], ["activity", "Activity"], ["practice", "Practice"], ["quiz", "Quiz"]].map(([name, label]) => field(label, input(minutes()?.[name] ?? "", (text) => put(name, text), { inputmode: "numeric", "data-key": `minutes:${name}` })))), editFault("minutes")),
    editList("standards", "standard", "Add a standard", "Standards", "Those of your school or country, each with its code.")(ed));
}

function editObjectives(ed) {
  const rows = editRecords(ed, { field: "objectives", one: "objective", values: ed.unit.objectives, numbered: true, most: 20, columns: "1fr", blankBut: ["id"], fresh: () => ({ id: editFreshId("objective", [...ed.unit.objectives, ...rows.values()].map((one) => one.id)), text: "" }), cells: [["text", "Afterwards a learner can say", { wrap: true, placeholder: "I can explain why …" }]], onchange: (values, at) => ed.change("objectives", values, at) });
  return h("div", {}, editPart("Objectives", rows), editList("prior_knowledge", "thing to know before", "Add a thing to know before", "Prior knowledge", "What learners should know before they begin.")(ed));
}

/** Puts text around what is selected, so that the browser's own undo knows of it. */
function editWrap(area, before, after, example) {
  area.focus();
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || example;
  const start = area.selectionStart;
  if (!document.execCommand("insertText", false, before + chosen + after)) { area.setRangeText(before + chosen + after, start, area.selectionEnd, "end"); area.dispatchEvent(new Event("input")); }
  area.setSelectionRange(start + before.length, start + before.length + chosen.length);
}
/** Puts a block of its own behind the line of the cursor. */
function editBlock(area, text) {
  area.focus();
  const end = area.value.indexOf("\n", area.selectionEnd);
  area.setSelectionRange(end < 0 ? area.value.length : end, end < 0 ? area.value.length : end);
  if (!document.execCommand("insertText", false, `\n\n${text}\n`)) { area.setRangeText(`\n\n${text}\n`, area.selectionStart, area.selectionEnd, "end"); area.dispatchEvent(new Event("input")); }
}

function editLesson(ed) {
  const preview = h("div", { class: "cw-prose cw-edit-preview", role: "region", "aria-label": "How the lesson looks", tabindex: 0 });
  const area = textarea(ed.unit.lesson ?? "", (text) => { ed.change("lesson", text.trim() ? text : null, "lesson"); soon(); }, { class: "cw-input cw-edit-lesson", "data-key": "lesson", spellcheck: "true" });
  let turn = 0;
  async function show(mine = ++turn) {
    try {
      const answer = await ed.call("preview", { lesson: area.value });
      if (mine !== turn) return;
      const top = preview.scrollTop;
      fill(preview, answer.html ? safeHtml(answer.html) : h("p", { class: "cw-soft" }, "What you write appears here as learners will see it."));
      preview.scrollTop = top;
      if (answer.waiting) setTimeout(() => { if (mine === turn) show(mine); }, 400);
    } catch (error) { fill(preview, h("p", { class: "cw-soft" }, error.message)); }
  }
  const soon = debounce(200, () => show());
  area.addEventListener("scroll", () => { preview.scrollTop = (area.scrollTop / Math.max(1, area.scrollHeight - area.clientHeight)) * (preview.scrollHeight - preview.clientHeight); });
  const figures = [...ed.unit.diagrams.map((one) => [one.id, one.title]), ...(ed.unit.chart ? [[ed.unit.chart.id, ed.unit.chart.title]] : []), ...ed.unit.images.map((one) => [one.id, one.alt || one.file])];
  const insert = figures.length ? h("select", { class: "cw-input cw-edit-insert", "aria-label": "Insert a figure", "data-key": "lesson:insert", onchange: (event) => { const [id, title] = figures[Number(event.target.value)]; event.target.value = ""; editBlock(area, `![${title.replace(/[[\]\n]/g, " ")}](figure:${id})`); } }, h("option", { value: "" }, "Insert a figure …"), figures.map(([, title], at) => h("option", { value: at }, title || "Without a title"))) : null;
  const tool = (label, title, act) => h("button", { type: "button", class: "cw-edit-icon cw-edit-tool", title, "aria-label": title, "data-key": `tool:${title}`, onclick: act }, label);
  const bar = h("div", { class: "cw-edit-bar", role: "toolbar", "aria-label": "Markdown" },
    tool(h("b", {}, "B"), "Bold", () => editWrap(area, "**", "**", "important")), tool(h("i", {}, "I"), "Italic", () => editWrap(area, "*", "*", "a word")),
    tool("H", "Heading", () => editBlock(area, "## A heading")), tool("•", "List", () => editBlock(area, "- first\n- second")), tool(h("span", { class: "cw-edit-numeral" }), "Numbered list", () => editBlock(area, "1. first\n2. second")),
    tool("❝", "Quotation", () => editBlock(area, "> What somebody says")), tool("▦", "Table", () => editBlock(area, "| This | That |\n| ---- | ---- |\n|      |      |")), insert);
  area.id = uid("lesson");
  show();
  return h("div", { class: "cw-edit-split" },
    h("div", {}, h("label", { class: "cw-label", for: area.id }, "Text"), bar, area, editFault("lesson", () => [], area)),
    h("div", {}, h("p", { class: "cw-label" }, "How it looks"), preview));
}

const editVocabulary = (ed) => editRecords(ed, { field: "vocabulary", one: "word", add: "Add a word", values: ed.unit.vocabulary, fresh: () => ({ term: "", definition: "", idea: null }), columns: "minmax(120px, 1fr) minmax(0, 2.4fr)", cells: [["term", "Word"], ["definition", "What it means", { rows: 1 }]], onchange: (values, at) => ed.change("vocabulary", values, at) });

function editMisconceptions(ed) {
  const rows = editRecords(ed, { field: "misconceptions", one: "misconception", values: ed.unit.misconceptions, blankBut: ["id"], fresh: () => ({ id: editFreshId("misconception", [...ed.unit.misconceptions, ...rows.values()].map((one) => one.id)), belief: "", why: "", truth: "", response: "", idea: null }), columns: "1fr 1fr",
    cells: [["belief", "What many think", { rows: 2 }], ["truth", "What is so", { rows: 2 }], ["why", "Why it tempts", { rows: 2 }], ["response", "How to respond", { rows: 2 }]], onchange: (values, at) => ed.change("misconceptions", values, at) });
  return rows;
}

/** A part that a unit may lack: its form, or an empty state with a button that begins it. */
function editOptional(ed, name, { title, text, begin, fresh, remove, form }) {
  const value = () => ed.unit[name];
  if (!value()) return empty(title, text, button(begin, () => { ed.change(name, fresh(), `${name}:new`); ed.redraw(); ed.box.querySelector("input, textarea")?.focus(); }, { kind: "primary" }));
  const put = (changes, at) => ed.change(name, { ...value(), ...changes }, `${name}:${at}`);
  const take = () => { const before = value(); ed.change(name, null, `${name}:remove`); ed.redraw(); ed.gone(`Removed: ${begin.replace(/^\S+ (an?|the) /, "")}`, null, () => { ed.change(name, before, `${name}:back`); ed.redraw(); }); };
  return h("div", {}, form(value, put), editFault(name), actions(button(remove, take, { kind: "link", key: `${name}-remove` })));
}

const EDIT_GROUPINGS = ["individual", "pairs", "small groups", "whole class", "stations"];

const editActivity = (ed) => editOptional(ed, "activity", {
  title: "No activity yet.", text: "Something that learners do: what they need, step by step, and what should be seen at the end.", begin: "Plan an activity", remove: "Remove the activity",
  fresh: () => ({ title: "", grouping: "pairs", minutes: 15, materials: [], steps: [], expected: "", safety: "", adaptations: { support: "", challenge: "", access: "" } }),
  form: (value, put) => {
    const long = (name, label, help) => editLine(ed, "activity", label, value()[name], (text) => put({ [name]: text }, name), { rows: 2, help, path: () => [name] });
    const adapt = (name, label) => field(label, textarea(value().adaptations[name], (text) => put({ adaptations: { ...value().adaptations, [name]: text } }, name), { rows: 2, class: "cw-input cw-grow", "data-key": `activity:${name}` }));
    return h("div", {}, editLine(ed, "activity", "Title", value().title, (title) => put({ title }, "title"), { path: () => ["title"] }),
      grid(field("Grouping", select(EDIT_GROUPINGS, value().grouping, (grouping) => put({ grouping }, "grouping"), { "data-key": "activity:grouping" })), editLine(ed, "activity", "Minutes", value().minutes, (text) => put({ minutes: editNumber(text) }, "minutes"), { path: () => ["minutes"] })),
      editPart("Materials", editRecords(ed, { field: "activity", one: "material", path: ["materials"], values: value().materials, fresh: () => ({ name: "", quantity: "", substitute: "" }), columns: "2fr 1fr 2fr", cells: [["name", "What"], ["quantity", "How much"], ["substitute", "Or else"]], onchange: (materials, at) => put({ materials }, at) })),
      editPart("Steps", editLines(ed, { field: "activity", one: "step", path: ["steps"], numbered: true, rows: 1, values: value().steps, most: 30, onchange: (steps, at) => put({ steps }, at) })),
      long("expected", "What should be seen at the end", "For the teacher only."), long("safety", "Safety"),
      h("div", { class: "cw-edit-cells", style: "--cells:repeat(3, minmax(0, 1fr))" }, adapt("support", "With support"), adapt("challenge", "As a challenge"), adapt("access", "For access")));
  },
});

const EDIT_LEVELS = [{ value: "support", label: "With support" }, { value: "core", label: "For all" }, { value: "challenge", label: "Challenge" }];

function editPractice(ed) {
  const rows = editRecords(ed, { field: "practice", one: "problem", values: ed.unit.practice, numbered: true, blankBut: ["id"], fresh: () => ({ id: editFreshId("problem", [...ed.unit.practice, ...rows.values()].map((one) => one.id)), level: "core", prompt: "", solution: "", idea: null }), columns: "minmax(110px, .5fr) 1.4fr 1.4fr",
    cells: [["level", "Level", { options: EDIT_LEVELS }], ["prompt", "Problem", { rows: 2 }], ["solution", "Solution", { rows: 2 }]], onchange: (values, at) => ed.change("practice", values, at) });
  return rows;
}
const editVariants = (ed) => editRecords(ed, { field: "variants", one: "idea", values: ed.unit.variants, fresh: () => ({ idea: "", support: "", challenge: "" }), columns: "1fr 1fr", cells: [["idea", "Idea", { wide: true }], ["support", "Said more simply", { rows: 2 }], ["challenge", "One step further", { rows: 2 }]], onchange: (values, at) => ed.change("variants", values, at) });

const editTicket = (ed) => editOptional(ed, "exit_ticket", {
  title: "No exit ticket yet.", text: "The last question of a lesson, on its hardest case: what learners answer before they leave.", begin: "Write an exit ticket", remove: "Remove the exit ticket", fresh: () => ({ prompt: "", answer: "", look_for: "" }),
  form: (value, put) => h("div", {}, [["prompt", "Question"], ["answer", "What a right answer says"], ["look_for", "What a wrong answer tells you"]].map(([name, label]) => editLine(ed, "exit_ticket", label, value()[name], (text) => put({ [name]: text }, name), { rows: 2, path: () => [name] }))),
});

function editRubric(ed) {
  const objectives = () => [...ed.unit.objectives.map((one) => ({ value: one.id, label: one.text })), ...ed.unit.rubric.filter((row) => !ed.unit.objectives.some((one) => one.id === row.objective)).map((row) => ({ value: row.objective, label: "(an objective that was removed)" }))];
  if (!objectives().length) return empty("A rubric needs objectives.", "Write the objectives first: each row of a rubric says how far a learner is with one of them.");
  return editRecords(ed, { field: "rubric", one: "row", values: ed.unit.rubric, fresh: () => ({ objective: ed.unit.objectives[0]?.id ?? objectives()[0].value, beginning: "", developing: "", secure: "", extending: "" }), columns: "repeat(4, minmax(0, 1fr))",
    cells: [["objective", "Objective", { options: objectives, wide: true }], ...[["beginning", "Beginning"], ["developing", "Developing"], ["secure", "Secure"], ["extending", "Extending"]].map((cell) => [...cell, { wrap: true }])], onchange: (values, at) => ed.change("rubric", values, at) });
}

const editSummary = (ed) => editLine(ed, "summary", "What was learned", ed.unit.summary, (text) => ed.change("summary", text, "summary"), { rows: 6 });

const EDIT_RESOURCES = ["book", "website", "video", "place", "object", "person", "game", "tool"];
const editResources = (ed) => editRecords(ed, { field: "resources", one: "resource", values: ed.unit.resources, fresh: () => ({ kind: "website", title: "", by: "", url: "", why: "" }), columns: "minmax(100px, .6fr) 1.6fr 1fr",
  cells: [["kind", "Kind", { options: EDIT_RESOURCES }], ["title", "Title"], ["by", "By"], ["url", "Address", { placeholder: "https://…" }], ["why", "Why it is worth it"]], onchange: (values, at) => ed.change("resources", values, at) });

const editPlan = (ed) => editOptional(ed, "teacher_plan", {
  title: "No plan yet.", text: "One page that only the teacher sees: what to prepare, what to do when, what to ask.", begin: "Write a plan", remove: "Remove the plan", fresh: () => ({ preparation: [], steps: [], prompts: [], if_stuck: "" }),
  form: (value, put) => h("div", {},
    editPart("To prepare", editLines(ed, { field: "teacher_plan", one: "thing to prepare", path: ["preparation"], values: value().preparation, onchange: (preparation, at) => put({ preparation }, at) })),
    editPart("The lesson, minute by minute", editRecords(ed, { field: "teacher_plan", one: "step", path: ["steps"], values: value().steps, blankBut: ["minutes"], fresh: () => ({ minutes: 5, do: "" }), columns: "90px minmax(0, 1fr)", cells: [["minutes", "Minutes", { number: true }], ["do", "What to do", { wrap: true }]], onchange: (steps, at) => put({ steps }, at) })),
    editPart("Questions to ask aloud", editRecords(ed, { field: "teacher_plan", one: "question to ask", path: ["prompts"], values: value().prompts, fresh: () => ({ ask: "", listen_for: "" }), columns: "1fr 1fr", cells: [["ask", "Ask", { wrap: true }], ["listen_for", "Listen for", { wrap: true }]], onchange: (prompts, at) => put({ prompts }, at) })),
    editLine(ed, "teacher_plan", "If learners are stuck", value().if_stuck, (text) => put({ if_stuck: text }, "if_stuck"), { rows: 2, path: () => ["if_stuck"] })),
});

const EDIT_SECTIONS = [
  { id: "about", group: "Plan", label: "About this unit", fields: ["title", "essential_question", "minutes", "standards"], draw: editAbout },
  { id: "objectives", group: "Plan", label: "Objectives", fields: ["objectives", "prior_knowledge"], draw: editObjectives },
  { id: "lesson", group: "Teach", label: "Lesson", fields: ["lesson"], part: "lesson", draw: editLesson },
  { id: "key_points", group: "Teach", label: "Key points", fields: ["key_points"], part: "key-points", draw: editList("key_points", "key point", "Add a key point", "Key points", "What to remember, one thing a line.") },
  { id: "vocabulary", group: "Teach", label: "Vocabulary", fields: ["vocabulary"], part: "vocabulary", draw: editVocabulary },
  { id: "misconceptions", group: "Teach", label: "Misconceptions", fields: ["misconceptions"], part: "vocabulary", draw: editMisconceptions },
  { id: "activity", group: "Teach", label: "Activity", fields: ["activity"], part: "activity", draw: editActivity },
  { id: "practice", group: "Teach", label: "Practice", fields: ["practice"], part: "practice", draw: editPractice },
  { id: "variants", group: "Teach", label: "Simpler and further", fields: ["variants"], part: "practice", draw: editVariants },
  { id: "diagrams", group: "Show", label: "Diagrams", fields: ["diagrams"], part: "diagrams", draw: editDiagrams },
  { id: "chart", group: "Show", label: "Chart", fields: ["chart"], part: "chart", draw: editChart },
  { id: "images", group: "Show", label: "Pictures", fields: ["images"], part: "picture", draw: editImages },
  { id: "quiz", group: "Check", label: "Quiz", fields: ["quiz"], part: "quiz", draw: editQuiz },
  { id: "exit_ticket", group: "Check", label: "Exit ticket", fields: ["exit_ticket"], part: "quiz", draw: editTicket },
  { id: "rubric", group: "Check", label: "Rubric", fields: ["rubric"], part: "teacher-plan", draw: editRubric },
  { id: "summary", group: "Round off", label: "Summary", fields: ["summary"], part: "summary", draw: editSummary },
  { id: "resources", group: "Round off", label: "Resources", fields: ["resources"], part: "resources", draw: editResources },
  { id: "teacher_plan", group: "Round off", label: "Teacher’s plan", fields: ["teacher_plan"], part: "teacher-plan", draw: editPlan },
];
