function tab(api, root, data) {
  const ready = data.formats.filter((one) => !one.missing);
  const form = { formats: ["html"], editions: ["teacher"], clash: "ask", options: Object.fromEntries(ready.map((one) => [one.value, Object.fromEntries(one.options.map((option) => [option.name, option.default]))])) };
  const optionsBox = h("div"), sumBox = h("p", { role: "status" });
  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 12 });
  const toastText = (text, kind) => toast(root, text, { kind });
  const undoable = (text, undo) => toast(root, text, { kind: "success", undo, seconds: 12 });
  const studentOnly = () => form.editions.length === 1 && form.editions[0] === "student";
  const usable = (one) => !one.missing && !(one.teacher_only && studentOnly());
  const formats = () => ready.filter((one) => form.formats.includes(one.value) && usable(one));

  const chooser = curriculumChooser(api, data, { onchange: () => { drawSum(); drawPreviewChoice(); }, fail });
  const results = exportResults(api, data, { fail });
  const startButton = button("Export", start, { kind: "primary", key: "start" });

  function filesEach() {
    return formats().reduce((sum, one) => sum + (one.teacher_only ? form.editions.filter((edition) => edition === "teacher").length : form.editions.length), 0);
  }
  function drawSum() {
    const count = chooser.chosen.size, each = filesEach();
    startButton.disabled = !(count && each);
    fill(sumBox, !count ? "Choose at least one curriculum." : !form.editions.length ? "Choose an edition." : !each ? "Choose a format." : `${plural(count, "curriculum", "curricula")}: ${plural(count * each, "file")}.`);
  }
  function about(one) {
    if (one.missing) return one.missing;
    if (one.teacher_only && studentOnly()) return "It holds all answers, so it has no student edition. Add the teacher edition above to take it.";
    return one.about;
  }
  function drawOptions() {
    fill(optionsBox,
      chips("For whom?", [{ value: "teacher", label: "Teacher edition" }, { value: "student", label: "Student edition" }], form.editions, (editions) => { form.editions = editions; drawOptions(); drawPreviewChoice(); }, { help: "The teacher edition has all answers, the plan and the rubric; the student edition has none of them." }),
      optionList("Which formats?", data.formats.map((one) => ({ value: one.value, label: one.suffix ? `${one.label} (${one.suffix})` : one.label, help: about(one), disabled: !usable(one) })), form.formats, (chosen) => { form.formats = chosen; drawOptions(); }),
      formats().filter((one) => one.options.length).map(formatOptions),
      field("When a file of the same name is there", select([{ value: "ask", label: "Ask me, and write the others" }, { value: "both", label: "Keep both" }, { value: "replace", label: "Replace the old one" }], form.clash, (clash) => { form.clash = clash; }, { "data-key": "clash" })));
    drawSum();
  }
  /** What a format leaves to choose; a preview of it follows. */
  function formatOptions(one) {
    const values = form.options[one.value];
    const control = (option) => {
      const key = `option:${one.value}:${option.name}`;
      const set = (value) => { values[option.name] = value; if (seen.format === one.value && seenBox.childElementCount) preview(); };
      const choices = Object.entries(option.choices).map(([value, label]) => ({ value, label }));
      if (option.several) return chips(option.label, choices, values[option.name].split(",").filter(Boolean), (chosen) => set(chosen.join(",")), { help: option.about });
      if (choices.length) return field(option.label, select(choices, values[option.name], set, { "data-key": key }), { help: option.about });
      const helpId = uid("help");
      return h("div", { class: "cw-field" }, checkbox(option.label, values[option.name], set, { "data-key": key, "aria-describedby": option.about ? helpId : undefined }), option.about ? h("p", { class: "cw-help", id: helpId }, option.about) : null);
    };
    return h("fieldset", { class: "cw-chips cw-format-options" }, h("legend", { class: "cw-label" }, `${one.label}: how`), grid(one.options.map(control)));
  }
  async function start() {
    startButton.disabled = true;
    try {
      results.show(await api.call("export", { curricula: [...chooser.chosen.keys()], formats: formats().map((one) => one.value), editions: form.editions, clash: form.clash, options: Object.fromEntries(formats().map((one) => [one.value, form.options[one.value]])) }));
      results.scrollIntoView({ block: "nearest" });
    } catch (error) { fail(error); } finally { drawSum(); }
  }

  // ---- the preview
  const seen = { curriculum: "", format: "html", edition: "teacher" };
  const seenBox = h("div"), seenChoice = h("div");
  let turn = 0;
  function drawPreviewChoice() {
    const chosen = [...chooser.chosen];
    if (!chooser.chosen.has(seen.curriculum)) { seen.curriculum = chosen[0]?.[0] ?? ""; fill(seenBox); }
    if (!seen.curriculum) { fill(seenChoice, h("p", { class: "cw-soft" }, "Choose a curriculum, and see here what its files look like before you take them.")); return; }
    fill(seenChoice, grid(
      field("Curriculum", select(chosen.slice(0, 200).map(([value, label]) => ({ value, label })), seen.curriculum, (value) => { seen.curriculum = value; if (seenBox.childElementCount) preview(); }, { "data-key": "seen-curriculum" })),
      field("As", select(ready.filter((one) => one.shown_as).map((one) => ({ value: one.value, label: one.label })), seen.format, (value) => { seen.format = value; if (seenBox.childElementCount) preview(); }, { "data-key": "seen-format" })),
      field("Edition", select([{ value: "teacher", label: "Teacher" }, { value: "student", label: "Student" }], seen.edition, (value) => { seen.edition = value; if (seenBox.childElementCount) preview(); }, { "data-key": "seen-edition" }))),
      actions(button("Show preview", preview, { key: "preview" }), seenBox.childElementCount ? button("Hide it", () => { fill(seenBox); drawPreviewChoice(); }, { kind: "link", key: "hide" }) : null));
  }
  async function preview() {
    const mine = ++turn;
    const format = ready.find((one) => one.value === seen.format);
    if (format.teacher_only && seen.edition === "student") { fill(seenBox, note("info", `${format.label} holds all answers, so it has no student edition to show.`)); drawPreviewChoice(); return; }
    fill(seenBox, h("p", { class: "cw-loading", role: "status" }, "Drawing the pages …"));
    try {
      const made = await patient(api, "preview", { curriculum: seen.curriculum, file_format: seen.format, edition: seen.edition, options: form.options[seen.format] }, () => mine === turn);
      if (!made) return;
      const text = new TextDecoder().decode(made.buffers[0]);
      const label = `Preview of ${made.title}`;
      fill(seenBox, made.page
        ? h("iframe", { class: "cw-page", sandbox: "allow-scripts allow-modals", title: label, srcdoc: text })
        : h("pre", { class: "cw-text", tabindex: 0, role: "region", "aria-label": label }, text.slice(0, 200000)));
      drawPreviewChoice();
    } catch (error) { if (mine === turn) fill(seenBox, note("error", error.message)); }
  }

  function exportPage(panel) {
    panel.append(
      h("div", { class: "cw-columns cw-export" }, chooser, h("div", {}, section("As what?", optionsBox, sumBox, actions(startButton)), results), results.files),
      section("Preview", seenChoice, h("div", { style: "margin-top:14px" }, seenBox)));
    chooser.shown();
  }
  const imports = importPage(api, data, { fail, toastText, undoable, onimported: () => refresh() });
  const pages = innerTabs([{ id: "export", label: "Export", render: exportPage }, { id: "import", label: "Import", render: (panel) => { panel.append(imports); } }], "export");

  async function refresh() {
    try {
      Object.assign(data, await api.call("refresh"));
      results.setFiles(data.files);
      await chooser.refresh();
    } catch (error) { fail(error); }
  }
  async function pick(arrival) {
    pages.show("export");
    await chooser.pick(arrival);
    drawSum();
    drawPreviewChoice();
  }

  root.append(pages);
  drawOptions();
  drawPreviewChoice();
  if (data.arrival?.curriculum || data.arrival?.batch) pick(data.arrival);
  else chooser.refresh();
  return {
    receive(message) {
      if (message.event === "arrive" && (message.curriculum || message.batch)) { api.call("arrived"); pick(message); }
      else if (message.event === "shown") refresh();
    },
    close() { results.close(); },
  };
}
