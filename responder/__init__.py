"""Responder: from the first alarm of a personal data breach to the proof that everyone was told.

The house, in the order in which an incident walks through it::

    intake → affected → facts → obligations → response → notices → deliveries → review

intake        an alarm becomes an incident with a reference
affected      who is affected, sealed, counted by place and data
facts         what is known, who said so, since when, and what is still unknown
obligations   who must be told, by when and why: snapshot of facts + law as data
response      the playbook in progress: steps, decisions, seats
notices       drafts, gaps, approval by a second person; an approved text is frozen
deliveries    approved notice × recipient × channel, each once, with proof
review        reports, meetings, actions, the proof bundle; reads only

Beside them ``custody`` (holdings, retention, disposal). Above the rooms ``flow`` walks one incident through them,
``bootstrap`` turns settings into services, and the entrances (``cli``, ``console``, ``api``, ``hooks``, ``worker``)
let people and programs in. Below lie ``people``, ``post`` and ``agenda``, ``books``, ``channels``, ``formats``,
``journal``, ``files``, ``vault``, ``prose``, ``storage``, ``words`` and the ground. ``pyproject.toml`` holds the
order as a linted contract; ``docs/architecture.md`` tells the same at length.
"""

__version__ = "0.1.0"
