"""Scans as files: PDF, TIFF, PNG, JPEG, one page image after the other, with limits (tệp quét)."""

import hashlib
import io
import itertools
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, ImageOps

Grey = NDArray[np.uint8]
# What decoders of pictures let through when bytes are broken; `./run bench fuzz` looks for more.
BROKEN = (
    *(OSError, EOFError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, struct.error),
    *(ArithmeticError, MemoryError, Image.DecompressionBombError),
)
KINDS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")
RENDER_DPI = 200
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Limits:
    """What is refused before memory is spent on it."""

    file_bytes: int = 2_000_000_000
    pages: int = 20_000
    megapixels: float = 60.0


@dataclass(frozen=True)
class Page:
    """One page image (ảnh một trang)."""

    source: str
    digest: str
    image: Grey
    encoded: bytes


class PageRefused(Exception):
    """A file or a page that cannot be read at all, with the cause of the contract."""

    def __init__(self, cause: str, message: str, source: str = "") -> None:
        """Keep cause, place and sentence."""
        super().__init__(message)
        self.cause, self.message, self.source = cause, message, source


class ScanFile:
    """One file of scans, its pages taken one by one, so that a broken page does not hide the next (tệp quét)."""

    def __init__(self, name: str, data: bytes, limits: Limits | None = None) -> None:
        """Open the file; raises `PageRefused` for what is no scan."""
        self.name, self.data, self.limits = name, data, limits or Limits()
        self.document: pypdfium2.PdfDocument | None = None
        self.picture: Image.Image | None = None
        if len(data) > self.limits.file_bytes:
            raise PageRefused("broken_file", f"{name}: tệp lớn hơn {self.limits.file_bytes // 1_000_000} MB. Hãy chia nhỏ tệp quét.", name)
        if b"%PDF-" in data[:1024]:
            self.document = _open_pdf(name, data)
            self.count = len(self.document)
        elif data.startswith(b"\xff\xd8"):
            self.count = 1
        elif data.startswith((b"\x89PNG", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
            self.picture, self.count = _open_picture(name, data)
        else:
            raise PageRefused(
                "broken_file", f"{name}: không phải tệp PDF, TIFF, PNG hay JPEG. Hãy quét lại sang một trong các dạng ấy.", name
            )
        _check_count(self.count, self.limits, name)

    def page(self, index: int) -> Page:
        """The page image at an index from 0; raises `PageRefused` for a broken one."""
        source = f"{self.name}#{index + 1}"
        if self.document is not None:
            return _pdf_page(self.document, index, source, self.limits)
        if self.picture is None:
            return _page(source, self.data, _grey_jpeg(self.data, self.limits, source))
        image = _frame(self.picture, index, self.limits, source)
        return _page(source, self.data if self.count == 1 else _png(image), image)

    def close(self) -> None:
        """Give back what the file holds."""
        if self.document is not None:
            self.document.close()
        if self.picture is not None:
            self.picture.close()


def pages(name: str, data: bytes, *, limits: Limits | None = None) -> Iterator[Page]:
    """Every page image of one file, in order; raises `PageRefused` for what is no scan."""
    scan = ScanFile(name, data, limits)
    try:
        for index in range(scan.count):
            yield scan.page(index)
    finally:
        scan.close()


def scan_files(paths: list[Path]) -> list[Path]:
    """The scan files among these paths; a folder gives its files by name, with those of the folders inside."""
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(entry for entry in path.rglob("*") if entry.suffix.lower() in KINDS and entry.is_file()) if path.is_dir() else [path]
        )
        found += inside
    return found


def source_names(files: list[Path]) -> list[str]:
    """One name for each file, no two alike: with its folder, then with a number, where names repeat (tên nguồn)."""
    plain = Counter(path.name for path in files)
    wanted = [path.name if plain[path.name] == 1 else f"{path.absolute().parent.name}/{path.name}" for path in files]
    taken: set[str] = set()
    for index, name in enumerate(wanted):
        numbered = (name if turn == 1 else f"{name} ({turn})" for turn in itertools.count(1))
        wanted[index] = next(each for each in numbered if each not in taken)
        taken.add(wanted[index])
    return wanted


def _page(source: str, encoded: bytes, image: Grey) -> Page:
    return Page(source, hashlib.sha256(encoded).hexdigest(), image, encoded)


def _grey_jpeg(data: bytes, limits: Limits, source: str) -> Grey:
    """Decode a JPEG to grey with the fast decoder, upright as the camera says."""
    try:
        height, width, _space, _sampling = simplejpeg.decode_jpeg_header(data)
        _check_size(width, height, limits, source)
        image: Grey = simplejpeg.decode_jpeg(data, colorspace="GRAY")[:, :, 0]
    except ValueError as fault:
        return _grey_frame(data, limits, source, fault)
    turn = _exif_turn(data)
    return image if turn is None else np.ascontiguousarray(cv2.rotate(image, turn)).astype(np.uint8, copy=False)


def _exif_turn(data: bytes) -> int | None:
    """How a phone wants its picture turned; mirrored pictures are left alone and refused later."""
    if b"Exif\x00" not in data[:4096]:
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            orientation = picture.getexif().get(0x0112, 1)
    except BROKEN:
        return None
    turns = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return turns.get(orientation)


def _grey_frame(data: bytes, limits: Limits, source: str, fault: Exception) -> Grey:
    """Decode through Pillow what the fast decoder does not know (CMYK, odd sampling)."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            _check_size(picture.width, picture.height, limits, source)
            return np.array(ImageOps.exif_transpose(picture).convert("L"))
    except BROKEN as second:
        raise PageRefused("broken_file", f"{source}: ảnh hỏng, không mở được ({fault}). Hãy quét lại tờ này.", source) from second


def _open_picture(name: str, data: bytes) -> tuple[Image.Image, int]:
    """A picture and the number of its pages."""
    try:
        picture = Image.open(io.BytesIO(data))
        return picture, int(getattr(picture, "n_frames", 1))
    except BROKEN as fault:
        raise PageRefused("broken_file", f"{name}: ảnh hỏng, không mở được. Hãy quét lại.", name) from fault


def _frame(picture: Image.Image, index: int, limits: Limits, source: str) -> Grey:
    try:
        picture.seek(index)
        _check_size(picture.width, picture.height, limits, source)
        frame = picture
        if frame.mode in {"I;16", "I;16B", "I", "F"}:
            wide = np.asarray(frame, dtype=np.float32)
            return (wide / max(float(wide.max()), 1.0) * 255).astype(np.uint8)
        if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
            paper = Image.new("RGBA", frame.size, "white")
            frame = Image.alpha_composite(paper, frame.convert("RGBA"))
        return np.array(ImageOps.exif_transpose(frame).convert("L"))
    except BROKEN as fault:
        raise PageRefused("broken_file", f"{source}: ảnh hỏng, không mở được. Hãy quét lại tờ này.", source) from fault


def _png(image: Grey) -> bytes:
    return bytes(cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes())


def _open_pdf(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except (pypdfium2.PdfiumError, *BROKEN) as fault:
        raise PageRefused("broken_file", f"{name}: tệp PDF hỏng hoặc có mật khẩu. Hãy quét lại.", name) from fault
    if not len(document):
        raise PageRefused("broken_file", f"{name}: tệp PDF không có trang nào. Hãy quét lại.", name)
    return document


def _pdf_page(document: pypdfium2.PdfDocument, index: int, source: str, limits: Limits) -> Page:
    try:
        page = document[index]
        jpeg = _whole_page_jpeg(page)
        if jpeg is not None:
            image = _grey_jpeg(jpeg, limits, source)
            turns = page.get_rotation() // 90
            return _page(source, jpeg, np.ascontiguousarray(np.rot90(image, -turns)) if turns else image)
        width, height = page.get_size()
        scale = RENDER_DPI / POINTS_PER_INCH
        _check_size(int(width * scale), int(height * scale), limits, source)
        bitmap = page.render(scale=scale, grayscale=True)
        image = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    except (pypdfium2.PdfiumError, *BROKEN) as fault:
        raise PageRefused("broken_file", f"{source}: trang PDF hỏng. Hãy quét lại tờ này.", source) from fault
    return _page(source, _png(image), image)


def _whole_page_jpeg(page: pypdfium2.PdfPage) -> bytes | None:
    """The JPEG of a page that is one picture from edge to edge and nothing else."""
    objects = list(page.get_objects(max_depth=1))
    if len(objects) != 1 or objects[0].type != pdfium_c.FPDF_PAGEOBJ_IMAGE:
        return None
    image = objects[0]
    a, b, c, d, _e, _f = image.get_matrix().get()
    left, bottom, right, top = page.get_mediabox()
    if abs(b) > 0.01 or abs(c) > 0.01 or a < 0.97 * (right - left) or d < 0.97 * (top - bottom):
        return None
    if image.get_filters() != ["DCTDecode"]:
        return None
    data = bytes(image.get_data(decode_simple=False))
    return data if data.startswith(b"\xff\xd8") else None


def _check_count(count: int, limits: Limits, name: str) -> None:
    if count > limits.pages:
        raise PageRefused("broken_file", f"{name}: {count} trang, nhiều hơn {limits.pages}. Hãy chia nhỏ tệp quét.", name)


def _check_size(width: int, height: int, limits: Limits, source: str) -> None:
    if width * height > limits.megapixels * 1e6:
        most = f"{limits.megapixels:g}"
        raise PageRefused("broken_file", f"{source}: ảnh {width}×{height} điểm, lớn hơn {most} triệu điểm. Hãy quét ở 150-300 dpi.", source)
    if width < 100 or height < 100:
        raise PageRefused("broken_file", f"{source}: ảnh {width}×{height} điểm, quá nhỏ để đọc. Hãy quét ở 150-300 dpi.", source)
