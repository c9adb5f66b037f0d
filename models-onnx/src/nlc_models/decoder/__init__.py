"""A second decoder of .nlc files, written from docs/format.md and docs/pack.md to hold those pages and the Java
decoder to each other: the container (chunks, header), range decoder and probabilities (ranges, mixture, adaptive),
learned tiles (pack, orders, latents, synthesis), lossless blocks (block and what it uses), and the picture of all of
it (picture, png). It is plain and slow.

May import nothing of nlc_models.
"""
