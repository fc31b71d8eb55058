import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { ConfirmApp } from "./ConfirmApp";
import { type Enrollment, EnrollmentContext } from "./enrollment";
import type { AppSecret } from "./factor";
import { KeepCodes } from "./KeepCodes";

type Open = { what: "app"; secret: AppSecret } | { what: "codes"; codes: readonly string[] };

/** Around all pages of somebody who is signed in. */
export function EnrollmentDialogs({ email, children }: { email: string; children: ReactNode }) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const enrollment = useMemo<Enrollment>(
    () => ({
      begin: (secret) => setOpen({ what: "app", secret }),
      show: (codes) => setOpen({ what: "codes", codes }),
    }),
    [],
  );
  const close = () => setOpen(undefined);

  function confirmed(codes: readonly string[]) {
    enrollment.show(codes);
    // Tenants that asked for it let one in from now on.
    void client.invalidateQueries();
  }

  return (
    <EnrollmentContext value={enrollment}>
      {children}
      {open?.what === "app" && <ConfirmApp secret={open.secret} confirmed={confirmed} close={close} />}
      {open?.what === "codes" && <KeepCodes codes={open.codes} email={email} close={close} />}
    </EnrollmentContext>
  );
}
