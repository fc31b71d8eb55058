import { Alert, Badge, HStack, Stack, Text } from "@chakra-ui/react";
import { formatMoney } from "../../exact/decimal";
import { instantWords } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { TenantName } from "../invoices/TenantName";
import { signed } from "../subscriptions/preview";
import { noteOf, type Simulated, totalWords } from "./simulation";

type One = Simulated["tenants"][number];
type Amounts = One["amounts"][number];

interface Props {
  simulated: Simulated;
  /** Something else is asked by now. */
  outdated: boolean;
}

const amounts = (title: string, of: (amounts: Amounts) => string): Column<One> => ({
  title,
  cell: (one) =>
    one.amounts.length === 0 ? (
      "–"
    ) : (
      <Stack gap="0">
        {one.amounts.map((each) => (
          <span key={each.currency}>{of(each)}</span>
        ))}
      </Stack>
    ),
});

const columns: Column<One>[] = [
  {
    title: "Tenant",
    cell: (one) => (
      <Stack gap="0">
        <TenantName id={one.tenant_id} />
        <Text color="fg.muted" fontSize="xs">
          {noteOf(one)}
        </Text>
      </Stack>
    ),
  },
  amounts("By its own plans", ({ currency, current }) => formatMoney(current, currency)),
  amounts("By this one", ({ currency, simulated }) => formatMoney(simulated, currency)),
  amounts("Difference", ({ currency, difference }) => signed(difference, currency)),
];

export function SimulationResult({ simulated, outdated }: Props) {
  const { totals, tenants, read_at } = simulated;
  return (
    <Stack gap="4" mt="5" aria-live="polite">
      {outdated && (
        <Alert.Root status="warning" variant="surface" rounded="lg">
          <Alert.Indicator />
          <Alert.Title fontWeight="normal">Something was changed since: simulate it again.</Alert.Title>
        </Alert.Root>
      )}
      <HStack gap="3" align="flex-start" wrap="wrap">
        <Badge variant="surface" colorPalette="purple">
          preview
        </Badge>
        <Stack gap="1" flex="1" minW="48">
          {totals.length === 0 && <Text>Nobody was charged anything then, nor would have been.</Text>}
          {totals.map((total) => (
            <Text key={total.currency} fontWeight="medium">
              {totalWords(simulated, total)}
            </Text>
          ))}
          <Text color="fg.muted" fontSize="xs">
            With what was counted until {instantWords(read_at, false)}.
          </Text>
        </Stack>
      </HStack>
      {tenants.length > 0 && (
        <Rows name="Simulated tenants" columns={columns} keyOf={({ tenant_id }) => tenant_id} items={tenants} />
      )}
    </Stack>
  );
}
