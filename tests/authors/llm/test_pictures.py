"""Pictures by a model: made, proved, paid for, and never worth the text that they go with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from drawn import JPEG, WEBP, png
from model_server import FLOOD

from curriculum_widgets.authors.estimate import estimate, expected
from curriculum_widgets.authors.llm.library import Address
from curriculum_widgets.authors.llm.painter import Painter, painter_of, tokens_of_picture
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadPlan, BadRequest, BudgetReached, PartFailed, PartRefused
from curriculum_widgets.pricing.ledger import Account, Budget, Ledger
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, Workspace

WISH = {"image_model": "brush", "image_size": "512x512", "image_quality": "low"}


@pytest.fixture
def paint(ask):
    def painted(**more: Any) -> Any:
        return ask("picture", request=WISH | more.pop("request", {}), **more)

    return painted


def test_the_lesson_becomes_a_prompt_a_picture_and_words_about_it(paint, server) -> None:
    written = paint(lesson="A star pulls its planets.")
    [image] = written.value.images
    assert (image.alt, image.caption, image.credit) == (
        "A planet goes round a star.",
        "Round and round",
        "brush (AI)",
    )
    assert image.file.startswith("orbits-")
    assert inspected(written.files[image.file]).ending == "png"
    assert "make sure that what it shows is so" in written.notes[0]
    told, painted = server.calls
    assert "A star pulls its planets." in told.body["messages"][-1]["content"]
    assert painted.body == {
        "model": "brush", "prompt": "A planet on its path round a star, as a watercolour.", "n": 1, "size": "512x512", "quality": "low",
        "response_format": "b64_json",
    }  # fmt: skip
    assert painted.authorization == told.authorization


def test_openais_own_models_get_no_wish_that_they_do_not_know(paint, server) -> None:
    paint(request={"image_model": "gpt-image-1", "image_size": ""})
    assert "response_format" not in server.calls[-1].body
    assert "size" not in server.calls[-1].body
    assert server.calls[-1].body["output_format"] == "jpeg"


@pytest.mark.parametrize(
    ("faults", "data"),
    [
        (["jpeg"], JPEG),
        (["webp"], WEBP),
        (["429"], None),
        (["500"], None),
        (["wish"], None),
        (["link"], png(32, 32)),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, list) else "",
)
def test_what_can_be_had_is_had(paint, server, faults, data) -> None:
    server.faults["image"] = list(faults)
    [made] = paint().files.values()
    assert data in (None, made)
    assert server.fetched == [""] * (faults == ["link"])  # no key goes to where a link leads


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("page", "is not a whole PNG, JPEG, WebP or GIF"),
        ("large", "larger than 8 MB; ask for a smaller size"),
        ("none", "answered without a picture"),
        ("html", "can't be read"),
        ("stray", "an address that is not followed"),
        ("moved", "could not be fetched from 127.0.0.1"),
        ("404", r"no image model 'brush'. Name another one \(--image-model"),
        ("401", "refused to make pictures with this key"),
    ],
)
def test_what_can_not_is_refused_at_once_and_says_what_to_change(paint, server, fault, reason) -> None:
    server.faults["image"] = [fault]
    with pytest.raises(PartRefused, match=reason):
        paint()
    assert server.names() == ["picture", "image"]


@pytest.mark.parametrize("fault", ["flood", "linked-flood"])
def test_what_does_not_end_is_not_read_to_its_end(paint, server, fault) -> None:
    server.faults["image"] = [fault]
    with pytest.raises(PartRefused, match="larger than 8 MB"):
        paint()
    assert 0 < server.flooded < FLOOD / 2  # what the system holds on its way besides


def test_a_prompt_that_is_refused_may_be_written_anew(paint, server) -> None:
    server.faults["image"] = ["policy"]
    account = Account()
    with pytest.raises(PartFailed, match="refused to make this picture") as caught:
        paint(account=account)
    assert not isinstance(caught.value, PartRefused)
    assert account.usage.calls == 2
    assert account.usage.output_tokens == 50  # the prompt's; what was refused costs nothing


def test_what_a_picture_takes_is_put_aside_and_counted(paint, server, tmp_path) -> None:
    server.picture_usage = {"input_tokens": 20, "output_tokens": 272}
    told, silent = Account(), Account()
    paint(account=told)
    server.picture_usage = {}
    paint(account=silent)
    assert (told.usage.calls, told.usage.input_tokens, told.usage.output_tokens) == (2, 120, 322)
    assert silent.usage.output_tokens == 50 + tokens_of_picture("512x512", "low")
    assert told.usage.cost is silent.usage.cost is None  # unknown, which is not free
    ledger = Ledger(tmp_path / "ledger.jsonl", lambda: Budget(tokens=6_200))
    with pytest.raises(BudgetReached, match="next call may take 6,3"):  # the prompt alone would be within it
        paint(account=Account(ledger, "one"), request={"image_quality": "high"})
    assert server.names().count("image") == 2


def test_a_known_price_is_told_before(server) -> None:
    fields = {"subject": "Science", "grade": "Grade 4", "author": "openai:gpt-5-mini", "topic_count": 2}
    plain = Request(**fields)
    painted = plain.model_copy(update={"image_model": "gpt-image-1", "image_quality": "low"})
    with_pictures, without = expected(painted), expected(plain)
    assert with_pictures
    assert without
    assert with_pictures.cost - without.cost >= 2 * Decimal("0.000040") * tokens_of_picture("", "low")
    assert estimate([painted.model_copy(update={"image_model": "dall-e-3"})]).cost is None
    few = {"richness": 2}
    assert expected(painted.model_copy(update=few)) == expected(plain.model_copy(update=few))


def test_a_larger_picture_takes_more() -> None:
    assert tokens_of_picture("", "low") < tokens_of_picture("", "medium") < tokens_of_picture("", "")
    assert tokens_of_picture("3072x2048", "") == 4 * tokens_of_picture("1536x1024", "")
    assert tokens_of_picture("auto", "high") == tokens_of_picture("", "")


def test_a_dollar_budget_needs_the_price_of_pictures_too(make, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody-012345")
    with pytest.raises(BadPlan, match=r"the price of the image model dall-e-3 is not known.*token budget"):
        make(author="openai:gpt-5-mini", base_url="", image_model="dall-e-3", batch={"budget": "1.00"})


def test_who_can_not_paint_says_so_before_anything_starts(make, monkeypatch) -> None:
    with pytest.raises(BadPlan, match=r"'bank' makes no pictures.*'brush'.*Leave the image model out"):
        make(author="bank", base_url="", image_model="brush")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    elsewhere = painter_of("anthropic", "", "gpt-image-1")  # whose own server paints nothing
    assert elsewhere == Address("openai", "gpt-image-1", "")
    with pytest.raises(BadRequest, match="OpenAI makes the pictures and needs a key: set OPENAI_API_KEY"):
        Painter(elsewhere, Settings()).check()
    with pytest.raises(BadPlan, match="image_size"):
        make(image_model="brush", image_size="huge")


def test_a_curriculum_comes_with_its_pictures(make, server, workspace) -> None:
    batch = make(topic_count=2, environ={f"CURRICULUM_{name.upper()}": value for name, value in WISH.items()})
    library = Library(Workspace(workspace))
    made = library.load(batch.jobs[0].job.curriculum)
    assert (made.request.image_model, made.request.image_size) == ("brush", "512x512")
    assert not made.is_partial
    media = library.media(made.id)
    assert sorted(made.picture_files) == media.names()
    assert len(made.units) == server.names().count("image") == 2
    assert batch.jobs[0].detail.usage.calls == len(server.calls)
    assert not list(workspace.glob("batches/*/work/*"))
    assert not make(environ={"CURRICULUM_IMAGE_MODEL": "brush"}, richness=2).jobs[0].detail.error
    assert server.names().count("image") == 2


def test_pictures_that_fail_leave_the_text_as_it_is(make, server, workspace) -> None:
    server.faults["image"] = ["404", "404", "policy"]
    batch = make(topic_count=2, image_model="brush")
    [made] = [Library(Workspace(workspace)).load(job.job.curriculum) for job in batch.jobs]
    assert {tuple(unit.missing) for unit in made.units} == {("picture",)}
    assert all("no image model 'brush'" in unit.missing["picture"] for unit in made.units)
    assert all(unit.lesson and unit.quiz and unit.diagrams and not unit.images for unit in made.units)
    assert made.missing == {}
    server.faults["image"] = ["policy"]
    again = make(image_model="brush", grades=(5,))
    assert not again.jobs[0].detail.error  # another prompt was taken
    before = server.names().count("image")
    server.faults["image"] = ["page"] * 3
    assert "picture (what" in make(image_model="brush", grades=(6,)).jobs[0].detail.error
    assert (
        server.names().count("image") == before + 1
    )  # what is no picture now will be none at the next price either
