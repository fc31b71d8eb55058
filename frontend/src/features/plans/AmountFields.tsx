import { Button, Flex, IconButton, Stack } from "@chakra-ui/react";
import { TextField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { Section } from "../../ui/Section";
import type { AmountDraft } from "./draft";
import { replaced, type Said, without } from "./fields";

interface Props {
  title: string;
  about: string;
  noun: string; // of one of them: "commitment"
  pointer: string; // of all of them: "/commitments"
  amounts: readonly AmountDraft[];
  currency: string; // of one that is added
  set: (amounts: readonly AmountDraft[]) => void;
  said: Said;
}

/** Amounts of a plan, one for each currency. */
export function AmountFields({ title, about, noun, pointer, amounts, currency, set, said }: Props) {
  const change = (index: number, part: Partial<AmountDraft>) => set(replaced(amounts, index, part));
  const name = noun.charAt(0).toUpperCase() + noun.slice(1);
  return (
    <Section title={title} about={about}>
      <Stack gap="4">
        {amounts.map((one, index) => (
          <Flex key={index} gap="3" align="flex-start" role="group" aria-label={`${name} ${index + 1}`} maxW="xl">
            <TextField
              label={`Currency of ${noun} ${index + 1}`}
              required
              size="sm"
              maxLength={3}
              autoComplete="off"
              spellCheck={false}
              value={one.currency}
              onChange={(event) => change(index, { currency: event.currentTarget.value.toUpperCase() })}
              error={said(`${pointer}/${index}`) ?? said(`${pointer}/${one.currency}`)}
            />
            <TextField
              label={`Amount of ${noun} ${index + 1}`}
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
              aria-label={`Take ${noun} ${index + 1} away`}
              onClick={() => set(without(amounts, index))}
            >
              <CloseIcon />
            </IconButton>
          </Flex>
        ))}
        {amounts.length < 20 && (
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => set([...amounts, { currency, amount: "" }])}
          >
            <PlusIcon /> Add a {noun}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
