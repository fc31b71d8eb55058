import { Box, Dialog, Flex, Input, Kbd, Portal, Text, VisuallyHidden } from "@chakra-ui/react";
import { type KeyboardEvent, useId, useState } from "react";
import type { TenantName } from "../features/session/session";
import type { Shortcut } from "./shortcuts";

interface Command {
  title: string;
  keys?: string;
  run: () => void;
}

interface Props {
  close: () => void;
  shortcuts: readonly Shortcut[];
  tenants: readonly TenantName[];
  choose: (key: string) => void;
  leave: () => void;
}

const shown_most = 12;

function commandsOf({ shortcuts, tenants, choose, leave }: Props): Command[] {
  return [
    ...shortcuts.filter(({ keys }) => keys !== "/"),
    ...(tenants.length > 1 ? tenants : []).map(({ key, name }) => ({
      title: `Look at ${name}`,
      run: () => choose(key),
    })),
    { title: "Sign out", run: leave },
  ];
}

export function matching(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/);
  return commands.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word))).slice(0, shown_most);
}

export default function Palette(props: Props) {
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const list = useId();
  const found = matching(commandsOf(props), text);
  const chosen = Math.min(place, found.length - 1);

  function run(command: Command | undefined) {
    if (!command) return;
    props.close();
    // When the dialog is gone: what runs may open another one.
    setTimeout(command.run);
  }

  function onKey(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setPlace((chosen + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[chosen]);
    }
  }

  return (
    <Dialog.Root open onOpenChange={({ open }) => !open && props.close()} placement="top" size="md">
      <Portal>
        <Dialog.Backdrop />
        <Dialog.Positioner p="4">
          <Dialog.Content>
            <VisuallyHidden>
              <Dialog.Title>Find and do</Dialog.Title>
            </VisuallyHidden>
            <Box borderBottomWidth="1px" p="2">
              <Input
                variant="flushed"
                px="2"
                placeholder="Go somewhere, change something"
                aria-label="Find and do"
                role="combobox"
                aria-expanded
                aria-controls={list}
                aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
                value={text}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  setPlace(0);
                }}
                onKeyDown={onKey}
              />
            </Box>
            <Box id={list} role="listbox" aria-label="Commands" p="2" maxH="80" overflowY="auto">
              {found.map((command, index) => (
                <Flex
                  key={command.title}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  justify="space-between"
                  align="center"
                  px="3"
                  minH="9"
                  rounded="md"
                  cursor="pointer"
                  bg={index === chosen ? "bg.muted" : undefined}
                  onMouseMove={() => setPlace(index)}
                  onClick={() => run(command)}
                >
                  {command.title}
                  {command.keys !== undefined && (
                    <Flex gap="1">
                      {command.keys.split(" ").map((key) => (
                        <Kbd key={key} colorPalette="gray">
                          {key}
                        </Kbd>
                      ))}
                    </Flex>
                  )}
                </Flex>
              ))}
            </Box>
            {found.length === 0 && (
              <Text role="status" px="5" pb="4" color="fg.muted">
                Nothing is called that.
              </Text>
            )}
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  );
}
