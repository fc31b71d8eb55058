import { Box } from "@chakra-ui/react";
import { readerLocale, readerZone } from "../time/reader";

export function instantWords(at: string, precise = true): string {
  const form = { timeZone: readerZone(), dateStyle: "medium", timeStyle: precise ? "medium" : "short" } as const;
  return new Intl.DateTimeFormat(readerLocale(), form).format(Date.parse(at));
}

/** `rough`: without seconds, and in two lines where there is no room for one. */
export function Instant({ at, rough = false }: { at: string | null | undefined; rough?: boolean }) {
  if (at === null || at === undefined) return "–";
  return (
    <time dateTime={at} title={`${at} (shown in ${readerZone()})`}>
      <Box as="span" {...(!rough && { whiteSpace: "nowrap" })}>
        {instantWords(at, !rough)}
      </Box>
    </time>
  );
}
