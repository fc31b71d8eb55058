import { Button, HStack, SegmentGroup, Skeleton, Stack, VisuallyHidden } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useTenant } from "../../shell/tenant";
import { meters as knownMeters } from "../meters/load";
import { DownloadIcon } from "../../ui/icons";
import { PageHead, Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { save } from "../../ui/save";
import { Controls } from "./Controls";
import { Freshness } from "./Freshness";
import { useUsageStream } from "./live";
import { loadUsage, type Meter, type UsageView } from "./load";
import { NoMeters, NoUsage } from "./NoUsage";
import { changed, readQuestion, toggled, withoutOnly } from "./question";
import { Summary } from "./Summary";
import { csvName, csvOf, tableOf } from "./table";
import { UsageFigure } from "./UsageFigure";

const poll_ms = 60_000;

function saveCsv(view: UsageView) {
  save(csvName(view), "text/csv", [csvOf(tableOf(view))]);
}

export default function UsagePage() {
  const meters = useQuery(knownMeters(useTenant().id));
  return (
    <>
      <title>Usage · Weir</title>
      {meters.isError && meters.data === undefined ? (
        <ProblemView
          title="The meters could not be loaded"
          problem={meters.error}
          retry={() => void meters.refetch()}
        />
      ) : meters.data === undefined ? (
        <FigureSkeleton />
      ) : meters.data.length === 0 ? (
        <NoMeters />
      ) : (
        <OneMeter meters={meters.data} />
      )}
    </>
  );
}

function FigureSkeleton() {
  return (
    <Stack gap="4" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton h="16" />
      <Skeleton h="24" />
      <Skeleton h="sm" />
    </Stack>
  );
}

function OneMeter({ meters }: { meters: readonly Meter[] }) {
  const tenant = useTenant();
  const [search, setSearch] = useSearchParams();
  const [live, setLive] = useState(true);
  const read = readQuestion(search, tenant.time_zone);
  const meter = meters.find(({ slug }) => slug === read.meter) ?? meters[0];
  const groups = meter ? ["subject", ...Object.keys(meter.group_by)] : [];
  const { group, ...ungrouped } = read;
  const question = group !== undefined && groups.includes(group) ? read : ungrouped;
  const usage = useQuery<UsageView>({
    queryKey: ["usage", tenant.id, meter?.slug, question],
    enabled: meter !== undefined,
    // What is shown stays while other numbers are on their way, unless it is of another meter or tenant.
    placeholderData: (data, before) => {
      const [, ofTenant, ofMeter] = before?.queryKey ?? [];
      return ofTenant === tenant.id && ofMeter === meter?.slug ? data : undefined;
    },
    refetchInterval: live ? poll_ms : false,
    queryFn: ({ signal }) => {
      if (!meter) throw new Error("no meter is chosen");
      return loadUsage(question, tenant, meter, signal);
    },
  });
  // A request that is under way goes on: under steady traffic none would ever end.
  const told = useUsageStream(tenant.id, live, () => void usage.refetch({ cancelRefetch: false }));
  const view = usage.data;
  const twin = search.get("view") === "table" ? "table" : "chart";
  const set = (change: Record<string, string | undefined>) => {
    // Another meter has other dimensions.
    const kept = change.meter !== undefined && change.meter !== meter?.slug ? withoutOnly(search) : search;
    setSearch(changed(kept, change), { replace: true });
  };
  if (!meter) return null;
  return (
    <Stack gap="4">
      <PageHead title="Usage" about={meter.description ?? "Counted exactly once, to the last digit."}>
        <Freshness
          through={view?.dataThrough}
          zone={question.zone}
          busy={usage.isFetching}
          live={live}
          told={told}
          setLive={setLive}
        />
      </PageHead>
      <Controls
        meters={meters}
        meter={meter}
        groups={groups}
        question={question}
        view={view}
        set={set}
        toggle={(dimension, value) => setSearch(toggled(search, dimension, value), { replace: true })}
      />
      {usage.isError && (
        <ProblemView
          title={view ? "The numbers below are not the latest" : "The usage could not be loaded"}
          problem={usage.error}
          retry={() => void usage.refetch()}
        />
      )}
      {!view && !usage.isError && <FigureSkeleton />}
      {view && <Summary view={view} />}
      {view && view.events === 0 && <NoUsage view={view} tenant={tenant} />}
      {view && view.events > 0 && (
        <Panel>
          <HStack justify="space-between" wrap="wrap" mb="4" gap="3">
            <SegmentGroup.Root
              size="sm"
              value={twin}
              aria-label="Show as"
              onValueChange={({ value }) => set({ view: value === "table" ? "table" : undefined })}
            >
              <SegmentGroup.Indicator />
              <SegmentGroup.Items
                items={[
                  { value: "chart", label: "Chart" },
                  { value: "table", label: "Table" },
                ]}
              />
            </SegmentGroup.Root>
            <Button size="sm" variant="outline" colorPalette="gray" onClick={() => saveCsv(view)}>
              <DownloadIcon /> CSV
            </Button>
          </HStack>
          <UsageFigure view={view} as={twin} />
        </Panel>
      )}
    </Stack>
  );
}
