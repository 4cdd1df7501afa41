"""Sums that a table of the book makes itself: a formula over named figures, and its value.

Python's own grammar reads a formula; nothing but the four operations, `min` and `max` is allowed.
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
from collections.abc import Callable
from fractions import Fraction

Figure = Fraction | dt.date
_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {"min": min, "max": max}


class FormulaError(Exception):
    """A formula that cannot be worked out; the message is a sentence, the note what to write."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fix = fix


def value_of(formula: str, figure_of: Callable[[str], Figure]) -> Figure:
    """Work out a formula; `figure_of` gives the figure of a name such as `days` or `wages.s.due`.

    A date less a date is a number of days; a date and a number of days is a date.

    What `figure_of` raises passes.

    :raises FormulaError: if the formula cannot be read, or divides by nothing.
    """
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError:
        sentence = f"The formula '{formula}' cannot be read."
        raise FormulaError(sentence, "write it like days * daily_wage - paid") from None
    return _Sum(formula, figure_of).value(tree)


class _Sum:
    def __init__(self, formula: str, figure_of: Callable[[str], Figure]) -> None:
        self.formula = formula
        self.figure_of = figure_of

    def value(self, node: ast.expr) -> Figure:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Fraction(str(number))
            case ast.Name() | ast.Attribute():
                return self.figure_of(ast.unparse(node))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._number(operand)
            case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
                return self._result(operation, left, right)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if args:
                if name in _FUNCTIONS:
                    return _FUNCTIONS[name]([self._number(each) for each in args])
        sentence = f"The formula '{self.formula}' holds '{ast.unparse(node)}'."
        raise FormulaError(sentence, "use names, numbers, + - * / ( ), min( ) and max( ) alone")

    def _result(self, operation: ast.operator, left: ast.expr, right: ast.expr) -> Figure:
        first, second = self.value(left), self.value(right)
        match operation, first, second:
            case ast.Sub(), dt.date(), dt.date():
                return Fraction((first - second).days)
            case ast.Add(), dt.date(), Fraction():
                return first + dt.timedelta(days=int(second))
            case ast.Sub(), dt.date(), Fraction():
                return first - dt.timedelta(days=int(second))
        try:
            return _OPERATIONS[type(operation)](self._number(left), self._number(right))
        except ZeroDivisionError:
            sentence = f"The formula '{self.formula}' divides by 0."
            raise FormulaError(sentence, "give the figure it divides by another value") from None

    def _number(self, node: ast.expr) -> Fraction:
        value = self.value(node)
        if isinstance(value, Fraction):
            return value
        taken = ast.unparse(node)
        sentence = f"The formula '{self.formula}' takes '{taken}', a date, for a number."
        raise FormulaError(sentence, "take one date from another to have the days between them")
