import { Flex, Spinner, VisuallyHidden } from "@chakra-ui/react";

/** Instead of a page that is about to come. */
export function Waiting({ what = "Loading" }: { what?: string }) {
  return (
    <Flex as="main" minH="100dvh" align="center" justify="center">
      <Spinner color="fg.muted" />
      <VisuallyHidden role="status">{what}</VisuallyHidden>
    </Flex>
  );
}
