import { Box, Button, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { PlusIcon } from "../../ui/icons";
import { InnerLink } from "../../ui/InnerLink";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProviderForm } from "./ProviderForm";
import { ModeBadge, providersBase, ProviderState } from "./providerParts";
import { type Provider, secretsOf, useProviders } from "./providers";
import { inSentence, wordsOf } from "./words";

/** What it has of what it needs. */
export function givenWords(of: Provider): string {
  const signs = secretsOf(of, "signing").length > 0;
  const pays = secretsOf(of, "api_key").length > 0;
  const { proof, key } = wordsOf[of.provider];
  if (signs && pays) return `${inSentence(proof)} and ${inSentence(key)}`;
  if (signs) return `${inSentence(proof)}, no ${inSentence(key)}`;
  return pays ? `${inSentence(key)}, no ${inSentence(proof)}` : "nothing yet";
}

const columns: Column<Provider>[] = [
  {
    title: "Account",
    cell: ({ id, name, provider }) => (
      <Stack gap="0">
        <InnerLink to={`${providersBase}/${id}`}>{name}</InnerLink>
        <Text color="fg.muted" fontSize="xs">
          {wordsOf[provider].name}
        </Text>
      </Stack>
    ),
  },
  { title: "Mode", cell: (one) => <ModeBadge of={one} /> },
  { title: "State", cell: (one) => <ProviderState of={one} /> },
  { title: "Was given", cell: givenWords },
  {
    title: "Webhooks come to",
    cell: ({ webhook_path }) => (
      <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
        {webhook_path}
      </Box>
    ),
  },
];

/** The accounts at payment providers, and how each of them stands. */
export function ProvidersView() {
  const mayWrite = usePlatformMay("payment_providers_write");
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const list = useProviders();
  const [isOpen, setOpen] = useState(false);
  const add = mayWrite && (
    <Button size="sm" onClick={() => setOpen(true)}>
      <PlusIcon /> Connect an account
    </Button>
  );
  return (
    <>
      <title>Payment providers · Weir</title>
      <PageHead
        title="Payment providers"
        about="Accounts that invoices are paid through. What they send is taken, checked, and kept in the inbox."
      >
        {list.items !== undefined && list.items.length > 0 && add}
      </PageHead>
      <ListTable
        name="Payment providers"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="No account is connected yet"
            about="With one, invoices can be paid on its page and become paid by themselves."
          >
            {add}
          </Nothing>
        }
      />
      {isOpen && (
        <ProviderForm made={({ id }) => void navigate(`${providersBase}/${id}${kept}`)} close={() => setOpen(false)} />
      )}
    </>
  );
}
