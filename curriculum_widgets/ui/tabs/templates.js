function tab(api, root, data) {
  const stage = h("div");
  let current = null; // what is on the stage: {kind, id, element}
  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 12 });
  const say = (text, undo) => toast(root, text, { kind: "success", undo, seconds: undo ? 12 : 6 });

  function put(kind, element, id = "") {
    current = { kind, id, element };
    fill(stage, element);
    if (kind !== "shelf") element.querySelector("h3")?.focus({ preventScroll: true });
  }
  const mayLeave = async () => !current?.element.mayLeave || current.element.mayLeave();
  const confirmLoss = () => confirmBox(root, "Leave without saving?", { yes: "Leave", no: "Go on editing", detail: "What you changed in this template would be lost." });
  /** Asks for the list again, and tells whether it is another one. */
  async function relist() {
    const before = JSON.stringify([data.templates, data.warnings]);
    Object.assign(data, await api.call("list"));
    return JSON.stringify([data.templates, data.warnings]) !== before;
  }

  // ---- the shelf
  async function showShelf() {
    try { await relist(); } catch (error) { fail(error); }
    put("shelf", templateShelf(data, { open, use, make: () => edit("", data.blank), fromCurriculum: chooseCurriculum, bringIn: showImport }));
  }
  const use = (template) => api.call("use", { template }).catch(fail);
  const batch = (template) => api.call("batch", { template }).catch(fail);

  // ---- one template
  async function open(template) {
    try {
      const shown = await api.call("show", { template });
      put("detail", templateDetail(api, data, shown, { back: showShelf, use, batch, edit, duplicate, remove, fail }), template);
    } catch (error) { fail(error); showShelf(); }
  }
  function edit(template, form, name) {
    put("form", templateForm(api, data, {
      form, template, before: form, fail, confirmLoss, name: name ?? (template ? `Edit “${form.name}”` : "New template"),
      done: async (saved) => { await open(saved.saved); say(`“${saved.name}” is saved.`); },
      cancel: () => (template ? open(template) : showShelf()),
    }), template);
  }
  async function duplicate(template) {
    try {
      const copy = await api.call("duplicate", { template });
      const { form } = await api.call("show", { template: copy.saved });
      edit(copy.saved, form);
      say(`“${copy.name}” is yours to change.`, () => remove(copy.saved));
    } catch (error) { fail(error); }
  }
  async function remove(template) {
    try {
      const { trash, name } = await api.call("delete", { template });
      await showShelf();
      say(`“${name}” is deleted.`, async () => { try { await open(await api.call("restore", { trash })); } catch (error) { fail(error); } });
    } catch (error) { fail(error); }
  }

  // ---- from a curriculum
  async function fromCurriculum(curriculum) {
    if (!await mayLeave()) return;
    try { edit("", await api.call("from_curriculum", { curriculum }), "New template, from a curriculum"); } catch (error) { fail(error); }
  }
  function chooseCurriculum() {
    const list = h("div");
    let turn = 0;
    const find = async (words) => {
      const mine = ++turn;
      try {
        const found = await api.call("curricula", { words });
        if (mine !== turn) return;
        fill(list, found.length ? h("ul", { class: "cw-choices" }, found.map((one) => h("li", {}, h("button", { type: "button", class: "cw-choice", "data-key": one.id, onclick: () => fromCurriculum(one.id) }, h("strong", {}, one.title), h("span", { class: "cw-soft" }, one.about)))))
          : empty(words ? "Nothing matches." : "No curricula yet.", words ? "Search for another word." : "Make one in Generate first; then its way of teaching can become a template."));
      } catch (error) { fail(error); }
    };
    put("choose", h("div", {}, button("‹ All templates", showShelf, { kind: "link", key: "back" }),
      section("From which curriculum?", h("p", { class: "cw-soft" }, "Its style, units, pictures and sections become a template that you can apply to other subjects and grades."),
        field("Search", input("", debounce(200, find), { type: "search", "data-key": "words" })), list)));
    stage.querySelector("h3").tabIndex = -1;
    find("");
  }

  // ---- import
  function showImport() {
    let text = "";
    const problem = h("div"), most = 1e6;
    const area = textarea("", (value) => { text = value; }, { rows: 12, class: "cw-input cw-code", "data-key": "yaml", placeholder: "name: My way of teaching\nstyle: Hands-on\npatterns:\n  - {title: \"{topic}\", focus: everything}" });
    const chooser = h("input", { type: "file", accept: ".yaml,.yml,text/yaml", class: "cw-input", "data-key": "file", onchange: async (event) => {
      const [file] = event.target.files;
      if (!file) return;
      if (file.size > most) { fill(problem, note("error", `${file.name} has ${fileSize(file.size)}. A template's file has 1 MB at most.`)); return; }
      text = area.value = await file.text();
      bring();
    } });
    async function bring() {
      fill(problem);
      try {
        const made = await api.call("import_yaml", { text });
        await open(made.saved);
        say(made.new ? `“${made.name}” is among your templates.` : `“${made.name}” was among your templates already.`, made.new ? () => remove(made.saved) : null);
      } catch (error) { fill(problem, note("error", error.message)); }
    }
    put("import", h("div", {}, button("‹ All templates", showShelf, { kind: "link", key: "back" }),
      section("Import a template", field("Template's file", chooser, { help: "A YAML file that a colleague exported, up to 1 MB." }), field("… or its text", area, { help: "Paste it here." }), problem, actions(button("Import", bring, { kind: "primary", key: "bring" })))));
    stage.querySelector("h3").tabIndex = -1;
  }

  root.append(stage);
  put("shelf", templateShelf(data, { open, use, make: () => edit("", data.blank), fromCurriculum: chooseCurriculum, bringIn: showImport }));
  if (data.arrival?.from_curriculum) fromCurriculum(data.arrival.from_curriculum);
  else if (data.arrival?.template) open(data.arrival.template);
  return {
    async receive(message) {
      if (message.event === "arrive") {
        api.call("arrived");
        if (message.from_curriculum) fromCurriculum(message.from_curriculum);
        else if (message.template && await mayLeave()) open(message.template);
      } else if (message.event === "shown" && current.kind === "shelf") {
        // A button that is being clicked must not be replaced for nothing, and something else may stand here by then.
        try { if (await relist() && current.kind === "shelf") current.element.draw(); } catch (error) { fail(error); }
      }
    },
  };
}
