// What others may do with a curriculum: one of the known licences, or words of the teacher's own.

function licenceField(licences, value, onchange, { help = "" } = {}) {
  const OWN = "\0own", box = h("div", { class: "cw-snug" });
  let own = Boolean(value) && !licences.some((one) => one.value === value);
  const draw = (focus) => {
    const chosen = licences.find((one) => one.value === value);
    const choices = [{ value: "", label: "Nothing is said" }, ...licences.map((one) => ({ value: one.value, label: one.value })), { value: OWN, label: "In my own words …" }];
    const pick = (name) => { own = name === OWN; value = own ? "" : name; onchange(value); draw(own ? "licence-own" : "licence"); };
    fill(box,
      field("Licence", select(choices, own ? OWN : value, pick, { "data-key": "licence" }), { help: [own ? "" : chosen?.about ?? "What others may do with it.", help].filter(Boolean).join(" ") }),
      own ? field("The licence in my words", input(value, (text) => { value = text; onchange(text); }, { maxlength: 500, dir: "auto", "data-key": "licence-own", placeholder: "For our school only" })) : null);
    if (focus) box.querySelector(`[data-key="${focus}"]`)?.focus();
  };
  draw();
  return box;
}
