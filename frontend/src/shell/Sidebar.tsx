import { Box, Button, Flex, HStack, IconButton, Stack, Text } from "@chakra-ui/react";
import type { ComponentType } from "react";
import { NavLink } from "react-router";
import { Choice } from "../ui/Choice";
import { Brand, KeyboardIcon, MoonIcon, OutIcon, SearchIcon, SunIcon, SystemIcon } from "../ui/icons";
import { type Place, places } from "./places";
import type { Standing } from "./standing";
import { useKeptSearch } from "./tenant";
import { type ThemeChoice, useThemeChoice } from "./theme";

export interface Actions {
  palette: () => void;
  help: () => void;
  theme: (choice: ThemeChoice) => void;
  leave: () => void;
}

interface Props {
  standing: Standing;
  choose: (key: string) => void;
  actions: Actions;
  /** After something was chosen: closes the drawer of a small screen. */
  done?: () => void;
}

function PlaceLink({ place: { to, title, icon: Drawn }, done }: { place: Place; done: (() => void) | undefined }) {
  const kept = useKeptSearch();
  return (
    <NavLink to={to + kept} onClick={done}>
      {({ isActive }) => (
        <Flex
          align="center"
          gap="3"
          px="3"
          minH="9"
          rounded="md"
          fontWeight={isActive ? "semibold" : "medium"}
          color={isActive ? "teal.fg" : "fg.muted"}
          bg={isActive ? "bg.muted" : undefined}
          _hover={{ bg: "bg.muted", color: isActive ? "teal.fg" : "fg" }}
        >
          <Drawn />
          {title}
        </Flex>
      )}
    </NavLink>
  );
}

function Places({ standing, done }: { standing: Standing; done: (() => void) | undefined }) {
  const shown = places.filter((place) => place.shown(standing));
  return (["", "Platform", "You"] as const).map((group) => {
    const of = shown.filter((place) => place.group === group);
    if (of.length === 0) return null;
    return (
      <Stack key={group} gap="1" {...(group && { role: "group", "aria-label": group })}>
        {group && (
          <Text px="3" pt="2" fontSize="xs" fontWeight="medium" color="fg.muted">
            {group}
          </Text>
        )}
        {of.map((place) => (
          <PlaceLink key={place.to} place={place} done={done} />
        ))}
      </Stack>
    );
  });
}

const themes: { choice: ThemeChoice; title: string; icon: ComponentType }[] = [
  { choice: "light", title: "Light", icon: SunIcon },
  { choice: "dark", title: "Dark", icon: MoonIcon },
  { choice: "system", title: "As the system", icon: SystemIcon },
];

function ThemeButtons({ choose }: { choose: (choice: ThemeChoice) => void }) {
  const current = useThemeChoice();
  return (
    <HStack role="group" aria-label="Theme" gap="1">
      {themes.map(({ choice, title, icon: Drawn }) => (
        <IconButton
          key={choice}
          size="xs"
          variant={choice === current ? "subtle" : "ghost"}
          colorPalette="gray"
          color={choice === current ? "fg" : "fg.muted"}
          aria-pressed={choice === current}
          aria-label={title}
          title={title}
          onClick={() => choose(choice)}
        >
          <Drawn />
        </IconButton>
      ))}
    </HStack>
  );
}

export function Sidebar({ standing, choose, actions, done }: Props) {
  const { session, chosen, visiting } = standing;
  const options = session.tenants.map(({ key, name }) => ({ value: key, label: name }));
  if (visiting && chosen) options.push({ value: chosen.key, label: `${chosen.name} (as staff)` });
  const who = session.kind === "person" ? session.person.name || session.person.email : "API key";
  return (
    <Flex direction="column" h="full" p="4" gap="5">
      <HStack gap="3" px="1">
        <Brand />
        <Text fontWeight="semibold" fontSize="lg" letterSpacing="tight">
          Weir
        </Text>
      </HStack>
      {options.length > 0 && (
        <Choice
          label="Tenant"
          width="full"
          value={chosen?.key ?? ""}
          options={options}
          onChoose={(key) => {
            choose(key);
            done?.();
          }}
        />
      )}
      <Stack as="nav" aria-label="Pages" gap="2" flex="1">
        <Places standing={standing} done={done} />
      </Stack>
      <Stack gap="2">
        <Button variant="ghost" size="sm" justifyContent="flex-start" color="fg.muted" onClick={actions.palette}>
          <SearchIcon /> Find and do
          <Text as="kbd" ms="auto" fontFamily="mono" fontSize="xs">
            Ctrl K
          </Text>
        </Button>
        <Button variant="ghost" size="sm" justifyContent="flex-start" color="fg.muted" onClick={actions.help}>
          <KeyboardIcon /> Keyboard
        </Button>
        <Flex justify="space-between" align="center" borderTopWidth="1px" pt="3" gap="2">
          <Box minW="0">
            <Text fontSize="xs" color="fg.muted">
              Signed in with
            </Text>
            <Text truncate title={who}>
              {who}
            </Text>
          </Box>
          <IconButton
            size="xs"
            variant="ghost"
            color="fg.muted"
            aria-label="Sign out"
            title="Sign out"
            onClick={actions.leave}
          >
            <OutIcon />
          </IconButton>
        </Flex>
        <ThemeButtons choose={actions.theme} />
      </Stack>
    </Flex>
  );
}
