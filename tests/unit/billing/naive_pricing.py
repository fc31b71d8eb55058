"""A second, naive reckoning of what things cost, to compare Weir's with.

Written from the words of tests/cases/README.md and of the headers, with Python's `decimal`: slow, plain, and of another
hand than the C++. Where both agree on something wrong, the words are wrong.
"""

import decimal
import re
from decimal import Decimal

decimal.setcontext(decimal.Context(prec=250, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN))

CURRENCY_DIGITS = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "CLF": 4}
ROUNDING = {"half_up": decimal.ROUND_HALF_UP, "half_even": decimal.ROUND_HALF_EVEN, "up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN}
LARGEST_MINOR = 2**63 - 1
QUANTITY_STEP = Decimal("1e-9")
EXACT_STEP = Decimal("1e-21")
MOST_PACKAGES = Decimal(10) ** 29
WHOLE = (0, 1, 1)

MEMBERS = {
    "flat": {"amount", "timing"},
    "per_unit": {"unit_amount"},
    "graduated": {"tiers"},
    "volume": {"tiers"},
    "package": {"package_size", "package_amount"},
    "percentage": {"rate", "event_amount"},
}
METERED_MEMBERS = {"meter", "included", "minimum_amount", "maximum_amount"}
ALL_MEMBERS = set.union(*MEMBERS.values()) | METERED_MEMBERS
NEEDED = {"flat": ["amount"], "per_unit": ["unit_amount"], "package": ["package_size", "package_amount"], "percentage": ["rate"]}
SLUG = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
JSON_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")


class Refused(Exception):
    """The code of an error."""


def number(text: str, integer_digits: int, scale: int) -> Decimal:
    match = JSON_NUMBER.fullmatch(text)
    if not match:
        raise Refused("decimal_malformed")
    sign, integer, fraction, exponent = match[1], match[2], match[3] or "", int(match[4] or 0)
    digits = (integer + fraction).lstrip("0").rstrip("0")
    if not digits:
        return Decimal(0)
    # 0.d1d2… × 10^point
    point = len(integer) - (len(integer + fraction) - len((integer + fraction).lstrip("0"))) + exponent
    if point > integer_digits:
        raise Refused("decimal_too_large")
    if len(digits) - point > scale:
        raise Refused("decimal_too_precise")
    value = Decimal(digits).scaleb(point - len(digits))
    return -value if sign else value


def amount(text: str) -> Decimal:
    value = number(text, 12, 12)
    if value < 0:
        raise Refused("price_negative")
    return value


def quantity(text: str, may_be_zero: bool) -> Decimal:
    value = number(text, 18, 9)
    if value < 0 or (value == 0 and not may_be_zero):
        raise Refused("validation_failed")
    return value


def cut(value: Decimal, part, step: Decimal) -> Decimal:
    """What of a value belongs to a part of a period: the difference of two positions, each rounded to a step."""
    start, end, whole = part

    def position(at):
        return (value * at / whole).quantize(step, rounding=decimal.ROUND_HALF_EVEN)

    return value if part[0] == 0 and end == whole else position(end) - position(start)


class Price:
    def __init__(self, code: str) -> None:
        self.texts = {"code": code, "currency": "", "model": "", "rounding": "half_up"}
        self.tiers = None
        self.digits = None
        self._problems = None

    def set(self, member: str, words: list[str]) -> None:
        self._problems = None
        if member == "tier":
            self.tiers = (self.tiers or []) + [self._tier(words)]
        elif member == "digits":
            self.digits = int(words[0])
        else:
            self.texts[member] = words[0]

    @staticmethod
    def _tier(words):
        ends = None if words[0] == "beyond" else words[2]
        rest = words[1:] if ends is None else words[3:]
        return ends, rest[1], rest[3] if len(rest) > 2 else "0"

    def problems(self) -> list[str]:
        if self._problems is None:
            self._problems = sorted(self._find_problems())
        return self._problems

    def _find_problems(self):
        out = []

        def check(pointer, read, *arguments):
            try:
                return read(*arguments)
            except Refused as problem:
                out.append(f"{pointer} {problem}")
                return None

        def validation(pointer):
            out.append(f"{pointer} validation_failed")

        texts, model = self.texts, self.texts["model"]
        self.currency_digits = CURRENCY_DIGITS.get(texts["currency"])
        if self.currency_digits is None:
            out.append("/currency currency_unknown")
        elif self.digits is not None and not 0 <= self.digits <= self.currency_digits:
            validation("/digits")
        if not SLUG.fullmatch(texts["code"]) or len(texts["code"]) > 64:
            validation("/code")
        if texts["rounding"] not in ROUNDING:
            validation("/rounding")
        if model not in MEMBERS:
            validation("/model")
            return out

        allowed = MEMBERS[model] | (METERED_MEMBERS if model != "flat" else set())
        for member in ALL_MEMBERS - allowed:
            if member in texts or (member == "tiers" and self.tiers is not None):
                out.append(f"/{member} price_member_unexpected")
        for member in NEEDED.get(model, []):
            if member not in texts:
                validation(f"/{member}")
        self.values = {}
        for member in allowed & {"amount", "unit_amount", "package_amount", "rate", "event_amount", "minimum_amount", "maximum_amount"}:
            if member in texts:
                self.values[member] = check(f"/{member}", amount, texts[member])
        if model == "package" and "package_size" in texts:
            self.values["package_size"] = check("/package_size", quantity, texts["package_size"], False)
        if model == "flat":
            if texts.get("timing", "in_advance") not in ("in_advance", "in_arrears"):
                validation("/timing")
            return out

        if not SLUG.fullmatch(texts.get("meter", "")):
            validation("/meter")
        if "included" in texts:
            self.values["included"] = check("/included", quantity, texts["included"], True)
        least, most = self.values.get("minimum_amount"), self.values.get("maximum_amount")
        if "minimum_amount" in texts and "maximum_amount" in texts:
            # A bound that is no number counts as 0, as the one that it is compared with may be wrong as well.
            if (most or 0) < (least or 0):
                validation("/maximum_amount")
        if "tiers" in allowed:
            self._find_tier_problems(check, validation)
        return out

    def _find_tier_problems(self, check, validation):
        self.values["tiers"] = []
        if not self.tiers or len(self.tiers) > 100:
            validation("/tiers")
            return
        before = Decimal(0)
        for i, (ends, unit_amount, flat_amount) in enumerate(self.tiers):
            at = f"/tiers/{i}"
            each = check(f"{at}/unit_amount", amount, unit_amount)
            flat = check(f"{at}/flat_amount", amount, flat_amount)
            last = i + 1 == len(self.tiers)
            end = None
            if last != (ends is None):
                validation(f"{at}/up_to")
            elif ends is not None:
                end = check(f"{at}/up_to", quantity, ends, False)
                if end is not None:
                    if end <= before:
                        validation(f"{at}/up_to")
                    before = max(before, end)
            self.values["tiers"].append((end, each, flat))

    def exact_cost(self, used: Decimal, events: int, part) -> Decimal:
        """Of usage, before it is rounded."""
        used = max(used, Decimal(0))
        used -= min(used, cut(self.values.get("included", Decimal(0)), part, QUANTITY_STEP))
        total = getattr(self, "_" + self.texts["model"])(used, events)
        if "minimum_amount" in self.values:
            total = max(total, cut(self.values["minimum_amount"], part, EXACT_STEP))
        if "maximum_amount" in self.values:
            total = min(total, cut(self.values["maximum_amount"], part, EXACT_STEP))
        return total

    def _per_unit(self, used, _events):
        return used * self.values["unit_amount"]

    def _graduated(self, used, _events):
        total, begin = Decimal(0), Decimal(0)
        for i, (end, each, flat) in enumerate(self.values["tiers"]):
            if i > 0 and used <= begin:
                break
            total += flat + each * ((used if end is None else min(used, end)) - begin)
            begin = end
        return total

    def _volume(self, used, _events):
        for end, each, flat in self.values["tiers"]:
            if end is None or used <= end:
                return flat + each * used
        raise AssertionError("the last tier has no end")

    def _package(self, used, _events):
        begun = (used / self.values["package_size"]).to_integral_value(rounding=decimal.ROUND_CEILING)
        if begun >= MOST_PACKAGES:
            raise Refused("amount_overflow")
        return begun * self.values["package_amount"]

    def _percentage(self, used, events):
        return used * self.values["rate"] + events * self.values.get("event_amount", Decimal(0))

    def rounded(self, exact: Decimal) -> Decimal:
        digits = self.currency_digits if self.digits is None else self.digits
        out = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUNDING[self.texts["rounding"]])
        return fits(out, self.currency_digits)

    def fee(self, part) -> Decimal:
        digits = self.currency_digits if self.digits is None else self.digits
        return cut(self.rounded(self.values["amount"]), part, Decimal(1).scaleb(-digits))


def fits(value: Decimal, digits: int) -> Decimal:
    if abs(value.scaleb(digits)) > LARGEST_MINOR:
        raise Refused("amount_overflow")
    return value


def exact_text(value: Decimal) -> str:
    out = format(value, "f")
    if "." in out:
        out = out.rstrip("0").rstrip(".")
    return "0" if out in ("-0", "") else out


def money_text(value: Decimal, digits: int) -> str:
    return format(value.quantize(Decimal(1).scaleb(-digits)) + 0, "f")


class Invoice:
    def __init__(self) -> None:
        self.lines, self.discounts, self.taxes, self.credits = [], [], [], []
        self.inclusive = False
        self.as_of = "1970-01-01"

    def set(self, member: str, words: list[str]) -> None:
        if member == "currency":
            self.digits = CURRENCY_DIGITS[words[0]]
            self.coin = Decimal(1).scaleb(-self.digits)
        elif member == "line":
            self.lines.append((words[0], Decimal(words[1])))
        elif member == "discount":
            is_rate = words[0] == "rate"
            rest = words[is_rate:]
            self.discounts.append((is_rate, Decimal(rest[0]), rest[2] if len(rest) > 1 else None))
        elif member == "tax":
            self.taxes.append(Decimal(words[0]))
        elif member == "taxes":
            self.inclusive = True
        elif member == "as":
            self.as_of = words[1]
        else:
            options = dict(zip(words[2::2], words[3::2]))
            self.credits.append((int(options.get("priority", 100)), options.get("until", "9999-12-31"), len(self.credits), words[0], Decimal(words[1])))

    def round(self, value):
        return value.quantize(self.coin, rounding=decimal.ROUND_HALF_UP)

    def discounted(self):
        left = [value for _, value in self.lines]
        for is_rate, value, only in self.discounts:
            meant = [i for i, (code, _) in enumerate(self.lines) if only in (None, code)]
            if is_rate:
                for i in meant:
                    left[i] -= self.round(left[i] * value)
                continue
            # Laid end to end, the lines are a period of which the amount is cut its parts.
            whole = sum(left[i] for i in meant)
            begin, amount_off = Decimal(0), min(value, whole)
            for i in [i for i in meant if left[i] > 0]:
                end = begin + left[i]
                left[i] -= cut(amount_off, (begin, end, whole), self.coin)
                begin = end
        return left

    def totals(self):
        """Discounts, net, taxes, total, what is due, and what each credit pays."""
        left = self.discounted()
        total = sum(left, Decimal(0))
        discounts = sum((value for _, value in self.lines), Decimal(0)) - total
        if self.inclusive and self.taxes:
            net = self.round(total / (1 + sum(self.taxes)))
            taxes = total - net
        else:
            net = total
            taxes = sum((self.round(net * rate) for rate in self.taxes), Decimal(0))
            total = net + taxes
        due, uses = total, {}
        for _priority, until, _order, name, worth in sorted(self.credits):
            if until > self.as_of:
                uses[name] = min(worth, due)
                due -= uses[name]
        return discounts, net, taxes, total, due, uses


class Language:
    """Answers the questions of tests/cases; members of what is described answer nothing."""

    def __init__(self) -> None:
        self.subject = None

    def read(self, line: str) -> tuple[str, str] | None:
        """The answer to a question, and what the line expected of it."""
        words = line.split("#")[0].split()
        if not words:
            return None
        first, rest = words[0], words[1:]
        if first == "price":
            self.subject = Price(rest[0])
        elif first == "invoice":
            self.subject = Invoice()
        elif first == "refused":
            problems = self.subject.problems()
            return "refused " + ", ".join(problems) if problems else "accepted " + self.subject.texts["code"], " ".join(words)
        elif first in ("quantity", "fee"):
            return self._ask_price(first, rest)
        elif first == "comes":
            discounts, net, taxes, total, due, _ = (v if isinstance(v, dict) else money_text(v, self.subject.digits) for v in self.subject.totals())
            return f"comes to discounts {discounts} net {net} taxes {taxes} total {total} due {due}", " ".join(words)
        elif first == "uses":
            used = self.subject.totals()[-1].get(rest[0], Decimal(0))
            return f"uses {rest[0]} {money_text(used, self.subject.digits)}", " ".join(words)
        else:
            self.subject.set(first, rest)
        return None

    def _ask_price(self, kind, words):
        price, words = self.subject, list(words)
        used = Decimal(words.pop(0)) if kind == "quantity" else None
        events, part = 0, WHOLE
        if words[:1] == ["events"]:
            events, words = int(words[1]), words[2:]
        if words[:1] == ["part"]:
            part, words = (int(words[1]), int(words[3]), int(words[5])), words[6:]
        return "; ".join(self._price_answer(price, used, events, part)), " ".join(words)

    @staticmethod
    def _price_answer(price, used, events, part):
        if price.problems():
            return ["refused " + ", ".join(price.problems())]
        facts = []
        try:
            if used is None:
                return ["costs " + money_text(price.fee(part), price.currency_digits)]
            exact = price.exact_cost(used, events, part)
            facts.append("is exactly " + exact_text(exact))
            facts.append("costs " + money_text(price.rounded(exact), price.currency_digits))
        except Refused as problem:
            facts.append(f"fails {problem}")
        return facts
