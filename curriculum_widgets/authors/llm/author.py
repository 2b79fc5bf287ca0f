"""The language-model author."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import keys, parts
from curriculum_widgets.authors.author import Brief, Written
from curriculum_widgets.authors.llm import drafts, made
from curriculum_widgets.authors.llm.briefing import about_part, about_request, lesson_words
from curriculum_widgets.authors.llm.calls import Caller, tokens_of
from curriculum_widgets.authors.llm.library import LABELS, Address, Asked, is_local, require
from curriculum_widgets.authors.llm.painter import Painter, file_name, painter_of
from curriculum_widgets.authors.llm.prompts import Prompts
from curriculum_widgets.authors.llm.quiz_check import disputed, without_key
from curriculum_widgets.documents.figures import Image
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadRequest, PartFailed
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.quality.questions import form_problems, key_problems
from curriculum_widgets.settings import Settings

D = TypeVar("D", bound=drafts.Draft)

MADE_PICTURE = "picture"
"""The id of the one picture of a unit that a model made: made again, it stands where the last one stood."""
FORMS = "1"
"""The version of the forms that a model fills in; part of the fingerprint of what is written from them."""
_TYPICAL = {
    "key-points": 250, "vocabulary": 900, "activity": 900, "practice": 1600, "diagrams": 700, "chart": 500,
    "picture": 250, "quiz": 2400, "summary": 150, "resources": 300, "teacher-plan": 1300, "assessment": 2400, "check": 900,
    "mend": 900, "question": 400, "review": 1200,
}  # fmt: skip
"""How long answers usually are, in tokens."""
_OUTLINE, _OUTLINE_UNIT = 250, 260
_WORD = 1.5  # tokens, in a Latin script
_SPARE = 3  # times as long as usual an answer may be,
_THINKING = 4000  # and what a model may think besides, in tokens
_HEADING = 3  # the highest level that a lesson may have
_SHORTEST = 0.25  # of the fewest words of a lesson


def typical(part: str, request: Request) -> int:
    """How long the answer for a Part usually is.

    Args:
        part: Its name.
        request: What is asked for.

    Returns:
        Tokens.
    """
    if part == "lesson":
        return round(sum(lesson_words(request)) / 2 * _WORD)
    if part == "outline":
        return _OUTLINE + _OUTLINE_UNIT * (len(request.topics) or request.topic_count)
    return _TYPICAL.get(part, 1000)


class LLMAuthor:
    """Writes Parts with a language model.

    Args:
        address: Which model.
        settings: How work is done.

    Raises:
        BadRequest: The model's name or the base URL can't be used, or a prompt of the educator's is not in order.
        MissingExtra: What it needs is not installed.
    """

    paid = True
    reviews = True

    def __init__(self, address: Address, settings: Settings) -> None:
        if not address.model:
            examples = {
                "openai": "gpt-5-mini",
                "anthropic": "claude-sonnet-4-5",
                "google": "gemini-2.5-flash",
            }
            example = examples[address.kind]
            msg = f"Name the model too, such as {example} (in a command: {address.kind}:{example})."
            raise BadRequest(msg)
        url = urlsplit(address.base_url)
        if address.base_url and (url.scheme not in ("http", "https") or not url.hostname):
            msg = f"The base URL {address.base_url[:80]!r} is no address; write it like http://localhost:11434/v1."
            raise BadRequest(msg)
        if url.username or url.password:
            msg = f"Take the name and password out of the base URL; a key goes into the key field, or into {keys.OTHER}."
            raise BadRequest(msg)
        if address.base_url and address.kind != "openai":
            msg = (
                f"{LABELS[address.kind]} is reached at its own address; for another server use openai:{address.model} with the "
                "base URL."
            )
            raise BadRequest(msg)
        require(address.kind)
        self._address, self._settings = address, settings
        self._prompts = Prompts(settings.prompts)
        self._caller = Caller(address, settings)
        self._painters: dict[str, Painter] = {}
        self.name = f"{address.kind}:{address.model}"
        self.calls_at_once = settings.calls_at_once

    def version(self, request: Request) -> str:
        """A fingerprint of the prompts and forms."""
        del request
        return hashlib.sha256(f"{FORMS} {self._prompts.version}".encode()).hexdigest()[:12]

    def check(self, request: Request) -> None:
        """Refuses to begin without a key, where one is needed.

        Args:
            request: What the educator asks for.

        Raises:
            BadRequest: There is no key.
        """
        kind, url = self._address.kind, self._address.base_url
        if not url and not keys.find(kind, url):
            names = " or ".join(keys.variables(kind, url))
            msg = f"{LABELS[kind]} needs a key. Paste it under Generate in the studio, or set {names} (a .env file will do)."
            raise BadRequest(msg)
        if parts.PICTURE.wanted(request):
            self._painter(request.image_model).check()

    def _painter(self, model: str) -> Painter:
        if model not in self._painters:
            address = painter_of(self._address.kind, self._address.base_url, model)
            self._painters[model] = Painter(address, self._settings)
        return self._painters[model]

    async def write(self, part: parts.Part, brief: Brief) -> Written:
        """Writes one Part.

        Args:
            part: Which one.
            brief: What it is to be about.

        Returns:
            The Part; what it cost is in the Brief's account.

        Raises:
            PartFailed: What came back can't be used; the reason is what the model is told next time.
            PartRefused: It can't be had, however often it is asked for.
            AuthorUnusable: No call will succeed until a setting is changed.
            BudgetReached: What was allowed is spent.
        """
        if part is parts.LESSON:
            return Written(parts.LessonPart(lesson=await self._lesson(brief)))
        if part.name == "summary":
            text = await self._text("summary", brief)
            return Written(parts.SummaryPart(summary=made.prose(text)))
        if part is parts.OUTLINE:
            draft = await self._form("outline", drafts.OutlineDraft, brief)
            return Written(made.outline(draft, brief.request))
        if part is parts.PICTURE:
            return await self._picture(brief)
        if part.name not in made.MADE:
            msg = f"a language model writes no {part.name}"
            raise PartFailed(msg)
        form, make = made.MADE[part.name]
        value = part.yields.model_validate(make(await self._form(part.name, form, brief), brief))
        notes: tuple[str, ...] = ()
        if isinstance(value, parts.QuizPart):
            quiz, notes = await self._checked(value.quiz, brief)
            value = value.model_copy(update={"quiz": quiz})
        elif isinstance(value, parts.AssessmentPart):
            _refuse(value.final_assessment.questions, brief)
        elif isinstance(value, parts.QuestionPart):
            _refuse((value.question,), brief)
        return Written(value, notes=notes or _notes(value, brief))

    async def greet(self) -> None:
        """Asks for next to nothing, to find out whether key, model and address are right.

        Raises:
            AuthorUnusable: Something of it is not right; the message says what.
        """
        asked = Asked("greeting", "You test a connection.", "Answer with the word: ready", None, _THINKING)
        with contextlib.suppress(PartFailed):  # whatever it said, it is there
            await self._caller.ask(lambda: asked, Account())

    async def _lesson(self, brief: Brief) -> str:
        text = _unfenced(await self._text("lesson", brief, stream=True))
        fewest, most = lesson_words(brief.request)
        if len(text.split()) < fewest * _SHORTEST and tokens_of(text) < fewest * _SHORTEST:
            msg = f"the lesson has only {len(text.split())} words, and {fewest} to {most} were asked for"
            raise PartFailed(msg)
        return text

    async def _picture(self, brief: Brief) -> Written:
        model, unit = brief.request.image_model, brief.unit.id if brief.unit else "course"
        painter = self._painter(model)
        painter.make_sure()
        draft = await self._form("picture", drafts.PictureDraft, brief)
        prompt, alt = made.prose(draft.prompt), made.prose(draft.alt)
        if not prompt or not alt:
            msg = "the prompt or the text for those who can't see the picture is empty"
            raise PartFailed(msg)
        data = await painter.paint(prompt, brief.request, brief.account)
        file = file_name(unit, data)
        image = Image(
            id=MADE_PICTURE, file=file, alt=alt, caption=made.line(draft.caption), credit=f"{model} (AI)"
        )
        title = brief.unit.title if brief.unit else ""
        note = f"{title}: the picture was made by an image model; make sure that what it shows is so."
        return Written(parts.PicturePart(images=(image,)), notes=(note,), files={file: data})

    def _asked(self, name: str, brief: Brief, form: type[BaseModel] | None = None, **more: str) -> Asked:
        return Asked(
            name=name.replace("-", "_"),
            system=self._prompts.render("system", about_request(brief.request)),
            prompt=self._prompts.render(name, about_part(brief) | more),
            form=form,
            tokens_at_most=_SPARE * typical(name, brief.request) + _THINKING,
            lengths=(("units", len(brief.request.topics) or brief.request.topic_count),),
        )

    async def _text(self, name: str, brief: Brief, *, stream: bool = False) -> str:
        on_text = brief.on_text if stream else None
        text = (await self._caller.ask(lambda: self._asked(name, brief), brief.account, on_text)).strip()
        if not text:
            msg = "the answer was empty"
            raise PartFailed(msg)
        return text

    async def _form(self, name: str, form: type[D], brief: Brief, **more: str) -> D:
        text = await self._caller.ask(lambda: self._asked(name, brief, form, **more), brief.account)
        try:
            return form.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
        except ValidationError as error:
            msg = f"the form is not filled in as asked: {explain(error)}"
            raise PartFailed(msg) from None

    async def _checked(self, quiz: Quiz, brief: Brief) -> tuple[Quiz, tuple[str, ...]]:
        """The quiz after a blind reader took it: disputed questions are written anew once, then marked."""
        _refuse(quiz.questions, brief)
        wanted = self._settings.quiz_check
        if wanted == "never" or (wanted == "hosted" and is_local(self._address.base_url)):
            return quiz, ()
        title = brief.unit.title if brief.unit else ""
        questions = list(quiz.questions)
        try:
            doubts = await self._doubts(questions, brief)
            if doubts:
                await self._mend(questions, doubts, brief)
                again = await self._doubts([questions[at] for at in doubts], brief)
                doubts = {at: again[place] for place, at in enumerate(doubts) if place in again}
        except PartFailed as error:
            return quiz, (f"{title}: the quiz could not be checked a second time ({made.line(str(error))}).",)
        for at, why in doubts.items():
            questions[at] = questions[at].model_copy(update={"doubt": made.line(why)})
        return Quiz(questions=tuple(questions)), ()

    async def _doubts(self, questions: list[Question], brief: Brief) -> dict[int, str]:
        asked = "\n\n".join(without_key(number, question) for number, question in enumerate(questions, 1))
        form = await self._form("check", drafts.GuessesDraft, brief, questions=asked)
        return disputed(questions, form.answers)

    async def _mend(self, questions: list[Question], doubts: Mapping[int, str], brief: Brief) -> None:
        listed = "\n\n".join(
            f"{without_key(number, questions[at])}\nWhat the reader said: {why}"
            for number, (at, why) in enumerate(doubts.items(), 1)
        )
        draft = await self._form(
            "mend", drafts.AssessmentDraft, brief, count=str(len(doubts)), questions=listed
        )
        mended = made.quiz(draft.questions, brief.unit.id if brief.unit else "").questions
        if len(mended) != len(doubts) or any(map(key_problems, mended)):
            return  # the old ones stay, and are marked
        for at, question in zip(doubts, mended, strict=True):
            questions[at] = question.model_copy(update={"id": questions[at].id})

    async def aclose(self) -> None:
        """Closes its sockets."""
        await self._caller.aclose()
        for painter in self._painters.values():
            await painter.aclose()


def _refuse(questions: tuple[Question, ...], brief: Brief) -> None:
    """Refuses wrong keys always, and unfair forms the first time."""
    for question in questions:
        problems = key_problems(question) or (form_problems(question) if brief.attempt == 0 else [])
        if problems:
            msg = f"the question {question.prompt[:60]!r} {problems[0]}"
            raise PartFailed(msg)


def _notes(value: BaseModel, brief: Brief) -> tuple[str, ...]:
    """What a teacher should know of a Part that a model wrote."""
    title = brief.unit.title if brief.unit else ""
    if isinstance(value, parts.ResourcesPart) and value.resources:
        return (
            f"{title}: the resources were named by a language model; make sure of each before you pass it on.",
        )
    if isinstance(value, parts.ChartPart) and value.chart:
        return (f"{title}: the chart's numbers come from a language model; compare them with their source.",)
    return ()


def _unfenced(text: str) -> str:
    """A lesson without the fence that some models put around Markdown, and without headings that stand too high."""
    fenced = re.fullmatch(r"```(?:markdown|md)?\s*\n(.*)\n```", text.strip(), re.DOTALL)
    lines = (fenced[1] if fenced else text).strip().split("\n")
    headings: dict[int, int] = {}  # level by line; a # in code is no heading
    in_code = False
    for at, one in enumerate(lines):
        in_code ^= one.lstrip().startswith("```")
        found = None if in_code else re.match(r"(#{1,6}) ", one)
        if found:
            headings[at] = len(found[1])
    lower = max(0, _HEADING - min(headings.values(), default=_HEADING))
    for at in headings if lower else ():
        lines[at] = "#" * lower + lines[at]
    return "\n".join(lines)
