"""What axe-core, which knows the rules of accessibility, says of all exported pages, light and dark."""

from __future__ import annotations

import pytest
from axe import axe_script
from samples import sample_curriculum, spring
from tongues import curriculum_in
from unpacking import files

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

pytestmark = [pytest.mark.slow, pytest.mark.matrix]

LOOK = """async () => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    return axe_script(tmp_path_factory.mktemp("axe"))


@pytest.fixture(params=["English", "Arabic"])
def curriculum(request):
    return sample_curriculum() if request.param == "English" else curriculum_in(request.param)


@pytest.fixture(params=["light", "dark"])
def context(browser, request):
    # axe is not the page's own script, which the page's policy lets in alone
    made = browser.new_context(color_scheme=request.param, bypass_csp=True)
    yield made
    made.close()


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", ["html", "site", "zip"])
def test_no_rule_is_broken(context, axe, curriculum, tmp_path, name, edition):
    made = export(curriculum, name, edition, media=spring)
    found = files(made) if made.startswith(b"PK") else {"page.html": made}
    for file, data in found.items():
        (tmp_path / file).write_bytes(data)
    faults = []
    for file in (file for file in found if file.endswith(".html")):
        page = context.new_page()
        page.goto((tmp_path / file).as_uri())
        check = page.get_by_role("button", name="Check my answers")
        if check.count():
            check.first.click()
        page.evaluate(axe)
        faults += [f"{file}: {fault}" for fault in page.evaluate(LOOK)]
        page.close()
    assert not faults, "\n".join(faults)
