"""Which blocks of a page are the article.

trafilatura is good at finding the article and loses parts of it: what stands in a box with a
telling name ("cookie-rules"), a lead, a caption, a third of a short page. So its votes say where
the article stands, and what else stands there is taken back, unless the markup itself says that it
is furniture: links, forms, menus. The numbers were chosen on its own evaluation pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.dropped import Dropped
from corpus.page.blocks import LINKED, Block
from corpus.page.boxes import FLOW, OUT, SIDE, Zone, Zones, flows, sums
from corpus.page.votes import votes_of
from corpus.wrapping import HASHES

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A page with no more text than this, in characters, has little beside its article, and is too short
# for trafilatura's measures.
SHORT_PAGE = 2500
LINKED_SHORT = 0.1
# An <article> or <main> with this share of the running text is where the article stands.
ROOT_SHARE = 0.5
# Else it is the smallest element with this share of the text voted for, widened as long as this
# share of the running text in it was voted for.
VOTED_SHARE = 0.9
BOX_SHARE = 0.6
# Even a block that was voted for is a link if this share of its text is.
LINKED_VOTED = 0.7
# What trafilatura finds is no more than a guess if it is shorter, in characters.
FOUND = 250


OUTSIDE = Zone(OUT, "outside the article")


def choose(page: HtmlElement, blocks: Sequence[Block]) -> tuple[list[Block], list[Dropped]]:
    """The blocks of the article, and the others with the reason why they are none."""
    zones = Zones(page, blocks)
    box = _root(page, zones.running)
    total, linked = sum(len(b.text) for b in blocks), sum(b.linked for b in blocks)
    short = total < FOUND or (total < SHORT_PAGE and linked < LINKED_SHORT * total)
    votes = [False] * len(blocks) if short else votes_of(page, blocks)
    if _size(blocks, votes) < FOUND:
        inside = zones.within(box, lambda part: False)
        own = [b.running > 0 and inside.get(b.element, OUTSIDE).place < SIDE for b in blocks]
        votes = [vote or mine for vote, mine in zip(votes, own, strict=True)]
    short = short or not any(votes)
    if not short:
        box = _box(page, blocks, votes)
    reasons = _reasons(page, blocks, votes, zones, box, keep_all=short)
    _drop_lone_headings(blocks, reasons)
    kept = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    return kept, _dropped(blocks, reasons)


def _size(blocks: Sequence[Block], votes: Sequence[bool]) -> int:
    return sum(len(block.text) for block, vote in zip(blocks, votes, strict=True) if vote)


def _reasons(
    page: HtmlElement,
    blocks: Sequence[Block],
    votes: Sequence[bool],
    zones: Zones,
    box: HtmlElement,
    *,
    keep_all: bool,
) -> list[str]:
    """For each block why it is not of the article; "" for what is kept.

    ``keep_all``: everything in ``box`` is kept that the markup does not call furniture.
    """
    around = flows(page)
    paragraphs = {around[b.element] for b, vote in zip(blocks, votes, strict=True) if vote}
    inside = zones.within(box, lambda part: part.getparent() in paragraphs)
    voted = [number for number, vote in enumerate(votes) if vote] or [len(blocks)]
    reasons: list[str] = []
    for number, block in enumerate(blocks):
        zone = inside.get(block.element, OUTSIDE)
        in_flow = around[block.element] in paragraphs
        before, after = number < voted[0], number > voted[-1]
        if votes[number]:
            reason = "a link" if _is_link(block) else ""
        elif zone.place == OUT:
            reason = zone.reason
        elif block.is_signature and (keep_all or (zone.place < SIDE and not after)):
            reason = ""
        elif block.linked > LINKED * len(block.text) and any(votes):
            reason = "a link"
        elif keep_all or _belongs(block, zone, in_flow, before, after):
            reason = ""
        else:
            reason = OUTSIDE.reason
        reasons.append(reason)
    return reasons


def _belongs(block: Block, zone: Zone, in_flow: bool, before: bool, after: bool) -> bool:
    """Whether a block in the article's box that was not voted for belongs to the article."""
    if before:
        return zone.place < SIDE and block.is_sentence and block.kind != "caption"
    if after:
        return zone.place == SIDE and block.running > 0
    if block.kind == "caption":
        return block.is_sentence or any(character.isdigit() for character in block.text)
    return zone.place == SIDE or block.running > 0 or (in_flow and zone.place == FLOW)


def _is_link(block: Block) -> bool:
    return block.kind in ("text", "heading") and block.linked > LINKED_VOTED * len(block.text)


def _root(page: HtmlElement, running: dict[HtmlElement, int]) -> HtmlElement:
    """The <article> or <main> that holds most of the running text, or the page."""
    found = page.xpath("//article | //*[@role='main'] | //main")
    best = max(found, key=lambda element: running[element], default=page)
    return best if running[best] >= ROOT_SHARE * running[page] else page


def _box(page: HtmlElement, blocks: Sequence[Block], votes: Sequence[bool]) -> HtmlElement:
    """The element that the article fills."""
    voted = sums(page, blocks, lambda n: len(blocks[n].text) if votes[n] else 0)
    lost = sums(page, blocks, lambda n: 0 if votes[n] else blocks[n].running)
    # The elements with so much of it stand within one another; the last is the innermost.
    box = [part for part, size in voted.items() if size >= VOTED_SHARE * voted[page]][-1]
    for part in list(box.iterancestors()):
        if part.tag in ("body", "html") or voted[part] < BOX_SHARE * (voted[part] + lost[part]):
            break
        box = part
    return box


def _drop_lone_headings(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Takes out each heading of a part of which nothing is kept."""
    below = 0  # level of the next kept heading; 7: text
    gap = True  # whether something was taken out since
    for number in range(len(blocks) - 1, -1, -1):
        if reasons[number]:
            gap = True
            continue
        mark = HASHES.match(blocks[number].text)
        level = len(mark[0].split()[0]) if mark else 7
        if gap and level < 7 and level >= below:
            reasons[number] = "the heading of a part that was taken out"
            continue
        below, gap = level, False


def _dropped(blocks: Sequence[Block], reasons: Sequence[str]) -> list[Dropped]:
    """What was taken out; neighbours for the same reason are one part."""
    parts: list[tuple[list[str], str]] = []
    last = -1
    for number, (block, reason) in enumerate(zip(blocks, reasons, strict=True)):
        if reason and parts and last == number - 1 and parts[-1][1] == reason:
            parts[-1][0].append(block.text)
        elif reason:
            parts.append(([block.text], reason))
        last = number if reason else last
    return [Dropped("\n".join(texts), reason) for texts, reason in parts]
