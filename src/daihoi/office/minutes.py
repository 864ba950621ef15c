"""Minutes of the count (biên bản kiểm phiếu), fields of EL-34, one paper for each election (EL-35)."""

from collections.abc import Mapping
from datetime import datetime

from daihoi.office.counts import Count, Member, Sitting, term_suffix
from daihoi.office.document import (
    Align,
    Annex,
    Block,
    Column,
    Document,
    Numbered,
    Paragraph,
    Rich,
    Section,
    Signature,
    Signatures,
    Symbol,
    Table,
    bold,
)
from daihoi.office.wording import FORMS, decimal, number, reason
from daihoi.rules.shares import share


def _moment(moment: datetime) -> str:
    """Write a time as minutes do."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút, ngày {moment:%d/%m/%Y}"


def _opening(sitting: Sitting, count: Count) -> list[Block]:
    """Say when and where, by whom the votes were counted."""
    blocks: list[Block] = []
    when = f"Vào lúc {_moment(count.started_at)}, tại " if count.started_at else "Tại "
    where = f"{sitting.congress}{term_suffix(sitting)}" if not count.voters else f"hội nghị {count.voters} do {sitting.congress} bầu"
    text = f"{when}{where}, {count.calling.team} {count.calling.appointed.format(body=count.body)} tiến hành kiểm phiếu {count.abstract}."
    blocks += [Paragraph(text), *(Paragraph(f"{hold}.") for hold in count.holds)]
    if count.members:
        names = tuple((bold(one.name), f", {one.role}" if one.role else "") for one in count.members)
        blocks += [Paragraph(f"{count.calling.team} gồm {number(len(names))} {sitting.form.text('address')}:"), Numbered(names)]
    return blocks


def _accounts(count: Count) -> list[Block]:
    """Write the figures that must agree before anybody is elected (EL-36, EL-41 to EL-43)."""
    rows: list[tuple[str, int | None]] = [
        (count.calling.seats, count.whole("seats")),
        (count.calling.listed, len(count.votes)),
        ("Số ủy viên" if count.voters else "Số được triệu tập", count.convened),
        ("Số có mặt", count.present),
        *((f"Trừ người {why}", off) for why, off in count.members_off),
        ("Số làm cơ sở tính kết quả", count.base),
        ("Số phiếu in", count.printed),
        ("Số phiếu in sai, đã hủy, không tính vào số in", count.voided or None),
        ("Số phiếu hỏng, đã hủy", count.spoiled),
        ("Số phiếu còn lại, không phát", count.left_over),
        ("Số phiếu phát ra", count.whole("issued")),
        ("Số phiếu phát ra, không thu về", count.whole("issued") - count.whole("returned") or None),
        ("Số phiếu thu về", count.whole("returned")),
        ("Số phiếu hợp lệ", count.whole("valid")),
        ("Số phiếu không hợp lệ", count.whole("invalid")),
    ]
    if count.convened is not None and count.present is not None:
        rows.insert(4, ("Số vắng mặt", count.convened - count.present))
    known = tuple((label, bold(number(value))) for label, value in rows if value is not None)
    return [Section("1. Số liệu"), Table((Column("Nội dung", 4), Column("Số lượng", 1, Align.RIGHT)), known)]


def _votes(count: Count) -> list[Block]:
    """List everybody in ballot order with the share of the base."""
    ballots = Align.RIGHT
    votes = (
        (Column("Đồng ý", 1.5, ballots), Column("Không đồng ý", 1.7, ballots)) if count.has_boxes else (Column("Số phiếu", 1.6, ballots),)
    )
    columns = (Column("TT", 0.8, Align.CENTER), Column("Họ và tên", 5), *votes, Column("Tỷ lệ (%)", 1.6, ballots))
    rows: list[tuple[Rich, ...]] = []
    for row in count.votes:
        cells: tuple[Rich, ...] = (str(row["candidate"]), str(row["name"]), bold(number(int(str(row["for"])))))
        if count.has_boxes:
            cells = (*cells, number(int(str(row["against"]))))
        rows.append((*cells, decimal(str(row["percent_of_base"]))))
    return [Section("2. Số phiếu của từng người, theo thứ tự trên phiếu bầu"), Table(columns, tuple(rows))]


def _outcome(sitting: Sitting, count: Count) -> list[Block]:
    """List the elected in descending votes, and say what stays open."""
    who, elected = sitting.form.text("address"), count.people("elected")
    blocks: list[Block] = [Section("3. Kết quả"), *([Paragraph(count.standing)] if count.standing else [])]
    if elected:
        rows = tuple(
            (str(place), str(row["name"]), bold(number(int(str(row["for"])))), decimal(str(row["percent_of_base"])))
            for place, row in enumerate(elected, 1)
        )
        columns = (
            Column("TT", 0.8, Align.CENTER),
            Column("Họ và tên", 5),
            Column("Số phiếu", 1.6, Align.RIGHT),
            Column("Tỷ lệ (%)", 1.6, Align.RIGHT),
        )
        head = f"{count.calling.chosen} {number(len(elected))} trên {number(count.whole('seats'))} {who} {count.calling.wanted}, xếp theo số phiếu từ cao xuống thấp:"
        blocks += [Paragraph(head, leads=True), Table(columns, rows)]
    else:
        blocks.append(Paragraph(count.calling.nobody))
    return blocks + _open_ends(who, count)


def _open_ends(who: str, count: Count) -> list[Block]:
    """Say who became alternate, who is tied and how many places are unfilled (EL-44 to EL-46)."""
    blocks: list[Block] = []
    if alternates := count.people("alternates"):
        blocks += [
            Paragraph("Dự khuyết, theo thứ tự:"),
            Numbered(tuple(f"{row['name']}, {number(int(str(row['for'])))} phiếu" for row in alternates)),
        ]
    if tied := count.people("tied"):
        names = ", ".join(str(row["name"]) for row in tied)
        blocks.append(
            Paragraph(
                f"Bằng phiếu ở người cuối, chưa ai {count.calling.as_chosen}: {names}. Việc bầu lại giữa những {who} này do {count.body} quyết định."
            )
        )
    if unfilled := count.whole("unfilled"):
        blocks.append(Paragraph(f"Còn thiếu {number(unfilled)} {who}; {count.calling.further.format(body=count.body)}."))
    return blocks


def _notes(sitting: Sitting, count: Count) -> list[Block]:
    """Say how people voted, what elected, why ballots were invalid, and the code that is read aloud."""
    form = FORMS.get(str(count.result["form"]), "")
    base = f"Tỷ lệ tính trên {number(count.base)} làm cơ sở tính, không tính trên số phiếu hợp lệ."
    blocks: list[Block] = [Section("4. Ghi chú"), Paragraph(f"Cách bỏ phiếu: {form}. {base} {_what_elects(sitting, count)}")]
    reasons = count.result.get("invalid_reasons")
    if isinstance(reasons, Mapping) and any(reasons.values()):
        listed = "; ".join(f"{reason(str(code))}: {number(int(str(n)))}" for code, n in reasons.items() if n)
        blocks.append(Paragraph(f"Lý do phiếu không hợp lệ: {listed}."))
    blocks += [Paragraph(f"{correction}.") for correction in count.corrections]
    return [*blocks, Paragraph((f"Mã kiểm chứng của kết quả, đọc trước {count.body}: ", bold(count.result["digest"]), "."), Align.LEFT)]


def _what_elects(sitting: Sitting, count: Count) -> str:
    """Say how many votes elect (EL-40, EL-45)."""
    if count.round == "tie":
        who = sitting.form.text("address")
        return f"Bầu lại giữa những {who} bằng phiếu: người nhiều phiếu hơn {count.calling.as_chosen}, không cần quá nửa, theo quyết định của {count.body}."
    return f"Người {count.calling.as_chosen} phải được trên một nửa của {number(count.base)}, tức ít nhất {number(count.whole('needed'))} phiếu."


def _closing(count: Count) -> list[Block]:
    """End the minutes in one paragraph that stays with the signatures."""
    ended = f"Việc kiểm phiếu kết thúc lúc {_moment(count.closed_at)}. " if count.closed_at else ""
    sealed = "Ký biên bản này xong, phiếu bầu được niêm phong và giao đoàn chủ tịch."
    return [Paragraph(f"{ended}Cách kiểm phiếu và máy đã dùng ghi ở phụ lục kèm theo biên bản. {sealed}", leads=True)]


def _ways(count: Count) -> list[str]:
    """Say which ballots were read by machine and which were keyed in by people."""
    words = []
    if count.keyed:
        words.append(
            f"{number(count.keyed)} phiếu nhập bằng tay, mỗi phiếu ít nhất {number(count.entries)} người nhập riêng, khác nhau thì nhập lại hoặc cả ban kết luận"
        )
    if count.pages_read or not count.keyed:
        pages = f" từ {number(count.pages_read)} trang quét" if count.pages_read is not None else ""
        words.append(f"phiếu được đọc bằng máy{pages}")
    return words + _doubts(count)


def _doubts(count: Count) -> list[str]:
    """Say where two readings differed and what people decided."""
    words = []
    if count.readers_apart is not None and count.fields_read:
        rate = decimal(share(count.readers_apart, count.fields_read))
        words.append(
            f"hai cách đọc độc lập khác nhau ở {number(count.readers_apart)} trên {number(count.fields_read)} chỗ ({rate}%), đều do người xem lại"
            if count.readers_apart
            else f"hai cách đọc độc lập giống nhau ở cả {number(count.fields_read)} chỗ"
        )
    if count.marks_decided is not None:
        decided = f"{number(count.marks_decided)} chỗ nghi ngờ do người quyết định, mỗi chỗ hai người độc lập"
        words.append(decided if count.marks_decided else "không có chỗ nghi ngờ nào phải do người quyết định")
    if count.third_votes:
        words.append(f"{number(count.third_votes)} chỗ phải có người thứ ba")
    words += count.read_again
    return words


def _annex(count: Count) -> list[Block]:
    """Record how the count was made, on which machines, and the code that binds paper and journal."""
    ways = "; ".join(_ways(count))
    blocks: list[Block] = [
        Annex(f"Cách kiểm phiếu và máy đã dùng khi {count.abstract}"),
        Section("1. Cách kiểm phiếu"),
        Paragraph(f"{ways[:1].upper()}{ways[1:]}."),
    ]
    if count.second_checks is not None:
        blocks += [Paragraph(check) for check in count.second_checks or ("Đến lúc lập biên bản chưa kiểm phiếu lần hai.",)]
    if count.machines:
        blocks += [Section("2. Máy và chương trình"), *(Paragraph(f"{machine}.") for machine in count.machines)]
    if count.journal_head:
        blocks.append(Paragraph(("Mã cuối của nhật ký khi công bố: ", bold(count.journal_head), "."), Align.LEFT))
    return blocks


def _signatures(sitting: Sitting, count: Count) -> list[Block]:
    """Leave room for presidium, head and members of the counting committee (EL-34, FM-19)."""
    behalf = sitting.form.text("on_behalf")
    presidium = count.presidium[0] if count.presidium else Member("")
    blocks: list[Block] = [
        Signatures((Signature(power=f"{behalf} Đoàn chủ tịch", name=presidium.name), Signature(title=count.calling.head, name=count.head)))
    ]
    others = tuple(one for one in count.members if one.name != count.head)
    if others:
        columns = (Column("TT", 0.8, Align.CENTER), Column(count.calling.member, 5), Column("Ký tên", 4))
        blocks.append(Table(columns, tuple((str(place), one.name, "\u00a0\n\u00a0") for place, one in enumerate(others, 1))))
    return blocks


def minutes_of_count(sitting: Sitting, count: Count) -> Document:
    """Write the minutes of one count (biên bản kiểm phiếu)."""
    return Document(
        form=sitting.form,
        upper=sitting.upper,
        issuing=sitting.issuing,
        symbol=Symbol("BB", sitting.body_code, count.number),
        place=sitting.place,
        signed_on=sitting.signed_on,
        name="Biên bản kiểm phiếu",
        abstract=f"{count.abstract}{term_suffix(sitting)}",
        blocks=(
            *_opening(sitting, count),
            *_accounts(count),
            *_votes(count),
            *_outcome(sitting, count),
            *_notes(sitting, count),
            *_closing(count),
            *_signatures(sitting, count),
            *_annex(count),
        ),
        foot=f"Mã kiểm chứng {count.result['digest']}",
    )
