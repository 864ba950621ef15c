"""Every threshold of the reader in one place, each with its reason (bảng ngưỡng của máy đọc).

Lengths in millimetres of the sheet, darkness in 1/255 of the paper's own level. The measured values named
here come from the simulated pages of the tests and of `./run bench`; no mark of a person is among them.
"""

from dataclasses import dataclass
from typing import NamedTuple


class StrikeThresholds(NamedTuple):
    """When a name counts as struck (tên bị gạch), as untouched, or goes to people."""

    # Darkness of a gap between letters: the ripple of JPEG beside letters reaches 13, noise 2.6 spreads; a pale pencil of 0.25 mm gives 20 and more.
    dark_least: float = 14.0
    dark_noise: float = 2.6
    # Share of the gaps that a line fills: untouched 0.00-0.15, struck 0.93-1.00, bleed-through and warp up to 0.87.
    cover_clear: float = 0.25
    faint_dark: float = 16.0  # a line as pale as the ripple, wholly beside the letters, is none
    faint_band: float = 0.05
    least_ink_mm: float = 1.5  # of ink along the way: less is dust beside letters,
    # unless it is as dark as a pen and lies farther apart than a dot, whose ink is one piece of up to 1.5: what letters leave of a short dash.
    dash_ink_mm: float = 0.6
    dash_dark: float = 50.0
    dash_mm: tuple[float, float] = (1.7, 6.0)
    few_mm: float = 0.5  # fewer inked columns need no closer look
    cover_marked: float = 0.90
    cover_third: float = 0.40  # each third of the name: a stroke through the family name alone leaves one at 0
    sure_dark: float = 17.0  # paler strokes are seen but left to people
    sure_noise: float = 3.2
    # Height of the stroke over the baseline in type sizes: an underline is below 0, an overline above 0.66.
    height_low: float = 0.04
    height_high: float = 0.57
    in_band: float = 0.66
    # A slanted or zigzag stroke leaves the letters at its ends and still crosses them.
    slanted_rise: float = 0.45
    zigzag_bend: float = 0.15
    # Where paper bends, the letters themselves lie beside their print and look like a crooked, broken line.
    bent_cover: float = 0.97
    bent_match: float = 0.80
    slanted_low: float = -0.05
    slanted_band: float = 0.45
    # Measured between words, strikes lie at 0.05-0.50 (drawn at 0.08 and more), lines under the name at -0.45 to 0.05; below it people decide.
    open_low: float = 0.055
    open_lowest: float = 0.038  # where the letters show it higher, and of the mean of both measures
    # Strikes have up to 0.69 of their visible places at the foot of the letters; of lines bent under a name six in ten have more. A
    # second stroke, or the arms of a cross, run at 0.12 and higher within the letters, the upper rim of a bent line at 0.10 and lower.
    sunk_share: float = 0.7
    second_stroke: float = 0.11
    open_mm: float = 1.0  # of columns
    open_spread: float = 0.12
    # Slanted strokes rise by 0.25 and more over a name, lines under it by 0.15 at most; what drifts away from it is seen at -0.1 and lower.
    rising: float = 0.22
    rising_mm: float = 2.5
    rising_spread: float = 0.08
    rising_bend: float = 0.08
    rising_band: float = 0.42
    rising_low: float = -0.065
    thickest_mm: float = 2.3  # the shadow of a fold is wider than a pen
    # A coffee ring is 1.05-1.9 mm wide, 51-103 dark; a pen so wide is darker, the wider the darker, and pencils are narrower.
    stain_mm: float = 1.03
    stain_dark: float = 92.0
    stain_darker: float = 120.0  # for a millimetre more
    stain_dark_most: float = 120.0
    stain_least_mm: float = 0.8  # as wide, a pencil is 64 dark and more
    stain_pale: float = 62.0
    # The rim of a cup has a radius of 25-50 mm; the hand bends a strike through a name to 150 mm and more.
    ring_mm: tuple[float, float] = (22.0, 64.0)
    ring_off_mm: float = 0.5
    ring_dark: float = 100.0
    ring_thick_mm: float = 0.65
    ring_white_mm: float = 7.5  # of a name of two syllables the letters leave 2.7-6.3 mm visible, too little to tell the bend of a line
    # Dirt on the glass draws lines of 0.2 mm that stray from straight by 0.05 mm; no hand is so steady with so fine a pen.
    streak_mm: float = 0.3
    streak_off_mm: float = 0.08
    behind_mm: float = 0.7  # strong print that shines through is 0.8-1.0 mm wide and 23-25 dark, the palest pencil 0.5 mm wide
    behind_dark: float = 40.0
    letters_em: float = 0.57  # a fold that runs closer to the letters may hide a strike
    # Longest part of the name where no white shows ink: letters without gaps hide a fifth, a dash leaves more than a third.
    bare_share: float = 0.36
    least_white_mm: float = 1.33
    cover_cross: float = 0.88
    cover_cross_third: float = 0.70
    # A line that runs on beyond both ends of the name is a fold or a streak.
    runs_on_mm: float = 9.0
    runs_far_mm: float = 28.0
    # Ink that is neither print nor a stroke: dots of a resting pen stay below 2 mm.
    blot_dark: float = 18.0
    blot_noise: float = 3.6
    blot_white: float = 0.7  # the rims of letters on bent paper are no ink,
    blot_rim: float = 0.3
    rim_dark: float = 60.0  # unless they are as dark as a pen
    blot_extent_mm: float = 2.3
    blot_area_mm2: float = 2.4
    # Print and image must agree: contrast of ink and its rim, share of the page's own.
    match_least: float = 0.60  # struck names keep 0.71 and more of their contrast
    # Clear names keep 0.90 and more, those of which a fold hides a part, and with it a stroke, 0.72.
    match_clear: float = 0.82
    # How dark the printed letters are: a page of the faintest toner has 104 and more, one bleached by changed bytes 89 and less.
    print_least: float = 90.0
    large_type_mm: float = 5.0  # of 15 pt: smaller letters leave too little white between at fewer pixels
    reach_mm: float = 0.83
    far_mm: float = 2.0  # of bent paper before a camera; the next name is 6.3 and more away


@dataclass(frozen=True)
class BoxThresholds:
    """When a box counts as marked (ô có dấu), as empty, or goes to people."""

    dark_least: float = 16.0
    dark_noise: float = 3.4
    wall_mm: float = 0.55  # the printed frame and its blur
    around_mm: float = 2.6
    empty_extent_mm: float = 1.0  # dust
    dot_extent_mm: float = 1.5  # a resting pen, as round as it is long
    mark_extent_mm: float = 1.9
    large_dot_mm: float = 2.4  # a pen of 1.2 mm that rested, blurred; smaller than any X but the smallest
    dot_solid: float = 0.7  # of its extent
    blot_extent_mm: float = 2.7  # the same beside print that shines through
    blot_solid: float = 0.61
    least_share: float = 0.3  # of the side
    mark_area_mm2: float = 0.55
    centre_share: float = 0.26  # of the side, from the middle of the box
    outside_share: float = 1.05
    # An X larger than its square: it fills the middle, reaches all around, and most of it may lie outside.
    large_outside: float = 1.9
    large_extent: float = 0.68  # of the side
    large_area: float = 0.12  # of the square
    large_centre: float = 0.15
    large_off: float = 0.2
    large_dark: float = 120.0  # stains are paler
    heavy_share: float = 0.70  # an X with a 1.2 mm pen fills 0.62, a scratched square 0.72 and more
    # An X with a pen of 1.0-1.2 mm in a square of 5 mm fills 0.67-0.76 and leaves the middles of all sides white; what is
    # scratched fills 0.73 and more and reaches beyond the square, with thin pens it is denser than its strokes are wide.
    crossed_share: float = 0.77
    crossed_thick_mm: float = 2.6
    crossed_thick_least_mm: float = 2.1
    crossed_sides: float = 0.15
    crossed_outside_mm2: float = 1.0
    # The arms of such an X may reach far out of the square, at its corners; what is scratched leaves 0.9 mm2 over and under its middle.
    cornered: float = 0.45
    cornered_sides: float = 0.24
    cornered_over_mm2: float = 0.15
    cornered_share: float = 0.75
    dense: float = 0.44  # share filled for a millimetre of width: an X reaches 0.43
    dense_share: float = 0.45
    full_share: float = 0.84
    full_outside: float = 0.03  # a filled square stays inside, a scratched one does not
    outside_ink_mm2: float = 0.8
    dot_round: float = 0.45
    sure_dark: float = 44.0  # of the darkest seventh: bleed-through reaches 38, a pencil of 0.25 mm 50
    # A coffee ring is 2-4 mm wide and pale; where two strokes of a 1.2 mm pen cross, up to 2.55 mm are dark, by 155 and more.
    thickest_mm: float = 2.65
    thick_mm: float = 2.0
    stain_dark: float = 130.0
    crossed_dark: float = 100.0  # an X leaves the sides white and reaches the corners, then paler ink is no stain
    crossed_white: float = 0.12
    crossed_corners: float = 0.25
    # One stroke is at most 1.35 mm wide; the band of a cup through two corners is wider and pale.
    broad_mm: float = 1.6
    broad_dark: float = 92.0
    band_mm: float = 1.0
    band_dark: float = 80.0
    stain_corners: float = 0.08
    blot_mm: float = 2.3  # two strokes of 1.2 mm that cross are 2.2 mm wide
    blot_sides: float = 0.15
    blot_dark: float = 150.0
    # The arm of an X that reaches over from the next square, and a frame that shines through as a hair line.
    arm_mm2: float = 2.0
    arm_least_mm2: float = 0.08
    arm_own_mm2: float = 0.5  # so much of that X lies outside its own square
    # Two arms of a 1.2 mm pen, or the arc of a ring around the next square; an X between two rows lies straight above or below.
    ring_mm2: float = 4.5
    ring_sides: int = 3
    apart_mm: float = 0.75
    middle_share: float = 0.3
    hair_mm: float = 0.4
    hair_flat: float = 0.15
    hair_dark: float = 26.0
    flattest: float = 0.22  # a level or upright line may be the frame, moved by a fold
    edge_flat: float = 0.4  # lines along one side that leave the middle white are the frame of a warped sheet
    rim_share: float = 0.62  # ink that hugs the frame is the frame itself, out of place
    passing_share: float = 0.85  # of the white above and below a square: no arm of an X is so upright
    # Folds leave the square at two sides that face each other with 0.9 mm2 each; an X that does so is darker than 120 with every usual pen.
    runs_on_mm2: float = 0.25
    runs_on_dark: float = 120.0
    runs_on_flat: float = 0.35  # level or upright lines, however dark
    # An X beside the square, on a number or a name: letters leave parts of it.
    beside_back_mm: float = 1.0
    beside_mm: float = 11.0
    beside_area_mm2: float = 0.5
    beside_extent_mm: float = 1.5
    crossed_ink_mm2: float = 0.25
    hidden_share: float = 0.5
    match_least: float = 0.45
    reach_px: int = 5


@dataclass(frozen=True)
class SheetThresholds:
    """What is seen of the whole page (cả tờ phiếu)."""

    edge_mm: float = 8.0  # shadows, torn edges and staples
    beside_name_mm: float = 7.0  # strokes begin and end up to 5 mm beside the name
    above_name_mm: float = 1.9
    around_box_mm: float = 2.8
    square_mm: float = 2.2
    between_mm: float = 3.0  # of white between two squares of a column show whether a fold runs through both
    between_most_mm: float = 12.0
    stamp_over_mm: float = 7.0
    stamp_area_mm2: float = 14.0
    stamp_extent_mm: float = 14.0
    no_stamp_area_mm2: float = 2.0
    ink_least: float = 26.0
    ink_noise: float = 5.0
    foreign_least_px: int = 6
    foreign_extent_mm: float = 3.2
    foreign_area_mm2: float = 0.9
    foreign_blot_mm2: float = 4.5
    most_foreign: int = 60
    band_mm: float = 16.0  # of ridges: in such bands a fold of 5 % depth stands out by 6
    ridge_inner_mm: float = 1.7
    ridge_outer_mm: float = 3.7
    ridge_least: float = 3.5
    ridge_noise: float = 3.2
    ridge_share: float = 0.62
    steepest: float = 0.056  # 3.2 degrees
    most_ridges: int = 4
    streak_mm: float = 0.9
    # So many fields without their print mean that this is another page.
    foreign_share: float = 0.35
    foreign_fields: int = 4


@dataclass(frozen=True)
class OneBitThresholds:
    """When a scan is black and white only, and pale strokes may have gone (bản quét đen trắng 1 bit)."""

    black: int = 40
    white: int = 215
    grey_share: float = 0.002  # grey scans hold ten times as much at the rims of letters
    specked_fields: int = 2
    shadow_mm: float = 20.0  # across and down, no mark of a pen is as large; its specks filled an empty square 7 mm beyond its rim


@dataclass(frozen=True)
class SecondThresholds:
    """How sure the second reader must be of what the first one read (máy đọc thứ hai đồng ý)."""

    # A mark must seem likelier to it than all else together; of a clear name it may be less sure: on spotless pages it was at 0.46.
    marked: float = 0.5
    clear: float = 0.35
    # Pens of 0.25 mm lay less ink than the networks know; with so much more, none of 469 marks for the board became a stroke to them.
    bolder: float = 1.6
    unclear: float = 0.5  # what it takes for clear has no ink to look at; a fold through an empty square was 0.73
    # Pages that no scanner softened are pure white over most of the sheet; scans have a level of the paper and noise.
    drawn_share: float = 0.5
    scan_blur_px: float = 0.6


@dataclass(frozen=True)
class SymbolThresholds:
    """How clearly the symbol of a leaf must be seen (ký hiệu của tờ)."""

    # Correlation with the printed shape, and its lead over the next shape: on simulated pages of normal and bad scans 0.95 and
    # more, 0.30 and more; no two shapes correlate above 0.68.
    like: float = 0.8
    ahead: float = 0.15


@dataclass(frozen=True)
class TwiceThresholds:
    """When two pages look like one paper scanned twice (tờ quét hai lần)."""

    ink_least: float = 12.0
    ink_noise: float = 3.0
    ink_most: float = 80.0
    least_fields: int = 3  # with fewer marks two hands look alike too often
    stamp_weight: float = 3.0  # fields that a stamp tells as much as
    most_fields: int = 12
    least_pages: int = 4  # that have marked a field, before its usual look is known
    own_least: float = 0.25  # of the ink of a field that is not its usual look: marks drawn by a machine have less
    shadow_stamp: float = 0.7  # two scans of one stamp have 0.81 and more, of 100 pairs of stamps 98 have less
    shadow_hand: float = 0.7
    company: int = 20  # so few papers with the same marks are all compared
    stamp_least: float = 0.8  # two scans of one stamp have 0.82 and more, of 100 pairs of stamps 98 have less
    # What is asked: more of few fields than of many, more where many papers bear the same marks.
    alike: float = 0.54
    alike_few: float = 0.8  # over the fields told by
    alike_bare: float = 0.09  # where no stamp tells
    alike_many: float = 0.06  # for ten times as many


class FoldThresholds(NamedTuple):
    """When a fold along a name may be measured beside it and taken away from it (trừ nếp gấp chạy dọc tên)."""

    free_share: float = 0.2  # of the points of the print that strokes leave free: two strokes of 1.2 mm cover up to three quarters
    beside_mm: float = 5.2  # strokes begin and end up to 4.5 mm beside the name
    around_mm: float = 30.0
    least_px: int = 24  # columns without strokes on each side
    reach_px: int = 24  # the shadow of a fold reaches 3 mm
    straight_px: float = 0.3
    astray_px: int = 5  # from where the look at the whole page puts a fold
    above_mm: float = 2.5  # paper looked at over and under a name
    part_px: int = 60  # of 10 mm: over them the wear of a fold evens out
    # A fold wears unevenly by a third; over 10 mm its mean differs by a tenth. The palest usual pencil adds 49 on the darkest fold.
    more_dark: float = 8.0
    more_share: float = 0.35
    white: float = 0.5
    # Beside a square: an X reaches 1.4 mm beyond it, larger ones leave most of the white between two squares.
    box_mm: float = 1.4
    hides_mark: float = 24.0  # what is left of a mark that crosses a fold
    darker: float = 1.3  # a mark than the fold it lies on
    dark_percent: float = 80.0  # of a fold's columns stay below what is called its darkness: it may be interrupted
    least_dark: float = 44.0
    box_flat: float = 0.35
    hides: float = 6.0  # where a fold is darker its wear looks like ink, and only whole parts are compared


@dataclass(frozen=True)
class RingThresholds:
    """When ink on the page is the ring of a cup (vòng cốc)."""

    foreign_mm: float = 12.0  # of ink outside all fields: rings on simulated pages leave 20 and more
    part_mm: float = 6.0  # the least piece of a ring looked at, across and down: strokes through names are flatter
    least_points: int = 60
    looked_points: int = 400
    tries: int = 500  # of circles through three points: where a third of the ink is the ring, 18 of them lie on it
    most: int = 2
    radius_mm: tuple[float, float] = (22.0, 64.0)
    off_mm: float = 1.5  # coffee runs
    arc_degrees: float = 75.0
    known: float = 0.6  # of the arc that is not under print
    inked: float = 0.88
    beside_mm: float = 1.5


@dataclass(frozen=True)
class MendingThresholds:
    """When a fault of the scanner is measured and taken away before a second try (chữa ảnh quét)."""

    # A page with so many questions, or so many places of foreign ink, is worth a second try; of normal scans one in 16 is.
    asked_least: int = 3
    asked_share: float = 0.05
    leans: float = 0.09  # towards a mark: a clear name with some ink
    foreign_least: int = 3
    looked_rows: int = 120  # of a page, to measure its light, grain and edges;
    looked_deep: int = 200  # together, to count single pixels
    # Single pixels: pages without them have 0.00002 of their pixels so, little contrast up to 0.0004; strewn with 0.2 % they have 0.0009.
    speck_dark: int = 48  # over the median of its neighbours
    speck_company: int = 2  # pixels alike among nine: those of the thinnest line have three
    speck_turns: int = 2
    strewn_dark: float = 0.7  # of the paper
    strewn_company: int = 6  # dark pixels around a single one, at most
    strewn_share: float = 0.0005
    apart_px: int = 9
    dithered_share: float = 0.004  # paper of level 248, dithered, has 0.023; black and white by one threshold 0.00001
    dither_mm: tuple[float, float] = (0.11, 0.6)  # blur of lines and of paper, whose single pixels lie 0.8 mm apart
    light_share: float = 0.85  # of the pixels of a column are darkened by a line, by a stroke two thirds at most
    line_mm: tuple[float, float] = (0.4, 1.0)  # a line at most, and around it: folds are wider
    line_least: float = 0.025  # of the paper
    line_noise: float = 6.0
    line_shows: float = 0.5  # of the paper: darker lines hide what lies under them
    # Bands: one fold darkens two hundredths of the rows, bands a third and more.
    band_around_mm: float = 12.0
    band_depth: float = 0.01  # of the paper
    band_share: float = 0.25
    # Contrast: printed black has 0.95 of the paper's level, faint toner 0.6.
    contrast_least: float = 0.6
    contrast_lost: float = 40.0
    contrast_wanted: tuple[float, float] = (240.0, 215.0)  # level of the paper, and print so much darker
    paper_most: float = 248.0  # lighter paper may be as white as can be, and pale marks gone
    ink_paper_percent: tuple[float, float] = (0.5, 60.0)  # corner marks and codes alone are one hundredth of the page
    grain_least: float = 5.0  # usual scans have 0-3
    grain_most: float = 22.0  # of a stretched image
    grain_sharp: float = 3.0  # sharpened, it would hide thin pens
    grain_blur_mm: float = 0.09
    grain_for_px: float = 12.0  # a blur of one pixel leaves 0.28 of fine grain
    turns: int = 2  # of smoothing, or of sharpening
    # Softness of the steepest edges: usual scans have 0.07 mm at 300 dpi, 0.11 at 200, 0.14 at 150.
    steep_percent: float = 99.7
    soft_mm: float = 0.16
    pen_dark: tuple[float, float] = (56.0, 80.0)  # strikes and marks in squares of a pen that is seen wherever it went
    sharper: float = 2.0
    halo_mm: float = 0.125  # softer images are laid under the soft print


@dataclass(frozen=True)
class ScoreThresholds:
    """Which fields are counted as like one another when their score is measured (điểm tin cậy)."""

    few_asked: int = 3  # a page with more questions is a troubled one: there one broken line in a hundred is a mark, elsewhere one in seven
    leanings: tuple[float, ...] = (0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 0.999)
    lent: float = 4.0  # so many fields of the wider cell are lent to a narrow one


STRIKE, BOX, SHEET = StrikeThresholds(), BoxThresholds(), SheetThresholds()
SECOND, FOLD, ONE_BIT = SecondThresholds(), FoldThresholds(), OneBitThresholds()
SYMBOL, TWICE, SCORES, MENDING, RING = SymbolThresholds(), TwiceThresholds(), ScoreThresholds(), MendingThresholds(), RingThresholds()
