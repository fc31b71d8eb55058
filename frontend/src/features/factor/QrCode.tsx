import { Icon } from "@chakra-ui/react";
import { encode } from "uqr";

// A reader needs four modules of quiet around it (ISO/IEC 18004, 6.3.8).
const border = 4;

/** One path of all dark modules, each a square of 1 × 1. */
export function pathOf(data: readonly (readonly boolean[])[]): string {
  return data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}

/** Dark on light in both themes: not every app reads the reverse. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border });
  return (
    <Icon asChild boxSize="52" bg="white" color="black" rounded="md">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={pathOf(data)} fill="currentColor" />
      </svg>
    </Icon>
  );
}
