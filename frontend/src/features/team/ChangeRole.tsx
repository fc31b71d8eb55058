import { Text } from "@chakra-ui/react";
import { useState } from "react";
import { Confirm } from "../../ui/Confirm";
import { RoleChoice } from "./RoleChoice";
import { type Member, nameOf, type Role } from "./roles";

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
      <RoleChoice value={role} offered={offered} onChoose={setRole} />
      {own && role !== member.role && (
        <Text role="status">This is your own role: with another one you may not be able to change it back.</Text>
      )}
    </Confirm>
  );
}
