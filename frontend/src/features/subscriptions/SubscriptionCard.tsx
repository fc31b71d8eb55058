import { Badge, Button, Heading, HStack, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { onceKeys } from "../../api/once";
import { useKeptSearch, type Tenant } from "../../shell/tenant";
import { Confirm } from "../../ui/Confirm";
import { Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { instantWords } from "../../ui/Instant";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { actorWords, type Names } from "../audit/words";
import { plan } from "../plans/load";
import { withVersion } from "../plans/parts";
import { type Asked, askedWords, ChangeDialog } from "./ChangeDialog";
import { type Change, type Subscription, takeBack } from "./load";
import { Timeline } from "./Timeline";
import { changeWords, inZone, nextChange, offered, planWords, stateColors, stateWords } from "./words";

interface Props {
  tenant: Tenant;
  subscription: Subscription;
  names: Names;
  mayWrite: boolean;
  /** Of an add-on, when it is listed: what it is added to. */
  base?: Subscription | undefined;
}

type Open = { what: "change"; asked: Asked } | { what: "back"; change: Change };

/** One subscription, for staff: where it stands, what changed and will, and what can be done. */
export function SubscriptionCard({ tenant, subscription, names, mayWrite, base }: Props) {
  const client = useQueryClient();
  const kept = useKeptSearch();
  const [once] = useState(onceKeys);
  const [open, setOpen] = useState<Open>();
  const { code, version } = subscription.plan;
  const known = useQuery(plan(code, version)).data?.plan;
  const { current_period: period, canceled_at: end } = subscription;
  const zone = tenant.time_zone;
  const at = (instant: string) => inZone(instant, zone);
  const next = nextChange(subscription);
  const close = () => setOpen(undefined);

  async function back(change: Change) {
    try {
      await takeBack(once, subscription.id, change.sequence);
    } finally {
      await client.invalidateQueries({ queryKey: ["subscriptions"] });
    }
    say("The change is taken back.");
  }

  return (
    <Section
      title={`${known?.name ?? code}, ${subscription.state === "pending" ? "from" : "since"} ${at(subscription.started_at)}`}
      about={planWords(subscription.plan)}
      action={
        <Badge variant="surface" colorPalette={stateColors[subscription.state]}>
          {stateWords[subscription.state]}
        </Badge>
      }
    >
      <Stack gap="5">
        <Facts
          of={[
            ...(end === null ? [] : [[subscription.state === "canceled" ? "Ended" : "Ends", at(end)] as const]),
            ...(period ? [["Current period", `${at(period.from)} to ${at(period.to)}`] as const] : []),
            ...(next ? [["Next change", `${at(next.at)}: ${changeWords(next)}`] as const] : []),
            ...(subscription.add_on_to === null
              ? []
              : [["Added to", base ? planWords(base.plan) : subscription.add_on_to] as const]),
            ["Currency", subscription.currency],
            ["Id", <Id key="id" value={subscription.id} label="the subscription's id" />],
          ]}
        />
        <HStack gap="2" wrap="wrap">
          {mayWrite &&
            offered(subscription).map((asked) => (
              <Button
                key={asked}
                size="sm"
                variant="outline"
                colorPalette={asked === "cancel" ? "red" : "gray"}
                aria-label={`${askedWords[asked]}: ${known?.name ?? code}`}
                onClick={() => setOpen({ what: "change", asked })}
              >
                {askedWords[asked]}
              </Button>
            ))}
          <Button asChild size="sm" variant="outline" colorPalette="gray">
            <RouterLink
              to={withVersion(`/plans/${code}`, version, kept)}
              aria-label={`Prices of ${planWords(subscription.plan)}`}
            >
              Prices
            </RouterLink>
          </Button>
        </HStack>
        <Stack gap="3">
          <Heading as="h3" size="sm">
            Changes
          </Heading>
          <Timeline
            changes={subscription.changes}
            zone={zone}
            by={({ made_by, created_at }) =>
              `${actorWords(made_by, names)} asked for it, ${instantWords(created_at, false)}`
            }
            takeBack={mayWrite ? (change) => setOpen({ what: "back", change }) : undefined}
          />
        </Stack>
      </Stack>
      {open?.what === "change" && (
        <ChangeDialog tenant={tenant} subscription={subscription} asked={open.asked} plan={known} close={close} />
      )}
      {open?.what === "back" && (
        <Confirm
          title="Take the change back?"
          act="Take it back"
          failed="The change was not taken back"
          run={() => back(open.change)}
          close={close}
        >
          <Text>
            {changeWords(open.change)}, {at(open.change.at)}: this will not happen.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
