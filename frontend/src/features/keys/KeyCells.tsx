// What a row of the list of keys shows.
import { Badge, Box, Button, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Instant } from "../../ui/Instant";
import { type ApiKey, stateOf } from "./keys";

function Warning({ children }: { children: string }) {
  return (
    <Badge variant="surface" colorPalette="orange">
      {children}
    </Badge>
  );
}

/** `successor`: the prefix of the key that has replaced it, where that is known. */
export function Expiry({ of, now, successor }: { of: ApiKey; now: number; successor: string | undefined }) {
  return (
    <Stack gap="0" align="flex-start">
      <Ends of={of} now={now} />
      {of.replaced_by != null && (
        <Text color="fg.muted" fontSize="xs">
          replaced by{" "}
          <Box as="code" fontFamily="mono" overflowWrap="anywhere">
            {successor === undefined ? of.replaced_by : `${successor}…`}
          </Box>
        </Text>
      )}
    </Stack>
  );
}

function Ends({ of, now }: { of: ApiKey; now: number }) {
  const state = stateOf(of, now);
  if (state.is === "revoked") {
    return (
      <Badge variant="surface" colorPalette="gray">
        revoked
      </Badge>
    );
  }
  if (state.is === "expired") {
    return (
      <Badge variant="surface" colorPalette="red">
        expired
      </Badge>
    );
  }
  if (of.expires_at == null) return "never";
  return (
    <>
      <Instant at={of.expires_at} rough />
      {state.is === "ending" && <Warning>{`in ${state.days} ${state.days === 1 ? "day" : "days"}`}</Warning>}
    </>
  );
}

export function LastUse({ of: { last_used_at, warning } }: { of: ApiKey }) {
  return (
    <Stack gap="0" align="flex-start">
      {last_used_at == null ? "not yet" : <Instant at={last_used_at} rough />}
      {warning === "unused" && <Warning>unused for 90 days</Warning>}
    </Stack>
  );
}

export function Made({ of: { created_at, warning } }: { of: ApiKey }) {
  return (
    <Stack gap="0" align="flex-start">
      <Instant at={created_at} rough />
      {warning === "old" && <Warning>older than 90 days</Warning>}
    </Stack>
  );
}

const shown_at_first = 3;

/** From where it may be used. */
export function Networks({ of: { name, allowed_cidrs: all = [] } }: { of: ApiKey }) {
  const [whole, setWhole] = useState(false);
  if (all.length === 0) return "anywhere";
  const shown = whole ? all : all.slice(0, shown_at_first);
  const more = all.length - shown.length;
  return (
    <Stack gap="0" align="flex-start" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
      {shown.map((network) => (
        <span key={network}>{network}</span>
      ))}
      {more > 0 && (
        <Button
          size="2xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`${more} more networks of ${name}`}
          onClick={() => setWhole(true)}
        >
          {more} more
        </Button>
      )}
    </Stack>
  );
}
