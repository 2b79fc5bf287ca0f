// All results of a batch as one ZIP: what goes in, how far it is, and the way to the browser.

/** `fail(error)` tells what went wrong. The box has `close()`. */
function resultsBox(api, choices, batch, name, fail) {
  const form = { formats: ["html"], editions: ["student", "teacher"] };
  const bar = progress(0, `Progress of the ZIP of ${name}`), line = h("p", { class: "cw-soft", role: "status" }), buttons = h("div", { class: "cw-actions" });
  let shape = "";
  const formats = choices.formats.map((one) => ({ ...one, title: one.why }));
  const editions = [{ value: "student", label: "Student edition" }, { value: "teacher", label: "Teacher edition" }];

  async function ask(args) {
    try { take(await api.call("zip", { batch, ...args })); beat.now(); } catch (error) { fail(error); }
  }
  async function fetchFile(file) {
    try { const got = await api.call("download", { name: file }); download(got.name, "application/zip", got.buffers[0]); } catch (error) { fail(error); }
  }

  function take(look) {
    const { running = false, done = 0, total = 0, name: file = "", size = 0, error = "" } = look;
    bar.hidden = !running;
    setProgress(bar, total ? done / total : 0, `${done} of ${total} curricula`);
    const words = running ? `Writing ${done} of ${total || "…"} curricula` : error || (file ? `${file} is ready (${fileSize(size)}), and kept in ${choices.workspace}/exports` : "");
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("cw-error", Boolean(error) && !running);
    if (shape !== `${running} ${file} ${error}`) {
      shape = `${running} ${file} ${error}`;
      fill(buttons, running ? button("Stop", () => ask({ stop: true }), { kind: "danger cw-small", key: "zip-stop" }) : [
        file ? button("Download", () => fetchFile(file), { kind: "primary cw-small", key: "zip-get" }) : null,
        button(file ? "Make it again" : "Make the ZIP", () => ask({ formats: form.formats, editions: form.editions }), { kind: file ? "plain cw-small" : "primary cw-small", key: "zip-make" })]);
    }
    return running ? 0.4 : null;
  }

  const beat = heartbeat(async () => take(await api.call("zip", { batch })));
  const element = h("div", { class: "cw-zip", role: "group", "aria-label": `Results as ZIP: ${name}` },
    chips("Formats", formats, form.formats, (chosen) => { form.formats = chosen; }),
    chips("Editions", editions, form.editions, (chosen) => { form.editions = chosen; }, { help: "Formats that hold all answers have a teacher edition only. An index page, a table for spreadsheets and checksums go with them." }),
    line, bar, buttons);
  element.close = () => beat.stop();
  take({});
  beat.now();
  return element;
}
