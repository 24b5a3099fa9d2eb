"""Writing a version: the text of its file by parts, what is wrong with it, what changes, and who may publish it.

A draft is text. What pages change is that text and nothing else: lines that nobody touched keep their letters.
"""
