import { EmptyState } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { EmptyIcon } from "./icons";
import { Panel } from "./Panel";

export function Nothing({ title, about, children }: { title: string; about: string; children?: ReactNode }) {
  return (
    <Panel>
      <EmptyState.Root size="sm">
        <EmptyState.Content w="full">
          <EmptyState.Indicator>
            <EmptyIcon size="8" />
          </EmptyState.Indicator>
          <EmptyState.Title as="h2">{title}</EmptyState.Title>
          <EmptyState.Description maxW="xl" textAlign="center">
            {about}
          </EmptyState.Description>
          {children}
        </EmptyState.Content>
      </EmptyState.Root>
    </Panel>
  );
}
