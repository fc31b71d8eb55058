import { Box, Button, Center, Grid, Skeleton, Stack, Text, VisuallyHidden } from "@chakra-ui/react";
import { Fragment, type ReactNode } from "react";
import { useNarrow } from "./narrow";
import { Panel } from "./Panel";
import { ProblemView } from "./ProblemView";

export interface Column<T> {
  title: string;
  /** For screen readers only: what is in the column speaks for itself. */
  quiet?: boolean;
  cell: (item: T) => ReactNode;
}

export interface List<T> {
  items: T[] | undefined;
  error: unknown;
  isError: boolean;
  hasNextPage: boolean;
  isFetching: boolean;
  /** What is there is of another question; the right items are on their way. */
  isPlaceholderData?: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface Props<T> {
  name: string;
  columns: readonly Column<T>[];
  keyOf: (item: T) => string;
  empty: ReactNode;
  list: List<T>;
}

const style = {
  "& table": { width: "full", borderCollapse: "collapse", fontVariantNumeric: "tabular-nums" },
  "& th": { px: "3", py: "2", textAlign: "start", fontWeight: "medium", fontSize: "xs", color: "fg.muted" },
  "& td": { px: "3", py: "2", verticalAlign: "middle", borderTopWidth: "1px", maxW: "xs", overflowWrap: "break-word" },
  "& td:first-of-type, & th:first-of-type": { ps: "5" },
  "& td:last-of-type, & th:last-of-type": { pe: "5" },
  "& td[data-quiet]": { textAlign: "end" },
  "& tbody tr:hover": { bg: "bg.subtle" },
};

type Drawn<T> = Pick<Props<T>, "name" | "columns" | "keyOf"> & { items: readonly T[] };

function Table<T>({ name, columns, keyOf, items }: Drawn<T>) {
  return (
    <Panel p="0" overflow="hidden">
      <Box css={style} position="relative" overflowX="auto" tabIndex={0} role="region" aria-label={name}>
        <table>
          <thead>
            <tr>
              {columns.map(({ title, quiet }) => (
                <th key={title} scope="col">
                  {quiet ? <VisuallyHidden>{title}</VisuallyHidden> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={keyOf(item)}>
                {columns.map(({ title, quiet, cell }) => (
                  <td key={title} data-quiet={quiet}>
                    {cell(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Panel>
  );
}

/** The same on a small screen: one card for each, nothing to scroll sideways. */
function Cards<T>({ name, columns, keyOf, items }: Drawn<T>) {
  return (
    <Stack as="ul" listStyleType="none" aria-label={name} gap="3">
      {items.map((item) => (
        <Panel as="li" key={keyOf(item)} p="4">
          <Grid as="dl" templateColumns="6rem minmax(0, 1fr)" columnGap="3" rowGap="2" alignItems="baseline">
            {columns.map(({ title, quiet, cell }) => (
              <Fragment key={title}>
                <Text as="dt" color="fg.muted" fontSize="xs">
                  {quiet ? <VisuallyHidden>{title}</VisuallyHidden> : title}
                </Text>
                <Box as="dd" overflowWrap="anywhere" minW="0">
                  {cell(item)}
                </Box>
              </Fragment>
            ))}
          </Grid>
        </Panel>
      ))}
    </Stack>
  );
}

/** Items that are all there, as a table or as cards. */
export function Rows<T>(drawn: Drawn<T>) {
  const Fitting = useNarrow() ? Cards : Table;
  return <Fitting {...drawn} />;
}

export function ListTable<T>({ name, columns, keyOf, empty, list }: Props<T>) {
  const { items } = list;
  const failed = list.isError && (
    <ProblemView title={`${name} could not be loaded`} problem={list.error} retry={() => void list.refetch()} />
  );
  if (items === undefined) {
    return (
      failed || (
        <Stack aria-busy="true">
          <VisuallyHidden>Loading</VisuallyHidden>
          {[1, 2, 3, 4, 5, 6].map((row) => (
            <Skeleton key={row} h="9" />
          ))}
        </Stack>
      )
    );
  }
  if (items.length === 0 && !list.hasNextPage) return failed || <>{empty}</>;
  return (
    <Stack gap="3" {...(list.isPlaceholderData && { "aria-busy": true, opacity: "0.6" })}>
      <Rows name={name} columns={columns} keyOf={keyOf} items={items} />
      {failed}
      <Center gap="3">
        {list.hasNextPage ? (
          <Button
            size="sm"
            variant="outline"
            colorPalette="gray"
            loading={list.isFetching}
            onClick={() => void list.fetchNextPage()}
          >
            Load more
          </Button>
        ) : (
          <Text color="fg.muted" fontSize="xs">
            That is all.
          </Text>
        )}
      </Center>
    </Stack>
  );
}
