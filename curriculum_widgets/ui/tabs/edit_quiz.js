// The quiz, question by question. A key is chosen by radio buttons, checkboxes or rows, so that it can't be made invalid.

const EDIT_KINDS = {
  multiple_choice: ["Multiple choice", () => ({ options: [{ text: "" }, { text: "" }, { text: "" }], answer: 0 })],
  multiple_answers: ["Several right answers", () => ({ options: [{ text: "" }, { text: "" }, { text: "" }], answers: [0, 1] })],
  true_false: ["True or false", () => ({ answer: true })],
  short_answer: ["Short answer", () => ({ accepted: [""] })],
  numeric: ["A number", () => ({ answer: null, tolerance: 0, unit: "" })],
  matching: ["Matching", () => ({ pairs: [{ left: "", right: "" }, { left: "", right: "" }] })],
  ordering: ["Ordering", () => ({ steps: ["", "", ""] })],
};
const EDIT_THINKING = [["recall", "Remember"], ["understand", "Understand"], ["apply", "Apply"], ["analyse", "Analyse"]];

function editQuiz(ed) {
  const questions = ed.unit.quiz?.questions ?? [];
  const box = h("div");
  const open = (ed.openQuestions ??= new Set());
  const tell = (values, at) => ed.change("quiz", values.length ? { questions: values } : null, at);
  const list = editRows(ed, { field: "quiz", one: "question", values: questions, path: ["questions"], keepBlank: true, numbered: true, fresh: () => null, isBlank: (value) => !value, onchange: tell, most: 100,
    draw: (value, set, at) => editQuestion(ed, value, set, at, open) });
  list.querySelector(":scope > .cw-button").remove();
  const addOne = (kind) => {
    const id = editFreshId("q", list.values().map((question) => question.id));
    const fresh = { id, kind, prompt: "", explanation: "", idea: null, thinking: "recall", ...EDIT_KINDS[kind][1]() };
    open.add(id);
    ed.change("quiz", { questions: [...list.values(), fresh] }, `quiz:add:${id}`);
    ed.redraw();
    ed.box.querySelector(`[data-question="${id}"] textarea`)?.focus();
  };
  box.append(questions.length ? list : empty("No questions yet.", "Seven kinds of question can be added. A question is saved as soon as it is whole; until then it stays here and says what it lacks."),
    h("div", { class: "cw-edit-add", role: "group", "aria-label": "Add a question" }, h("span", { class: "cw-label" }, "Add a question"), h("div", { class: "cw-chip-row" }, Object.entries(EDIT_KINDS).map(([kind, [label]]) => button(label, () => addOne(kind), { kind: "plain cw-small", key: `add:${kind}` })))),
    editQuizFile(ed, list));
  return box;
}

/** Questions of another system's file, put behind those that are there; Undo takes them out again. */
function editQuizFile(ed, list) {
  const told = h("div", { "aria-live": "polite" }, ed.quizFileNote ?? null);
  ed.quizFileNote = null;
  const tell = (kind, ...children) => fill(told, note(kind, ...children));
  async function read(file) {
    if (file.size > 5e6) { tell("error", "A file of questions can have at most 5 MB; split it."); return; }
    try {
      const there = list.values();
      const answer = await ed.api.call("edit_read_questions", { name: file.name, taken: there.map((question) => question.id) }, { buffers: [await file.arrayBuffer()] });
      const all = [...there, ...answer.questions], left = answer.left_out;
      if (all.length > 100) { tell("error", `The quiz would have ${all.length} questions; it can have 100. Nothing was changed.`); return; }
      const why = left.length ? h("details", {}, h("summary", {}, `${plural(left.length, "question")} can’t be used`), h("ul", {}, left.map((line) => h("li", {}, line)))) : null;
      if (!answer.questions.length) { tell("warning", h("p", {}, `${file.name} holds no question that can be used. Nothing was changed.`), why); return; }
      ed.change("quiz", { questions: all }, `quiz:file:${file.name}`);
      ed.quizFileNote = note("success", h("p", {}, `${plural(answer.questions.length, "question")} of ${file.name} added. Undo makes the quiz what it was.`), why);
      ed.redraw();
    } catch (error) { tell("error", error.message); }
  }
  const chooser = h("input", { type: "file", accept: ".gift,.txt,.xml,text/plain,text/xml", class: "cw-input", "data-key": "quiz-file", onchange: (event) => { const [file] = event.target.files; event.target.value = ""; if (file) read(file); } });
  return h("div", { class: "cw-edit-add" }, field("Add questions from a file", chooser, { help: "GIFT or Moodle XML, at most 5 MB, as Moodle and other platforms export them." }), told);
}

function editQuestion(ed, value, set, at, open) {
  const { id, kind } = value();
  const body = h("div", { class: "cw-edit-question-body", id: uid("question") });
  const head = h("button", { type: "button", class: "cw-edit-question-head", "aria-expanded": String(open.has(id)), "aria-controls": body.id, "data-key": `head:${id}`, onclick: () => { if (open.has(id)) open.delete(id); else open.add(id); draw(); } });
  const mark = () => fill(head, h("span", { class: "cw-edit-question-title" }, value().prompt.trim().split("\n")[0] || "New question"), value().doubt ? badge("⚠ check this answer", "warn") : null, badge(EDIT_KINDS[kind][0]));
  const put = (changes, where) => { set({ ...value(), ...changes }, where); mark(); };
  const hints = h("div", { "data-hints": id });
  function draw() {
    head.setAttribute("aria-expanded", String(open.has(id)));
    mark();
    body.hidden = !open.has(id);
    if (body.hidden) { fill(body); return; }
    const prompt = textarea(value().prompt, (text) => put({ prompt: text }, "prompt"), { rows: 2, class: "cw-input cw-grow", "data-key": `${id}:prompt` });
    const doubt = value().doubt ? note("warning", h("p", {}, h("b", {}, "Check this answer. "), value().doubt), h("p", {}, "Students do not get this question until you say that its answer is right."), button("The answer is right", () => { put({ doubt: "" }, "doubt"); draw(); }, { kind: "plain cw-small", key: `${id}:sure` })) : null;
    fill(body, doubt, field(kind === "true_false" ? "Statement" : "Question", prompt, { help: kind === "short_answer" ? "A gap in a sentence is written as ____." : undefined }),
      EDIT_KEYS[kind](ed, value, put, id),
      field("Why it is right", textarea(value().explanation, (text) => put({ explanation: text }, "explanation"), { rows: 2, class: "cw-input cw-grow", "data-key": `${id}:why` }), { help: "Learners read it after they have answered." }),
      editMore(ed, value, put, id), hints, editWriteAgain(ed, "question", { question: id, label: "Write this question again …" }));
    ed.showHints?.();
  }
  draw();
  return h("div", { class: "cw-edit-question", "data-question": id }, head, body);
}

function editMore(ed, value, put, id) {
  const { kind } = value();
  const beliefs = [{ value: "", label: "None" }, ...ed.unit.misconceptions.map((one) => ({ value: one.id, label: one.belief.slice(0, 80) }))];
  const fields = [field("What it asks of learners", select(EDIT_THINKING.map(([key, label]) => ({ value: key, label })), value().thinking, (thinking) => put({ thinking }, "thinking"), { "data-key": `${id}:thinking` }))];
  if (kind === "numeric") fields.push(field("Calculation", input(value().expression, (expression) => put({ expression }, "expression"), { "data-key": `${id}:expression`, placeholder: "12 * 3" }), { help: "When it is filled, the studio checks that it gives the right number." }));
  if (kind === "true_false" && ed.unit.misconceptions.length) fields.push(field("Misconception that it shows", select(beliefs, value().misconception ?? "", (key) => put({ misconception: key || null }, "belief"), { "data-key": `${id}:belief` })));
  if (value().options && ed.unit.misconceptions.length) value().options.forEach((option, at) => {
    if (at === value().answer || value().answers?.includes(at)) return;
    fields.push(field(`Misconception behind option ${at + 1}`, select(beliefs, option.misconception ?? "", (key) => put({ options: value().options.map((one, place) => (place === at ? { ...one, misconception: key || null } : one)) }, `belief${at}`), { "data-key": `${id}:belief:${at}` }), { help: option.text }));
  });
  return h("details", { class: "cw-edit-details" }, h("summary", {}, "More"), grid(fields));
}

/** Options with their key: one radio button each, or one checkbox each. Whoever would break the key finds the control switched off. */
function editOptions(ed, value, put, id, many) {
  const box = h("fieldset", { class: "cw-chips" });
  const name = uid("right");
  const rights = () => (many ? value().answers : [value().answer]);
  const change = (options, right, where) => put(many ? { options, answers: [...right].sort((a, b) => a - b) } : { options, answer: right[0] }, where);
  function draw() {
    const { options } = value(), right = rights(), wrong = options.length - right.length;
    fill(box, h("legend", { class: "cw-label" }, many ? "Options: tick all that are right" : "Options: mark the one that is right"),
      h("ol", { class: "cw-edit-rows" }, options.map((option, at) => {
        const on = right.includes(at), label = `Option ${at + 1}`;
        const locked = many && (on ? right.length <= 2 : wrong <= 1);
        const why = locked ? (on ? "At least two must be right: tick another one first" : "At least one must be wrong") : undefined;
        const choose = () => { change(options, many ? (on ? right.filter((one) => one !== at) : [...right, at]) : [at], `right${at}`); draw(); };
        const text = input(option.text, (next) => { change(value().options.map((one, place) => (place === at ? { ...one, text: next } : one)), rights(), `option${at}`); }, { "aria-label": label, "data-key": `${id}:option:${at}` });
        const stays = options.length <= (many ? 3 : 2) ? "It needs this many options" : !many && on ? "This is the right answer: mark another one first" : many && (on ? right.length <= 2 : wrong <= 1) ? "At least two must be right and one wrong" : "";
        const remove = () => { const before = { options, right }; change(options.filter((_, place) => place !== at), right.filter((one) => one !== at).map((one) => (one > at ? one - 1 : one)), "remove"); draw(); ed.gone(`Removed: option ${at + 1}`, box, () => { change(before.options, before.right, "back"); draw(); }); };
        const move = (to) => { const order = options.map((_, place) => place); order.splice(to, 0, ...order.splice(at, 1)); change(order.map((place) => options[place]), order.flatMap((place, now) => (right.includes(place) ? [now] : [])), "move"); draw(); };
        return h("li", { class: "cw-edit-option" }, h("input", { type: many ? "checkbox" : "radio", name, checked: on, disabled: locked, title: why, "aria-label": `${label} is right`, onchange: choose, "data-key": `${id}:right:${at}` }), text,
          h("div", { class: "cw-edit-tools" }, editSmall("↑", `Move up ${label.toLowerCase()}`, () => move(at - 1), `${id}:up:${at}`, at === 0), editSmall("↓", `Move down ${label.toLowerCase()}`, () => move(at + 1), `${id}:down:${at}`, at === options.length - 1), editSmall("×", stays || `Remove ${label.toLowerCase()}`, remove, `${id}:less:${at}`, Boolean(stays))));
      })),
      button("Add option", () => { change([...options, { text: "" }], right, "more"); draw(); box.querySelector("li:last-child input:not([type=radio]):not([type=checkbox])").focus(); }, { kind: "plain cw-small", key: `${id}:more`, disabled: options.length >= (many ? 10 : 8) }));
  }
  draw();
  return box;
}

const EDIT_KEYS = {
  multiple_choice: (ed, value, put, id) => editOptions(ed, value, put, id, false),
  multiple_answers: (ed, value, put, id) => editOptions(ed, value, put, id, true),
  true_false: (ed, value, put, id) => {
    const name = uid("truth");
    return h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, "The statement is"), h("div", { class: "cw-chip-row" }, [[true, "true"], [false, "false"]].map(([truth, label]) => h("label", { class: "cw-chip" }, h("input", { type: "radio", name, checked: value().answer === truth, onchange: () => put({ answer: truth }, "answer"), "data-key": `${id}:${label}` }), h("span", {}, label)))));
  },
  short_answer: (ed, value, put, id) => editPart("Answers that count as right, the best one first", editLines(editInner(ed), { field: "quiz", one: "accepted answer", add: "Add another wording", values: value().accepted, fewest: 1, most: 20, onchange: (accepted) => put({ accepted: accepted.length ? accepted : [""] }, "accepted"), path: [id, "accepted"] })),
  numeric: (ed, value, put, id) => grid(
    field("Right number", input(value().answer, (text) => put({ answer: editNumber(text) }, "answer"), { inputmode: "decimal", "data-key": `${id}:number` })),
    field("Also right within ±", input(value().tolerance, (text) => put({ tolerance: editNumber(text) ?? 0 }, "tolerance"), { inputmode: "decimal", "data-key": `${id}:tolerance` })),
    field("Unit", input(value().unit, (unit) => put({ unit }, "unit"), { "data-key": `${id}:unit`, placeholder: "cm" }))),
  matching: (ed, value, put, id) => editPart("Pairs that belong together", editRecords(editInner(ed), { field: "quiz", one: "pair", values: value().pairs, fewest: 2, most: 10, fresh: () => ({ left: "", right: "" }), columns: "1fr 1fr", cells: [["left", "This"], ["right", "goes with"]], onchange: (pairs) => put({ pairs }, "pairs"), path: [id, "pairs"] })),
  ordering: (ed, value, put, id) => editPart("Steps, in their right order", editLines(editInner(ed), { field: "quiz", one: "step", numbered: true, values: value().steps, fewest: 3, most: 10, onchange: (steps) => put({ steps }, "steps"), path: [id, "steps"] })),
};

/** Rows inside a question say nothing of their own: the question says what it lacks. */
const editInner = (ed) => ({ gone: ed.gone });
const editPart = (legend, list) => h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, legend), list);
