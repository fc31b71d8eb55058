import { Grid, Heading, HStack, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { CodeLines } from "../../ui/CodeLines";
import { Panel } from "../../ui/Panel";
import { groupLabel } from "../usage/fold";
import { Outcome, outcomeText } from "./Outcome";
import type { Fate } from "./pages";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";

type Position = NonNullable<Fate["position"]>;
type CountedIn = NonNullable<Fate["meters"]>[number];

function positionText({ topic, partition, offset, index }: Position): string {
  return `${topic} ${partition}/${offset}${index === null ? "" : `#${index}`}`;
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <Text as="dt" color="fg.muted">
        {label}
      </Text>
      <Text as="dd" overflowWrap="anywhere" mb={{ base: "2", md: "0" }}>
        {children}
      </Text>
    </>
  );
}

function Meter({ slug, hour, subject, group_by, code, detail }: CountedIn) {
  const groups = Object.entries(group_by ?? {}).map(([name, value]) => `${name} ${groupLabel(JSON.stringify(value))}`);
  return (
    <Item label={slug || "a deleted meter"}>
      {code === undefined ? (
        <span>
          counted in the hour of <Instant at={hour} />
          {subject ? `, subject ${subject}` : ""}
          {groups.length > 0 ? `, ${groups.join(", ")}` : ""}
        </span>
      ) : (
        <span>
          not counted: <code>{code}</code> {detail}
        </span>
      )}
    </Item>
  );
}

/** Where one event is: what became of it, in which cells it is, where it stands in the log. */
export function FateView({ fate }: { fate: Fate }) {
  const { outcome, code, detail, meters, position, first_position, appended_at, event } = fate;
  return (
    <Panel>
      <Stack gap="4">
        <HStack as="section" role="status" align="baseline" wrap="wrap">
          <Heading as="h2" size="md">
            <Outcome outcome={outcome} size="md" />
          </Heading>
          <Text>{outcomeText(outcome)}</Text>
        </HStack>
        <Grid as="dl" templateColumns={{ base: "1fr", md: "10rem 1fr" }} columnGap="4" rowGap="1.5">
          {code !== undefined && (
            <Item label="Reason">
              <span>
                <code>{code}</code> {detail}
              </span>
            </Item>
          )}
          {meters?.map((meter, index) => (
            <Meter key={`${meter.slug} ${index}`} {...meter} />
          ))}
          {appended_at !== undefined && (
            <Item label="Received">
              <Instant at={appended_at} />
            </Item>
          )}
          {position && (
            <Item label="Place in the log">
              <Id value={positionText(position)} label="the place" />
            </Item>
          )}
          {first_position && (
            <Item label="Counted at">
              <Id value={positionText(first_position)} label="the place" />
            </Item>
          )}
          {(fate.conflicts ?? []).map(({ position: at, appended_at: when }) => (
            <Item key={positionText(at)} label="Conflicting copy">
              <span>
                {positionText(at)}, <Instant at={when} />
              </span>
            </Item>
          ))}
          {(fate.rejections ?? []).map((rejection) => (
            <Item key={rejection.id} label="Rejection">
              <span>
                <code>{rejection.code}</code> {rejection.detail} ({rejection.state})
              </span>
            </Item>
          ))}
        </Grid>
        {event && <CodeLines label="The event as it was accepted" text={JSON.stringify(event, null, 2)} />}
      </Stack>
    </Panel>
  );
}
