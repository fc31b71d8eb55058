import type { Fact } from "../../ui/Facts";
import type { Profile } from "./profile";

function taxWords({ tax_rates, exemption_reason, exemption_code }: Profile): string {
  if (tax_rates.length > 0) return tax_rates.join(", ");
  const reason = [exemption_reason, exemption_code && `(${exemption_code})`].filter(Boolean).join(" ");
  return reason === "" ? "none" : `none: ${reason}`;
}

const graceWords = (hours: number) => (hours === 1 ? "1 hour" : `${hours} hours`);

/** How invoices of a tenant are made, in words. */
export function profileFacts(profile: Profile): Fact[] {
  const { issuer, billing_day, tax_inclusive, finalize, grace_hours, most_lines, most_amount_minor } = profile;
  return [
    ["From", issuer ?? "the seller that was made first"],
    ["Months begin on day", billing_day === 31 ? "31, or the last one" : `${billing_day}`],
    ["Taxes", taxWords(profile)],
    ["Prices", tax_inclusive ? "have taxes in" : "are without taxes"],
    ["Invoices are finalized", finalize === "automatic" ? "at once" : "by a person"],
    ["Late usage is waited for", graceWords(grace_hours)],
    ...(most_lines === null ? [] : [["Most lines without a person", `${most_lines}`] as const]),
    ...(most_amount_minor === null
      ? []
      : [["Most that is due without a person", `${most_amount_minor} minor units`] as const]),
  ];
}
