"""Signing in and out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .forms import SignInForm

sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)


# Open to everybody: whose session has ended meanwhile would else be sent back here after signing in.
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; POST only, so that no link and no picture on another page can do it."""
    if request.method != "POST":
        context = {
            "title": "请用页面右上角的“退出”按钮",
            "message": "为防止被其他网页误退出，退出只能由本系统页面上的按钮完成。您的登录状态没有改变。",
        }
        refused = render(request, "layout/error.html", context, status=405)
        refused["Allow"] = "POST"
        return refused
    logout(request)
    messages.info(request, "您已退出。")
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"storage"'
    return response
