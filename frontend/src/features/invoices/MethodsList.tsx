import { Alert, Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useAction } from "../../ui/action";
import { Confirm } from "../../ui/Confirm";
import { goElsewhere } from "../../ui/elsewhere";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { expiryOf, makeDefault, type Method, nameOf, removeMethod, setupPage, useMethods } from "./methods";
import { useScope, useScopeMay } from "./scope";

const columns: Column<Method>[] = [
  {
    title: "Method",
    cell: (method) => (
      <HStack gap="2">
        <Text>{nameOf(method)}</Text>
        {method.default && (
          <Badge variant="surface" colorPalette="teal">
            charged
          </Badge>
        )}
      </HStack>
    ),
  },
  { title: "Expires", cell: expiryOf },
  { title: "Kept since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
];

/** What a tenant pays with, and a page to enter more on. */
export function MethodsList() {
  const scope = useScope();
  const mayPay = useScopeMay("payments_write");
  const client = useQueryClient();
  const list = useMethods(scope);
  const [search] = useSearchParams();
  const [removed, setRemoved] = useState<Method>();
  const add = useAction(async () => goElsewhere(await setupPage(scope)));
  const refresh = () => client.invalidateQueries({ queryKey: ["payment_methods"] });
  const choose = useAction(async (method: Method) => {
    await makeDefault(scope, method.id);
    await refresh();
    say(`${nameOf(method)} is charged from now on.`);
  });
  const actions: Column<Method> = {
    title: "Change",
    quiet: true,
    cell: (method) => (
      <HStack gap="2" justify="flex-end">
        {!method.default && (
          <Button size="xs" variant="outline" loading={choose.busy} onClick={() => void choose.start(method)}>
            Charge this one
          </Button>
        )}
        <Button size="xs" variant="outline" colorPalette="red" onClick={() => setRemoved(method)}>
          Remove
        </Button>
      </HStack>
    ),
  };
  return (
    <Stack gap="4">
      {search.get("kept") !== null && (
        <Alert.Root status="info" variant="surface" rounded="lg">
          <Alert.Indicator />
          <Alert.Title fontWeight="normal">
            What was entered shows here once the payment provider says so: usually within seconds.
          </Alert.Title>
        </Alert.Root>
      )}
      {mayPay && (
        <Button alignSelf="flex-start" loading={add.busy} onClick={() => void add.start()}>
          Add a payment method
        </Button>
      )}
      {add.problem !== undefined && <ProblemView title="Nothing can be added now" problem={add.problem} />}
      {choose.problem !== undefined && <ProblemView title="It was not changed" problem={choose.problem} />}
      <ListTable
        name="Payment methods"
        columns={mayPay ? [...columns, actions] : columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="No payment method is kept"
            about="A card or an account that is added is kept by the payment provider, and can be charged for invoices."
          />
        }
      />
      {removed && (
        <Confirm
          title="Remove the payment method?"
          act="Remove it"
          failed="It was not removed"
          danger
          close={() => setRemoved(undefined)}
          run={async () => {
            await removeMethod(scope, removed.id);
            await refresh();
            say(`${nameOf(removed)} is removed.`);
          }}
        >
          <Text>{nameOf(removed)} is not charged again, and the payment provider no longer keeps it.</Text>
        </Confirm>
      )}
    </Stack>
  );
}
