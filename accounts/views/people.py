"""Accounts, as the system officer keeps them: no right comes with one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import FormPage
from core.tables.values import fold

from ..access import ACCOUNTS_PAGE, CHANGE_ACCOUNT, may, page_of, people_visible_to
from ..forms.people import AccountForm, PeopleSearch, ReasonForm
from ..models import User
from ..services.passwords import first_password_issue
from ..services.people import account_create, account_disable, account_enable

PAGE_SIZE = 50


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with an account; `?q=` finds by 工号 or name."""
    page_of(request.user, ACCOUNTS_PAGE)
    context = {"title": "账号", **people_page(request, people_visible_to(request.user))}
    return render(request, "accounts/accounts.html", context)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account and what can be done about it."""
    page_of(request.user, ACCOUNTS_PAGE)
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    context = {
        "title": person.name,
        "person": person,
        "own": person == request.user,
        "may_change": may(request.user, CHANGE_ACCOUNT, person),
    }
    return render(request, "accounts/account.html", context)


def people_page(request: HttpRequest, people: QuerySet[User]) -> dict[str, Any]:
    """The rows of a list of people that the address asks for."""
    search = PeopleSearch(request.GET)
    wanted = fold(search.cleaned_data["q"]) if search.is_valid() else ""
    if wanted:
        people = people.filter(Q(staff_no__istartswith=wanted) | Q(name__icontains=wanted))
    page: Page[User] = Paginator(people.order_by("staff_no"), PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page": page, "wanted": wanted}


class AccountPage(FormPage):
    """What the steps about accounts share."""

    def find(self) -> User | None:
        page_of(self.request.user, ACCOUNTS_PAGE)
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(people_visible_to(self.request.user), pk=pk)

    def may(self) -> bool:
        return may(self.request.user, CHANGE_ACCOUNT, self.object)

    def back(self) -> str:
        return reverse("account", args=[self.object.pk]) if self.object else reverse("accounts")

    def done(self, result: User) -> str:
        return self.back()

    def first_password(self, user: User, password: str) -> HttpResponse:
        """Shown in the answer itself: no redirect, since it is to be stored nowhere."""
        context = {"title": "首次密码", "person": user, "password": password}
        return render(self.request, "accounts/first_password.html", context)


class AccountCreate(AccountPage):
    """A new account; its first password is shown once."""

    form_class = AccountForm
    title = "新建账号"
    lead = "只建立登录账号，不带任何角色。角色由安全管理员提出、系统管理员复核后生效。"
    submit = "建立账号"

    def perform(self, form: AccountForm) -> HttpResponse:
        user, password = account_create(
            staff_no=form.cleaned_data["staff_no"], name=form.cleaned_data["name"], actor=self._actor
        )
        return self.first_password(user, password)

    @property
    def _actor(self) -> Any:
        return self.request.user


class AccountPassword(AccountPage):
    """A new first password for somebody who has lost theirs."""

    template_name = "ui/confirm.html"
    title = "发放首次密码"
    submit = "发放首次密码"

    def context(self) -> dict[str, Any]:
        return {
            "lead": f"为{self.object}重新发放首次密码",
            "consequences": [
                "原密码立即失效，该用户的所有登录立即退出。",
                "首次密码只显示一次，72 小时内有效，只能登录一次，登录后须立即修改。",
                "请先当面核实是本人申请。发放将记入安全日志。",
            ],
        }

    def perform(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        return self.first_password(self.object, first_password_issue(user=self.object, actor=actor))


class AccountDisable(AccountPage):
    """Closes an account at once."""

    form_class = ReasonForm
    template_name = "ui/confirm.html"
    title = "停用账号"
    submit = "停用账号"
    success = "账号已停用。"

    def context(self) -> dict[str, Any]:
        return {
            "lead": f"停用{self.object}的账号",
            "consequences": ["该用户的所有登录立即退出，不能再登录。", "角色和历史记录保留，可以重新启用。"],
        }

    def perform(self, form: ReasonForm) -> User:
        actor: Any = self.request.user
        return account_disable(user=self.object, actor=actor, reason=form.cleaned_data["reason"])


class AccountEnable(AccountPage):
    """Opens a closed account again."""

    form_class = ReasonForm
    template_name = "ui/confirm.html"
    title = "启用账号"
    submit = "启用账号"
    success = "账号已启用。原有且仍在有效期内的角色随之恢复。"

    def context(self) -> dict[str, Any]:
        return {
            "lead": f"重新启用{self.object}的账号",
            "consequences": [
                "仍在有效期内的角色随之恢复；不应恢复的，请先请安全管理员提出终止。",
                "原密码继续有效；忘记密码的，启用后再发放首次密码。",
            ],
        }

    def perform(self, form: ReasonForm) -> User:
        actor: Any = self.request.user
        return account_enable(user=self.object, actor=actor, reason=form.cleaned_data["reason"])
