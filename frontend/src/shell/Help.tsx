import { CloseButton, Dialog, Flex, HStack, Kbd, Portal, Stack, Switch, Text } from "@chakra-ui/react";
import { type Shortcut, useShortcutsEnabled } from "./shortcuts";

export default function Help(props: { close: () => void; shortcuts: readonly Shortcut[]; toggle: () => void }) {
  const enabled = useShortcutsEnabled();
  const rows = [...props.shortcuts, { keys: "Ctrl K", title: "Find and do, always" }];
  return (
    <Dialog.Root open onOpenChange={({ open }) => !open && props.close()} size="sm">
      <Portal>
        <Dialog.Backdrop />
        <Dialog.Positioner p="4">
          <Dialog.Content>
            <Dialog.Header>
              <Dialog.Title>Keyboard shortcuts</Dialog.Title>
            </Dialog.Header>
            <Dialog.CloseTrigger asChild>
              <CloseButton size="sm" aria-label="Close" />
            </Dialog.CloseTrigger>
            <Dialog.Body>
              <Stack gap="3">
                {rows.map(({ keys, title }) => (
                  <Flex key={keys} justify="space-between">
                    <Text>{title}</Text>
                    <HStack gap="1">
                      {keys.split(" ").map((key) => (
                        <Kbd key={key} colorPalette="gray">
                          {key}
                        </Kbd>
                      ))}
                    </HStack>
                  </Flex>
                ))}
                <Switch.Root checked={enabled} onCheckedChange={props.toggle} pt="2">
                  <Switch.HiddenInput />
                  <Switch.Control />
                  <Switch.Label>Single-key shortcuts</Switch.Label>
                </Switch.Root>
              </Stack>
            </Dialog.Body>
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  );
}
