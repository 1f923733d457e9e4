"""Limits of reminders and deliveries (第八条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = (
    Limit("reminders_early", "第一次到期提示，期限前", "天", "第八条", 7, high=90),
    Limit("reminders_near", "第二次到期提示，期限前", "天", "第八条", 3, high=60),
    Limit("reminders_eve", "第三次到期提示，期限前", "天", "第八条", 1, high=30),
    Limit("reminders_overdue", "逾期后再次提示，每隔", "个工作日", "第八条", 1, high=60),
    Limit("reminders_hour", "每日生成到期提示的时间", "点以后", "第八条", 6, low=0, high=22),
    Limit("reminders_give_up", "邮件、群机器人发送不成，停止重试", "天后", "第八条", 3, high=30),
    Limit("reminders_keep", "到期提示和发送记录保存", "天", "第八条", 180, low=30),
)
