import { RadioGroup, Stack, Text } from "@chakra-ui/react";
import { type Role, roleNames, roleWords } from "./roles";

interface Props {
  value: Role;
  offered: readonly Role[];
  onChoose: (role: Role) => void;
}

export function RoleChoice({ value, offered, onChoose }: Props) {
  return (
    <RadioGroup.Root
      aria-label="Role"
      value={value}
      onValueChange={(next) => onChoose(offered.find((one) => one === next.value) ?? value)}
    >
      <Stack gap="3">
        {offered.map((one) => (
          <RadioGroup.Item key={one} value={one} alignItems="flex-start">
            <RadioGroup.ItemHiddenInput />
            <RadioGroup.ItemIndicator mt="0.5" />
            <RadioGroup.ItemText>
              <span>{roleNames[one]}</span>
              <Text as="span" display="block" color="fg.muted" fontWeight="normal">
                {roleWords[one]}
              </Text>
            </RadioGroup.ItemText>
          </RadioGroup.Item>
        ))}
      </Stack>
    </RadioGroup.Root>
  );
}
