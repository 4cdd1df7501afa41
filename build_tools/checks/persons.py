"""Names, births, and what points to one person when it stands together.

Names are known by what stands beside them: a father's name, a word such as "victim", or the ending
of a surname. A judge, an author or a town named alone is nobody's victim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from build_tools.chapter_text import boxes_in
from build_tools.checks.identifiers import Identifier, Kind
from build_tools.checks.letters import APOSTROPHE, CAPITAL, SMALL

_MONTH = (
    "(?:[Jj]anuary|[Ff]ebruary|[Mm]arch|[Aa]pril|[Mm]ay|[Jj]une|[Jj]uly|[Aa]ugust|[Ss]eptember"
    "|[Oo]ctober|[Nn]ovember|[Dd]ecember|[Яя]нвар[ья]|[Фф]еврал[ья]?|[Мм]арта?|[Аа]прел[ья]?|[Мм]а[йя]"
    "|[Ии]юн[ья]?|[Ии]юл[ья]?|[Аа]вгуста?|[Сс]ентя?б[аря]+|[Оо]ктя?б[аря]+|[Нн]оя?б[аря]+"
    "|[Дд]екаб[аря]+|[Yy]anvar|[Ff]evral|[Mm]art|[Aa]prel|[Ii]yun|[Ii]yul|[Aa]vgust|[Ss]entabr"
    "|[Oo]ktabr|[Nn]oyabr|[Dd]ekabr)"
)
_DATE = (
    rf"(?:\d\d?[./-]\d\d?[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|\d\d?[\s-]+{_MONTH}\w{{0,2}},?\s\d{{4}}"
    rf"|{_MONTH}\s\d\d?,?\s\d{{4}}|\d{{4}}[\s-]+(?:yil|йил)\w*\s\d\d?[\s-]+{_MONTH}\w{{0,2}})"
)
_BORN = re.compile(rf"""
    (?<!\w)(?:[Bb]orn|[Dd]ate\ of\ birth|[Bb]irth(?:\ date|date|day)|DOB|D\.O\.B\.?|d\.o\.b\.
     |[Рр]одил(?:ась|ся)|[Рр]одивш\w+|[Дд]ата\ рождения|[Tt]ug{APOSTROPHE}ilgan|[Тт]уғилган)
    (?:[\s:—–,(]|on|the|is|was|sanasi|kuni|yili|санаси|куни|йили)*({_DATE})""", re.VERBOSE)
_BIRTH_WORD = re.compile(rf"рожд|р\.|tug{APOSTROPHE}il|туғил|t\.\s?y\.|т\.\s?й\.")
_DATE_BEFORE = re.compile(rf"({_DATE})\s?(?:г(?:\.|ода)?\s?|[-–]?(?:yil|йил)\w*\s|kuni\s|куни\s)?$")

_WORD = rf"{CAPITAL}{SMALL}+"
_INITIALS = rf"{CAPITAL}\.(?:\s?{CAPITAL}\.)?"
_CHILD_OF = re.compile(
    rf"\s(?:qizi|kizi|o{APOSTROPHE}?g{APOSTROPHE}?li|ugli|қизи|ўғли|угли|кизи)\b"
)
_PATRONYMIC = re.compile(
    r"[vвч](?:(?<=[oe]v)(?:ich|na)|(?<=[ое]в)(?:ич|на)|(?<=ич)на|(?<=инич)на)\b"
)
_NAMES_BEFORE = re.compile(rf"(?:{_WORD}\s){{1,3}}{_WORD}$")
_NAMES_AROUND = re.compile(rf"(?:{_WORD}\s){{1,2}}{CAPITAL}{SMALL}*$")
_NAME_AFTER = re.compile(rf"\s{_WORD}")

_TWO_WORDS = re.compile(
    rf"{CAPITAL}(?<!\w.)(?:{SMALL}+(?=\s({_WORD}|{_INITIALS}))|\.(?=(?:\s?{CAPITAL}\.)?\s?({_WORD})))"
)
# \Z, not $: that would pass over the end of a line.
_VICTIM = re.compile(r"""
    (?<!\w)(?:victim|complainant|survivor|witness|injured\ party|minor|boy|girl|жертв[аыеу]
     |потерпевш(?:ая|ий|ей|ую|его|ему|им)|пострадавш(?:ая|ий|ей|ую|его|ему|им)|свидетел[ьяюе]\w*
     |несовершеннолетн(?:яя|ий|ей|юю|его|ему)|jabrlanuvchi\w*|jabrdiyda\w*|guvoh\w*
     |жабрланувчи\w*|гувоҳ\w*)
    ,?\s(?:named\s|called\s|m(?:s|r|rs|iss)\.?\s|по\sимени\s|ismli\s)?\Z""",
    re.VERBOSE | re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:Protection|Support|Assistance|Status|Statement|Impact|Services?|Cent(?:re|er)|Fund|Rights"
    r"|Identification|Compensation|Directive|Law|Code|Act|Article|Convention|Protocol|Interview"
    r"|Testimony|Unit|Programme|Court|Plenum|Commission|Committee|Declaration|Principles|Under|The"
    r"|This|That|Who|What|When|Where|How|If|In|On|At|For|And|Or|Supreme|Cabinet|Criminal|Labour"
    r"|No|Not|Yes|None|Another|Any|All|Each|Every|Some|One|Two|Only|Never|Always|Ask|Take|Tell|See"
    r"|Верховн\w+|Суд\w*|Пленум\w*|Кодекс\w*|Закон\w*|Конвенци\w+|Протокол\w*|Постановлени\w+"
    r"|Республик\w+|Oliy|Sud\w*|Kodeks\w*|Qonun\w*|Respublika\w*|Олий|Қонун\w*)\b"
)

_SURNAME = re.compile(
    rf"(?:[oe]va?|skiy|skaya|zoda|[ое]ва?|ский|ская|зода)(?!{SMALL})"
)
_NAMED = re.compile(r"(?:named|called|name\sis|по\sимени)\s$")
_INVENTED = re.compile(
    rf"invented|fictional|fictitious|вымышлен|o{APOSTROPHE}ylab topilgan|to{APOSTROPHE}qima", re.I
)

_PLACE = re.compile(rf"""
    (?<!\w)(?:{_WORD}[\s-](?:village|mahalla|district|kishlak|settlement|qishlo|tuman|ovul
        |район|махалл|қишло|маҳалла|туман)\w*
  | (?:village|mahalla|kishlak|settlement|district|кишлак\w*|махалл\w+|сел[оеау]|посёл\w+|район\w*)
        \s(?:of\s|called\s)?[«"“]?{_WORD})""", re.VERBOSE)
_AGE = re.compile(
    r"\d\d?[- ]year[- ]old|aged? (?:of )?(?:\d\d?|[a-z]+teen|ten|eleven|twelve|twenty)\b"
    r"|\d\d? years (?:old|of age)|\d\d?[- ]?летн|в возрасте \d\d?|\d\d? yosh|\d\d? ёш"
)
_OCCUPATION = re.compile(
    r"school|college|lyceum|universit|kindergarten|factory|kiln|farm|restaurant|caf[eé]|hotel|salon"
    r"|employe[rd]|work(?:s|ed|ing) (?:at|for|in)|LLC|школ|колледж|лице[йяе]|завод|фабрик|ферм"
    r"|рабо(?:тал|тает)|ООО|maktab|kollej|litsey|zavod|ishla(?:gan|ydi)|MChJ|мактаб|ишла(?:ган|йди)"
)
_EXACT_DATE = re.compile(_DATE)


def births(text: str) -> Iterator[Identifier]:
    """Find dates on which somebody is said to be born."""
    for found in _BORN.finditer(text):
        yield Identifier(found.start(1), found.end(1), Kind.BIRTH)
    for found in _BIRTH_WORD.finditer(text):
        if before := _DATE_BEFORE.search(text, max(0, found.start() - 40), found.start()):
            yield Identifier(before.start(1), before.end(1), Kind.BIRTH)


def names_with_a_fathers_name(text: str) -> Iterator[Identifier]:
    """Find full names: Karimova Dilnoza Rustam qizi, Каримова Дилноза Рустамовна."""
    for found in _CHILD_OF.finditer(text):
        if before := _NAMES_BEFORE.search(text, max(0, found.start() - 80), found.start()):
            yield Identifier(before.start(), found.end(), Kind.NAME)
    for found in _PATRONYMIC.finditer(text):
        if before := _NAMES_AROUND.search(text, max(0, found.start() - 80), found.start()):
            after = _NAME_AFTER.match(text, found.end())
            yield Identifier(before.start(), (after or found).end(), Kind.NAME)


def names_of_victims(text: str) -> Iterator[Identifier]:
    """Find a full name right after a word such as victim, потерпевшая, jabrlanuvchi."""
    for name in _two_words(text):
        if _VICTIM.search(text, max(0, name.start - 40), name.start):
            yield name


def _two_words(text: str) -> Iterator[Identifier]:
    """Yield where two words with capitals, or one with initials, could be somebody's name."""
    for found in _TWO_WORDS.finditer(text):
        name = Identifier(found.start(), found.end(found.lastindex or 0), Kind.NAME)
        if not _NO_NAME.search(text, name.start, name.end):
            yield name


def names_in_tasks(text: str) -> Iterator[Identifier]:
    """Find full names in exercises and questions that do not say the person is invented."""
    found = [
        name
        for name in _two_words(text)
        if _SURNAME.search(text, name.start, name.end)
        or _NAMED.search(text, max(0, name.start - 12), name.start)
    ]
    for start, end in _boxes(text, ("exercise", "question"), found):
        if not _INVENTED.search(text, start, end):
            yield from (name for name in found if start <= name.start < end)


def combinations(text: str) -> Iterator[Identifier]:
    """Find boxes in which a small place stands with two of: an age, a job or school, a date.

    None of them points to anybody alone; together a neighbour knows who is meant.
    """
    found = [Identifier(one.start(), one.end(), Kind.COMBINATION) for one in _PLACE.finditer(text)]
    for start, end in _boxes(text, ("example", "case-note", "exercise"), found):
        others = [bool(p.search(text, start, end)) for p in (_AGE, _OCCUPATION, _EXACT_DATE)]
        if sum(others) >= 2:
            yield next(place for place in found if start <= place.start < end)


def _boxes(
    text: str, kinds: tuple[str, ...], found: Iterable[Identifier]
) -> Iterator[tuple[int, int]]:
    """Yield where boxes of some kinds begin and end that hold something found.

    A chapter is read as boxes only if there is something to look for: that takes half a second
    for a whole book.
    """
    places = [one.start for one in found]
    if not places:
        return
    lines = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    for box in boxes_in(text):
        start, end = lines[box.first], lines[min(box.end, len(lines) - 1)]
        if box.name in kinds and any(start <= place < end for place in places):
            yield start, end
