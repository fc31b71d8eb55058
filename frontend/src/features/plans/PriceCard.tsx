import { Alert, Heading, HStack, IconButton, SimpleGrid, Stack } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { CurrencyField } from "../../ui/CurrencyField";
import { TextField } from "../../ui/Field";
import { CloseIcon, DownIcon, UpIcon } from "../../ui/icons";
import { Panel } from "../../ui/Panel";
import type { PriceDraft } from "./draft";
import { chosen, type Said, textOf } from "./fields";
import { FilterFields } from "./FilterFields";
import type { Meter, Model } from "./load";
import { ModelFields } from "./ModelFields";
import { meterWords, modelWords, roundingWords } from "./words";

const models = Object.keys(modelWords) as Model[];
const roundings = ["half_up", "half_even", "up", "down"] as const;

/** Of the element that gets the focus when a price was added or moved. */
export const cardId = (id: number) => `price-${id}`;

interface Props {
  price: PriceDraft;
  number: number; // from 1
  last: boolean;
  meters: readonly Meter[];
  change: (part: Partial<PriceDraft>) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
  said: Said;
}

function Head({ price, number, last, move, remove }: Pick<Props, "price" | "number" | "last" | "move" | "remove">) {
  return (
    <HStack justify="space-between" wrap="wrap">
      <Heading as="h3" size="sm">
        Price {number}
        {price.code !== "" && `: ${price.name || price.code}`}
      </Heading>
      <HStack gap="1">
        <IconButton
          size="xs"
          variant="ghost"
          color="fg.muted"
          aria-label={`Move price ${number} up`}
          title="Move up"
          disabled={number === 1}
          onClick={() => move(-1)}
        >
          <UpIcon />
        </IconButton>
        <IconButton
          size="xs"
          variant="ghost"
          color="fg.muted"
          aria-label={`Move price ${number} down`}
          title="Move down"
          disabled={last}
          onClick={() => move(1)}
        >
          <DownIcon />
        </IconButton>
        <IconButton
          size="xs"
          variant="ghost"
          color="fg.muted"
          aria-label={`Take price ${number} away`}
          title="Take away"
          onClick={remove}
        >
          <CloseIcon />
        </IconButton>
      </HStack>
    </HStack>
  );
}

export function PriceCard(props: Props) {
  const { price, number, meters, change, said } = props;
  const metered = price.model !== "flat";
  const meter = meters.find(({ slug }) => slug === price.meter);
  const offered = meter || price.meter === "" ? [] : [{ value: price.meter, label: price.meter }];
  const wrong = said("");
  return (
    <Panel as="section" id={cardId(price.id)} tabIndex={-1} aria-label={`Price ${number}`} p="4">
      <Stack gap="5">
        <Head {...props} />
        {wrong !== undefined && (
          <Alert.Root status="error" tabIndex={-1} data-wrong>
            <Alert.Indicator />
            <Alert.Title fontWeight="normal">{wrong}</Alert.Title>
          </Alert.Root>
        )}
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <TextField
            label="Code"
            required
            spellCheck={false}
            autoComplete="off"
            fontFamily="mono"
            {...textOf(price, "code", change)}
            help="Tells prices apart, in all versions of the plan."
            error={said("/code")}
          />
          <TextField
            label="Name"
            maxLength={255}
            {...textOf(price, "name", change)}
            help="On invoices. Empty: the code."
            error={said("/name")}
          />
          <Choice
            form
            label="Model"
            width="full"
            value={price.model}
            options={models.map((value) => ({ value, label: modelWords[value] }))}
            onChoose={(value) => change({ model: chosen(models, value, price.model) })}
            error={said("/model")}
          />
          <CurrencyField
            value={price.currency}
            set={(currency) => change({ currency })}
            help="Three letters, as ISO 4217 has them."
            error={said("/currency")}
          />
        </SimpleGrid>
        {metered && (
          <>
            <Choice
              form
              label="Meter"
              width="full"
              value={price.meter}
              options={[
                { value: "", label: "Choose a meter" },
                ...offered,
                ...meters.map(({ slug }) => ({ value: slug, label: meterWords(slug, meters) })),
              ]}
              onChoose={(slug) => change({ meter: slug })}
              error={said("/meter")}
            />
            {price.meter !== "" && (
              <FilterFields
                filters={price.filters}
                groups={Object.keys(meter?.group_by ?? {})}
                set={(filters) => change({ filters })}
                said={said}
              />
            )}
          </>
        )}
        <ModelFields price={price} change={change} said={said} />
        {metered && (
          <SimpleGrid columns={{ base: 1, md: 3 }} gap="5">
            <TextField
              label="Included units"
              inputMode="decimal"
              autoComplete="off"
              {...textOf(price, "included", change)}
              help="Of each month, at no cost; tiers begin behind them."
              error={said("/included")}
            />
            <TextField
              label={`At least a month (${price.currency})`}
              inputMode="decimal"
              autoComplete="off"
              {...textOf(price, "minimum", change)}
              error={said("/minimum_amount")}
            />
            <TextField
              label={`At most a month (${price.currency})`}
              inputMode="decimal"
              autoComplete="off"
              {...textOf(price, "maximum", change)}
              error={said("/maximum_amount")}
            />
          </SimpleGrid>
        )}
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <Choice
            form
            label="Amounts are rounded"
            width="full"
            value={price.rounding}
            options={roundings.map((value) => ({ value, label: roundingWords[value] }))}
            onChoose={(value) => change({ rounding: chosen(roundings, value, price.rounding) })}
            help="Once for each line of an invoice."
            error={said("/rounding")}
          />
          <TextField
            label="Digits after the point"
            inputMode="numeric"
            autoComplete="off"
            {...textOf(price, "digits", change)}
            help="Of each line. Empty: as many as the currency has."
            error={said("/digits")}
          />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}
