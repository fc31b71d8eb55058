import { Box, SimpleGrid, Text } from "@chakra-ui/react";
import { Section } from "../../ui/Section";
import type { Invoice } from "./load";
import { addressLines } from "./words";

function Party({ of, none }: { of: Invoice["buyer"]; none: string }) {
  const lines = [of.legal_name, ...addressLines(of.address), of.tax_id && `Tax id ${of.tax_id}`, of.email];
  const given = lines.filter(Boolean);
  if (given.length === 0) return <Text color="fg.muted">{none}</Text>;
  return (
    <Box as="address" fontStyle="normal" overflowWrap="anywhere">
      {given.map((line, index) => (
        <Text key={index} {...(index === 0 && { fontWeight: "medium" })}>
          {line}
        </Text>
      ))}
    </Box>
  );
}

/** Who it is from and to, as they were then. */
export function Parties({ invoice: { seller, buyer } }: { invoice: Invoice }) {
  return (
    <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
      <Section title="From">
        <Party of={seller} none="The seller has no name." />
        {seller.note && (
          <Text mt="3" color="fg.muted" whiteSpace="pre-line">
            {seller.note}
          </Text>
        )}
      </Section>
      <Section title="To">
        <Party of={buyer} none="Nobody had said yet who it is to." />
      </Section>
    </SimpleGrid>
  );
}
