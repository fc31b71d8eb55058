import { Badge, HStack, Link, Stack, Text } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { nameOf } from "../team/roles";

interface Props {
  person: { name: string; email: string; is_active: boolean };
  own: boolean;
  /** Where there is more about them. */
  to?: string;
}

/** A person in a list. */
export function Who({ person, own, to }: Props) {
  const name = nameOf(person);
  return (
    <Stack gap="0">
      <HStack wrap="wrap" gap="2">
        {to === undefined ? (
          <Text fontWeight="medium">{name}</Text>
        ) : (
          <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
            <RouterLink to={to}>{name}</RouterLink>
          </Link>
        )}
        {own && (
          <Badge variant="surface" colorPalette="teal">
            you
          </Badge>
        )}
        {!person.is_active && (
          <Badge variant="surface" colorPalette="gray">
            disabled
          </Badge>
        )}
      </HStack>
      {person.name && <Text color="fg.muted">{person.email}</Text>}
    </Stack>
  );
}
