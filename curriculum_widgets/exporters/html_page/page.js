"use strict";
// Everything works without this script, except marking quizzes and choosing light or dark by hand.

const root = document.documentElement;
const stored = {
  get() { try { return localStorage.getItem("theme"); } catch { return null; } },
  set(value) { try { localStorage.setItem("theme", value); } catch { /* a page opened from a file may have no storage */ } },
};
if (stored.get()) root.dataset.theme = stored.get();

const MARKS = /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]/g; // accents, and Arabic vowel signs
const fold = text => text.normalize("NFKD").replace(MARKS, "").normalize("NFKC").toLowerCase()
  .replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u2010-\u2015\u2212]/g, "-")
  .replace(/\s+/g, " ").trim().replace(/^[\s"'“”«».,;:!?。、]+|[\s"'“”«».,;:!?。、]+$/g, "");

// All the numbers that a text can mean: a comma may mark decimals or thousands.
function numbers(text, unit) {
  let said = text.normalize("NFKC").replace(/[\u0660-\u0669]/g, digit => digit.charCodeAt(0) - 0x660)
    .replace(/\u066b/g, ".").replace(/\u066c/g, ",").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\s'_\u2019]/g, "").toLowerCase();
  const ending = unit.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  if (ending && said.endsWith(ending)) said = said.slice(0, -ending.length);
  const fraction = /^(-?\d+)\/(\d+)$/.exec(said);
  if (fraction && Number(fraction[2])) return [fraction[1] / fraction[2]];
  const found = [];
  const plain = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/;
  if (plain.test(said)) found.push(Number(said));
  if (/^[-+]?\d*,\d+$/.test(said)) found.push(Number(said.replace(",", ".")));
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(said)) found.push(Number(said.replaceAll(",", "")));
  if (/^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(said)) found.push(Number(said.replaceAll(".", "").replace(",", ".")));
  return found;
}

const same = (left, right) => left.length === right.length && left.every((value, index) => value === right[index]);

// What was answered: null when nothing was, else whether it is right.
function marked(question, key) {
  const chosen = [...question.querySelectorAll("input:checked")].map(input => Number(input.value));
  const field = question.querySelector("input[type=text]");
  const selects = [...question.querySelectorAll("select")];
  if (field) {
    if (!field.value.trim()) return null;
    if (key.kind === "short_answer") return key.right.some(text => fold(text) === fold(field.value));
    const slack = key.right.tolerance + 1e-9 * Math.max(1, Math.abs(key.right.value));
    return numbers(field.value, key.right.unit).some(value => Math.abs(value - key.right.value) <= slack);
  }
  if (selects.length) {
    if (selects.every(select => select.value === "")) return null;
    return same(selects.map(select => select.value === "" ? -1 : Number(select.value)), key.right);
  }
  return chosen.length ? same(chosen, key.right) : null;
}

function say(question, form, key, right) {
  const box = question.querySelector(".feedback");
  const verdict = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = right === null ? form.dataset.unanswered : right ? form.dataset.right : form.dataset.wrong;
  verdict.append(strong);
  box.replaceChildren(verdict);
  question.dataset.mark = right === null ? "none" : right ? "right" : "wrong";
  if (right !== null) {
    if (!right) {
      const answer = document.createElement("p");
      answer.innerHTML = `${form.dataset.answer}: ${key.answer}`; // made safe when the page was written
      box.append(answer);
    }
    const why = document.createElement("div");
    why.innerHTML = key.why;
    box.append(why);
  }
  box.hidden = false;
}

function prepare(form) {
  const bytes = Uint8Array.from(atob(form.dataset.keys), letter => letter.charCodeAt(0));
  const keys = JSON.parse(new TextDecoder().decode(bytes));
  const questions = [...form.querySelectorAll(".question")];
  const [score, again] = [form.querySelector(".score"), form.querySelector("[type=reset]")];
  form.querySelector(".marking").hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    const marks = questions.map((question, index) => marked(question, keys[index]));
    questions.forEach((question, index) => say(question, form, keys[index], marks[index]));
    const right = marks.filter(mark => mark === true).length;
    score.textContent = form.dataset.score.replace("{right}", right).replace("{total}", marks.length);
    again.hidden = false;
    form.dispatchEvent(new CustomEvent("marked", { bubbles: true, detail: { right, total: marks.length } }));
  });
  form.addEventListener("reset", () => {
    for (const question of questions) {
      delete question.dataset.mark;
      question.querySelector(".feedback").hidden = true;
    }
    score.textContent = "";
    again.hidden = true;
    form.querySelector("input, select").focus();
  });
}

function followContents() {
  const links = new Map([...document.querySelectorAll(".contents a[href^='#']")].map(link => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      links.forEach(link => link.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70%" });
  links.forEach((_, id) => seen.observe(document.getElementById(id)));
}

// A box that scrolls sideways must be reachable by keyboard.
function reachScrolling() {
  for (const box of document.querySelectorAll(".picture, .table, pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".tools").hidden = false;
  document.getElementById("print").addEventListener("click", () => print());
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    stored.set(root.dataset.theme);
  });
  document.querySelectorAll("form.quiz").forEach(prepare);
  followContents();
  reachScrolling();
  addEventListener("resize", reachScrolling);
});
