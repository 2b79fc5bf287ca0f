from __future__ import annotations

from pathlib import Path

from loops import done

from curriculum_widgets import Studio


def test_cells_wait_for_a_batch_without_its_tab(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "w", interval=0.3)
    manager = studio.batch.manager
    rows = [
        {"subject": "Science", "grade": grade, "topic_count": 1, "author": "slow:100"} for grade in (4, 5)
    ]
    batch = manager.create_custom_batch(rows, name="Autumn")
    manager.start_batch(batch.id)
    early = done(studio.batch.wait(batch.id, timeout=0.05))
    assert early.headline.startswith("running: 0 of 2 done")
    report = done(studio.batch.wait(batch.id))
    assert report.view.status == "completed"
    assert report.view.summary
    assert "Science · Grade 5" in repr(report)
    assert "<table>" in report._repr_html_()
    assert not studio.panels  # no page has asked for a tab
    assert repr(studio.batch) == "Batches()"
    studio.close_all()
