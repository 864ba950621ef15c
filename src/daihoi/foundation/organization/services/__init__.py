"""Acts of the organization, one module per family (việc của tổ chức)."""

from daihoi.foundation.organization.services.bodies import enter_person, open_committee, open_term
from daihoi.foundation.organization.services.grants import create_operator, grant_role, revoke_role
from daihoi.foundation.organization.services.headcounts import record_headcount
from daihoi.foundation.organization.services.imports import UnitRow, import_units
from daihoi.foundation.organization.services.posts import PostRow, Who, appoint, fill_post, hand_over_post, import_posts, vacate_post
from daihoi.foundation.organization.services.reorganization import consolidate_units, merge_units, split_unit
from daihoi.foundation.organization.services.sheets import match_names, remember_head
from daihoi.foundation.organization.services.units import close_unit, create_unit, move_unit, rename_unit

__all__ = [
    "PostRow",
    "UnitRow",
    "Who",
    "appoint",
    "close_unit",
    "consolidate_units",
    "create_operator",
    "create_unit",
    "enter_person",
    "fill_post",
    "grant_role",
    "hand_over_post",
    "import_posts",
    "import_units",
    "match_names",
    "merge_units",
    "move_unit",
    "open_committee",
    "open_term",
    "record_headcount",
    "remember_head",
    "rename_unit",
    "revoke_role",
    "split_unit",
    "vacate_post",
]
