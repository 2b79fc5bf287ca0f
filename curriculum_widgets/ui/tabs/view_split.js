// Splitting a unit in two: where, how the second one is called, and what goes along.

/** The form; `found` is what Python says of the unit's places and fields. */
function viewSplit(title, found, { onsplit, oncancel, onedit }) {
  const name = `“${title.slice(0, 80)}”`, headId = uid("split");
  const head = h("h3", { class: "cw-title", id: headId, tabindex: -1 }, `Split ${name} in two`);
  const box = (...children) => {
    const whole = h("section", { class: "cw-section cw-v-split", "aria-labelledby": headId, onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); oncancel(); } } }, head, children);
    whole.focusTitle = () => { head.focus({ preventScroll: true }); whole.scrollIntoView({ block: "nearest" }); };
    return whole;
  };
  if (!found.places.length) return box(
    h("p", {}, "A unit is split at a heading of its lesson, and this lesson has none with text before it. Write a heading where the second unit is to begin: a line of its own that starts with ##, or the button “Heading” above the text."),
    actions(button("Edit the lesson", onedit, { kind: "primary", key: "split-edit" }), button("Cancel", oncancel, { key: "split-cancel" })));
  const middle = found.places[Math.floor((found.places.length - 1) / 2)];
  let place = middle, named = false, moved = [];
  const highest = Math.min(...found.places.map((one) => one.level)), group = uid("place");
  const titleBox = input(place.title, () => { named = true; }, { maxlength: 500, dir: "auto", "data-key": "split-title" });
  const choose = (one) => { place = one; if (!named) titleBox.value = one.title; };
  return box(
    h("fieldset", { class: "cw-chips" }, h("legend", { class: "cw-label" }, "The second unit begins at"),
      h("div", { class: "cw-options" }, found.places.map((one) => {
        const id = uid("place");
        return h("div", { class: "cw-option", style: `margin-inline-start:${(one.level - highest) * 18}px` },
          h("input", { type: "radio", name: group, id, checked: one === middle, "aria-describedby": `${id}-help`, "data-key": `place:${one.line}`, onchange: () => choose(one) }),
          h("div", {}, h("label", { for: id, dir: "auto" }, one.title), h("p", { class: "cw-help", id: `${id}-help`, dir: "auto" }, one.begins)));
      }))),
    field("Title of the second unit", titleBox, { help: "A heading that says the same is not repeated in the lesson." }),
    found.along.length ? chips("What goes along into the second unit", found.along, [], (values) => { moved = values; }, { help: `All else stays with ${name}. Pictures go with the text that shows them.` }) : null,
    actions(button("Split", () => onsplit({ line: place.line, heading: place.title, title: titleBox.value, moved }), { kind: "primary", key: "split" }), button("Cancel", oncancel, { key: "split-cancel" })));
}
