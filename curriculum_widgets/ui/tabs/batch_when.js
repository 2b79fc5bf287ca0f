// When a batch starts: at once, at a time, or again and again; and who is told when it has ended.

const CRON_DAYS = [["MON", "Mon"], ["TUE", "Tue"], ["WED", "Wed"], ["THU", "Thu"], ["FRI", "Fri"], ["SAT", "Sat"], ["SUN", "Sun"]];
const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
/** What a `datetime-local` box holds, as an unmistakable time; empty when it holds none. */
const moment = (local) => { const time = new Date(local); return local && !Number.isNaN(time.getTime()) ? time.toISOString() : ""; };
/** The coming evening, as a `datetime-local` box shows it. */
function thisEvening() {
  const time = new Date();
  if (time.getHours() >= 21) time.setDate(time.getDate() + 1);
  const two = (number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T22:00`;
}

/** `onchange()` is told of every change; `plan(ask, form)` does what was chosen. */
function whenFields(onchange) {
  const usual = () => ({ kind: "now", at: thisEvening(), time: "22:00", days: ["MON", "TUE", "WED", "THU", "FRI"], cron: "", zone: hereZone(), missed: "run", name: "" });
  const values = usual();
  const group = uid("when");
  const more = h("div");
  const change = (changes) => { Object.assign(values, changes); onchange(); };
  const cron = () => {
    if (values.cron.trim()) return values.cron.trim();
    const [hour, minute] = values.time.split(":").map(Number);
    return values.days.length && !Number.isNaN(minute) ? `${minute} ${hour} * * ${values.days.length === 7 ? "*" : values.days.join(",")}` : "";
  };
  function drawMore() {
    fill(more,
      values.kind === "at" ? field("Start at", input(values.at, (at) => change({ at }), { type: "datetime-local", "data-key": "start-at" }), { help: "It is planned now and started then. A time that is missed is made up for as soon as a studio runs again." }) : null,
      values.kind === "repeat" ? [
        field("Name of the schedule", input(values.name, (name) => change({ name }), { "data-key": "schedule-name", maxlength: 200, placeholder: "Nightly" }), { help: "Each batch gets this name and its time; the batch’s name, or its subjects, when it is empty." }),
        chips("On", CRON_DAYS.map(([value, label]) => ({ value, label })), values.days, (days) => change({ days })),
        grid(field("At", input(values.time, (time) => change({ time }), { type: "time", "data-key": "repeat-time" })),
          field("Time zone", input(values.zone, (zone) => change({ zone }), { "data-key": "zone" }))),
        field("When a time was missed", select([{ value: "run", label: "Make up for it, once" }, { value: "skip", label: "Leave it out" }], values.missed, (missed) => change({ missed }), { "data-key": "missed" }), { help: "Since no notebook with this studio ran then." }),
        h("details", { class: "cw-fold", open: Boolean(values.cron) }, h("summary", { class: "cw-label" }, "Another rhythm"),
          field("As a cron expression", input(values.cron, (text) => change({ cron: text }), { "data-key": "cron", placeholder: "0 22 * * MON-FRI" }), { help: "Minute, hour, day of the month, month, weekday; instead of days and time." }))] : null);
  }
  const mode = (value, label) => h("label", { class: "cw-check" }, h("input", { type: "radio", name: group, value, checked: values.kind === value, "data-key": `when:${value}`, onchange: () => { change({ kind: value }); drawMore(); } }), h("span", {}, label));
  const modes = h("div", { class: "cw-when", role: "radiogroup", "aria-label": "When" });
  const draw = () => { fill(modes, mode("now", "Start now"), mode("at", "At a time"), mode("repeat", "Again and again")); drawMore(); };
  const element = h("div", { class: "cw-field" }, h("span", { class: "cw-label", "aria-hidden": "true" }, "When?"), modes, more);
  element.kind = () => values.kind;
  element.ready = () => values.kind === "now" || (values.kind === "at" ? Boolean(moment(values.at)) : Boolean(cron()));
  element.reset = () => { Object.assign(values, usual()); draw(); onchange(); };
  element.plan = async (ask, form) => {
    if (values.kind === "at") return ask("plan", { form, at: moment(values.at) });
    if (values.kind === "repeat") return ask("repeat", { form, cron: cron(), zone: values.zone, missed: values.missed, name: values.name.trim() || form.name || form.subjects.join(", ") || "My list" });
    return { batch: await ask("create", { form }) };
  };
  draw();
  return element;
}

/** A batch that waits can be started later. */
function laterFields(startAt, name) {
  let at = thisEvening();
  return h("details", { class: "cw-fold" }, h("summary", { class: "cw-label" }, "Start later"),
    field("Start at", input(at, (value) => { at = value; }, { type: "datetime-local", "data-key": "later", "aria-label": `Start ${name} at` })),
    actions(button("Set the time", () => { const time = moment(at); if (time) startAt(time); }, { kind: "plain cw-small", key: "set-time" })));
}

/** Who is told when a batch has ended. The address goes to Python as a message, is held there in memory, and is never part of
    the form. */
function messageBox(api, ask) {
  const line = h("p", { class: "cw-help", role: "status" });
  const address = h("input", { class: "cw-input", type: "password", autocomplete: "off", "data-key": "message-address", placeholder: "paste, then press Enter", onchange: take, onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } } });
  const attempt = button("Send a test", test, { kind: "plain cw-small", key: "message-test" });
  const forget = button("Forget the address", () => look(""), { kind: "link", key: "message-forget" });
  function take() { const value = address.value; address.value = ""; if (value) look(value); }
  function tell(known) {
    const set = known.kinds.length > 0;
    attempt.hidden = !set;
    forget.hidden = !set || known.lasting;
    fill(line, set ? `✓ A message goes to ${known.kinds.join(" and ")} when a batch is ${known.events.join(", ") || "… never, as CURRICULUM_NOTIFY_ON says"}.${known.lasting ? "" : " The address is only remembered until the kernel ends, and never saved."}` : "Nobody is told yet. For every time, set CURRICULUM_NOTIFY in the environment or in a .env file.");
  }
  async function look(value) {
    try { tell(await api.call("messages", value === undefined ? {} : { address: value })); } catch (error) { fill(line, error.message); }
  }
  async function test() {
    attempt.disabled = true;
    fill(line, "Sending …");
    try { fill(line, `✓ Sent to ${await ask("try_message")}. Look whether it has arrived.`); } catch (error) { fill(line, error.message); } finally { attempt.disabled = false; }
  }
  attempt.hidden = forget.hidden = true;
  look();
  return h("details", { class: "cw-fold" }, h("summary", { class: "cw-label" }, "Tell me when it is done"),
    field("Send it to", address, { help: "E-mail, Slack, Teams and many more: mailto://name:password@school.example, slack://…" }),
    line, actions(attempt, forget));
}
