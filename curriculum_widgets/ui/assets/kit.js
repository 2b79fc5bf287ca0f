// What every tab of the studio shares: elements, controls, and calls to Python. A tab's own script follows this one
// and defines `function tab(api, root)`, which fills the tab and returns what to do with messages from Python.

const SVG_NS = "http://www.w3.org/2000/svg";
let nextId = 0;
const uid = (stem = "cw") => `${stem}-${Date.now().toString(36)}-${nextId++}`;

/** An element. Attributes that begin with "on" are listeners; text is always text, never markup. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") element.style.cssText = value;
    else if (name === "value") element.value = value;
    else if (["checked", "disabled", "selected", "open", "hidden", "indeterminate"].includes(name)) element[name] = Boolean(value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts new children in place of an element's old ones, and keeps the focus on what has the same data-key. */
function fill(element, ...children) {
  const active = element.ownerDocument.activeElement;
  const key = element.contains(active) ? active.closest("[data-key]")?.dataset.key : null;
  const range = key && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (key) {
    const again = element.querySelector(`[data-key="${CSS.escape(key)}"]`);
    again?.focus({ preventScroll: true });
    if (again && range && range[0] !== null) try { again.setSelectionRange(...range); } catch { /* not a text field */ }
  }
  return element;
}

/** HTML that Python has made safe (rendering.html.safe_html); nothing else may come here. */
function safeHtml(html, attributes = {}) {
  const element = h("div", attributes);
  element.innerHTML = html;
  return element;
}

/** Calls to Python and messages from it. */
function connect(model) {
  const waiting = new Map();
  const listeners = new Set();
  const onMessage = (message, buffers) => {
    if (message.reply !== undefined) {
      const call = waiting.get(message.reply);
      if (!call) return;
      waiting.delete(message.reply);
      clearTimeout(call.timer);
      if (message.error) call.reject(new Error(message.error));
      else call.resolve(buffers?.length ? Object.assign(message.result ?? {}, { buffers }) : message.result);
    } else for (const listener of listeners) listener(message);
  };
  model.on("msg:custom", onMessage);
  return {
    call(name, args = {}, { timeout = 120000, buffers = [] } = {}) {
      return new Promise((resolve, reject) => {
        const id = uid("call");
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error("The kernel does not answer. If a cell is running, wait for it; else restart the kernel and run the cell again."));
        }, timeout);
        waiting.set(id, { resolve, reject, timer });
        model.send({ call: name, id, args }, undefined, buffers);
      });
    },
    listen(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    close() { model.off("msg:custom", onMessage); for (const call of waiting.values()) clearTimeout(call.timer); },
  };
}

/** Beats only after the last beat was answered: `beat()` returns the seconds to the next one, or null to stop. */
function heartbeat(beat) {
  let timer = null, busy = false, stopped = false, again = false;
  const schedule = (seconds) => { clearTimeout(timer); timer = seconds === null || stopped ? null : setTimeout(run, seconds * 1000); };
  async function run() {
    if (stopped) return;
    if (busy) { again = true; return; }
    if (document.hidden) { schedule(null); return; }
    busy = true;
    try {
      // A reply that is lost (a kernel restart, a dropped socket) must not stop the beat for ever.
      const next = await Promise.race([beat(), new Promise((resolve) => setTimeout(() => resolve(1.5), 15000))]);
      schedule(next ?? null);
    } catch { schedule(5); } finally { busy = false; }
    if (again) { again = false; schedule(0); }
  }
  const onVisible = () => { if (!document.hidden) run(); };
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("focus", onVisible);
  return {
    now: () => run(),
    stop() { stopped = true; clearTimeout(timer); document.removeEventListener("visibilitychange", onVisible); window.removeEventListener("focus", onVisible); },
  };
}

const debounce = (wait, action) => { let timer; return (...args) => { clearTimeout(timer); timer = setTimeout(() => action(...args), wait); }; };
const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const duration = (seconds) => seconds === null || seconds === undefined ? "" : seconds < 1 ? "under 1 s" : seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
const around = (seconds) => seconds < 1 ? "under 1 s" : `about ${duration(seconds)}`;
const when = (iso) => iso ? new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "";

// ---- controls -------------------------------------------------------------------------------------------------

const button = (label, onclick, { kind = "plain", title, disabled, key, ...rest } = {}) =>
  h("button", { type: "button", class: `cw-button cw-${kind}`, onclick, title, disabled, "data-key": key ?? label, ...rest }, label);

/** A labelled control; its help is read with it. */
function field(label, control, { help, error, wide, hint } = {}) {
  const id = control.id || uid("field");
  control.id = id;
  const described = [];
  const parts = [h("label", { for: id, class: "cw-label" }, label, hint ? h("span", { class: "cw-hint" }, ` ${hint}`) : null), control];
  if (help) { const helpId = `${id}-help`; described.push(helpId); parts.push(h("p", { id: helpId, class: "cw-help" }, help)); }
  if (error) { const errorId = `${id}-error`; described.push(errorId); control.setAttribute("aria-invalid", "true"); parts.push(h("p", { id: errorId, class: "cw-error" }, error)); }
  if (described.length) control.setAttribute("aria-describedby", described.join(" "));
  return h("div", { class: wide ? "cw-field cw-wide" : "cw-field" }, parts);
}

/** Options are strings or {value, label, disabled, group}. */
function select(options, value, onchange, attributes = {}) {
  const make = (option) => { const item = typeof option === "object" ? option : { value: option, label: option }; return h("option", { value: item.value, selected: String(item.value) === String(value), disabled: item.disabled }, item.label); };
  return h("select", { class: "cw-input", onchange: (event) => onchange(event.target.value), ...attributes }, options.map(make));
}
const input = (value, oninput, attributes = {}) => h("input", { class: "cw-input", type: "text", value: value ?? "", oninput: (event) => oninput(event.target.value), autocomplete: "off", ...attributes });
function textarea(value, oninput, attributes = {}) {
  const element = h("textarea", { class: "cw-input", rows: 3, oninput: (event) => oninput(event.target.value), ...attributes });
  element.value = value ?? "";
  return element;
}
const checkbox = (label, checked, onchange, attributes = {}) =>
  h("label", { class: "cw-check" }, h("input", { type: "checkbox", checked, onchange: (event) => onchange(event.target.checked), "data-key": attributes["data-key"] ?? label, ...attributes }), h("span", {}, label));
/** Several of many, as chips that are checkboxes. */
function chips(legend, options, chosen, onchange, { help } = {}) {
  const set = new Set(chosen);
  const helpId = uid("help");
  return h("fieldset", { class: "cw-chips", "aria-describedby": help ? helpId : undefined }, h("legend", { class: "cw-label" }, legend),
    h("div", { class: "cw-chip-row" }, options.map((option) => {
      const item = typeof option === "object" ? option : { value: option, label: option };
      return h("label", { class: "cw-chip", title: item.title }, h("input", { type: "checkbox", checked: set.has(item.value), disabled: item.disabled, "data-key": `${legend}:${item.value}`, onchange: (event) => { if (event.target.checked) set.add(item.value); else set.delete(item.value); onchange(options.map((one) => typeof one === "object" ? one.value : one).filter((one) => set.has(one))); } }), h("span", {}, item.label));
    })), help ? h("p", { id: helpId, class: "cw-help" }, help) : null);
}
const note = (kind, ...children) => h("div", { class: `cw-note cw-note-${kind}`, role: kind === "error" ? "alert" : undefined }, h("span", { class: "cw-note-mark", "aria-hidden": "true" }, { error: "!", warning: "!", info: "i", success: "✓" }[kind]), h("div", {}, children));
/** An empty state that teaches. */
const empty = (title, text, ...actions) => h("div", { class: "cw-empty" }, h("p", { class: "cw-empty-title" }, title), h("p", {}, text), actions.length ? h("div", { class: "cw-actions" }, actions) : null);
const section = (title, ...children) => h("section", { class: "cw-section" }, title ? h("h3", { class: "cw-title" }, title) : null, children);
const actions = (...children) => h("div", { class: "cw-actions" }, children);
const columns = (...children) => h("div", { class: "cw-columns" }, children);
const grid = (...children) => h("div", { class: "cw-grid" }, children);

function progress(fraction, label, text = "") {
  const percent = Math.round(fraction * 100);
  return h("div", { class: "cw-progress", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": percent, "aria-valuetext": text || `${percent} %`, "aria-label": label }, h("div", { class: "cw-progress-bar", style: `width:${(fraction * 100).toFixed(1)}%` }));
}
function setProgress(element, fraction, text = "") {
  const percent = Math.round(fraction * 100);
  element.setAttribute("aria-valuenow", percent);
  element.setAttribute("aria-valuetext", text || `${percent} %`);
  element.firstChild.style.width = `${(fraction * 100).toFixed(1)}%`;
}
const badge = (text, kind = "plain") => h("span", { class: `cw-badge cw-badge-${kind}` }, text);
const STATE_KINDS = { completed: "good", partial: "warn", "completed with failures": "warn", failed: "bad", interrupted: "warn", running: "busy", cancelling: "busy", cancelled: "off", pending: "off", scheduled: "off", pausing: "busy", paused: "off" };
const STATE_ICONS = { completed: "✅", partial: "⚠", "completed with failures": "⚠", failed: "❌", interrupted: "⚡", running: "🔄", cancelling: "🚫", cancelled: "🚫", pending: "⏳", scheduled: "🗓", pausing: "⏸", paused: "⏸" };
/** A state as icon and word. */
const state = (word) => badge(`${STATE_ICONS[word] ?? ""} ${word}`.trim(), STATE_KINDS[word] ?? "plain");

/** Inner tabs with the keyboard that people expect. `pages` is [{id, label, render(panel)}]. */
function innerTabs(pages, current, onchange) {
  const stem = uid("tabs");
  const panel = h("div", { role: "tabpanel", class: "cw-tabpanel", tabindex: 0 });
  const list = h("div", { role: "tablist", class: "cw-tabs" });
  const show = (id, focus) => {
    for (const tabButton of list.children) {
      const on = tabButton.dataset.page === id;
      tabButton.setAttribute("aria-selected", on);
      tabButton.tabIndex = on ? 0 : -1;
      if (on && focus) tabButton.focus();
    }
    panel.setAttribute("aria-labelledby", `${stem}-${id}`);
    panel.id = `${stem}-panel`;
    onchange?.(id);
    fill(panel);
    pages.find((page) => page.id === id).render(panel);
  };
  pages.forEach((page, at) => list.append(h("button", { type: "button", role: "tab", id: `${stem}-${page.id}`, "data-page": page.id, "aria-controls": `${stem}-panel`, class: "cw-tab", onclick: () => show(page.id, false),
    onkeydown: (event) => { const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]; if (step) { event.preventDefault(); show(pages[(at + step + pages.length) % pages.length].id, true); } } }, page.label)));
  const whole = h("div", {}, list, panel);
  whole.show = (id) => show(id, false);
  show(current ?? pages[0].id, false);
  return whole;
}

/** Asks before something can be lost. Resolves to true or false. */
function confirmBox(root, question, { yes = "Yes", no = "Cancel", detail } = {}) {
  return new Promise((resolve) => {
    const done = (answer) => { dialog.close(); dialog.remove(); before?.focus?.(); resolve(answer); };
    const before = document.activeElement;
    const titleId = uid("dialog");
    const dialog = h("dialog", { class: "cw-dialog", "aria-labelledby": titleId, oncancel: (event) => { event.preventDefault(); done(false); } }, h("p", { id: titleId, class: "cw-dialog-title" }, question), detail ? h("p", {}, detail) : null, actions(button(yes, () => done(true), { kind: "danger" }), button(no, () => done(false))));
    root.append(dialog);
    dialog.showModal();
  });
}

/** Says something for a moment, and to screen readers; may offer to undo. */
function toast(root, text, { kind = "info", undo, seconds = 6 } = {}) {
  let stack = root.querySelector(":scope > .cw-toasts");
  if (!stack) { stack = h("div", { class: "cw-toasts", role: "status", "aria-live": "polite" }); root.append(stack); }
  const box = h("div", { class: `cw-toast cw-toast-${kind}` }, h("span", {}, text), undo ? button("Undo", () => { box.remove(); undo(); }, { kind: "link" }) : null, button("×", () => box.remove(), { kind: "link", title: "Dismiss", "aria-label": "Dismiss" }));
  stack.append(box);
  setTimeout(() => box.remove(), seconds * 1000);
}

/** A table of any number of rows, of which only those in sight exist. `cells(row)` gives the row's cells. */
function bigTable({ label, heads, cells, key, height = 380, rowHeight = 38, sort, onsort, onopen, widths }) {
  const template = `grid-template-columns:${(widths ?? heads.map(() => "minmax(0,1fr)")).join(" ")}`;
  const body = h("div", { class: "cw-rows" });
  const scroller = h("div", { class: "cw-scroller", style: `max-height:${height}px`, tabindex: 0, role: "rowgroup", "aria-label": label }, body);
  const head = h("div", { class: "cw-row cw-head", role: "row", style: template });
  const table = h("div", { class: "cw-table", role: "table", "aria-label": label }, h("div", { role: "rowgroup" }, head), scroller);
  let rows = [], at = new Map(), live = new Map();
  const drawHead = () => fill(head, heads.map((name) => { const on = sort && sort.by === name; return h("div", { role: "columnheader", "aria-sort": on ? (sort.down ? "descending" : "ascending") : undefined }, onsort && name ? h("button", { type: "button", class: "cw-sort", "data-key": `sort:${name}`, onclick: () => { sort = { by: name, down: on ? !sort.down : false }; onsort(sort); drawHead(); } }, name, on ? (sort.down ? " ↓" : " ↑") : "") : name); }));
  const drawRow = (index) => { const row = rows[index]; const element = h("div", { class: "cw-row", role: "row", "aria-rowindex": index + 2, "data-key": String(row[key]), "data-row": String(row[key]), style: `${template};transform:translateY(${index * rowHeight}px);height:${rowHeight}px`, ondblclick: onopen ? () => onopen(row) : undefined }, cells(row).map((cell) => h("div", { role: "cell", class: "cw-cell" }, cell))); return element; };
  const draw = () => {
    body.style.height = `${rows.length * rowHeight}px`;
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - 4);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || height)) / rowHeight) + 4);
    for (const [index, element] of live) if (index < first || index >= last) { element.remove(); live.delete(index); }
    for (let index = first; index < last; index++) if (!live.has(index)) { const element = drawRow(index); live.set(index, element); body.append(element); }
  };
  let frame = 0;
  scroller.addEventListener("scroll", () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(draw); });
  table.setRows = (next) => { rows = next; at = new Map(rows.map((row, index) => [row[key], index])); table.setAttribute("aria-rowcount", rows.length + 1); for (const element of live.values()) element.remove(); live.clear(); draw(); };
  /** Only rows that changed; their places stay. */
  table.patch = (changed) => { for (const row of changed) { const index = at.get(row[key]); if (index === undefined) continue; rows[index] = row; const old = live.get(index); if (old) { const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : null; const element = drawRow(index); old.replaceWith(element); live.set(index, element); if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true }); } } };
  drawHead();
  return table;
}

/** Gives the browser a file. */
function download(name, mediaType, buffer) {
  const url = URL.createObjectURL(new Blob([buffer], { type: mediaType }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// ---- the tab's frame --------------------------------------------------------------------------------------------

function render({ model, el }) {
  const api = connect(model);
  const root = h("div", { class: "cw-root" });
  el.replaceChildren(root);
  let page = null;
  const start = async () => {
    fill(root, h("p", { class: "cw-loading", role: "status" }, "Opening …"));
    try {
      const first = await api.call("load");
      fill(root);
      page = tab(api, root, first) ?? {};
    } catch (error) {
      fill(root, note("error", h("p", {}, error.message), button("Try again", start, { kind: "primary" })));
    }
  };
  const stopListening = api.listen((message) => page?.receive?.(message));
  start();
  return () => { page?.close?.(); stopListening(); api.close(); };
}

export default { render };

// ---- more pieces ------------------------------------------------------------------------------------------------

/** A day, for lists in which the time of day matters little. */
const day = (iso) => iso ? new Date(iso).toLocaleDateString([], { dateStyle: "medium" }) : "";
/** A size as people say it. */
function fileSize(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The result of work that Python does on a thread (ui/errands.py): one call begins it, `collect` asks until it is ready. */
async function errand(api, name, args = {}, options = {}) {
  let answer = await api.call(name, args, options);
  for (let pause = 40; answer.waiting; pause = Math.min(500, pause * 1.6)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = await api.call("collect", { ticket: answer.waiting });
  }
  return answer.value;
}

/** Asks again until the answer is ready (ui/errands.py: Later); null when nobody wants it any more. */
async function patient(api, name, args, wanted = () => true) {
  for (let pause = 80; ; pause = Math.min(600, pause * 1.5)) {
    const answer = await api.call(name, args);
    if (!wanted()) return null;
    if (answer.ready) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!wanted()) return null;
  }
}

/** Several of many with a word about each, as a list of checkboxes. Options are {value, label, help, disabled}. */
function optionList(legend, options, chosen, onchange) {
  const set = new Set(chosen);
  return h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, legend), h("div", { class: "cw-options" }, options.map((option) => {
    const id = uid("option"), helpId = `${id}-help`;
    const change = (event) => { if (event.target.checked) set.add(option.value); else set.delete(option.value); onchange(options.map((one) => one.value).filter((value) => set.has(value))); };
    return h("div", { class: option.disabled ? "cw-option cw-option-off" : "cw-option" },
      h("input", { type: "checkbox", id, checked: set.has(option.value) && !option.disabled, disabled: option.disabled, "aria-describedby": option.help ? helpId : undefined, "data-key": `${legend}:${option.value}`, onchange: change }),
      h("div", {}, h("label", { for: id }, option.label), option.help ? h("p", { class: "cw-help", id: helpId }, option.help) : null));
  })));
}

/**
 * Keeps the notebook's own keys (D D deletes a cell, X cuts it, Enter edits it) from acting while something in a tab has the
 * focus. JupyterLab looks for the mark on what has the focus before it looks at its parents, so each must wear it itself.
 * Ctrl and Cmd keys still reach JupyterLab, but in a part of a tab that wears the mark, too, and so has such keys of its own.
 */
function keepKeys(event) {
  const mark = "data-lm-suppress-shortcuts", target = event.target;
  if (target instanceof Element && target.closest(".cw-root")) target.toggleAttribute(mark, !(event.ctrlKey || event.metaKey) || Boolean(target.parentElement.closest(`[${mark}]`)));
}
if (!window.cwKeepsKeys) { window.cwKeepsKeys = true; window.addEventListener("keydown", keepKeys, true); }
