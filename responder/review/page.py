"""The report as one HTML page that stands alone: its style and pictures inside, nothing fetched, made to be printed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from responder.prose.render import render
from responder.review.marks import marks
from responder.review.picture import panels
from responder.review.report import PICTURE, report
from responder.words import N_

if TYPE_CHECKING:
    from responder.review.matter import Matter
    from responder.review.voice import Voice

STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --soft: #555; --rule: #bbb; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--ink); background: #fff; overflow-wrap: break-word;
  font: 1rem/1.5 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.wide { margin: .8rem 0; }
@media screen { .wide { overflow-x: auto; } }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule); }
th { border-bottom-color: var(--ink); }
code { font-size: .85em; overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; }
.picture { columns: 2 20rem; column-gap: 2rem; }
.picture svg { display: block; width: 100%; max-width: 26rem; break-inside: avoid; margin-bottom: 1rem; }
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-left { content: "NUMBER"; font-size: 8pt; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #555; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  table { font-size: 8.5pt; }
}
"""


def page(matter: Matter, voice: Voice) -> str:
    """The report of ``matter`` as a page; the footer of each printed sheet names incident, head and page."""
    shown, _ = marks(matter, voice)
    drawn = "\n".join(panels(shown, voice, name=matter.number)) if shown else ""
    body = render(report(matter, voice))
    body = body.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    body = body.replace("<th>", '<th scope="col">')
    body = body.replace(f"<p>{PICTURE}</p>", f'<div class="picture">{drawn}</div>')
    title = voice(N_("Report {number}"), number=matter.number)
    footer = f"{matter.number} ({matter.code_name}), {matter.head_seq}: {matter.head_hash[:16]}"
    language = "zh-Hans" if voice.language == "zh" else voice.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE.replace('NUMBER', footer)}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
