"""Money in words 大写, as agreements write it (支付结算办法 附一: 正确填写票据和结算凭证的基本规定)."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
GROUP = 4
TOP = Decimal(10) ** (GROUP * len(GROUPS))


def in_words(amount: Decimal) -> str:
    """人民币伍万肆仟元整. Raises ValueError for what is negative, too large or finer than 分."""
    fen = amount * 100
    if fen != fen.to_integral_value() or not 0 <= amount < TOP:
        raise ValueError("an amount in words is not negative and has at most two decimals")
    yuan, rest = divmod(int(fen), 100)
    jiao, last = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{words}整"
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    # 到“角”为止的写“整”，有“分”的不写。
    return f"人民币{words}{f'{DIGITS[last]}分' if last else '整'}"


def _whole(yuan: int) -> str:
    """The yuan without the word itself: several zeros in a row are one 零, those at the end of a group are none."""
    if yuan == 0:
        return DIGITS[0]
    words, gap = "", False
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10**GROUP)
        groups.append(group)
    for place in reversed(range(len(groups))):
        group = groups[place]
        if group == 0:
            gap = True
            continue
        gap = gap or (words != "" and group < 10 ** (GROUP - 1))
        words += ("零" if gap and words else "") + _group(group) + _unit(groups, place)
        gap = False
    return words


def _unit(groups: list[int], place: int) -> str:
    """万 of 亿 is said once with the 亿 that follows, when there is one."""
    if place == 3:
        return "万" if groups[2] else "万亿"
    return GROUPS[place]


def _group(group: int) -> str:
    words, gap = "", False
    for place in reversed(range(GROUP)):
        digit = group // 10**place % 10
        if digit == 0:
            gap = words != ""
            continue
        words += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return words
