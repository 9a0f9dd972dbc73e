"""A letter or form as one HTML page that stands alone and is made to be printed; the PDF is made of the same page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from responder.formats.pdf import ACCESSIBLE, pdf

_LATIN: Final = '"Noto Serif", "Liberation Serif", "DejaVu Serif", Georgia, "Times New Roman"'
# A Chinese, Japanese or Korean text in another language's font shows wrong strokes: each names its own first.
_FONTS: Final = {
    "zh": '"Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", SimSun',
    "zh-Hant": '"Noto Serif CJK TC", "Noto Sans CJK TC", "Songti TC", PMingLiU',
    "ja": '"Noto Serif CJK JP", "Noto Sans CJK JP", "Hiragino Mincho ProN", "MS Mincho"',
    "ko": '"Noto Serif CJK KR", "Noto Sans CJK KR", AppleMyungjo, Batang',
}
_TAGS: Final = {"zh": "zh-Hans"}
_LEAST_POINTS: Final = 11
# Where letters are written on US Letter, as CLDR has it (supplemental data, paperSize).
_US_LETTER: Final = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 44rem; color: #1a1a1a; background: #fff;
  overflow-wrap: break-word; font: POINTSpt/1.5 FONTS, serif; }
h1 { font-size: 1.25em; line-height: 1.3; margin: 0 0 1.2em; }
h2 { font-size: 1.08em; line-height: 1.3; margin: 1.5em 0 .4em; }
h3 { font-size: 1em; margin: 1.2em 0 .3em; }
p { margin: 0 0 .8em; }
ul, ol { margin: 0 0 .8em; padding-left: 1.4em; }
a { color: inherit; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 0 0 .8em; }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-bottom: 1px solid #bbb; }
.standing { border: 1px solid #8a1c1c; color: #8a1c1c; padding: .3em .7em; margin: 0 0 1.4em; font-size: .9em; }
.foot { color: #555; font-size: .8em; border-top: 1px solid #bbb; margin-top: 2.5em; padding-top: .6em; }
@page { size: PAPER; margin: 24mm 25mm 24mm;
  @bottom-left { content: FOOT; font: 8pt FONTS, serif; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt FONTS, serif; color: #555; } }
@media print { body { padding: 0; max-width: none; } h1, h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; } p { orphans: 3; widows: 3; } .foot { display: none; } }
"""


@dataclass(frozen=True)
class Paper:
    """What is printed: ``body`` is sanitised HTML; ``foot`` stands on every sheet, ``standing`` once above the text."""

    title: str
    body: str
    language: str
    foot: str
    standing: str = ""
    least_points: int = 0
    size: str = "A4"


def page(paper: Paper) -> str:
    """The page: its style inside, nothing fetched, one first heading, its language named."""
    fonts = f"{_LATIN}, {_FONTS[paper.language]}" if paper.language in _FONTS else _LATIN
    style = (
        _STYLE.replace("POINTS", str(max(_LEAST_POINTS, paper.least_points)))
        .replace("FONTS", fonts)
        .replace("PAPER", paper.size)
        .replace("FOOT", _css_string(paper.foot))
    )
    standing = f'<p class="standing">{escape(paper.standing)}</p>\n' if paper.standing else ""
    body = paper.body.replace("<th>", '<th scope="col">')
    return (
        f'<!DOCTYPE html>\n<html lang="{tag_of(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(paper.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"{standing}<h1>{escape(paper.title)}</h1>\n{body}\n"
        f'<p class="foot">{escape(paper.foot)}</p>\n</main>\n</body>\n</html>\n'
    )


def as_pdf(paper: Paper, *, variant: str = ACCESSIBLE) -> bytes:
    """The same page as a PDF of ``variant``.

    Raises:
        NotConfigured: PDF is not set up; the message names what is missing. ``page`` prints as well.
    """
    return pdf(page(paper), variant=variant)


def paper_size(country: str) -> str:
    """The size that a country (ISO 3166-1) writes letters on, as CSS names it."""
    return "letter" if country in _US_LETTER else "A4"


def tag_of(language: str) -> str:
    """The language as BCP 47 has it in documents: Chinese names its script."""
    return _TAGS.get(language, language)


def east_asian_font(language: str) -> str:
    """The font that a word processor is asked for in a Chinese, Japanese or Korean text; none for others."""
    found = re.match(r'"([^"]+)"', _FONTS.get(language, ""))
    return found[1] if found else ""


def _css_string(text: str) -> str:
    return '"' + re.sub(r'["\\<>&\n]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
