function unitEditor(api, root, container, context) { fill(container, h("p", { class: "cw-soft" }, "…")); return {}; }
