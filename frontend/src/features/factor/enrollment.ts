// The dialogs that show what is shown once: a secret, and recovery codes. They are mounted above all pages, because the
// page that opened one may go meanwhile: a tenant lets one in as soon as the second factor is on.
import { createContext, useContext } from "react";
import type { AppSecret } from "./factor";

export interface Enrollment {
  /** The app gets its secret, and proves that it has it. */
  begin: (secret: AppSecret) => void;
  /** Recovery codes to be kept. */
  show: (codes: readonly string[]) => void;
}

export const EnrollmentContext = createContext<Enrollment | undefined>(undefined);

export function useEnrollment(): Enrollment {
  const enrollment = useContext(EnrollmentContext);
  if (!enrollment) throw new Error("This part is shown to people who are signed in only.");
  return enrollment;
}
