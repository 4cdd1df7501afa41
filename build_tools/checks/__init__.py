"""Rules over chapters and over outputs: one rule a function, one family a module.

They take text and give findings; nothing here reads a setting, prints or stops a build. The layer
stands above load and below pdf and sphinx_ext.

Read in this order: identifiers (what points to one person, by its form), persons (names, births,
and what points to one person when it stands together), privacy (both, less what is allowed),
wording (words to avoid), texts_of_outputs (the words in the files of an output).

Structure: vocabulary (what may be typed), blocks and reading (a chapter read once), places (where
on a line a mistake stands), the rules over one chapter
(setting_, box_, heading_, table_, note_, mark_, training_rules, uzbek, bones), outline and
book_rules (what chapters ask of each other), structure (all of them, and what is held back).
"""
