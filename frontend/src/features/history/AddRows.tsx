import { Alert, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { ApiProblem, type FieldProblem } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { add, type Import } from "./load";
import { formOf, stretchesOf } from "./rows";

const most_told = 100;

function refusedIn(problem: unknown): readonly FieldProblem[] {
  return problem instanceof ApiProblem && problem.code === "history_import_invalid" ? problem.fields : [];
}

function Refused({ rows }: { rows: readonly FieldProblem[] }) {
  return (
    <Alert.Root status="error" alignItems="flex-start" rounded="lg">
      <Alert.Indicator />
      <Stack gap="2" minW="0">
        <Alert.Title>Rows that cannot be counted</Alert.Title>
        <Text>
          Nothing of the request that they were in was taken. Mend the file and send it again, from its start.
        </Text>
        <Stack as="ul" listStyleType="none" gap="0" fontSize="sm">
          {rows.slice(0, most_told).map(({ pointer, detail }) => (
            <li key={pointer + detail}>{detail}</li>
          ))}
        </Stack>
        {rows.length > most_told && <Text>And {rows.length - most_told} more.</Text>}
      </Stack>
    </Alert.Root>
  );
}

/** Sends a file, a stretch after the other; sent again, each row counts once. `added`: the receipt of the last. */
export function AddRows({ to, added }: { to: Import; added: (receipt: string) => Promise<unknown> }) {
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState(0);
  const action = useAction(async (of: File) => {
    setSent(0);
    const form = formOf(of.name);
    let rows = 0;
    let receipt: string | undefined;
    for (const stretch of stretchesOf(await of.text(), form)) {
      receipt = await add(to, form, stretch);
      rows += stretch.rows;
      setSent(rows);
    }
    if (receipt === undefined) throw new ApiProblem(0, "empty", "There are no rows in the file.", undefined, of.name);
    await added(receipt);
    say(`${rows} rows were sent.`);
  });
  const refused = refusedIn(action.problem);
  return (
    <Stack gap="4">
      {refused.length > 0 ? (
        <Refused rows={refused} />
      ) : (
        action.problem !== undefined && <ProblemView title="The file was not sent whole" problem={action.problem} />
      )}
      <TextField
        label="File"
        required
        type="file"
        py="1.5"
        accept=".csv,.ndjson,.jsonl,.json,text/csv"
        onChange={(event) => setFile(event.currentTarget.files?.[0])}
        help="CSV with the columns time, value, subject and the meter's groups (its name ends in .csv), or one CloudEvent in JSON in each line."
      />
      <HStack gap="3" wrap="wrap">
        <Button
          size="sm"
          disabled={file === undefined}
          loading={action.busy}
          loadingText="Sending"
          onClick={() => file && void action.start(file)}
        >
          Send the rows
        </Button>
        <Text role="status" color="fg.muted">
          {action.busy ? `${sent} rows are in the log.` : ""}
        </Text>
      </HStack>
    </Stack>
  );
}
