"""Names and numbers of people who do not exist, for the demo institution, the bench and the tests.

Everything here is made up: the region 990000 belongs to no place, the phone numbers are random, and the
lists below are our own.
"""

import random
from collections.abc import Iterator

REGION = "990000"
"""Region code of every identity number made here: no such region exists."""

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "慕容")
GIVEN = {
    "男": "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆建国志文博天振思哲远航成毅峻嘉睿承泽松柏立新庆",
    "女": "芳娜敏静丽艳娟霞玲婷雪琳晶颖洁慧莹莉萍红梅兰英华文琪怡涵梓晓春曦蓉薇岚清宁雅韵书筠芸瑶妍秋悦",
}
PLACES = (
    "江苏南通",
    "浙江宁波",
    "安徽合肥",
    "上海",
    "山东潍坊",
    "湖北荆州",
    "湖南衡阳",
    "河南南阳",
    "四川绵阳",
)
NATIONS = ("汉族",) * 22 + ("回族", "满族", "土家族")

SPECIAL_PEOPLE = (
    ("阿卜杜热西提·麦麦提", "男", "维吾尔族"),
    ("古丽巴哈尔·艾合买提", "女", "维吾尔族"),
    ("才让卓玛", "女", "藏族"),
    ("李𬭊", "男", "汉族"),  # beyond the basic plane: two code units in UTF-16, four bytes in GB18030
    ("王𠮷祥", "男", "汉族"),
    ("张䶮", "男", "汉族"),
    ("陈静", "女", "汉族"),
    ("陈静", "女", "汉族"),  # two people of one name
)
"""(name, sex, nation) of people in every institution: long names, rare characters, a pair of equals."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def check_digit(first17: str) -> str:
    """The last character of an identity number (GB 11643, ISO 7064 MOD 11-2) for its first 17 digits."""
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def stream(seed: int, purpose: str) -> random.Random:
    """A random stream of its own per purpose, so that more names do not change anybody's marks."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - made-up data, repeatable on purpose


def make_people(rng: random.Random, count: int) -> list[tuple[str, str, str]]:
    """`count` people as (name, sex, nation): all of SPECIAL_PEOPLE at random places, the others ordinary.

    Ordinary names are distinct as long as that is easy; in a crowd of thousands namesakes appear.
    """
    places = dict(zip(rng.sample(range(count), len(SPECIAL_PEOPLE)), SPECIAL_PEOPLE, strict=True))
    taken = {name for name, _, _ in SPECIAL_PEOPLE}
    found = []
    for index in range(count):
        found.append(places.get(index) or _ordinary(rng, taken))
        taken.add(found[-1][0])
    return found


def _ordinary(rng: random.Random, taken: set[str]) -> tuple[str, str, str]:
    sex = "男" if rng.random() < 0.6 else "女"
    for _ in range(8):
        surname = rng.choice(COMPOUND_SURNAMES) if rng.random() < 0.02 else rng.choice(SURNAMES)
        name = surname + "".join(rng.choices(GIVEN[sex], k=1 if rng.random() < 0.3 else 2))
        if name not in taken:
            break
    return name, sex, rng.choice(NATIONS)


def identity_number(rng: random.Random, born: tuple[int, int], sex: str, taken: set[str]) -> str:
    """An identity number not yet in `taken` (which it joins), agreeing with birth month and sex."""
    while True:
        serial = rng.randrange(0, 1000, 2) + (sex == "男")
        first17 = f"{REGION}{born[0]:04d}{born[1]:02d}{rng.randint(1, 28):02d}{serial:03d}"
        number = first17 + check_digit(first17)
        if number not in taken:
            taken.add(number)
            return number


def phone_numbers(rng: random.Random) -> Iterator[str]:
    """Endless distinct made-up phone numbers, 199 and eight digits."""
    taken: set[str] = set()
    while True:
        number = f"199{rng.randrange(10**8):08d}"
        if number not in taken:
            taken.add(number)
            yield number
