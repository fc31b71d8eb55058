import { RadioGroup, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Confirm } from "../../ui/Confirm";
import { type Member, nameOf, type Role, roleNames, roleWords } from "./roles";

interface Props {
  member: Member;
  own: boolean;
  offered: readonly Role[];
  save: (role: Role) => Promise<unknown>;
  close: () => void;
}

export function ChangeRole({ member, own, offered, save, close }: Props) {
  const [role, setRole] = useState<Role>(member.role);
  return (
    <Confirm
      title={`Role of ${nameOf(member)}`}
      act="Change role"
      failed="The role was not changed"
      run={() => save(role)}
      close={close}
    >
      <RadioGroup.Root
        aria-label="Role"
        value={role}
        onValueChange={({ value }) => setRole(offered.find((one) => one === value) ?? role)}
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
      {own && role !== member.role && (
        <Text role="status">This is your own role: with another one you may not be able to change it back.</Text>
      )}
    </Confirm>
  );
}
