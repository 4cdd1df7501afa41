"""The command `handbook`: arguments, progress and exit codes; the work is done below.

Read in this order: command (the group, and how errors end), build, editions; then stages (what is
shown while it works) and outputs (Sphinx started for each output, files put in their place).
"""
