function tab(api, root, data) {
  const form = { subjects: ["Science"], grade: "Grade 4", style: "Standard", language: "English", topic_count: 3, topics: [], richness: 3, without: [], author: "bank", model: "", base_url: "", guidelines: "", template: "" };
  const runs = new Map(data.runs.map((run) => [run.id, run]));
  const cards = new Map();
  const formBox = h("div"), estimateBox = h("div", { "aria-live": "polite" }), runsBox = h("div"), named = h("div"), templateBox = h("div");
  let topicTitles = [];

  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 12 });
  const changed = (values) => { Object.assign(form, values); check(); };
  const check = debounce(250, async () => {
    try {
      const answer = await api.call("check", { form });
      fill(estimateBox, answer.problem ? note("warning", answer.problem) : note("success", h("p", {}, `Ready: ${plural(answer.curricula, "curriculum", "curricula")} with ${plural(answer.units, "unit")}, about ${answer.pages} printed pages.`), h("p", {}, `Time: ${answer.seconds === null ? "depends on the language model" : duration(answer.seconds)}. Cost: ${answer.cost === null ? "unknown: this author's price is not known" : Number(answer.cost) === 0 ? "nothing" : `about ${answer.cost} USD`}.`)));
      startButton.disabled = Boolean(answer.problem);
    } catch (error) { fail(error); }
  });
  const startButton = button("Start", start, { kind: "primary", key: "start" });

  async function topicsOf() {
    try { topicTitles = form.subjects.length === 1 ? await api.call("topics", { subject: form.subjects[0], grade: form.grade }) : []; } catch { topicTitles = []; }
    form.topics = form.topics.filter((topic) => topicTitles.includes(topic));
    drawNamed();
  }
  function drawNamed() {
    const count = field("How many topics", input(form.topic_count, (value) => changed({ topic_count: Number(value) || 1 }), { type: "number", min: 1, max: data.topics_at_most, disabled: form.topics.length > 0, "data-key": "topic-count" }), { help: "The author chooses those that suit the grade best." });
    fill(named, h("div", { class: "cw-grid" }, count), topicTitles.length ? chips("… or these topics", topicTitles, form.topics, (topics) => { changed({ topics }); drawNamed(); }) : null);
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
        chips("Subjects", data.subjects, form.subjects, (subjects) => { changed({ subjects }); topicsOf(); }, { help: "Several subjects make one curriculum each." }),
        grid(field("Grade", select(data.grades, form.grade, (grade) => { changed({ grade }); topicsOf(); }, { "data-key": "grade" })),
          field("Style", select(data.styles.map((style) => style.value), form.style, (style) => { changed({ style }); drawForm(); }, { "data-key": "style" }), { help: about })),
        named),
      section("How shall it look?",
        grid(field("Richness", select(data.richness.map((label, value) => ({ value, label: `${value}  ${label}` })), form.richness, (value) => changed({ richness: Number(value) }), { "data-key": "richness" })),
          field("Language", select(data.languages, form.language, (language) => changed({ language }), { "data-key": "language" }))),
        chips("Sections besides the lesson", data.sections, data.sections.map((one) => one.value).filter((one) => !form.without.includes(one)), (kept) => changed({ without: data.sections.map((one) => one.value).filter((one) => !kept.includes(one)) }))),
      section("Who writes it?",
        grid(field("Author", select(data.authors, form.author, (author) => { changed({ author }); drawForm(); }, { "data-key": "author" }), { help: form.author === "bank" ? "Checked lessons that come with the studio: free, offline, in English." : "Needs its package, and what that asks for." }),
          form.author === "bank" ? null : field("Model", input(form.model, (model) => changed({ model }), { "data-key": "model" })),
          form.author === "bank" ? null : field("Address", input(form.base_url, (base_url) => changed({ base_url }), { "data-key": "base-url", placeholder: "https://…" }))),
        field("Guidelines", textarea(form.guidelines, (guidelines) => changed({ guidelines }), { "data-key": "guidelines", rows: 2, placeholder: form.author === "bank" ? "The bank follows none: leave this empty" : "What to mind besides" }))));
    drawTemplate();
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

  const ACTIVE = ["running", "cancelling", "pending"];
  function card(run) {
    const bar = progress(run.progress, `Progress of ${run.name}`);
    const line = h("p", { class: "cw-soft" }), head = h("div", { class: "cw-card-head" }), buttons = h("div", { class: "cw-actions" }), preview = h("div");
    const element = h("article", { class: "cw-card", "data-run": run.id, "aria-label": run.name }, head, bar, line, buttons, preview);
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
      const rest = now.remaining ? `, about ${duration(now.remaining)} left` : "";
      fill(line, now.state === "running" || now.state === "cancelling" ? `${now.doing || "Starting"} · ${now.finished} of ${now.planned} parts · ${duration(now.elapsed)}${rest}` : now.error || (now.elapsed ? `Done in ${duration(now.elapsed)}` : ""));
      if (now.state !== last) {
        fill(head, h("h4", {}, now.name), state(now.state));
        const work = async (call, after) => { try { const result = await api.call(call, { run: run.id }); after(result); } catch (error) { fail(error); } };
        const again = (result) => { runs.set(run.id, result); element.update(result); beat.now(); };
        fill(buttons,
          ACTIVE.includes(now.state) ? button("Stop", () => work("stop", again), { kind: "danger", key: "stop" }) : null,
          now.curriculum ? button("Read it", () => read(Math.max(shown, 0)), { kind: "primary", key: "read" }) : null,
          now.curriculum ? button("Open in View & Edit", () => api.call("open", { curriculum: now.curriculum }).catch(fail), { key: "open" }) : null,
          ["cancelled", "interrupted", "failed", "partial"].includes(now.state) ? button("Continue", () => work("continue", again), { key: "continue" }) : null,
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
      h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": "Coverage" }, h("table", { class: "cw-plain-table" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Subject"), grades.map((grade) => h("th", { scope: "col" }, grade)))), h("tbody", {}, Object.entries(data.coverage).map(([subject, row]) => h("tr", {}, h("th", { scope: "row" }, subject), row.map((held) => h("td", {}, held ? "✓" : h("span", { class: "cw-soft", title: "Needs a language model" }, "–")))))))),
      h("p", { class: "cw-help" }, "✓ is there offline; everything else needs a language model as author."));
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
