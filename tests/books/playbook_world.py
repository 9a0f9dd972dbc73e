"""Small playbooks to read and to break, with the law library's own words."""

from datetime import date
from functools import cache

from responder.books.library import load_library
from responder.books.playbooks.lint import Surroundings, lint
from responder.books.playbooks.read import read_playbook
from responder.books.playbooks.shelf import load_roles

TODAY = date(2026, 11, 24)

GOOD = """\
---
title: Example
version: 1.0.0
roles: [commander, forensics]
review_by: 2027-01-01
---

What this is for.

## First

### Look {: #look role=forensics due=15m }

Look at one host.

- [ ] Photograph it
- [ ] Note the time

```ask
- exposure.accessed
- {fact: events.detected, who: commander, by: 30m}
```

```decide
id: real
question: Is it real?
options:
- {id: real, text: "Yes", to: act, records: {incident.status: confirmed}}
- {id: not-real, text: "No", to: end, records: {incident.status: ruled_out}}
```

### Act {: #act role=forensics due="+4h from events.awareness" when="incident.kinds includes confidentiality and exposure.encrypted is_not true" }

```do
- {action: page, role: commander}
```

```evidence
- {id: logs, text: "Logs", lasts: 2d}
```

## Then

### Close {: #close role=commander due=1d after=act required=false }

Write it down.
"""

CHINESE = """\
---
title: 示例
version: 1.0.0
---

用途。

## 先

### 查看 {: #look }

查看一台主机。

- [ ] 拍照
- [ ] 记下时间

```decide
id: real
question: 属实吗？
options:
- {id: real, text: "是"}
- {id: not-real, text: "否"}
```

### 行动 {: #act }

```evidence
- {id: logs, text: "日志"}
```

## 后

### 收尾 {: #close }

写下来。
"""


@cache
def library():
    return load_library()


def around(**more):
    return Surroundings(library().words, load_roles(), library().regimes, ("example", "other"), **more)


def read(text=GOOD, **translations):
    files = {"example.md": text, **{f"example.{language}.md": said for language, said in translations.items()}}
    return read_playbook("example", files, words=library().words, roles=load_roles())


def findings(text=GOOD, today=TODAY, **translations):
    files = {"example.md": text, **{f"example.{language}.md": said for language, said in translations.items()}}
    return lint("example", files, around(), today=today)


def changed(old, new, text=GOOD):
    assert old in text
    return text.replace(old, new, 1)


def line_of(part, text):
    return text[: text.index(part)].count("\n") + 1
