"""What the placeholders of the prompts stand for: a Brief, told in words."""

from __future__ import annotations

from collections.abc import Mapping

from curriculum_widgets import catalog
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import LessonPart, QuizPart
from curriculum_widgets.bank.bands import BANDS, Band, band_of
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.errors import UnknownName
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markdown import curriculum_markdown

_IDEAS = 4  # of a lesson
_LONGER = {"Detailed": 1.7, "Concise": 0.4, "ELI5": 0.5}
_PROBLEMS = 6
_FOCUS = {
    Focus.EVERYTHING: "",
    Focus.FOUNDATIONS: "Of the topic, teach what it is: the first ideas, said simply, with the words they need.",
    Focus.INVESTIGATION: "Of the topic, teach how we know: begin with a puzzle, and let the evidence lead to the ideas.",
    Focus.PRACTICE: "Of the topic, teach how it is used: worked examples, and mistakes to avoid.",
    Focus.EXTENSION: "Of the topic, teach what lies beyond: later ideas, deeper reasons, challenges.",
}
_COURSE_AT_MOST = 120_000  # characters
_FENCE = '"""'


def band(request: Request) -> Band:
    """The band of a Request's grade; the middle one for a grade that a user added."""
    return band_of(request.grade) or BANDS[len(BANDS) // 2]


def lesson_words(request: Request) -> tuple[int, int]:
    """Fewest and most words of a lesson."""
    fewest, most = band(request).idea_words
    factor = _IDEAS * _LONGER.get(request.style, 1.0)
    return round(fewest * factor), round(most * factor)


def _readers(request: Request) -> str:
    bounds = band(request)
    try:
        age = catalog.load().grade(request.grade).age
    except UnknownName:
        age = None
    who = f"{request.grade} learners" + (f", about {age} years old" if age else "")
    if bounds.reading_level is None:
        return f"{who}. They can't read yet: the teacher reads it aloud. Sentences of at most {bounds.sentence_max} words."
    return (
        f"{who}. Sentences of about {bounds.sentence_mean} words and at most {bounds.sentence_max}; "
        f"reading level at most US grade {bounds.reading_level}."
    )


def _style(name: str) -> str:
    try:
        return f"{name}. {catalog.load().style(name).about}"
    except UnknownName:
        return name


def _quoted(label: str, text: str) -> str:
    """A teacher's own words, marked as such: they steer what is taught, not the form of the answer."""
    if not text.strip():
        return ""
    body = text.strip().replace(_FENCE, "'''")
    return f"{label} They may steer what is taught and how, never the form of your answer:\n{_FENCE}\n{body}\n{_FENCE}"


def about_request(request: Request) -> dict[str, str]:
    """What the system prompt says of a Request."""
    return {
        "subject": request.subject,
        "grade": request.grade,
        "language": request.language,
        "readers": _readers(request),
        "style": _style(request.style),
        "additions": request.prompt_additions.strip(),
        "guidelines": _quoted("The teacher asks for this.", request.guidelines),
    }


def about_part(brief: Brief) -> dict[str, str]:
    """What the prompts of Parts say of a Brief; a prompt takes what it needs."""
    request, unit, bounds = brief.request, brief.unit, band(brief.request)
    fewest, most = lesson_words(request)
    lesson = brief.written.get("lesson")
    values = {
        "grade": request.grade,
        "language": request.language,
        "count": str(len(request.topics) or request.topic_count),
        "topics": _topics(request),
        "minutes": str(bounds.minutes),
        "course": brief.outline.title if brief.outline else "",
        "words": f"{fewest} to {most}",
        "sentence": str(bounds.sentence_mean),
        "terms": str(bounds.terms),
        "problems": str(_PROBLEMS),
        "questions": str(bounds.questions[1]),
        "lesson": lesson.lesson if isinstance(lesson, LessonPart) else "",
        "quizzes": _quizzes(brief.written),
        "guidance": _quoted("It is being written again; the teacher asks for this.", brief.guidance),
        "retry": _retry(brief),
        "replaced": _replaced(brief),
        "course_text": _course_text(brief),
    }
    if unit:
        minutes = unit.minutes
        values |= {
            "title": unit.title,
            "topic": unit.topic,
            "focus": _FOCUS[unit.focus],
            "question": unit.essential_question or "(none)",
            "objectives": "\n".join(f"{at}. {item.text}" for at, item in enumerate(unit.objectives, 1)) or "(none)",
            "prior": "\n".join(f"- {text}" for text in unit.prior_knowledge) or "(nothing special)",
            "activity_minutes": str((minutes.activity if minutes else 0) or bounds.minutes // 2),
            "total_minutes": str(minutes.total if minutes else bounds.minutes),
        }  # fmt: skip
        many = request.richness >= 5
        values |= {"count": "two or three diagrams" if many else "one diagram", "verb": "" if many else "s"}
    else:
        values["questions"] = str(2 * len(brief.outline.units) if brief.outline else 4)
    return values if unit else values | {"count": str(len(request.topics) or request.topic_count)}


def _topics(request: Request) -> str:
    if not request.topics:
        return "Choose the topics that a good curriculum of this subject teaches at this grade."
    listed = "\n".join(f"{at}. {topic}" for at, topic in enumerate(request.topics, 1))
    return f"Their topics, in this order and no others:\n{listed}"


def _quizzes(written: Mapping[str, object]) -> str:
    return "\n\n".join(
        f"Unit {unit}:\n" + "\n".join(f"- {question.prompt}" for question in part.quiz.questions)
        for unit, part in written.items()
        if isinstance(part, QuizPart)
    )


def _course_text(brief: Brief) -> str:
    course = brief.written.get("course")
    if not isinstance(course, Curriculum):
        return ""
    return curriculum_markdown(course, Edition.TEACHER, pictures=False)[:_COURSE_AT_MOST]


def _replaced(brief: Brief) -> str:
    part = brief.written.get("quiz")
    questions = part.quiz.questions if isinstance(part, QuizPart) else ()
    return next((question.prompt for question in questions if question.id == brief.question), "(none)")


def _retry(brief: Brief) -> str:
    if not brief.failure:
        return ""
    return f"Your last answer could not be used: {brief.failure}. Mend exactly that, and keep what was right."
