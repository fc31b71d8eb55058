// What is typed to show the second factor: six digits of an app, or one of ten recovery codes.

export const recovery_codes = 10;
export const few_recovery_codes = 3;

/** As it is sent. People and apps write spaces between the digits. */
export function writtenCode(typed: string, recovery: boolean): string {
  return recovery ? typed.trim() : typed.replace(/\s/g, "");
}

/** What is wrong with it before it is sent. */
export function wrongWithCode(typed: string, recovery: boolean): string | undefined {
  const code = writtenCode(typed, recovery);
  if (!recovery) return /^[0-9]{6}$/.test(code) ? undefined : "Six digits, as the app shows them.";
  return code.replace(/[^0-9a-z]/gi, "").length === 16 ? undefined : "Four groups of four letters and digits.";
}

/** What the server says of one that it did not accept. */
export function refusedCode(recovery: boolean): string {
  return recovery
    ? "This recovery code is wrong, or was used before."
    : "This code is wrong, or was used before. The app shows another one every half a minute.";
}

/** "JBSW Y3DP …": easier to type. */
export function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}

/** What is kept as a file. */
export function codesFile(codes: readonly string[], email: string, day: string): string {
  return [
    `Recovery codes for Weir at ${location.origin}`,
    `Account: ${email}`,
    `Made: ${day}`,
    "",
    ...codes,
    "",
    "Each signs in once, in place of a code of the authenticator app.",
    "",
  ].join("\n");
}
