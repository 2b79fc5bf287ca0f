// The units of an open curriculum: choose, reorder by button, key or drag, add, split, remove; and the review of one of them.

function viewUnits({ onchoose, onmove, onadd, onsplit, onremove }) {
  const list = h("ol", { class: "cw-v-units", "aria-label": "Units" }), live = h("p", { class: "cw-visually-hidden", role: "status" });
  const progressLine = h("p", { class: "cw-help" });
  const whole = h("div"), foot = h("div");
  let units = [], chosen = "", dragged = null;
  const element = h("nav", { class: "cw-section cw-v-nav", "aria-label": "Units of this curriculum" }, h("div", { class: "cw-card-head" }, h("h3", { class: "cw-title" }, "Units")), progressLine, whole, list, foot, live);
  const placeAt = (event) => {
    const item = event.target.closest("li");
    if (!item) return null;
    const box = item.getBoundingClientRect();
    return { item, after: event.clientY > box.top + box.height / 2, place: [...list.children].indexOf(item) };
  };
  const clear = () => { for (const item of list.children) item.classList.remove("cw-v-before", "cw-v-after", "cw-v-dragged"); };

  list.addEventListener("dragover", (event) => {
    const at = dragged && placeAt(event);
    if (!at) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = "move";
    clear();
    at.item.classList.add(at.after ? "cw-v-after" : "cw-v-before");
  });
  list.addEventListener("drop", (event) => {
    const at = dragged && placeAt(event);
    if (!at) return;
    event.preventDefault();
    event.stopPropagation();
    const from = units.findIndex((unit) => unit.id === dragged);
    const to = at.place + (at.after ? 1 : 0) - (from < at.place + (at.after ? 1 : 0) ? 1 : 0);
    if (to !== from) onmove(dragged, to);
    clear();
  });

  function row(unit, place) {
    const on = unit.id === chosen, last = units.length - 1;
    const step = (by) => { if (place + by >= 0 && place + by <= last) onmove(unit.id, place + by); };
    return h("li", { class: on ? "cw-v-unit cw-v-chosen" : "cw-v-unit", draggable: "true", "data-unit": unit.id,
      ondragstart: (event) => { dragged = unit.id; event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", unit.title); event.stopPropagation(); event.currentTarget.classList.add("cw-v-dragged"); },
      ondragend: () => { dragged = null; clear(); } },
      h("button", { type: "button", class: "cw-v-unit-button", "data-key": `unit:${unit.id}`, "aria-current": on ? "true" : undefined, title: "Alt+↑ and Alt+↓ move it", onclick: () => onchoose(unit.id),
        onkeydown: (event) => {
          const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (!by) return;
          event.preventDefault();
          if (event.altKey) step(by);
          else list.children[place + by]?.querySelector(".cw-v-unit-button").focus();
        } },
        h("span", { class: "cw-v-number", "aria-hidden": "true" }, place + 1), h("span", { class: "cw-v-unit-title", dir: "auto" }, unit.title)),
      unit.mark || unit.missing || unit.note ? h("div", { class: "cw-v-unit-marks" }, viewMark(unit.mark), unit.note ? h("span", { title: unit.note, class: "cw-soft" }, "has a note") : null, unit.missing ? badge(`⚠ ${plural(unit.missing, "part")} missing`, "warn") : null) : null,
      on ? h("div", { class: "cw-v-unit-tools", role: "group", "aria-label": `Unit ${place + 1}` },
        button("↑ Up", () => step(-1), { kind: "plain cw-small", key: `up:${unit.id}`, disabled: place === 0, "aria-label": `Move unit ${place + 1} up` }),
        button("↓ Down", () => step(1), { kind: "plain cw-small", key: `down:${unit.id}`, disabled: place === last, "aria-label": `Move unit ${place + 1} down` }),
        button("Split", () => onsplit(unit.id), { kind: "plain cw-small", key: `split:${unit.id}`, title: "Into two units, at a heading of its lesson", "aria-label": `Split unit ${place + 1}` }),
        button("Remove", () => onremove(unit.id), { kind: "plain cw-small", key: `remove:${unit.id}`, disabled: last === 0, title: last ? "It can be undone" : "A curriculum has at least one unit", "aria-label": `Remove unit ${place + 1}` })) : null);
  }

  return {
    element,
    update(outline, unit) {
      [units, chosen] = [outline.units, unit];
      const looked = units.filter((one) => one.mark === "approved").length;
      progressLine.hidden = !looked;
      fill(progressLine, `${looked} of ${units.length} approved`);
      fill(whole, h("button", { type: "button", class: "cw-v-unit-button cw-v-whole", "data-key": "unit:", "aria-current": chosen ? undefined : "true", onclick: () => onchoose("") }, "Whole curriculum"));
      fill(list, units.map(row));
      fill(foot, button("+ Add a unit", () => onadd(), { kind: "plain cw-small", key: "add-unit", title: chosen ? "After the chosen unit" : "At the end" }));
    },
    say(text) { fill(live, text); },
  };
}

/** A teacher's mark and note of one unit; saved by itself. */
function viewReview(api, { onchange, fail }) {
  const box = h("div", { class: "cw-v-review" });
  const saved = h("span", { class: "cw-soft", role: "status" });
  let shown = null;
  async function save(at) {
    at.dirty = false;
    try {
      const now = await api.call("mark", { curriculum: at.curriculum, unit: at.id, mark: at.mark, note: at.note });
      if (at === shown && !at.dirty) fill(saved, "Saved");
      onchange(at.curriculum, at.id, now);
    } catch (error) { at.dirty = true; fill(saved); fail(error); }
  }
  const later = debounce(600, (at) => { if (at.dirty) save(at); });
  return {
    element: box,
    /** Shows the review of a unit; nothing without one. */
    show(curriculum, unit) {
      if (shown?.dirty) save(shown);
      const same = unit && shown && shown.curriculum === curriculum && shown.id === unit.id;
      if (same && (shown.mark === unit.mark || shown.dirty)) return;
      const at = shown = unit ? { curriculum, id: unit.id, mark: unit.mark, note: unit.note, dirty: false } : null;
      fill(saved);
      fill(box, at ? [
        h("div", { class: "cw-v-review-row" }, h("span", { class: "cw-label", "aria-hidden": "true" }, "Your review"), viewSegments("Your review of this unit", VIEW_MARKS, at.mark, (mark) => { at.mark = mark; save(at); }), saved),
        field("Note", textarea(at.note, (text) => { at.note = text; at.dirty = true; fill(saved, "Saving …"); later(at); }, { rows: 1, "data-key": "review-note", placeholder: "For you and your colleagues; never exported", maxlength: 20000, dir: "auto", onblur: () => { if (at.dirty) save(at); } })),
      ] : null);
    },
  };
}
