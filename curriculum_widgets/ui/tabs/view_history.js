// The earlier states of a curriculum: what changed, and back to one of them.

/** Fills a container with the revisions of a curriculum; `onrestored()` is told when one became the present state. */
async function revisionsOf(api, root, container, { curriculum, onrestored, fail }) {
  const chosen = { before: null, after: 0 };
  const result = h("div", { "aria-live": "polite" }), choice = h("div"), list = h("div");
  let revisions = [], turn = 0;
  const named = (number) => number === 0 ? "Now" : `Version ${number}, ${when(revisions.find((one) => one.number === number)?.time)}`;

  async function compare(changes) {
    Object.assign(chosen, changes);
    drawChoice();
    const mine = ++turn;
    if (chosen.before === chosen.after) { fill(result, note("info", "Choose two different versions.")); return; }
    fill(result, h("p", { class: "cw-soft" }, "Comparing …"));
    try {
      const found = await patient(api, "compare", { curriculum, before: chosen.before, after: chosen.after }, () => mine === turn);
      if (found) fill(result, viewDifference(found, `From ${named(chosen.before)} to ${named(chosen.after)}`));
    } catch (error) { fill(result, note("error", error.message)); }
  }
  function drawChoice() {
    const options = [{ value: 0, label: "Now" }, ...revisions.map((one) => ({ value: one.number, label: named(one.number) }))];
    fill(choice, h("h4", {}, "What changed"), grid(
      field("From", select(options, chosen.before, (value) => compare({ before: Number(value) }), { "data-key": "compare-from" })),
      field("To", select(options, chosen.after, (value) => compare({ after: Number(value) }), { "data-key": "compare-to" }))));
  }
  async function restore(number) {
    try {
      const kept = await errand(api, "restore", { curriculum, number });
      toast(root, `Version ${number} is the present one again. The state before is kept as version ${kept}.`, { kind: "success", seconds: 12, undo: () => restore(kept) });
      await load();
      onrestored();
    } catch (error) { fail(error); }
  }
  function drawList() {
    fill(list, h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": "Earlier versions" }, h("table", { class: "cw-plain-table cw-v-revisions" },
      h("thead", {}, h("tr", {}, ["Version", "Saved", "Size", "Actions"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, revisions.map((one) => h("tr", {}, h("th", { scope: "row" }, `Version ${one.number}`), h("td", {}, when(one.time)), h("td", {}, fileSize(one.size)),
        h("td", {}, h("div", { class: "cw-actions cw-v-tight" },
          button("Compare with now", () => compare({ before: one.number, after: 0 }), { kind: "plain cw-small", key: `compare:${one.number}`, "aria-label": `Compare with now: version ${one.number}` }),
          button("Restore", () => restore(one.number), { kind: "plain cw-small", key: `restore:${one.number}`, "aria-label": `Restore version ${one.number}` })))))))));
  }
  async function load() {
    try { revisions = await api.call("revisions", { curriculum }); } catch (error) { fill(container, note("error", error.message)); return; }
    if (!revisions.length) { fill(container, section("History", empty("No earlier versions yet.", "Each time something is saved, the state before is kept here: compare it with the present one, or go back to it."))); return; }
    if (!container.contains(list)) fill(container, section("History", h("p", { class: "cw-help" }, "The states that this curriculum had before. To restore one loses nothing: the present one is kept here, too."), list), section("", choice, result));
    drawList();
    await compare({ before: revisions[0].number, after: 0 });
  }
  await load();
}
