import { Box, Button, Center, Skeleton, Stack, Text, VisuallyHidden } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";

export interface Column<T> {
  title: string;
  /** For screen readers only: what is in the column speaks for itself. */
  quiet?: boolean;
  cell: (item: T) => ReactNode;
}

interface Props<T> {
  name: string;
  columns: readonly Column<T>[];
  keyOf: (item: T) => string;
  empty: ReactNode;
  list: {
    items: T[] | undefined;
    error: unknown;
    isError: boolean;
    hasNextPage: boolean;
    isFetching: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
}

const style = {
  "& table": { width: "full", borderCollapse: "collapse", fontVariantNumeric: "tabular-nums" },
  "& th": { px: "3", py: "2", textAlign: "start", fontWeight: "medium", fontSize: "xs", color: "fg.muted" },
  "& td": { px: "3", py: "2", verticalAlign: "middle", borderTopWidth: "1px", maxW: "xs", overflowWrap: "break-word" },
  "& tbody tr:hover": { bg: "bg.subtle" },
};

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
  if (items.length === 0 && !list.hasNextPage) return <>{empty}</>;
  return (
    <Stack gap="3">
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
                  {columns.map(({ title, cell }) => (
                    <td key={title}>{cell(item)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      </Panel>
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
