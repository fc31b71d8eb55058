import { Button, Flex, Text } from "@chakra-ui/react";
import { useNavigate } from "react-router";
import { AlertIcon } from "../ui/icons";

/** As long as staff are in a tenant of others. */
export function VisitBanner({ tenant, role }: { tenant: string; role: string }) {
  const navigate = useNavigate();
  return (
    <Flex
      as="section"
      aria-label="Staff access"
      align="center"
      gap="3"
      wrap="wrap"
      px={{ base: "4", md: "8" }}
      py="2"
      bg="orange.subtle"
      color="orange.fg"
      borderBottomWidth="1px"
      borderColor="orange.muted"
    >
      <AlertIcon />
      <Text flex="1" minW="48">
        You are looking at <b>{tenant}</b> as staff ({role}). Its audit trail shows it.
      </Text>
      <Button size="xs" variant="outline" color="inherit" onClick={() => void navigate("/tenants")}>
        Leave it
      </Button>
    </Flex>
  );
}
