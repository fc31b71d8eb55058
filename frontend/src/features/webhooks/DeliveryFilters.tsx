import { Flex } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { type DeliveryFilter, deliveryStates } from "./deliveries";
import { useWebhookScope } from "./scope";
import { typesOf } from "./words";

const all = "";

interface Props {
  filter: DeliveryFilter;
  set: (filter: DeliveryFilter) => void;
}

/** Which deliveries are shown: all types that there are, as an endpoint may have been told of others before. */
export function DeliveryFilters({ filter: { state, type }, set }: Props) {
  const { tenant } = useWebhookScope();
  return (
    <Flex gap="4" wrap="wrap">
      <Choice
        label="Show"
        value={state ?? all}
        options={[{ value: all, label: "All" }, ...deliveryStates.map((value) => ({ value, label: value }))]}
        onChoose={(value) => {
          const chosen = deliveryStates.find((one) => one === value);
          set({ ...(chosen && { state: chosen }), ...(type && { type }) });
        }}
      />
      <Choice
        label="Event"
        value={type ?? all}
        options={[
          { value: all, label: "Every event" },
          ...typesOf(tenant !== undefined).map((value) => ({ value, label: value })),
        ]}
        onChoose={(value) => set({ ...(state && { state }), ...(value !== all && { type: value }) })}
      />
    </Flex>
  );
}
