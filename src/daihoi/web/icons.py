"""The icon set (bộ biểu tượng): strokes on a grid of 24, drawn in the colour of the text beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "arrow": '<path d="M5 12h14m-5-5 5 5-5 5"/>',
    "ballot": '<path d="M5 11h14v9H5z"/><path d="M8 11 9 3h6l1 8M8.5 15h7"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15z"/><path d="M10 21.5h4"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.500 3.500v4M15.500 3.500v4"/>',
    "camera": '<path d="M3.500 7.500h4L9 5h6l1.500 2.500h4v12h-17z"/><circle cx="12" cy="13" r="3.500"/>',
    "check": '<path d="m5 12.500 4.500 4.500L19 7.500"/>',
    "clock": '<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5.300l3.500 2"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "door": '<path d="M10 4H5v16h5M9 12h11m-4-4 4 4-4 4"/>',
    "download": '<path d="M12 4v11m-4.500-4L12 15.500l4.500-4.500M5 20h14"/>',
    "eye": '<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Z"/><circle cx="12" cy="12" r="2.800"/>',
    "flag": '<path d="M5 21V4"/><path d="M5 4.500c5-2 8 2 14 0v9c-6 2-9-2-14 0"/>',
    "folder": '<path d="M3.500 6.500h6l2 2.500h9v10h-17z"/>',
    "globe": '<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c5 5 5 12 0 17c-5-5-5-12 0-17"/>',
    "home": '<path d="m4 11 8-7 8 7v9h-5.500v-6h-5v6H4z"/>',
    "info": '<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5.500M12 7.300v.2"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8.500-8.500M16 7l3 3M13.500 9.500l2 2"/>',
    "lock": '<path d="M5.500 11h13v9.500h-13z"/><path d="M8.500 11V8a3.500 3.500 0 0 1 7 0v3"/>',
    "mail": '<path d="M3.500 6h17v12.500h-17z"/><path d="m4 7 8 6 8-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M6 12h12"/>',
    "offline": (
        '<path d="M3 3l18 18M8.500 15.500a5 5 0 0 1 5.500-1M5 12a10 10 0 0 1 4-2.500M2.500 8.500A14 14 0 0 1 6 6.300'
        'M11 5.600A14 14 0 0 1 21.500 8.500M15.500 10.400A10 10 0 0 1 19 12"/><path d="M12 19v.1"/>'
    ),
    "page": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
    "pencil": '<path d="m4 20 1-4.500L16.500 4 20 7.500 8.500 19z"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.200"/><path d="M3 20c0-3.600 2.600-6 6-6s6 2.400 6 6"/>'
        '<path d="M16 5.200a3 3 0 0 1 0 5.800M18 14.600c2 .8 3 2.700 3 5.400"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.500 21c.6-4.400 3.600-6.500 7.500-6.500s6.900 2.100 7.500 6.500"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8V3.500h10V8M7 17H4V8h16v9h-3"/><path d="M7 14h10v6.500H7z"/>',
    "progress": '<path d="M4 4v16h16"/><path d="m7.500 15 3.500-4 3 2.500L20 7"/>',
    "scan": '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"/>',
    "screen": '<path d="M3.500 5h17v11h-17zM12 16v4M8 20h8"/>',
    "search": '<circle cx="11" cy="11" r="6.500"/><path d="m16 16 5 5"/>',
    "shield": '<path d="M12 3.500 5 6v6c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6z"/><path d="m9 12 2.200 2.200L15.500 10"/>',
    "speech": '<path d="M4 5h16v11h-8l-4.500 4V16H4z"/>',
    "table": '<path d="M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14"/>',
    "target": '<circle cx="12" cy="12" r="8.500"/><circle cx="12" cy="12" r="4"/><path d="M12 12 20 4"/>',
    "today": '<path d="M4 6h16M4 12h10M4 18h7"/><path d="m15 17 2.200 2.200L21 15"/>',
    "undo": '<path d="M9 8 4.500 12.500 9 17"/><path d="M5 12.500h9.500a5 5 0 0 1 0 10"/>',
    "upload": '<path d="M12 16V5M7.500 9 12 4.500 16.500 9M5 20h14"/>',
    "warning": '<path d="M12 4 2.800 20h18.400z"/><path d="M12 10v4.500M12 17.300v.2"/>',
}


def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon; with a label it speaks for itself, without one it is decoration."""
    shape = mark_safe(PATHS[name])  # noqa: S308 (a constant of this module)
    if label:
        return format_html('<svg class="ico" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, shape)
    return format_html('<svg class="ico" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', shape)
