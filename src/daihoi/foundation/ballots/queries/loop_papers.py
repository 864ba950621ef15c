"""The plan of a loop test on paper, to be followed with a pen (kế hoạch đánh dấu phiếu thử; PR-18)."""

from django.utils import timezone, translation

from daihoi.foundation.ballots.models import LoopTest, Poll
from daihoi.foundation.ballots.queries.loop_words import plan_rows
from daihoi.foundation.ballots.queries.loops import as_data, practice_of
from daihoi.foundation.ballots.queries.papers import document_of, signed_by
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.office import Document
from daihoi.office.document import Align, Block, Column, Paragraph, Rich, Table
from daihoi.office.wording import first_lower

PLAN_COLUMNS = (Column("Tờ", 0.6, Align.CENTER), Column("Làm gì", 2.6), Column("Ở những số", 3.4), Column("Người làm ký", 1.2))


def plan_paper(poll: Poll) -> Document:
    """Write what to mark by hand on each practice sheet, in Vietnamese whatever the page speaks, PR-18 (kế hoạch đánh dấu)."""
    with translation.override("vi"):
        practice = practice_of(poll, LoopTest.Kind.HAND)
        plan = plan_rows(as_data(practice.plan), len(contest_of(poll).candidates))
        rows: tuple[tuple[Rich, ...], ...] = tuple((str(row.number), row.how, "; ".join(row.where) or "–", "") for row in plan)
        blocks: tuple[Block, ...] = (
            Paragraph(
                "In phiếu thử trên đúng máy in sẽ in phiếu bầu, đánh dấu bằng tay theo bảng dưới đây, xếp theo số tờ, quét trên đúng máy quét sẽ dùng. "
                "Phiếu thử mang chữ MẪU và mã riêng nên không bao giờ được đọc như phiếu bầu. Thử xong thì hủy phiếu thử."
            ),
            Table(PLAN_COLUMNS, rows),
            signed_by("người đánh dấu", "trưởng ban kiểm phiếu"),
        )
        return document_of(poll, timezone.localdate(), "Kế hoạch đánh dấu phiếu thử máy", first_lower(poll.title), blocks)
