"""Deliver the waiting digests by mail (gửi thư): each is claimed before it is sent, so that nothing goes out twice."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from daihoi.foundation.assignments.models import Digest, Mailbox
from daihoi.foundation.assignments.wording import address
from daihoi.web.formats import thousands

MOST_TRIES = 8
KEPT = timedelta(days=3)


@dataclass(frozen=True)
class Delivered:
    """How a round of deliveries ended (kết quả gửi)."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def deliver() -> Delivered:
    """Send every digest that waits, over one connection; what fails waits for the next round (gửi các thư đang chờ)."""
    broken = Digest.objects.filter(delivery=Digest.Delivery.SENDING, on__lt=timezone.localdate())
    broken.update(delivery=Digest.Delivery.GIVEN_UP, fault=_("việc gửi bị ngắt giữa chừng; thư có thể đã tới"))
    waiting = Digest.objects.filter(delivery=Digest.Delivery.WAITING).order_by("on", "pk")
    if settings.ISOLATED or not settings.SMTP_HOST or not waiting.exists():
        return Delivered()
    boxes = dict(Mailbox.objects.exclude(address="").values_list("user_id", "address"))
    ends = {"sent": 0, "failed": 0, "given_up": 0}
    server = _server()
    try:
        for digest in waiting.select_related("user"):
            end = _deliver_one(server, digest, boxes.get(digest.user_id, ""))
            if end:
                ends[end] += 1
    finally:
        server.close()
    return Delivered(**ends)


def _deliver_one(server: EmailBackend, digest: Digest, recipient: str) -> str:
    """Claim one digest, send it, and keep how it ended."""
    mine = Digest.objects.filter(pk=digest.pk, delivery=Digest.Delivery.WAITING)
    if not recipient or timezone.localdate() - digest.on > KEPT:
        mine.update(delivery=Digest.Delivery.GIVEN_UP, fault=_("không còn địa chỉ nhận, hoặc đã quá 3 ngày"))
        return "given_up"
    if not mine.update(delivery=Digest.Delivery.SENDING, tries=digest.tries + 1):
        return ""
    claimed = Digest.objects.filter(pk=digest.pk, delivery=Digest.Delivery.SENDING)
    try:
        server.send_messages([_message(digest, recipient)])
    except (smtplib.SMTPException, OSError, ValueError) as fault:  # a message that cannot be written is a ValueError
        over = digest.tries + 1 >= MOST_TRIES or isinstance(fault, (smtplib.SMTPRecipientsRefused, ValueError))
        claimed.update(delivery=Digest.Delivery.GIVEN_UP if over else Digest.Delivery.WAITING, fault=str(fault)[:300])
        server.close()
        return "given_up" if over else "failed"
    claimed.update(delivery=Digest.Delivery.SENT, sent_at=timezone.now(), fault="")
    return "sent"


def _server() -> EmailBackend:
    """Give the mail server of the settings."""
    return EmailBackend(
        host=settings.SMTP_HOST,
        port=settings.SMTP_PORT,
        username=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        use_tls=settings.SMTP_SECURITY == "starttls",
        use_ssl=settings.SMTP_SECURITY == "tls",
        timeout=20,
    )


def _message(digest: Digest, recipient: str) -> EmailMessage:
    """Write the message; its number is that of the digest, so that a server knows one it has seen."""
    with translation.override(digest.user.language):
        subject = _("Việc ngày {day}: {late} quá hạn, {soon} sắp đến hạn").format(
            day=f"{digest.on:%d/%m/%Y}", late=thousands(digest.late + digest.below), soon=thousands(digest.soon)
        )
    domain = parseaddr(settings.SMTP_FROM)[1].rpartition("@")[2] or "daihoi.invalid"
    headers = {
        "Message-ID": f"<{digest.pk}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{address('assignments:personal')}>",
    }
    return EmailMessage(subject, digest.text, settings.SMTP_FROM, [recipient], headers=headers)
