import { Badge, HStack, IconButton, Spinner } from "@chakra-ui/react";
import { readerLocale } from "../../time/reader";
import { PauseIcon, PlayIcon } from "../../ui/icons";

interface Props {
  through: string | undefined;
  zone: string;
  busy: boolean;
  live: boolean;
  told: boolean; // by the server, as events are counted
  setLive: (live: boolean) => void;
}

/** Up to when everything that was acknowledged is in the numbers, and whether they are asked for again. */
export function Freshness({ through, zone, busy, live, told, setLive }: Props) {
  const at =
    through !== undefined &&
    new Intl.DateTimeFormat(readerLocale(), { timeZone: zone, timeStyle: "medium" }).format(Date.parse(through));
  return (
    <HStack gap="2" minH="8">
      <Badge
        size="md"
        variant="surface"
        colorPalette={through === undefined ? "gray" : "green"}
        title={`Every event that was acknowledged before ${through ?? "now"} is in these numbers.`}
        data-testid="data-through"
      >
        {at ? `Complete through ${at}` : "Waiting for the counters"}
      </Badge>
      <IconButton
        size="xs"
        variant="ghost"
        color="fg.muted"
        aria-label={live ? "Pause updates" : "Go on with updates"}
        title={live ? `Updated ${told ? "as events are counted" : "each minute"}. Pause.` : "Paused. Go on."}
        onClick={() => setLive(!live)}
      >
        {live ? <PauseIcon /> : <PlayIcon />}
      </IconButton>
      <Spinner size="xs" color="fg.muted" visibility={busy ? "visible" : "hidden"} aria-hidden />
    </HStack>
  );
}
