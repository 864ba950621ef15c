"""An evidence bundle: what each edition holds, and what a change in it does."""

import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

import daihoi.recount
from daihoi.evidence.bundle import write_bundle
from daihoi.evidence.verify import verify_bundle
from daihoi.rules.canonical import canonical
from daihoi.rules.errors import RuleViolation
from tests.evidence.facts import journal, parts

TEXTS = {"charter.toml", "contest.toml", "journal.jsonl", "layout.json", "manifest.json", "recount.py", "result.json"}


def written(tmp_path, edition="sealed", **changes):
    out = tmp_path / f"{edition}.zip"
    write_bundle(out, edition=edition, **{**parts(), **changes})
    return out


def codes(path):
    return sorted({found["code"] for found in verify_bundle(path)["findings"]})


def repacked(path, change, *, manifest_too=False):
    """The same archive with some files changed by `change(files)`."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if manifest_too:
        digests = {name: sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
        files["manifest.json"] = json.dumps(digests).encode()
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def edited(name, old, new):
    def change(files):
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


def test_sealed_edition_holds_everything_and_verifies(tmp_path):
    path = written(tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == TEXTS | {"readings.jsonl", "decisions.jsonl", "cvr.json", "cvr.csv"} | {
            f"images/00{n}.jpg" for n in (1, 2, 3, 4)
        }
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest == {name: sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "manifest.json"}
        assert archive.read("recount.py") == Path(daihoi.recount.__file__).read_bytes()
    assert verify_bundle(path) == {"ok": True, "edition": "sealed", "files": 15, "digest": parts()["result"]["digest"], "findings": []}


def test_public_edition_holds_no_ballot_and_verifies(tmp_path):
    path = written(
        tmp_path,
        "public",
        result={**parts()["result"], "findings": [{"level": "warning", "code": "x", "message": "m", "where": "phiếu 3"}]},
    )
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == TEXTS
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert json.loads(archive.read("result.json"))["findings"] == [{"level": "warning", "code": "x", "message": "m"}]
    for secret in (parts()["readings"][0]["digest"], "001.jpg#1", '"ballot":', "phiếu 3", "iVBORw0="):
        assert secret not in text
    assert verify_bundle(path) == {"ok": True, "edition": "public", "files": 7, "digest": parts()["result"]["digest"], "findings": []}


@pytest.mark.parametrize("edition", ["sealed", "public"])
def test_same_facts_give_the_same_bytes(tmp_path, edition):
    (tmp_path / "again").mkdir()
    assert written(tmp_path, edition).read_bytes() == written(tmp_path / "again", edition).read_bytes()


def test_unknown_edition_and_bad_image_names_are_refused_and_leave_no_file(tmp_path):
    with pytest.raises(RuleViolation) as refusal:
        written(tmp_path, "secret")
    assert refusal.value.code == "bundle.edition"
    for name in ("../a.jpg", "/a.jpg", "C:\\a.jpg", "a//b.jpg", ""):
        with pytest.raises(RuleViolation) as refusal:
            written(tmp_path, images=[(name, b"x")])
        assert refusal.value.code == "bundle.image_name"
    with pytest.raises(RuleViolation) as refusal:
        written(tmp_path, images=[("a.jpg", b"x"), ("a.jpg", b"y")])
    assert refusal.value.code == "bundle.same_name"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "contest.toml",
        "charter.toml",
        "layout.json",
        "result.json",
        "readings.jsonl",
        "decisions.jsonl",
        "journal.jsonl",
        "images/002.jpg",
        "recount.py",
    ],
)
def test_any_changed_file_is_found_by_its_digest(tmp_path, name):
    def change(files):
        files[name] += b"\n"

    report = verify_bundle(repacked(written(tmp_path), change))
    assert report["ok"] is False
    assert ("verify.digest", name) in {(found["code"], found["where"]) for found in report["findings"]}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("decisions.jsonl", b'"state":"marked"', b'"state":"clear"'),
        ("readings.jsonl", b'"state":"marked"', b'"state":"clear"'),
        ("contest.toml", b"base = 5", b"base = 3"),
        ("contest.toml", b"issued = 4", b"issued = 3"),
        ("contest.toml", "Lê Đức Cường".encode(), "Lê Đức Cương".encode()),
        ("charter.toml", b"value = 50", b"value = 60"),
        ("result.json", b'"invalid":0', b'"invalid":1'),
        ("result.json", b'"elected":true', b'"elected":false'),
    ],
)
def test_a_changed_fact_is_found_by_the_recount_even_with_a_new_manifest(tmp_path, name, old, new):
    found = codes(repacked(written(tmp_path), edited(name, old, new), manifest_too=True))
    assert [code for code in found if code != "verify.vote_records"] == ["verify.recount"]


def test_public_totals_that_do_not_add_up_are_found(tmp_path):
    path = written(tmp_path, "public")
    assert "verify.recount" in codes(repacked(path, edited("result.json", b'"valid":4', b'"valid":3'), manifest_too=True))


def test_journal_that_was_cut_open_is_found(tmp_path):
    lines = journal()
    forged = lines[1].replace('"n":2', '"n":7')
    assert codes(written(tmp_path, journal=[lines[0], forged, lines[2]])) == ["verify.journal_chain"]
    assert codes(written(tmp_path, journal=[lines[0], lines[2]])) == ["verify.journal_gap"]
    renumbered = lines[1].replace('"seq":2', '"seq":7')
    assert codes(written(tmp_path, journal=[lines[0], renumbered, lines[2]])) == ["verify.journal_gap"]
    assert codes(written(tmp_path, journal=lines[1:])) == []
    assert codes(written(tmp_path, journal=[lines[0], lines[0]])) == ["verify.journal_twice"]
    assert codes(written(tmp_path, journal=[lines[0].replace(",", ", ", 1)])) == ["verify.journal_line"]
    assert codes(written(tmp_path, journal=["{}"])) == ["verify.journal_line"]
    assert codes(written(tmp_path, journal=[*journal(chain="a"), *journal(chain="b")])) == []


def test_a_result_that_the_journal_does_not_know_is_found(tmp_path):
    """Whoever forges totals counts again and writes a new manifest; the certification in the journal names the true result."""
    true = json.loads(zipfile.ZipFile(written(tmp_path)).read("result.json"))["digest"]
    certified = {"act": "elections.result_certified", "facts": {"tally": true}}
    other = {"act": "elections.result_certified", "facts": {"tally": "AAAA-BBBB-CCCC-DDDD-EEEE"}}
    assert codes(written(tmp_path, journal=journal(**certified))) == []
    assert codes(written(tmp_path, journal=journal(**other))) == ["verify.other_result"]
    assert codes(written(tmp_path, "public", journal=journal(**other))) == ["verify.other_result"]
    assert codes(written(tmp_path, journal=journal(act="elections.result_certified", facts=["x"]))) == []
    anew = [*journal(chain="a", **certified), *journal(chain="b", **other)]
    assert codes(written(tmp_path, journal=anew)) == ["verify.other_result"]
    of_another_contest = [line.replace("ballots.poll:1", "elections.contest:2") for line in journal(1, chain="b", **other)]
    assert codes(written(tmp_path, journal=[*journal(chain="a", **certified), *of_another_contest])) == []


def test_a_page_without_its_image_is_found(tmp_path):
    assert codes(written(tmp_path, images=parts()["images"][:3])) == ["verify.no_image"]


def test_a_secret_in_a_public_edition_is_found(tmp_path):
    path = written(tmp_path, "public")

    def leak(files):
        files["images/001.jpg"] = b"x"

    assert codes(repacked(path, leak, manifest_too=True)) == ["verify.unknown"]

    def pattern(files):
        files["result.json"] = canonical({**json.loads(files["result.json"]), "ballots": [[1, 0, 1]]})

    assert codes(repacked(path, pattern, manifest_too=True)) == ["verify.leak"]


def test_a_forged_recount_in_the_bundle_is_named_and_never_run(tmp_path):
    witness = tmp_path / "ran"

    def forge(files):
        files["recount.py"] = f"open({str(witness)!r}, 'w')".encode()

    report = verify_bundle(repacked(written(tmp_path), forge, manifest_too=True))
    assert (report["ok"], [found["code"] for found in report["findings"]], witness.exists()) == (True, ["verify.other_recount"], False)


@pytest.mark.parametrize("name", ["../../evil", "/evil", "images/../evil", "images\\evil", "C:evil"])
def test_names_that_lead_out_are_refused_before_anything_is_read(tmp_path, name):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x"), b"")
        entry = zipfile.ZipInfo("y")
        entry.filename = name
        archive.writestr(entry, b"")
    assert codes(path) == ["verify.path"]


def test_bombs_links_and_broken_files_are_refused(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images/a.png", b"\0" * 30_000_000)
    assert codes(bomb) == ["verify.bomb"]
    link = tmp_path / "link.zip"
    with zipfile.ZipFile(link, "w") as archive:
        entry = zipfile.ZipInfo("result.json")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, b"/etc/passwd")
    assert codes(link) == ["verify.link"]
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 no archive")
    assert codes(broken) == ["verify.broken"]
    assert codes(tmp_path / "nowhere.zip") == ["verify.broken"]
    cut = tmp_path / "cut.zip"
    cut.write_bytes(written(tmp_path).read_bytes()[:-200])
    assert codes(cut) == ["verify.broken"]


def test_missing_files_are_named(tmp_path):
    def drop(files):
        del files["charter.toml"]

    assert codes(repacked(written(tmp_path), drop, manifest_too=True)) == ["verify.missing"]


def test_recount_runs_alone_and_says_what_differs(tmp_path):
    path = written(tmp_path)
    program = tmp_path / "recount.py"
    with zipfile.ZipFile(path) as archive:
        program.write_bytes(archive.read("recount.py"))
    command = [sys.executable, "-I", "-X", "utf8", program]
    good = subprocess.run([*command, path], capture_output=True, text=True, encoding="utf-8", check=False)
    digest = parts()["result"]["digest"]
    line = f"KHỚP: bản niêm phong, kiểm lại từng phiếu: hợp lệ 4, không hợp lệ 0, chưa giải quyết 0, trúng cử 2, mã {digest}\n"
    assert (good.returncode, good.stdout) == (0, line)
    other = repacked(path, edited("result.json", b'"for":3', b'"for":4'), manifest_too=True)
    bad = subprocess.run([*command, other], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (bad.returncode, bad.stdout.splitlines()[0]) == (1, "KHÁC: votes[1].for: result.json 4, kiểm lại 3")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    assert subprocess.run([*command, program], capture_output=True, check=False).returncode == 2
