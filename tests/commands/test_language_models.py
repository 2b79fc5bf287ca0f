from __future__ import annotations

from pathlib import Path

from model_server import serving


def test_the_command_writes_with_a_model_and_a_budget_that_can_be_raised(curriculum) -> None:
    with serving() as server:
        words = [
            "--subject",
            "Music",
            "--grade",
            "5",
            "--topic",
            "Rounds",
            "--author",
            "openai:tiny",
            "--base-url",
            server.url,
        ]
        ran = curriculum("generate", *words, "--token-budget", "12000", "--json")
        assert ran.code == 1
        assert ran.json["status"] == "paused"
        assert "Raise the budget and resume" in ran.json["error"]
        again = curriculum("resume", ran.json["batch"], "--token-budget", "9000000")
        assert again.code == 0, again.out
        assert server.names().count("outline") == 1


def test_the_command_makes_pictures_and_exports_them(curriculum) -> None:
    with serving() as server:
        words = [
            "--subject",
            "Music",
            "--grade",
            "5",
            "--topic",
            "Rounds",
            "--author",
            "openai:tiny",
            "--base-url",
            server.url,
        ]
        ran = curriculum("generate", *words, "--image-model", "brush", "--image-size", "64x64", "--json")
        assert ran.code == 0, ran.err
        [asked] = [call.body for call in server.calls if call.name == "image"]
    assert (asked["model"], asked["size"], "quality" in asked) == ("brush", "64x64", False)
    made = ran.json["curriculum"]
    for edition in ("student", "teacher"):
        ran = curriculum("export", made, "--format", "html", "--edition", edition)
        page = Path(ran.out.strip()).read_text(encoding="utf-8")
        assert 'src="data:image/png;base64,' in page
        assert 'alt="A planet goes round a star."' in page
    copy = curriculum("library", "duplicate", made).out.strip()
    written = Path(curriculum("export", copy, "--format", "markdown").out.strip()).read_text(encoding="utf-8")
    assert "![A planet goes round a star.](data:image/png;base64," in written


def test_what_is_not_in_order_is_one_line(curriculum) -> None:
    ran = curriculum("generate", "--subject", "Music", "--grade", "5", "--author", "openai:gpt-5-mini")
    assert ran.code == 2
    assert "OPENAI_API_KEY" in ran.err
    ran = curriculum(
        "generate",
        "--subject",
        "Music",
        "--grade",
        "5",
        "--author",
        "openai:x",
        "--base-url",
        "http://127.0.0.1:9/v1",
        "--budget",
        "1",
    )
    assert ran.code == 2
    assert "token budget" in ran.err
