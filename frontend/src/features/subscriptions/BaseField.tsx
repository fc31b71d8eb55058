import { Choice } from "../../ui/Choice";
import type { Subscription } from "./load";
import { inZone, planWords } from "./words";

/** What something can be added to: there, in its currency, and no add-on itself. */
export const basesIn = (subscriptions: Subscription[], currency: string) =>
  subscriptions.filter((one) => one.add_on_to === null && one.state !== "canceled" && one.currency === currency);

interface Props {
  bases: Subscription[];
  value: string;
  choose: (id: string) => void;
  zone: string;
  error: string | undefined;
}

/** Which subscription an add-on is beside. */
export function BaseField({ bases, value, choose, zone, error }: Props) {
  return (
    <Choice
      form
      label="Added to"
      width="full"
      value={value}
      options={[
        { value: "", label: bases.length === 0 ? "There is nothing in this currency" : "Choose a subscription" },
        ...bases.map(({ id, plan, started_at }) => ({
          value: id,
          label: `${planWords(plan)}, since ${inZone(started_at, zone)}`,
        })),
      ]}
      onChoose={choose}
      help="The plan is an add-on: it is paused while that is, ends with it, and is on the same invoice."
      error={error}
    />
  );
}
