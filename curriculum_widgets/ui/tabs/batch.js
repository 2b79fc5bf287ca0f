// The Batch tab: four pages, one table of jobs, and one heartbeat.

const HISTORY_SORTS = {
  newest: ["Newest first", () => 0],
  name: ["Name", (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true })],
  longest: ["Longest first", (one, other) => (other.seconds ?? 0) - (one.seconds ?? 0)],
  dearest: ["Most expensive first", (one, other) => Number(other.cost ?? 0) - Number(one.cost ?? 0)],
};

function tab(api, root, data) {
  const heads = new Map(), cards = new Map(), zips = new Map(), lingering = new Set();
  let known = 0, rowsKnown = 0, open = "", look = false, page = "", read = false, warnings = [], reasonsFor = "", wanted = "";
  let historyWords = "", historyState = "", historySort = "newest", singles = false, historyShown = 20, activeOrder = "", historyOrder = "";

  const fail = (error) => toast(root, error.message, { kind: "error", seconds: 14 });
  const ask = (name, args, options) => errand(api, name, args, options);
  const lookNow = () => { look = true; beat.now(); };
  const work = async (name, args, after) => { try { const value = await ask(name, args); after?.(value); } catch (error) { fail(error); } finally { lookNow(); } };

  // ---- what can be done ---------------------------------------------------------------------------------------

  const tools = {
    isOpen: (id) => open === id,
    lingers: (id) => lingering.has(id),
    jobs: (id) => openTable(open === id ? "" : id),
    start: (id, limits = {}) => work("start", { batch: id, ...limits }, showSoon),
    pause: (id) => work("pause", { batch: id }),
    moveUp: (id) => work("move_up", { batch: id }),
    change: (id, wishes) => work("change", { batch: id, ...wishes }, () => toast(root, `${heads.get(id)?.name ?? "The batch"}: changed.`)),
    /** How many others that are worked on would be served before this one, or in turn with it. */
    rivals: (head) => [...heads.values()].filter((one) => one.id !== head.id && one.held && one.priority >= head.priority && !one.single).length,
    retry: (id) => work("retry", { batch: id }, showSoon),
    stop: (id) => work("stop", { batch: id }),
    zipIsOpen: (id) => zips.has(id),
    zip: (head) => {
      const place = cards.get(head.id);
      if (zips.has(head.id)) closeZip(head.id);
      else { zips.set(head.id, resultsBox(api, data.choices, head.id, head.name, fail)); place.zipBox.append(zips.get(head.id)); }
      place.update(heads.get(head.id));
    },
    costs: async (id, box) => { try { fill(box, costsBox(heads.get(id)?.name ?? "", await api.call("costs", { batch: id }))); } catch (error) { fail(error); } },
    startAt: (id, at) => work("start_at", { batch: id, at }),
    failedAgain: (id) => work("failed_again", { batch: id }, showSoon),
    again: (id) => work("again", { batch: id }, showSoon),
    export: (id) => api.call("export", { batch: id }).catch(fail),
    watch: async (id, watched) => {
      try {
        await api.call("watch", { batch: id, watched });
        if (!watched && open === id) openTable("");
        lookNow();
      } catch (error) { fail(error); }
    },
    away: (id) => { lingering.delete(id); if (open === id) openTable(""); drawLists(); },
    remove: (head) => work("delete", { batch: head.id }, (name) => toast(root, `“${head.name}” was moved to the trash; what it made stays in your library.`, { seconds: 12, undo: () => work("restore", { name }) })),
  };
  const jobs = jobTable({
    open: (at) => api.call("open", { batch: open, job: at }).catch(fail),
    stop: (at) => work("stop", { batch: open, jobs: [at] }),
    retry: (at) => work("retry", { batch: open, jobs: [at] }, showSoon),
    pause: (at) => work("pause", { batch: open, jobs: [at] }),
    resume: (at) => work("unpause", { batch: open, jobs: [at] }),
    moveUp: (at) => work("move_up", { batch: open, jobs: [at] }),
    notebook: async (at) => { try { openNotebook(await api.call("notebook", { batch: open, job: at })); } catch (error) { fail(error); } },
  }, () => heads.get(open) ?? {});

  /** Opens a notebook beside this one where the page can, which is where its server has the file; else gives it away. */
  function openNotebook(got) {
    const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
    const route = { JupyterLab: "lab/tree/", "Jupyter Notebook": "notebooks/" }[config.appName];
    const root = config.serverRoot?.replace(/^~/, got.home).replace(/\/$/, "");
    if (route && config.serverRoot && got.path.startsWith(`${root}/`)) window.open(config.baseUrl + route + got.path.slice(root.length + 1).split("/").map(encodeURIComponent).join("/"), "_blank", "noopener");
    else download(got.name, "application/x-ipynb+json", got.buffers[0]);
  }
  function closeZip(id) {
    zips.get(id)?.close();
    zips.get(id)?.remove();
    zips.delete(id);
  }
  function openTable(id) {
    const before = open;
    open = id;
    rowsKnown = 0;
    reasonsFor = "";
    jobs.remove();
    jobs.reset();
    if (cards.has(before)) { fill(cards.get(before).whyBox); fill(cards.get(before).jobsBox); cards.get(before).update(heads.get(before)); }
    if (!id) return;
    cards.get(id)?.update(heads.get(id));
    if (cards.has(id)) fill(cards.get(id).jobsBox, h("p", { class: "cw-loading", role: "status" }, "Reading the jobs …"));
    beat.now();
  }
  /** Shows a batch that was started just now, as soon as it is known; a small one may have ended by then. */
  function showSoon(id) {
    wanted = id;
    lookNow();
  }
  function showWanted() {
    const head = heads.get(wanted);
    if (!head || !read) return;
    wanted = "";
    if (!head.active) lingering.add(head.id);
    drawLists();
    cards.get(head.id).update(head);
    if (open !== head.id) openTable(head.id);
    if (page !== "active") pages.show("active");
    cards.get(head.id).scrollIntoView({ block: "nearest" });
  }

  // ---- the four pages ------------------------------------------------------------------------------------------

  const activeList = h("div"), historyList = h("div"), activeNotes = h("div"), news = h("p", { class: "cw-visually-hidden", role: "status" });
  const create = createPage(api, data.choices, ask, (made) => { if (made.batch) { pages.show("active"); showSoon(made.batch); } else { pages.show("schedules"); lookNow(); } }, fail);
  const timetable = schedulesPage(api, fail, root, { plan: () => pages.show("create"), show: (id) => showSoon(id), count: (count) => tabLabel("schedules", count ? `Schedules (${count})` : "Schedules") });
  const active = h("div", {}, activeNotes, activeList, actions(button("Look again", lookNow, { kind: "link", title: "For batches that were started elsewhere" })));
  const history = h("div", {},
    h("div", { class: "cw-jobs-bar" },
      field("Show", select([{ value: "", label: "All" }, "completed", "completed with failures", "cancelled", "failed"], "", (value) => { historyState = value; drawLists(); }, { "data-key": "history-state" })),
      field("Find", input("", debounce(150, (value) => { historyWords = value.toLowerCase(); drawLists(); }), { type: "search", placeholder: "Name, description …", "data-key": "history-words" })),
      field("Sort by", select(Object.entries(HISTORY_SORTS).map(([value, [label]]) => ({ value, label })), historySort, (value) => { historySort = value; drawLists(); }, { "data-key": "history-sort" }))),
    h("div", { class: "cw-above" }, checkbox("Also show what was made one by one under Generate", false, (on) => { singles = on; drawLists(); lookNow(); }, { "data-key": "history-singles" })),
    historyList);
  const pages = innerTabs([
    { id: "create", label: "Create", render: (panel) => { panel.append(create); create.redraw(); } },
    { id: "active", label: "Active", render: (panel) => { panel.append(active); jobs.refill(); } },
    { id: "schedules", label: "Schedules", render: (panel) => { panel.append(timetable); timetable.look(); } },
    { id: "history", label: "History", render: (panel) => { panel.append(history); jobs.refill(); } },
  ], "active", (id) => { page = id; });

  const rank = (head) => BATCH_MOVING.has(head.state) ? 0 : head.state === "interrupted" ? 1 : head.active ? 2 : 3;
  const newest = (one, other) => other.created.localeCompare(one.created) || other.id.localeCompare(one.id);
  const card = (head) => { if (!cards.has(head.id)) cards.set(head.id, batchCard(head, tools)); return cards.get(head.id); };

  function drawLists() {
    const all = [...heads.values()].filter((head) => singles || !head.single);
    const now = all.filter((head) => head.active || lingering.has(head.id)).sort((one, other) => rank(one) - rank(other) || newest(one, other));
    const past = all.filter((head) => !head.active && !lingering.has(head.id)).sort((one, other) => HISTORY_SORTS[historySort][1](one, other) || newest(one, other));
    const moving = now.filter((head) => head.active).length;
    tabLabel("active", moving ? `Active (${moving})` : "Active");
    tabLabel("history", past.length ? `History (${past.length})` : "History");
    const found = past.filter((head) => (!historyState || head.state === historyState) && `${head.name} ${head.description} ${head.planner}`.toLowerCase().includes(historyWords));
    const order = now.map((head) => head.id).join() + read;
    if (order !== activeOrder) {
      activeOrder = order;
      fill(activeList, now.length ? now.map(card) : read ? empty("Nothing is being made.", "A batch makes many curricula at once: one for each subject and grade, or for each row of your own list. You can close this page while it works.", button("Plan a batch", () => pages.show("create"), { kind: "primary" })) : h("p", { class: "cw-loading", role: "status" }, "Looking for batches …"));
    }
    const shown = found.slice(0, historyShown);
    const pastOrder = shown.map((head) => head.id).join() + found.length + read + past.length;
    if (pastOrder !== historyOrder) {
      historyOrder = pastOrder;
      fill(historyList,
        shown.length ? shown.map(card) : !read ? h("p", { class: "cw-loading", role: "status" }, "Looking for batches …") : past.length ? empty("No batch is like that.", "Try other words, or show all states.") : empty("No batches yet.", "What you start under Create is watched under Active, and kept here when it has ended: with its results, its time and cost, and the reasons of what failed.", button("Plan a batch", () => pages.show("create"), { kind: "primary" })),
        found.length > shown.length ? actions(button(`Show ${Math.min(20, found.length - shown.length)} more of ${found.length}`, () => { historyShown += 20; drawLists(); }, { key: "more" })) : null);
    }
    fill(activeNotes, warnings.length ? note("warning", h("p", {}, `${plural(warnings.length, "batch", "batches")} can't be shown:`), warnings.slice(0, 5).map((text) => h("p", {}, text))) : null);
  }
  function tabLabel(id, text) {
    const element = pages.querySelector(`[data-page="${id}"]`);
    if (element.textContent !== text) element.textContent = text;
  }

  // ---- what a beat brings ---------------------------------------------------------------------------------------

  function take(answer) {
    for (const head of answer.heads) takeHead(head);
    for (const id of answer.gone) { heads.delete(id); closeZip(id); cards.get(id)?.remove(); cards.delete(id); lingering.delete(id); if (open === id) { open = ""; jobs.remove(); } }
    known = answer.tick;
    warnings = answer.warnings;
    const firstTime = answer.read && !read;
    read ||= answer.read;
    if (open && answer.rows?.batch === open) takeRows(answer);
    if (page === "schedules") timetable.look();
    drawLists();
    for (const head of heads.values()) if (head.held) cards.get(head.id)?.update(head); // others may have come or gone
    if (firstTime) choosePage();
    showWanted();
  }
  /** What to show first: what runs, with its jobs; else the form, when there is nothing to watch. */
  function choosePage() {
    const active = [...heads.values()].filter((head) => head.active);
    const begun = active.filter((head) => BATCH_MOVING.has(head.state) && head.watched).sort(newest)[0];
    if (begun && !open) openTable(begun.id);
    if (!active.length && page === "active" && !wanted) pages.show("create");
  }
  function takeHead(head) {
    const before = heads.get(head.id);
    const now = { ...before, ...head };
    heads.set(head.id, now);
    if (before?.active && !now.active && (singles || !now.single)) {
      lingering.add(head.id);
      const text = `${now.name}: ${now.state}, ${now.done + now.partial} of ${now.total} made`;
      toast(root, text, { kind: now.failed ? "error" : "success", seconds: 10 });
    }
    if (now.active) lingering.delete(head.id);
    cards.get(head.id)?.update(now);
    if (open === head.id && before && (before.state !== now.state || before.held !== now.held)) jobs.refill();
  }
  function takeRows(answer) {
    const { rows, full, reading, error } = answer.rows;
    const place = cards.get(open);
    if (reading || !place) return;
    if (error) { openTable(""); fail(new Error(error)); return; }
    rowsKnown = answer.tick;
    if (full) {
      jobs.show(rows);
      if (jobs.parentElement !== place.jobsBox) { fill(place.jobsBox, jobs); jobs.refill(); }
    } else tellEnded(jobs.patch(rows));
    tellReasons(place);
  }
  function tellEnded(ended) {
    const bad = ended.filter((row) => row.state === "failed");
    const named = (bad.length ? bad : ended).slice(0, 3).map((row) => `${row.name}: ${row.state}`).join("; ");
    if (ended.length) news.textContent = ended.length > 3 ? `${plural(ended.length, "job")} ended. ${bad.length ? named : ""}` : named;
  }
  async function tellReasons(place) {
    const head = heads.get(open);
    const wish = head.failed + head.partial ? `${open}:${head.failed}:${head.partial}:${head.active}` : "";
    if (head.active && BATCH_MOVING.has(head.state) || wish === reasonsFor) return;
    reasonsFor = wish;
    try { fill(place.whyBox, wish ? reasonsBox(await api.call("reasons", { batch: head.id })) : null); } catch (error) { fail(error); }
  }

  const lookAgain = () => { if (!document.hidden) look = true; };
  document.addEventListener("visibilitychange", lookAgain); // before the heartbeat's own listeners
  window.addEventListener("focus", lookAgain);
  const beat = heartbeat(async () => {
    if (root.offsetParent === null) return null; // another tab is shown
    const around = look;
    look = false;
    try {
      const answer = await api.call("beat", { known, batch: open, rows: rowsKnown, look: around, singles }, { timeout: 14000 });
      take(answer);
      return answer.next ?? (page === "schedules" ? 5 : null); // what others schedule is seen there too
    } catch (error) { look ||= around; throw error; }
  });
  let seen = true;
  const sight = new IntersectionObserver(([entry]) => { if (entry.isIntersecting && !seen) lookNow(); seen = entry.isIntersecting; });
  sight.observe(root);

  function arrive({ template, batch }) {
    if (template) { create.useTemplate(template); pages.show("create"); }
    else if (batch) showSoon(batch);
  }
  root.append(pages, news);
  arrive(data.arrival ?? {});
  take(data.first);
  timetable.look();
  beat.now();
  return {
    receive(message) {
      if (message.event === "arrive") { api.call("arrived").catch(() => {}); arrive(message); }
      if (message.event === "shown") lookNow();
    },
    close() {
      beat.stop();
      for (const id of [...zips.keys()]) closeZip(id);
      sight.disconnect();
      document.removeEventListener("visibilitychange", lookAgain);
      window.removeEventListener("focus", lookAgain);
    },
  };
}
