import { Button, type ButtonProps } from "@chakra-ui/react";

/** As wide as its column, and as high as its text: names of hosts are long. */
export function WideButton(props: ButtonProps) {
  return (
    <Button
      type="button"
      w="full"
      h="auto"
      minH="10"
      py="2"
      whiteSpace="normal"
      overflowWrap="anywhere"
      variant="outline"
      colorPalette="gray"
      {...props}
    />
  );
}
