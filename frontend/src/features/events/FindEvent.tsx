import { Button, Field, Flex, HStack, Input, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useSearchParams } from "react-router";
import { aboutTenant, api, body } from "../../api/client";
import { useTenant } from "../../shell/tenant";
import { Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { FateView } from "./FateView";

const pages_most = 50;

/** Looking for an event may take some pages; the last one has found all there is. */
function useFate(source: string, id: string) {
  const tenant = useTenant();
  return useInfiniteQuery({
    queryKey: ["fate", tenant.id, source, id],
    enabled: source !== "" && id !== "",
    staleTime: 0,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const { query, headers } = aboutTenant(tenant.id);
      const params = { query: { ...query, source, id, ...(pageParam && { cursor: pageParam }) } };
      return body(api.GET("/api/v1/events", { params, headers, signal }));
    },
    getNextPageParam: (page, pages) => (pages.length < pages_most ? page.next_cursor : undefined),
  });
}

function Found({ source, id }: { source: string; id: string }) {
  const fate = useFate(source, id);
  const found = fate.data?.pages.at(-1)?.items[0];
  if (fate.isError) {
    return (
      <ProblemView title="The event could not be looked for" problem={fate.error} retry={() => void fate.refetch()} />
    );
  }
  if (!found) return <Skeleton h="32" aria-busy="true" />;
  return (
    <Stack gap="3">
      <FateView fate={found} />
      <HStack>
        <Button
          size="sm"
          variant="outline"
          colorPalette="gray"
          loading={fate.isFetching}
          onClick={() => void fate.refetch()}
        >
          Look again
        </Button>
        {fate.hasNextPage && (
          <>
            <Button
              size="sm"
              variant="outline"
              colorPalette="gray"
              loading={fate.isFetching}
              onClick={() => void fate.fetchNextPage()}
            >
              Look further back
            </Button>
            <Text color="fg.muted">The log goes on; not all of it was read yet.</Text>
          </>
        )}
      </HStack>
    </Stack>
  );
}

export function FindEvent() {
  const [search, setSearch] = useSearchParams();
  const source = search.get("source") ?? "";
  const id = search.get("id") ?? "";

  function find(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const next = new URLSearchParams(search);
    for (const name of ["source", "id"]) next.set(name, ((fields.get(name) as string | null) ?? "").trim());
    setSearch(next);
  }

  return (
    <Stack gap="4">
      <Panel>
        <form onSubmit={find} key={`${source} ${id}`}>
          <Flex gap="4" wrap="wrap" align="flex-end">
            <Field.Root required flex="1 1 12rem" width="auto">
              <Field.Label>Source</Field.Label>
              <Input size="sm" name="source" defaultValue={source} spellCheck={false} fontFamily="mono" />
            </Field.Root>
            <Field.Root required flex="1 1 12rem" width="auto">
              <Field.Label>Id</Field.Label>
              <Input size="sm" name="id" defaultValue={id} spellCheck={false} fontFamily="mono" />
            </Field.Root>
            <Button type="submit" size="sm">
              Find
            </Button>
          </Flex>
        </form>
      </Panel>
      {source && id ? (
        <Found key={`${source} ${id}`} source={source} id={id} />
      ) : (
        <Text color="fg.muted">
          Source and id are members of the event that was sent; together they name it, and it is counted once.
        </Text>
      )}
    </Stack>
  );
}
