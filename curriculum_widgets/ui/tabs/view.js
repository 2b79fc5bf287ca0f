// The View & Edit tab: the library and the units at the left; the open curriculum, to read, to try, or to change, beside.

function tab(api, root, data) {
  const VIEWS = [
    { value: "read", label: "Read", title: "The teacher’s edition, with keys and plans" },
    { value: "student", label: "Student view", title: "What students see; quizzes can be taken" },
    { value: "edit", label: "Edit" },
    { value: "history", label: "History", title: "Earlier versions" },
  ];
  let it = null, unit = "", mode = "read", editor = null, edited = null, queue = Promise.resolve();
  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 12 });
  const inTurn = (work) => (queue = queue.then(work).catch(fail));
  const remember = () => api.call("remember", { curriculum: it?.id ?? "", unit, mode }).catch(() => {});

  const head = h("div"), notice = h("div"), bar = h("div"), other = h("div"), nothing = h("div");
  const pages = { read: viewPage(api, "teacher", "Teacher edition"), student: viewPage(api, "student", "Student edition") };
  const review = viewReview(api, { fail, onchange(id, of, now) { if (it?.id !== id) return; Object.assign(it.units.find((one) => one.id === of) ?? {}, now); units.update(it, unit); } });
  const library = viewLibrary(api, root, data.library, { fail, onopen: (id) => open(id), onrestored: (id) => open(id), ongenerate: () => api.call("go", { tab: "generate" }).catch(fail) });
  const units = viewUnits({ onchoose: choose, onmove: move, onadd: add, onsplit: split, onremove: remove });
  const desk = h("div", { class: "cw-v-desk" }, head, notice, bar, review.element, pages.read.element, pages.student.element, other);
  const layout = columns(h("div", { class: "cw-v-rail" }, library.element, units.element), h("div", { class: "cw-v-main" }, nothing, desk));
  layout.classList.add("cw-side", "cw-v-layout");
  root.append(layout);

  // ---- open and choose ----
  async function open(id, { unit: at = "", mode: how = mode, focus = true } = {}) {
    await leaveEditor();
    try {
      it = await api.call("outline", { curriculum: id });
    } catch (error) { fail(error); library.refresh(); return; }
    unit = it.units.some((one) => one.id === at) ? at : "";
    mode = how;
    fill(notice);
    library.fold(true);
    draw();
    if (focus) head.querySelector("h3")?.focus({ preventScroll: true });
    remember();
  }
  function close() { leaveEditor(); it = null; unit = ""; library.fold(false); library.refresh(); draw(); remember(); }
  /** A form to split that was left open is not about what is chosen now. */
  const forgetSplit = () => { if (notice.querySelector(".cw-v-split")) fill(notice); };
  async function choose(id) { if (id === unit) return; forgetSplit(); await leaveEditor(); unit = id; draw(); remember(); }
  async function turnTo(how) { await leaveEditor(); mode = how; draw(); remember(); }
  /** Takes what Python says of the curriculum now, and shows it. */
  function take(outline) {
    if (it?.id !== outline.id) return;
    it = outline;
    if (unit && !it.units.some((one) => one.id === unit)) unit = "";
    draw();
  }
  async function reload() { if (it) try { take(await api.call("outline", { curriculum: it.id })); library.refresh(); } catch (error) { fail(error); close(); } }
  /** Waits until the editor has saved what is in it, and takes over what it saved. */
  async function leaveEditor() {
    const leaving = editor;
    [editor, edited] = [null, null];
    if (!leaving) return;
    try {
      await leaving.close();
      it = it && await api.call("outline", { curriculum: it.id });
    } catch (error) { fail(error); }
  }

  // ---- change ----
  /** Calls something that changes the curriculum; when somebody else changed it too, tells so. */
  async function change(call, args, done) {
    await leaveEditor();
    const whole = { curriculum: it.id, version: it.version, ...args };
    const answer = await errand(api, call, whole);
    if (answer.conflict) { tellConflict(answer.conflict, call, whole); return; }
    forgetSplit();
    take(answer.outline);
    done?.(answer, whole.version);
    library.refresh();
  }
  function tellConflict(found, call, args) {
    const box = viewConflict(found, {
      onCopy: () => inTurn(async () => { const answer = await errand(api, call, { ...args, copy: true }); fill(notice); library.refresh(); toast(root, "Yours is a curriculum of its own now, and is open.", { kind: "success" }); await open(answer.copied ?? answer.outline.id); }),
      onTheirs: () => inTurn(async () => { fill(notice); await reload(); toast(root, "Theirs is open."); }),
    });
    fill(notice, box);
    box.focusTitle();
  }
  const titleOf = (id) => (it.units.find((one) => one.id === id)?.title ?? "").slice(0, 80);
  function move(id, to) {
    const by = to - it.units.findIndex((one) => one.id === id);
    return inTurn(() => {
      const place = Math.max(0, Math.min(it.units.length - 1, it.units.findIndex((one) => one.id === id) + by));
      return change("move_unit", { unit: id, to: place }, () => units.say(`“${titleOf(id)}” is unit ${place + 1} of ${it.units.length} now.`));
    });
  }
  function add() {
    return inTurn(() => change("add_unit", { to: unit ? it.units.findIndex((one) => one.id === unit) + 1 : it.units.length }, (answer) => {
      unit = answer.unit;
      mode = "edit";
      draw();
      remember();
      units.element.querySelector(`[data-key="unit:${unit}"]`)?.focus();
      units.say("A blank unit was added.");
    }));
  }
  function split(id) {
    return inTurn(async () => {
      await leaveEditor();
      const title = titleOf(id), from = it.id;
      const cancel = () => { forgetSplit(); units.element.querySelector(`[data-key="split:${id}"]`)?.focus(); };
      const found = await api.call("split_places", { curriculum: from, version: it.version, unit: id });
      const box = viewSplit(title, found, {
        oncancel: cancel,
        onedit: () => { forgetSplit(); editLastSection = "lesson"; unit = id; turnTo("edit"); },
        onsplit: (chosen) => inTurn(() => change("split_unit", { unit: id, ...chosen }, (answer, before) => {
          const after = it.version;
          unit = answer.unit;
          draw();
          remember();
          units.element.querySelector(`[data-key="unit:${unit}"]`)?.focus();
          toast(root, `“${title}” is two units now.`, { seconds: 15, undo: () => inTurn(async () => {
            if (it?.id !== from) await open(from);
            await change("join_unit", { unit: id, new: answer.unit, before, after }, () => { unit = id; draw(); remember(); units.say(`“${title}” is one unit again.`); });
          }) });
        })),
      });
      draw();
      fill(notice, box);
      box.focusTitle();
    });
  }
  function remove(id) {
    return inTurn(() => {
      const title = titleOf(id), from = it.id;
      return change("remove_unit", { unit: id }, (answer, before) => {
        units.element.querySelector('[data-key="unit:"]').focus();
        remember();
        toast(root, `“${title}” was removed.`, { seconds: 15, undo: () => inTurn(async () => {
          if (it?.id !== from) await open(from);
          await change("put_back_unit", { unit: id, before }, () => { unit = id; draw(); remember(); units.say(`“${title}” is back.`); });
        }) });
      });
    });
  }
  async function trash() {
    const { id, title } = it;
    try {
      await leaveEditor();
      const name = await api.call("trash", { curriculum: id });
      close();
      toast(root, `“${title.slice(0, 80)}” is in the trash.`, { seconds: 15, undo: async () => { try { await open(await api.call("untrash", { name })); library.refresh(); } catch (error) { fail(error); } } });
    } catch (error) { fail(error); }
  }
  async function duplicate() {
    try {
      await leaveEditor();
      const id = await errand(api, "duplicate", { curriculum: it.id });
      await open(id);
      library.refresh();
      toast(root, "This is the copy.", { kind: "success" });
    } catch (error) { fail(error); }
  }

  // ---- draw ----
  function draw() {
    library.choose(it?.id ?? null);
    layout.classList.toggle("cw-v-open", Boolean(it));
    units.element.hidden = desk.hidden = !it;
    nothing.hidden = Boolean(it);
    if (!it) { fill(nothing, data.library.all ? empty("Choose a curriculum.", "Open one from the library to read it, to take its quizzes as a student would, or to change it.") : null); review.show(null, null); return; }
    viewHead(head, it, unit, { onrename: rename, onduplicate: duplicate, ontrash: trash, onexport: () => api.call("go", { tab: "export", curriculum: it.id }).catch(fail),
      onsettle: (what) => inTurn(() => change("settle", { what }, () => toast(root, `Taken off the list: ${plural(what.length, "finding")}. History holds the state before.`))), onunit: (id) => { unit = id; draw(); remember(); } });
    units.update(it, unit);
    fill(bar, viewSegments("How to see it", VIEWS, mode, turnTo));
    const one = it.units.find((candidate) => candidate.id === unit);
    review.show(it.id, mode === "read" || mode === "edit" ? one : null);
    for (const [name, page] of Object.entries(pages)) {
      page.element.hidden = name !== mode;
      if (name === mode) page.show(it.id, it.version, it.units.indexOf(one) + 1);
    }
    drawOther();
  }
  function drawOther() {
    const what = mode === "edit" || mode === "history" ? `${it.id} ${mode} ${unit}` : "";
    other.hidden = !what;
    if (edited === what) return;
    edited = what;
    editor?.close();
    editor = null;
    fill(other);
    if (mode === "history") revisionsOf(api, root, other, { curriculum: it.id, onrestored: reload, fail });
    if (mode === "edit" && unit) editor = unitEditor(api, root, other, { curriculum: it.id, unit, onChanged: reload });
    if (mode === "edit" && !unit) viewDescription(other, it, data.licences, (values) => inTurn(() => change("describe", values, () => toast(root, "Saved.", { kind: "success" }))));
  }
  async function rename(title) {
    try { it.version = await errand(api, "rename", { curriculum: it.id, title }); await reload(); return true; } catch (error) { fail(error); return false; }
  }

  if (data.open?.outline) { it = data.open.outline; unit = it.units.some((one) => one.id === data.open.unit) ? data.open.unit : ""; mode = data.open.mode; library.fold(true); remember(); }
  draw();
  if (data.open?.problem) {
    fill(nothing, note("error", h("p", {}, data.open.problem)), other);
    other.hidden = false;
    revisionsOf(api, root, other, { curriculum: data.open.damaged, fail, onrestored: () => { desk.append(other); open(data.open.damaged); } });
  }
  return {
    receive(message) {
      if (message.event === "arrive" && message.curriculum) { api.call("arrived").catch(() => {}); library.refresh(); open(message.curriculum, { unit: message.unit, mode: message.mode ?? "read" }); }
      if (message.event === "shown") { library.refresh(); if (it) lookAgain(); }
    },
    close() { leaveEditor(); for (const page of Object.values(pages)) page.close(); },
  };
  /** Takes over what somebody else saved, unless something here is being edited, which then meets it when it is saved. */
  async function lookAgain() {
    try { if (mode !== "edit" && await api.call("version", { curriculum: it.id }) !== it.version) reload(); } catch { /* thrown away elsewhere: the next click says so */ }
  }
}
