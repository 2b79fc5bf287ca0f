from __future__ import annotations

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
