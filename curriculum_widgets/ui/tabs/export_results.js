// The files that are written now, those that are there, and the way of both to the browser.

function exportResults(api, data, { fail }) {
  const outcomes = new Map();
  const runBox = h("div"), filesBox = h("div");
  let last = -1, files = data.files, drawn = null;
  const DONE = ["written", "already there"], KINDS = { written: "good", "already there": "good", "name is taken": "warn", failed: "bad", writing: "busy" };
  const ICONS = { written: "✅", "already there": "✅", "name is taken": "⚠", failed: "❌", writing: "🔄", waiting: "⏳", stopped: "🚫" };

  const unseen = (text) => h("span", { class: "cw-visually-hidden" }, text);

  async function fetchFile(name) {
    try {
      const file = await api.call("download", { name });
      download(file.name, file.type, file.buffers[0]);
    } catch (error) { fail(error); }
  }
  async function zip(names, control) {
    control.disabled = true;
    try {
      const { name } = await errand(api, "zip", { names });
      await fetchFile(name);
      await refreshFiles();
    } catch (error) { fail(error); } finally { control.disabled = false; }
  }
  async function settle(at, clash) {
    try { take(await api.call("settle", { at, clash })); beat.now(); } catch (error) { fail(error); }
  }

  const table = bigTable({
    label: "Files of this export", key: "at", height: 380, rowHeight: 56, heads: ["File", "State", unseen("Download")], widths: ["minmax(0,1fr)", "126px", "100px"],
    cells: (row) => [
      h("div", { class: "cw-two-lines", title: row.error || row.name }, h("span", {}, `${row.title} · ${row.format}`), h("span", { class: "cw-soft" }, [row.only_one ? "" : row.edition, row.size ? fileSize(row.size) : "", row.name].filter(Boolean).join(" · "))),
      badge(`${ICONS[row.state]} ${row.state}`, KINDS[row.state] ?? "off"),
      DONE.includes(row.state) ? button("Download", () => fetchFile(row.name), { kind: "plain cw-small", key: `get:${row.at}`, "aria-label": `Download ${row.name}` }) : "",
    ],
  });

  function take(answer) {
    for (const row of answer.tasks) { outcomes.set(row.at, row); last = Math.max(last, row.change); }
    draw(answer.tasks, answer.next !== null);
    return answer.next;
  }
  function draw(changed, running) {
    const rows = [...outcomes.values()];
    if (!rows.length) { fill(runBox); return; }
    const by = (state) => rows.filter((row) => row.state === state);
    const open = by("waiting").length + by("writing").length, done = rows.filter((row) => DONE.includes(row.state));
    if (!drawn) drawn = { bar: progress(0, "Progress of the export"), line: h("p", { class: "cw-soft", role: "status" }), notes: h("div"), buttons: h("div", { class: "cw-actions" }), shape: "" };
    setProgress(drawn.bar, (rows.length - open) / rows.length, `${rows.length - open} of ${rows.length} files`);
    drawn.bar.hidden = !running;
    const words = running ? `Writing ${rows.length - open + 1 > rows.length ? rows.length : rows.length - open + 1} of ${plural(rows.length, "file")} …` : `${done.length} of ${plural(rows.length, "file")} ready${by("already there").length ? `, ${by("already there").length} of them unchanged since the last time` : ""}.`;
    if (drawn.line.textContent !== words) fill(drawn.line, words);
    const taken = by("name is taken"), failed = by("failed");
    const shape = JSON.stringify([running, done.length, taken.map((row) => row.at), failed.map((row) => row.at)]);
    if (shape !== drawn.shape) {
      drawn.shape = shape;
      const places = taken.map((row) => row.at);
      fill(drawn.notes,
        taken.length && !running ? note("warning", h("p", {}, `${taken.length === 1 ? "A file of this name holds" : `${taken.length} files of these names hold`} something else, and nothing was overwritten.`), actions(button("Keep both", () => settle(places, "both"), { key: "both" }), button(taken.length === 1 ? "Replace the old one" : "Replace the old ones", () => settle(places, "replace"), { kind: "danger", key: "replace" }))) : null,
        failed.slice(0, 3).map((row) => note("error", `${row.title}, ${row.format}: ${row.error}`)),
        failed.length > 3 ? h("p", { class: "cw-soft" }, `and ${failed.length - 3} more that failed`) : null);
      const all = button(done.length > 1 ? `Download all ${done.length} as ZIP` : "Download", (event) => done.length > 1 ? zip(done.map((row) => row.name), event.currentTarget) : fetchFile(done[0].name), { kind: "primary", key: "zip" });
      fill(drawn.buttons,
        running ? button("Stop", () => api.call("stop").then(take, fail), { kind: "danger", key: "stop" }) : null,
        !running && done.length ? all : null,
        !running && done.length ? h("span", { class: "cw-soft" }, `They are in ${data.workspace}/exports`) : null);
    }
    if (runBox.childElementCount === 0) fill(runBox, section("Your files", drawn.line, drawn.bar, drawn.notes, h("div", { style: "margin-top:12px" }, table), drawn.buttons));
    if (changed.length === rows.length || table.rows !== rows.length) { table.rows = rows.length; table.setRows(rows); } else table.patch(changed);
    if (drawn.running && !running) refreshFiles();
    drawn.running = running;
  }

  const filesTable = bigTable({
    label: "Files exported before", key: "name", height: 260, rowHeight: 44, heads: ["File", "Size", "Written", unseen("Download")], widths: ["minmax(0,1fr)", "64px", "92px", "100px"],
    cells: (file) => [h("span", { title: file.name }, file.name), fileSize(file.size), h("span", { class: "cw-soft", title: when(file.modified) }, day(file.modified)), button("Download", () => fetchFile(file.name), { kind: "plain cw-small", key: `file:${file.name}`, "aria-label": `Download ${file.name}` })],
  });
  function drawFiles() {
    if (!files.length) { fill(filesBox); return; }
    if (!filesBox.childElementCount) fill(filesBox, h("details", { class: "cw-section", ontoggle: () => filesTable.setRows(files) }, h("summary", { class: "cw-label" }, "Files exported before"), h("p", { class: "cw-help", style: "margin:8px 0 12px !important" }, `They are in ${data.workspace}/exports, where you can also sort out what you don't need any more.`), filesTable));
    filesTable.setRows(files);
  }
  async function refreshFiles() {
    try { files = await api.call("files"); drawFiles(); } catch (error) { fail(error); }
  }

  const beat = heartbeat(async () => { const answer = await api.call("look", { since: last }); return take(answer); });
  const element = h("div", {}, runBox);
  element.files = filesBox;
  element.show = (answer) => { outcomes.clear(); last = -1; drawn = null; fill(runBox); take(answer); beat.now(); };
  element.setFiles = (next) => { files = next; drawFiles(); };
  element.close = () => beat.stop();
  if (data.run.tasks.length) { take(data.run); beat.now(); }
  drawFiles();
  return element;
}
