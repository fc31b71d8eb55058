import { Box, Grid, Text } from "@chakra-ui/react";
import { Fragment, type ReactNode } from "react";

export type Fact = readonly [label: string, value: ReactNode];

/** What there is to know of one thing, line by line. */
export function Facts({ of }: { of: readonly Fact[] }) {
  return (
    <Grid as="dl" templateColumns={{ base: "1fr", sm: "12rem minmax(0, 1fr)" }} columnGap="4" rowGap="2">
      {of.map(([label, value]) => (
        <Fragment key={label}>
          <Text as="dt" color="fg.muted">
            {label}
          </Text>
          <Box as="dd" overflowWrap="anywhere">
            {value}
          </Box>
        </Fragment>
      ))}
    </Grid>
  );
}
