import { Button, Flex, IconButton, Stack } from "@chakra-ui/react";
import { TextField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { Section } from "../../ui/Section";
import type { CommitmentDraft } from "./draft";
import { replaced, type Said, without } from "./fields";

interface Props {
  commitments: readonly CommitmentDraft[];
  currency: string; // of one that is added
  set: (commitments: readonly CommitmentDraft[]) => void;
  said: Said;
}

/** What all metered prices of a currency cost at least in a month, together. */
export function CommitmentFields({ commitments, currency, set, said }: Props) {
  const change = (index: number, part: Partial<CommitmentDraft>) => set(replaced(commitments, index, part));
  return (
    <Section
      title="Commitments"
      about="What the metered prices of a currency cost at least in each month, all of them together. Fees come on top."
    >
      <Stack gap="4">
        {commitments.map((one, index) => (
          <Flex key={index} gap="3" align="flex-start" role="group" aria-label={`Commitment ${index + 1}`} maxW="xl">
            <TextField
              label={`Currency of commitment ${index + 1}`}
              required
              size="sm"
              maxLength={3}
              autoComplete="off"
              spellCheck={false}
              value={one.currency}
              onChange={(event) => change(index, { currency: event.currentTarget.value.toUpperCase() })}
              error={said(`/commitments/${index}`) ?? said(`/commitments/${one.currency}`)}
            />
            <TextField
              label={`Amount of commitment ${index + 1}`}
              required
              size="sm"
              inputMode="decimal"
              autoComplete="off"
              value={one.amount}
              onChange={(event) => change(index, { amount: event.currentTarget.value })}
            />
            <IconButton
              size="sm"
              mt="6"
              variant="ghost"
              color="fg.muted"
              aria-label={`Take commitment ${index + 1} away`}
              onClick={() => set(without(commitments, index))}
            >
              <CloseIcon />
            </IconButton>
          </Flex>
        ))}
        {commitments.length < 20 && (
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => set([...commitments, { currency, amount: "" }])}
          >
            <PlusIcon /> Add a commitment
          </Button>
        )}
      </Stack>
    </Section>
  );
}
