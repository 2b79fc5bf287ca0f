// Presets: the form saved under a name, and filled again; from and to a file.

/** `form()` gives the form as it is; `fillForm(values)` puts others in their place. */
function presetsBox(api, form, fillForm, fail) {
  let presets = [], chosen = "";
  const box = h("div"), said = h("span", { class: "cw-soft", role: "status" });
  const name = input("", () => {}, { "data-key": "preset-name", maxlength: 200, placeholder: "Autumn term" });
  const text = textarea("", () => {}, { rows: 4, "data-key": "preset-text", placeholder: "name: Autumn term\nsubjects: [Science]\ngrades: [4, 5]" });
  const file = h("input", { type: "file", class: "cw-input", accept: ".yaml,.yml,.txt", "data-key": "preset-file", onchange: (event) => readFile(event.target.files[0]) });
  const tell = (words, undo) => fill(said, words, undo ? button("Undo", undo, { kind: "link", key: "preset-undo" }) : null);
  const doing = async (action) => { try { await action(); } catch (error) { fail(error); } };

  async function look(select = chosen) {
    try {
      const found = await api.call("presets");
      presets = found.presets;
      chosen = presets.some((one) => one.value === select) ? select : "";
      draw();
      if (found.warnings.length) tell(found.warnings[0]);
    } catch (error) { fail(error); }
  }
  const use = (id) => doing(async () => {
    chosen = id;
    draw();
    if (!id) return;
    await fillForm(await api.call("use_preset", { preset: id }));
    tell("The form is filled.");
  });
  const save = () => doing(async () => {
    await look(await api.call("save_preset", { form: form(), name: name.value }));
    tell(`Saved as “${name.value.trim()}”.`);
    name.value = "";
  });
  const remove = () => doing(async () => {
    const gone = await api.call("delete_preset", { preset: chosen });
    await look("");
    tell(`“${gone.name}” is deleted. `, () => doing(async () => { await look(await api.call("restore_preset", { trash: gone.trash })); tell(`“${gone.name}” is back.`); }));
  });
  const give = () => doing(async () => {
    const answer = await api.call("preset_yaml", { preset: chosen });
    download(answer.name, "application/yaml", new TextEncoder().encode(answer.text));
  });
  const take = () => doing(async () => {
    const id = await api.call("import_preset", { text: text.value });
    text.value = "";
    await look(id);
    await use(id);
  });
  const readFile = (one) => doing(async () => {
    if (!one) return;
    if (one.size > 1_000_000) throw new Error(`${one.name} is larger than 1 MB; a preset is a page.`);
    text.value = await one.text();
    file.value = "";
    await take();
  });

  function draw() {
    const about = presets.find((one) => one.value === chosen)?.about;
    fill(box,
      field("Preset", select([{ value: "", label: presets.length ? "None" : "None saved yet" }, ...presets], chosen, use, { "data-key": "preset" }), { help: about ? `Makes ${about}.` : "A plan that was saved: choose one, and it fills the form below." }),
      chosen ? actions(button("Export as YAML", give, { kind: "plain cw-small", key: "preset-export" }), button("Delete the preset", remove, { kind: "link", key: "preset-delete" })) : null);
  }
  const element = section("From a preset", box, said,
    h("details", { class: "cw-fold" }, h("summary", { class: "cw-label" }, "Save this form as a preset, or import one"),
      field("Save it as", name), actions(button("Save as preset", save, { kind: "plain cw-small", key: "preset-save" })),
      field("Text of a preset", text, { wide: true, help: "YAML, as a colleague exported it." }), field("… or its file", file),
      actions(button("Import the preset", take, { kind: "plain cw-small", key: "preset-import" }))));
  element.look = () => look();
  draw();
  return element;
}
