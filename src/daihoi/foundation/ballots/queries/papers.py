"""Papers around the pile: minutes of destruction, sheet to sign per delegation (văn bản của ban kiểm phiếu; PR-17)."""

from datetime import date

from django.utils import timezone, translation

from daihoi.foundation.ballots.models import (
    CustodyEvent,
    FullCheck,
    LoopTest,
    MachineRecord,
    Poll,
    PublicSeed,
    Release,
    SecondCheck,
    VoidedRun,
)
from daihoi.foundation.ballots.queries.checking import Comparison
from daihoi.foundation.ballots.queries.comparing import bundles_of
from daihoi.foundation.ballots.queries.loops import loop_tests_of
from daihoi.foundation.ballots.queries.machines import machines_of, unwiped
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.zones import zones_of
from daihoi.foundation.organization.queries import breadcrumb
from daihoi.office import Document, format_on
from daihoi.office.document import Align, Block, Column, Paragraph, Rich, Section, Signature, Signatures, Table, bold
from daihoi.office.wording import first_lower, number

PARTY = "dcsvn"
BY_HAND = "(ký, ghi rõ họ tên)"


def destruction_paper(voided: VoidedRun) -> Document:
    """Write the minutes of destruction of a wrong print run, in Vietnamese whatever the page speaks, PR-17 (biên bản hủy phiếu)."""
    with translation.override("vi"):
        poll = voided.run.poll
        blocks: tuple[Block, ...] = (*_what_was_destroyed(voided), signed_by(voided.first_witness_title, voided.second_witness_title))
        abstract = f"hủy phiếu in sai, {first_lower(poll.title)}"
        return document_of(poll, timezone.localdate(voided.voided_at), "Biên bản", abstract, blocks, f"Mã bản in {voided.run.digest[:16]}")


def _what_was_destroyed(voided: VoidedRun) -> list[Block]:
    """Say what was printed, why it is void and what became of each sheet."""
    run, at = voided.run, timezone.localtime(voided.voided_at)
    after = (
        "Danh sách trên phiếu sai nên toàn bộ phiếu mang mã này không còn giá trị; phiếu mới mang mã khác và được soát, ký lại trước khi in."
        if voided.is_list_wrong
        else "Danh sách trên phiếu không sai; phiếu in lại từ bản đã ký."
    )
    blocks: list[Block] = [
        Paragraph(
            f"Hồi {at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}, hai người ký tên dưới đây chứng kiến việc hủy phiếu in sai."
        ),
        Paragraph(
            (
                "Đợt in ngày ",
                f"{timezone.localtime(run.printed_at):%d/%m/%Y}: ",
                bold(number(run.copies)),
                f" tờ, mã trên phiếu {run.poll.code}. Đã hủy ",
                bold(number(voided.destroyed)),
                " tờ.",
            )
        ),
        Paragraph(f"Lý do hủy: {voided.reason}."),
    ]
    if voided.missing:
        blocks.append(Paragraph(f"Chưa hủy {number(voided.missing)} tờ: {voided.missing_note}."))
    blocks.append(Paragraph(f"{after} Số phiếu của đợt này không tính vào số phiếu đã in."))
    return blocks


ZONE_COLUMNS = (
    Column("TT", 0.7, Align.CENTER),
    Column("Đoàn, khu vực", 3.4),
    Column("Số người", 1.2, Align.RIGHT),
    Column("Đã phát", 1.2, Align.RIGHT),
    Column("Đổi phiếu hỏng", 1.3, Align.RIGHT),
    Column("Trả lại", 1.1, Align.RIGHT),
    Column("Người nhận ký, ghi rõ họ tên", 3),
)


def zones_paper(poll: Poll) -> Document:
    """Write the sheet on which each delegation signs for its ballots; what is not recorded yet is left to the pen (phiếu ký nhận)."""
    with translation.override("vi"):
        zones = zones_of(poll)
        rows: list[tuple[Rich, ...]] = [
            (str(place), row.zone, number(row.people), *_written(row.is_recorded, row.handed_out or 0, row.exchanged, row.unused), "")
            for place, row in enumerate(zones.rows, 1)
        ]
        is_whole = bool(zones.rows) and not zones.waiting
        totals = _written(is_whole, zones.handed_out, zones.exchanged, zones.unused)
        rows.append(("", bold("Cộng"), bold(number(zones.people)), *totals, ""))
        blocks: tuple[Block, ...] = (
            Paragraph(
                f"Mã trên phiếu: {poll.code}. Phiếu hỏng được đổi tại đoàn, thu lại phiếu cũ. Phiếu chưa dùng trả lại trước khi bỏ phiếu."
            ),
            Table(ZONE_COLUMNS, tuple(rows)),
            signed_by("người phát phiếu", "trưởng ban kiểm phiếu"),
        )
        return document_of(poll, timezone.localdate(), "Phiếu ký nhận phiếu bầu", first_lower(poll.title), blocks)


CUSTODY_COLUMNS = (
    Column("Phong bì", 1.4),
    Column("Ngày", 1.5, Align.CENTER),
    Column("Việc", 1.6),
    Column("Số tờ", 1, Align.RIGHT),
    Column("Niêm phong số", 1.4),
    Column("Nơi giữ", 2.4),
    Column("Quyết định", 2.2),
)


def custody_paper(poll: Poll) -> Document:
    """Write the register of the sealed envelopes of a vote, PR-26 (sổ theo dõi phiếu niêm phong)."""
    with translation.override("vi"):
        rows: tuple[tuple[Rich, ...], ...] = tuple(
            (
                event.envelope,
                f"{event.happened_on:%d/%m/%Y}",
                f"{event.get_kind_display()}: {event.words}" if event.words else event.get_kind_display(),
                number(event.sheets),
                event.seal,
                event.holder,
                f"{event.decision}, {event.decision_on:%d/%m/%Y}" if event.decision_on else "",
            )
            for event in CustodyEvent.objects.filter(poll=poll)
        )
        blocks: tuple[Block, ...] = (
            Table(CUSTODY_COLUMNS, rows, is_small=True),
            signed_by("người giao", "người giữ"),
        )
        return document_of(poll, timezone.localdate(), "Sổ theo dõi phiếu niêm phong", first_lower(poll.title), blocks)


def envelope_paper(event: CustodyEvent) -> Document:
    """Write the minutes of destruction of one sealed envelope, EL-47 (biên bản hủy phiếu)."""
    with translation.override("vi"):
        poll, decided = event.poll, f"{event.decision_on:%d/%m/%Y}"
        key = (
            " Khóa của ảnh quét, kết quả đọc, ý kiến và lần nhập của từng phiếu đã hủy cùng phiếu đã bầu cuối cùng; số liệu và mã băm vẫn được giữ."
            if poll.key.destroyed_at
            else ""
        )
        two = f" {event.ordered_by} ghi quyết định hủy, {event.done_by} xác nhận đã hủy." if event.done_by else ""
        blocks: tuple[Block, ...] = (
            Paragraph(
                f"Ngày {event.happened_on:%d/%m/%Y}, theo quyết định số {event.decision} ngày {decided}, hai người ký tên dưới đây chứng kiến việc hủy phiếu bầu."
            ),
            Paragraph(
                (
                    f"Phong bì {event.envelope}{holding(event)}: ",
                    bold(number(event.sheets)),
                    f" tờ, niêm phong số {event.seal} còn nguyên, {event.holder} giữ đến ngày hủy.{two}{key}",
                )
            ),
            signed_by(event.first_witness_title, event.second_witness_title),
        )
        return document_of(poll, event.happened_on, "Biên bản", f"hủy phiếu niêm phong, {first_lower(poll.title)}", blocks)


def opening_paper(opened: CustodyEvent, resealed: CustodyEvent | None) -> Document:
    """Write the minutes of the opening of a sealed envelope, with what was sealed again and why its sheets are others (biên bản mở niêm phong)."""
    with translation.override("vi"):
        poll = opened.poll
        blocks: tuple[Block, ...] = (
            Paragraph(
                f"Ngày {opened.happened_on:%d/%m/%Y}, theo quyết định số {opened.decision} ngày {opened.decision_on:%d/%m/%Y}, mở phong bì "
                f"{opened.envelope}{holding(opened)}: {number(opened.sheets)} tờ, niêm phong số {opened.seal}, {opened.holder} giữ."
            ),
            Paragraph("Phong bì chưa được niêm phong lại." if resealed is None else _of_resealing(opened, resealed)),
            signed_by("người mở", "người giữ"),
        )
        return document_of(poll, opened.happened_on, "Biên bản", f"mở niêm phong, {first_lower(poll.title)}", blocks)


def _of_resealing(opened: CustodyEvent, resealed: CustodyEvent) -> str:
    """Say under which seal and with how many sheets an envelope was sealed again."""
    said = f"Niêm phong lại ngày {resealed.happened_on:%d/%m/%Y}, số {resealed.seal}, đếm lại {number(resealed.sheets)} tờ"
    if resealed.sheets == opened.sheets:
        return f"{said}, đúng như trước khi mở."
    difference = opened.sheets - resealed.sheets
    return f"{said}, {'thiếu' if difference > 0 else 'thừa'} {number(abs(difference))} tờ so với trước khi mở. Lý do: {resealed.words.rstrip('.')}."


def holding(event: CustodyEvent) -> str:
    """Say which paper lies in an envelope."""
    told = [event.get_paper_display(), event.contents]
    return "".join(f", {each}" for each in told if each)


def machine_paper(poll: Poll) -> Document:
    """Write the record of the machines with the technicians' undertaking, to be signed, PR-26 (biên bản máy kiểm phiếu)."""
    with translation.override("vi"):
        blocks: tuple[Block, ...] = (
            *(Paragraph(_of_machine(record)) for record in machines_of(poll)),
            *(Paragraph(_of_test(test)) for test in reversed(loop_tests_of(poll))),
            *(Paragraph(_of_release(release)) for release in poll.releases.select_related("released_by")),
            *(Paragraph(f"Chưa ghi đã xóa dữ liệu: {device}.") for device in unwiped(poll) if poll.is_closed),
            Paragraph(
                "Kỹ thuật viên ký tên dưới đây cam kết: máy chỉ chạy chương trình có mã băm nêu trên, không cập nhật cho đến khi ký biên bản kiểm phiếu, "
                "không nối mạng, không chép ảnh phiếu hay kết quả ra ngoài; máy thuê được xóa dữ liệu sau khi giao bằng chứng."
            ),
            signed_by("kỹ thuật viên", "trưởng ban kiểm phiếu"),
        )
        return document_of(poll, timezone.localdate(), "Biên bản máy kiểm phiếu", first_lower(poll.title), blocks)


def network_in_words(record: MachineRecord) -> str:
    """Say what the machine saw of networks and what the technicians state, in the same words in every paper."""
    seen = {"": "máy không thấy mạng nào", "?": "máy không cho biết về mạng"}.get(
        record.networks, f"máy thấy mạng đang nối: {record.networks}"
    )
    stated = "xác nhận đã ngắt mạng" if record.is_network_stated_off else "không xác nhận đã ngắt mạng"
    return f"{seen}; kỹ thuật viên {stated}"


def _of_machine(record: MachineRecord) -> Rich:
    """Say how one machine stood, or that it was wiped."""
    at = timezone.localtime(record.recorded_at)
    head = f"{at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}: "
    if record.kind == MachineRecord.Kind.WIPED:
        return (head, bold(record.device), f" đã xóa dữ liệu: {record.method}.")
    owned = "máy thuê, mượn" if record.is_rented else "máy của đơn vị"
    return (
        head,
        bold(record.device),
        f", {owned}, chương trình {record.version}, mã băm {record.program_digest}; số trang đã đọc: {number(record.pages_read)}; {network_in_words(record)}; "
        f"số kỹ thuật viên ký cam kết: {number(record.technicians)}.",
    )


def _of_test(test: LoopTest) -> Rich:
    """Say how one loop test came out, PR-18."""
    at = timezone.localtime(test.tested_at)
    return (
        f"{at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}: thử vòng máy in {test.printer}, máy quét {test.scanner} bằng "
        f"{test.get_kind_display()}: ",
        bold("đạt" if test.is_passed else "không đạt"),
        f"; quét được {number(test.pages_seen)} trong {number(test.pages_expected)} trang, đọc đúng {number(test.right)} chỗ, "
        f"hỏi lại người {number(test.asked)}, đọc sai {number(test.wrong)}; chương trình {test.version}, mã băm {test.program_digest}; "
        f"người thử {test.tester}.",
    )


def _of_release(release: Release) -> Rich:
    """Say who let the vote be held, how its ballots are counted and on what that stands, PR-18."""
    at = timezone.localtime(release.released_at)
    stands_on = "theo lần thử máy đạt" if release.loop_test_id else f"không thử máy, lý do: {release.reason}" if release.reason else ""
    head = f"{at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}: {release.released_by} cho bầu, {release.get_way_display()}"
    return f"{head}; {stands_on}." if stands_on else f"{head}."


def second_check_paper(check: SecondCheck) -> Document:
    """Write the minutes of the second check of a count (biên bản kiểm phiếu lần hai)."""
    with translation.override("vi"):
        at = timezone.localtime(check.recorded_at)
        seed = () if check.is_full else (Paragraph(seed_in_words(check)),)
        blocks: tuple[Block, ...] = (
            Paragraph(f"Hồi {at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}, ban kiểm phiếu kiểm lại phiếu đã kiểm."),
            *seed,
            Paragraph(how_checked(check)),
            Paragraph(f"{what_differed(check)} Ban kiểm phiếu báo cáo đoàn chủ tịch." if check.differing else what_differed(check)),
            signed_by("trưởng ban kiểm phiếu", "đoàn chủ tịch"),
        )
        return document_of(
            check.poll, timezone.localdate(check.recorded_at), "Biên bản", f"kiểm phiếu lần hai, {first_lower(check.poll.title)}", blocks
        )


COMPARE_COLUMNS = (
    Column("Tờ", 0.7, Align.RIGHT),
    Column("Bản ghi", 6),
    Column("Giống", 0.9, Align.CENTER),
    Column("Khác", 0.9, Align.CENTER),
)


def comparison_paper(poll: Poll, comparison: Comparison) -> Document:
    """Write what the record says of each sheet to compare, with boxes to tick; it is sealed with the ballots (tờ so phiếu)."""
    with translation.override("vi"):
        names = "; ".join(f"{place} {each.name}" for place, each in enumerate(contest_of(poll).candidates, 1))
        blocks: list[Block] = [
            Paragraph("Chỉ ban kiểm phiếu dùng; so xong thì niêm phong cùng phiếu bầu, không sao chép, không mang ra ngoài."),
            Paragraph(f"Số trên phiếu: {names}."),
        ]
        for bundle in bundles_of(poll, comparison):
            rows = tuple((str(row.place.place), row.words, "", "") for row in bundle.sheets)
            blocks += [Section(f"{bundle.label}: {number(len(rows))} tờ"), Table(COMPARE_COLUMNS, rows, is_small=True)]
        blocks.append(signed_by("người so phiếu", "trưởng ban kiểm phiếu"))
        return document_of(poll, timezone.localdate(), "Tờ so phiếu", f"kiểm phiếu lần hai, {first_lower(poll.title)}", tuple(blocks))


def how_checked(check: SecondCheck) -> str:
    """Say which ballots a second check counted again, and for a sample its risk."""
    if check.is_full:
        chosen = FullCheck.objects.filter(poll_id=check.poll_id, turn=check.turn).first()
        why = f", trưởng ban kiểm phiếu chọn kiểm cả chồng lúc {timezone.localtime(chosen.chosen_at):%H:%M, %d/%m/%Y}" if chosen else ""
        return f"Kiểm lại cả {number(check.pile)} phiếu{why}."
    return (
        f"Kiểm lại {number(check.size)} trong {number(check.pile)} phiếu, lấy theo số gieo. Phải ghi sai ít nhất {number(check.least_wrong)} "
        f"phiếu thì kết quả mới khác; sai đến mức ấy thì mẫu này bỏ sót với xác suất không quá {check.risk_percent}%."
    )


def seed_in_words(check: SecondCheck) -> str:
    """Say by which seed a sample was drawn, and where it came from."""
    seed = PublicSeed.objects.filter(poll_id=check.poll_id, turn=check.turn).first()
    return f"Số gieo công khai: “{check.seed}”, {seed.origin}." if seed else f"Số gieo công khai: “{check.seed}”."


def what_differed(check: SecondCheck) -> str:
    """Say what a second check found."""
    return f"{number(check.differing)} phiếu khác bản ghi: {check.words}." if check.differing else "Không phiếu nào khác bản ghi."


def _written(is_known: bool, *values: int) -> tuple[str, ...]:
    """Write numbers, or leave room for them."""
    return tuple(number(value) if is_known else "" for value in values)


def signed_by(*titles: str) -> Signatures:
    """Give places for those who were present, to sign and write their names."""
    return Signatures(tuple(Signature(title=title[:1].upper() + title[1:], note=BY_HAND) for title in titles))


def document_of(poll: Poll, day: date, name: str, abstract: str, blocks: tuple[Block, ...], foot: str = "") -> Document:
    """Begin a paper of the counting committee with its head: unit, committee, day."""
    places = breadcrumb(poll.unit, day)
    family = "party" if charter_of(poll).name.startswith(PARTY) else "neutral"
    return Document(
        form=format_on(day, family),  # type: ignore[arg-type]  # one of the two families by name
        upper=places[-1].name if places else poll.unit.code,
        issuing="Ban kiểm phiếu",
        name=name,
        abstract=abstract,
        signed_on=day,
        blocks=blocks,
        foot=foot,
    )
