"""Files that browsers send, and how we hand them out again: as downloads, never as pages."""

from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.responses import FileResponse, Response

from api.documents import SANDBOX
from models.actions.attachments import LARGEST
from models.actions.figures import Picture, kept_picture
from models.errors import Incomplete, NotFound
from models.files import Stored, keep_stream, path_of
from models.pictures import MOST_BYTES
from models.settings import settings
from models.tables import Attachment


def received(given: FormData, name: str = "file") -> tuple[Stored, str]:
    """What lies in the store now, and what the file was called.

    Raises `Incomplete` when none was chosen, `TooLarge` above 50 MB, `StorageFull` without room.
    """
    upload = given.get(name)
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise Incomplete("Choose a file first.")
    return keep_stream(upload.file, settings().files, most=LARGEST), upload.filename


def received_picture(given: FormData, name: str = "file") -> Picture:
    """Drawn anew and kept; the original is dropped. Raises `PictureRefused`, `Incomplete` when none was chosen."""
    upload = given.get(name)
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise Incomplete("Choose a picture first.")
    return kept_picture(upload.file.read(MOST_BYTES + 1), upload.filename, settings().files)


def download(attachment: Attachment) -> Response:
    """Always as something to save, whatever it is: a page or a script among the files is never run here."""
    path = path_of(attachment.sha256, settings().files)
    if not path.exists():
        raise NotFound("The file is not in the store: ask the administrator to restore it from a backup.")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "Content-Security-Policy": SANDBOX,
        "X-Robots-Tag": "noindex",
    }
    return FileResponse(path, media_type="application/octet-stream", headers=headers)
