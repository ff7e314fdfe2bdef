"""What the page of an offer's figures calls our codes. Sentences for `_()`."""

from collections.abc import Sequence

from api.pages.words import N_, Words
from models.errors import HelixError, PictureRefused
from models.rules.words import Told

TOLD = {
    Told.FILE_NAME: N_("Name of the file"),
    Told.AUTHOR: N_("Author or owner"),
    Told.POSITION: N_("Place where it was taken"),
    Told.DEVICE: N_("Camera or computer"),
    Told.SOFTWARE: N_("Program"),
    Told.TAKEN_AT: N_("Time"),
    Told.WORDS: N_("Titles, descriptions and comments"),
    Told.OTHER: N_("Other content"),
}
TOLD_OTHERWISE = N_("Other content")

FAULT = {
    "picture_large": N_(
        "The file is larger than 20 MB. Make it smaller: for print, 2,000 pixels on the longer side are enough."
    ),
    "picture_svg": N_(
        "This is a drawing in SVG or a web page, whatever its name says. "
        "Such files can carry programs: export the drawing as PNG."
    ),
    "picture_kind": N_("This is not a PNG, JPEG or WebP picture, whatever its name says. Export it as one of these."),
    "picture_broken": N_("The picture cannot be read: the file is broken or cut off. Export it again."),
    "picture_bomb": N_(
        "The picture has more than 40 million pixels. Reduce it: for print, 2,000 pixels on the longer side are enough."
    ),
    "picture_small": N_(
        "The picture is too small: on paper it would be a blur. It needs at least 300 pixels on its longer side."
    ),
    "picture_strip": N_("The picture is a strip in which nobody could see anything. Crop it."),
    "picture_moves": N_("The picture moves. Choose one frame of it."),
}


def said(error: HelixError, words: Words) -> Sequence[str]:
    """Nothing for what is no fault of a picture."""
    return [words.say(FAULT[error.fault])] if isinstance(error, PictureRefused) else ()
