function tab(api, root, data) {
  const form = { subjects: ["Science"], grade: "Grade 4", style: "Standard", language: "English", topic_count: 3, topics: [], richness: 3, exercise_set: 0, without: [], author: "bank", model: "", base_url: "", guidelines: "", licence: "", template: "", budget: "", token_budget: "", ...data.pictures.usual };
  const runs = new Map(data.runs.map((run) => [run.id, run]));
  const cards = new Map();
  const formBox = h("div"), estimateBox = h("div", { "aria-live": "polite" }), runsBox = h("div"), named = h("div"), templateBox = h("div");
  let topicTitles = [];

  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 12 });
  const changed = (values) => { Object.assign(form, values); check(); };
  const check = debounce(250, async () => {
    try {
      const answer = await errand(api, "check", { form });
      fill(estimateBox, answer.problem ? note("warning", answer.problem) : note("success", h("p", {}, `Ready: ${plural(answer.curricula, "curriculum", "curricula")} with ${plural(answer.units, "unit")}, about ${answer.pages} printed pages.`), h("p", {}, `Time: ${answer.seconds === null ? "depends on the language model" : around(answer.seconds)}. Cost: ${answer.cost === null ? "unknown, as this author's price is not known" : Number(answer.cost) === 0 ? "nothing" : `about ${Number(answer.cost).toPrecision(2)} USD`}.${answer.tokens ? ` About ${answer.tokens.toLocaleString()} tokens.` : ""}`)));
      startButton.disabled = Boolean(answer.problem);
    } catch (error) { fail(error); }
  });
  const connect = modelChoice(api, form, changed, { models: data.models, pictures: data.pictures });
  const startButton = button("Start", start, { kind: "primary", key: "start" });

  async function topicsOf() {
    try { topicTitles = form.subjects.length === 1 ? await api.call("topics", { subject: form.subjects[0], grade: form.grade }) : []; } catch { topicTitles = []; }
    if (form.author === "bank") form.topics = form.topics.filter((topic) => topicTitles.includes(topic));
    drawNamed();
  }
  function drawNamed() {
    const count = field("How many topics", input(form.topic_count, (value) => changed({ topic_count: Number(value) || 1 }), { type: "number", min: 1, max: data.topics_at_most, disabled: form.topics.length > 0, "data-key": "topic-count" }), { help: "The author chooses those that suit the grade best." });
    const own = () => field("… or these topics", textarea(form.topics.join("\n"), (text) => changed({ topics: text.split("\n").map((line) => line.trim()).filter(Boolean) }), { rows: 3, "data-key": "own-topics", placeholder: "One topic a line, in their order" }), { wide: true });
    fill(named, h("div", { class: "cw-grid" }, count), form.author !== "bank" ? own() : topicTitles.length ? chips("… or these topics", topicTitles, form.topics, (topics) => { changed({ topics }); drawNamed(); }) : null);
  }
  /** The templates may have changed since: in the Templates tab, or elsewhere. What is filled in stays. */
  async function refreshTemplates() {
    try {
      const templates = await api.call("templates");
      if (JSON.stringify(templates) === JSON.stringify(data.templates)) return;
      data.templates = templates;
      if (!templates.some((one) => one.value === form.template)) form.template = "";
      drawTemplate();
      check();
    } catch (error) { fail(error); }
  }
  async function useTemplate(template) {
    form.template = template;
    if (template) try {
      const values = await api.call("template", { template });
      for (const [name, value] of Object.entries(values)) if (value !== null && !(Array.isArray(value) && name === "subjects" && !value.length)) form[name] = value;
      form.topics = [];
    } catch (error) { fail(error); }
    drawForm();
  }

  function drawTemplate() {
    const about = data.templates.find((item) => item.value === form.template)?.about;
    fill(templateBox, field("Template", select([{ value: "", label: "None: I fill the form myself" }, ...data.templates], form.template, useTemplate, { "data-key": "template" }), { help: about || "A saved way of teaching, which fills the form." }));
  }
  function drawForm() {
    const about = data.styles.find((style) => style.value === form.style)?.about ?? "";
    fill(formBox,
      section("What shall be taught?",
        templateBox,
        chips("Subjects", data.subjects, form.subjects, (subjects) => { const counted = form.subjects.includes("Mathematics"); changed({ subjects }); topicsOf(); if (counted !== subjects.includes("Mathematics")) drawForm(); }, { help: "Several subjects make one curriculum each." }),
        grid(field("Grade", select(data.grades, form.grade, (grade) => { changed({ grade }); topicsOf(); }, { "data-key": "grade" })),
          field("Style", select(data.styles.map((style) => style.value), form.style, (style) => { changed({ style }); drawForm(); }, { "data-key": "style" }), { help: about })),
        named),
      section("How shall it look?",
        grid(field("Richness", select(data.richness.map((label, value) => ({ value, label: `${value}  ${label}` })), form.richness, (value) => changed({ richness: Number(value) }), { "data-key": "richness" }), { wide: true }),
          form.author === "bank" && form.subjects.includes("Mathematics") ? field("Set of exercises", input(form.exercise_set, (value) => changed({ exercise_set: Number(value) || 0 }), { type: "number", min: 0, max: 999999, "data-key": "exercise-set" }), { help: "Another number gives other exercises." }) : null,
          field("Language", select(data.languages, form.language, (language) => changed({ language }), { "data-key": "language" }))),
        chips("Sections besides the lesson", data.sections, data.sections.map((one) => one.value).filter((one) => !form.without.includes(one)), (kept) => changed({ without: data.sections.map((one) => one.value).filter((one) => !kept.includes(one)) })),
        licenceField(data.licences, form.licence, (licence) => changed({ licence }), { help: "Every export says it; it can be changed later." })),
      section("Who writes it?",
        grid(field("Author", select(data.authors, form.author, (author) => { changed({ author, model: "", base_url: "", topics: [] }); drawForm(); }, { "data-key": "author" }), { help: form.author === "bank" ? "Checked lessons that come with the studio: free, offline, in English." : "Writes on any subject, in any language. What it writes must be read before it is taught." })),
        connect,
        form.author === "bank" ? null : budgetFields(form, changed),
        field("Guidelines", textarea(form.guidelines, (guidelines) => changed({ guidelines }), { "data-key": "guidelines", rows: 2, placeholder: form.author === "bank" ? "The bank knows: more experiments, more vocabulary, more examples, shorter, more detail, avoid …, names of topics" : "For example: short sentences, examples from our town" }))));
    drawTemplate();
    connect.draw();
    drawNamed();
    check();
  }

  async function start() {
    startButton.disabled = true;
    try {
      for (const run of await api.call("start", { form })) put(run, true);
      drawRuns();
      beat.now();
      runsBox.querySelector("h3")?.scrollIntoView({ block: "nearest" });
    } catch (error) { fail(error); } finally { startButton.disabled = false; }
  }
  function put(run, first) {
    const order = first ? [[run.id, run], ...runs] : [...runs, [run.id, run]];
    if (runs.has(run.id)) runs.set(run.id, run);
    else { runs.clear(); for (const [id, one] of order) runs.set(id, one); }
  }

  const ended = (now) => now.state === "cancelled" ? `Stopped after ${duration(now.elapsed)} · ${now.finished} of ${now.planned} parts are kept, and Continue writes only the rest.` : now.curriculum && now.elapsed ? `Done in ${duration(now.elapsed)}` : "";
  const ACTIVE = ["running", "cancelling", "pausing", "pending"];
  function card(run) {
    const bar = progress(run.progress, `Progress of ${run.name}`);
    const line = h("p", { class: "cw-soft" }), head = h("div", { class: "cw-card-head" }), buttons = h("div", { class: "cw-actions" }), preview = h("div"), live = h("div"), raise = h("div");
    const more = { budget: "", token_budget: "" };
    const element = h("article", { class: "cw-card", "data-run": run.id, "aria-label": run.name }, head, bar, line, raise, buttons, live, preview);
    const tellLive = (now) => {
      const box = live.querySelector(".cw-live"), follows = !box || box.scrollTop + box.clientHeight >= box.scrollHeight - 40;
      fill(live, now ? [h("p", { class: "cw-soft" }, `Being written now: ${now.title}`), safeHtml(now.html, { class: "cw-prose cw-live", tabindex: 0, role: "region", "aria-label": `Being written: ${now.title}` })] : null);
      const again = live.querySelector(".cw-live");
      if (again) again.scrollTop = follows ? again.scrollHeight : box.scrollTop;
    };
    let shown = -1, last = "", readUnits = 0;
    const read = async (at) => {
      try {
        const page = await api.call("preview", { run: run.id, at });
        if (!page.units) return;
        shown = Math.min(at, page.units - 1);
        readUnits = page.units;
        fill(preview, h("div", { class: "cw-card-head", style: "margin-top:16px" }, h("h4", {}, page.title), h("div", { class: "cw-actions", style: "margin:0" }, button("‹ Previous", () => read(shown - 1), { kind: "plain cw-small", disabled: shown <= 0, key: "previous" }), h("span", { class: "cw-soft" }, `Unit ${shown + 1} of ${page.units}`), button("Next ›", () => read(shown + 1), { kind: "plain cw-small", disabled: shown >= page.units - 1, key: "next" }))), safeHtml(page.html, { class: "cw-prose", tabindex: 0, role: "region", "aria-label": `Lesson: ${page.title}`, style: "max-height:460px;overflow:auto" }));
      } catch (error) { fail(error); }
    };
    element.update = (now) => {
      const text = `${now.doing || now.state}, ${Math.round(now.progress * 100)} %`;
      setProgress(bar, now.progress, text);
      const rest = now.remaining ? `, ${around(now.remaining)} left` : "";
      fill(line, now.state === "running" || now.state === "cancelling" ? `${now.doing || "Starting"} · ${now.finished} of ${now.planned} parts · ${duration(now.elapsed)}${rest}` : now.error || ended(now));
      if (now.live || live.firstChild) tellLive(now.live);
      if (now.state !== last) {
        fill(raise, now.state === "paused" ? budgetFields(more, (values) => Object.assign(more, values)) : null);
        fill(head, h("h4", {}, now.name), state(now.state));
        const work = async (call, after, args = {}) => { try { const result = await api.call(call, { run: run.id, ...args }); after(result); } catch (error) { fail(error); } };
        const again = (result) => { runs.set(run.id, result); element.update(result); beat.now(); };
        fill(buttons,
          ACTIVE.includes(now.state) ? button("Stop", () => work("stop", again), { kind: "danger", key: "stop" }) : null,
          now.curriculum ? button("Read it", () => read(Math.max(shown, 0)), { kind: "primary", key: "read" }) : null,
          now.curriculum ? button("Open in View & Edit", () => api.call("open", { curriculum: now.curriculum }).catch(fail), { key: "open" }) : null,
          ["cancelled", "interrupted", "failed", "partial", "paused"].includes(now.state) ? button("Continue", () => work("continue", again, more), { key: "continue" }) : null,
          !ACTIVE.includes(now.state) ? button("Clear", () => work("dismiss", () => { runs.delete(run.id); cards.delete(run.id); element.remove(); drawRuns(); }), { kind: "link", key: "clear", title: "Take it off this list; the curriculum stays in the library" }) : null);
        if (last && !ACTIVE.includes(now.state)) toast(root, `${now.name}: ${now.state}`, { kind: now.state === "completed" ? "success" : "error" });
        if (now.state === "completed" && last) read(0);
        last = now.state;
      }
      if (ACTIVE.includes(now.state) && now.units?.length && now.units.length > readUnits && shown < 0) read(0);
    };
    element.update(run);
    return element;
  }
  function drawRuns() {
    for (const run of runs.values()) if (!cards.has(run.id)) cards.set(run.id, card(run));
    fill(runsBox, runs.size ? h("h3", { class: "cw-title" }, "Your curricula in the making") : empty("Nothing is being made yet.", "Fill the form and press Start: the units appear here one by one, to be read while the rest is written."), [...runs.keys()].map((id) => cards.get(id)));
  }

  const beat = heartbeat(async () => {
    const watched = [...runs.values()].filter((run) => ACTIVE.includes(run.state)).map((run) => run.id);
    const answer = await api.call("beat", { runs: watched });
    const unknown = answer.runs.filter((run) => !runs.has(run.id));
    for (const run of answer.runs) { if (unknown.includes(run)) put(run, true); else { runs.set(run.id, run); cards.get(run.id)?.update(run); } }
    if (unknown.length) drawRuns();
    return answer.next;
  });

  function coverage() {
    const grades = data.grades.map((grade) => grade.replace("Grade ", ""));
    return h("details", { class: "cw-section" }, h("summary", { class: "cw-label" }, "What the offline bank covers"),
      h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": "Coverage" }, h("table", { class: "cw-plain-table" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Subject"), grades.map((grade) => h("th", { scope: "col" }, grade)))), h("tbody", {}, Object.entries(data.coverage).map(([subject, row]) => h("tr", {}, h("th", { scope: "row" }, subject), row.map((held) => h("td", {}, held || h("span", { class: "cw-soft", title: "Needs a language model" }, "–")))))))),
      h("p", { class: "cw-help" }, "How many topics there are offline for each grade; everything else needs a language model as author."));
  }

  root.append(columns(h("div", {}, formBox, coverage()), h("div", {}, section("Before you start", estimateBox, actions(startButton)), runsBox)));
  drawForm();
  topicsOf();
  drawRuns();
  beat.now();
  if (data.arrival?.template) useTemplate(data.arrival.template);
  window.addEventListener("focus", refreshTemplates);
  return {
    receive(message) {
      if (message.event === "arrive" && message.template) { api.call("arrived"); refreshTemplates().then(() => useTemplate(message.template)); }
      if (message.event === "shown") refreshTemplates();
      if (message.event === "shown" || message.event === "started") beat.now();
    },
    close() { beat.stop(); window.removeEventListener("focus", refreshTemplates); },
  };
}
