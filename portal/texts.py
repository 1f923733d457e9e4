"""What the home page tells those for whom nothing waits yet."""

from accounts.models import Role

ROLE_NOTES = {
    Role.PARTY_OFFICE: "考核结果提交党委会研究时的议题与决定，将在这里显示。",
    Role.LEADER: "您分管单位干部的考核情况，以及党委研判后需由您进行的提醒谈话，将在这里显示。",
    Role.UNIT_PARTY: "本单位参加考核干部的名单核对与材料报送，将在这里显示。",
    Role.CADRE: "您本人的年度总结、民主测评和考核反馈，将在这里显示。",
    Role.SYSTEM_OFFICER: "系统管理员维护账号，复核角色授予，不接触干部信息与考核数据。",
    Role.SECURITY_OFFICER: "安全管理员提出角色授予，解除登录锁定，不接触干部信息与考核数据。",
    Role.AUDIT_OFFICER: "审计管理员审阅安全日志，不接触干部信息与考核数据。",
}
