import { Alert, Skeleton, Stack } from "@chakra-ui/react";
import { lazy, Suspense } from "react";
import type { UsageView } from "./load";
import { UsageTable } from "./UsageTable";
import { windowWords } from "./words";

const UsageChart = lazy(() => import("./UsageChart"));

function Note({ text }: { text: string }) {
  return (
    <Alert.Root status="info" size="sm" variant="surface">
      <Alert.Indicator />
      <Alert.Title fontWeight="normal">{text}</Alert.Title>
    </Alert.Root>
  );
}

export function UsageFigure({ view, as }: { view: UsageView; as: "chart" | "table" }) {
  const { coarsened, leftOut, window } = view;
  return (
    <Stack gap="4">
      {coarsened && <Note text={`So many groups are shown by ${windowWords[window]} only.`} />}
      {leftOut > 0 && (
        <Note text={`${leftOut} smaller groups are not shown: values of this kind cannot be put together exactly.`} />
      )}
      {as === "table" ? (
        <UsageTable view={view} />
      ) : (
        <Suspense fallback={<Skeleton h="sm" />}>
          <UsageChart view={view} />
        </Suspense>
      )}
    </Stack>
  );
}
