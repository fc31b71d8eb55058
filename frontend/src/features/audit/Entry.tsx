import { Box, Link, Text } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { CodeLines } from "../../ui/CodeLines";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { Modal } from "../../ui/Modal";
import { actionWords, actorWords, changesOf, type Entry, type Names, subjectWords } from "./words";

const changeStyle = {
  "& table": { width: "full", borderCollapse: "collapse" },
  "& th": { textAlign: "start", fontWeight: "medium", fontSize: "xs", color: "fg.muted", py: "1", pe: "3" },
  "& td, & tbody th": { borderTopWidth: "1px", py: "1.5", pe: "3", verticalAlign: "top", overflowWrap: "anywhere" },
};

function Changes({ entry }: { entry: Entry }) {
  const changes = changesOf(entry);
  if (changes.length === 0) return <Text color="fg.muted">The entry tells of no values that changed.</Text>;
  return (
    <Box css={changeStyle}>
      <table>
        <caption>
          <Text as="span" srOnly>
            What changed
          </Text>
        </caption>
        <thead>
          <tr>
            <th scope="col">Member</th>
            {entry.before && <th scope="col">Before</th>}
            {entry.after && <th scope="col">After</th>}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ member, before, after }) => (
            <tr key={member}>
              <th scope="row">{member}</th>
              {entry.before && <td>{before ?? "–"}</td>}
              {entry.after && <td>{after ?? "–"}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

interface Props {
  entry: Entry;
  names: Names;
  /** The address of the list with one filter set. */
  only: (filter: { actor: string } | { subject: string }) => string;
  close: () => void;
}

export function EntryView({ entry, names, only, close }: Props) {
  const filter = (to: string, words: string) => (
    <Link asChild textDecoration="underline" fontSize="xs">
      <RouterLink to={to} onClick={close}>
        {words}
      </RouterLink>
    </Link>
  );
  const facts: readonly Fact[] = [
    ["When", <Instant key="when" at={entry.occurred_at} />],
    [
      "Who",
      <>
        {actorWords(entry.actor, names)} <Id value={entry.actor} label="who did it" />{" "}
        {filter(only({ actor: entry.actor }), "everything they did")}
      </>,
    ],
    ["From", entry.address ?? "not known"],
    [
      "What it was done to",
      <>
        {subjectWords(entry, names)} <Id value={entry.subject} label="its id" />{" "}
        {filter(only({ subject: entry.subject }), "everything about it")}
      </>,
    ],
    ["Request", entry.request_id ? <Id value={entry.request_id} label="the request's id" /> : "none"],
    ["Place in the chain", `${entry.sequence}`],
    ["Hash", <Id key="hash" value={entry.hash} label="the hash" />],
    ...(entry.erased.length > 0 ? [["Erased since", entry.erased.join(", ")] as const] : []),
  ];
  return (
    <Modal title={actionWords(entry.type)} close={close} size="lg">
      <Facts of={facts} />
      <Changes entry={entry} />
      <CodeLines label="The entry as the API gives it" text={JSON.stringify(entry, null, 2)} />
    </Modal>
  );
}
