"""Take in large uploads sealed, so that no scan lies in clear on its way to the vault (nhận tệp gửi lên)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from daihoi.foundation.files.spool import SealedSpool


class SealedUploadHandler(FileUploadHandler):
    """Keeps what is too large for memory on disk, under a key that nothing but this upload knows (nhận tệp lớn)."""

    spool: SealedSpool

    def new_file(self, *arguments: Any, **facts: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **facts)
        self.spool = SealedSpool()

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Seal a part as it arrives."""
        self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Hand the file over from its beginning."""
        self.spool.seek(0)
        return UploadedFile(self.spool, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)  # type: ignore[arg-type]

    def upload_interrupted(self) -> None:
        """Forget a file whose sender went away."""
        if hasattr(self, "spool"):
            self.spool.close()
