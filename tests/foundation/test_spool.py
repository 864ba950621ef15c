"""What waits on disk for a moment opens for nobody: uploads, long request bodies, bundles on their way out."""

import io
import random
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from waitress.buffers import OverflowableBuffer, TempfileBasedBuffer

from daihoi.cli.serving import seal_bodies
from daihoi.foundation.files import spool
from daihoi.foundation.files.spool import PIECE, SealedSpool
from daihoi.foundation.files.uploads import SealedUploadHandler

SECRET = b"phieu so 17 gach ten thu ba "


@pytest.fixture
def on_disk(monkeypatch, tmp_path, settings):
    """The files that lie in the folder of uploads, with a name, so that their bytes can be looked at."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path

    def named(**options):
        return tempfile.NamedTemporaryFile(delete=False, **options)

    monkeypatch.setattr(spool.tempfile, "TemporaryFile", named)
    return lambda: b"".join(Path(path).read_bytes() for path in sorted(tmp_path.iterdir()))


@pytest.mark.parametrize("seed", range(4))
def test_it_reads_and_writes_like_any_file(seed):
    dice, plain = random.Random(seed), io.BytesIO()  # noqa: S311
    with SealedSpool() as sealed:
        for _turn in range(120):
            size = plain.seek(0, io.SEEK_END)
            place = dice.randint(0, size)
            for file in (plain, sealed):
                file.seek(place)
            if dice.random() < 0.6:
                data = dice.randbytes(dice.choice((1, 700, PIECE - 1, PIECE, 2 * PIECE + 3)))
                assert plain.write(data) == sealed.write(data)
            else:
                much = dice.choice((-1, 0, 1, 4096, PIECE + 1))
                assert plain.read(much) == sealed.read(much)
            assert plain.tell() == sealed.tell()
        sealed.seek(0)
        assert sealed.read() == plain.getvalue()


def test_nothing_of_it_lies_on_disk_in_clear(on_disk):
    with SealedSpool() as sealed:
        for _turn in range(2):
            sealed.seek(0)
            sealed.write(SECRET * 20_000)
        assert len(on_disk()) > 400_000
        assert SECRET[:12] not in on_disk()
    with SealedSpool() as other:
        other.write(SECRET * 20_000)
        assert on_disk()[: spool.SLOT] != on_disk()[-spool.SLOT :]


def test_a_large_upload_arrives_whole_and_lies_on_disk_sealed(on_disk, settings):
    content = SECRET * 120_000
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="doan-to-3.pdf"\r\n\r\n' + content + b"\r\n--x--\r\n"
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(len(body))}
    handlers = [MemoryFileUploadHandler(), SealedUploadHandler()]
    assert settings.FILE_UPLOAD_HANDLERS[-1].endswith(".SealedUploadHandler")
    _post, files = MultiPartParser(meta, io.BytesIO(body), handlers).parse()
    upload = files["files"]
    assert (upload.name, upload.size, upload.read() == content) == ("doan-to-3.pdf", len(content), True)
    assert b"".join(upload.chunks()) == content
    assert len(on_disk()) > len(content) // 2
    assert SECRET[:12] not in on_disk()
    assert b"doan-to" not in b"".join(str(path).encode() for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
    upload.close()


def test_an_upload_that_breaks_off_leaves_nothing(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    handler = SealedUploadHandler()
    handler.new_file("files", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(SECRET * 5000, 0)
    handler.upload_interrupted()
    assert (handler.spool.closed, list(tmp_path.iterdir())) == (True, [])


def test_the_web_server_keeps_long_bodies_sealed(on_disk, monkeypatch):
    monkeypatch.setattr(TempfileBasedBuffer, "newfile", TempfileBasedBuffer.newfile)
    seal_bodies()
    body = OverflowableBuffer(1000)
    for _part in range(200):
        body.append(SECRET * 50)
    assert (len(body), isinstance(body.getfile(), SealedSpool)) == (200 * 50 * len(SECRET), True)
    assert len(on_disk()) > 200_000
    assert SECRET[:12] not in on_disk()
    read = b"".join(iter(lambda: body.get(70_000, True), b""))
    assert read == SECRET * 10_000
