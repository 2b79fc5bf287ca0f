"""What a language model's tokens cost, from price lists that travel with the package `genai-prices`; no network is used."""

from __future__ import annotations

import warnings
from decimal import Decimal


def price(
    kind: str, model: str, base_url: str, input_tokens: int, output_tokens: int, *, picture: bool = False
) -> Decimal | None:
    """What a number of tokens costs.

    Args:
        kind: The provider.
        model: The model's name.
        base_url: The server, for a provider that is known by its address only; empty for the provider's own.
        input_tokens: Tokens read.
        output_tokens: Tokens written.
        picture: Whether what is written is a picture, whose tokens may have a price of their own.

    Returns:
        US dollars; `None` when the price is not known, which is not the same as free.
    """
    try:
        from genai_prices import Usage, calc_price  # noqa: PLC0415 - a list of thousands of prices, needed by paid authors only
    except ImportError:  # without the extra, nothing is known of prices
        return None
    painted = {"output_image_tokens": output_tokens} if picture else {}
    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens, **painted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a list that is some months old is still the best one here
            if base_url:
                found = calc_price(usage, model, provider_api_url=base_url)
            else:
                found = calc_price(usage, model, provider_id=kind)
    except (LookupError, ValueError):
        return None
    return Decimal(found.total_price)
