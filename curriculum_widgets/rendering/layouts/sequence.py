"""The nodes of a cycle, flow or timeline in the order in which they follow one another."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Diagram, Link, Node


def chain(diagram: Diagram, *, closed: bool) -> tuple[list[Node], list[Link]] | None:
    """One unbranched way through all nodes.

    Args:
        diagram: Whose nodes to order.
        closed: Whether the last node must lead back to the first.

    Returns:
        The nodes in order and the link that leaves each; `None` when the links branch or leave a node out.
    """
    nodes = {node.id: node for node in diagram.nodes}
    order = list(nodes)
    if not diagram.links:
        ends = order[1:] + (order[:1] if closed else [])
        return list(nodes.values()), [Link(source=a, target=b) for a, b in zip(order, ends, strict=False)]
    after = {link.source: link for link in diagram.links}
    targets = {link.target for link in diagram.links}
    if len(after) < len(diagram.links) or len(targets) < len(diagram.links):
        return None
    start = order[0] if closed else next((name for name in order if name not in targets), None)
    way: list[Node] = []
    links: list[Link] = []
    while start is not None and len(way) < len(order):
        way.append(nodes[start])
        link = after.get(start)
        if link:
            links.append(link)
        start = link.target if link else None
    wanted = len(order) if closed else len(order) - 1
    whole = len({node.id for node in way}) == len(order) and len(links) == wanted == len(diagram.links)
    return (way, links) if whole and (not closed or start == order[0]) else None
