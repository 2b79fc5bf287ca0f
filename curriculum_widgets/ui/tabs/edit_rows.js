// Rows that can be added, moved and removed, the controls in them, and where it is said what keeps a value from being saved.

/** A place for what is wrong with a value. `path()` says where in the field's value it is now, or null when nowhere. */
function editFault(field, path = () => [], control = null) {
  const slot = h("p", { class: "cw-edit-fault", id: uid("fault"), hidden: true, "data-field": field });
  slot.cwPath = path;
  slot.cwControl = control;
  return slot;
}

/** Puts each fault into the nearest of the places that are on screen. */
function editShowFaults(box, faults) {
  const slots = [...box.querySelectorAll(".cw-edit-fault")];
  const said = new Map(slots.map((slot) => [slot, []]));
  for (const [field, list] of Object.entries(faults)) {
    for (const fault of list) {
      let best = null, depth = -1;
      for (const slot of slots) {
        const path = slot.dataset.field === field ? slot.cwPath() : null;
        if (path && path.length > depth && path.every((step, at) => step === fault.path[at])) { best = slot; depth = path.length; }
      }
      if (best) said.get(best).push(fault.said);
    }
  }
  for (const [slot, texts] of said) {
    const text = texts.length ? `Not saved yet. ${[...new Set(texts)].slice(0, 3).join(". ")}.`.replace(/\.\.$/, ".") : "";
    if (slot.textContent !== text) slot.textContent = text;
    slot.hidden = !text;
    const control = slot.cwControl;
    if (!control) continue;
    if (text) { control.setAttribute("aria-invalid", "true"); control.setAttribute("aria-describedby", slot.id); } else { control.removeAttribute("aria-invalid"); control.removeAttribute("aria-describedby"); }
  }
}

/** One line of text with its label. */
function editLine(ed, field, label, value, onchange, { help, at, path, placeholder, wide, rows } = {}) {
  const attributes = { "data-key": at ?? `${field}:${label}`, placeholder };
  const control = rows ? textarea(value, onchange, { ...attributes, rows, class: "cw-input cw-grow" }) : input(value, onchange, attributes);
  const box = field_(label, control, help, wide);
  box.append(editFault(field, path ?? (() => []), control));
  return box;
}
const field_ = (label, control, help, wide) => field(label, control, { help, wide });

/** A whole number, or what was typed in its place. */
const editNumber = (text) => { const plain = String(text).trim().replace(",", "."); return plain === "" ? null : Number.isNaN(Number(plain)) ? plain : Number(plain); };

const editSmall = (text, label, onclick, key, disabled = false) =>
  h("button", { type: "button", class: "cw-edit-icon", "aria-label": label, title: label, onclick, disabled, "data-key": key }, h("span", { "aria-hidden": "true" }, text));

/**
 * Rows of a list. `draw(value, set, at)` gives a row's controls; `set(next)` changes it. Rows that are empty are not
 * sent, so that one that was just added does no harm.
 */
function editRows(ed, { field, one, values, fresh, isBlank, draw, onchange, path = [], fewest = 0, most = 100, add, numbered = false, oneline = false, keepBlank = false }) {
  // Keys are places at first, so that a section that is drawn anew keeps the focus where it was.
  let nextKey = 0;
  const freshKey = () => [field, ...path, nextKey++].join(".");
  const rows = values.map((value) => ({ key: freshKey(), value }));
  const list = h("div", { class: `cw-edit-rows${numbered ? " cw-edit-numbered" : ""}${oneline ? " cw-edit-oneline" : ""}` });
  const sent = () => (keepBlank ? rows : rows.filter((row) => !isBlank(row.value)));
  const tell = (at) => onchange(sent().map((row) => row.value), at);
  const place = (row) => { const at = sent().indexOf(row); return at < 0 ? null : [...path, at]; };
  const addButton = button(add ?? `Add ${one}`, () => {
    const row = { key: freshKey(), value: fresh() };
    rows.push(row);
    redraw();
    if (keepBlank) tell(`${field}:add:${row.key}`);
    list.lastElementChild?.querySelector("input, textarea, select")?.focus();
  }, { kind: "plain cw-small", key: `${field}:${path.join(".")}:add` });

  function move(from, to, side) {
    const [row] = rows.splice(from, 1);
    rows.splice(to, 0, row);
    redraw();
    tell(`${field}:move`);
    const buttons = [...(list.children[to]?.querySelectorAll(":scope > .cw-edit-tools button") ?? [])];
    (buttons[side].disabled ? buttons[1 - side] : buttons[side]).focus();
  }
  function remove(row) {
    const at = rows.indexOf(row);
    rows.splice(at, 1);
    redraw();
    tell(`${field}:remove:${row.key}`);
    (list.children[Math.min(at, rows.length - 1)]?.querySelector("input, textarea, button") ?? addButton).focus();
    if (!isBlank(row.value)) ed.gone(`Removed: ${one}`, list, () => { rows.splice(Math.min(at, rows.length), 0, row); redraw(); tell(`${field}:back:${row.key}`); });
  }
  function redraw() {
    fill(list, rows.map((row, at) => {
      const name = `${one} ${at + 1}`;
      const set = (next, where) => { row.value = next; tell(`${field}:${row.key}:${where ?? ""}`); };
      return h("div", { class: "cw-edit-row", "data-key": row.key, role: "group", "aria-label": name },
        h("div", { class: "cw-edit-row-body" }, draw(() => row.value, set, at, redraw), editFault(field, () => place(row))),
        h("div", { class: "cw-edit-tools" },
          editSmall("↑", `Move up ${name}`, () => move(at, at - 1, 0), `${row.key}:up`, at === 0),
          editSmall("↓", `Move down ${name}`, () => move(at, at + 1, 1), `${row.key}:down`, at === rows.length - 1),
          editSmall("×", `Remove ${name}`, () => remove(row), `${row.key}:remove`, rows.length <= fewest)));
    }));
    addButton.disabled = rows.length >= most;
    ed.showFaults?.();
  }
  redraw();
  const box = h("div", { class: "cw-edit-list" }, list, editFault(field, () => path), addButton);
  box.redraw = redraw;
  box.values = () => rows.map((row) => row.value);
  return box;
}

/** One line of text that is wrapped rather than cut off; Enter and pasted line breaks make no second line. */
const editWrapped = (value, onchange, attributes) => textarea(value, (text) => onchange(text.replace(/\s*\n\s*/g, " ")), { rows: 1, class: "cw-input cw-grow", onkeydown: (event) => { if (event.key === "Enter") event.preventDefault(); }, ...attributes });

/** Rows that are one line of text each. */
function editLines(ed, { field, one, values, onchange, path, add, numbered, rows, fewest, most, keepBlank }) {
  return editRows(ed, { field, one, values, onchange, path, add, numbered, fewest, most, keepBlank, fresh: () => "", isBlank: (value) => !String(value).trim(),
    draw: (value, set, at) => rows
      ? textarea(value(), (text) => set(text), { rows, class: "cw-input cw-grow", "aria-label": `${one} ${at + 1}`, "data-key": `${field}:${(path ?? []).join(".")}:${at}` })
      : editWrapped(value(), (text) => set(text), { "aria-label": `${one} ${at + 1}`, "data-key": `${field}:${(path ?? []).join(".")}:${at}` }) });
}

/** Rows of records. `cells` lists [name, label, how] with how = {rows, wrap, options, wide, number, placeholder}. */
function editRecords(ed, { field, one, values, onchange, path, add, fresh, cells, blankBut = [], fewest, most, numbered, keepBlank, columns: template }) {
  const isBlank = (value) => cells.every(([name, , how]) => how?.options || blankBut.includes(name) || !String(value[name] ?? "").trim());
  const oneline = Boolean(template) && cells.length <= 3 && cells.every(([, , how]) => !(how?.rows > 1) && !how?.wide);
  return editRows(ed, { field, one, values, onchange, path, add, fresh, isBlank, fewest, most, numbered, oneline, keepBlank,
    draw: (value, set, at) => h("div", { class: "cw-edit-cells", style: template ? `--cells:${template}` : undefined }, cells.map(([name, label, how = {}]) => {
      const put = (next) => set({ ...value(), [name]: how.number ? editNumber(next) : next }, name);
      const key = `${field}:${(path ?? []).join(".")}:${at}:${name}`;
      const control = how.options ? select(typeof how.options === "function" ? how.options() : how.options, value()[name], put, { "data-key": key })
        : how.rows ? textarea(value()[name], put, { rows: how.rows, class: "cw-input cw-grow", "data-key": key })
          : how.wrap ? editWrapped(value()[name], put, { "data-key": key, placeholder: how.placeholder })
            : input(value()[name], put, { "data-key": key, placeholder: how.placeholder, inputmode: how.number ? "decimal" : undefined });
      const cell = field_(label, control);
      if (how.wide) cell.classList.add("cw-wide");
      return cell;
    })) });
}

/** An id that nothing in a list has. */
function editFreshId(stem, taken) {
  for (let n = 1; ; n++) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`;
}
