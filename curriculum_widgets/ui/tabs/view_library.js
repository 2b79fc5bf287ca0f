// The library at the left of the View & Edit tab: search, filters, cards, and the trash.

function viewLibrary(api, root, first, { onopen, onrestored, ongenerate, fail }) {
  const asked = { words: "", subject: "", grade: "", style: "", sort: "recent", limit: 40 };
  let now = first, chosen = null, trashOpen = false, turn = 0;
  const filters = h("div", { class: "cw-v-filters" }), list = h("div"), count = h("span", { class: "cw-soft" });
  const summary = h("summary", { class: "cw-v-summary" }, h("span", { class: "cw-label" }, "Library"), count);
  const search = input("", debounce(200, (words) => ask({ words })), { type: "search", placeholder: "Title, topic, word …", "data-key": "library-search" });
  const box = h("details", { class: "cw-section cw-v-library", open: true }, summary, h("div", { class: "cw-v-library-body" }, filters, list));

  async function ask(changes = {}) {
    Object.assign(asked, { limit: 40 }, changes);
    const mine = ++turn;
    try {
      const answer = await api.call("library", asked);
      if (mine !== turn) return;
      now = answer;
      draw();
    } catch (error) { fail(error); }
  }
  const choice = (label, name, names, every) => field(label, select([{ value: "", label: every }, ...names], asked[name], (value) => ask({ [name]: value }), { "data-key": `library-${name}` }));

  // Built once: an input that is typed into keeps its place.
  const searchField = field("Search", search), choices = h("div"), choicesName = h("summary", { "data-key": "library-filter" });
  const finder = [searchField, h("details", { class: "cw-v-more" }, choicesName, choices)];
  function draw() {
    fill(count, now.all ? plural(now.all, "curriculum", "curricula") : "");
    if (trashOpen) return;
    if (!now.all) fill(filters);
    else if (!filters.contains(searchField)) fill(filters, finder);
    fill(choicesName, asked.subject || asked.grade || asked.style ? "Filter (on)" : "Filter and sort");
    fill(choices, choice("Subject", "subject", now.subjects, "Every subject"), choice("Grade", "grade", now.grades, "Every grade"), choice("Style", "style", now.styles, "Every style"),
      field("Sort by", select([{ value: "recent", label: "Last changed first" }, { value: "title", label: "Title" }], asked.sort, (sort) => ask({ sort }), { "data-key": "library-sort" })));
    fill(list,
      now.warnings.length ? h("details", { class: "cw-v-more" }, h("summary", {}, `⚠ ${plural(now.warnings.length, "file")} can’t be shown`), now.warnings.map((line) => h("p", { class: "cw-help" }, line))) : null,
      !now.all ? empty("No curricula yet.", "Make one in Generate; it appears here by itself, to be read, changed and exported.", button("Go to Generate", ongenerate, { kind: "primary", key: "generate" }))
        : now.cards.length ? h("ul", { class: "cw-v-cards", "aria-label": "Curricula" }, now.cards.map(card))
          : h("div", { class: "cw-v-none" }, h("p", {}, "Nothing speaks of that."), button("Show all", () => { search.value = ""; ask({ words: "", subject: "", grade: "", style: "" }); }, { kind: "link", key: "show-all" })),
      h("p", { class: "cw-visually-hidden", role: "status" }, `${now.found} found`),
      now.found > now.cards.length ? button(`Show more (${now.found - now.cards.length})`, () => ask({ limit: asked.limit + 60 }), { kind: "plain cw-small", key: "more" }) : null,
      now.trash ? button(`🗑 Trash (${now.trash})`, openTrash, { kind: "link", key: "trash-open" }) : null);
  }
  const card = (item) => h("li", {}, h("button", { type: "button", class: "cw-v-card", "data-key": `card:${item.id}`, "data-curriculum": item.id, "aria-current": item.id === chosen ? "true" : undefined, onclick: () => onopen(item.id) },
    h("span", { class: "cw-v-card-title", dir: "auto" }, item.title),
    h("span", { class: "cw-v-card-line" }, [item.subject, item.grade, item.style].join(" · ")),
    h("span", { class: "cw-v-card-line" }, `${plural(item.units, "unit")} · ${when(item.modified)}${item.partial ? " · ⚠ parts missing" : ""}`)));

  async function openTrash() {
    trashOpen = true;
    try {
      const things = await api.call("trashed");
      fill(filters, h("div", { class: "cw-card-head" }, h("h3", { class: "cw-title" }, "Trash"), button("‹ Library", closeTrash, { kind: "link", key: "trash-close" })));
      fill(list, things.length ? h("ul", { class: "cw-v-cards", "aria-label": "Trash" }, things.map((item) => h("li", { class: "cw-v-thrown" }, h("div", {}, h("span", { class: "cw-v-card-title", dir: "auto" }, item.title), h("span", { class: "cw-v-card-line" }, `Thrown away ${when(item.deleted)}`)),
        button("Put back", () => putBack(item), { kind: "plain cw-small", key: `back:${item.name}`, "aria-label": `Put back ${item.title.slice(0, 80)}` })))) : h("p", { class: "cw-soft" }, "The trash is empty."));
      filters.querySelector("button").focus();
    } catch (error) { trashOpen = false; fail(error); }
  }
  function closeTrash() { trashOpen = false; ask().then(() => search.focus()); }
  async function putBack(item) {
    try {
      const id = await api.call("untrash", { name: item.name });
      toast(root, `“${item.title.slice(0, 80)}” is back in the library.`, { kind: "success" });
      trashOpen = false;
      await ask();
      onrestored(id);
    } catch (error) { fail(error); }
  }

  draw();
  return {
    element: box,
    refresh: () => ask({ limit: asked.limit }),
    /** Marks the open curriculum's card; nothing when none is open. */
    choose(id) { chosen = id; for (const button of list.querySelectorAll(".cw-v-card")) { if (button.dataset.curriculum === id) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current"); } },
    fold(closed) { box.open = !closed; },
  };
}
