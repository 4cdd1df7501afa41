"""Courses from chapters: timetables, question banks, tests and learning-platform packages.

Read in this order: taught (what a chapter gives to training), plan (a course as it is planned),
planning (how it gets there), forms (the two tests), courses (all of them, for those who ask),
prose and bank (questions in words), then exports and one module a format: gift, moodle, qti,
cartridge, scorm, with xml and parcel for what they are made of. `draft` begins a new course.
"""
