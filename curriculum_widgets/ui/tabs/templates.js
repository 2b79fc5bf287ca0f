function tab(api, root, data) { root.append(h("p", {}, "…")); return {}; }
