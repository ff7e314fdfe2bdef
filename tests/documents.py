"""Small real PDFs, for what opens them."""

import io

import pikepdf


def make_pdf(title: str = "The brief") -> bytes:
    """One empty page; other titles, other bytes."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
