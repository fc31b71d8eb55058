import { Button, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import { type Change, change, type Invoice } from "./load";
import { RecordPayment } from "./RecordPayment";
import { useStaffMay } from "./scope";
import { titleOf } from "./words";

interface Words {
  act: string;
  title: string;
  about: string;
  said: string;
  danger: boolean;
}

const words: Record<Change, Words> = {
  finalize: {
    act: "Finalize",
    title: "Finalize it?",
    about: "It gets its number and a day on which it is due. Nothing of it changes any more.",
    said: "The invoice is finalized.",
    danger: false,
  },
  give_up: {
    act: "Give up",
    title: "Give it up?",
    about: "Nobody expects its money any more. It stays as it is, and can still be paid or made void.",
    said: "The invoice is given up.",
    danger: true,
  },
  void: {
    act: "Void",
    title: "Make it void?",
    about:
      "It asks for nothing any more, and keeps its number. Its credits and coupons come back, and what it billed is billed anew at once. This cannot be undone.",
    said: "The invoice is void.",
    danger: true,
  },
};

/** As the server's table of states has it; it decides. */
export function offered({ state, paid }: Pick<Invoice, "state" | "paid">): (Change | "pay")[] {
  const voids = /[1-9]/.test(paid) ? [] : (["void"] as const);
  switch (state) {
    case "draft":
      return ["finalize"];
    case "finalized":
    case "past_due":
      return ["pay", "give_up", ...voids];
    case "uncollectible":
      return ["pay", ...voids];
    default:
      return [];
  }
}

/** What the platform's staff do about an invoice. */
export function Actions({ invoice }: { invoice: Invoice }) {
  const mayChange = useStaffMay("invoices_write");
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [open, setOpen] = useState<Change | "pay">();
  const close = () => setOpen(undefined);

  async function run(what: Change) {
    try {
      await change(once, invoice.id, what);
    } finally {
      await client.invalidateQueries({ queryKey: ["invoices"] });
    }
    void client.invalidateQueries({ queryKey: ["credits"] });
    say(words[what].said);
  }

  if (!mayChange) return null;
  return (
    <>
      {offered(invoice).map((what) =>
        what === "pay" ? (
          <Button key={what} size="sm" onClick={() => setOpen("pay")}>
            Record a payment
          </Button>
        ) : (
          <Button
            key={what}
            size="sm"
            variant={what === "finalize" ? "solid" : "outline"}
            colorPalette={words[what].danger ? "red" : "teal"}
            onClick={() => setOpen(what)}
          >
            {words[what].act}
          </Button>
        ),
      )}
      {open === "pay" && <RecordPayment invoice={invoice} close={close} />}
      {open !== undefined && open !== "pay" && (
        <Confirm
          title={words[open].title}
          act={words[open].act}
          failed="Nothing was changed"
          danger={words[open].danger}
          {...(open === "void" && invoice.number !== null && { typed: invoice.number })}
          run={() => run(open)}
          close={close}
        >
          <Text>
            {titleOf(invoice)}: {words[open].about}
          </Text>
        </Confirm>
      )}
    </>
  );
}
