"""The rules, in pure Python: no Django, no clock, no input or output but `load.py`.

A programme (the notice as data), a dossier (the dated facts of a site) and a date go in; a Status comes out.
"""
