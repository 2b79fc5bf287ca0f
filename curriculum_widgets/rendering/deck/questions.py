"""A question on a slide, and for teachers its answer on the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Ordering,
    Question,
    Quiz,
    TrueFalse,
)
from curriculum_widgets.rendering.deck.lesson import blocks
from curriculum_widgets.rendering.deck.rich import Run, line
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide
from curriculum_widgets.rendering.deck.stage import LEFT, RIGHT, SIZES, fitting, titled
from curriculum_widgets.rendering.deck.writing import Writing, plain
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.questions import QuestionView, answer_text, letter, student_view


@dataclass(frozen=True, slots=True)
class Asking:
    """Writes the slides of questions.

    Args:
        writing: The language and how slides are begun.
        edition: Who reads them.
    """

    writing: Writing
    edition: Edition

    def quiz(self, quiz: Quiz, place: str) -> Iterator[Slide]:
        """One question a slide.

        Args:
            quiz: As the edition's readers see it.
            place: Where in the course it stands.

        Returns:
            The slides.
        """
        said = self.writing.words
        for number, question in enumerate(quiz.questions, 1):
            label = f"{place} · {said('question', number=number)}"
            yield from self._asked(question, label)
            if self.edition is Edition.TEACHER:
                yield from self._answered(question, f"{label} · {said('answer')}")

    def open(self, prompt: str, place: str, answer: str, hint: str) -> Iterator[Slide]:
        """A question that is answered in words of one's own.

        Args:
            prompt: In light Markdown.
            place: Where in the course it stands.
            answer: What a right answer says; nothing where students read.
            hint: What a wrong one tells the teacher.

        Returns:
            The slides.
        """
        said = self.writing.words
        notes = [*self._labelled("answer", answer), *self._labelled("look_for", hint)]
        yield from self.writing.asking(blocks(prompt), place, notes or plain(blocks(prompt)))
        if answer:
            right = [Paragraph(one.text, one.marker, "right") for one in blocks(answer)]
            slides = self.writing.headed(blocks(prompt), right, f"{place} · {said('answer')}", notes)
            yield from slides

    def _labelled(self, label: str, text: str) -> list[str]:
        return [f"{self.writing.words(label)}: {' '.join(plain(blocks(text)))}"] if text else []

    def _key(self, question: Question) -> list[str]:
        key = [f"{self.writing.words('answer')}: {answer_text(question, self.writing.words)}"]
        key += plain(blocks(question.explanation))
        return key + ([f"⚠ {self.writing.words('check_answer')}: {question.doubt}"] if question.doubt else [])

    def _asked(self, question: Question, place: str) -> Iterator[Slide]:
        view = student_view(question, self.writing.words)
        notes = self._key(question) if self.edition is Edition.TEACHER else [view.instruction]
        prompt, instruction = blocks(view.prompt), Paragraph(line(view.instruction), tone="muted")
        lefts = [Paragraph(line(text), f"{number}.") for number, text in enumerate(view.lefts, 1)]
        choices = [Paragraph(line(text), f"{letter(at)}.") for at, text in enumerate(view.choices)]
        beside = _beside(lefts, choices)
        if len(prompt) == 1 and lefts and beside:
            title, size, whole = titled(prompt[0].text)
            if whole:
                left, right = [*lefts], [*choices]
                yield Slide(
                    "columns", title, size, place, tuple(left), beside, tuple(right), notes=tuple(notes)
                )
                return
        if not lefts and (not choices or view.kind == "true_false"):
            yield from self.writing.asking(prompt, f"{place} · {view.instruction}", notes)
            return
        options = [instruction, *lefts, *choices]
        yield from self.writing.headed(prompt, options, place, notes)

    def _answered(self, question: Question, place: str) -> Iterator[Slide]:
        key = self._key(question)
        view = student_view(question, self.writing.words)
        shown = [*_right(question, view, self.writing), *blocks(question.explanation)]
        if question.doubt:
            doubt = line(f"{self.writing.words('check_answer')}: {question.doubt}")
            shown.append(Paragraph((Run("⚠ "), *doubt), tone="care"))
        yield from self.writing.headed(blocks(view.prompt), shown, place, key)


def _beside(lefts: Sequence[Paragraph], choices: Sequence[Paragraph]) -> int:
    """The size in which both sides of a matching stand beside each other; 0 where none does."""
    sizes = [fitting(side, box, SIZES) for side, box in ((lefts, LEFT), (choices, RIGHT))]
    return min((size for size in sizes if size), default=0) if all(sizes) else 0


def _right(question: Question, view: QuestionView, writing: Writing) -> list[Paragraph]:
    """The key as a class can follow it."""
    match question:
        case MultipleChoice() | MultipleAnswers():
            right = (question.answer,) if isinstance(question, MultipleChoice) else question.answers
            return [Paragraph(line(view.choices[at]), f"{letter(at)}.", "right") for at in right]
        case Matching():
            letters = [letter(view.choices.index(pair.right)) for pair in question.pairs]
            return [
                Paragraph(
                    (*line(pair.left), Run(f" – {letters[at]}. "), *line(pair.right)), f"{at + 1}.", "right"
                )
                for at, pair in enumerate(question.pairs)
            ]
        case Ordering():
            return [
                Paragraph(line(step), f"{number}.", "right") for number, step in enumerate(question.steps, 1)
            ]
        case TrueFalse():
            return [Paragraph(line(answer_text(question, writing.words)), tone="right")]
        case _:
            return [Paragraph(line(answer_text(question, writing.words)), "✓", "right")]
