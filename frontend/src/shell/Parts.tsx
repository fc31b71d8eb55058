import { Box, Flex } from "@chakra-ui/react";
import { NavLink } from "react-router";
import { useKeptSearch } from "./tenant";

export interface Part {
  to: string;
  title: string;
}

/** The pages that one place has, side by side. */
export function Parts({ name, parts }: { name: string; parts: readonly Part[] }) {
  const kept = useKeptSearch();
  return (
    <Flex as="nav" aria-label={name} gap="1" borderBottomWidth="1px" mb="5" overflowX="auto" overflowY="hidden">
      {parts.map(({ to, title }) => (
        <NavLink key={to} to={to + kept} end>
          {({ isActive }) => (
            <Box
              px="3"
              py="2"
              whiteSpace="nowrap"
              borderBottomWidth="2px"
              borderColor={isActive ? "teal.fg" : "transparent"}
              color={isActive ? "fg" : "fg.muted"}
              fontWeight={isActive ? "semibold" : "medium"}
              _hover={{ color: "fg" }}
            >
              {title}
            </Box>
          )}
        </NavLink>
      ))}
    </Flex>
  );
}
