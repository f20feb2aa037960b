"""A text as a QR code that a phone's camera reads, as a PNG picture."""

from __future__ import annotations

from io import BytesIO

SCALE, QUIET = 8, 4  # pixels for each square; squares of white around, as ISO/IEC 18004 asks


def png(text: str) -> bytes:
    """The picture: large enough to be read from a screen or a print."""
    import segno  # only where somebody is invited

    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=SCALE, border=QUIET)
    return out.getvalue()
