"""Courses from chapters: timetables, question banks, tests and learning-platform packages.

Read in this order: taught (what a chapter gives to training), plan (a course, session by session,
with what is missing), forms (the pre-test and the post-test), prose (an item's words), then one
module a format: gift, moodle, qti, cartridge, scorm, with parcel for the folders they come in.
`draft` writes the first file of a new course.
"""
