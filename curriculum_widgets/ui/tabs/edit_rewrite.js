// Writing a part again: asked for, waited for, shown as a difference, and taken or left. And other differences.

/** Lines that differ; what each kind of line means is said above them, and to screen readers on each line. */
function editDiff(rows, { old: oldName = "As it is", now: newName = "As it would be" } = {}) {
  if (!rows.length) return h("p", { class: "cw-soft" }, "Nothing differs.");
  const kinds = { old: ["del", "− ", `${oldName}: `], new: ["ins", "+ ", `${newName}: `], same: ["span", "  ", ""], gap: ["span", "⋯ ", ""] };
  return h("div", {},
    h("p", { class: "cw-edit-legend" }, h("del", {}, `− ${oldName}`), h("ins", {}, `+ ${newName}`)),
    h("div", { class: "cw-diff", tabindex: 0, role: "region", "aria-label": "What differs" }, rows.map(([kind, line]) => {
      const [tag, mark, said] = kinds[kind];
      return h(tag, {}, h("span", { class: "cw-edit-mark", "aria-hidden": "true" }, mark), said ? h("span", { class: "cw-visually-hidden" }, said) : null, line);
    })));
}

const EDIT_WISHES = ["Simpler", "Shorter", "More examples", "Add an experiment", "More demanding"];
const EDIT_PICTURE_WISHES = ["A photograph", "A drawing", "From closer", "From farther", "Fewer things"];

/** The button "Write again" and, once pressed, what belongs to it. */
function editWriteAgain(ed, part, { question = "", label = "Write again …" } = {}) {
  const box = h("div", { class: "cw-edit-again" });
  const author = ed.author;
  const painted = part === "picture";
  const refusal = author.refusal || (painted ? author.unpainted : "");
  const wishes = { style: author.style, guidance: "", image_model: author.image_model };
  let beat = null;
  const close = () => { beat?.stop(); beat = null; closed(); };
  const closed = () => fill(box, button(label, open, { kind: "plain cw-small", key: `again:${part}:${question}` }));

  function asked() {
    if (refusal) return note("info", h("p", {}, refusal));
    if (!author.bank) {
      const guidance = textarea(wishes.guidance, (text) => { wishes.guidance = text; }, { rows: 2, "data-key": "guidance", placeholder: painted ? "Leave it empty, or for instance: a volcano seen from the sea" : "For instance: simpler, or: add an experiment with things from the kitchen" });
      const add = (text) => { guidance.value = wishes.guidance = [wishes.guidance.trim(), text].filter(Boolean).join(", "); guidance.focus(); };
      const help = painted ? `${author.label} says from this lesson what to show, and the image model makes it. It may cost something.` : `${author.label} writes it again from this unit. It may cost something.`;
      return [painted ? field("Image model", input(wishes.image_model, (model) => { wishes.image_model = model.trim(); }, { "data-key": "again-image-model", placeholder: "gpt-image-1" })) : null,
        field(painted ? "What shall it show, and how?" : "What shall be different?", guidance, { help }),
        h("div", { class: "cw-chip-row", role: "group", "aria-label": "Wishes to add" }, (painted ? EDIT_PICTURE_WISHES : EDIT_WISHES).map((wish) => button(wish, () => add(wish.toLowerCase()), { kind: "plain cw-small", key: `wish:${wish}` })))];
    }
    if (question) return h("p", {}, "The bank follows no guidance. It brings another question on this topic, one that the quiz does not ask yet.");
    if (!author.styled.includes(part)) return h("p", {}, "The bank follows no guidance and has one text for this: writing it again brings the bank’s own words back, in place of changes made since.");
    const about = h("p", { class: "cw-help" });
    const tell = () => { about.textContent = ed.styles.find((one) => one.value === wishes.style)?.about ?? ""; };
    tell();
    return [h("p", {}, "The bank follows no guidance. It can write this in another style:"),
      field("Style", select(ed.styles.map((one) => ({ value: one.value, label: one.value === author.style ? `${one.value} (as now)` : one.value })), wishes.style, (style) => { wishes.style = style; tell(); }, { "data-key": "again-style" })), about];
  }
  function open() {
    const title = question ? "Write this question again" : painted ? "Have a picture made" : `Write ${ed.parts[part]} again`;
    fill(box, h("div", { class: "cw-edit-panel", role: "group", "aria-label": title }, h("h4", {}, title), asked(),
      actions(refusal ? null : button(painted ? "Make it" : "Write", write, { kind: "primary", key: "again-write" }), button(refusal ? "Close" : "Cancel", close, { key: "again-cancel" }))));
    box.querySelector("textarea, select, .cw-primary, button")?.focus();
  }
  async function write() {
    const told = h("p", { role: "status" }, painted ? "Making a picture …" : "Writing …");
    let ticket = "";
    const stop = async () => { beat?.stop(); if (ticket) await ed.call("answer", { ticket, accept: false }).catch(() => {}); close(); };
    fill(box, h("div", { class: "cw-edit-panel" }, told, h("p", { class: "cw-soft" }, "You can go on editing meanwhile."), actions(button("Stop", stop, { key: "again-stop" }))));
    try {
      await ed.flush();
      const sent = { part, question, style: author.bank && author.styled.includes(part) ? wishes.style : "", guidance: author.bank ? "" : wishes.guidance, image_model: painted ? wishes.image_model : "" };
      ({ ticket } = await ed.call("write_again", sent));
      beat = heartbeat(async () => {
        try {
          const answer = await ed.api.call("edit_written", { ticket });
          if (answer.waiting) return 0.4;
          shown(ticket, answer);
        } catch (error) { failed(error); }
        return null;
      });
      beat.now();
    } catch (error) { failed(error); }
  }
  function failed(error) {
    beat?.stop();
    if (!box.isConnected) return;
    fill(box, h("div", { class: "cw-edit-panel" }, note("error", error.message), actions(button("Try again", open, { key: "again-retry" }), button("Close", close, { key: "again-cancel" }))));
  }
  function shown(ticket, answer) {
    const answered = async (accept) => {
      try {
        if (accept) await ed.flush();
        const reply = await ed.call("answer", { ticket, accept });
        close();
        ed.take(reply);
        ed.changed();
        toast(ed.root, accept ? "Taken. Undo brings yours back." : painted ? "Left as it was. The picture is kept below, to be used or not." : "Left as it was.");
      } catch (error) { failed(error); }
    };
    const notes = [...(answer.notes ?? []), answer.note].filter(Boolean);
    const same = !answer.rows.length;
    if (answer.files) ed.files = answer.files; // made and paid for: it is kept beside the curriculum even when it is left
    fill(box, h("div", { class: "cw-edit-panel", role: "group", "aria-label": "What was written" },
      h("h4", { tabindex: -1 }, same ? "Nothing would change" : "Take it, or leave it as it is?"),
      (answer.pictures ?? []).map((one) => editThumb(ed, one.file, { alt: one.alt, kind: "cw-edit-shown" })),
      same ? h("p", {}, "What the author wrote is the same as what is here.") : editDiff(answer.rows, { old: "Yours", now: "Written again" }),
      notes.length ? note("info", notes.map((text) => h("p", {}, text))) : null,
      actions(same ? null : button("Take it", () => answered(true), { kind: "primary", key: "again-take" }), button(same ? "Close" : "Leave mine", () => answered(false), { key: "again-leave" }), same ? null : button(question || painted ? "Another one" : "Write differently", async () => { await ed.call("answer", { ticket, accept: false }).catch(() => {}); if (question && author.bank) write(); else open(); }, { kind: "link", key: "again-more" }))));
    box.querySelector("h4").focus();
  }
  closed();
  ed.onclose(() => beat?.stop());
  return box;
}

/** Somebody else changed the same: both are shown, and each field's is chosen. */
function editConflict(ed, answer, onchoose) {
  const choices = Object.fromEntries(answer.theirs.map((one) => [one.key, "mine"]));
  const stem = uid("choice");
  return h("section", { class: "cw-section cw-edit-conflict", "aria-label": "Somebody else changed this too" },
    h("h3", { class: "cw-title", tabindex: -1 }, "Somebody else changed this too"),
    h("p", {}, "While you were editing, the same was saved from another window or by somebody else. Nothing is lost: choose which one stays; the other one is kept under Revisions."),
    answer.theirs.map((one, at) => h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, one.title),
      editDiff(one.rows, { old: "Theirs", now: "Yours" }),
      h("div", { class: "cw-chip-row" }, [["mine", "Keep mine"], ["theirs", "Keep theirs"]].map(([value, label]) => h("label", { class: "cw-chip" }, h("input", { type: "radio", name: `${stem}-${at}`, value, checked: value === "mine", onchange: () => { choices[one.key] = value; } }), h("span", {}, label)))))),
    actions(button("Save this choice", () => onchoose(choices), { kind: "primary", key: "conflict-save" })));
}

/** What a kernel that ended, or another window, left unsaved. */
function editOffer(ed, offer, onanswer) {
  return h("div", { class: "cw-note cw-note-info", role: "group", "aria-label": "Unsaved changes were found" }, h("span", { class: "cw-note-mark", "aria-hidden": "true" }, "i"), h("div", { style: "flex:1" },
    h("p", {}, h("b", {}, "Unsaved changes were found"), ` from ${when(offer.time)}: ${offer.where.join(", ")}.`),
    h("details", { class: "cw-edit-details" }, h("summary", {}, "What they change"), editDiff(offer.rows, { old: "Saved", now: "Unsaved" })),
    actions(button("Take them up", () => onanswer(true), { kind: "primary", key: `offer:${offer.name}` }), button("Throw them away", () => onanswer(false), { key: `offer-no:${offer.name}` }))));
}
