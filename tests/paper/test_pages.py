"""Files of scans: kinds, order, limits, broken ones."""

import hashlib
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from daihoi.paper.pages import Limits, PageRefused, pages, scan_files, source_names

GREY = np.tile(np.linspace(0, 255, 400, dtype=np.uint8), (600, 1))


def encoded(kind, image=GREY):
    return cv2.imencode(kind, image)[1].tobytes()


def in_pillow(images, kind, **options):
    out = io.BytesIO()
    first, *rest = [Image.fromarray(image) for image in images]
    first.save(out, kind, save_all=bool(rest), append_images=rest, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", [".png", ".jpg", ".tiff"])
def test_one_picture_is_one_page_with_its_digest(kind):
    data = encoded(kind)
    (page,) = pages(f"scan{kind}", data)
    assert (page.source, page.digest, page.image.shape) == (f"scan{kind}#1", hashlib.sha256(data).hexdigest(), GREY.shape)
    assert np.abs(page.image.astype(int) - GREY).max() < 12


def test_tiff_and_pdf_give_all_their_pages_in_order():
    images = [np.full((300, 200), level, np.uint8) for level in (40, 120, 200)]
    for kind, name in (("TIFF", "s.tif"), ("PDF", "s.pdf")):
        found = list(pages(name, in_pillow(images, kind)))
        assert [page.source for page in found] == [f"{name}#1", f"{name}#2", f"{name}#3"]
        assert [round(float(page.image.mean()), -1) for page in found] == [40, 120, 200]


def test_a_pdf_of_one_jpeg_a_page_gives_the_very_bytes_of_the_scanner():
    pdf = in_pillow([GREY], "PDF")
    (page,) = pages("s.pdf", pdf)
    assert page.encoded.startswith(b"\xff\xd8")
    assert page.encoded in pdf
    assert page.image.shape == GREY.shape


def test_a_phone_picture_is_turned_as_its_exif_says():
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = pages("phone.jpg", in_pillow([GREY], "JPEG", exif=exif.tobytes()))
    assert page.image.shape == (GREY.shape[1], GREY.shape[0])


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.7 broken", encoded(".png")[:200], b"\xff\xd8\xff\xe0" + b"0" * 50, b"II*\x00" + b"\x00" * 40, b"PK\x03\x04"],
    ids=["empty", "text", "pdf", "png", "jpeg", "tiff", "zip"],
)
def test_what_is_no_scan_is_refused(data):
    with pytest.raises(PageRefused) as refusal:
        list(pages("bad", data))
    assert refusal.value.cause == "broken_file"
    assert "bad" in refusal.value.message


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "PDF"])
def test_a_file_cut_off_anywhere_is_refused_or_read_and_never_a_fault(kind):
    two = [GREY, GREY] if kind in {"TIFF", "PDF"} else [GREY]
    whole = in_pillow(two, kind, **({"compression": "tiff_lzw"} if kind == "TIFF" else {}))
    ends = []
    for size in np.linspace(10, len(whole) - 1, 60, dtype=int):
        try:
            ends.append(len(list(pages("cut", whole[:size]))))
        except PageRefused as refusal:
            ends.append(refusal.cause)
    assert set(ends) <= {"broken_file", 1, 2}
    assert "broken_file" in ends


def test_a_pdf_with_a_filter_of_no_words_is_refused():
    pdf = in_pillow([GREY], "PDF").replace(b"/DCTDecode", b"/DCT\xbcecod")
    with pytest.raises(PageRefused) as refusal:
        list(pages("odd.pdf", pdf))
    assert refusal.value.cause == "broken_file"


@pytest.mark.parametrize("limits", [Limits(file_bytes=100), Limits(megapixels=0.1), Limits(pages=0)])
def test_limits_refuse_before_the_memory_is_spent(limits):
    with pytest.raises(PageRefused):
        list(pages("scan.png", encoded(".png"), limits=limits))


def test_a_bomb_is_refused_by_its_header():
    bomb = in_pillow([np.zeros((12000, 12000), np.uint8)], "PNG")
    with pytest.raises(PageRefused, match="triệu điểm"):
        list(pages("bomb.png", bomb))


def test_folders_give_their_scans_by_name(tmp_path):
    (tmp_path / "more").mkdir()
    for name in ("b.png", "a.jpg", "notes.txt", "c.TIF", "more/d.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in scan_files([tmp_path])] == ["a.jpg", "b.png", "c.TIF", "d.pdf"]


def test_no_two_files_share_a_source_name(tmp_path):
    files = [tmp_path / "lo1/001.png", tmp_path / "lo2/001.png", tmp_path / "lo2/002.png", tmp_path / "lo2/001.png"]
    assert source_names(files) == ["lo1/001.png", "lo2/001.png", "002.png", "lo2/001.png (2)"]
