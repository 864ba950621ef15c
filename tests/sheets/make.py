"""Make the stored set of ugly sheets anew: python -m tests.sheets.make. Names are invented."""

import io
import struct
import unicodedata
from datetime import date
from pathlib import Path

import xlsxwriter

from daihoi.foundation.organization.sheets.legacy import TCVN3_BYTES, TCVN3_LETTERS, VNI_ALONE, VNI_MARKS

FILES = Path(__file__).parent / "files"
TITLE = "TIẾN ĐỘ ĐẠI HỘI CÁC TỔ CHỨC CƠ SỞ ĐẢNG"
HEAD = ("TT", "Tên đơn vị", "Số đảng viên", "Ngày dự kiến", "Ngày đại hội", "Ghi chú")
ROWS = (
    ("1", "Đảng bộ xã Bình Thạnh", "120", "02/6/2020", "03.6.2020", ""),
    ("2", "Chi bộ Hạt Kiểm lâm", "9", "ngày 05 tháng 6 năm 2020", "", "chờ ý kiến"),
    ("3", "Đảng bộ xã Phú Hội", "1.015", "8-6-20", "08/06/2020", ""),
)
TO_TCVN3 = dict(zip(TCVN3_LETTERS, TCVN3_BYTES.decode("latin-1"), strict=True))
TO_VNI = {chr(after): chr(before) for before, after in VNI_ALONE.items()}
MARKS = {marks: letter for letter, marks in VNI_MARKS.items()}


def tcvn3(text):
    """Unicode letters as TCVN3 codes; capitals with a tone are typed small."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def vni(text):
    """Unicode letters as VNI codes: the base, then its mark."""
    return "".join(map(_vni, text))


def _vni(letter):
    if letter in TO_VNI:
        return TO_VNI[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if "\u031b" in marks:
        marks.remove("\u031b")
        base = TO_VNI[unicodedata.normalize("NFC", base + "\u031b")]
    mark = MARKS.get("".join(sorted(marks, key=lambda each: each not in "\u0302\u0306")), "")
    return base + (mark.upper() if letter.isupper() else mark)


def csv_text(separator=","):
    return (
        "\r\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in ((TITLE,), (), HEAD, *ROWS))
        + "\r\n"
    )


def cp1258(text):
    """Windows-1258 keeps a tone behind its vowel."""
    return "".join(_cp1258(letter) for letter in text).encode("cp1258")


def _cp1258(letter):
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        spread = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in spread[1:] if mark in "\u0301\u0300\u0309\u0303\u0323")
        return unicodedata.normalize("NFC", spread.replace(tone, "")) + tone


def record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def label(row, column, text):
    return record(0x0204, struct.pack("<HHHHB", row, column, 15, len(text), 1) + text.encode("utf-16-le"))


def xls(rows, merged=()):
    """A workbook of the old kind (BIFF8 in a compound file), by hand: no library of ours writes it."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 6, 0) + b"Trang1")
    bounds = len(record(0x0809, begin)) + len(name) + len(record(0x000A, b""))
    name = record(0x0085, struct.pack("<IBBBB", bounds, 0, 0, 6, 0) + b"Trang1")
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                sheet += label(at, column, cell)
            elif cell not in ("", None):
                sheet += record(0x0203, struct.pack("<HHHd", at, column, 15, float(cell)))
    if merged:
        sheet += record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *each) for each in merged))
    stream = record(0x0809, begin) + name + record(0x000A, b"") + sheet + record(0x000A, b"")
    return compound(stream.ljust(4096, b"\0"))


def compound(stream):
    """One stream named Workbook in a compound file: header, allocation table, directory, data."""
    sectors = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + entry("Workbook", 2, 2, len(stream)) + entry("", 0, 0, 0) * 2
    return header + struct.pack("<128I", *table) + directory + stream.ljust(sectors * 512, b"\0")


def entry(name, kind, start, size, child=0xFFFFFFFF):
    raw = (name + "\0").encode("utf-16-le") if name else b""
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIQ", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, size)


def two_lines():
    """Two lines of merged heads, a line of numbers, groups, a total that is one short, a foot."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Biểu 1")
        page.merge_range(0, 0, 0, 8, "ĐẢNG BỘ HUYỆN TÂN PHÚ")
        page.merge_range(1, 0, 1, 8, "Biểu tiến độ đại hội, tính đến ngày 11/6/2020")
        for column, text in ((0, "STT"), (1, "Tên tổ chức đảng"), (2, "Tổng số ĐViên"), (8, "Ghi chú")):
            page.merge_range(3, column, 4, column, text)
        page.merge_range(3, 3, 3, 5, "Ngày đại hội")
        page.merge_range(3, 6, 3, 7, "Đại hội")
        page.write_row(4, 3, ["Dự kiến", "Điều chỉnh", "Thực hiện"])
        page.write_row(4, 6, ["Số ND", "Điểm"])
        page.write_row(5, 0, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"])
        page.write_row(6, 0, ["I", "Khối xã"])
        page.write_row(7, 0, [1, "ĐB xã Bình Thạnh", "120", "02/6/20", "", "sáng 03/06/2020", 4, "x"])
        page.write_row(8, 0, [2, "Đảng bộ xã Phú Hội", "1.015"])
        page.write_datetime(8, 3, date(2020, 6, 8), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_row(8, 4, [43997, "", 4, "", "nước lên, dời một tuần"])
        page.write_row(10, 0, ["II", "Khối cơ quan"])
        page.write_row(11, 0, [3, "CB Hạt kiểm lâm", 9, "ngày 05 tháng 6 năm 2020", "", "chưa", 4])
        page.write_row(12, 0, ["", "Tổng cộng", 1145, "", "", 1])
        page.write_row(14, 1, ["Tân Phú, ngày 11 tháng 6 năm 2020"])
        page.write_row(15, 1, ["NGƯỜI LẬP BIỂU"])
    return out.getvalue()


def several_sheets():
    """Three sheets, the list on the second, blank rows in it, the head again as on a second printed page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Bìa").write(0, 0, "Báo cáo tuần")
        page = book.add_worksheet("Tuần 24")
        head = [
            "TT",
            "Đơn vị",
            "Loại hình",
            "Đảng viên",
            "Kế hoạch",
            "Dời sang",
            "Lý do",
            "Đã ĐH",
            "Nội dung",
            "ĐH điểm",
            "Tình trạng",
            "Nguồn",
            "Ghi chú",
        ]
        page.write_row(2, 0, head)
        page.write_row(
            3, 0, [1, "Đảng bộ xã Bình Thạnh", "đảng bộ cơ sở", 120, "02/06/2020", "", "", "03/06/2020", 4, "x", "đã đại hội", "BC 12", ""]
        )
        page.write_row(5, 0, [2, "Đảng bộ xã Phú Hộ", "đảng bộ cơ sở", "1 015", "08/06/2020", "15/06/2020", "nước lên", "-", 4, "", "hoãn"])
        page.write_row(6, 0, head)
        page.write_row(7, 0, [3, "Chi bộ Hạt Kiểm lâm", "chi bộ cơ sở", 9, "05/06/2020", "", "", "", 3, "", "đã họp", "điện thoại"])
        page.write_row(8, 0, ["Cộng", "", "", 1144])
        book.add_worksheet("Danh mục").write_row(0, 0, ["Mã", "Tên"])
    return out.getvalue()


def units_by_name():
    """A list of new units whose superiors are named, not coded."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Chi bộ")
        page.write(0, 0, "DANH SÁCH CHI BỘ TRỰC THUỘC")
        page.write_row(1, 0, ["STT", "Mã tổ chức", "Tên tổ chức đảng", "Loại hình", "Trực thuộc", "Số đảng viên"])
        page.write_row(2, 0, [1, "H1-01", "Chi bộ ấp Một", "Chi bộ trực thuộc", "Đảng bộ xã Bình Thạnh", 14])
        page.write_row(3, 0, [2, "H1-02", "Chi bộ ấp Hai", "Chi bộ trực thuộc", "ĐB xã Phú Hội", 11])
        page.write_row(4, 0, ["", "Tổng cộng", "", "", "", 26])
    return out.getvalue()


def old_sheet():
    """An .xls typed in a TCVN3 font, heads merged over two rows."""
    rows = [[tcvn3(TITLE)], [], [tcvn3(text) for text in ("TT", "Tên đơn vị", "Đảng viên", "Thời gian", "", "Ghi chú")]]
    rows += [["", "", "", tcvn3("Dự kiến"), tcvn3("Thực hiện"), ""]]
    rows += [[tcvn3(cell) if column != 2 else cell for column, cell in enumerate(row)] for row in ROWS]
    rows += [[tcvn3("Tổng số"), "", 1144, "", 2, ""]]
    return xls(rows, merged=[(2, 3, 0, 0), (2, 3, 1, 1), (2, 3, 2, 2), (2, 2, 3, 4), (2, 3, 5, 5)])


def sheets():
    """Every file of the set by its name."""
    return {
        "hai-dong-gop-o.xlsx": two_lines(),
        "nhieu-trang.xlsx": several_sheets(),
        "don-vi-theo-ten.xlsx": units_by_name(),
        "phong-abc.xls": old_sheet(),
        "utf8.csv": ("\ufeff" + csv_text(";")).encode(),
        "utf16.csv": csv_text("\t").encode("utf-16"),
        "cp1258.csv": cp1258(csv_text(",")),
        "tcvn3.csv": tcvn3(csv_text(",")).encode("latin-1"),
        "vni.csv": vni(csv_text(",")).encode("latin-1"),
        "phong-vni-utf8.csv": vni(csv_text(",")).encode(),
    }


if __name__ == "__main__":
    for name, data in sheets().items():
        (FILES / name).write_bytes(data)
