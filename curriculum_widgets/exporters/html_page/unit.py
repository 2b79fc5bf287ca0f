"""One unit of the page."""

from __future__ import annotations

from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.unit import Activity, Material, Term, Unit
from curriculum_widgets.exporters.html_page import teacher
from curriculum_widgets.exporters.html_page.figures import Plates
from curriculum_widgets.exporters.html_page.quiz import quiz_html
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import numbered
from curriculum_widgets.rendering.html import safe_html
from curriculum_widgets.rendering.markup import Html, bullets, join, line, prose, tag
from curriculum_widgets.rendering.words import Words

_LINES = tag("div", tag("span"), tag("span"), tag("span"), class_="answer-lines", aria_hidden="true")
"""Where a student writes on paper; not shown on a screen."""


def section(words: Words, label: str, *content: Html, kind: str | None = None, title: str = "") -> Html:
    """A part of a unit under its heading; nothing when it is empty."""
    if not any(content):
        return Html()
    heading = tag("h3", words(label), *([": ", line(title)] if title else []))
    return tag("section", heading, *content, class_=f"part {kind or label.replace('_', '-')}")


def missing(parts: dict[str, str], words: Words) -> Html:
    """Quiet notes that say what is missing and, to teachers, why."""
    return join(
        tag(
            "p",
            words("missing_because" if reason else "missing", part=words(part), reason=reason),
            class_="missing",
        )
        for part, reason in parts.items()
    )


def unit_html(unit: Unit, quiz: Quiz | None, number: int, edition: Edition, plates: Plates) -> Html:
    """A whole unit.

    Args:
        unit: What the edition's readers see of it.
        quiz: Its quiz with the explanations, by which the page marks answers.
        number: From 1.
        edition: Who reads it.
        plates: Its figures, and the labels' language.

    Returns:
        The unit as an article.
    """
    words, figures = plates.words, numbered(unit, number)
    drawn = {shown.figure.id: plates.inside(shown) for shown in figures}
    more = [tag("figure", drawn[f.figure.id], class_="figure") for f in figures if not f.in_lesson]
    lesson = Html(safe_html(unit.lesson, drawn, top=4)) if unit.lesson else Html()
    return tag(
        "article",
        _head(unit, number, words),
        missing(unit.missing, words),
        section(words, "objectives", bullets([o.text for o in unit.objectives]))
        if unit.objectives
        else Html(),
        section(words, "prior_knowledge", bullets(unit.prior_knowledge)) if unit.prior_knowledge else Html(),
        section(words, "lesson", lesson),
        section(words, "figures", *more),
        section(words, "key_points", bullets(unit.key_points)) if unit.key_points else Html(),
        section(words, "vocabulary", terms(unit.vocabulary)) if unit.vocabulary else Html(),
        _activity(unit.activity, words) if unit.activity else Html(),
        _practice(unit, words, edition),
        _quiz(quiz, number, words, edition) if quiz else Html(),
        _exit_ticket(unit, words),
        section(words, "summary", prose(unit.summary)) if unit.summary else Html(),
        _resources(unit, words),
        section(words, "misconceptions", teacher.misconceptions(unit, words), kind="for-teacher"),
        section(words, "teacher_plan", teacher.plan(unit.teacher_plan, words), kind="for-teacher")
        if unit.teacher_plan
        else Html(),
        section(words, "rubric", teacher.rubric(unit, words)) if unit.rubric else Html(),
        section(words, "variants", teacher.variants(unit, words), kind="for-teacher"),
        class_="unit",
        id=f"unit-{number}",
    )


def _quiz(quiz: Quiz, number: int, words: Words, edition: Edition) -> Html:
    asked = quiz_html(quiz, f"unit-{number}-question", words, edition)
    return tag("section", tag("h3", words.versioned("quiz")), asked, class_="part quiz")


def terms(vocabulary: tuple[Term, ...]) -> Html:
    """Words with their meanings."""
    pairs = (tag("div", tag("dt", line(term.term)), tag("dd", prose(term.definition))) for term in vocabulary)
    return tag("dl", *pairs, class_="terms")


def material_text(material: Material, words: Words) -> str:
    """A material with its quantity and what can take its place."""
    quantity = f" ({material.quantity})" if material.quantity else ""
    other = f" – {words('or_else', thing=material.substitute)}" if material.substitute else ""
    return f"{material.name}{quantity}{other}"


def _head(unit: Unit, number: int, words: Words) -> Html:
    facts = []
    if unit.minutes:
        sections = [
            (name, getattr(unit.minutes, name)) for name in ("lesson", "activity", "practice", "quiz")
        ]
        parts = " · ".join(
            f"{words(name)} {words('minutes', count=count)}" for name, count in sections if count
        )
        total = words("minutes", count=unit.minutes.total)
        facts.append(tag("p", tag("b", words("time"), ": "), f"{total} ({parts})"))
    if unit.standards:
        facts.append(tag("p", tag("b", words("standards"), ": "), line(" · ".join(unit.standards))))
    return tag(
        "header",
        tag("p", words("unit", number=number), class_="eyebrow"),
        tag("h2", line(unit.title)),
        tag("p", line(unit.essential_question), class_="question-of-unit")
        if unit.essential_question
        else Html(),
        tag("div", *facts, class_="facts") if facts else Html(),
    )


def _activity(activity: Activity, words: Words) -> Html:
    extra = activity.adaptations
    materials = [material_text(material, words) for material in activity.materials]
    leading = [
        join([tag("h4", words("materials")), bullets(materials)]) if materials else Html(),
        teacher.note(words, "safety", activity.safety, "safety"),
        tag("h4", words("steps")),
        tag("ol", *(tag("li", prose(step)) for step in activity.steps), class_="steps"),
    ]
    return section(
        words,
        "activity",
        tag("p", f"{words(activity.grouping)} · {words('minutes', count=activity.minutes)}", class_="facts"),
        *([tag("p", words("in_lesson"))] if activity.in_lesson else leading),
        teacher.note(words, "expected", activity.expected),
        teacher.note(words, "support", extra.support),
        teacher.note(words, "challenge", extra.challenge),
        teacher.note(words, "access", extra.access),
        title=activity.title,
    )


def _practice(unit: Unit, words: Words, edition: Edition) -> Html:
    items = []
    for problem in unit.practice:
        level = tag("span", words(problem.level), class_="level") if edition is Edition.TEACHER else Html()
        solution = note_or_lines(words, "solution", problem.solution)
        items.append(tag("li", level, prose(problem.prompt), solution, class_="problem"))
    return section(words, "practice", tag("ol", *items, class_="problems")) if items else Html()


def _exit_ticket(unit: Unit, words: Words) -> Html:
    ticket = unit.exit_ticket
    if ticket is None:
        return Html()
    answer = note_or_lines(words, "answer", ticket.answer)
    return section(
        words, "exit_ticket", prose(ticket.prompt), answer, teacher.note(words, "look_for", ticket.look_for)
    )


def note_or_lines(words: Words, label: str, text: str) -> Html:
    """What a teacher reads, or where a student writes on paper."""
    return teacher.note(words, label, text, "solution") or _LINES


def _resources(unit: Unit, words: Words) -> Html:
    items = []
    for resource in unit.resources:
        title = line(resource.title)
        linked = (
            tag("a", title, href=resource.url, rel="noopener noreferrer")
            if resource.url
            else tag("cite", title)
        )
        by = [", ", line(resource.by)] if resource.by else []
        why = tag("p", line(resource.why)) if resource.why else Html()
        items.append(tag("li", linked, *by, " ", tag("span", words(resource.kind), class_="kind"), why))
    return section(words, "resources", tag("ul", *items)) if items else Html()
