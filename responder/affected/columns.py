"""Which column of a file is what. Columns are suggested from their names and confirmed by a person, never assumed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# known column → what files call it (English, German, French, Chinese), compared without case, spaces and accents
KNOWN: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "customer id", "customer no", "customer number", "client id", "member id", "employee id",
        "patient id", "kundennummer", "kundennr", "kunden id", "personalnummer", "numero client", "no client",
        "identifiant", "客户编号", "用户编号", "会员编号", "用户id", "客户id",
    ),
    "name": (
        "name", "full name", "customer name", "vollstandiger name", "kunde", "nom complet", "姓名",
        "客户姓名", "用户姓名",
    ),
    "given_name": ("first name", "given name", "forename", "firstname", "vorname", "prenom", "名"),
    "family_name": (
        "last name", "surname", "family name", "lastname", "nachname", "familienname", "nom", "nom de famille",
        "姓",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail adresse", "emailadresse", "mailadresse",
        "adresse e mail", "adresse mail", "courriel", "邮箱", "电子邮箱", "电子邮件", "邮件地址",
    ),
    "phone": (
        "phone", "mobile", "phone number", "mobile phone", "cell", "cell phone", "telephone", "tel", "telefon",
        "telefonnummer", "handy", "mobil", "mobiltelefon", "portable", "numero de telephone", "手机",
        "手机号", "手机号码", "电话", "联系电话",
    ),
    "language": ("language", "lang", "preferred language", "sprache", "langue", "语言"),
    "country": ("country", "country code", "land", "pays", "国家", "国家地区"),
    "subdivision": (
        "subdivision", "state", "province", "region", "bundesland", "kanton", "departement", "省", "省份",
        "州",
    ),
    "timezone": ("timezone", "time zone", "zeitzone", "fuseau horaire", "时区"),
    "postal_address": (
        "postal address", "address", "street address", "mailing address", "anschrift", "adresse",
        "postanschrift", "adresse postale", "地址", "通讯地址", "联系地址",
    ),
    "guardian_of": ("guardian of", "parent of", "vormund von", "tuteur de", "监护对象"),
    "guardian_name": (
        "guardian name", "guardian", "parent name", "parent", "erziehungsberechtigte", "nom du tuteur",
        "监护人", "监护人姓名",
    ),
    "guardian_email": ("guardian email", "parent email", "监护人邮箱"),
    "guardian_phone": ("guardian phone", "parent phone", "监护人电话"),
    "representative": (
        "representative", "next of kin", "estate representative", "vertreter", "ayant droit", "近亲属",
        "代理人",
    ),
    "data": (
        "data", "data elements", "data element", "elements", "exposed data", "data exposed", "datenarten",
        "betroffene daten", "donnees", "数据类型", "泄露信息",
    ),
    "dataset": ("dataset", "system", "source", "datenbestand", "数据集"),
    "entity": ("entity", "legal entity", "company", "gesellschaft", "entite", "主体"),
    "relation": ("relation", "relationship", "person type", "beziehung", "关系"),
    "brand": ("brand", "marke", "marque", "品牌"),
    "role": ("role", "our role", "rolle"),
    "birth_date": (
        "birth date", "date of birth", "dob", "birthday", "birthdate", "geburtsdatum", "date de naissance",
        "出生日期", "生日",
    ),
    "minor": ("minor", "is minor", "minderjahrig", "mineur", "未成年", "未成年人"),
    "deceased": ("deceased", "is deceased", "verstorben", "decede", "已故"),
    "told_at": (
        "told at", "notified at", "already told", "notified on", "informiert am", "informe le",
        "已通知时间",
    ),
    "esign_consent": ("esign consent", "e sign consent", "electronic consent"),
    "primary_channel": (
        "primary channel", "preferred channel", "bevorzugter kanal", "canal prefere", "首选渠道",
    ),
    "contact_safety": ("contact safety", "safe contact", "联系安全"),
    "joint_with": ("joint with", "joint holder of"),
    "wave": ("wave", "welle", "vague", "批次"),
}  # fmt: skip

_NOT_WORD = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")


@dataclass(frozen=True)
class ColumnMapping:
    """Known column → position in the file; every other column is a field for letters, by its name."""

    columns: Mapping[str, int]
    fields: Mapping[str, int]

    def describe(self, header: Sequence[str]) -> dict[str, str]:
        """Known column → the file's name of it, for people and for the record."""
        return {known: header[position] for known, position in self.columns.items()}


def slug(name: str) -> str:
    """A column's name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _NOT_WORD.sub(" ", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip()


_BY_NAME = {slug(name): known for known, names in KNOWN.items() for name in (known, *names)}


def suggest(header: Sequence[str]) -> dict[str, str]:
    """Known column → column of the file that is probably it. A known column that two could be is left to the person."""
    found = {name: _BY_NAME[slug(name)] for name in header if slug(name) in _BY_NAME}
    counts = Counter(found.values())
    return {known: name for name, known in found.items() if counts[known] == 1}


def map_columns(
    header: Sequence[str], chosen: Mapping[str, str], *, file: str, suggested: bool = True
) -> ColumnMapping:
    """The mapping that a person chose, with suggestions for what was left open.

    Args:
        header: The file's column names, each once.
        chosen: Known column → the file's column; an empty name leaves the known column out.
        file: For errors.
        suggested: Whether suggestions fill what ``chosen`` leaves open.

    Raises:
        BadInput: an unknown column on either side, one column used twice, or two that could both be the same.
    """
    positions = {name: position for position, name in enumerate(header)}
    folded = {slug(name): name for name in header}
    columns: dict[str, int] = {}
    for known, name in chosen.items():
        if known not in KNOWN:
            raise BadInput(
                N_("{known!r} is no known column"), field="map", known=known, expected="one of " + ", ".join(KNOWN)
            )
        if not name:
            continue
        found = name if name in positions else folded.get(slug(name))
        if found is None:
            raise BadInput(
                N_("there is no column {name!r}"),
                file=file,
                line=1,
                field=f"map {known}",
                name=name,
                expected="one of " + ", ".join(header),
            )
        columns[known] = positions[found]
    if suggested:
        _refuse_doubtful(header, {*columns, *chosen}, set(columns.values()), file)
        for known, name in suggest(header).items():
            if known not in chosen and positions[name] not in columns.values():
                columns[known] = positions[name]
    twice = [position for position, count in Counter(columns.values()).items() if count > 1]
    if twice:
        raise BadInput(N_("the column {name!r} is used twice"), field="map", name=header[twice[0]])
    if not columns.keys() & {"name", "family_name", "email", "phone", "postal_address", "id"}:
        raise BadInput(
            N_("no column holds a name, an address or an id"),
            file=file,
            line=1,
            expected="at least one of name, email, phone, postal_address, id",
            do="Say which is which, as in --map name=Kunde --map email=Mail.",
        )
    return ColumnMapping(
        columns, {name: position for name, position in positions.items() if position not in columns.values()}
    )


def _refuse_doubtful(header: Sequence[str], settled: Iterable[str], taken: set[int], file: str) -> None:
    claims: dict[str, list[str]] = {}
    for position, name in enumerate(header):
        plain = slug(re.sub(r" \(\d+\)$", "", name))
        if plain in _BY_NAME and position not in taken:
            claims.setdefault(_BY_NAME[plain], []).append(name)
    for known, names in claims.items():
        if len(names) > 1 and known not in settled:
            raise BadInput(
                N_("two columns could be {known}: {names}"),
                file=file,
                line=1,
                field="map",
                known=known,
                names=", ".join(names),
                do=f'Choose one: --map {known}="{names[0]}"',
            )
