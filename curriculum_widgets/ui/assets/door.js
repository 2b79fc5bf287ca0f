// The studio's head: its name, the folder where everything is kept, and what is wrong with that folder.

function tab(api, root, data) {
  root.className = "cw-door";
  const show = (now) => fill(root,
    h("div", { class: "cw-header" }, h("h2", {}, "Curriculum studio"), h("p", {}, "Everything is kept in ", h("span", { class: "cw-path" }, now.where))),
    now.trouble ? note("warning", h("p", {}, "You can look at what is here, but nothing can be saved. ", now.trouble),
      button("Try again", async ({ currentTarget }) => {
        currentTarget.disabled = true;
        try { show(await api.call("load")); } catch (error) { currentTarget.disabled = false; toast(root, error.message, { kind: "error" }); }
      })) : null);
  show(data);
}
