import { useQuery } from "@tanstack/react-query";
import { Choice } from "../../ui/Choice";
import { ProblemView } from "../../ui/ProblemView";
import { activePlans, type Plan, plan } from "../plans/load";

export interface Wanted {
  code: string;
  version: number | undefined; // nothing: the latest
}

/** The version of a plan that was chosen, when it is loaded; `loading`: it is on its way. */
export function useWanted({ code, version }: Wanted): { plan: Plan | undefined; loading: boolean } {
  const { data, isLoading } = useQuery({ ...plan(code, version), enabled: code !== "" });
  return { plan: data?.plan, loading: isLoading };
}

interface Props {
  wanted: Wanted;
  set: (wanted: Wanted) => void;
  /** Only plans that have a price in it. */
  currency?: string;
  /** Only add-ons, or only what is none. */
  addOns?: boolean;
  error: string | undefined;
}

const latest = "";

export function PlanFields({ wanted, set, currency, addOns, error }: Props) {
  const asked = useQuery(activePlans);
  if (asked.isError)
    return (
      <ProblemView title="The plans could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    );
  const fitting = (asked.data ?? []).filter(
    ({ prices, is_add_on }) =>
      (currency === undefined || prices.some((price) => price.currency === currency)) &&
      (addOns === undefined || addOns === is_add_on),
  );
  const newest = fitting.find(({ code }) => code === wanted.code)?.latest_version ?? 1;
  return (
    <>
      <Choice
        form
        label="Plan"
        width="full"
        value={wanted.code}
        options={[
          { value: "", label: asked.isPending ? "Loading…" : "Choose a plan" },
          ...fitting.map(({ code, name }) => ({ value: code, label: name === code ? code : `${name} (${code})` })),
        ]}
        onChoose={(code) => set({ code, version: undefined })}
        {...(currency !== undefined && { help: `Those that have prices in ${currency}.` })}
        error={error}
      />
      {newest > 1 && (
        <Choice
          form
          label="Version"
          width="full"
          value={wanted.version === undefined ? latest : `${wanted.version}`}
          options={[
            { value: latest, label: `The latest (${newest})` },
            ...Array.from({ length: newest - 1 }, (_, index) => `${newest - 1 - index}`).map((value) => ({
              value,
              label: value,
            })),
          ]}
          onChoose={(value) => set({ ...wanted, version: value === latest ? undefined : parseInt(value, 10) })}
        />
      )}
    </>
  );
}
