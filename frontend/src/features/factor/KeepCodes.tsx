import { Alert, Button, Checkbox, HStack, SimpleGrid, Text } from "@chakra-ui/react";
import { useState } from "react";
import { CopyButton } from "../../ui/CopyButton";
import { DownloadIcon } from "../../ui/icons";
import { Modal } from "../../ui/Modal";
import { save } from "../../ui/save";
import { codesFile } from "./codes";

interface Props {
  codes: readonly string[];
  email: string;
  close: () => void;
}

/** The recovery codes, this once. */
export function KeepCodes({ codes, email, close }: Props) {
  const [kept, setKept] = useState(false);
  const file = () => codesFile(codes, email, new Date().toISOString().slice(0, 10));
  return (
    <Modal
      title="Your recovery codes"
      close={close}
      stays
      footer={
        <Button disabled={!kept} onClick={close}>
          Done
        </Button>
      }
    >
      <Alert.Root status="warning" variant="surface" rounded="lg">
        <Alert.Indicator />
        <Alert.Title fontWeight="normal">
          This is the only time that they are shown. Without the app and without them nobody gets into your account, you
          neither.
        </Alert.Title>
      </Alert.Root>
      <Text>Each signs in once, in place of a code. Keep them where your phone is not: on paper, or in a safe.</Text>
      <SimpleGrid as="ul" aria-label="Recovery codes" listStyleType="none" columns={{ base: 1, sm: 2 }} gap="1">
        {codes.map((code) => (
          <Text as="li" key={code} fontFamily="mono">
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <HStack wrap="wrap">
        <CopyButton value={codes.join("\n")} label="Copy the recovery codes" text="Copy" />
        <Button
          size="sm"
          variant="outline"
          colorPalette="gray"
          onClick={() => save("weir-recovery-codes.txt", "text/plain", [file()])}
        >
          <DownloadIcon /> Download
        </Button>
      </HStack>
      <Checkbox.Root checked={kept} onCheckedChange={({ checked }) => setKept(checked === true)}>
        <Checkbox.HiddenInput />
        <Checkbox.Control />
        <Checkbox.Label>I have kept them</Checkbox.Label>
      </Checkbox.Root>
    </Modal>
  );
}
