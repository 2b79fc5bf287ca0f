"""Which topics of the bank a course teaches, and what its units are."""

from __future__ import annotations

import difflib
from statistics import mean

from curriculum_widgets.authors import parts
from curriculum_widgets.authors.composing import minutes_of
from curriculum_widgets.authors.focus import narrowed
from curriculum_widgets.authors.guidelines import Wishes, can_shape, is_about, mentions, understood
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.bank.bands import band_of
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.standards import known_codes
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.documents.request import Request, TopicPattern
from curriculum_widgets.documents.text import ended, fold, slug
from curriculum_widgets.errors import BadRequest, NotCovered

CONNECT = "For anything else, choose a language model as the author."


def band_name(request: Request) -> str:
    """The name of the band of a Request's grade; empty for a grade that a user added."""
    band = band_of(request.grade)
    return band.name if band else ""


def shelf(bank: Bank, request: Request) -> tuple[Topic, ...]:
    """The bank's topics for a Request's subject and grade, those that suit the grade best first."""
    band = band_of(request.grade)
    if band is None:
        return ()
    topics = bank.topics(request.subject, band.name)
    at = {grade: place for place, grade in enumerate(band.grades)}

    def distance(topic: Topic) -> tuple[int, float]:
        apart = [abs(at[grade] - at[request.grade]) for grade in topic.grades if grade in at]
        return min(apart), mean(apart)

    return tuple(sorted(topics, key=distance))  # stable: teaching order among equals


def _matches(topic: Topic, name: str) -> bool:
    wanted = fold(name).strip()
    return (
        wanted in {fold(word) for word in (topic.id, topic.title, *topic.keywords)} or slug(name) == topic.id
    )


def _named(topics: tuple[Topic, ...], name: str, request: Request) -> Topic:
    found = next((topic for topic in topics if _matches(topic, name)), None)
    if found:
        return found
    words = set(fold(name).split())
    loose = [
        topic
        for topic in topics
        if words and words <= set(fold(" ".join((topic.title, *topic.keywords))).replace(",", " ").split())
    ]
    if len(loose) == 1:
        return loose[0]
    titles = [topic.title for topic in topics]
    near = difflib.get_close_matches(name, titles, n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(repr(title) for title in near)}? " if near else ""
    msg = (
        f"The bank has no topic {name[:60]!r} for {request.subject}, {request.grade}. {hint}"
        f"It holds: {'; '.join(titles)}."
    )
    raise NotCovered(msg, CONNECT, field="topics")


def chosen(bank: Bank, request: Request) -> tuple[Topic, ...]:
    """The topics that a course teaches: named ones as named, else the best ones in teaching order.

    Args:
        bank: The topics at hand.
        request: What the educator asks for.

    Returns:
        As many as are asked for.

    Raises:
        NotCovered: There are not so many, or a named one is not held.
        BadRequest: A topic is named twice.
    """
    topics = shelf(bank, request)
    if request.topics:
        found = tuple(_named(topics, name, request) for name in request.topics)
        if len({topic.id for topic in found}) < len(found):
            msg = "Two of the named topics are the same topic of the bank; name each once."
            raise BadRequest(msg)
        return found
    wishes = wishes_of(bank, request)
    left = [topic for topic in topics if not any(is_about(topic, words) for words in wishes.avoid)]
    if request.topic_count > len(left):
        without = f" without {' and '.join(wishes.avoid)}" if wishes.avoid else ""
        where = f"{request.subject}, {request.grade}{without}"
        msg = f"The bank holds {len(left)} topics for {where}; ask for at most {len(left)}."
        raise NotCovered(msg, CONNECT, field="topic_count")
    left.sort(
        key=lambda topic: (
            topic.id not in wishes.topics,
            any(mentions(topic, words) for words in wishes.avoid),
        )
    )
    best = left[: request.topic_count]
    return tuple(topic for topic in bank.topics(request.subject, band_name(request)) if topic in best)


def wishes_of(bank: Bank, request: Request) -> Wishes:
    """What the bank understands of a Request's guidelines."""
    return understood(request.guidelines, shelf(bank, request))


def notes_on(wishes: Wishes, topics: tuple[Topic, ...], style: str) -> tuple[str, ...]:
    """What was and what was not done of an educator's guidelines.

    Args:
        wishes: The guidelines, as far as they are understood.
        topics: Those that the course teaches.
        style: Its style.

    Returns:
        Sentences for an educator; none without guidelines.
    """
    done = sorted(wish for wish in wishes.more if can_shape(SHAPES[style], wish))
    no_room = sorted(wishes.more - set(done))
    named = [topic.title for topic in topics if topic.id in wishes.topics]
    followed = [*done, *(f"avoid {words}" for words in wishes.avoid), *named]
    found = [f"Of the guidelines the bank followed: {'; '.join(followed)}."] if followed else []
    for words in wishes.avoid:
        still = [topic.title for topic in topics if mentions(topic, words)]
        if still:
            found.append(f"No unit is about {words}, but the word occurs in: {'; '.join(still)}.")
    if no_room:
        found.append(f"Lessons in the style {style} have no room for: {', '.join(no_room)}.")
    if wishes.left:
        told = "; ".join(wishes.left)
        found.append(f"Of the guidelines the bank could not follow: {told}. A language model can.")
    return tuple(found)


def _unit_id(topic: Topic, pattern: TopicPattern, position: int, patterns: int) -> str:
    if patterns == 1:
        return topic.id
    return f"{topic.id}-{pattern.focus}" if position == 0 else f"{topic.id}-{pattern.focus}-{position + 1}"


def outline(bank: Bank, request: Request) -> parts.Outline:
    """The units of a course, from the topics that are chosen for it."""
    units: list[parts.UnitPlan] = []
    for topic in chosen(bank, request):
        for place, pattern in enumerate(request.patterns):
            taught = narrowed(topic, pattern.focus)
            repeats = sum(earlier.focus is pattern.focus for earlier in request.patterns[:place])
            units.append(
                parts.UnitPlan(
                    id=_unit_id(topic, pattern, repeats, len(request.patterns)),
                    title=pattern.title.replace("{topic}", topic.title),
                    topic=topic.id,
                    focus=pattern.focus,
                    essential_question=topic.essential_question,
                    objectives=taught.objectives,
                    prior_knowledge=topic.prior_knowledge,
                    standards=tuple(f"{known_codes()[code]} {code}" for code in topic.standards),
                    minutes=minutes_of(topic, pattern.focus, request),
                )
            )
    total = sum(unit.minutes.total for unit in units if unit.minutes)
    how_many = "One unit" if len(units) == 1 else f"{len(units)} units"
    lines = [f"- **{ended(unit.title)}** {unit.essential_question}" for unit in units]
    overview = f"{how_many}, about {_duration(total)} of class time in all.\n\n" + "\n".join(lines)
    course = bank.essential_question(request.subject, band_name(request))
    return parts.Outline(
        title=f"{request.subject}: {request.grade}",
        overview=overview,
        essential_question=units[0].essential_question if len(units) == 1 else course,
        units=tuple(units),
    )


def _duration(minutes: int) -> str:
    hours, rest = divmod(5 * round(minutes / 5), 60)
    spoken = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    spoken += [f"{rest} minutes"] if rest else []
    return " and ".join(spoken) or f"{minutes} minutes"
