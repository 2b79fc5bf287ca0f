// An own list of jobs: an editable table of any length, filled by hand, by pasting from a spreadsheet, or from a file.

const ROW_FIELDS = [["subject", "Subject"], ["grade", "Grade"], ["style", "Style"], ["language", "Language"], ["topics", "Topics"]];
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** `ask(name, args, options)` calls Python and waits; `onchange()` is told of every change. */
function rowsEditor(choices, rows, ask, onchange, fail) {
  const lists = { subject: choices.subjects.map((one) => one.value), grade: choices.grades, style: choices.styles, language: choices.languages };
  const stem = uid("rows");
  const marks = new Map();
  let next = 0;
  const own = (row) => ({ ...row, key: next++ });
  let own_rows = rows.map(own);

  const more = (row) => Object.keys(row).filter((name) => !["key", "problem", "fault"].includes(name) && row[name] !== "" && !ROW_FIELDS.some(([known]) => known === name));
  const table = bigTable({
    label: "Jobs of your list", heads: ["No.", ...ROW_FIELDS.map(([, label]) => label), "Can it start?", h("span", { class: "cw-visually-hidden" }, "Remove")], key: "key", height: 380, rowHeight: 46, widths: ["var(--cw-rowlist-columns)"],
    cells: (row) => [
      h("span", { class: "cw-soft" }, String(own_rows.indexOf(row) + 1)),
      ...ROW_FIELDS.map(([name, label]) => input(row[name] ?? "", (value) => { row[name] = value; onchange(); }, { list: lists[name] ? `${stem}-${name}` : undefined, "data-key": `${row.key}:${name}`, "aria-invalid": row.fault === name ? "true" : undefined, "aria-label": `${label} of row ${own_rows.indexOf(row) + 1}`, placeholder: { style: "Standard", language: "English", topics: "any" }[name] })),
      mark(row),
      button("×", () => remove(row), { kind: "link", key: `${row.key}:remove`, title: "Remove this row", "aria-label": `Remove row ${own_rows.indexOf(row) + 1}` }),
    ],
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    take("paste", { text });
  });

  function mark(row) {
    const element = h("span", { class: "cw-rowmark" });
    element.tell = () => {
      const problem = row.problem;
      const extra = more(row);
      fill(element, problem === undefined ? "" : problem === null ? h("span", { class: "cw-rowmark-good" }, "✓ yes") : h("span", { class: "cw-rowmark-bad", title: problem }, `! ${problem}`), extra.length ? h("span", { class: "cw-soft", title: extra.map((name) => `${name}: ${row[name]}`).join("\n") }, ` + ${extra.join(", ")}`) : null);
    };
    element.tell();
    marks.set(row.key, element);
    return element;
  }
  function add(more_rows) {
    own_rows = own_rows.filter((row) => ROW_FIELDS.some(([name]) => row[name]) || more(row).length).concat(more_rows.map(own));
    draw();
    onchange();
  }
  function remove(row) {
    const at = own_rows.indexOf(row);
    own_rows = own_rows.filter((one) => one !== row);
    draw();
    onchange();
    (table.querySelector(`[data-key="${own_rows[Math.min(at, own_rows.length - 1)]?.key}:remove"]`) ?? addButton).focus();
  }
  const draw = () => { marks.clear(); table.setRows(own_rows); };
  async function take(call, args, options) {
    try {
      const found = await ask(call, args, options);
      add(found);
      said.textContent = `${plural(found.length, "row")} added.`;
      pasteBox.value = "";
    } catch (error) { fail(error); }
  }
  async function upload(file) {
    if (!file) return;
    if (file.size > choices.upload_at_most) { fail(new Error(`${file.name} is larger than ${megabytes(choices.upload_at_most)}. Put it into ${choices.workspace} and give its name below.`)); return; }
    await take("upload", { name: file.name }, { buffers: [await file.arrayBuffer()] });
    fileBox.value = "";
  }

  const addButton = button("Add a row", () => {
    const row = own({ ...Object.fromEntries(ROW_FIELDS.map(([name]) => [name, ""])), subject: own_rows.at(-1)?.subject ?? "" });
    own_rows = [...own_rows, row];
    draw();
    const scroller = table.querySelector(".cw-scroller");
    scroller.scrollTop = scroller.scrollHeight;
    requestAnimationFrame(() => requestAnimationFrame(() => table.querySelector(`[data-key="${row.key}:${row.subject ? "grade" : "subject"}"]`)?.focus()));
    onchange();
  }, { key: "add-row" });
  const said = h("span", { class: "cw-soft", role: "status" });
  const pasteBox = textarea("", () => {}, { rows: 4, "data-key": "paste", placeholder: "Science\tGrade 4\nMathematics\tGrade 5\tVisual" });
  const fileBox = h("input", { type: "file", class: "cw-input", accept: ".csv,.tsv,.txt", "data-key": "csv", onchange: (event) => upload(event.target.files[0]) });
  const pathBox = input("", () => {}, { placeholder: "jobs.csv", "data-key": "csv-path" });
  const element = h("div", { class: "cw-rowlist" },
    Object.entries(lists).map(([name, values]) => h("datalist", { id: `${stem}-${name}` }, values.map((value) => h("option", { value })))),
    table,
    actions(addButton, button("Clear the list", () => { own_rows = []; add([]); }, { kind: "link" }), said),
    h("details", { class: "cw-fold" }, h("summary", { class: "cw-label" }, "Paste from a spreadsheet, or take a file"),
      field("Paste rows here", pasteBox, { wide: true, help: "Subject, grade, style, language, topics (parted by semicolons), in this order; or a first row that names the columns." }),
      actions(button("Add these rows", () => take("paste", { text: pasteBox.value }))),
      grid(field(`CSV file (up to ${megabytes(choices.upload_at_most)})`, fileBox, { help: "From a spreadsheet: “Save as CSV UTF-8”." }),
        h("div", {}, field("… or the name of a file in the workspace", pathBox, { help: `For larger files: put it into ${choices.workspace}` }), button("Read this file", () => take("file", { name: pathBox.value }), { kind: "plain cw-small" })))));
  element.rows = () => own_rows.map(({ key, problem, fault, ...row }) => row);
  element.set = (list) => { own_rows = list.map(own); draw(); onchange(); };
  /** Marks each row that can't start, by its place, and the field that is why. */
  element.mark = (problems) => {
    const found = new Map(problems.map((problem) => [problem.row, problem]));
    own_rows.forEach((row, at) => { row.fault = found.get(at)?.field; row.problem = found.get(at)?.text ?? (ROW_FIELDS.some(([name]) => row[name]) ? null : undefined); marks.get(row.key)?.tell?.(); });
    const faults = new Set(own_rows.filter((row) => row.fault).map((row) => `${row.key}:${row.fault}`));
    for (const box of table.querySelectorAll("input[data-key]")) if (faults.has(box.dataset.key)) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
  };
  element.draw = draw;
  draw();
  return element;
}
