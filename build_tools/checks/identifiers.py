"""Numbers, addresses and places that point to one person, known by their form.

One compiled pass a rule. A pattern begins with the characters it can begin with and looks back from
there, and a word that explains a number ("tel.") is looked for before the number, not the other way
round: both let the engine skip what is only words, ten times as fast.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from build_tools.checks.letters import CAPITAL, SPACE


class Kind(StrEnum):
    """What was found; the code of its finding."""

    PASSPORT = "passport"
    PERSONAL_NUMBER = "personal-number"
    PHONE = "phone"
    VEHICLE = "vehicle"
    BANK_CARD = "bank-card"
    BANK_ACCOUNT = "bank-account"
    EMAIL = "e-mail"
    PROFILE = "profile"
    COORDINATES = "coordinates"
    BIRTH = "birth-date"
    NAME = "full-name"
    COMBINATION = "combination"


@dataclass(frozen=True, order=True)
class Identifier:
    """A stretch of a text that points to one person."""

    start: int
    end: int
    kind: Kind


_JOIN = SPACE[:-1] + "-]"
_NO = rf"(?:{SPACE}?№{SPACE}?|{SPACE}?[Nn]o\.?{SPACE})"
_END = r"(?!\w|[.,-]\d)"
_MONEY = (
    "USD", "EUR", "UZS", "RUB", "RUR", "KZT", "KGS", "TJS", "TMT", "GBP", "CHF", "CNY", "TRY",
    "AED", "KRW", "JPY", "BHM", "BCU", "MRP", "BRV", "SUM", "БРВ", "БВ", "МРП",
)
_NOT_MONEY = (
    rf"(?!{SPACE}?(?:{'|'.join(_MONEY)}|so[umʻʼ'’]|сум|сўм|руб|dollar|million|mln|млн|тыс))"
)

_PASSPORT = re.compile(rf"""
    {CAPITAL}(?<!\w.)(?:
        {CAPITAL}(?:{_JOIN}|{_NO}|[,]?{SPACE}(?:raqami|номер|number){SPACE})?\d{{7}}{_END}
      | \d{{7,8}}{_END}
      | [A-Z<]?<[A-Z]{{3}}[A-Z]+<[A-Z<]*
    )""", re.VERBOSE)
_PASSPORT_DIGITS = re.compile(rf"""
    \d(?<![\w./=-]\d)(?:
        \d{{3}}{SPACE}?№?{SPACE}?\d{{6}} | \d{SPACE}\d\d{SPACE}?№?{SPACE}?\d{{6}}
      | \d{SPACE}?№?{SPACE}?\d{{7}} | \d{{6,8}}
    ){_END}{_NOT_MONEY}""", re.VERBOSE)
_PASSPORT_LABEL = re.compile(r"""
    (?:passport|паспорт|pasport|seriya|сери[ияю]|удостоверени)\w*
    (?:[\s,.:№]+(?:no|number|raqami|seriya\w*|серии|серия|номер|series|card|личности))*[\s,.:№]*$
    """, re.VERBOSE | re.IGNORECASE)
_RUSSIAN_PASSPORT = re.compile(rf"""
    \d(?<![\w./=,-]\d)(?<!\d\ \d)(?:
        \d{SPACE}\d\d{SPACE}{_NO}?\d{{6}}
      | \d\d\d{SPACE}{_NO}?(?<!(?:19|20)\d\d.)\d{{6}}
    ){_END}{_NOT_MONEY}""", re.VERBOSE)
_PERSONAL_NUMBER = re.compile(rf"""
    \d(?<![\w./=-]\d)(?:\d{{13}}|\d{{11}}|\d\d-\d{{3}}-\d{{3}}[\ -]\d\d){_END}""", re.VERBOSE)
_NUMBER_DIGITS = re.compile(rf"\d(?<![\w./=-]\d)(?:{_JOIN}?\d){{8,13}}{_END}")
_NUMBER_LABEL = re.compile(
    r"(?:ПИНФЛ|ЖШШИР|PINFL|JSH?SH?IR|ИИН|IIN|ИНН|INN|СТИР|STIR|СНИЛС)"
    r"[\s:№]*(?:no\.?|number|номер|raqami)?[\s:№]*$"
)

_DIALLED = rf"(?>\(?\d{{1,3}}\)?(?:(?:\.|[()SPACES-]{{0,2}})\d){{7,12}})(?!\d)(?<!{SPACE}000)"
_ON_A_LINE = _DIALLED.replace("SPACES", SPACE[1:-1])
_OVER_LINES = _DIALLED.replace("SPACES", SPACE[1:-1] + "\n")
_MOBILE = "(?:(?<=2)0|(?<=3)3|(?<=5)[05]|(?<=7)7|(?<=8)8|(?<=9)[013-57-9])"
_PHONE = re.compile(rf"""
    [+(\d](?<![\w/.=+-][+(\d])(?:
        # On one line first: what begins the next line may be another number.
        (?<=\+)(?:{_ON_A_LINE}|{_OVER_LINES}){_NOT_MONEY}
      | (?<=0)0(?!1-\d{{6}})[1-9]\d{{0,2}}(?>(?:{_JOIN}?\d){{8,11}}){_END}
      | (?<=9)98{_JOIN}?\(?[2-9]\d\)?{_JOIN}?\d{{3}}{_JOIN}?\d\d{_JOIN}?\d\d{_END}
      | (?<=8){_JOIN}?\(?\d{{3,4}}\)?{_JOIN}?\d{{2,3}}{_JOIN}\d\d{_JOIN}\d\d{_END}
      | (?<=8)[3-9]\d{{9}}{_END}
      | (?<=\()\d{{2,4}}\){SPACE}?\d{{2,3}}{_JOIN}\d\d{_JOIN}?\d\d{_END}
      | (?<=\()\d{{3}}\){SPACE}?\d{{3}}-\d{{4}}{_END}
      | (?<=[2-9])\d{_JOIN}\d{{3}}{_JOIN}\d\d{_JOIN}\d\d{_END}
      | \d\d-\d\d-\d\d{_END}
      | \d\d-\d{{3}}-\d{{4}}{_END}
      | {_MOBILE}\d{{7}}(?<!000){_END}{_NOT_MONEY}
    )""", re.VERBOSE)
_PHONE_DIGITS = re.compile(
    # On one line first: what begins the next line may be another number.
    rf"\d(?<![\w./=-]\d)(?!\d{{3}}-\d\d-\d\d)"
    rf"(?:(?>(?:(?:{SPACE}|[()-])?\d){{6,11}})|(?>(?:[\s()-]?\d){{6,11}})){_END}{_NOT_MONEY}"
)
_PHONE_LABEL = re.compile(
    r"(?:[Tt]el|[Pp]hone|[Тт]ел|[Мм]об|[Mm]obile|WhatsApp|Telegram|Viber|IMO)[^\W\d]*[\s.:№#]{1,3}$"
)

_PLATE_LETTER = "[A-ZАВЕКМНОРСТУХ]"
_PLATE = re.compile(rf"""
    [\dA-ZАВЕКМНОРСТУХ](?<![\w.:/=-].)(?:
        (?<=\d)\d(?:[\ |\u00a0]?{_PLATE_LETTER}\ ?\d{{3}}\ ?{_PLATE_LETTER}{{2}}
          | [\ |\u00a0]?\d{{3}}(?:{_PLATE_LETTER}{{3}})
          | (?<=0\d)[\ |\u00a0]\d{{3}}\ {_PLATE_LETTER}{{3}}
          | [\ |\u00a0]?[HMDT]\ ?\d{{6}}
          | \ ?KG\ ?\d{{3}}\ ?[A-Z]{{3}}
          | \d[A-Z]{{3}}\d\d)
      | (?<=\D)\d{{3}}{_PLATE_LETTER}{{2}}\ ?\d{{2,3}}
    ){_END}""", re.VERBOSE)
_PLATE_SIGNS = re.compile(
    rf"\d(?<![\w./=-]\d)\d[ |]?"
    rf"(?:\d{{3,4}} ?{_PLATE_LETTER}{{2,3}}|{_PLATE_LETTER} ?\d{{4,6}}){_END}"
)
_PLATE_LABEL = re.compile(
    r"(?:plate|гос\.? ?номер|номер(?:ом|а)? (?:машин|автомоб)\w+|davlat raqami|raqamli)"
    r"[\s:№]*(?:no\.?|number)?[\s:]*$", re.IGNORECASE
)

_BANK = re.compile(rf"""
    \d(?<![\w./=-]\d)(?:
        \d{{19}} | \d{{4}}{SPACE}\d{{3}}{SPACE}\d{SPACE}\d{{8}}{SPACE}\d{{3}}
      | \d{{3}}(?:{_JOIN}\d{{4}}){{4}}
      | \d{{3}}(?:{_JOIN}?\d{{4}}){{3}}
      | (?<=3)[47]\d\d{_JOIN}?\d{{6}}{_JOIN}?\d{{5}}
    ){_END}""", re.VERBOSE)
_YEARS = re.compile(rf"(?:(?:19|20)\d\d{SPACE}?){{5}}")
_IBAN = re.compile(
    rf"[A-Z](?<!\w.)[A-Z]\d\d{SPACE}?[A-Z0-9]{{4}}(?:{SPACE}?[A-Z0-9]{{4}}){{2,6}}"
    rf"(?:{SPACE}?[A-Z0-9]{{1,3}})?(?!\w)"
)
_CARD_BEGINS = re.compile(r"[4]|5[0-8]|2[2-7]|6|3[47]|8600|9860")

_AT = re.compile(
    r"@[\w-]++(?:\.[\w-]+)*+(?![/(])"
    r"|[\[(](?:at|AT|собака)[\])]\s?[\w-]+(?:\s?(?:\.|[\[(](?:dot|DOT|точка)[\])])\s?[\w-]+)+"
)
_BEFORE_AT = re.compile(r"[\w.+-]+\s?$")
_HANDLE_AT = re.compile(r"@(?!(?:media|page|import|context|graph|type)\b)\w[\w.]{3,}")
_PROFILE = re.compile(
    r"(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|tiktok\.com"
    r"|twitter\.com|x\.com|linkedin\.com/in|wa\.me|m\.me|youtube\.com|threads\.net|snapchat\.com"
    r"|maps\.app\.goo\.gl|imo\.im)/[\w@.+/-]*\w"
)
_HANDLE = re.compile(r":\s?([a-z][a-z.]*[\d_][\w.]+\w)")
_HANDLE_LABEL = re.compile(
    r"(?:telegram|instagram|skype|tik ?tok|whatsapp|imo|nick(?:name)?|ник)"
    r"(?:\s(?:account|handle))?\s?$",
    re.IGNORECASE,
)

_COORDINATES = re.compile(r"""
    \d(?<![\w.,-]\d)(?:
        \d?\.\d{3,}°?\s?[NSСЮ]?[,;]?\s?\d{1,3}\.\d{3,}°?\s?[EWВЗ](?!\w)
      | \d?\.\d{4,}°?\s?[NSСЮ]?\s?[,;]\s?-?\d{1,3}\.\d{4,}
      | \d?\.\d{3,}°[,;]?\s{0,2}\d{1,3}\.\d{3,}°
      | \d?°\s?\d{1,2}[′'’]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[″"”]|[′'’]{2}))?\s?[NSСЮшж]?
    )""", re.VERBOSE)


def passport_numbers(text: str) -> Iterator[Identifier]:
    """Find numbers of passports, identity cards and birth certificates, of any country here."""
    for found in _PASSPORT.finditer(text):
        # "ID 5956117" numbers a document of lex.uz; "ID5956117" is an identity card of Kyrgyzstan.
        if found[0][2].isdigit() or found[0][:2] not in ("ID", "NO", "NR", "OR"):
            yield Identifier(found.start(), found.end(), Kind.PASSPORT)
    for found in _RUSSIAN_PASSPORT.finditer(text):
        yield Identifier(found.start(), found.end(), Kind.PASSPORT)
    yield from _labelled(_PASSPORT_LABEL, _PASSPORT_DIGITS, text, Kind.PASSPORT)


def _labelled(
    label: re.Pattern[str], form: re.Pattern[str], text: str, kind: Kind
) -> Iterator[Identifier]:
    """Yield what has a form that says nothing unless a certain word stands just before it."""
    for found in form.finditer(text):
        if label.search(text, max(0, found.start() - 40), found.start()):
            yield Identifier(*found.span(form.groups), kind)


def personal_numbers(text: str) -> Iterator[Identifier]:
    """Find numbers that a State gives a person for life: PINFL, IIN, SNILS, tax numbers."""
    for found in _PERSONAL_NUMBER.finditer(text):
        number = found[0]
        if "-" in number or is_pinfl(number) or is_iin(number):
            yield Identifier(found.start(), found.end(), Kind.PERSONAL_NUMBER)
    yield from _labelled(_NUMBER_LABEL, _NUMBER_DIGITS, text, Kind.PERSONAL_NUMBER)


def is_pinfl(number: str) -> bool:
    """Tell whether 14 digits can be a PINFL (JShShIR) or the like number of Kyrgyzstan.

    Cabinet Resolution No. 177 of 12 April 2022: sex and century, day, month and year of birth,
    district, serial number, and a check digit by the weights 7, 3, 1. A wrong check digit is no
    excuse, for a number with a slip of the pen still tells who is meant; it only counts where the
    digits could as well be a moment in time.
    """
    if len(number) != 14 or not "0" < number[0] < "7":
        return False
    if not _is_day(number[1:3], number[3:5]):
        return False
    is_moment = number[:2] in ("19", "20") and _is_day(number[6:8], number[4:6])
    weighted = sum(int(digit) * (7, 3, 1)[at % 3] for at, digit in enumerate(number[:13]))
    return not is_moment or weighted % 10 == int(number[13])


def is_iin(number: str) -> bool:
    """Tell whether 12 digits are an IIN of Kazakhstan: date, century and sex, check digit."""
    if len(number) != 12 or not _is_day(number[4:6], number[2:4]) or not "0" < number[6] < "7":
        return False
    digits = [int(digit) for digit in number]
    check = sum(digit * (at + 1) for at, digit in enumerate(digits[:11])) % 11
    if check == 10:
        check = sum(digit * ((at + 2) % 11 + 1) for at, digit in enumerate(digits[:11])) % 11
    return check == digits[11]


def _is_day(day: str, month: str) -> bool:
    try:
        dt.date(2000, int(month), int(day))
    except ValueError:
        return False
    return True


def phone_numbers(text: str) -> Iterator[Identifier]:
    """Find telephone numbers, written internationally or as people dial them here."""
    for found in _PHONE.finditer(text):
        yield Identifier(found.start(), found.end(), Kind.PHONE)
    yield from _labelled(_PHONE_LABEL, _PHONE_DIGITS, text, Kind.PHONE)


def vehicle_plates(text: str) -> Iterator[Identifier]:
    """Find number plates of Uzbekistan, Russia, Kazakhstan and Kyrgyzstan."""
    for found in _PLATE.finditer(text):
        if not found[0].endswith(_MONEY):
            yield Identifier(found.start(), found.end(), Kind.VEHICLE)
    yield from _labelled(_PLATE_LABEL, _PLATE_SIGNS, text, Kind.VEHICLE)


def bank_numbers(text: str) -> Iterator[Identifier]:
    """Find bank cards (Luhn's check digit) and accounts (20 digits here, IBAN abroad)."""
    for found in _IBAN.finditer(text):
        if fits_iban(re.sub(r"\s", "", found[0])):
            yield Identifier(found.start(), found.end(), Kind.BANK_ACCOUNT)
    for found in _BANK.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) == 20 and not _YEARS.fullmatch(found[0]):
            yield Identifier(found.start(), found.end(), Kind.BANK_ACCOUNT)
        elif _CARD_BEGINS.match(digits) and (
            # Uzcard and Humo: a slip of the pen does not make them harmless.
            digits.startswith(("8600", "9860")) or fits_luhn(digits)
        ):
            yield Identifier(found.start(), found.end(), Kind.BANK_CARD)


def fits_luhn(digits: str) -> bool:
    """Tell whether the check digit of a bank card is right (ISO/IEC 7812-1, annex B)."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)) % 10 == 0


def fits_iban(account: str) -> bool:
    """Tell whether the two check digits of an international account are right (ISO 13616)."""
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def net_addresses(text: str) -> Iterator[Identifier]:
    """Find e-mail addresses, names on social networks and links to profiles."""
    for found in _AT.finditer(text):
        before = _BEFORE_AT.search(text, max(0, found.start() - 64), found.start())
        is_sign, is_apart = found[0][0] == "@", not before or before[0][-1].isspace()
        if before and not (is_sign and ("." not in found[0] or is_apart)):
            yield Identifier(before.start(), found.end(), Kind.EMAIL)
        elif is_sign and is_apart and _HANDLE_AT.fullmatch(found[0]):
            yield Identifier(found.start(), found.end(), Kind.PROFILE)
    for found in _PROFILE.finditer(text):
        if not text[max(0, found.start() - 1) : found.start()].isalnum():
            yield Identifier(found.start(), found.end(), Kind.PROFILE)
    yield from _labelled(_HANDLE_LABEL, _HANDLE, text, Kind.PROFILE)


def coordinates(text: str) -> Iterator[Identifier]:
    """Find places on the map, exact to some hundred metres or less."""
    for found in _COORDINATES.finditer(text):
        yield Identifier(found.start(), found.end(), Kind.COORDINATES)
