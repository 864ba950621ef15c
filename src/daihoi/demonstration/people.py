"""Who is who in the demonstration, by what they do (người trình diễn)."""

from daihoi.demonstration.accounts import PASSWORD

__all__ = ["PASSWORD", "PEOPLE"]

PEOPLE: dict[str, str] = {
    "officer": "canbo.dongthap",
    "bloc_officer": "canbo.khoi",
    "clerk": "vanthu.sadec",
    "secretary": "thuky.sadec",
    "presidium": "chutri.sadec",
    "counting_head": "truongban.sadec",
    "counter_1": "kiemphieu1.sadec",
    "counter_2": "kiemphieu2.sadec",
    "counter_3": "kiemphieu3.sadec",
    "inspector": "kiemtra.dongthap",
    "viewer": "xem.dongthap",
    "administrator": "quantri",
}
