"""The founding articles' figures come out of unit-level rows (OR-02, OR-03)."""

from datetime import date

import pytest
from django.utils import timezone

from daihoi.cycle.congresses.models import Congress, PlannedDate, StageEvent
from daihoi.cycle.congresses.queries import line, progress, round_by_code, view
from daihoi.cycle.reporting.models import Cutoff
from daihoi.cycle.reporting.queries.cutoffs import corrections
from daihoi.cycle.reporting.queries.letterhead import letterhead
from daihoi.cycle.reporting.queries.reports import report
from daihoi.demonstration import days, reporting, tree
from daihoi.demonstration.figures import build_figures
from daihoi.foundation.organization.queries import unit_by_code
from daihoi.office.reports import report_paper

DONG_THAP, BLOC = date(2020, 6, 25), date(2020, 5, 15)


def figures(unit, round_code, on, known=None, kind=None):
    """Progress in the demonstration."""
    return progress(unit_by_code(unit), round_by_code(round_code), on, known, kind)


def short(found):
    """Held, total and share."""
    return found["held"], found["total"], found["percent"]


@pytest.mark.usefixtures("demonstration")
class TestFigures:
    """What the articles print."""

    def test_dong_thap_497_of_567_on_25_june(self):
        found = figures("DT", "co-so-2020", DONG_THAP)
        assert (*short(found), found["overdue"], found["planned"]) == (497, 567, "87.65", 23, 520)

    def test_dong_thap_branch_by_branch(self):
        found = figures("DT", "co-so-2020", DONG_THAP)
        rows = {row["unit"]: (row["held"], row["total"], row["overdue"]) for row in found["children"]}
        assert rows == {branch.code: (branch.held, branch.total, branch.overdue) for branch in tree.dong_thap()}

    def test_bloc_3940_of_5408_cells_and_26_of_61_branches_on_15_may(self):
        found = figures("K", "chi-bo-2020", BLOC)
        assert (*short(found), found["children_finished"], found["children_total"], found["overdue"]) == (3940, 5408, "72.86", 26, 61, 118)

    def test_bloc_313_of_1094_grassroots_124_committees_and_189_cells(self):
        found = figures("K", "co-so-2020", BLOC)
        held = {kind: count["held"] for kind, count in found["by_kind"].items()}
        assert (short(found), held) == ((313, 1094, "28.61"), {"grassroots_committee": 124, "grassroots_cell": 189})
        assert short(figures("K", "co-so-2020", BLOC, kind="grassroots")) == (313, 1094, "28.61")

    def test_late_rows_were_not_known_when_the_figure_was_published_pr_01(self):
        thursday = days.evening(DONG_THAP)
        assert [short(figures("DT", "co-so-2020", DONG_THAP, known))[0] for known in (thursday, None)] == [488, 497]
        assert [short(figures("K", "chi-bo-2020", BLOC, known))[0] for known in (days.evening(BLOC), None)] == [3909, 3940]

    def test_the_six_month_report_prints_the_figures_of_the_articles(self):
        dong_thap = report("six_month", unit_by_code("DT"), round_by_code("co-so-2020"), DONG_THAP, timezone.now())
        assert [(level["level"], *short(level)) for level in dong_thap.figures["levels"]][:1] == [("grassroots", 497, 567, "87.65")]
        paper = report_paper(dong_thap.figures, dong_thap.digest, letterhead(unit_by_code("DT"), DONG_THAP))
        assert "đã có 497/567 tổ chức cơ sở đảng (87,65\u00a0%)" in paper.blocks[0].text

    def test_the_mid_campaign_report_of_the_bloc_prints_its_figures_dr_16(self):
        found = report("mid_campaign", unit_by_code("K"), round_by_code("chi-bo-2020"), BLOC, timezone.now())
        cells, grassroots = found.figures["levels"][:2]
        assert (*short(cells), cells["children_finished"], cells["children_total"]) == (3940, 5408, "72.86", 26, 61)
        kinds = {kind: count["held"] for kind, count in grassroots["by_kind"].items()}
        assert (grassroots["held"], grassroots["total"], kinds) == (313, 1094, {"grassroots_committee": 124, "grassroots_cell": 189})
        paper = report_paper(found.figures, found.digest, letterhead(unit_by_code("K"), BLOC))
        assert "3.940/5.408 chi bộ trực thuộc (72,86\u00a0%); 313/1.094 tổ chức cơ sở đảng (28,61\u00a0%)" in paper.blocks[0].text

    def test_the_frozen_thursday_stays_and_late_rows_are_corrections_pr_01(self):
        reporting._freeze("DT", "co-so-2020", DONG_THAP, 2)
        cutoff = Cutoff.objects.first()
        late = corrections(cutoff)
        assert (cutoff.on, short(cutoff.figures), late.now, late.percent, late.count) == (DONG_THAP, (488, 567, "86.07"), 497, "87.65", 9)

    def test_the_lines_end_at_the_figure(self):
        drawn = line(view(unit_by_code("DT"), round_by_code("co-so-2020"), DONG_THAP))
        assert (drawn.done[-1], drawn.plan[-1]) == ((DONG_THAP, 497), (date(2020, 6, 30), 567))

    def test_there_are_pilots_and_moves_with_reasons(self):
        assert Congress.objects.filter(pilot=True).count() > 10
        assert PlannedDate.objects.filter(replaces__isnull=False).exclude(reason="").count() > 50

    def test_a_second_call_changes_nothing(self):
        before = (Congress.objects.count(), StageEvent.objects.count(), PlannedDate.objects.count())
        said = []
        build_figures(said.append)
        assert (said, Congress.objects.count(), StageEvent.objects.count(), PlannedDate.objects.count()) == ([], *before)


def test_shares_of_a_total_add_up_and_leave_nobody_out():
    shared = tree.spread(560, [branch.total for branch in tree.bloc()])
    assert (sum(shared), min(shared) >= 1) == (560, True)


def test_the_tables_add_up_to_the_articles():
    assert [sum(branch.total for branch in tree.dong_thap()), sum(branch.held for branch in tree.dong_thap())] == [567, 497]
    assert [sum(branch.total for branch in tree.bloc()), sum(branch.held for branch in tree.bloc())] == [5408, 3940]
    assert (len(tree.dong_thap()), len(tree.bloc())) == (16, 61)


@pytest.mark.parametrize(("number", "day"), [(1, date(2020, 3, 3)), (30, date(2020, 3, 23)), (497, date(2020, 6, 25))])
def test_a_curve_gives_each_congress_its_day(number, day):
    assert days.day_of(days.DONG_THAP_HELD, number) == day
