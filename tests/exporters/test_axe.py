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
def faults(browser, axe, request):
    """What is wrong with a page, by its address."""
    # axe is not the page's own script, which the page's policy lets in alone
    context = browser.new_context(color_scheme=request.param, bypass_csp=True)

    def of(address):
        page = context.new_page()
        page.goto(address)
        check = page.get_by_role("button", name="Check my answers")
        if check.count():
            check.first.click()
        page.evaluate(axe)
        found = page.evaluate(LOOK)
        page.close()
        return [f"{address}: {fault}" for fault in found]

    yield of
    context.close()


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", ["html", "site", "zip"])
def test_no_rule_is_broken(faults, curriculum, tmp_path, name, edition):
    made = export(curriculum, name, edition, media=spring)
    found = files(made) if made.startswith(b"PK") else {"page.html": made}
    for file, data in found.items():
        (tmp_path / file).write_bytes(data)
    pages = [tmp_path / file for file in found if file.endswith(".html")]
    wrong = [fault for page in pages for fault in faults(page.as_uri())]
    assert not wrong, "\n".join(wrong)
