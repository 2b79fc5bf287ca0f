"""A batch with pictures is killed, and resumed: a picture that was there is not paid for twice."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from drawn import png
from model_server import serving
from subprocesses import environment

from curriculum_widgets.authors import Written
from curriculum_widgets.authors.parts import PICTURE, PicturePart
from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.generation.checkpoints import read_checkpoint, write_checkpoint

SCRIPT = """
import sys
from curriculum_widgets.batch import BatchManager
manager = BatchManager(sys.argv[1])
manager.start_batch(sys.argv[2])
manager.wait(sys.argv[2])
"""


@pytest.mark.slow
def test_a_picture_is_not_paid_for_twice(manager: BatchManager) -> None:
    with serving() as server:
        server.faults["quiz"] = ["hang"]  # so that the job can't end before it is killed
        row = {
            "subject": "Science",
            "grade": 4,
            "topic_count": 1,
            "author": "openai:tiny",
            "base_url": server.url,
        }
        batch = manager.create_custom_batch([row | {"image_model": "brush"}])
        command = [sys.executable, "-c", SCRIPT, str(manager.workspace.root), batch.id]
        with subprocess.Popen(command, env=environment()) as process:
            deadline = time.monotonic() + 60
            work = manager.workspace.batches / batch.id / "work"
            while not list(work.glob("*/*-picture.json")):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            process.kill()
        [kept] = work.glob("*/*.png")
        paid = kept.read_bytes()
        assert manager.library.list() == ()
        manager.start_batch(batch.id)
        view = manager.wait(batch.id)
        assert view.status is BatchState.COMPLETED
        assert server.names().count("image") == server.names().count("picture") == 1
    made = manager.library.load(view.jobs[0].job.curriculum)
    assert manager.library.media(made.id).read(made.units[0].images[0].file) == paid
    assert inspected(paid).width == 480
    assert not list(work.glob("*/*"))


def test_a_checkpoint_without_its_picture_is_none(tmp_path: Path) -> None:
    image = {"id": "picture", "file": "a.png", "alt": "A thing."}
    written = Written(PicturePart(images=(image,)), files={"a.png": png()})  # type: ignore[arg-type]
    write_checkpoint(tmp_path / "unit-picture.json", "mark", written, durable=True)
    found = read_checkpoint(tmp_path / "unit-picture.json", "mark", PICTURE)
    assert found
    assert found.value == written.value
    (tmp_path / "a.png").unlink()
    assert read_checkpoint(tmp_path / "unit-picture.json", "mark", PICTURE) is None
