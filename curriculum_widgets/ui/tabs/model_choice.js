/** The part of a form that connects a language model: its name, address and key, and a try. The key goes to Python as a
    message, is held there in memory, and is never part of the form. */
function modelChoice(api, form, changed, { models = {}, pictures }) {
  const box = h("div", { class: "cw-connect" });
  const keyLine = h("p", { class: "cw-help", role: "status" }), greeting = h("p", { class: "cw-help", role: "status" });
  const forget = button("Forget the key", () => look(""), { kind: "link", key: "forget-key" });
  const listId = uid("models"), paintersId = uid("painters");
  let known = null, drawn = 0;
  forget.hidden = true;

  const author = () => `${form.author}${form.model ? `:${form.model}` : ""}`;
  async function look(key) {
    try {
      known = await api.call("key", { author: form.author, base_url: form.base_url, ...(key === undefined ? {} : { key }) });
      tell();
    } catch (error) { fill(keyLine, error.message); }
  }
  const tell = () => {
    forget.hidden = !known.set;
    fill(keyLine, known.set ? "✓ A key is set. It is only remembered until the kernel ends, and never saved." : known.needed ? `No key yet. Paste it here, or set ${known.variable} before the kernel starts.` : `A server on your own computer usually needs no key. If yours does, paste it here, or set ${known.variable} before the kernel starts.`);
  };
  async function greet(event) {
    const pressed = event.target, turn = drawn; // what is chosen meanwhile makes the answer one of no interest
    const say = (text) => { if (turn === drawn) fill(greeting, text); };
    pressed.disabled = true;
    say("Asking …");
    try {
      say(`✓ ${await errand(api, "greet", { author: author(), base_url: form.base_url })}`);
    } catch (error) { say(error.message); } finally { pressed.disabled = false; }
  }
  const lookSoon = debounce(400, () => look());
  box.draw = () => {
    const isBank = form.author === "bank";
    box.hidden = isBank;
    drawn += 1;
    if (isBank) return fill(box);
    const take = () => { const value = key.value; key.value = ""; if (value) look(value); };
    const key = h("input", { class: "cw-input", type: "password", autocomplete: "off", "data-key": "api-key", placeholder: "paste, then press Enter", onchange: take, onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } } });
    fill(box,
      grid(
        field("Model", input(form.model, (model) => changed({ model: model.trim() }), { "data-key": "model", list: listId, placeholder: (models[form.author] ?? ["name of the model"])[0] }), { help: "As its provider calls it." }),
        form.author === "openai" ? field("Address", input(form.base_url, (base_url) => { changed({ base_url: base_url.trim() }); lookSoon(); }, { "data-key": "base-url", placeholder: "OpenAI’s own" }), { help: "For another server: Ollama is http://localhost:11434/v1" }) : null,
        field("Key", key)),
      h("datalist", { id: listId }, (models[form.author] ?? []).map((name) => h("option", { value: name }))),
      keyLine,
      pictures.authors.includes(form.author) ? picturesOf() : null,
      actions(button("Try the connection", greet, { key: "greet", kind: "plain cw-small", title: "Asks the model for one word" }), forget),
      fill(greeting));
    look();
  };
  /** Pictures by a model: none unless one is named. */
  function picturesOf() {
    const set = (name) => (value) => { value = value.trim(); changed({ [name]: value }); };
    const where = form.author === "openai" ? "At the same address." : "Made by OpenAI, with the key in OPENAI_API_KEY.";
    return h("details", { class: "cw-connect-pictures", open: Boolean(form.image_model) }, h("summary", {}, "Pictures by a model"),
      h("p", { class: "cw-help" }, `One picture for each unit, from richness ${pictures.from} on. It costs more than the text of a unit, and counts in the budget.`),
      grid(
        field("Image model", input(form.image_model, set("image_model"), { "data-key": "image-model", list: paintersId, placeholder: "none: no pictures" }), { help: where }),
        field("Size of pictures", input(form.image_size, set("image_size"), { "data-key": "image-size", placeholder: "as the model likes" }), { help: "Such as 1024x1024." }),
        field("Quality of pictures", input(form.image_quality, set("image_quality"), { "data-key": "image-quality", placeholder: "as the model likes" }), { help: "Such as low, medium or high." })),
      h("datalist", { id: paintersId }, pictures.models.map((name) => h("option", { value: name }))));
  }
  return box;
}

/** How much may be spent, for an author that costs something. */
const budgetFields = (form, changed) => grid(
  field("Budget in US dollars", input(form.budget, (budget) => changed({ budget }), { type: "number", min: 0, step: "0.01", "data-key": "budget", placeholder: "no limit" }), { help: "No more is spent than this: work pauses there, and nothing is lost." }),
  field("Tokens at most", input(form.token_budget, (token_budget) => changed({ token_budget }), { type: "number", min: 1, step: 1, "data-key": "token-budget", placeholder: "no limit" }), { help: "For models whose price is not known." }));
