"""Timings of the build beside others', on one generated book; never part of the test run.

Read in this order: english (sentences), dresses (how a chapter is marked here and in plain
Sphinx), generate (the book), contenders (who builds it, and how), measure (time and memory of a
build), printed_numbers (page numbers in a finished PDF, and how many are wrong), __main__ (the
table).
"""
