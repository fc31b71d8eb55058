import { Link, Text } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { PageHead, Panel } from "../ui/Panel";
import { useKeptSearch } from "./tenant";

export function NotFound() {
  const kept = useKeptSearch();
  return (
    <>
      <title>Not found · Weir</title>
      <PageHead title="There is no such page" about="The address may be mistyped, or the page has moved." />
      <Panel>
        <Text>
          <Link asChild textDecoration="underline">
            <RouterLink to={`/usage${kept}`}>Go to usage</RouterLink>
          </Link>
        </Text>
      </Panel>
    </>
  );
}
