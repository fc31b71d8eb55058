import { Skeleton, Stack, VisuallyHidden } from "@chakra-ui/react";

export function PageSkeleton() {
  return (
    <Stack gap="5" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton h="12" maxW="80" />
      <Skeleton h="28" />
      <Skeleton h="96" />
    </Stack>
  );
}
