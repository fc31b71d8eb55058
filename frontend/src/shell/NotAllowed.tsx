import { Text } from "@chakra-ui/react";
import { PageHead, Panel } from "../ui/Panel";
import { useStanding } from "./standing";

/** Instead of a page that one's role may not see. `who`: those who may. */
export function NotAllowed({ title, who }: { title: string; who: string }) {
  const { acting, chosen } = useStanding();
  return (
    <>
      <title>{`${title} · Weir`}</title>
      <PageHead title={title} about={`Not for the role ${acting.data?.role ?? "that you have"}.`} />
      <Panel maxW="2xl">
        <Text>
          In {chosen?.name ?? "this tenant"} {who} may see this. Somebody of them can change your role on the page Team.
        </Text>
      </Panel>
    </>
  );
}
