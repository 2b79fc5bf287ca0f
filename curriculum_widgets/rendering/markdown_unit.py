"""One Unit as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.text import ended
from curriculum_widgets.documents.unit import Activity, Criterion, Material, Problem, TeacherPlan, Term, Unit
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import Numbered, chart_table, numbered
from curriculum_widgets.rendering.markdown_text import bullets, item, plain, prose, table
from curriculum_widgets.rendering.media import Media, no_media, shown
from curriculum_widgets.rendering.questions import answer_text, letter, student_view
from curriculum_widgets.rendering.svg import plain_svg
from curriculum_widgets.rendering.words import Words

_BLANK = "\\_\\_\\_\\_\\_\\_\\_\\_"
_SHORT_BLANK = "\\_\\_\\_\\_"


@dataclass(frozen=True)
class Writer:
    """Writes the pieces of a curriculum, each as blocks that blank lines divide.

    Args:
        words: The labels' language.
        edition: Who reads it.
        pictures: Whether charts and diagrams are drawn and pictures shown.
        media: Where pictures come from that are files.
    """

    words: Words
    edition: Edition
    pictures: bool = True
    media: Media = no_media

    def unit(self, unit: Unit, number: int) -> list[str]:
        """One unit, from its title to what only its teacher reads."""
        words = self.words
        figures = numbered(unit, number)
        in_lesson = {item.figure.id: self.figure(item) for item in figures if item.in_lesson}
        others = [self.figure(item) for item in figures if not item.in_lesson]
        blocks = [
            self.title(unit, number),
            f"**{words('essential_question')}:** {plain(unit.essential_question)}"
            if unit.essential_question
            else "",
            self._time(unit),
            *(self.missing(part, reason) for part, reason in unit.missing.items()),
            *self._list("objectives", [objective.text for objective in unit.objectives]),
            *self._list("prior_knowledge", unit.prior_knowledge),
            *self._list("standards", unit.standards),
            *self._section("lesson", [prose(unit.lesson, top=4, figures=in_lesson)] if unit.lesson else []),
            *self._section("figures", others),
            *self._list("key_points", unit.key_points),
            *self._section("vocabulary", [self.terms(unit.vocabulary)] if unit.vocabulary else []),
        ]
        if unit.activity:
            blocks += self._activity(unit.activity)
        blocks += self._section("practice", [self._problem(n, p) for n, p in enumerate(unit.practice, 1)])
        if unit.quiz:
            blocks += [f"### {words.versioned('quiz')}", *self.questions(unit.quiz, level=4)]
        if unit.exit_ticket:
            ticket = unit.exit_ticket
            blocks += [f"### {words('exit_ticket')}", prose(ticket.prompt)]
            blocks += [self._labelled("answer", ticket.answer), self._labelled("look_for", ticket.look_for)]
        blocks += self._section("summary", [prose(unit.summary)] if unit.summary else [])
        blocks += self._resources(unit)
        blocks += self._misconceptions(unit)
        if unit.teacher_plan:
            blocks += self._plan(unit.teacher_plan)
        if unit.rubric:
            blocks += [f"### {words('rubric')}", self._rubric(unit, unit.rubric)]
        for variant in unit.variants:
            blocks += [f"### {words('variants')}"] if variant is unit.variants[0] else []
            blocks += [f"#### {plain(variant.idea)}"]
            blocks += [
                self._labelled("support", variant.support),
                self._labelled("challenge", variant.challenge),
            ]
        return blocks

    def title(self, unit: Unit, number: int) -> str:
        """A unit's heading, with the mark to which links lead."""
        return f'<a id="unit-{number}"></a>\n\n## {self.words("unit", number=number)}: {plain(unit.title)}'

    def missing(self, part: str, reason: str) -> str:
        """A quiet line that says which Part is missing and, to teachers, why."""
        label = "missing_because" if reason else "missing"
        return f"> {plain(self.words(label, part=self.words(part), reason=reason))}"

    def terms(self, terms: Iterable[Term]) -> str:
        """Words with their meanings."""
        return "\n".join(item("-", prose(f"**{plain(term.term)}:** {term.definition}")) for term in terms)

    def material(self, material: Material) -> str:
        """A material with its quantity and what can take its place."""
        quantity = f" ({material.quantity})" if material.quantity else ""
        other = f" – {self.words('or_else', thing=material.substitute)}" if material.substitute else ""
        return plain(f"{material.name}{quantity}{other}")

    def questions(self, quiz: Quiz, *, level: int) -> list[str]:
        """A quiz, for teachers with its key right below."""
        blocks = [self._question(number, question) for number, question in enumerate(quiz.questions, 1)]
        if self.edition is Edition.TEACHER:
            blocks += [f"{'#' * level} {self.words('answers')}", self.answers(quiz)]
        return blocks

    def answers(self, quiz: Quiz) -> str:
        """The key of a quiz, with what explains it."""
        return "\n".join(
            item(
                f"{n}.",
                f"**{plain(answer_text(q, self.words))}**",
                self._doubt(q),
                prose(q.explanation),
            )
            for n, q in enumerate(quiz.questions, 1)
        )

    def _doubt(self, question: Question) -> str:
        return f"⚠ **{self.words('check_answer')}:** {plain(question.doubt)}" if question.doubt else ""

    def figure(self, one: Numbered) -> str:
        """A figure with its caption and, for a chart, its numbers."""
        figure, label = one.figure, self.words("figure", number=one.number)
        if isinstance(figure, Image):
            return self._image(figure, label)
        blocks = [f"**{label}: {plain(ended(figure.title))}** *{plain(figure.alt)}*"]
        if self.pictures:
            svg = plain_svg(chart_svg(figure) if isinstance(figure, Chart) else diagram_svg(figure))
            blocks.insert(0, f"<figure>\n{svg}\n</figure>")
        if isinstance(figure, Chart):
            blocks.append(table(*chart_table(figure)))
            blocks.append(f"{self.words('source')}: {plain(figure.source)}")
            if figure.question:
                blocks.append(f"**{self.words('find_out')}:** {plain(figure.question)}")
        return "\n\n".join(blocks)

    def _image(self, image: Image, label: str) -> str:
        seen = shown(image, self.media) if self.pictures else None
        about = [image.caption, image.credit]
        if seen:
            caption = f"**{label}.** {plain(' · '.join(filter(None, about)))}".rstrip()
            return f"![{plain(image.alt)}]({seen.data_uri})\n\n{caption}"
        told = plain(" · ".join(filter(None, [*about, self.words("picture_elsewhere")])))
        return f"**{label}.** *{plain(image.alt)}* {told}"

    def _section(self, label: str, blocks: Sequence[str]) -> list[str]:
        return [f"### {self.words(label)}", *blocks] if blocks else []

    def _list(self, label: str, texts: Sequence[str]) -> list[str]:
        return self._section(label, [bullets(texts)] if texts else [])

    def _labelled(self, label: str, text: str) -> str:
        return prose(f"**{self.words(label)}:** {text}") if text else ""

    def _time(self, unit: Unit) -> str:
        if unit.minutes is None:
            return ""
        sections = [
            (name, getattr(unit.minutes, name)) for name in ("lesson", "activity", "practice", "quiz")
        ]
        parts = [
            f"{self.words(name)} {self.words('minutes', count=count)}" for name, count in sections if count
        ]
        total = self.words("minutes", count=unit.minutes.total)
        return f"**{self.words('time')}:** {total} ({', '.join(parts)})"

    def _activity(self, activity: Activity) -> list[str]:
        words, extra = self.words, activity.adaptations
        facts = f"{words(activity.grouping)}, {words('minutes', count=activity.minutes)}"
        materials = "\n".join(item("-", self.material(material)) for material in activity.materials)
        leading = [
            f"**{words('materials')}**" if materials else "",
            materials,
            f"**{words('steps')}**",
            "\n".join(item(f"{n}.", prose(step)) for n, step in enumerate(activity.steps, 1)),
            self._labelled("safety", activity.safety),
        ]
        return [
            f"### {words('activity')}: {plain(activity.title)}",
            facts,
            *([words("in_lesson")] if activity.in_lesson else leading),
            self._labelled("expected", activity.expected),
            self._labelled("support", extra.support),
            self._labelled("challenge", extra.challenge),
            self._labelled("access", extra.access),
        ]

    def _problem(self, number: int, problem: Problem) -> str:
        teacher = self.edition is Edition.TEACHER
        level = f"*{self.words(problem.level)}*" if teacher else ""
        solution = self._labelled("solution", problem.solution)
        return item(f"{number}.", prose(problem.prompt), level, solution)

    def _question(self, number: int, question: Question) -> str:
        view = student_view(question, self.words)
        lettered = [f"{letter(i)}. {plain(choice)}" for i, choice in enumerate(view.choices)]
        answer = ""
        if view.kind in ("short_answer", "numeric"):
            answer = f"{_BLANK} {plain(view.unit)}".rstrip()
        elif view.kind == "true_false":
            answer = bullets(view.choices)
        elif view.kind == "ordering":
            answer = "\n".join(f"- {_SHORT_BLANK} {choice}" for choice in lettered)
        elif view.kind == "matching":
            lefts = "\n".join(f"{i}. {plain(left)} {_SHORT_BLANK}" for i, left in enumerate(view.lefts, 1))
            answer = lefts + "\n\n" + "\n".join(f"- {choice}" for choice in lettered)
        else:
            answer = "\n".join(f"- {choice}" for choice in lettered)
        return item(f"{number}.", prose(view.prompt), f"*{plain(view.instruction)}*", answer)

    def _resources(self, unit: Unit) -> list[str]:
        lines = []
        for resource in unit.resources:
            title = plain(resource.title)
            linked = f"[{title}](<{resource.url}>)" if resource.url else f"*{title}*"
            after = ", ".join(filter(None, [plain(resource.by), self.words(resource.kind)]))
            why = f". {plain(resource.why)}" if resource.why else ""
            lines.append(item("-", f"{linked} ({after}){why}"))
        return self._section("resources", ["\n".join(lines)] if lines else [])

    def _misconceptions(self, unit: Unit) -> list[str]:
        blocks = [
            item(
                "-",
                self._labelled("belief", m.belief),
                self._labelled("why", m.why),
                self._labelled("truth", m.truth),
                self._labelled("response", m.response),
            )
            for m in unit.misconceptions
        ]
        return self._section("misconceptions", blocks)

    def _plan(self, plan: TeacherPlan) -> list[str]:
        words = self.words
        steps = [[words("minutes", count=step.minutes), step.do] for step in plan.steps]
        prompts = [[prompt.ask, prompt.listen_for] for prompt in plan.prompts]
        return [
            f"### {words('teacher_plan')}",
            f"**{words('preparation')}**" if plan.preparation else "",
            bullets(plan.preparation),
            table([words("time"), words("steps")], steps),
            table([words("ask"), words("listen_for")], prompts) if prompts else "",
            self._labelled("if_stuck", plan.if_stuck),
        ]

    def _rubric(self, unit: Unit, rubric: Sequence[Criterion]) -> str:
        texts = {objective.id: objective.text for objective in unit.objectives}
        rows = [
            [texts.get(c.objective, c.objective), c.beginning, c.developing, c.secure, c.extending]
            for c in rubric
        ]
        return table(
            [self.words(w) for w in ("objective", "beginning", "developing", "secure", "extending")], rows
        )
