"""What the home page tells each role while nothing waits: what would stand there, what can be done."""

from accounts.models import Role

_NO_DATA = "本角色不接触干部信息与考核数据。"
ROLE_NOTES = {
    Role.ORG_HEAD: "须由组织部负责人审批、核定或确认的事项会列在这里，例如完整号码的导出申请。",
    Role.ORG_OFFICER: "您上传后还没有办完的导入、试用期和任期到期的提示、已批准的导出会列在这里。",
    Role.DISCIPLINE_HEAD: "须由纪委监察部门办理的考核步骤，以及您上传后还没有办完的导入，会列在这里。",
    Role.DISCIPLINE_OFFICER: "须由纪委监察部门办理的考核步骤，以及您上传后还没有办完的导入，会列在这里。",
    Role.PARTY_OFFICE: "到日期的会议登记、结果录入和定稿，以及须由党办录入的上级安排，会列在这里。",
    Role.LEADER: "须由您进行的谈话提醒和谈话后的跟踪会列在这里；您可以查看分管单位的干部和已确认年度的等次。",
    Role.UNIT_PARTY: "须由二级党组织办理的步骤会列在这里；您可以查看本单位的干部、岗位和已确认年度的等次。",
    Role.CADRE: "须由您本人办理的步骤会列在这里；您可以查看本人的信息和已确认年度的考核结果。",
    Role.SYSTEM_OFFICER: f"待复核的授权申请和已过期的首次密码会列在这里。{_NO_DATA}",
    Role.SECURITY_OFFICER: f"您提出的授权申请，复核之前列在“我发起的”中。{_NO_DATA}",
    Role.AUDIT_OFFICER: f"安全日志可以随时审阅，没有限期办理的步骤。{_NO_DATA}",
}
