"""How the stick of this laptop stands, and what follows for the count (tình trạng USB dự phòng)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import StickEvent
from daihoi.foundation.ballots.stick import FULL, LOCKED, MISSING, OLDER, Config, Status, config_of, is_laptop, status_of
from daihoi.rules.errors import Finding, RuleViolation, error

UNSEEN, UNSEEN_FIRST = (
    timedelta(minutes=3),
    timedelta(minutes=15),
)  # without a look for so long, nobody writes; the first writing is the longest
Kind = StickEvent.Kind


class Standing(StrEnum):
    """How a stick stands (tình trạng)."""

    NONE = "none"
    FIRST = "first"
    CURRENT = "current"
    FAILING = "failing"
    UNWATCHED = "unwatched"
    STOOD_DOWN = "stood_down"


@dataclass(frozen=True)
class StickState:
    """The stick as the desk shows it (USB dự phòng)."""

    standing: Standing
    status: Status
    event: StickEvent | None = None
    folder: str = ""

    @property
    def is_trouble(self) -> bool:
        """People must do something before the count may be closed."""
        return self.standing in {Standing.FAILING, Standing.UNWATCHED, Standing.STOOD_DOWN}

    @property
    def written_at(self) -> datetime | None:
        """When the stick was last written, in local time."""
        return timezone.localtime(self.status.written) if self.status.written else None

    @property
    def sentence(self) -> str:
        """Say in a sentence how it stands and what to do."""
        if self.standing is Standing.STOOD_DOWN:
            return _("Máy khác đã tiếp tục từ USB. Máy này dừng kiểm phiếu; làm tiếp trên máy kia.")
        if self.standing is Standing.FAILING:
            return fault_in_words(self.status)
        if self.standing is Standing.UNWATCHED:
            return _("Không có tiến trình nào ghi USB. Chạy lại daihoi serve.")
        if self.standing is Standing.FIRST:
            return _("Đang ghi lần đầu.")
        if self.standing is Standing.CURRENT:
            return _("USB giữ mọi việc đến lúc này.")
        return _("Chưa có USB. Máy hỏng thì phải quét lại từ đầu trên máy khác.")


def fault_in_words(status: Status) -> str:
    """Say why the stick holds nothing newer, and what to do."""
    words = {
        MISSING: _("Không thấy USB. Cắm lại, hoặc chọn USB khác."),
        OLDER: _("USB đang cắm cũ hơn lần ghi số {number}. Cắm đúng USB, hoặc chọn USB lại từ đầu.").format(number=status.number),
        FULL: _("USB hoặc ổ đĩa đã đầy. Chọn USB lớn hơn."),
        LOCKED: _("USB đang khóa ghi. Gạt chốt khóa ghi, hoặc chọn USB khác."),
    }
    return words.get(status.fault) or _("Không ghi được USB ({why}). Cắm lại, hoặc chọn USB khác.").format(why=status.detail)


def newest_event() -> StickEvent | None:
    """Give the newest event of the stick."""
    return StickEvent.objects.order_by("-happened_at", "-pk").first()


def stick_state() -> StickState | None:
    """Tell how the stick stands; nothing where the installation is no laptop (tình trạng USB dự phòng)."""
    if not is_laptop():
        return None
    data = Path(settings.DATA_DIR)
    config, status, event = config_of(data), status_of(data), newest_event()
    return StickState(_standing(config, status, event), status, event, config.folder if config else "")


def _standing(config: Config | None, status: Status, event: StickEvent | None) -> Standing:
    """Weigh what was recorded against how the last turn went."""
    if status.taken_over_by or (event is not None and event.kind == Kind.STOOD_DOWN):
        return Standing.STOOD_DOWN
    if config is None or event is None or event.kind == Kind.LEFT_OFF:
        return Standing.NONE
    if status.fault:
        return Standing.FAILING
    looked = datetime.fromisoformat(status.looked_at) if status.looked_at else event.happened_at
    if timezone.now() - looked > (UNSEEN if status.number else UNSEEN_FIRST):
        return Standing.UNWATCHED
    return Standing.CURRENT if status.number else Standing.FIRST


def refuse_stood_down() -> None:
    """Refuse every act on a vote where another laptop went on from the stick: two must never count the same box."""
    event = newest_event()
    if event is not None and event.kind == Kind.STOOD_DOWN:
        message = _("Máy {device} đã tiếp tục cuộc kiểm phiếu này từ USB lúc {at}. Máy này không ghi thêm gì nữa; làm tiếp trên máy kia.")
        at = timezone.localtime(event.happened_at).strftime("%H:%M, %d/%m/%Y")
        raise RuleViolation("ballots.stood_down", message, device=event.device or "?", at=at)


def stick_findings() -> list[Finding]:
    """Keep a count open while its stick is missing: another laptop may be going on from it (USB dự phòng chưa yên)."""
    state = stick_state()
    if state is None or not state.is_trouble:
        return []
    message = _("USB dự phòng: {sentence} Nếu không còn USB, ghi rõ lý do tiếp tục không có USB.")
    return [error("ballots.stick_trouble", message, sentence=state.sentence)]
