import { Button, Link, Stack, Text } from "@chakra-ui/react";
import { Link as RouterLink, Route, Routes } from "react-router";
import { api, body } from "../../api/client";
import { NotFound } from "../../shell/NotFound";
import { useList } from "../../shell/list";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { PlusIcon } from "../../ui/icons";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import type { Plan } from "./load";
import { NewPlanPage } from "./NewPlanPage";
import { NewVersionPage } from "./NewVersionPage";
import { PlanState } from "./parts";
import { PlanView } from "./PlanView";
import { SimulatePage } from "./SimulatePage";
import { currenciesOf, intervalWords } from "./words";

export default function PlansPage() {
  const mayRead = usePlatformMay("plans_read");
  const mayWrite = usePlatformMay("plans_write");
  if (!mayRead) return <NotFound />;
  return (
    <Routes>
      <Route index element={<AllPlans />} />
      {/* No code of a plan has a hyphen. */}
      {mayWrite && <Route path="new-plan" element={<NewPlanPage />} />}
      <Route path=":plan" element={<PlanView />} />
      {mayWrite && <Route path=":plan/new-version" element={<NewVersionPage />} />}
      {mayWrite && <Route path=":plan/simulate" element={<SimulatePage />} />}
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

function AllPlans() {
  const kept = useKeptSearch();
  const mayWrite = usePlatformMay("plans_write");
  const list = useList<Plan>(
    ["plans", "all"],
    ({ query, signal }) => body(api.GET("/api/v1/plans", { params: { query }, signal })),
    { query: {}, headers: {} },
  );
  const columns: Column<Plan>[] = [
    {
      title: "Plan",
      cell: ({ id, name, code }) => (
        <Stack gap="0" align="flex-start">
          <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
            <RouterLink to={`/plans/${id}${kept}`}>{name}</RouterLink>
          </Link>
          <Text as="code" fontFamily="mono" fontSize="xs" color="fg.muted">
            {code}
          </Text>
        </Stack>
      ),
    },
    { title: "State", cell: ({ state }) => <PlanState state={state} /> },
    { title: "Latest version", cell: ({ latest_version }) => latest_version },
    { title: "Fees are due", cell: ({ interval_months }) => intervalWords[interval_months] },
    { title: "Currencies", cell: (plan) => currenciesOf(plan).join(", ") },
    { title: "Prices", cell: ({ prices }) => prices.length },
    { title: "Last changed", cell: ({ updated_at }) => <Instant at={updated_at} rough /> },
  ];
  const create = mayWrite && (
    <Button asChild size="sm">
      <RouterLink to={`/plans/new-plan${kept}`}>
        <PlusIcon /> New plan
      </RouterLink>
    </Button>
  );
  return (
    <>
      <title>Plans · Weir</title>
      <PageHead title="Plans" about="What customers can be subscribed to, each in its latest version.">
        {create}
      </PageHead>
      <ListTable
        name="Plans"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="There is no plan yet"
            about="A plan has prices: fees, and what the usage of a meter costs. Usage is counted with and without one."
          >
            {create}
          </Nothing>
        }
      />
    </>
  );
}
