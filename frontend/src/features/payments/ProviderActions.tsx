import { Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "../../ui/action";
import { type ActionOf, ActionRow } from "../../ui/ActionRow";
import { Confirm } from "../../ui/Confirm";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { ProviderForm } from "./ProviderForm";
import { change, type ChangedProvider, ofProviders, type Provider, secretsOf, sweep } from "./providers";
import { RotateSigning } from "./RotateSigning";

type Open = "change" | "rotate" | "offer" | "withdraw" | "disable" | "no key";

interface Question {
  title: string;
  act: string;
  to: ChangedProvider;
  about: string;
  said: string;
  danger?: boolean;
}

const questions: Partial<Record<Open, Question>> = {
  offer: {
    title: "Take new payments through this account?",
    act: "Take them",
    to: { offered: true },
    about: "Whoever pays an invoice from now on does it here, and through no other account.",
    said: "New payments are made through this account.",
  },
  withdraw: {
    title: "Take no new payments through this account?",
    act: "Take none",
    to: { offered: false },
    about: "No invoice can be paid online until another account is offered. Payments that have begun go on.",
    said: "No new payments are made through this account.",
    danger: true,
  },
  disable: {
    title: "Disable the account?",
    act: "Disable it",
    to: { enabled: false },
    about: "Its webhooks are refused, so that payments here are not noticed until it is enabled again.",
    said: "The account is disabled.",
    danger: true,
  },
  "no key": {
    title: "Remove the API key?",
    act: "Remove it",
    to: { api_key: null },
    about: "No payment is made and no money paid back through the account until it gets another one.",
    said: "The API key is removed.",
    danger: true,
  },
};

/** What can be done to an account. */
export function ProviderActions({ provider }: { provider: Provider }) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const { enabled, offered } = provider;
  const hasKey = secretsOf(provider, "api_key").length > 0;

  async function put(to: ChangedProvider, said: string) {
    try {
      await change(provider, to);
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say(said);
  }
  const enable = useAction(() => put({ enabled: true }, "The account is enabled."));
  const read = useAction(async () => {
    try {
      await sweep(provider);
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say("Its list of events is read within seconds.");
  });

  const buttons: readonly ActionOf[] = [
    ["Change", () => setOpen("change")],
    [
      secretsOf(provider, "signing").length > 0 ? "Replace the signing secret" : "Give the signing secret",
      () => setOpen("rotate"),
    ],
    ...(offered
      ? ([["Take no new payments", () => setOpen("withdraw")]] as const)
      : enabled && hasKey
        ? ([["Take new payments", () => setOpen("offer")]] as const)
        : []),
    ...(enabled && hasKey ? ([["Read its events now", () => void read.start()]] as const) : []),
    ...(hasKey ? ([["Remove the API key", () => setOpen("no key"), true]] as const) : []),
    enabled ? ["Disable", () => setOpen("disable"), true] : ["Enable", () => void enable.start()],
  ];
  const question = open && questions[open];

  return (
    <Stack gap="3">
      {enable.problem !== undefined && <ProblemView title="It was not enabled" problem={enable.problem} />}
      {read.problem !== undefined && <ProblemView title="Its events are not read now" problem={read.problem} />}
      <ActionRow actions={buttons} busy={enable.busy ? "Enable" : read.busy ? "Read its events now" : undefined} />
      {open === "change" && <ProviderForm provider={provider} close={close} />}
      {open === "rotate" && <RotateSigning provider={provider} close={close} />}
      {question && (
        <Confirm
          title={question.title}
          act={question.act}
          failed="The account was not changed"
          danger={question.danger ?? false}
          run={() => put(question.to, question.said)}
          close={close}
        >
          <Text>{question.about}</Text>
        </Confirm>
      )}
    </Stack>
  );
}
