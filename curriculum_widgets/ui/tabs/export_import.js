// A curriculum brought in from JSON or Markdown: from this computer in pieces, or from the workspace by its path.

function importPage(api, data, { fail, toastText, undoable, onimported }) {
  const box = h("div"), outcome = h("div", { "aria-live": "polite" });
  let path = "", uploading = 0;
  const limit = fileSize(data.upload_limit).replace(".0", "");

  const told = (kind, ...children) => fill(outcome, note(kind, ...children));
  const refused = (error) => told("error", error.message);
  function arrived(made) {
    const open = button("Open in View & Edit", () => api.call("open", { curriculum: made.id }).catch(fail), { key: "open" });
    const left = made.left_out.length ? h("details", { open: made.left_out.length <= 8 }, h("summary", { "data-key": "left-out" }, `${plural(made.left_out.length, "thing")} could not be taken along`), h("ul", {}, made.left_out.slice(0, 100).map((line) => h("li", { dir: "auto" }, line)))) : null;
    if (made.outcome === "template") { told("success", h("p", {}, `“${made.title}” is a template now.`), left, actions(button("Show it in Templates", () => api.call("templates").catch(fail), { key: "templates" }))); return; }
    if (made.outcome === "there") { told("info", h("p", {}, `“${made.title}” is in your library already, just as it is in the file. Nothing was changed.`), left, actions(open)); return; }
    told("success",
      h("p", {}, made.outcome === "added" ? `“${made.title}” is in your library now.` : `Your library holds this curriculum in another version, so this one came in as a copy: “${made.title}”. Nothing was overwritten.`),
      left, actions(open));
    undoable(`“${made.title}” was imported`, async () => { try { await api.call("undo_import", { curriculum: made.id }); fill(outcome); toastText("It is out of the library again, and in the trash.", "info"); onimported(); } catch (error) { fail(error); } });
    onimported();
  }
  async function upload(file) {
    if (file.size > data.upload_limit) {
      path = file.name;
      draw();
      refused(new Error(`${file.name} has ${fileSize(file.size)}; up to ${limit} can be sent through the notebook. Put it into ${data.workspace} instead, and press Import: its name is filled in.`));
      box.querySelector('[data-key="path"]').focus();
      return;
    }
    const turn = ++uploading;
    const bar = progress(0, `Sending ${file.name}`);
    fill(outcome, h("p", { class: "cw-soft" }, `Reading ${file.name} …`), bar);
    try {
      let answer = null;
      for (let at = 0; at === 0 || at < file.size; at += data.piece) {
        const piece = await file.slice(at, at + data.piece).arrayBuffer();
        if (turn !== uploading) return;
        const args = { name: file.name, size: file.size, at };
        answer = at + data.piece >= file.size
          ? await errand(api, "upload", args, { buffers: [piece] })
          : await api.call("upload", args, { buffers: [piece] });
        setProgress(bar, Math.min(1, (at + piece.byteLength) / Math.max(1, file.size)));
      }
      arrived(answer);
    } catch (error) { refused(error); }
  }
  async function importPath() {
    fill(outcome, h("p", { class: "cw-soft" }, "Reading …"));
    try { arrived(await errand(api, "import_path", { path })); } catch (error) { refused(error); }
  }
  function draw() {
    const names = uid("offered");
    const chooser = h("input", { type: "file", accept: ".json,.md,.markdown,application/json,text/markdown", class: "cw-input", "data-key": "file", onchange: (event) => { const [file] = event.target.files; event.target.value = ""; if (file) upload(file); } });
    fill(box,
      columns(
        section("From this computer",
          field("Curriculum file", chooser, { help: `JSON or Markdown that a studio exported, also when you changed the Markdown by hand, or JSON of the original app; up to ${limit}, a larger one comes in from the workspace, beside. Word, PDF and web pages can't be read back. Questions (GIFT, Moodle XML) are added in View & Edit, in a unit's quiz.` })),
        section("From the workspace",
          field("Path in the workspace", input(path, (value) => { path = value; }, { "data-key": "path", list: names, placeholder: "exports/my-course.json", onkeydown: (event) => { if (event.key === "Enter") importPath(); } }), { help: `Below ${data.workspace}` }),
          h("datalist", { id: names }, data.offered.map((name) => h("option", { value: name }))),
          actions(button("Import", importPath, { kind: "primary", key: "import-path" })))),
      outcome,
      h("p", { class: "cw-soft" }, "Nothing is ever overwritten: a curriculum that you have in another version comes in as a copy."));
  }
  draw();
  box.refresh = draw;
  return box;
}
