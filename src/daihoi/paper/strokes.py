"""Is a line along a printed name the stroke of a pen through it? Compiled (nét gạch có qua tên không?)."""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from daihoi.paper import kernels as k
from daihoi.paper import loops
from daihoi.paper.compiled import compiled
from daihoi.paper.surface import LOW
from daihoi.paper.thresholds import STRIKE

# What the darkest way through a name shows.
NOTHING, BROKEN, BLOT, ALONG = range(4)
# Why a line may not count, and nothing where it does.
WHYS = ("", "partly", "print_not_matched", "pale", "height", "wide", "stain", "runs_on")
COUNTS, PARTLY, NOT_MATCHED, PALE, HEIGHT, WIDE, STAIN, RUNS_ON = range(len(WHYS))
FAR_MM = 4.0  # from the edge of the page ends what comes from it
LEAST_DARK, LEAST_SHARE = 6.0, 0.33  # of the line, so dark is what goes on beyond it


@compiled
def is_along(f, px):
    """Whether a line is inked from one end of the name to the other, as far as letters let it be seen."""
    return f[k.COVER] >= STRIKE.cover_marked and f[k.WEIGHT] >= STRIKE.least_white_mm * px


@compiled
def is_broken(f, is_folded, px):
    """Whether a way that is not inked from end to end still shows ink; along a fold, however faint it is."""
    is_faint = f[k.DARK] < STRIKE.faint_dark and f[k.IN_BAND] < STRIKE.faint_band and not is_folded
    return f[k.COVER] > STRIKE.cover_clear and f[k.COVER] * f[k.WEIGHT] > STRIKE.least_ink_mm * px and not is_faint


@compiled
def is_hidden_dash(f, long, px):
    """Whether the little ink along a name, so many columns long, is what letters leave of a short dash."""
    shortest, longest = STRIKE.dash_mm
    is_ink = f[k.COVER] * f[k.WEIGHT] >= STRIKE.dash_ink_mm * px and f[k.DARK] >= STRIKE.dash_dark
    return is_ink and shortest * px <= (f[k.LAST] - f[k.FIRST]) * long <= longest * px


@compiled
def against_mark(f, spread, left, place, px, long, em, residue, width_mm):
    """The first reason why a line through a name may not count.

    `place`: x and y of the strip in millimetres, with `px` pixels each; `left`: column where the line begins, `long` columns on it ends; without
    a residue of the page it is known that the line does not run on.
    """
    why = _against_ink(f, spread, px)
    if why != COUNTS:
        return why
    if not _is_through(f, long, em, px):
        return HEIGHT
    if f[k.THICK] > STRIKE.thickest_mm * px:
        return WIDE
    if is_stain(f, px):
        return STAIN
    if _is_streak(f, px) or (residue.size > 0 and _runs_on(f, left, place, px, long, residue, width_mm)):
        return RUNS_ON
    return COUNTS


@compiled
def _against_ink(f, spread, px):
    """The first reason why the ink along a line may be no stroke, wherever it runs."""
    if f[k.WEIGHT] < STRIKE.least_white_mm * px or f[k.BARE] > STRIKE.bare_share:
        return PARTLY
    for third in (k.COVER_1, k.COVER_2, k.COVER_3):
        if 0 <= f[third] < STRIKE.cover_third:
            return PARTLY
    if f[k.COVER] < STRIKE.bent_cover and 0 < f[k.MATCH] < STRIKE.bent_match:
        return NOT_MATCHED
    if f[k.DARK] < max(STRIKE.sure_dark, STRIKE.sure_noise * spread) or is_from_behind(f, px):
        return PALE
    return COUNTS


@compiled
def is_crossed(f, px):
    """Whether a diagonal is inked from end to end; a ring leaves its middle white."""
    for third in (k.COVER_1, k.COVER_2, k.COVER_3):
        if 0 <= f[third] < STRIKE.cover_cross_third:
            return False
    whole = f[k.COVER] >= STRIKE.cover_cross and f[k.BARE] < STRIKE.bare_share and f[k.WEIGHT] >= STRIKE.least_white_mm * px
    return whole and f[k.COVER_2] >= 0


@compiled
def is_stain(f, px):
    """Whether a line is wider and paler than a pen makes it, or a part of the ring of a cup."""
    wider = f[k.THICK] / px - STRIKE.stain_mm
    is_pale = f[k.THICK] > STRIKE.stain_least_mm * px and f[k.DARK] < STRIKE.stain_pale
    is_wide = wider > 0 and f[k.DARK] < min(STRIKE.stain_dark_most, STRIKE.stain_dark + STRIKE.stain_darker * wider)
    return is_pale or is_wide or _is_ring(f, px)


@compiled
def is_from_behind(f, px):
    """Whether a line is as wide and pale as print that shines through."""
    return f[k.THICK] > STRIKE.behind_mm * px and f[k.DARK] < STRIKE.behind_dark


@compiled
def _is_ring(f, px):
    """Whether a line not as dark as ink is bent like the rim of a cup from end to end."""
    least, most = STRIKE.ring_mm
    is_bent = 1 / most <= 2 * abs(f[k.ARC]) * px <= 1 / least and f[k.OFF_ARC] <= STRIKE.ring_off_mm * px
    is_seen = f[k.WEIGHT] >= STRIKE.ring_white_mm * px
    return is_bent and is_seen and f[k.DARK] < STRIKE.ring_dark and f[k.THICK] > STRIKE.ring_thick_mm * px


@compiled
def _is_streak(f, px):
    """Whether a line is finer than pens and as straight as the feed of a scanner."""
    return f[k.THICK] < STRIKE.streak_mm * px and f[k.BEND] < STRIKE.streak_off_mm * px


@compiled
def _is_through(f, long, em, px):
    """Whether the line goes through the letters, not below or above them."""
    rise = abs(f[k.SLOPE]) * long / em
    crooked = rise > STRIKE.slanted_rise or f[k.BEND] > STRIKE.zigzag_bend * em
    height, band = f[k.HEIGHT], f[k.IN_BAND]
    if crooked and STRIKE.slanted_low <= height <= STRIKE.height_high and band >= STRIKE.slanted_band:
        return True
    if rise > STRIKE.rising and _rises_through(f, em, px):
        return True
    # between words the whole stroke is seen; elsewhere letters hide its upper part and make it look lower
    if f[k.OPEN_COLUMNS] >= STRIKE.open_mm * px and f[k.OPEN_SPREAD] <= STRIKE.open_spread:
        seen = f[k.OPEN_HEIGHT]
        mean = (seen + height) / 2
        is_low = min(seen, mean) < STRIKE.open_lowest
        if seen < STRIKE.open_low:
            is_low = seen < STRIKE.open_lowest or mean < STRIKE.open_low
        in_open = not is_low and seen <= STRIKE.height_high and f[k.SUNK] <= STRIKE.sunk_share
        return in_open and (band >= STRIKE.slanted_band or not crooked)
    return not crooked and STRIKE.height_low <= height <= STRIKE.height_high and band >= STRIKE.in_band


@compiled
def _rises_through(f, em, px):
    """Whether a straight slanted stroke leads from the foot of the letters to their head, as is seen beside them: they hide its upper part."""
    is_seen = f[k.OPEN_COLUMNS] >= STRIKE.rising_mm * px and f[k.OPEN_SPREAD] <= STRIKE.rising_spread
    is_straight = f[k.BEND] <= STRIKE.rising_bend * em and f[k.IN_BAND] >= STRIKE.rising_band
    is_high = f[k.HEIGHT] >= STRIKE.rising_low and STRIKE.open_lowest <= f[k.OPEN_HEIGHT] <= STRIKE.height_high
    return is_seen and is_straight and is_high


@compiled
def _runs_on(f, left, place, px, long, residue, width_mm):
    """Whether the line goes on beyond both ends of the name, as folds and streaks do."""
    slope, wide, x, y = f[k.SLOPE], long / px, place[0] + left / px, place[1] + f[k.OFFSET] / px
    ends = (x * LOW, y * LOW, (x + wide) * LOW, (y + slope * wide) * LOW)
    before, after = loops.runs_on(residue, ends, slope, max(LEAST_DARK, LEAST_SHARE * f[k.DARK]))
    if x - before / LOW < FAR_MM or x + wide + after / LOW > width_mm - FAR_MM:
        return True
    return min(before, after) > STRIKE.runs_on_mm * LOW or max(before, after) > STRIKE.runs_far_mm * LOW
