import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink, useParams, useSearchParams } from "react-router";
import { api, body } from "../../api/client";
import { ApiProblem, reworded } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { Choice } from "../../ui/Choice";
import { Confirm } from "../../ui/Confirm";
import { Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant, instantWords } from "../../ui/Instant";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { type Loaded, meters, type Plan, plan, versionIn } from "./load";
import { Back, PlanState, withVersion } from "./parts";
import { PricesTable } from "./PricesTable";
import { Terms } from "./Terms";
import { currenciesOf } from "./words";

/** A version of a plan, with what can be done about the plan. */
export function PlanView() {
  const { plan: which = "" } = useParams();
  const [search] = useSearchParams();
  const asked = useQuery(plan(which, versionIn(search.get("version"))));
  if (asked.data) return <Shown loaded={asked.data} />;
  if (asked.isError) {
    return (
      <>
        <title>Plans · Weir</title>
        <Back />
        <ProblemView title="The plan could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      </>
    );
  }
  return <PageSkeleton />;
}

function Versions({ shown }: { shown: Plan }) {
  const [search, setSearch] = useSearchParams();
  const versions = useQuery({
    queryKey: ["plans", shown.id, "versions"],
    enabled: shown.latest_version > 1,
    queryFn: async ({ signal }) => {
      const params = { path: { plan: shown.id }, query: { limit: 100 } };
      return (await body(api.GET("/api/v1/plans/{plan}/versions", { params, signal }))).items;
    },
  });
  if (shown.latest_version === 1) return null;
  const made = new Map(versions.data?.map(({ version, created_at }) => [version, created_at]));
  const numbers = Array.from({ length: shown.latest_version }, (_, index) => shown.latest_version - index);
  return (
    <Choice
      label="Version"
      value={`${shown.version}`}
      options={numbers.map((number) => {
        const at = made.get(number);
        const since = at === undefined ? "" : `, made ${instantWords(at, false)}`;
        return { value: `${number}`, label: `${number}${since}${number === shown.latest_version ? " (latest)" : ""}` };
      })}
      onChoose={(number) => {
        const next = new URLSearchParams(search);
        next.set("version", number);
        setSearch(next);
      }}
    />
  );
}

function Shown({ loaded }: { loaded: Loaded }) {
  const { plan: shown } = loaded;
  const kept = useKeptSearch();
  const mayTry = usePlatformMay("plans_write");
  const mayWrite = mayTry && shown.state === "active";
  const known = useQuery(meters).data ?? [];
  const [asking, setAsking] = useState(false);
  return (
    <>
      <title>{`${shown.name} · Weir`}</title>
      <Back />
      <PageHead title={shown.name} about={`Version ${shown.version} of ${shown.latest_version}.`}>
        <HStack gap="2" wrap="wrap">
          {mayWrite && (
            <Button asChild size="sm">
              <RouterLink to={`/plans/${shown.id}/new-version${kept}`}>New version</RouterLink>
            </Button>
          )}
          {mayTry && (
            <Button asChild size="sm" variant="outline" colorPalette="gray">
              <RouterLink to={withVersion(`/plans/${shown.id}/simulate`, shown.version, kept)}>Simulate</RouterLink>
            </Button>
          )}
          {mayWrite && (
            <Button size="sm" variant="outline" colorPalette="red" onClick={() => setAsking(true)}>
              Archive
            </Button>
          )}
        </HStack>
      </PageHead>
      <Stack gap="5">
        <Section title="Terms" action={<Versions shown={shown} />}>
          <Stack gap="4">
            <Facts
              of={[
                ["State", <PlanState key="state" state={shown.state} />],
                ["Code", <Id key="code" value={shown.code} label="the code" />],
                ["Made", <Instant key="made" at={shown.created_at} />],
              ]}
            />
            <Terms plan={shown} />
          </Stack>
        </Section>
        {currenciesOf(shown).map((currency) => (
          <Section key={currency} title={`Prices in ${currency}`}>
            <PricesTable plan={shown} currency={currency} meters={known} />
          </Section>
        ))}
      </Stack>
      {asking && <Archive loaded={loaded} close={() => setAsking(false)} />}
    </>
  );
}

function Archive({ loaded: { plan: shown, tag }, close }: { loaded: Loaded; close: () => void }) {
  const client = useQueryClient();

  async function archive() {
    try {
      const header = tag === undefined ? {} : { "If-Match": tag };
      await api.DELETE("/api/v1/plans/{plan}", { params: { path: { plan: shown.id }, header } });
    } catch (failed) {
      if (failed instanceof ApiProblem && failed.code === "precondition_failed") {
        await client.invalidateQueries({ queryKey: ["plans"] });
        throw reworded(failed, "The plan has changed meanwhile. Look at it again first.");
      }
      throw failed;
    }
    await client.invalidateQueries({ queryKey: ["plans"] });
    say(`${shown.name} is archived.`);
  }

  return (
    <Confirm
      title={`Archive ${shown.name}?`}
      act="Archive"
      failed="The plan was not archived"
      danger
      typed={shown.code}
      run={archive}
      close={close}
    >
      <Text>
        Nobody is subscribed to it any more, and it gets no versions. Those who have it keep it. This cannot be undone,
        and its code stays taken.
      </Text>
    </Confirm>
  );
}
