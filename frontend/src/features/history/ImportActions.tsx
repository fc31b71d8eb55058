import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { type ActionOf, ActionRow } from "../../ui/ActionRow";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import { giveUp, type Import, ofImports, start } from "./load";
import { rangeWords } from "./parts";

/** What can be done to an import that has not taken its place. */
export function ImportActions({ of }: { of: Import }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [open, setOpen] = useState<"start" | "give up">();
  // As it was when this was asked: another number of rows is another import.
  const [rows, setRows] = useState(of.rows);
  const close = () => setOpen(undefined);

  async function run(what: () => Promise<unknown>, said: string) {
    try {
      await what();
    } finally {
      await client.invalidateQueries({ queryKey: ofImports });
    }
    say(said);
  }

  const ask = () => {
    setRows(of.rows);
    setOpen("start");
  };
  const buttons: readonly ActionOf[] = [
    ...(of.rows > 0 ? ([[of.state === "open" ? "Let it take its place" : "Start it once more", ask]] as const) : []),
    ...(of.state === "open" ? ([["Give it up", () => setOpen("give up"), true]] as const) : []),
  ];
  return (
    <>
      <ActionRow actions={buttons} />
      {open === "start" && (
        <Confirm
          title={`Replace the usage of ${of.tenant_key}?`}
          act="Replace it"
          failed="It was not started"
          danger
          typed={of.tenant_key}
          run={() => run(() => start(once, of, rows), "The import takes its place.")}
          close={close}
        >
          <Text>
            Everything that is counted of {of.meter} in {rangeWords(of)} is replaced by these {rows} rows, at once. It
            cannot be undone; another import of the same range replaces it in turn.
          </Text>
        </Confirm>
      )}
      {open === "give up" && (
        <Confirm
          title="Give the import up?"
          act="Give it up"
          failed="It was not given up"
          danger
          run={() => run(() => giveUp(once, of), "The import is given up.")}
          close={close}
        >
          <Text>Its rows count for nothing, and what is counted stays as it is.</Text>
        </Confirm>
      )}
    </>
  );
}
