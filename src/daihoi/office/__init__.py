"""Official papers from one model (văn bản): DOCX to edit, PDF to print, in the format of their day."""

from daihoi.office.book import Book, book_docx, book_pdf
from daihoi.office.certificates import certificate
from daihoi.office.counts import Count, Member, Person, Sitting
from daihoi.office.document import Document
from daihoi.office.formats import Format, format_on
from daihoi.office.minutes import minutes_of_count
from daihoi.office.pdf import to_pdf
from daihoi.office.proofs import OpenRule, proof_of_list, sheet_of_rules
from daihoi.office.word import to_docx

__all__ = [
    "Book",
    "Count",
    "Document",
    "Format",
    "Member",
    "OpenRule",
    "Person",
    "Sitting",
    "book_docx",
    "book_pdf",
    "certificate",
    "format_on",
    "minutes_of_count",
    "proof_of_list",
    "sheet_of_rules",
    "to_docx",
    "to_pdf",
]
