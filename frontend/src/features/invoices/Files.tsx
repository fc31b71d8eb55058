import { Button, HStack, Stack } from "@chakra-ui/react";
import { signedFetch } from "../../api/client";
import { useAction } from "../../ui/action";
import { DownloadIcon } from "../../ui/icons";
import { ProblemView } from "../../ui/ProblemView";
import { save } from "../../ui/save";
import { Section } from "../../ui/Section";
import type { Invoice } from "./load";
import { headersOf, type Scope, useScope } from "./scope";

interface Kind {
  path: "pdf" | "ubl" | "csv" | "json";
  title: string;
  ending: string;
  type: string;
}

const kinds: readonly Kind[] = [
  { path: "pdf", title: "PDF", ending: "pdf", type: "application/pdf" },
  { path: "ubl", title: "E-invoice (UBL)", ending: "xml", type: "application/xml" },
  { path: "csv", title: "Lines (CSV)", ending: "csv", type: "text/csv" },
  { path: "json", title: "Signed JSON", ending: "json", type: "application/json" },
];

async function saveFile(scope: Scope, { id, number }: Invoice, { path, ending, type }: Kind): Promise<void> {
  const address = `${location.origin}/api/v1/invoices/${id}/documents/${path}`;
  const answer = await signedFetch(new Request(address, { headers: headersOf(scope) }));
  save(`${(number ?? id).replace(/[^A-Za-z0-9_-]/g, "_")}.${ending}`, type, [await answer.blob()]);
}

/** An issued invoice for others to read: people, and programs. */
export function Files({ invoice }: { invoice: Invoice }) {
  if (invoice.number === null) return null;
  return (
    <Section title="Files" about="For people and for programs; the same bytes each time.">
      <HStack gap="3" wrap="wrap" align="flex-start">
        {kinds.map((kind) => (
          <File key={kind.path} invoice={invoice} kind={kind} />
        ))}
      </HStack>
    </Section>
  );
}

function File({ invoice, kind }: { invoice: Invoice; kind: Kind }) {
  const scope = useScope();
  const action = useAction(() => saveFile(scope, invoice, kind));
  return (
    <Stack gap="3" align="flex-start">
      <Button size="sm" variant="outline" colorPalette="gray" loading={action.busy} onClick={() => void action.start()}>
        <DownloadIcon /> {kind.title}
      </Button>
      {action.problem !== undefined && (
        <ProblemView title={`${kind.title}: there is no file`} problem={action.problem} />
      )}
    </Stack>
  );
}
