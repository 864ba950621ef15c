"""`daihoi bundle` and `daihoi verify` on plain files."""

import json
import zipfile

import pytest
from tests.evidence.facts import CONTEST, as_jsonl, parts

from daihoi.cli.evidence import run
from daihoi.cli.main import main
from daihoi.evidence.rereading import Rereading, compare
from daihoi.paper.printing import PrintedBallot
from daihoi.paper.reading import READER_VERSION
from daihoi.paper.simulation import simulate_sheet
from daihoi.paper.simulation.ink import Pen
from daihoi.rules.errors import RuleViolation


@pytest.fixture
def folder(tmp_path):
    facts = parts()
    (tmp_path / "contest.toml").write_text(CONTEST, encoding="utf-8")
    (tmp_path / "charter.toml").write_text(facts["charter"], encoding="utf-8")
    (tmp_path / "layout.json").write_text(json.dumps(facts["layout"]), encoding="utf-8")
    (tmp_path / "readings.jsonl").write_text(as_jsonl(facts["readings"]), encoding="utf-8")
    (tmp_path / "decisions.jsonl").write_text(as_jsonl(facts["decisions"]), encoding="utf-8")
    (tmp_path / "scans").mkdir()
    for name, data in facts["images"]:
        (tmp_path / "scans" / name).write_bytes(data)
    (tmp_path / "scans" / "note.txt").write_text("no scan", encoding="utf-8")
    (tmp_path / "scans" / "ballot.pdf").write_bytes(b"%PDF-1.7 of no reading either")
    return tmp_path


def command(folder, *more):
    files = {
        "--contest": "contest.toml",
        "--layout": "layout.json",
        "--readings": "readings.jsonl",
        "--decisions": "decisions.jsonl",
        "--images": "scans",
    }
    return ["--out", str(folder / "out.zip"), *(word for key, name in files.items() for word in (key, str(folder / name))), *more]


def code_in(folder, name="out.zip"):
    with zipfile.ZipFile(folder / name) as archive:
        return json.loads(archive.read("result.json"))["digest"]


@pytest.mark.parametrize(("edition", "files"), [("sealed", 15), ("public", 7)])
def test_bundle_of_plain_files_verifies(folder, capsys, edition, files):
    assert run("bundle", command(folder, "--edition", edition, "--json")) == 0
    assert json.loads(capsys.readouterr().out) == {"out": str(folder / "out.zip"), "edition": edition, "files": files - 1}
    assert run("verify", [str(folder / "out.zip"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "edition": edition,
        "files": files,
        "digest": code_in(folder),
        "findings": [],
    }


def test_no_name_of_a_scanned_file_stands_in_a_bundle_which_is_counted_and_read_as_before(folder, capsys):
    told = (folder / "readings.jsonl").read_text(encoding="utf-8").replace("002.jpg", "doan-to-3.JPG")
    (folder / "readings.jsonl").write_text(told, encoding="utf-8")
    (folder / "scans" / "002.jpg").rename(folder / "scans" / "doan-to-3.JPG")
    with (folder / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"source": "doan-to-3.JPG#1", "sheet_mark": "stamp", "state": "present", "ballot": 2}) + "\n")
    assert run("bundle", command(folder)) == 0
    with zipfile.ZipFile(folder / "out.zip") as archive:
        assert sorted(name for name in archive.namelist() if name.startswith("images/")) == [f"images/T00{n}.jpg" for n in (1, 2, 3, 4)]
        held = b"".join(archive.read(name) for name in archive.namelist())
        readings = [json.loads(line) for line in archive.read("readings.jsonl").splitlines()]
        decisions = [json.loads(line) for line in archive.read("decisions.jsonl").splitlines()]
    assert b"doan-to" not in held
    assert [line["source"] for line in readings] == [f"T00{n}.jpg#1" for n in (1, 2, 3, 4)]
    assert decisions[-1]["source"] == "T002.jpg#1"
    assert run("verify", [str(folder / "out.zip")]) == 0


def test_bundle_counts_with_the_charter_beside_the_contest(folder):
    frozen = (
        (folder / "charter.toml")
        .read_text(encoding="utf-8")
        .replace('[rule."election.over_percent"]\nvalue = 50', '[rule."election.over_percent"]\nvalue = 90')
    )
    (folder / "charter.toml").write_text(frozen, encoding="utf-8")
    assert run("bundle", command(folder)) == 0
    with zipfile.ZipFile(folder / "out.zip") as archive:
        assert archive.read("charter.toml").decode() == frozen
        assert json.loads(archive.read("result.json"))["elected"] == []
    (folder / "charter.toml").unlink()
    assert run("bundle", command(folder)) == 0
    with zipfile.ZipFile(folder / "out.zip") as archive:
        assert json.loads(archive.read("result.json"))["elected"] == [1, 2]


def test_verify_says_what_is_wrong_and_returns_1(folder, capsys):
    (folder / "broken.zip").write_bytes(b"no archive")
    assert run("verify", [str(folder / "broken.zip")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("lỗi: verify.broken: Không mở được tệp hồ sơ")
    assert said.out.endswith("KHÔNG ĐÚNG (?, 0 tệp)\n")


def test_wrong_usage_returns_2(folder):
    with pytest.raises(SystemExit) as stop:
        run("bundle", ["--out", "x.zip"])
    assert stop.value.code == 2


def test_what_is_no_id_of_a_contest_is_refused_in_a_sentence(tmp_path, capsys):
    assert main(["bundle", "not-an-id", "--out", str(tmp_path / "out.zip")]) == 1
    assert capsys.readouterr().err.startswith("“not-an-id” không phải là mã cuộc bầu.")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_row_is_refused_with_file_and_row(folder, capsys):
    with (folder / "readings.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    assert main(["bundle", *command(folder)]) == 1
    assert f"{folder / 'readings.jsonl'}, dòng 5: không phải JSON" in capsys.readouterr().err
    (folder / "layout.json").unlink()
    (folder / "readings.jsonl").write_text("", encoding="utf-8")
    assert main(["bundle", *command(folder)]) == 1
    assert "layout.json: không đọc được" in capsys.readouterr().err


CHAIN = """charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
unit = "Đảng bộ xã Tân Bình (mẫu)"
elects = "executive_committee"
seats = 3
base = 6
issued = 6
returned = 6
candidates = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường", "Phạm Minh Dũng", "Hoàng Ngọc Hạnh"]
"""


def rewritten_bundle_is_found_by_code_and_images(folder, files, code, capsys):
    """A strike is taken out of the readings and all else is made anew: every digest fits, the code and the images do not."""
    lines = [json.loads(line) for line in (folder / "readings.jsonl").read_text(encoding="utf-8").splitlines()]
    (struck,) = (each for each in lines[4]["fields"] if each["candidate"] == 1)
    assert struck["state"] == "marked"
    struck["state"] = "clear"
    (struck,) = (each for each in lines[4]["fields"] if each["candidate"] == 3)
    struck["state"] = "marked"
    (folder / "rewritten.jsonl").write_text(as_jsonl(lines), encoding="utf-8")
    other = [str(folder / "rewritten.jsonl") if word == str(folder / "readings.jsonl") else word for word in files]
    assert main(["bundle", *other, "--out", str(folder / "rewritten.zip")]) == 0
    for name, asked, answer, found in (
        ("evidence.zip", ["--digest", code.lower().replace("-", " ")], 0, []),
        ("evidence.zip", ["--reread"], 0, []),
        ("rewritten.zip", [], 0, []),
        ("rewritten.zip", ["--digest", code], 1, ["verify.other_digest"]),
        ("rewritten.zip", ["--reread"], 1, ["verify.reread"]),
    ):
        capsys.readouterr()
        assert main(["verify", str(folder / name), *asked, "--json"]) == answer
        report = json.loads(capsys.readouterr().out)
        assert [each["code"] for each in report["findings"]] == found
        if "--reread" in asked:
            assert report["reread"] == {"pages": 6, "differing": len(found), "reader": READER_VERSION, "readers": []}
    assert "005.jpg#1" in report["findings"][0]["message"]
    assert "1 strike: clear → marked; 3 strike: marked → clear" in report["findings"][0]["message"]
    main(["verify", str(folder / "rewritten.zip"), "--reread"])
    told = capsys.readouterr().out
    assert f"Đọc lại 6 trang ảnh bằng máy đọc {READER_VERSION}: 1 trang khác hồ sơ" in told
    assert f"Mã: {code_in(folder, 'rewritten.zip')}. Hãy so với mã trên biên bản đã ký" in told


def test_a_code_that_is_cut_off_is_refused_and_the_public_edition_has_no_images_to_read(folder, capsys):
    assert run("bundle", command(folder, "--edition", "public")) == 0
    with pytest.raises(RuleViolation, match="có 3 ký tự, mã trên biên bản có 20"):
        run("verify", [str(folder / "out.zip"), "--digest", "ABC"])
    assert run("verify", [str(folder / "out.zip"), "--reread"]) == 1
    assert "lỗi: verify.nothing_to_reread" in capsys.readouterr().err
    assert run("verify", [str(folder / "out.zip"), "--digest", code_in(folder)]) == 0
    assert f"Mã: {code_in(folder)}. Đúng mã trên biên bản." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("readers", "then", "now", "level"),
    [
        ([], "clear", "doubtful", "error"),
        (["2.0"], "clear", "doubtful", "warning"),
        (["2.0"], "doubtful", "marked", "warning"),
        (["2.0"], "clear", "marked", "error"),
    ],
)
def test_another_reader_may_doubt_elsewhere_but_sees_no_mark_as_its_opposite(readers, then, now, level):
    lines = [
        {"source": "1.jpg#1", "status": "read", "cause": None, "page": 1, "sheet_marks": [],
         "fields": [{"candidate": 7, "kind": "strike", "state": state}]}
        for state in (then, now)
    ]  # fmt: skip
    found = Rereading("2.1", readers)
    compare(found, *lines)
    assert (found.pages, found.differing, [each.level for each in found.findings]) == (1, 1, [level])
    assert f"7 strike: {then} → {now}" in found.findings[0].message


def test_the_headless_chain_from_list_to_verified_evidence(tmp_path, capsys):
    """make → voters' marks → read → count → bundle → verify, on plain files alone."""
    (tmp_path / "CONTEST.toml").write_text(CHAIN, encoding="utf-8")
    assert main(["ballot", "make", str(tmp_path / "CONTEST.toml"), "--out", str(tmp_path / "made")]) == 0
    made = tmp_path / "made"
    ballot = PrintedBallot((made / "ballot.pdf").read_bytes(), json.loads((made / "layout.json").read_text(encoding="utf-8")))
    (tmp_path / "scans").mkdir()
    for number in range(1, 7):
        struck = (4, 5) if number < 5 else (1, 2)
        sheet = simulate_sheet(ballot, dict.fromkeys(struck, "level"), seed=number, pen=Pen("blue", (30, 50, 150), 0.7, 0.95, 0.1))
        (tmp_path / "scans" / f"{number:03}.jpg").write_bytes(sheet.pages[0])
    readings = str(tmp_path / "readings.jsonl")
    assert main(["ballot", "read", str(made / "layout.json"), str(tmp_path / "scans"), "--out", readings]) == 0
    files = [
        "--contest",
        str(made / "contest.toml"),
        "--layout",
        str(made / "layout.json"),
        "--readings",
        readings,
        "--images",
        str(tmp_path / "scans"),
    ]
    assert main(["bundle", *files, "--out", str(tmp_path / "evidence.zip")]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "evidence.zip"), "--json"]) == 0
    code = code_in(tmp_path, "evidence.zip")
    assert json.loads(capsys.readouterr().out) == {"ok": True, "edition": "sealed", "files": 17, "digest": code, "findings": []}
    rewritten_bundle_is_found_by_code_and_images(tmp_path, files, code, capsys)
    with zipfile.ZipFile(tmp_path / "evidence.zip") as archive:
        result = json.loads(archive.read("result.json"))
    assert [(vote["name"], vote["for"]) for vote in result["votes"]] == [
        ("Nguyễn Văn An", 4),
        ("Trần Thị Bình", 4),
        ("Lê Đức Cường", 6),
        ("Phạm Minh Dũng", 2),
        ("Hoàng Ngọc Hạnh", 2),
    ]
    assert (result["pending"], result["elected"]) == (0, [3, 1, 2])
