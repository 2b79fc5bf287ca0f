from __future__ import annotations

from decimal import Decimal

import pytest

from curriculum_widgets.pricing.prices import price


def test_a_pictures_tokens_have_a_price_of_their_own() -> None:
    text, picture = (
        price("openai", "gpt-image-1.5", "", 0, 1_000_000, picture=is_picture) for is_picture in (False, True)
    )
    assert text is not None
    assert picture is not None
    assert picture > text > 0


@pytest.mark.parametrize(
    ("model", "base_url"), [("dall-e-3", ""), ("gpt-image-1", "http://localhost:8080/v1")]
)
def test_what_is_not_known_is_not_free(model: str, base_url: str) -> None:
    assert price("openai", model, base_url, 10, 1000, picture=True) is None
    assert price("openai", "gpt-image-1", "", 0, 1000, picture=True) == Decimal("0.04")
