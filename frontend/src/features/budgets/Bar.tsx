import { Box } from "@chakra-ui/react";
import type { Budget } from "./load";
import { levelOf, percentWords, scaleOf } from "./words";

const colors = { calm: "teal.solid", warned: "orange.solid", over: "red.solid" };

/** How much of a budget is used, with a line at each of its thresholds. */
export function Bar({ budget }: { budget: Budget }) {
  const { name, state, thresholds } = budget;
  const scale = scaleOf(budget);
  const percent = state?.percent ?? 0;
  const shown = Math.min(Math.max(percent, 0), scale);
  return (
    <Box
      role="meter"
      aria-label={`Used of ${name}`}
      aria-valuemin={0}
      aria-valuemax={scale}
      aria-valuenow={shown}
      aria-valuetext={percentWords(percent)}
      position="relative"
      h="3"
      rounded="full"
      bg="bg.emphasized"
      overflow="hidden"
    >
      <Box h="full" bg={colors[levelOf(budget)]} style={{ width: `${(shown / scale) * 100}%` }} />
      {thresholds
        .filter((one) => one < scale)
        .map((one) => (
          <Box
            key={one}
            position="absolute"
            top="0"
            h="full"
            w="2px"
            bg="fg"
            opacity="0.6"
            style={{ insetInlineStart: `${(one / scale) * 100}%` }}
          />
        ))}
    </Box>
  );
}
