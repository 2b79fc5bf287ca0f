// The editor of one unit: its frame, and how what is typed reaches the disk. Its sections are in edit_sections.js.

const EDIT_TYPING = 300, EDIT_SAVING = 1000; // ms of quiet before a change is checked, and before it is saved

/** What all sections share: the unit as it is on screen, and the way of a change to Python and to disk. */
function editState(api, root, context) {
  const closers = new Set();
  let pending = {}, at = "", typing = null, saving = null, queue = Promise.resolve(), closed = false, told = "";
  const ed = {
    api, root, curriculum: context.curriculum, unit: null, faults: {}, hints: {}, count: 0, files: [], stopped: false,
    call: (name, args = {}) => api.call(`edit_${name}`, { curriculum: context.curriculum, unit: context.unit, ...args }),
    fail: (error) => toast(root, error.message, { kind: "error", seconds: 12 }),
    onclose: (closer) => closers.add(closer),

    /** A field has a new value; it is checked and saved in a moment. */
    change(field, value, where = "") {
      ed.unit[field] = value;
      if (at && at !== where) ed.flush();
      pending[field] = value;
      at = where;
      ed.count += 1;
      ed.status("saving");
      clearTimeout(typing);
      typing = setTimeout(() => ed.flush(), EDIT_TYPING);
    },
    /** Sends what waits; resolves when Python has it. */
    flush() {
      clearTimeout(typing);
      if (!Object.keys(pending).length) return queue;
      const values = pending, where = at;
      pending = {};
      at = "";
      queue = queue.then(async () => {
        try {
          ed.know(await ed.call("apply", { values, at: where }));
          ed.changed();
        } catch (error) {
          pending = { ...values, ...pending };
          ed.status("failed", error.message);
          if (!closed) typing = setTimeout(() => ed.flush(), 5000);
        }
      });
      return queue;
    },
    /** Something was changed: save it soon, and tell who shows the curriculum when its file is another. */
    changed() {
      clearTimeout(saving);
      if (ed.dirty && !ed.stopped) { ed.status("saving"); saving = setTimeout(() => ed.save(), EDIT_SAVING); } else if (!ed.stopped) ed.status("saved");
      if (told && told !== ed.version) context.onChanged?.({ unit: context.unit, title: ed.title, version: ed.version, unfinished: ed.unfinished });
      told = ed.version;
    },
    async save(choices) {
      clearTimeout(saving);
      try {
        await ed.flush();
        clearTimeout(saving);
        const answer = await ed.call("save", choices ? { choices } : {});
        if (answer.saving) { ed.status("saving"); saving = setTimeout(() => ed.save(choices), 80); return; }
        if (answer.conflict) { ed.stopped = true; ed.status("failed", answer.why); ed.conflict(answer); return; }
        if (!answer.saved) { ed.status("failed", answer.why); saving = setTimeout(() => ed.save(), 8000); return; }
        ed.stopped = false;
        if (answer.gone) { ed.lost(); return; }
        Object.assign(ed, { dirty: answer.dirty, version: answer.version });
        if (answer.unit) { ed.take({ ...answer.state, unit: { ...answer.unit, ...pending } }); if (answer.taken?.length) toast(root, `Also changed elsewhere, and taken in: ${answer.taken.slice(0, 4).join(", ")}`, { seconds: 10 }); }
        ed.changed();
      } catch (error) { ed.status("failed", error.message); if (!closed) saving = setTimeout(() => ed.save(), 8000); }
    },
    async travel(forth) {
      try {
        await ed.flush();
        const answer = await ed.call("undo", { forth });
        if (!answer.changed.length) return;
        ed.take(answer, answer.changed);
        ed.changed();
      } catch (error) { ed.fail(error); }
    },
    undo: () => ed.travel(false),
    /** Something was removed: for a while it can be had back where it was. */
    gone(text, place, back) {
      const then = ed.count;
      toast(root, text, { undo: () => { if (place ? place.isConnected : ed.count === then) back(); else if (ed.count === then) ed.undo(); else ed.fail(new Error("Other things were changed since. Use Undo above, step by step.")); } });
    },
    /** What Python says of the unit, without its text. */
    know(answer) {
      for (const name of ["faults", "hints", "title", "undo", "redo", "dirty", "unfinished", "version"]) if (name in answer) ed[name === "undo" ? "canUndo" : name === "redo" ? "canRedo" : name] = answer[name];
      ed.showFaults();
      ed.showHints();
      ed.showTools();
    },
    /** The whole unit anew, as Python has it. */
    take(answer, fields) { ed.unit = answer.unit; ed.know(answer); ed.redraw(fields); },
    close() {
      if (closed) return queue;
      closed = true;
      const whole = async () => { while (ed.dirty && !ed.stopped && (await ed.call("save")).saving) await new Promise((resolve) => setTimeout(resolve, 100)); };
      const done = ed.flush().then(whole).catch(() => {});
      clearTimeout(saving);
      for (const closer of closers) closer();
      return done;
    },
  };
  return ed;
}

/**
 * The editor of one unit.
 * @param context {curriculum, unit, onChanged(summary)}: ids, and who wants to know when the file has changed. The
 *   summary is {unit, title, version, unfinished}, or {unit, gone: true} when somebody else took the unit out.
 * @returns {close()}, which sends and saves what waits, and resolves when that is done.
 */
function unitEditor(api, root, container, context) {
  const ed = editState(api, root, context);
  const notes = h("div"), rail = h("nav", { class: "cw-edit-rail", "aria-label": "Sections of the unit" }), head = h("div", { class: "cw-edit-head" }), body = h("div");
  const panel = h("section", { class: "cw-edit-section", tabindex: -1 }, head, body);
  const told = h("span", { class: "cw-edit-status", role: "status" });
  const tools = h("div", { class: "cw-edit-top" });
  const frame = h("div", { class: "cw-edit", "data-lm-suppress-shortcuts": "true", onkeydown: onKey }, tools, notes, h("div", { class: "cw-edit-frame" }, rail, panel));
  let section = EDIT_SECTIONS.find((one) => one.id === context.section) ?? EDIT_SECTIONS.find((one) => one.id === editLastSection) ?? EDIT_SECTIONS[2];
  ed.box = body;

  ed.status = (word, why = "") => {
    const rest = ed.unfinished ? `, except ${plural(ed.unfinished, "thing")} that ${ed.unfinished === 1 ? "is" : "are"} not finished` : "";
    const text = { saved: `Saved${rest}`, saving: "Saving …", failed: `Not saved: ${why}` }[word];
    if (told.textContent !== text) told.textContent = text;
    told.dataset.state = word === "saved" && ed.unfinished ? "partly" : word;
  };
  ed.showFaults = () => { editShowFaults(body, ed.faults); for (const card of body.querySelectorAll(".cw-edit-question")) card.classList.toggle("cw-edit-unfinished", Boolean(card.parentElement.querySelector(":scope > .cw-edit-fault:not([hidden])"))); drawRail(); };
  ed.showHints = () => { for (const box of body.querySelectorAll("[data-hints]")) { const hints = ed.hints[box.dataset.hints] ?? []; fill(box, hints.length ? h("p", { class: "cw-help" }, `Worth a look: this question ${hints.join("; ")}.`) : null); } };
  ed.showTools = () => fill(tools, told, h("div", { class: "cw-actions" }, button("↶ Undo", () => ed.travel(false), { kind: "plain cw-small", disabled: !ed.canUndo, key: "undo" }), button("↷ Redo", () => ed.travel(true), { kind: "plain cw-small", disabled: !ed.canRedo, key: "redo" })));
  ed.redraw = (fields) => {
    const other = fields?.length && !fields.some((name) => section.fields.includes(name)) ? EDIT_SECTIONS.find((one) => fields.some((name) => one.fields.includes(name))) : null;
    if (other) section = other;
    const focused = frame.contains(document.activeElement);
    drawSection();
    if (focused && !frame.contains(document.activeElement)) panel.focus({ preventScroll: true });
  };
  ed.conflict = (answer) => {
    fill(notes, editConflict(ed, answer, async (choices) => { fill(notes); ed.stopped = false; await ed.save(choices); }));
    notes.querySelector("h3").focus();
  };
  ed.lost = () => { fill(frame, empty("This unit was taken out.", "Somebody else took it out of the curriculum, and you chose to leave it so. Your text is kept under Revisions.")); context.onChanged?.({ unit: context.unit, gone: true }); };

  function count(one) {
    const value = ed.unit[one.fields[0]];
    const list = one.id === "quiz" ? value?.questions : value;
    return Array.isArray(list) && list.length ? String(list.length) : "";
  }
  const isEmpty = (one) => one.fields.every((name) => { const value = ed.unit[name]; return !value || (Array.isArray(value) && !value.length); });
  function drawRail() {
    const groups = [...new Set(EDIT_SECTIONS.map((one) => one.group))];
    const label = (one) => `${one.label}${one.fields.some((name) => ed.faults[name]?.length) ? " (not finished)" : ""}`;
    fill(rail, groups.map((group) => h("div", { class: "cw-edit-group" }, h("p", { class: "cw-edit-group-name", id: `${rail.id}-${group}` }, group), h("ul", {}, EDIT_SECTIONS.filter((one) => one.group === group).map((one) => h("li", {}, h("button", { type: "button", class: isEmpty(one) ? "cw-edit-link cw-edit-none" : "cw-edit-link", "aria-current": one === section ? "true" : undefined, "data-key": `section:${one.id}`, onclick: () => goTo(one) }, h("span", {}, label(one)), h("span", { class: "cw-edit-count", "aria-hidden": "true" }, one.fields.some((name) => ed.faults[name]?.length) ? "●" : count(one)))))))),
      h("div", { class: "cw-edit-pick" }, field("Section", select(EDIT_SECTIONS.map((one) => ({ value: one.id, label: `${one.group}: ${label(one)}` })), section.id, (id) => goTo(EDIT_SECTIONS.find((one) => one.id === id)), { "data-key": "section:pick" }))));
  }
  function goTo(one) {
    ed.flush();
    section = one;
    editLastSection = one.id;
    drawSection();
    if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
  }
  function drawSection() {
    const reason = section.part ? ed.unit.missing?.[section.part] : "";
    fill(head, h("h3", { class: "cw-title" }, section.label), section.part ? editWriteAgain(ed, section.part, section.part === "picture" ? { label: "Have one made …" } : {}) : null);
    fill(body, reason ? note("warning", `This part is missing: ${reason}. Write it yourself, or let its author try again.`) : null, section.draw(ed));
    panel.setAttribute("aria-label", section.label);
    ed.showFaults();
    ed.showHints();
  }
  function onKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase(), typing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    if (key === "s") { event.preventDefault(); ed.save(); } else if (!typing && (key === "z" || key === "y")) { event.preventDefault(); ed.travel(key === "y" || event.shiftKey); }
  }
  function drawOffers(offers) {
    fill(notes, offers.map((offer) => editOffer(ed, offer, async (take) => {
      try { const answer = await ed.call("take_up", { name: offer.name, take }); drawOffers(answer.offers); ed.take(answer); ed.changed(); } catch (error) { ed.fail(error); }
    })));
  }
  async function start() {
    fill(container, h("p", { class: "cw-loading", role: "status" }, "Opening …"));
    try {
      const answer = await ed.call("open");
      Object.assign(ed, { author: answer.author, styles: answer.styles, parts: answer.parts, files: answer.files });
      rail.id = uid("rail");
      fill(container, frame);
      ed.take(answer);
      drawOffers(answer.offers);
      ed.changed();
    } catch (error) { fill(container, note("error", h("p", {}, error.message), button("Try again", start, { kind: "primary" }))); }
  }
  const leave = () => { if (document.hidden) ed.flush(); };
  document.addEventListener("visibilitychange", leave);
  ed.onclose(() => document.removeEventListener("visibilitychange", leave));
  start();
  return { close: () => (ed.unit ? ed.close() : Promise.resolve()) };
}

let editLastSection = "lesson";
