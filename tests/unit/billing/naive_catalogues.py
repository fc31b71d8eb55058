"""Random catalogues and usages in the language of tests/cases, with a liking for edges."""

import random
from decimal import Decimal

STEP = Decimal("1e-9")
MODELS = ["per_unit", "graduated", "volume", "package", "percentage"]
BAD_TEXTS = ["-1", "x", "1e40", "0.0000000000001", "1.", "007", "-0.000000001", "1234567890123456789012345678901234567890", "+1", ".5"]
USUAL_WHOLES = [28, 29, 30, 31, 365, 2_419_200, 2_674_800, 2_678_400, 2_682_000, 2, 1024, 2**20]


class Maker:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def catalogue(self) -> list[str]:
        kind = self._chance.random()
        if kind < 0.1:
            return self._invoice()
        if kind < 0.2:
            return self._fee()
        return self._metered()

    def _decimal(self, integer_digits: int, scale: int) -> Decimal:
        """Of few digits, mostly; of as many as there may be, sometimes."""
        chance = self._chance
        digits = chance.choice([1, 1, 2, 2, 3, 4, 6, integer_digits + scale])
        value = Decimal(chance.randrange(10**digits))
        return value.scaleb(-chance.randint(max(0, digits - integer_digits), scale))

    def _price(self) -> Decimal:
        return Decimal(0) if self._chance.random() < 0.05 else self._decimal(12, 12)

    def _amount(self) -> str:
        value = format(self._price(), "f")
        chance = self._chance.random()
        if chance < 0.02:
            return value + ("0" if "." in value else ".0")
        return format(Decimal(value), "E").replace("E+", "e") if chance < 0.04 else value

    def _members(self, model: str) -> list[str]:
        chance = self._chance
        out = [f"currency {chance.choice(['USD', 'USD', 'EUR', 'JPY', 'KWD', 'CLF'])}", f"model {model}"]
        if chance.random() < 0.5:
            out.append(f"rounding {chance.choice(['half_up', 'half_even', 'up', 'down'])}")
        if chance.random() < 0.3:
            out.append(f"digits {chance.randint(0, 2)}")
        return out

    def _spoil(self, lines: list[str]) -> None:
        """Breaks one member of a few prices, sometimes two."""
        while self._chance.random() < 0.06:
            at = self._chance.randrange(1, len(lines))
            words = lines[at].split()
            what = self._chance.random()
            if what < 0.3 and words[0] != "currency":
                del lines[at]
            elif what < 0.4:
                lines.append(self._chance.choice(["package_size 5", "rate 0.1", "amount 3", "unit_amount 1", "timing in_arrears", "digits 9"]))
            elif what < 0.5:
                lines.insert(at, lines[at])
            elif words[0] != "digits":
                words[-1] = self._chance.choice(BAD_TEXTS)
                lines[at] = " ".join(words)
            if len(lines) < 2:
                return

    def _fee(self) -> list[str]:
        lines = ["price fee", *self._members("flat"), f"amount {self._amount()}"]
        if self._chance.random() < 0.3:
            lines.append(f"timing {self._chance.choice(['in_advance', 'in_arrears', 'sometimes'])}")
        self._spoil(lines)
        return [*lines, "fee", *(f"fee {self._part()}" for _ in range(3)), "refused"]

    def _metered(self) -> list[str]:
        chance = self._chance
        model = chance.choice(MODELS)
        lines = ["price p", *self._members(model), "meter m"]
        edges = [Decimal(0)]
        if model == "per_unit":
            lines.append(f"unit_amount {self._amount()}")
        elif model == "package":
            size = self._decimal(18, 9) or Decimal(1)
            lines += [f"package_size {size:f}", f"package_amount {self._amount()}"]
            edges += [size * n for n in (1, 2, 7)]
        elif model == "percentage":
            lines.append(f"rate {self._amount()}")
            if chance.random() < 0.6:
                lines.append(f"event_amount {self._amount()}")
        else:
            ends = sorted({self._decimal(18, 9) for _ in range(chance.randint(0, 4))} - {Decimal(0)})
            edges += ends
            lines += [f"tier up to {end:f} at {self._amount()}{self._flat()}" for end in ends]
            lines.append(f"tier beyond at {self._amount()}{self._flat()}")
        included = self._decimal(18, 9) if chance.random() < 0.3 else Decimal(0)
        if included:
            lines.append(f"included {included:f}")
        bounds = sorted([self._price(), self._price() if chance.random() < 0.8 else Decimal("1e-12")])
        if chance.random() < 0.2:
            lines.append(f"minimum_amount {bounds[0]:f}")
        if chance.random() < 0.2:
            lines.append(f"maximum_amount {bounds[1]:f}")
        self._spoil(lines)
        return [*lines, *(self._question(edges, included) for _ in range(4)), "refused"]

    def _flat(self) -> str:
        return f" and {self._amount()}" if self._chance.random() < 0.4 else ""

    def _question(self, edges: list[Decimal], included: Decimal) -> str:
        chance = self._chance
        kind = chance.random()
        if kind < 0.5:
            used = chance.choice(edges) + chance.choice([0, included]) + chance.choice([-1, 0, 0, 1, 1000]) * STEP
        elif kind < 0.9:
            used = self._decimal(18, 9)
        else:
            used = self._decimal(29, 9)
        if chance.random() < 0.05:
            used = -used
        out = f"quantity {used:f}"
        if chance.random() < 0.3:
            out += f" events {chance.choice([0, 1, 3, 1000, 2**63 - 1])}"
        return f"{out} {self._part()}" if chance.random() < 0.4 else out

    def _part(self) -> str:
        chance = self._chance
        whole = chance.choice(USUAL_WHOLES) if chance.random() < 0.9 else chance.randint(1, 2**63 - 1)
        start, end = sorted([chance.choice([0, chance.randint(0, whole)]), chance.choice([whole, chance.randint(0, whole)])])
        return f"part {start} to {end} of {whole}"

    def _invoice(self) -> list[str]:
        chance = self._chance
        coin, digits = chance.choice([("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])

        def money(most):
            return format(Decimal(chance.randrange(most)).scaleb(-digits), "f")

        lines = ["invoice i", f"currency {coin}"]
        lines += [f"line {chance.choice('abc')} {money(chance.choice([5, 1000, 10**9]))}" for _ in range(chance.randint(1, 6))]
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            only = f" on {chance.choice('abc')}" if chance.random() < 0.3 else ""
            rate = chance.choice(["0.1", "0.333", "1", "0", "0.000000000001", "0.5"])
            lines.append(f"discount rate {rate}{only}" if chance.random() < 0.5 else f"discount {money(10**chance.randint(1, 9))}{only}")
        lines += [f"tax {chance.choice(['0.19', '0.07', '0.05', '0.09975', '0', '0.333333333333'])}" for _ in range(chance.choice([0, 1, 1, 2, 3]))]
        if chance.random() < 0.4:
            lines.append("taxes inclusive")
        lines.append("as of 2026-02-01")
        names = [f"c{i}" for i in range(chance.choice([0, 1, 2, 4]))]
        for name in names:
            priority = f" priority {chance.randint(1, 3)}" if chance.random() < 0.5 else ""
            until = f" until 2026-0{chance.randint(1, 3)}-01" if chance.random() < 0.5 else ""
            lines.append(f"credit {name} {money(10**chance.randint(1, 9))}{priority}{until}")
        return [*lines, "comes to", *(f"uses {name}" for name in names)]
