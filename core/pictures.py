"""Pictures that people bring: decoded and written anew, so that nothing but the picture itself is kept.

Where and with what it was taken (EXIF, GPS), comments, thumbnails and what lies behind the picture stay out.
"""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps

from .tables.errors import Refused

MOST_SIDE = 30_000  # pixels of one side
MOST_PIXELS = 50_000_000  # A4 at 600 dpi has 35 million; decoded, three bytes each
JPEG_QUALITY = 90  # of 100: a signature stays sharp
JPEG_MODES = {"L", "RGB"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# Over the limit Pillow only warns, and stops at twice as much.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class NotAPicture(Exception):
    """The content cannot be decoded as what it is said to be."""


def picture_written_anew(stream: BinaryIO, form: str) -> BinaryIO:
    """The picture alone, upright, with its dpi. form: `JPEG` or `PNG`.

    Raises NotAPicture, and Refused where it is too large to be decoded.
    """
    written = io.BytesIO()
    try:
        with Image.open(stream, formats=[form]) as picture:
            _check_sides(*picture.size)
            upright = ImageOps.exif_transpose(picture)
            if form == "JPEG" and upright.mode not in JPEG_MODES:
                upright = upright.convert("RGB")
            kept = {"dpi": picture.info["dpi"]} if "dpi" in picture.info else {}
            # What is left here would be written again: colour profile, comment, texts.
            upright.info = {name: upright.info[name] for name in ("transparency",) if name in upright.info}
            upright.save(written, form, quality=JPEG_QUALITY, **kept)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large() from None
    except Refused:
        raise
    except Exception as broken:  # a decoder may stumble in any way over content made to be stumbled over
        raise NotAPicture from broken
    written.seek(0)
    return written


def _check_sides(width: int, height: int) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise _too_large()


def _too_large() -> Refused:
    return Refused("图片的尺寸过大或不正常", "请缩小图片后再上传")
