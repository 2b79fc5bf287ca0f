// A chart as a small table, a diagram by its boxes and arrows, both drawn as one edits; and pictures that are files.

/** A drawing that follows what is edited. */
function editDrawing(ed, kind, read, label) {
  const box = h("div", { class: "cw-prose cw-edit-drawing", role: "region", "aria-label": label, tabindex: 0 });
  let turn = 0, drawn = "";
  async function draw(mine = ++turn) {
    try {
      const answer = await ed.api.call("edit_sketch", { kind, value: read() });
      if (mine !== turn) return;
      if (answer.waiting) { if (!drawn) fill(box, h("p", { class: "cw-soft" }, "Drawing …")); setTimeout(() => { if (mine === turn) draw(mine); }, 300); return; }
      if (answer.svg) { drawn = answer.svg; fill(box, safeHtml(answer.svg)); } else if (!drawn) fill(box, h("p", { class: "cw-soft" }, "The drawing appears here as soon as all it needs is filled in."));
      box.classList.toggle("cw-edit-old", Boolean(answer.said && drawn));
    } catch (error) { fill(box, h("p", { class: "cw-soft" }, error.message)); }
  }
  const soon = debounce(250, () => draw());
  draw();
  return { box, soon };
}

const EDIT_CHARTS = [["bar", "Bars"], ["line", "Lines"], ["area", "Areas"], ["pie", "A ring of shares"], ["scatter", "Dots"]];

function editFigureIds(ed) { return [...ed.unit.diagrams, ...ed.unit.images, ...(ed.unit.chart ? [ed.unit.chart] : [])].map((one) => one.id); }

function editChart(ed) {
  const chart = () => ed.unit.chart;
  if (!chart()) return empty("No chart yet.", "A chart shows true numbers: fill in a small table, say who measured them, and it is drawn as you type.", button("Make a chart", () => { ed.change("chart", { id: editFreshId("chart", editFigureIds(ed)), title: "", kind: "bar", x_label: "", y_label: "", unit: "", categories: ["", "", ""], series: [{ name: "", values: [null, null, null] }], source: "", alt: "", question: "" }, "chart:new"); ed.redraw(); ed.box.querySelector("input")?.focus(); }, { kind: "primary" }));
  const drawing = editDrawing(ed, "chart", chart, "Drawing of the chart");
  const put = (changes, at) => { ed.change("chart", { ...chart(), ...changes }, `chart:${at}`); drawing.soon(); };
  const line = (name, label, more = {}) => editLine(ed, "chart", label, chart()[name], (text) => put({ [name]: text }, name), { path: () => [name], ...more });
  return h("div", {}, h("div", { class: "cw-columns" },
    h("div", {}, line("title", "Title"), grid(field("Kind", select(EDIT_CHARTS.map(([value, label]) => ({ value, label })), chart().kind, (kind) => put({ kind }, "kind"), { "data-key": "chart:kind" })), line("unit", "Unit", { placeholder: "mm" })),
      editChartTable(ed, chart, put), editFault("chart", () => [])),
    h("div", {}, drawing.box, grid(line("x_label", "Label below the chart"), line("y_label", "Label of the numbers")))),
  line("source", "Source", { help: "Who measured or published the numbers, and when." }), line("alt", "Description for those who can’t see it", { rows: 2 }), line("question", "What to find out from the chart"),
  actions(button("Remove the chart", () => { const before = chart(); ed.change("chart", null, "chart:remove"); ed.redraw(); ed.gone("Removed: chart", null, () => { ed.change("chart", before, "chart:back"); ed.redraw(); }); }, { kind: "link", key: "chart-remove" })));
}

function editChartTable(ed, chart, put) {
  const box = h("div", { class: "cw-edit-grid", role: "group", "aria-label": "The numbers" });
  const cell = (at, of) => { const values = chart().series[of].values; return values[at] ?? ""; };
  const table = (categories, series, where) => put({ categories, series }, where);
  const setNumber = (at, of, text) => table(chart().categories, chart().series.map((one, place) => (place === of ? { ...one, values: one.values.map((value, row) => (row === at ? editNumber(text) : value)) } : one)), `cell${at}.${of}`);
  /** Cells copied from a spreadsheet fill the table from the cell they are pasted into. */
  const paste = (event, at, of) => {
    const rows = (event.clipboardData?.getData("text") ?? "").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
    if (rows.length < 2 && rows[0].length < 2) return;
    event.preventDefault();
    const categories = [...chart().categories], series = chart().series.map((one) => ({ ...one, values: [...one.values] }));
    rows.forEach((row, down) => row.forEach((text, right) => {
      const place = of + right;
      while (categories.length <= at + down && categories.length < 200) { categories.push(""); for (const one of series) one.values.push(null); }
      if (place >= 0 && place >= series.length && series.length < 8) series.push({ name: "", values: categories.map(() => null) });
      if (at + down >= categories.length) return;
      if (place < 0) categories[at + down] = text.trim(); else if (series[place]) series[place].values[at + down] = editNumber(text);
    }));
    table(categories, series, "paste");
    draw();
  };
  function draw() {
    const { categories, series } = chart();
    const remove = (next, what) => { const before = chart(); next(); draw(); ed.gone(`Removed: ${what}`, box, () => { put({ categories: before.categories, series: before.series }, "back"); draw(); }); };
    fill(box, h("div", { class: "cw-overflow" }, h("table", { class: "cw-edit-table" },
      h("thead", {}, h("tr", {}, h("td", {}), series.map((one, of) => h("th", { scope: "col" }, h("div", { class: "cw-edit-headcell" }, input(one.name, (name) => table(chart().categories, chart().series.map((other, place) => (place === of ? { ...other, name } : other)), `name${of}`), { "aria-label": `Name of column ${of + 1}`, placeholder: "What is counted", "data-key": `chart:name:${of}` }), editSmall("×", `Remove column ${of + 1}`, () => remove(() => table(chart().categories, chart().series.filter((_, place) => place !== of), "less"), `column ${of + 1}`), `chart:col:${of}`, series.length < 2)))), h("td", {}, editSmall("+", "Add a column", () => { table(chart().categories, [...chart().series, { name: "", values: chart().categories.map(() => null) }], "more"); draw(); }, "chart:addcol", series.length >= 8)))),
      h("tbody", {}, categories.map((name, at) => h("tr", {}, h("th", { scope: "row" }, input(name, (text) => table(chart().categories.map((other, place) => (place === at ? text : other)), chart().series, `row${at}`), { "aria-label": `Name of row ${at + 1}`, placeholder: "Name", onpaste: (event) => paste(event, at, -1), "data-key": `chart:row:${at}` })),
        series.map((one, of) => h("td", {}, input(cell(at, of), (text) => setNumber(at, of, text), { "aria-label": `${name || `Row ${at + 1}`}, ${one.name || `column ${of + 1}`}`, inputmode: "decimal", onpaste: (event) => paste(event, at, of), "data-key": `chart:cell:${at}:${of}` }))),
        h("td", {}, editSmall("×", `Remove row ${at + 1}`, () => remove(() => table(chart().categories.filter((_, place) => place !== at), chart().series.map((one) => ({ ...one, values: one.values.filter((_, place) => place !== at) })), "less"), `row ${at + 1}`), `chart:less:${at}`, categories.length < 2))))))),
    button("Add row", () => { table([...chart().categories, ""], chart().series.map((one) => ({ ...one, values: [...one.values, null] })), "more"); draw(); box.querySelector("tbody tr:last-child input").focus(); }, { kind: "plain cw-small", key: "chart:addrow", disabled: categories.length >= 200 }),
    h("p", { class: "cw-help" }, "An empty cell is a gap. Cells copied from a spreadsheet can be pasted."));
  }
  draw();
  return box;
}

const EDIT_DIAGRAMS = [["cycle", "Cycle"], ["flow", "Steps"], ["timeline", "Timeline"], ["hierarchy", "Tree"], ["comparison", "Comparison"], ["concept_map", "Concept map"]];
const EDIT_IN_ORDER = ["cycle", "flow", "timeline"];

function editDiagrams(ed) {
  const open = (ed.openDiagrams ??= new Set());
  const list = editRows(ed, { field: "diagrams", one: "diagram", values: ed.unit.diagrams, keepBlank: true, fresh: () => null, isBlank: (value) => !value, onchange: (values, at) => ed.change("diagrams", values, at), draw: (value, set) => editDiagram(ed, value, set, open) });
  list.querySelector(":scope > .cw-button").remove();
  const add = () => {
    const id = editFreshId("diagram", editFigureIds(ed));
    open.add(id);
    ed.change("diagrams", [...list.values(), { id, title: "", kind: "flow", nodes: [{ id: "n-1", label: "", detail: "" }, { id: "n-2", label: "", detail: "" }, { id: "n-3", label: "", detail: "" }], links: [], alt: "" }], `diagrams:add:${id}`);
    ed.redraw();
    ed.box.querySelector(`[data-diagram="${id}"] input`)?.focus();
  };
  return h("div", {}, ed.unit.diagrams.length ? list : empty("No diagrams yet.", "Name some boxes, say what leads to what, and the diagram is drawn as you type."), actions(button("Add a diagram", add, { kind: "plain cw-small", key: "diagrams:add" })));
}

function editDiagram(ed, value, set, open) {
  const { id } = value();
  const body = h("div", { class: "cw-edit-question-body", id: uid("diagram") });
  const head = h("button", { type: "button", class: "cw-edit-question-head", "aria-controls": body.id, "data-key": `head:${id}`, onclick: () => { if (open.has(id)) open.delete(id); else open.add(id); draw(); } });
  let drawing = null;
  const mark = () => fill(head, h("span", { class: "cw-edit-question-title" }, value().title || "New diagram"), badge(EDIT_DIAGRAMS.find(([kind]) => kind === value().kind)[1]));
  const put = (changes, where) => { set({ ...value(), ...changes }, where); mark(); drawing?.soon(); };
  function draw() {
    head.setAttribute("aria-expanded", String(open.has(id)));
    mark();
    body.hidden = !open.has(id);
    if (body.hidden) { fill(body); return; }
    const arrows = h("div");
    const drawArrows = () => fill(arrows, value().kind === "comparison" ? editAspects(ed, value, put, id) : editLinks(ed, value, put, id));
    drawing = editDrawing(ed, "diagram", value, `Drawing of ${value().title || "the diagram"}`);
    const { kind } = value();
    fill(body, h("div", { class: "cw-columns" },
      h("div", {}, field("Title", input(value().title, (title) => put({ title }, "title"), { "data-key": `${id}:title` })),
        field("Kind", select(EDIT_DIAGRAMS.map(([key, label]) => ({ value: key, label })), kind, (next) => { put({ kind: next, links: next === "comparison" || kind === "comparison" ? [] : value().links }, "kind"); draw(); }, { "data-key": `${id}:kind` })),
        editNodes(ed, value, put, id, drawArrows)),
      h("div", {}, drawing.box, field("Description for those who can’t see it", textarea(value().alt, (alt) => put({ alt }, "alt"), { rows: 2, class: "cw-input cw-grow", "data-key": `${id}:alt` })))),
    arrows);
    drawArrows();
  }
  draw();
  return h("div", { class: "cw-edit-question", "data-diagram": id }, head, body);
}

function editNodes(ed, value, put, id, redraw) {
  const rows = editRecords(editInner(ed), { field: "diagrams", one: "box", path: [id, "nodes"], values: value().nodes, fewest: 2, most: 40, numbered: true, blankBut: ["id"],
    fresh: () => ({ id: editFreshId("n", [...value().nodes, ...rows.values()].map((node) => node.id)), label: "", detail: "" }), columns: "1fr 1fr", cells: [["label", "Box"], ["detail", "Below it"]],
    onchange: (nodes, at) => { const ids = nodes.map((node) => node.id); const fewer = ids.join() !== value().nodes.map((node) => node.id).join(); put({ nodes, links: value().links.filter((link) => ids.includes(link.source) && ids.includes(link.target)) }, at); if (fewer || /:(move|back|remove)/.test(at)) redraw(); } });
  return editPart("Boxes", rows);
}

function editLinks(ed, value, put, id) {
  const inOrder = EDIT_IN_ORDER.includes(value().kind);
  const boxes = () => value().nodes.map((node) => ({ value: node.id, label: node.label || "(no name yet)" }));
  const rows = editRecords(editInner(ed), { field: "diagrams", one: "arrow", path: [id, "links"], values: value().links, most: 80, keepBlank: true, fresh: () => ({ source: value().nodes[0].id, target: value().nodes[1].id, label: "" }), columns: "1fr 1fr 1fr",
    cells: [["source", "From", { options: boxes }], ["label", value().kind === "concept_map" ? "What it does" : "On the arrow"], ["target", "To", { options: boxes }]], onchange: (links, at) => put({ links }, at) });
  const part = editPart("Arrows", rows);
  if (!inOrder) return part;
  return h("details", { class: "cw-edit-details", open: value().links.length > 0 }, h("summary", {}, "Arrows of your own"), h("p", { class: "cw-help" }, "Without any, each box leads to the next as listed."), part);
}

/** A comparison's links as a table: what is compared by what. */
function editAspects(ed, value, put, id) {
  const split = (link) => { const at = link.label.indexOf(": "); return at < 0 ? [link.label, ""] : [link.label.slice(0, at), link.label.slice(at + 2)]; };
  let aspects = [...new Set(value().links.map((link) => split(link)[0]))].map((name) => ({ name, cells: Object.fromEntries(value().links.filter((link) => split(link)[0] === name).map((link) => [link.source, split(link)[1]])) }));
  if (!aspects.length) aspects = [{ name: "", cells: {} }];
  const box = h("fieldset", { class: "cw-chips" });
  const tell = (where) => put({ links: aspects.flatMap((row) => value().nodes.filter((node) => row.cells[node.id]?.trim() && row.name.trim()).map((node) => ({ source: node.id, target: node.id, label: `${row.name.trim()}: ${row.cells[node.id].trim()}` }))) }, where);
  function draw() {
    const nodes = value().nodes;
    fill(box, h("legend", { class: "cw-label" }, "What is compared"), h("div", { class: "cw-overflow" }, h("table", { class: "cw-edit-table" },
      h("thead", {}, h("tr", {}, h("td", {}), nodes.map((node) => h("th", { scope: "col" }, node.label || "(no name yet)")), h("td", {}))),
      h("tbody", {}, aspects.map((row, at) => h("tr", {}, h("th", { scope: "row" }, input(row.name, (name) => { row.name = name; tell(`aspect${at}`); }, { "aria-label": `Aspect ${at + 1}`, placeholder: "Shape", "data-key": `${id}:aspect:${at}` })), nodes.map((node) => h("td", {}, input(row.cells[node.id], (text) => { row.cells[node.id] = text; tell(`cell${at}${node.id}`); }, { "aria-label": `${row.name || `Aspect ${at + 1}`}, ${node.label}`, "data-key": `${id}:cell:${at}:${node.id}` }))), h("td", {}, editSmall("×", `Remove aspect ${at + 1}`, () => { aspects = aspects.filter((one) => one !== row); tell("less"); draw(); }, `${id}:less:${at}`, aspects.length < 2))))))),
    button("Add aspect", () => { aspects.push({ name: "", cells: {} }); draw(); box.querySelector("tbody tr:last-child input").focus(); }, { kind: "plain cw-small", key: `${id}:aspect-add` }));
  }
  draw();
  return box;
}

function editImages(ed) {
  const media = h("div", { class: "cw-edit-media" });
  const chosen = () => ed.unit.images.map((image) => image.file);
  const use = (file) => { ed.change("images", [...ed.unit.images, { id: editFreshId("picture", editFigureIds(ed)), file, alt: "", caption: "", credit: "" }], `images:add:${file}`); ed.redraw(); [...ed.box.querySelectorAll("[data-picture] textarea")].at(-1)?.focus(); };
  const upload = h("input", { type: "file", class: "cw-input", accept: "image/png,image/jpeg,image/webp,image/gif", "data-key": "images:file", onchange: async () => {
    const file = upload.files[0];
    if (!file) return;
    if (file.size > 5e6) { ed.fail(new Error("A picture can have at most 5 MB; make it smaller first.")); return; }
    try { const answer = await ed.api.call("edit_add_picture", { curriculum: ed.curriculum, name: file.name }, { buffers: [await file.arrayBuffer()] }); ed.files = answer.files; use(answer.file); } catch (error) { ed.fail(error); }
  } });
  const list = editRows(ed, { field: "images", one: "picture", values: ed.unit.images, keepBlank: true, fresh: () => null, isBlank: (value) => !value, onchange: (values, at) => ed.change("images", values, at),
    draw: (value, set) => h("div", { class: "cw-edit-picture", "data-picture": value().id }, editThumb(ed, value().file), h("div", {}, field("Description for those who can’t see it", textarea(value().alt, (alt) => set({ ...value(), alt }, "alt"), { rows: 2, "data-key": `${value().id}:alt` })), grid(field("Caption", input(value().caption, (caption) => set({ ...value(), caption }, "caption"), { "data-key": `${value().id}:caption` })), field("Credit", input(value().credit, (credit) => set({ ...value(), credit }, "credit"), { "data-key": `${value().id}:credit` }))))) });
  list.querySelector(":scope > .cw-button").remove();
  const others = ed.files.filter((file) => !chosen().includes(file));
  if (others.length) media.append(h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, "Pictures of this curriculum that the unit does not show"), h("div", { class: "cw-edit-thumbs" }, others.map((file) => h("button", { type: "button", class: "cw-edit-choose", "aria-label": `Use ${file}`, "data-key": `use:${file}`, onclick: () => use(file) }, editThumb(ed, file), h("span", {}, file))))));
  return h("div", {}, ed.unit.images.length ? list : empty("No pictures yet.", "Choose a photo or a drawing from your computer. In the lesson, Insert puts it where it belongs."), media, field("Add a picture from your computer", upload, { help: "PNG, JPEG, WebP or GIF, at most 5 MB. It is kept beside the curriculum." }));
}

function editThumb(ed, file, { alt = "", kind = "cw-edit-thumb" } = {}) {
  const image = h("img", { class: kind, alt });
  ed.api.call("edit_picture", { curriculum: ed.curriculum, file }).then((answer) => { const url = URL.createObjectURL(new Blob([answer.buffers[0]], { type: answer.type })); image.src = url; ed.onclose(() => URL.revokeObjectURL(url)); }).catch(() => { image.alt = "This picture’s file is missing, or is no picture"; });
  return image;
}
