"""What a document says now and said before, where it stands, which template holds (bản, tình trạng, mẫu)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from daihoi.cycle.documents.models import Document, Issue, RevisionRow, Submission, Template, Version
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import breadcrumb, newest, newest_place
from daihoi.rules.papers import PaperKind, SectionRule, Step, bodies_of, kinds, missing_sections, route_of, sections_of
from daihoi.rules.paragraphs import Paragraph, digest_of_all
from daihoi.rules.revisions import applied

VIEW = "documents.view"


@dataclass(frozen=True)
class Working:
    """The text people write on now: the newest version and its revisions (bản đang soạn)."""

    version: Version
    rows: tuple[RevisionRow, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing was changed since the newest version."""
        return not self.rows

    def paragraph(self, key: str) -> Paragraph | None:
        """Give one paragraph by its key."""
        return next((each for each in self.paragraphs if each.key == key), None)

    @property
    def used_keys(self) -> frozenset[str]:
        """Give the keys that no new paragraph may take."""
        return self.version.used_keys | {row.key for row in self.rows} | {each.key for each in self.paragraphs}


def visible_documents(user: User) -> QuerySet[Document]:
    """Give the documents of the branches a person may look at (văn kiện được xem)."""
    return Document.objects.filter(unit__in=visible_units(user, VIEW)).select_related("unit")


def newest_version(document: Document) -> Version | None:
    """Give the newest version of a document."""
    return Version.objects.filter(document=document).order_by("-number").first()


def working(document: Document) -> Working | None:
    """Give the text people write on now; nothing while there is no version."""
    version = newest_version(document)
    if version is None:
        return None
    rows = tuple(RevisionRow.objects.filter(version=version).order_by("number"))
    return Working(version, rows, applied(version.paragraphs, [row.revision for row in rows]))


def rebuilt(version: Version) -> tuple[Paragraph, ...] | None:
    """Make a written version again from the one it follows and the revisions between them; None for one from a file."""
    if version.follows is None or version.origin != Version.Origin.WRITTEN:
        return None
    rows = RevisionRow.objects.filter(version=version.follows, number__lte=version.revision_count).order_by("number")
    return applied(version.follows.paragraphs, [row.revision for row in rows])


def is_rebuilt(version: Version) -> bool:
    """Prove that a version is what its parts give."""
    made = rebuilt(version)
    return digest_of_all(version.paragraphs if made is None else made) == version.digest


def listed(found: QuerySet[Document]) -> QuerySet[Any]:
    """Add to documents what a list shows: name of the unit, newest version, last submission with its verdict, number."""
    version = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    sent = Submission.objects.filter(version__document=OuterRef("pk")).order_by("-recorded_at", "-pk")
    name = newest(Placement.objects.filter(unit=OuterRef("unit"))).order_by("-valid_from")
    return found.order_by("-created_at", "-pk").annotate(
        unit_name=Subquery(name.values("name")[:1]),
        last_number=Subquery(version.values("number")[:1]),
        last_phase=Subquery(version.values("phase")[:1]),
        last_at=Subquery(version.values("recorded_at")[:1]),
        sent_title=Subquery(sent.values("title")[:1]),
        sent_due=Subquery(sent.values("due")[:1]),
        sent_version=Subquery(sent.values("version__number")[:1]),
        sent_rest=Subquery(sent.values("rest")[:1]),
        sent_outcome=Subquery(sent.values("verdict__outcome")[:1]),
        symbol=F("issue__symbol"),
        is_adopted=Exists(Version.objects.filter(document=OuterRef("pk"), origin=Version.Origin.ADOPTED)),
        opinions=Count("versions__consultations__contributions", distinct=True),
    )


def open_submissions(units: QuerySet[Unit]) -> QuerySet[Submission]:
    """Give what waits for a verdict in some units, the nearest due date first."""
    found = Submission.objects.filter(to__in=units, verdict__isnull=True)
    return found.select_related("version__document__unit", "to").order_by("due", "pk")


def last_submission(document: Document) -> Submission | None:
    """Give the newest submission of a document with its verdict."""
    found = Submission.objects.filter(version__document=document).select_related("verdict", "version", "to")
    return found.order_by("-recorded_at", "-pk").first()


def approved_version(document: Document) -> Version | None:
    """Give the version that passed its whole route last, or that a meeting adopted."""
    passed = Submission.objects.filter(version__document=document, verdict__outcome="approved", rest=[]).select_related("version")
    last = passed.order_by("-recorded_at", "-pk").first()
    adopted = Version.objects.filter(document=document, origin=Version.Origin.ADOPTED).order_by("-number").first()
    return adopted or (last.version if last else None)


def open_text(user: User, document: Document) -> tuple[Paragraph, ...]:
    """Give the text as a person may know it: the working text of the own branch; of others what was issued, and nothing before (văn bản được biết)."""
    if visible_documents(user).filter(pk=document.pk).exists():
        now = working(document)
        return now.paragraphs if now else ()
    issue = Issue.objects.filter(document=document).select_related("version").first()
    return issue.version.paragraphs if issue else ()


@dataclass(frozen=True)
class Pattern:
    """Sections and route that hold for a kind of paper in a unit, and whose they are (mẫu đang dùng)."""

    kind: PaperKind
    sections: tuple[SectionRule, ...]
    route: tuple[Step, ...]
    unit: Unit | None = None

    def missing(self, paragraphs: Iterable[Paragraph]) -> tuple[SectionRule, ...]:
        """Name the sections that no heading speaks of."""
        return missing_sections(self.sections, paragraphs)


def pattern(unit: Unit, kind: str) -> Pattern:
    """Give the template of the nearest unit above that keeps one, or what the data file has (mẫu của đơn vị)."""
    way = [place.unit_id for place in breadcrumb(unit, timezone.localdate())] or [unit.pk]
    rows = Template.objects.filter(kind=kind, unit__in=way).select_related("unit").order_by("-recorded_at", "-pk")
    found: dict[object, Template] = {}
    for row in rows:
        found.setdefault(row.unit_id, row)
    nearest = next((found[pk] for pk in reversed(way) if pk in found), None)
    paper = kinds()[kind]
    if nearest is None:
        return Pattern(paper, paper.sections, paper.route)
    return Pattern(paper, sections_of(nearest.sections), route_of(nearest.route), nearest.unit)


def kind_of_unit(unit: Unit) -> str:
    """Give the kind of a unit as it is now."""
    place = newest_place(unit)
    return place.kind if place else ""


def offered_kinds(unit: Unit) -> Sequence[PaperKind]:
    """Give the kinds of papers that some body of a unit may issue (FM-20)."""
    kind = kind_of_unit(unit)
    return [paper for paper in kinds().values() if any(paper.may_issue(body, kind) for body in bodies_of(kind))]


def issuing_bodies(unit: Unit) -> Mapping[str, Sequence[str]]:
    """Give for each kind of paper the bodies of a unit that may issue it (FM-20)."""
    kind = kind_of_unit(unit)
    bodies = bodies_of(kind)
    return {paper.id: [body for body in bodies if paper.may_issue(body, kind)] for paper in offered_kinds(unit)}
