import { SimpleGrid } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import type { PriceDraft } from "./draft";
import { type Said, textOf } from "./fields";
import { TierFields } from "./TierFields";

interface Props {
  price: PriceDraft;
  change: (part: Partial<PriceDraft>) => void;
  said: Said;
}

const amounts = { inputMode: "decimal", autoComplete: "off" } as const;

/** What a price of its model needs. */
export function ModelFields({ price, change, said }: Props) {
  const { currency } = price;
  switch (price.model) {
    case "flat":
      return (
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <TextField
            label={`Fee (${currency})`}
            required
            {...amounts}
            {...textOf(price, "amount", change)}
            help="For each interval of the plan."
            error={said("/amount")}
          />
          <Choice
            form
            label="Due"
            width="full"
            value={price.timing}
            options={[
              { value: "in_advance", label: "in advance" },
              { value: "in_arrears", label: "afterwards" },
            ]}
            onChoose={(value) => change({ timing: value === "in_arrears" ? "in_arrears" : "in_advance" })}
            error={said("/timing")}
          />
        </SimpleGrid>
      );
    case "per_unit":
      return (
        <TextField
          label={`Each unit (${currency})`}
          required
          {...amounts}
          {...textOf(price, "unitAmount", change)}
          error={said("/unit_amount")}
        />
      );
    case "graduated":
    case "volume":
      return <TierFields tiers={price.tiers} currency={currency} set={(tiers) => change({ tiers })} said={said} />;
    case "package":
      return (
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <TextField
            label="Units in a package"
            required
            {...amounts}
            {...textOf(price, "packageSize", change)}
            help="One that is begun counts whole."
            error={said("/package_size")}
          />
          <TextField
            label={`Each package (${currency})`}
            required
            {...amounts}
            {...textOf(price, "packageAmount", change)}
            error={said("/package_amount")}
          />
        </SimpleGrid>
      );
    case "percentage":
      return (
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <TextField
            label="Share, in percent"
            required
            {...amounts}
            {...textOf(price, "percent", change)}
            help="Of a meter that adds up money in this currency: 2.9."
            error={said("/rate")}
          />
          <TextField
            label={`Each event (${currency})`}
            {...amounts}
            {...textOf(price, "eventAmount", change)}
            error={said("/event_amount")}
          />
        </SimpleGrid>
      );
  }
}
