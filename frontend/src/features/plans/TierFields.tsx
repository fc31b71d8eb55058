import { Box, Button, Fieldset, Flex, IconButton, SimpleGrid, Stack, Text } from "@chakra-ui/react";
import { TextField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { emptyTier, type TierDraft } from "./draft";
import { replaced, type Said, without } from "./fields";

interface Props {
  tiers: readonly TierDraft[];
  currency: string;
  set: (tiers: readonly TierDraft[]) => void;
  said: Said;
}

/** Each up to an end; the last one has none. */
export function TierFields({ tiers, currency, set, said }: Props) {
  const change = (index: number, part: Partial<TierDraft>) => set(replaced(tiers, index, part));
  return (
    <Fieldset.Root>
      <Fieldset.Legend>Tiers</Fieldset.Legend>
      <Text color="fg.muted">
        The end of a tier belongs to it. What is once is due when the tier is reached, in the first one always.
      </Text>
      {said("/tiers") !== undefined && <Text color="fg.error">{said("/tiers")}</Text>}
      <Stack gap="4">
        {tiers.map((tier, index) => {
          const isLast = index + 1 === tiers.length;
          const at = `/tiers/${index}`;
          const number = index + 1;
          return (
            <Flex key={index} gap="1" borderStartWidth="2px" ps="3" role="group" aria-label={`Tier ${number}`}>
              <SimpleGrid columns={{ base: 1, sm: 3 }} gap="3" alignItems="flex-start" flex="1">
                {isLast ? (
                  <Box>
                    <Text fontWeight="medium" fontSize="sm">
                      {tiers.length === 1 ? "All units" : "All units beyond"}
                    </Text>
                    {said(`${at}/up_to`) !== undefined && <Text color="fg.error">{said(`${at}/up_to`)}</Text>}
                  </Box>
                ) : (
                  <TextField
                    label={`Tier ${number} ends with unit`}
                    required
                    size="sm"
                    inputMode="decimal"
                    autoComplete="off"
                    value={tier.upTo}
                    onChange={(event) => change(index, { upTo: event.currentTarget.value })}
                    error={said(`${at}/up_to`)}
                  />
                )}
                <TextField
                  label={`Each unit in tier ${number} (${currency})`}
                  size="sm"
                  inputMode="decimal"
                  autoComplete="off"
                  value={tier.unit}
                  onChange={(event) => change(index, { unit: event.currentTarget.value })}
                  error={said(`${at}/unit_amount`)}
                />
                <TextField
                  label={`Once in tier ${number} (${currency})`}
                  size="sm"
                  inputMode="decimal"
                  autoComplete="off"
                  value={tier.flat}
                  onChange={(event) => change(index, { flat: event.currentTarget.value })}
                  error={said(`${at}/flat_amount`)}
                />
              </SimpleGrid>
              {tiers.length > 1 && (
                <IconButton
                  size="sm"
                  mt={{ sm: "6" }}
                  variant="ghost"
                  color="fg.muted"
                  aria-label={`Take tier ${number} away`}
                  title={`Take tier ${number} away`}
                  onClick={() => set(without(tiers, index))}
                >
                  <CloseIcon />
                </IconButton>
              )}
            </Flex>
          );
        })}
        {tiers.length < 100 && (
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => set([...tiers, emptyTier])}
          >
            <PlusIcon /> Add a tier
          </Button>
        )}
      </Stack>
    </Fieldset.Root>
  );
}
