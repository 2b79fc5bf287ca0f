// A batch as a card: how it stands, in numbers and words, and what can be done about it.

const BATCH_MOVING = new Set(["running", "cancelling", "pausing"]);
const money = (cost) => cost === null || cost === undefined ? "not known" : Number(cost) === 0 ? "nothing" : `${Number(cost).toFixed(2)} USD`;
const pace = (rate) => rate === null ? "" : rate >= 10 ? `${Math.round(rate)} a minute` : rate >= 1 ? `${rate.toFixed(1)} a minute` : `${Math.max(1, Math.round(rate * 60))} an hour`;

/** `tools` has a method for each button: start, pause, moveUp, change, retry, stop, watch, jobs, export, zip, again, remove, away. */
function batchCard(first, tools) {
  const id = first.id;
  const limits = { budget: "", token_budget: "", apart: false };
  let head = first, drawn = "";
  const title = h("div", { class: "cw-card-head" }), wishes = h("div"), lines = h("div"), numbers = h("dl", { class: "cw-stats" }), why = h("div"), slot = h("div"), zip = h("div"), buttons = h("div", { class: "cw-actions" });
  const bar = progress(head.progress, `Progress of the batch ${head.name}`);
  const element = h("article", { class: "cw-card cw-batch", "data-batch": id, "aria-label": head.name }, title, lines, bar, numbers, buttons, wishes, zip, why, slot);
  const act = (word, key, action, kind = "plain", more = {}) => button(word, action, { kind: `${kind} cw-small`, key: `${id}:${key}`, "aria-label": `${word}: ${head.name}`, ...more });

  function actions() {
    const jobs = act(tools.isOpen(id) ? "Hide jobs" : "Show jobs", "jobs", () => tools.jobs(id), "plain", { "aria-expanded": String(tools.isOpen(id)) });
    const remove = act("Delete", "delete", () => tools.remove(head), "link");
    const again = head.failed + head.partial > 0 ? act("Run the failed ones again as a new batch", "failed-again", () => tools.failedAgain(id), "plain", { title: "What failed or lacks parts, with the same requests; this batch stays as it is" }) : null;
    const missing = head.partial + head.cancelled > 0;
    const retry = head.failed && head.state !== "cancelling" ? act(head.failed === 1 ? "Retry the failed one" : `Retry the ${head.failed} failed`, "retry", () => tools.retry(id), "plain", { title: "Does only what failed once more" }) : null;
    const stop = act("Stop", "stop", () => tools.stop(id), "danger");
    if (BATCH_MOVING.has(head.state)) return [
      head.state === "running" ? act("Pause", "pause", () => tools.pause(id), "plain", { title: "What is being written is finished, and nothing new is begun" }) : null,
      head.state === "pausing" ? act("Resume", "start", () => tools.start(id)) : null,
      head.state !== "cancelling" && tools.rivals(head) ? act("Move up", "up", () => tools.moveUp(id), "plain", { title: "Serves this batch before the others that are worked on here" }) : null,
      act(head.state === "cancelling" ? "Stopping …" : "Stop", "stop", () => tools.stop(id), "danger", { disabled: head.state === "cancelling" }),
      head.watched ? jobs : null,
      retry,
      head.watched ? act("Stop watching", "watch", () => tools.watch(id, false), "link", { title: "Only stops looking: the batch goes on working" }) : act("Watch", "watch", () => tools.watch(id, true)),
    ];
    const apart = checkbox("apart from this notebook", limits.apart, (on) => { limits.apart = on; }, { "data-key": `${id}:apart`, "aria-label": `Run apart from this notebook: ${head.name}`, title: "In a process of its own, which goes on when this notebook is closed or its kernel ends" });
    if (head.state === "paused") return [act("Resume", "start", () => tools.start(id, limits), "primary"), head.held ? null : apart, head.held ? stop : null, jobs, retry, head.held ? null : remove];
    if (head.state === "interrupted") return [act("Resume", "start", () => tools.start(id, limits), "primary"), apart, jobs, remove];
    if (head.state === "pending" || head.state === "scheduled") return [
      act(head.start_at ? "Start now" : "Start", "start", () => tools.start(id, limits), "primary"),
      apart,
      head.start_at ? act("Cancel the time", "no-time", () => tools.startAt(id, null)) : null,
      jobs,
      remove,
    ];
    return [
      jobs,
      head.done + head.partial > 0 ? act("Export all", "export", () => tools.export(id)) : null,
      head.done + head.partial > 0 ? act("Results as ZIP", "zip", () => tools.zip(head), "plain", { "aria-expanded": String(tools.zipIsOpen(id)) }) : null,
      retry,
      missing ? act(retry ? "Retry all that is missing" : "Retry what is missing", "start", () => tools.start(id), "plain", { title: "Writes only what failed, was stopped or is missing" }) : null,
      act("Run again", "again", () => tools.again(id), "plain", { title: "The same plan, as a new batch" }),
      again,
      tools.lingers(id) ? act("Put away", "away", () => tools.away(id), "link", { title: "It stays in History" }) : remove,
    ];
  }

  function story() {
    const who = [head.planner ? `planned by ${head.planner}` : "", `written by ${head.writers.map((one) => one === "bank" ? "the offline bank" : one).join(", ")}`, head.active ? `${head.at_once} at once` : "", head.active && head.priority ? `priority ${head.priority}` : ""].filter(Boolean).join(" · ");
    const since = head.ended ? `Ended ${when(head.ended)}` : BATCH_MOVING.has(head.state) ? `Started ${when(head.run ?? head.started)}` : `Planned ${when(head.created)}`;
    return [
      head.description ? h("p", {}, head.description) : null,
      h("p", { class: "cw-soft" }, `${since} · ${who}`, head.elsewhere ? badge("works outside this notebook", "busy") : null),
      head.start_at ? note("info", h("p", {}, h("b", {}, `Starts ${when(head.start_at)}`), ", if a notebook with this studio, or ", h("code", {}, "curriculum serve-schedules"), ", runs then; else as soon as one does.")) : null,
      head.note ? note("warning", head.note) : null,
      ["pending", "paused", "interrupted"].includes(head.state) && !head.start_at ? laterFields((at) => tools.startAt(id, at), head.name) : null,
      head.state === "interrupted" ? note("warning", `The notebook or program that worked on it ended before it was done. ${plural(head.done + head.partial, "job is", "jobs are")} finished and kept; Resume writes only the rest.`) : null,
      head.state === "paused" ? whyPaused() : null,
      BATCH_MOVING.has(head.state) && !head.watched ? note("info", "You are not watching this batch. It goes on working; the numbers here are of the last look.") : null,
    ];
  }

  function whyPaused() {
    if (head.why === "disk") return note("warning", "The disk is full. Nothing is lost: make room, and it goes on by itself.");
    if (head.why !== "budget") return note("info", "Paused. What was begun is finished and kept; Resume goes on where it was.");
    return note("warning", h("p", {}, "Paused: what it may spend is spent. Nothing is lost: give it more, and it goes on where it was."), budgetFields(limits, (values) => Object.assign(limits, values)));
  }

  /** What can be changed while it is worked on; drawn once, so that a beat disturbs nobody who is typing. */
  const more = { budget: head.budget ?? "", token_budget: head.token_budget ?? "" };
  const atOnce = input(String(head.at_once), () => {}, { type: "number", min: 1, max: 64, step: 1, "data-key": `${id}:at-once`, onchange: () => { if (atOnce.checkValidity() && atOnce.value) tools.change(id, { at_once: Number(atOnce.value) }); else { atOnce.value = String(head.at_once); } } });
  const paid = head.writers.some((one) => one !== "bank");
  wishes.append(h("details", { class: "cw-fold" }, h("summary", { class: "cw-label" }, "Change while it runs"),
    field("Jobs at once", atOnce, { help: "From 1 to 64. Those under way are finished; batches that are worked on in one notebook share the highest number among them." }),
    paid ? [budgetFields(more, (values) => Object.assign(more, values)), h("div", { class: "cw-actions" }, button("Change the budget", () => tools.change(id, { ...more }), { kind: "plain cw-small", key: `${id}:budget`, "aria-label": `Change the budget: ${head.name}` }))] : null));

  function tellNumbers() {
    const moving = BATCH_MOVING.has(head.state);
    const shown = [
      ["Jobs", head.total], ["Done", head.done], head.partial ? ["Parts missing", head.partial, "warn"] : null, head.failed || !head.cancelled ? ["Failed", head.failed, head.failed ? "bad" : ""] : null,
      head.cancelled ? ["Stopped", head.cancelled] : null, head.active ? ["Remaining", head.remaining] : null,
      moving && head.rate !== null ? ["Pace", pace(head.rate)] : null, moving && head.left !== null ? ["Time left", around(head.left)] : null,
      head.seconds !== null && !head.active ? ["Took", duration(head.seconds)] : null, ["Cost", head.budget ? `${money(head.cost)} of ${money(head.budget)}` : money(head.cost)],
    ].filter(Boolean);
    const tell = ([name, value, kind]) => h("div", { class: kind ? `cw-stat cw-stat-${kind}` : "cw-stat" }, h("dt", {}, name), h("dd", {}, String(value)));
    fill(numbers, shown.map(tell));
  }

  /** What was expected and what was spent, by author; asked for when it is opened, and again when it is opened again. */
  if (paid) {
    const table = h("div", { "aria-live": "polite" });
    const fold = h("details", { class: "cw-fold cw-above", ontoggle: () => { if (fold.open) tools.costs(id, table); } }, h("summary", { class: "cw-label", "data-key": `${id}:costs` }, "Cost by author"), table);
    why.before(fold);
  }

  element.jobsBox = slot;
  element.whyBox = why;
  element.zipBox = zip;
  element.update = (now) => {
    head = now;
    setProgress(bar, head.progress, `${head.state}, ${Math.round(head.progress * 100)} %, ${head.total - head.remaining} of ${head.total} jobs`);
    tellNumbers();
    wishes.hidden = !head.held || head.state === "cancelling";
    if (document.activeElement !== atOnce) atOnce.value = String(head.at_once);
    const look = JSON.stringify([head.state, head.held, head.why, head.at_once, head.priority, tools.rivals(head), head.watched, head.elsewhere, tools.isOpen(id), tools.lingers(id), tools.zipIsOpen(id), head.failed, head.partial + head.cancelled > 0, head.ended, head.run, head.done, head.start_at, head.note]);
    if (look === drawn) return;
    drawn = look;
    fill(title, h("h3", { class: "cw-batch-title" }, head.name), state(head.state));
    fill(lines, story());
    fill(buttons, actions());
    element.classList.toggle("cw-batch-quiet", BATCH_MOVING.has(head.state) && !head.watched);
  };
  element.update(head);
  return element;
}

/** Why jobs failed or lack something: each reason once, with the jobs that it is about. */
function costsBox(name, costs) {
  if (!costs) return h("p", { class: "cw-soft" }, "Nothing is paid for.");
  return h("div", { class: "cw-overflow", tabindex: 0, role: "region", "aria-label": `Cost of ${name}` }, h("table", { class: "cw-plain-table" },
    h("thead", {}, h("tr", {}, costs.heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, costs.rows.map(([author, ...cells]) => h("tr", {}, h("th", { scope: "row" }, author), cells.map((cell) => h("td", {}, cell)))))));
}

function reasonsBox(reasons) {
  if (!reasons.length) return null;
  const about = (reason) => `${reason.jobs.join(", ")}${reason.count > reason.jobs.length ? ` and ${reason.count - reason.jobs.length} more` : ""}`;
  return note("warning", h("p", {}, h("b", {}, "What went wrong")), h("ul", { class: "cw-reasons" }, reasons.slice(0, 20).map((reason) => h("li", {}, h("b", {}, `${about(reason)}: `), reason.text))), reasons.length > 20 ? h("p", {}, `… and ${reasons.length - 20} further reasons, each beside its job in the table.`) : null);
}
