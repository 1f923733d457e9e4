from django.urls import path

from . import views
from .views import grants, lockouts, own, people, security_log

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", own.PasswordChange.as_view(), name="password_change"),
    path("my-sessions/", own.my_sessions, name="my_sessions"),
    path("my-sessions/end-others/", own.MySessionsEnd.as_view(), name="my_sessions_end"),
    path("session/", own.session_state, name="session_state"),
    path("session/extend/", own.SessionExtend.as_view(), name="session_extend"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/new/", people.AccountCreate.as_view(), name="account_create"),
    path("accounts/<int:pk>/", people.account, name="account"),
    path("accounts/<int:pk>/disable/", people.AccountDisable.as_view(), name="account_disable"),
    path("accounts/<int:pk>/enable/", people.AccountEnable.as_view(), name="account_enable"),
    path("accounts/<int:pk>/first-password/", people.AccountPassword.as_view(), name="account_password"),
    path("lockouts/", lockouts.lockouts, name="lockouts"),
    path("lockouts/release/", lockouts.LockoutRelease.as_view(), name="lockout_release"),
    path("grants/", grants.grants, name="grants"),
    path("grants/people/<int:pk>/", grants.grants_of, name="grants_of"),
    path("grants/people/<int:pk>/propose/", grants.GrantPropose.as_view(), name="grant_propose"),
    path("grants/<int:pk>/end/", grants.GrantEnd.as_view(), name="grant_end"),
    path("grants/proposals/<int:pk>/", grants.proposal, name="proposal"),
    path("grants/proposals/<int:pk>/approve/", grants.ProposalApprove.as_view(), name="proposal_approve"),
    path("grants/proposals/<int:pk>/reject/", grants.ProposalReject.as_view(), name="proposal_reject"),
    path("grants/proposals/<int:pk>/withdraw/", grants.ProposalWithdraw.as_view(), name="proposal_withdraw"),
    path("security-log/", security_log.security_log, name="security_log"),
    path("security-log/verify/", security_log.SecurityLogVerify.as_view(), name="security_log_verify"),
    path("security-log/export/", security_log.SecurityLogExport.as_view(), name="security_log_export"),
]
