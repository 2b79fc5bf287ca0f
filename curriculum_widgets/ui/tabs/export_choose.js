// Which curricula: search, filters, a list with checkboxes, and those that are chosen so far.

function curriculumChooser(api, data, { onchange, fail }) {
  const filter = { words: "", subject: "", grade: "", batch: "", only: "" };
  const chosen = new Map();
  const filterBox = h("div"), listBox = h("div"), countBox = h("p", { class: "cw-soft", role: "status" }), chosenBox = h("div");
  let cards = [], total = 0, asked = 0;

  const table = bigTable({
    label: "Curricula of the library", key: "id", height: 344, heads: [h("span", { class: "cw-visually-hidden" }, "Choose"), "Title", "For", "Units", "Made"],
    widths: ["18px", "minmax(0,1.5fr)", "minmax(0,1fr)", "40px", "92px"],
    cells: (card) => {
      const id = uid("curriculum");
      return [
        h("input", { type: "checkbox", id, checked: chosen.has(card.id), "aria-label": `Choose ${card.title}`, class: "cw-tick", "data-key": `choose:${card.id}`, onchange: (event) => choose([card], event.target.checked) }),
        h("label", { for: id, title: card.title, class: "cw-pick" }, card.title),
        h("span", { title: `${card.subject}, ${card.grade}, ${card.style}` }, `${card.subject} · ${card.grade}${card.style === "Standard" ? "" : ` · ${card.style}`}`),
        String(card.units),
        h("span", { class: "cw-soft", title: when(card.created) }, day(card.created)),
      ];
    },
  });

  function choose(some, on) {
    for (const card of some) if (on) chosen.set(card.id, card.title); else chosen.delete(card.id);
    drawChosen();
    onchange(chosen);
  }
  const everyone = () => cards.length > 0 && cards.every((card) => chosen.has(card.id));
  const allButton = button("", () => { choose(cards, !everyone()); table.setRows(cards); }, { kind: "plain cw-small", key: "choose-all" });
  function drawChosen() {
    allButton.textContent = everyone() ? "Leave out all shown" : "Choose all shown";
    const all = [...chosen];
    const few = all.slice(0, 6);
    const drop = (id) => { choose([{ id }], false); table.setRows(cards); };
    fill(chosenBox, all.length ? h("div", { class: "cw-picked", role: "group", "aria-label": "Chosen curricula" },
      h("strong", {}, `${all.length} chosen`),
      few.map(([id, title]) => h("span", { class: "cw-picked-one" }, h("span", { title }, title), button("×", () => drop(id), { kind: "link", key: `drop:${id}`, "aria-label": `Leave out ${title}`, title: `Leave out ${title}` }))),
      all.length > few.length ? h("span", { class: "cw-soft" }, `and ${all.length - few.length} more`) : null,
      button("Clear", () => { chosen.clear(); table.setRows(cards); drawChosen(); onchange(chosen); }, { kind: "link", key: "clear-chosen" })) : null);
  }
  function drawList() {
    const narrowed = filter.words || filter.subject || filter.grade || filter.batch || filter.only;
    if (!cards.length) {
      fill(countBox);
      fill(listBox, narrowed
        ? empty("Nothing matches.", "Search for another word, or take the filters off.", button("Show all", () => setFilter({ words: "", subject: "", grade: "", batch: "", only: "" }), { key: "show-all" }))
        : empty("No curricula yet.", "What you make in Generate or in a batch appears here, ready to be taken to your class. Or bring one in under Import.", button("Make one", () => api.call("generate").catch(fail), { kind: "primary", key: "make" })));
      return;
    }
    const shown = total > cards.length ? `The newest ${cards.length} of ${total}: search to find older ones.` : plural(total, "curriculum", "curricula");
    fill(countBox, shown);
    fill(listBox, table, h("div", { class: "cw-actions" }, allButton, filter.only ? button("Show the whole library", () => setFilter({ only: "" }), { kind: "link", key: "show-all" }) : null));
    drawChosen();
    table.setRows(cards);
  }
  async function find() {
    const turn = ++asked;
    try {
      const answer = await api.call("find", filter);
      if (turn !== asked) return;
      ({ cards, total } = answer);
      drawList();
    } catch (error) { fail(error); }
  }
  const findSoon = debounce(200, find);
  const setFilter = (values) => { Object.assign(filter, values); drawFilters(); return find(); };
  const any = (label, names) => [{ value: "", label }, ...names];
  function drawFilters() {
    fill(filterBox,
      field("Search", input(filter.words, (words) => { filter.words = words; findSoon(); }, { type: "search", "data-key": "words", placeholder: "Title, topic, a word of a lesson …" })),
      grid(
        field("Subject", select(any("Any subject", data.subjects), filter.subject, (subject) => setFilter({ subject }), { "data-key": "subject" })),
        field("Grade", select(any("Any grade", data.grades), filter.grade, (grade) => setFilter({ grade }), { "data-key": "grade" })),
        data.batches.length || filter.batch ? field("Made by", select(any("Any batch or none", data.batches), filter.batch, (batch) => setFilter({ batch }), { "data-key": "batch" })) : null));
  }

  const element = section("Which curricula?", filterBox, countBox, listBox, chosenBox);
  element.chosen = chosen;
  /** Shows and chooses what another tab asked for. */
  element.pick = async ({ curriculum, batch }) => {
    chosen.clear();
    if (batch && !data.batches.some((one) => one.value === batch)) data.batches.unshift({ value: batch, label: batch });
    await setFilter({ words: "", subject: "", grade: "", batch: batch ?? "", only: curriculum ?? "" });
    choose(cards, true);
    table.setRows(cards);
    drawList();
  };
  element.shown = () => table.setRows(cards);
  element.refresh = () => { drawFilters(); return find(); };
  drawFilters();
  drawChosen();
  return element;
}
