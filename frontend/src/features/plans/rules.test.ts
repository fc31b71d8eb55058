import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calls, scale, starter } from "../../../test/plans";
import { ApiProblem } from "../../api/problem";
import { writeFor } from "../../time/reader";
import { wrongWith, wrongWithPrice } from "./check";
import {
  draftOf,
  emptyPlan,
  emptyPrice,
  linesOf,
  priceBody,
  type PriceDraft,
  type StepDraft,
  toSend,
  valuesIn,
} from "./draft";
import type { Model, Plan } from "./load";
import { refusedAt } from "./refused";
import { currenciesOf, filterLine, limitLines, meterWords, priceLines } from "./words";

beforeEach(() => writeFor({ locale: "en-US" }));
afterEach(() => writeFor({}));

const price = (model: Model, part: Partial<PriceDraft>): PriceDraft => ({
  ...emptyPrice(1, "USD"),
  code: "calls",
  meter: "calls",
  model,
  ...part,
});

const step = (day: string, act: StepDraft["act"]): StepDraft => ({ day, act });

describe("a version of a plan", () => {
  it("that is written anew without a change is the same", () => {
    const { interval_months, trial_days, proration, late_usage, bills_paused_usage, commitments } = scale;
    const sent = toSend(draftOf(scale));
    expect(sent).toMatchObject({ interval_months, trial_days, proration, late_usage, bills_paused_usage, commitments });
    for (const is_add_on of [false, true])
      expect(toSend(draftOf({ ...scale, is_add_on }))).toMatchObject({ is_add_on });
    expect(sent.prices.map(({ code, model }) => [code, model])).toEqual(
      scale.prices.map(({ code, model }) => [code, model]),
    );
    expect(sent.usage_thresholds).toBeUndefined();
    const usage_thresholds = { USD: "250.00" };
    expect(toSend(draftOf({ ...scale, usage_thresholds }))).toMatchObject({ usage_thresholds });
    expect(sent.dunning).toBeUndefined();
    const dunning: Plan["dunning"] = { steps: [{ day: 1, act: "remind" }] };
    for (const one of [dunning, { steps: [] }])
      expect(toSend(draftOf({ ...scale, dunning: one }))).toMatchObject({ dunning: one });
    // What is the same without being said is not sent.
    const [fee, eu, graduated, , mails, payments] = sent.prices;
    expect(fee).toEqual({
      code: "fee",
      currency: "USD",
      model: "flat",
      amount: "1200",
      timing: "in_advance",
      rounding: "half_up",
      digits: 2,
    });
    expect(eu).toMatchObject({ name: "Calls in Europe", filters: { cached: [false], region: ["eu", "true"] } });
    expect(graduated).toMatchObject({
      included: "10000",
      tiers: [
        { up_to: "1000000", unit_amount: "0.0004" },
        { up_to: null, unit_amount: "0.0002", flat_amount: "5" },
      ],
    });
    expect(mails).toMatchObject({ package_size: "1000", package_amount: "1", rounding: "half_even" });
    expect(payments).toMatchObject({ rate: "0.029", event_amount: "0.3", minimum_amount: "10" });
    expect(wrongWith(draftOf(scale), false)).toEqual({});
    expect(wrongWith(draftOf(starter), true)).toEqual({});
  });

  it("sends nothing of another model", () => {
    const written = price("flat", { amount: "1", unitAmount: "2", packageSize: "3", included: "4", minimum: "5" });
    expect(Object.keys(priceBody(written)).sort()).toEqual(
      ["amount", "code", "currency", "model", "rounding", "timing"].sort(),
    );
  });

  it.each([
    [{ code: "Scale" }, "/code"],
    [{ code: "a__b" }, "/code"],
    [{ code: "a".repeat(65) }, "/code"],
    [{ trialDays: "731" }, "/trial_days"],
    [{ trialDays: "" }, "/trial_days"],
    [{ trialDays: "1.5" }, "/trial_days"],
    [{ prices: [], commitments: [] }, "/prices"],
    [{ commitments: [{ currency: "EU", amount: "1" }] }, "/commitments/0"],
    [{ commitments: [{ currency: "EUR", amount: "1" }] }, "/commitments/0"],
    [{ commitments: [{ currency: "USD", amount: "-1" }] }, "/commitments/0"],
    [
      {
        commitments: [
          { currency: "USD", amount: "1" },
          { currency: "USD", amount: "2" },
        ],
      },
      "/commitments/1",
    ],
    [{ usageThresholds: [{ currency: "EUR", amount: "1" }] }, "/usage_thresholds/0"],
    [{ usageThresholds: [{ currency: "USD", amount: "-1" }] }, "/usage_thresholds/0"],
    [{ dunning: [step("181", "remind")] }, "/dunning/steps/0"],
    [{ dunning: [step("3", "remind"), step("2", "charge")] }, "/dunning/steps/1"],
    [{ dunning: [step("3", "remind"), step("3", "remind")] }, "/dunning/steps/1"],
    [{ dunning: [step("3", "cancel"), step("4", "pause")] }, "/dunning/steps/1"],
    [{ dunning: [step("3", "give_up"), step("4", "remind")] }, "/dunning/steps/1"],
  ])("with %j is wrong at %s", (part, at) => {
    expect(Object.keys(wrongWith({ ...draftOf(scale), ...part }, true))).toEqual([at]);
  });

  it("has prices with codes of their own", () => {
    const prices = [price("flat", { id: 1, amount: "1" }), price("flat", { id: 2, amount: "1" })];
    expect(wrongWith({ ...emptyPlan, code: "a", prices }, true)).toEqual({
      "/prices/1/code": "Another price of the plan has this code.",
    });
  });
});

describe("a price", () => {
  const tier = (upTo: string, unit = "1", flat = "") => ({ upTo, unit, flat });
  it.each<[Model, Partial<PriceDraft>, readonly string[]]>([
    ["flat", { amount: "0.000000000001" }, []],
    ["flat", { amount: "" }, ["/amount"]],
    ["flat", { amount: "1,5" }, ["/amount"]],
    ["flat", { amount: "1".repeat(13) }, ["/amount"]],
    ["flat", { amount: "1", meter: "" }, []],
    ["flat", { amount: "1", currency: "EU" }, ["/currency"]],
    ["flat", { amount: "1", digits: "5" }, ["/digits"]],
    ["per_unit", { unitAmount: "1", meter: "" }, ["/meter"]],
    ["per_unit", { unitAmount: "1", included: "x", maximum: "-1" }, ["/included", "/maximum_amount"]],
    ["graduated", { tiers: [tier("10"), tier("")] }, []],
    ["graduated", { tiers: [tier("whatever")] }, []],
    ["graduated", { tiers: [tier("10"), tier("10"), tier("")] }, ["/tiers/1/up_to"]],
    ["volume", { tiers: [tier("0"), tier("")] }, ["/tiers/0/up_to"]],
    [
      "volume",
      { tiers: [tier("9"), tier("10"), tier("", "x", "y")] },
      ["/tiers/2/unit_amount", "/tiers/2/flat_amount"],
    ],
    ["package", { packageSize: "0", packageAmount: "1" }, ["/package_size"]],
    ["package", { packageSize: "0.5", packageAmount: "" }, ["/package_amount"]],
    ["percentage", { percent: "2.9" }, []],
    ["percentage", { percent: "2.9 %", eventAmount: "x" }, ["/rate", "/event_amount"]],
    ["per_unit", { unitAmount: "1", filters: [{ group: "", values: "eu" }] }, ["/filters/"]],
    ["per_unit", { unitAmount: "1", filters: [{ group: "region", values: " \n" }] }, ["/filters/region"]],
  ])("of the model %s with %j is wrong at %j", (model, part, at) => {
    expect(Object.keys(wrongWithPrice(price(model, part)))).toEqual(at);
  });

  it("is for values as they are written, line by line", () => {
    expect(valuesIn(' eu \n\ntrue\n"true"\n"open\nfalse')).toEqual(["eu", true, "true", '"open', false]);
    const values = fc.array(fc.oneof(fc.boolean(), fc.string({ minLength: 1 })));
    fc.assert(fc.property(values, (some) => JSON.stringify(valuesIn(linesOf(some))) === JSON.stringify(some)));
  });

  it.each<[number, readonly string[], readonly string[]]>([
    [0, ["$1,200.00 a year, in advance"], []],
    [1, ["$0.0005 each"], []],
    [
      2,
      ["up to 1,000,000: $0.0004 each", "beyond 1,000,000: $0.0002 each, and $5.00 once"],
      ["the first 10,000 of each month cost nothing"],
    ],
    [
      3,
      [
        "all units, by how many there are in a month:",
        "up to 10: $8.00 each",
        "beyond 10 up to 20: nothing for each, and $100.00 once",
        "beyond 20: $7.00 each",
      ],
      [],
    ],
    [4, ["$1.00 for each 1,000 that are begun"], []],
    [5, ["2.9% of the sum, and $0.30 for each event"], ["at least $10.00 a month", "at most $500.00 a month"]],
  ])("%i of the plan reads like this", (index, lines, limits) => {
    const shown = scale.prices[index];
    if (!shown) throw new Error("there is no such price");
    expect(priceLines(shown, scale.interval_months)).toEqual(lines);
    expect(limitLines(shown)).toEqual(limits);
  });

  it("says which usage is meant, and what it counts in", () => {
    expect(scale.prices.slice(0, 2).map(filterLine)).toEqual([undefined, "only cached false; region eu or true"]);
    expect(meterWords("calls", [calls])).toBe("Calls (calls)");
    expect(meterWords("gone", [calls])).toBe("gone");
    expect(currenciesOf(starter)).toEqual(["USD", "EUR"]);
    expect(priceLines({ ...calls, code: "x", currency: "USD", model: "graduated", tiers: [{}] }, 1)).toEqual([
      "nothing for each",
    ]);
  });
});

describe("what the server says of a price", () => {
  const problem = new ApiProblem(400, "plan_meter_unknown", "x", undefined, "", undefined, [
    { pointer: "/prices/1/meter", detail: "calls", code: "plan_meter_unknown" },
    { pointer: "/prices/1/filters/a~1b", detail: "a/b", code: "plan_group_unknown" },
    { pointer: "/prices/1", detail: "fee takes all usage that calls could get", code: "price_unreachable" },
  ]);
  const sent = { meter: "calls", filters: { "a/b": ["x"] } };
  const refusal = { problem, base: "/prices/1", sent };
  const says = (pointer: string, now: unknown) => refusedAt(refusal, pointer, now);

  it("stands at its field in a sentence, until something else stands there", () => {
    expect(says("/meter", sent)).toBe("No meter that is in use is called calls.");
    expect(says("/meter", { ...sent, meter: "mails" })).toBeUndefined();
    expect(says("/filters/a~1b", { ...sent, meter: "mails" })).toBe("The meter has no group a/b.");
    expect(says("/filters/a~1b", { ...sent, filters: {} })).toBeUndefined();
    expect(says("", sent)).toBe("Fee takes all usage that calls could get.");
    expect(says("/included", sent)).toBeUndefined();
    expect(refusedAt({ ...refusal, base: "/prices/0" }, "/meter", sent)).toBeUndefined();
    expect(refusedAt({ ...refusal, problem: undefined }, "/meter", sent)).toBeUndefined();
  });
});
