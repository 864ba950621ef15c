"""A laptop that nobody used yet goes on from the stick of one that failed, without a command line (tiếp tục từ USB trên máy mới, PR-18)."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daihoi.foundation.accounts.queries import is_unused
from daihoi.foundation.ballots.forms.machines import GoOnForm, StickCodeForm
from daihoi.foundation.ballots.restoring import held_by, is_wanted, opened, refused, vaults_of, want
from daihoi.foundation.ballots.stick import is_laptop, sticks_here
from daihoi.foundation.files.sealing import sealed, unsealed
from daihoi.web.errors import form_page, refusals

PURPOSE = "ballots.go_on"
HERE = {"127.0.0.1", "::1"}  # who sits at this machine


@sensitive_post_parameters("first", "second", "sealed")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a stick, show what it holds, and let the server go on from it; only at a machine where nobody has an account."""
    if not is_laptop():
        raise Http404
    if is_wanted(Path(settings.DATA_DIR)):
        return render(request, "ballots/going_on.html")
    if "HX-Request" in request.headers:  # the page that waited for the server
        return HttpResponse(headers={"HX-Redirect": resolve_url("ballots:go_on" if is_unused() else settings.LOGIN_URL)})
    if not is_unused():
        raise Http404
    if request.META.get("REMOTE_ADDR") not in HERE:
        return render(request, "ballots/go_on_elsewhere.html", status=403)
    return _confirmed(request) if "sealed" in request.POST else _asked(request)


def _asked(request: HttpRequest) -> HttpResponse:
    """Ask for both halves of the code, and show what the stick holds once they are right."""
    form = StickCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            code = form.cleaned_data["first"] + form.cleaned_data["second"]
            held = held_by(opened(sticks_here(settings.STICK), code))
            confirm = GoOnForm(initial={"sealed": sealed(code, PURPOSE)}, held=held)
            return form_page(request, "ballots/go_on_held.html", confirm, held=held)
    has_stick = bool(vaults_of(sticks_here(settings.STICK)))
    return form_page(request, "ballots/go_on.html", form, has_stick=has_stick, why=refused(Path(settings.DATA_DIR)))


def _confirmed(request: HttpRequest) -> HttpResponse:
    """Go on from the stick: the server ends, puts the newest state in place and starts anew."""
    try:
        vault = opened(sticks_here(settings.STICK), unsealed(request.POST["sealed"], PURPOSE))
    except ValueError:
        return redirect("ballots:go_on")
    held = held_by(vault)
    form = GoOnForm(request.POST, held=held)
    if form.is_valid():
        with refusals(form):
            want(vault, Path(settings.DATA_DIR), last_whole=held.is_torn, again=bool(held.taken_by))
            return redirect("ballots:go_on")
    return form_page(request, "ballots/go_on_held.html", form, held=held)
