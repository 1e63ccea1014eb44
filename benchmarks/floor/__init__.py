"""The floor: a bare Django project that does the least of what we do.

One list of twenty rows, and one form that locks a row, inserts another and commits.
`settings` has the middleware without which a public form should not stand, and
connections that stay open as ours do; `bare` is what a new project begins with.
"""
