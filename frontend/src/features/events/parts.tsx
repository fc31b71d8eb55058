import { Box, Button, CloseButton, Dialog, Flex, Link, Portal } from "@chakra-ui/react";
import { type ReactNode, useState } from "react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch, useTenant } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { CopyButton } from "../../ui/CopyButton";

export function Instant({ at }: { at: string | null | undefined }) {
  const { time_zone: zone } = useTenant();
  if (at === null || at === undefined) return "–";
  const text = new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: "medium", timeStyle: "medium" });
  return (
    <time dateTime={at} title={`${at} (shown in ${zone})`}>
      <Box as="span" whiteSpace="nowrap">
        {text.format(Date.parse(at))}
      </Box>
    </time>
  );
}

/** Something that is copied elsewhere. */
export function Id({ value, label }: { value: string; label: string }) {
  return (
    <Flex as="span" display="inline-flex" align="center" gap="1" maxW="full">
      <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
        {value}
      </Box>
      <CopyButton value={value} label={`Copy ${label}`} />
    </Flex>
  );
}

export function FindLink({ source, id }: { source: string | null | undefined; id: string | null | undefined }) {
  const kept = useKeptSearch();
  if (!source || !id) return <>{id ?? "–"}</>;
  const search = new URLSearchParams(kept);
  search.set("source", source);
  search.set("id", id);
  return (
    <Link asChild textDecoration="underline" textUnderlineOffset="3px" fontFamily="mono" fontSize="xs">
      <RouterLink to={`/events/find?${search.toString()}`}>{id}</RouterLink>
    </Link>
  );
}

/** A button that opens what there is to see of one item. */
export function Details({
  title,
  parts,
  more,
}: {
  title: string;
  parts: { label: string; value: unknown }[];
  more?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="outline" colorPalette="gray" onClick={() => setOpen(true)}>
        Details
      </Button>
      {open && (
        <Dialog.Root open onOpenChange={({ open: is }) => setOpen(is)} size="lg" scrollBehavior="inside">
          <Portal>
            <Dialog.Backdrop />
            <Dialog.Positioner p="4">
              <Dialog.Content>
                <Dialog.Header pe="12">
                  <Dialog.Title overflowWrap="anywhere">{title}</Dialog.Title>
                </Dialog.Header>
                <Dialog.CloseTrigger asChild>
                  <CloseButton size="sm" aria-label="Close" />
                </Dialog.CloseTrigger>
                <Dialog.Body display="flex" flexDirection="column" gap="4">
                  {more}
                  {parts.map(({ label, value }) =>
                    value === null || value === undefined ? (
                      <Box key={label} color="fg.muted">
                        {label}: the log does not hold it any more.
                      </Box>
                    ) : (
                      <CodeLines key={label} label={label} text={JSON.stringify(value, null, 2)} />
                    ),
                  )}
                </Dialog.Body>
              </Dialog.Content>
            </Dialog.Positioner>
          </Portal>
        </Dialog.Root>
      )}
    </>
  );
}
