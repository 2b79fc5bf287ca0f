from __future__ import annotations

import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_server import PASSWORD, Mailbox, receiving
from model_server import serving
from subprocesses import environment

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager, BatchState, BatchView, sending
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.errors import BadRequest, MissingExtra, NotTold
from curriculum_widgets.settings import Settings

ROW = {"subject": "Science", "grade": 4, "topic_count": 1}
BAD = {**ROW, "author": "slow:1,fail=lesson"}


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> Iterator[Mailbox]:
    with receiving() as box:
        box.workspace = str(workspace)
        monkeypatch.setenv("CURRICULUM_NOTIFY", box.address)
        yield box


def run(manager: BatchManager, *rows: dict[str, object], **about: object) -> BatchView:
    made = manager.create_custom_batch(rows, **{"name": "Autumn", "batch_id": "autumn", **about})
    manager.start_batch(made.id)
    return manager.wait(made.id, timeout=60)


def note(manager: BatchManager, batch: str = "autumn") -> str:
    return read_note(manager.workspace.batches / batch)


def test_one_message_says_in_plain_words_that_it_is_done(manager: BatchManager, mailbox: Mailbox) -> None:
    run(manager, ROW, {**ROW, "grade": 5})
    (message,) = mailbox.messages
    assert message["Subject"] == "Autumn: completed, 2 of 2 made"
    assert (message["To"], message["From"]) == ("teacher@school.example", "studio@school.example")
    (text,) = mailbox.texts
    assert text.split("\n")[:2] == ["2 completed, of 2.", "Cost: nothing."]
    assert "curriculum export --batch autumn --zip autumn.zip" in text
    assert f"Workspace: {manager.workspace.root}" in text
    manager.start_batch("autumn")  # nothing is left to do, and nothing new to tell
    manager.wait("autumn", timeout=60)
    assert len(mailbox.messages) == 1
    assert note(manager) == ""


def test_failures_are_named_with_their_reasons_and_each_end_is_told(
    manager: BatchManager, mailbox: Mailbox
) -> None:
    view = run(manager, ROW, BAD, {**BAD, "grade": 5}, name="Night <b>1</b>")
    assert view.status is BatchState.WITH_FAILURES
    (text,) = mailbox.texts
    assert mailbox.messages[0]["Subject"] == "Night <b>1</b>: completed with failures, 1 of 3 made"
    assert "1 completed, 2 failed, of 3." in text
    for job in view.jobs[1:]:
        assert f"  • {job.name}: {job.detail.error}\n" in text
    assert "curriculum resume autumn" in text
    manager.retry_batch("autumn")  # fails again, at another time
    manager.wait("autumn", timeout=60)
    assert len(mailbox.messages) == 2


def test_a_batch_that_its_budget_has_paused_is_told_and_told_again_when_it_is_done(
    manager: BatchManager, mailbox: Mailbox
) -> None:
    row = {"subject": "Music", "grade": 5, "topics": ["Rounds"], "author": "openai:tiny"}
    with serving() as server:
        paused = run(manager, row | {"base_url": server.url}, token_budget=12_000)
        assert paused.status is BatchState.PAUSED
        (text,) = mailbox.texts
        assert paused.jobs[0].detail.error in text
        assert "1 not done yet, of 1." in text
        manager.start_batch("autumn", token_budget=10_000_000)
        assert manager.wait("autumn", timeout=60).status is BatchState.COMPLETED
    assert [message["Subject"].split(",")[0] for message in mailbox.messages] == [
        "Autumn: paused", "Autumn: completed",
    ]  # fmt: skip


def test_what_nobody_wants_to_be_told_is_not_told(
    workspace: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = BatchManager(workspace, settings=Settings(notify_on="failed, paused"))
    run(manager, ROW)
    run(BatchManager(workspace), {**ROW, "grade": 5}, batch_id="alone", listed=False)
    stopped = manager.create_custom_batch([{**ROW, "author": "slow:2000"}], batch_id="stopped")
    manager.start_batch(stopped.id)
    manager.cancel_batch(stopped.id)
    assert manager.wait(stopped.id, timeout=60).status is BatchState.CANCELLED
    assert mailbox.messages == []
    monkeypatch.setenv("CURRICULUM_NOTIFY_ON", "sometimes")
    with pytest.raises(BadRequest, match="set it to any of done, failed, paused"):
        Settings.from_environ()
    monkeypatch.setenv("CURRICULUM_NOTIFY_ON", "never")
    assert Settings.from_environ().told_events == ()


def test_whichever_process_ran_it_tells(workspace: Path, mailbox: Mailbox) -> None:
    words = [
        "batch",
        "--subjects",
        "Science",
        "--grades",
        "4",
        "--topics",
        "1",
        "--workspace",
        str(workspace),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "curriculum_widgets", *words],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(mailbox.messages) == 1


def test_a_server_that_refuses_leaves_the_batch_alone_and_a_calm_note(
    manager: BatchManager, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.refusing = True
    view = run(manager, ROW)
    assert view.status is BatchState.COMPLETED
    assert note(manager).startswith(
        "No message could be sent about its end: The message could not be sent to mailto: "
    )
    assert "autumn" in caplog.text
    everything = caplog.text + note(manager)
    everything += "".join(
        path.read_text(errors="replace") for path in manager.workspace.root.rglob("*") if path.is_file()
    )
    assert PASSWORD not in everything
    assert mailbox.address not in everything
    mailbox.refusing = False
    manager.start_batch("autumn")  # what was not told is told at the next end
    manager.wait("autumn", timeout=60)
    assert len(mailbox.messages) == 1
    assert note(manager) == ""


def test_a_server_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv(
            "CURRICULUM_NOTIFY", f"mailto://127.0.0.1:{port}/?from=a@b.example&to=c@d.example&mode=insecure"
        )
        with pytest.raises(NotTold, match="no answer within 1 seconds"):
            sending.send("a", "b", timeout=1)


def test_without_its_extra_the_batch_is_done_and_the_note_says_what_to_install(
    manager: BatchManager, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setattr(sending.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"curriculum-widgets\[notify\]"):
        sending.send("a", "b")
    assert run(manager, ROW).status is BatchState.COMPLETED
    assert 'pip install "curriculum-widgets[notify]"' in note(manager)


def test_several_addresses_of_which_one_is_nonsense(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURRICULUM_NOTIFY", f"nonsense://secret-token-1, {mailbox.address}")
    assert sending.kinds() == ("nonsense", "mailto")
    with pytest.raises(NotTold, match="Unparseable URL") as caught:
        sending.send("a", "b")
    assert "secret-token-1" not in str(caught.value)
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(
    ("address", "hidden", "shown"),
    [
        (f"mailtos://jo:{PASSWORD}@school.example", PASSWORD, "school.example"),
        ("slack://TokenAAAA/TokenBBBB/TokenCCCC/#team", "TokenBBBB", "#team"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "JHMHI8qBe7bk2ZwO5U711o3dV_js", "was refused"),
        ("json://localhost/hook?key=secret%20key", "secret key", "localhost"),
    ],
)
def test_addresses_hold_secrets_that_nobody_reads(
    address: str, hidden: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    keys.remember(keys.NOTIFY, "", address)
    try:
        said = keys.redact(f"{hidden} for {shown} was refused; {address}")
        assert hidden not in said
        assert address not in said
        assert shown in said
        formatter = keys.Redacting("%(message)s")
        record = logging.LogRecord("x", logging.INFO, "x", 1, "sent to %s", (hidden,), None)
        assert hidden not in formatter.format(record)
    finally:
        keys.remember(keys.NOTIFY, "", "")
    assert sending.addresses() == ""
