import { Button, SimpleGrid, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Confirm } from "../../ui/Confirm";
import { PlusIcon } from "../../ui/icons";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Back } from "../invoices/parts";
import { useScope, useScopeMay } from "../invoices/scope";
import { type Act, BudgetCard } from "./BudgetCard";
import { BudgetForm } from "./BudgetForm";
import { History } from "./History";
import { type Budget, remove, useBudgets } from "./load";

type Open = { what: "new" } | { what: Act; budget: Budget };

const looks_ms = 30_000;

/** What a tenant wants to be warned about. */
export function BudgetsView() {
  const client = useQueryClient();
  const scope = useScope();
  const { tenant, inside } = scope;
  const mayWrite = useScopeMay("budgets_write");
  const list = useBudgets(scope);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const title = inside ? "Budgets" : `Budgets of ${tenant.name}`;
  const add = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "new" })}>
      <PlusIcon /> New budget
    </Button>
  );

  // What is used moves by itself.
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ["budgets", tenant.id] }), looks_ms);
    return () => clearInterval(timer);
  }, [client, tenant.id]);

  async function drop(budget: Budget) {
    try {
      await remove(scope, budget);
    } finally {
      await client.invalidateQueries({ queryKey: ["budgets"] });
    }
    say(`${budget.name} is deleted.`);
  }

  return (
    <>
      <title>{`${title} · Weir`}</title>
      {!inside && <Back to="/tenants">All tenants</Back>}
      <PageHead
        title={title}
        about={`What ${tenant.name} means to use in a billing month, and when somebody is told. Times are of its clock.`}
      >
        {list.items !== undefined && list.items.length > 0 && add}
      </PageHead>
      <Stack gap="5">
        {list.isError && (
          <ProblemView title="The budgets could not be loaded" problem={list.error} retry={() => void list.refetch()} />
        )}
        {list.isPending && <Skeleton h="64" aria-busy="true" />}
        {list.items?.length === 0 && (
          <Nothing
            title="There is no budget yet"
            about="A budget watches the usage of a meter, or what the month costs, and writes to owners, admins and billing when it reaches shares of it."
          >
            {add}
          </Nothing>
        )}
        {list.items !== undefined && list.items.length > 0 && (
          <SimpleGrid columns={{ base: 1, lg: 2 }} gap="5">
            {list.items.map((budget) => (
              <BudgetCard
                key={budget.id}
                budget={budget}
                mayWrite={mayWrite}
                act={(what) => setOpen({ what, budget })}
              />
            ))}
          </SimpleGrid>
        )}
      </Stack>
      {open?.what === "new" && <BudgetForm close={close} />}
      {open?.what === "change" && <BudgetForm budget={open.budget} close={close} />}
      {open?.what === "history" && <History budget={open.budget} close={close} />}
      {open?.what === "delete" && (
        <Confirm
          title={`Delete ${open.budget.name}?`}
          act="Delete it"
          failed="The budget was not deleted"
          danger
          run={() => drop(open.budget)}
          close={close}
        >
          <Text>
            Nobody is told about it any more, and its history goes with it. The audit trail keeps what was crossed.
          </Text>
        </Confirm>
      )}
    </>
  );
}
