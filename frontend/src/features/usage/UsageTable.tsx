import { Box } from "@chakra-ui/react";
import { format } from "../../exact/decimal";
import { rfc3339 } from "../../time/zone";
import type { UsageView } from "./load";
import { tableOf } from "./table";
import { windowText, windowWords } from "./words";

const style = {
  "& table": { width: "full", fontVariantNumeric: "tabular-nums", borderCollapse: "collapse" },
  "& th, & td": { px: "3", py: "1.5", textAlign: "end", whiteSpace: "nowrap", borderBottomWidth: "1px" },
  "& thead th": {
    position: "sticky",
    top: "0",
    bg: "bg.panel",
    fontWeight: "medium",
    color: "fg.muted",
    fontSize: "xs",
  },
  "& th:first-of-type": { textAlign: "start", fontWeight: "normal" },
  "& tbody tr:hover": { bg: "bg.subtle" },
  "& tfoot th, & tfoot td": { fontWeight: "semibold" },
};

/** The same numbers as the chart, every digit. `data-value` is the value as the API writes it. */
export function UsageTable({ view }: { view: UsageView }) {
  const { columns, rows } = tableOf(view);
  const { window, zone, series, before, meter } = view;
  const totals = [...series.map(({ total }) => total), ...(before ? [before.total] : [])];
  const name = `${meter.name || meter.slug} by ${windowWords[window]}, ${zone}`;
  return (
    <Box css={style} position="relative" overflow="auto" maxH="lg" tabIndex={0} role="region" aria-label={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              {windowWords[window]} ({zone})
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, to, values }) => (
            <tr key={from} data-from={rfc3339(from)} data-to={rfc3339(to)}>
              <th scope="row">{windowText(from, window, zone)}</th>
              {values.map((value, index) => (
                <td key={columns[index]} data-value={value ?? ""}>
                  {value === undefined ? "–" : format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            {totals.map((total, index) => (
              <td key={columns[index]} data-value={total ?? ""}>
                {total === undefined ? "–" : format(total)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Box>
  );
}
