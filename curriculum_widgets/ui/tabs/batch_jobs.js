// The table of one batch's jobs: icon, word and bar for each; sorted, filtered, and only what is in sight exists.

const JOB_ORDER = ["running", "cancelling", "pausing", "paused", "pending", "interrupted", "failed", "partial", "cancelled", "completed"];
const JOB_ENDED = new Set(["completed", "partial", "failed", "cancelled"]);
const JOB_STEERED = new Set(["pending", "running", "pausing", "paused"]);
const JOB_HEADS = ["No.", "Job", "State", "Progress", "Now", "Time", ""];
const JOB_SORTS = {
  "No.": (one, other) => one.at - other.at,
  Job: (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }),
  State: (one, other) => JOB_ORDER.indexOf(one.state) - JOB_ORDER.indexOf(other.state),
  Progress: (one, other) => jobShare(one) - jobShare(other),
  Now: (one, other) => (one.error ?? one.doing ?? "").localeCompare(other.error ?? other.doing ?? ""),
  Time: (one, other) => (one.seconds ?? 0) - (other.seconds ?? 0),
};
const jobShare = (row) => (row.state === "completed" || row.state === "partial" ? 1 : row.progress ?? 0);

/** `tools` = {open(at), stop(at), retry(at), pause(at), resume(at), moveUp(at), notebook(at)}; `batch()` is what is known of the whole batch. */
function jobTable(tools, batch) {
  let rows = [], sort = { by: "No.", down: false }, onlyState = "", words = "";

  const shownCount = h("span", { class: "cw-soft", role: "status" });
  const stateBox = h("select", { class: "cw-input", onchange: (event) => { onlyState = event.target.value; refill(); } });
  const wordsBox = input("", debounce(150, (value) => { words = value.toLowerCase(); refill(); }), { type: "search", placeholder: "Subject, grade, reason …" });
  const table = bigTable({
    label: "Jobs", heads: JOB_HEADS, key: "at", height: 420, rowHeight: 42, sort, widths: ["var(--cw-job-columns)"],
    onsort: (next) => { sort = next; refill(); queueMicrotask(nameActions); },
    cells: (row) => [
      h("span", { class: "cw-soft" }, String(row.at + 1)),
      h("span", { title: row.name }, row.name),
      state(row.state),
      progress(jobShare(row), `Progress of ${row.name}`),
      h("span", { class: "cw-soft", title: row.error ?? row.doing }, row.error ?? row.doing ?? ""),
      h("span", { class: "cw-soft" }, duration(row.seconds)),
      h("div", { class: "cw-actions" }, jobActions(row)),
    ],
  });

  /** The last column has no sorting and nothing to see at its head, but a name for those who hear the table. */
  const nameActions = () => fill(table.querySelector(".cw-head").lastChild, h("span", { class: "cw-visually-hidden" }, "Actions"));
  nameActions();

  function jobActions(row) {
    const act = (word, key, action, name = word) => button(word, action, { kind: "plain cw-small", key, "aria-label": `${name} ${row.name}`, title: name === word ? undefined : name });
    const record = row.notebook ? button("📓", () => tools.notebook(row.at), { kind: "link cw-small", key: "notebook", "aria-label": `Notebook of ${row.name}`, title: "What was asked, made and spent, in the notebook that did this job" }) : null;
    if (row.state === "completed") return [act("Open", "open", () => tools.open(row.at)), record];
    const { state: now, held, rests } = batch(), steered = held && now !== "cancelling", can = now !== "cancelling" && ["partial", "failed", "cancelled", "interrupted"].includes(row.state);
    if (steered && JOB_STEERED.has(row.state)) return [
      row.state === "pending" ? act("↑", "up", () => tools.moveUp(row.at), "Move up") : null,
      row.state === "pausing" || rests ? null : row.state === "paused" ? act("Resume", "resume", () => tools.resume(row.at)) : act("Pause", "pause", () => tools.pause(row.at)),
      act("Stop", "stop", () => tools.stop(row.at)),
    ];
    return [row.state === "partial" ? act("Open", "open", () => tools.open(row.at)) : null, can ? act("Retry", "retry", () => tools.retry(row.at)) : null, record];
  }

  const wanted = (row) => (!onlyState || row.state === onlyState) && (!words || `${row.name} ${row.error ?? ""} ${row.doing ?? ""}`.toLowerCase().includes(words));

  /** Draws all rows anew, in their order; the focus and the place in the list stay. */
  function refill() {
    const compare = JOB_SORTS[sort.by];
    const shown = rows.filter(wanted).sort((one, other) => (sort.down ? -compare(one, other) : compare(one, other)) || one.at - other.at);
    const focus = table.contains(document.activeElement) ? document.activeElement : null;
    const [row, key] = [focus?.closest("[data-row]")?.dataset.row, focus?.dataset.key];
    table.setRows(shown);
    if (row !== undefined && key) table.querySelector(`[data-row="${row}"] [data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    shownCount.textContent = shown.length === rows.length ? plural(rows.length, "job") : `${shown.length} of ${plural(rows.length, "job")}`;
  }

  function drawStates() {
    const counts = new Map();
    for (const row of rows) counts.set(row.state, (counts.get(row.state) ?? 0) + 1);
    const there = JOB_ORDER.filter((word) => counts.has(word) || word === onlyState);
    const options = [["", "All states"], ...there.map((word) => [word, `${STATE_ICONS[word]} ${word} (${counts.get(word) ?? 0})`])];
    if (stateBox.options.length === options.length && options.every(([value, text], at) => stateBox.options[at].value === value && stateBox.options[at].text === text)) return;
    fill(stateBox, options.map(([value, text]) => h("option", { value, selected: value === onlyState }, text)));
  }

  const element = h("div", { class: "cw-jobs" }, h("div", { class: "cw-jobs-bar" }, field("Show", stateBox), field("Find", wordsBox), shownCount), table);
  element.show = (all) => { rows = all; drawStates(); refill(); };
  element.reset = () => { onlyState = ""; words = ""; wordsBox.value = ""; };
  element.refill = refill;
  element.count = () => rows.length;
  /** Takes rows that changed; returns those that ended just now. */
  element.patch = (changed) => {
    const ended = [];
    let moved = false;
    for (const news of changed) {
      const old = rows[news.at];
      if (!old) continue;
      const row = { name: old.name, ...news };
      rows[news.at] = row;
      if (JOB_ENDED.has(row.state) && !JOB_ENDED.has(old.state)) ended.push(row);
      moved ||= wanted(old) !== wanted(row) || wanted(row) && sort.by === "State" && old.state !== row.state;
    }
    if (changed.length) drawStates();
    if (moved) refill(); else table.patch(changed.map((news) => rows[news.at]).filter(Boolean));
    return ended;
  };
  return element;
}
