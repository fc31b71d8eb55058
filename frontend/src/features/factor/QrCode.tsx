import { chakra } from "@chakra-ui/react";
import { encode } from "uqr";

// A reader needs four modules of quiet around it (ISO/IEC 18004, 6.3.8).
const border = 4;

/** One path of all dark modules: a rectangle for each run of them. */
export function pathOf(data: readonly (readonly boolean[])[]): string {
  return data
    .map((row, y) => {
      const text = row.map((dark) => (dark ? "1" : "0")).join("");
      return Array.from(text.matchAll(/1+/g), ({ 0: run, index: x }) => `M${x} ${y}h${run.length}v1h-${run.length}z`);
    })
    .flat()
    .join("");
}

/** Dark on light in both themes: not every app reads the reverse. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border });
  return (
    <chakra.svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      boxSize="52"
      bg="white"
      color="black"
      rounded="md"
    >
      <path d={pathOf(data)} fill="currentColor" />
    </chakra.svg>
  );
}
