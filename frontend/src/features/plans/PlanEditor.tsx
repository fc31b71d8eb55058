import { Alert, Button, Heading, HStack, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useRef, useState } from "react";
import { hasCode } from "../../api/problem";
import { useAction } from "../../ui/action";
import { PlusIcon } from "../../ui/icons";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { AmountFields } from "./AmountFields";
import { wrongWith } from "./check";
import { emptyPrice, type PlanDraft, priceBody, type PriceDraft, toSend } from "./draft";
import { DunningFields } from "./DunningFields";
import { type Said, without } from "./fields";
import { meters } from "./load";
import { cardId, PriceCard } from "./PriceCard";
import { PricesTable } from "./PricesTable";
import { refusedAt } from "./refused";
import { Simulation } from "./Simulation";
import { TermsFields } from "./TermsFields";
import { currenciesOf } from "./words";

interface Props {
  first: PlanDraft;
  isNew: boolean;
  /** On its button. */
  act: string;
  failed: string;
  /** Sends what was written; throws what went wrong. */
  send: (draft: PlanDraft) => Promise<unknown>;
}

/** When what is drawn next stands there. */
function soon(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

export function PlanEditor({ first, isNew, act, failed, send }: Props) {
  const known = useQuery(meters).data ?? [];
  const form = useRef<HTMLFormElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<PlanDraft>();
  const action = useAction(async (written: PlanDraft) => {
    setSent(written);
    await send(written);
  });
  const wrong = wrongWith(draft, isNew);
  const count = Object.keys(wrong).length;
  const unchanged = !isNew && count === 0 && JSON.stringify(toSend(draft)) === JSON.stringify(toSend(first));
  const change = (part: Partial<PlanDraft>) => setDraft({ ...draft, ...part });

  const saidOfPlan: Said = (pointer) => {
    if (tried && wrong[pointer] !== undefined) return wrong[pointer];
    if (!sent) return undefined;
    if (pointer === "/code" && hasCode(action.problem, "plan_code_taken"))
      return sent.code === draft.code ? "Another plan has this code." : undefined;
    const refusal = { problem: action.problem, base: "", sent: { code: sent.code, ...toSend(sent) } };
    return refusedAt(refusal, pointer, { code: draft.code, ...toSend(draft) });
  };
  const saidOf = (price: PriceDraft, index: number): Said => {
    const was = sent?.prices.findIndex(({ id }) => id === price.id) ?? -1;
    const before = sent?.prices[was];
    return (pointer) => {
      const found = tried ? wrong[`/prices/${index}${pointer}`] : undefined;
      if (found !== undefined || !before) return found;
      const refusal = { problem: action.problem, base: `/prices/${was}`, sent: priceBody(before) };
      return refusedAt(refusal, pointer, priceBody(price));
    };
  };

  const toFirstWrong = () =>
    soon(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-wrong]")?.focus());
  const toCard = (id: number) => soon(() => document.getElementById(cardId(id))?.focus());

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (count > 0 || !(await action.start(draft))) toFirstWrong();
  }

  const setPrice = (index: number, part: Partial<PriceDraft>) =>
    change({ prices: draft.prices.map((price, at) => (at === index ? { ...price, ...part } : price)) });

  function addPrice() {
    const id = Math.max(0, ...draft.prices.map((price) => price.id)) + 1;
    change({ prices: [...draft.prices, emptyPrice(id, draft.prices.at(-1)?.currency ?? "USD")] });
    toCard(id);
  }

  function move(index: number, by: -1 | 1) {
    const prices = [...draft.prices];
    const [taken] = prices.splice(index, 1);
    if (!taken) return;
    prices.splice(index + by, 0, taken);
    change({ prices });
    toCard(taken.id);
  }

  function remove(index: number) {
    change({ prices: without(draft.prices, index) });
    add.current?.focus();
  }

  const metered = draft.prices.find(({ model }) => model !== "flat")?.currency ?? "USD";

  return (
    <Stack gap="5">
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate aria-label={act}>
        <Stack gap="5">
          <TermsFields draft={draft} change={change} said={saidOfPlan} isNew={isNew} />
          <Stack gap="3">
            <Heading as="h2" size="md">
              Prices
            </Heading>
            <Text color="fg.muted">
              In the order in which they take usage: each event goes to the first price of its meter and currency that
              it fits.
            </Text>
            {saidOfPlan("/prices") !== undefined && <Text color="fg.error">{saidOfPlan("/prices")}</Text>}
            {draft.prices.map((price, index) => (
              <PriceCard
                key={price.id}
                price={price}
                number={index + 1}
                last={index + 1 === draft.prices.length}
                meters={known}
                change={(part) => setPrice(index, part)}
                move={(by) => move(index, by)}
                remove={() => remove(index)}
                said={saidOf(price, index)}
              />
            ))}
            <Button ref={add} size="sm" alignSelf="flex-start" variant="outline" onClick={addPrice}>
              <PlusIcon /> Add a price
            </Button>
          </Stack>
          <AmountFields
            title="Commitments"
            about="What the metered prices of a currency cost at least in each month, all of them together. Fees come on top."
            noun="commitment"
            pointer="/commitments"
            amounts={draft.commitments}
            currency={metered}
            set={(commitments) => change({ commitments })}
            said={saidOfPlan}
          />
          <AmountFields
            title="Usage thresholds"
            about="When the usage of a subscription that is not billed yet costs as much, it is billed at the next full hour. Without one, usage is billed when its month is over."
            noun="usage threshold"
            pointer="/usage_thresholds"
            amounts={draft.usageThresholds}
            currency={metered}
            set={(usageThresholds) => change({ usageThresholds })}
            said={saidOfPlan}
          />
          <DunningFields steps={draft.dunning} set={(dunning) => change({ dunning })} said={saidOfPlan} />
          <Preview draft={count === 0 ? draft : undefined} meters={known} />
          {action.problem !== undefined && <ProblemView title={failed} problem={action.problem} />}
          {tried && count > 0 && (
            <Alert.Root status="warning" rounded="lg">
              <Alert.Indicator />
              <Alert.Title fontWeight="normal">
                {count === 1 ? "One thing is not right yet." : `${count} things are not right yet.`}
              </Alert.Title>
            </Alert.Root>
          )}
          <HStack gap="3" wrap="wrap">
            <Button type="submit" loading={action.busy} disabled={unchanged}>
              {act}
            </Button>
            {unchanged && <Text color="fg.muted">Nothing differs from the latest version yet.</Text>}
          </HStack>
        </Stack>
      </form>
      <Simulation
        tried={count === 0 ? { draft: { code: draft.code.trim(), ...toSend(draft) } } : undefined}
        ofPlan={isNew ? "" : first.code}
      />
    </Stack>
  );
}

/** As customers will read it. Nothing: it is not complete yet. */
function Preview({
  draft,
  meters: known,
}: {
  draft: PlanDraft | undefined;
  meters: Parameters<typeof PricesTable>[0]["meters"];
}) {
  const body = draft && toSend(draft);
  const plan = body && {
    prices: body.prices,
    commitments: body.commitments ?? {},
    usage_thresholds: body.usage_thresholds ?? {},
    interval_months: body.interval_months ?? 1,
  };
  return (
    <Section title="As a customer reads it">
      {plan ? (
        <Stack gap="4">
          {currenciesOf(plan).map((currency) => (
            <PricesTable key={currency} plan={plan} currency={currency} meters={known} />
          ))}
        </Stack>
      ) : (
        <Text color="fg.muted">It stands here once everything is filled in.</Text>
      )}
    </Section>
  );
}
