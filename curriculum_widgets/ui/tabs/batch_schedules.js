// Schedules: what starts by itself again and again, when next, and what became of it last time.

const DAY_WORDS = Object.fromEntries(CRON_DAYS);
/** A repetition in words where it is a usual one; else as it is. */
function rhythm(cron) {
  const found = /^(\d+) (\d+) \* \* (\S+)$/.exec(cron);
  if (!found) return cron;
  const days = found[3] === "*" ? "every day" : found[3].split(/[,-]/).every((day) => DAY_WORDS[day]) ? (found[3] === "MON,TUE,WED,THU,FRI" || found[3] === "MON-FRI" ? "every weekday" : `every ${found[3].split(",").map((day) => day.split("-").map((one) => DAY_WORDS[one]).join("–")).join(", ")}`) : null;
  return days ? `${days} at ${found[2].padStart(2, "0")}:${found[1].padStart(2, "0")}` : cron;
}

/** `to.plan()` shows the form, `to.show(batch)` a batch, `to.count(number)` is told how many there are. */
function schedulesPage(api, fail, root, to) {
  const list = h("div"), notes = h("div");
  let drawn = "";
  const doing = async (action) => { try { await action(); } catch (error) { fail(error); } await look(); };
  const restore = (trash) => doing(() => api.call("restore_schedule", { trash }));
  const remove = (one) => doing(async () => {
    const gone = await api.call("delete_schedule", { schedule: one.id });
    toast(root, `The schedule “${gone.name}” is deleted; what it made stays.`, { seconds: 12, undo: () => restore(gone.trash) });
  });
  const small = (word, key, one, action, kind = "plain") => button(word, action, { kind: `${kind} cw-small`, key: `${one.id}:${key}`, "aria-label": `${word}: ${one.name}` });

  function card(one) {
    const next = one.paused ? "It rests." : one.next ? h("span", {}, "Next: ", h("b", {}, when(one.next))) : "It is over.";
    const what = [one.cron ? `${rhythm(one.cron)} (${one.zone})` : "once", one.makes, one.budget ? `at most ${money(one.budget)} each time` : "", one.missed === "run" ? "missed times are made up for, once" : "missed times are left out"].filter(Boolean).join(" · ");
    return h("article", { class: "cw-card", "data-schedule": one.id, "aria-label": one.name },
      h("div", { class: "cw-card-head" }, h("h3", { class: "cw-batch-title" }, one.name), one.paused ? state("paused") : one.next ? state("scheduled") : null),
      h("p", {}, next), h("p", { class: "cw-soft" }, what),
      one.last ? (one.last.problem ? note("warning", h("p", {}, h("b", {}, `Last time (${when(one.last.due)}): `), one.last.problem)) : h("p", {}, `Last time: ${when(one.last.due)} `, button("Show its batch", () => to.show(one.last.batch), { kind: "link", key: `${one.id}:last`, "aria-label": `Show its batch: ${one.name}` }))) : null,
      h("div", { class: "cw-actions" },
        one.next || one.paused ? small(one.paused ? "Go on" : "Pause", "pause", one, () => doing(() => api.call("rest", { schedule: one.id, paused: !one.paused }))) : null,
        small("Delete", "delete", one, () => remove(one), "link")));
  }

  async function look() {
    let answer;
    try { answer = await api.call("schedules"); } catch (error) { fail(error); return; }
    to.count(answer.schedules.length);
    const now = JSON.stringify(answer);
    if (now === drawn) return;
    drawn = now;
    fill(notes,
      answer.schedules.length ? note("info", answer.served ? `A server of schedules looks after them: ${answer.served}.` : h("span", {}, "They start while a notebook with this studio is open on a running kernel. So that they start without one too, run ", h("code", {}, "curriculum serve-schedules"), ".")) : null,
      answer.warnings.map((text) => note("warning", text)));
    fill(list, answer.schedules.length ? answer.schedules.map(card) : empty("Nothing repeats.", "A schedule makes a new batch by itself, every night, for instance: choose “Again and again” when you plan one.", button("Plan a batch", to.plan, { kind: "primary" })));
  }

  const element = h("div", {}, notes, list);
  element.look = look;
  return element;
}
