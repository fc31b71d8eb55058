import { Badge, Box, Link, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import type { Invoice, State } from "./load";
import { useScope } from "./scope";
import { type AmountRow, stateColors, stateWords, titleOf } from "./words";

export function StateBadge({ state }: { state: State }) {
  return (
    <Badge variant="surface" colorPalette={stateColors[state]}>
      {stateWords[state]}
    </Badge>
  );
}

export function InvoiceLink({ of, base }: { of: Pick<Invoice, "id" | "kind" | "number" | "state">; base: string }) {
  const kept = useKeptSearch();
  return (
    <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
      <RouterLink to={`${base}/of/${of.id}${kept}`}>{titleOf(of)}</RouterLink>
    </Link>
  );
}

/** To one that is known by its id alone. */
export function IdLink({ id, children }: { id: string; children: ReactNode }) {
  const kept = useKeptSearch();
  const { base } = useScope();
  return (
    <Link asChild textDecoration="underline" textUnderlineOffset="3px">
      <RouterLink to={`${base}/of/${id}${kept}`}>{children}</RouterLink>
    </Link>
  );
}

export function Back({ to, children }: { to: string; children: ReactNode }) {
  const kept = useKeptSearch();
  return (
    <Link asChild textDecoration="underline" mb="3" display="inline-block">
      <RouterLink to={to + kept}>{children}</RouterLink>
    </Link>
  );
}

const amountsStyle = {
  "& th": { fontWeight: "normal", textAlign: "start", pe: "6", py: "1", overflowWrap: "anywhere" },
  "& td": { textAlign: "end", whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums", py: "1" },
  "& tr[data-sum] > *": { fontWeight: "semibold", borderTopWidth: "1px" },
};

/** Amounts beneath each other, with sums. */
export function Amounts({ rows, notes }: { rows: readonly AmountRow[]; notes: readonly string[] }) {
  return (
    <Stack gap="3" align="flex-start">
      <Box as="table" css={amountsStyle} aria-label="Amounts" maxW="xl" w="full">
        <tbody>
          {rows.map(([label, amount, is]) => (
            <tr key={label} {...(is === "sum" && { "data-sum": true })}>
              <th scope="row">{label}</th>
              <td>{amount}</td>
            </tr>
          ))}
        </tbody>
      </Box>
      {notes.map((note) => (
        <Text key={note} color="fg.muted">
          {note}
        </Text>
      ))}
    </Stack>
  );
}
