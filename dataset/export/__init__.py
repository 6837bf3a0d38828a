"""Exports: the dataset in the shapes that other programs and communities read. One module a format."""
