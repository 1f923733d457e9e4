"""What the home page tells those for whom nothing waits yet."""

from accounts.models import Role

ROLE_NOTES = {
    Role.PARTY_OFFICE: "考核结果提交党委会研究时的议题与决定，将在这里显示。",
    Role.LEADER: "您分管单位干部的考核情况，以及党委研判后需由您进行的提醒谈话，将在这里显示。",
    Role.UNIT_PARTY: "本单位参加考核干部的名单核对与材料报送，将在这里显示。",
    Role.CADRE: "您本人的年度总结、民主测评和考核反馈，将在这里显示。",
    Role.SYSTEM_OFFICER: "账号与系统运行的维护事项，将在这里显示。系统管理员不接触考核数据。",
    Role.SECURITY_OFFICER: "角色授予与安全策略的审批事项，将在这里显示。安全管理员不接触考核数据。",
    Role.AUDIT_OFFICER: "安全日志的审阅事项，将在这里显示。审计管理员不接触考核数据。",
}
