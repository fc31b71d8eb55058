import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { signedIn } from "../../../test/person";
import { everythingStored, noFactor, page, problem, requestId, server, withFactor } from "../../../test/server";
import { save } from "../../ui/save";

vi.mock("../../ui/save");

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const begun = {
  secret,
  otpauth_uri: `otpauth://totp/Weir:ada%40example.com?secret=${secret}&issuer=Weir&algorithm=SHA1&digits=6&period=30`,
  digits: 6,
  period_seconds: 30,
};
const codesFrom = (first: number) =>
  Array.from({ length: 10 }, (_, index) => `7k3m-x9qp-0r2t-vw${(first + index).toString().padStart(2, "0")}`);

let status: typeof withFactor;

beforeEach(() => {
  status = noFactor;
  server.use(
    http.get("*/api/v1/users/me/sessions", () => page([])),
    http.get("*/api/v1/users/me/mfa", () => HttpResponse.json(status)),
    http.post("*/api/v1/users/me/mfa/totp", () => HttpResponse.json(begun, { status: 201 })),
  );
});

function confirming(answers: (() => Response)[]) {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/users/me/mfa/totp/confirm", async ({ request }) => {
      sent.push(await request.json());
      const answer = answers[sent.length - 1];
      if (answer) return answer();
      status = withFactor;
      return HttpResponse.json({ recovery_codes: codesFrom(0) });
    }),
  );
  return sent;
}

describe("a second factor", () => {
  it("is set up with a QR code or its secret, and shows its recovery codes once", async () => {
    const sent = confirming([() => problem(403, "mfa_code_wrong", "Wrong.")]);
    const user = await signedIn("viewer", "/security");
    await user.click(await screen.findByRole("button", { name: "Set up the second factor" }));
    const dialog = within(await screen.findByRole("dialog"));
    const picture = await dialog.findByRole("img", { name: "QR code of the secret below" });
    expect(picture.querySelector("path")?.getAttribute("d")).toMatch(/^(M[0-9]+ [0-9]+h[0-9]+v1h-[0-9]+z){200,}$/);
    expect(dialog.getByTestId("secret")).toHaveTextContent("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    expect(dialog.getByRole("link", { name: /Open it in an app/ })).toHaveAttribute("href", begun.otpauth_uri);
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    expect(await dialog.findByText("Six digits, as the app shows them.")).toBeVisible();
    await user.type(dialog.getByLabelText(/^Code/), "000000");
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    expect(await dialog.findByText(/This code is wrong/)).toBeVisible();
    await user.clear(dialog.getByLabelText(/^Code/));
    await user.type(dialog.getByLabelText(/^Code/), "123 456");
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    expect(sent).toEqual([{ code: "000000" }, { code: "123456" }]);

    const list = await screen.findByRole("list", { name: "Recovery codes" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(10);
    await user.keyboard("{Escape}");
    expect(screen.getByRole("button", { name: "Done" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe(codesFrom(0).join("\n"));
    await user.click(screen.getByRole("button", { name: "Download" }));
    expect(save).toHaveBeenCalledWith("weir-recovery-codes.txt", "text/plain", [
      expect.stringContaining(`Account: ada@example.com\n`),
    ]);
    expect(vi.mocked(save).mock.calls[0]?.[2][0]).toContain(`\n${codesFrom(0).join("\n")}\n`);
    await user.click(screen.getByRole("checkbox", { name: "I have kept them" }));
    await user.click(screen.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(document.body).not.toHaveTextContent(codesFrom(0)[0] ?? ""));
    expect(await screen.findByText(/10 of 10 recovery codes left/)).toBeVisible();
    expect(everythingStored()).not.toContain(secret);
  });

  it("says what went wrong while it is set up", async () => {
    confirming([
      () => problem(409, "mfa_not_begun", "Ask for a secret first."),
      () => HttpResponse.json({ code: "login_backoff" }, { status: 429, headers: { "Retry-After": "17" } }),
    ]);
    const user = await signedIn("viewer", "/security");
    server.use(
      http.post("*/api/v1/users/me/mfa/totp", () => problem(503, "database_unavailable", "Not now."), { once: true }),
    );
    const begin = await screen.findByRole("button", { name: "Set up the second factor" });
    await user.click(begin);
    expect(await screen.findByText("Not now.")).toBeVisible();
    await user.click(begin);
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Code/), "123456");
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    expect(await dialog.findByText(/It was begun anew somewhere else/)).toBeVisible();
    expect(dialog.getByText(requestId)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    expect(await dialog.findByText("Too many wrong codes of late. Try again in 17 seconds.")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("that was set up on another device meanwhile is shown as it is", async () => {
    const user = await signedIn("viewer", "/security");
    server.use(
      http.post("*/api/v1/users/me/mfa/totp", () => {
        status = withFactor;
        return problem(409, "mfa_already_enabled", "Codes are asked for already.");
      }),
    );
    await user.click(await screen.findByRole("button", { name: "Set up the second factor" }));
    expect(await screen.findByText(/10 of 10 recovery codes left/)).toBeVisible();
  });

  it("warns of few recovery codes, and makes new ones", async () => {
    status = { ...withFactor, recovery_codes_left: 1 };
    let asked = 0;
    server.use(
      http.post("*/api/v1/users/me/mfa/recovery-codes", () => {
        asked += 1;
        if (asked === 1) return problem(503, "database_unavailable", "Not now.");
        status = withFactor;
        return HttpResponse.json({ recovery_codes: codesFrom(20) });
      }),
    );
    const user = await signedIn("viewer", "/security");
    expect(await screen.findByText(/You have 1 recovery code left/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New recovery codes" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Make new ones" }));
    expect(await dialog.findByText("Not now.")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Make new ones" }));
    expect(await screen.findByText(codesFrom(20)[3] ?? "")).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await user.click(screen.getByRole("checkbox", { name: "I have kept them" }));
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(await screen.findByText(/10 of 10 recovery codes left/)).toBeVisible();
    expect(screen.queryByText(/You have 1 recovery code left/)).toBeNull();
  });

  it("is switched off after a question", async () => {
    status = { ...withFactor, recovery_codes_left: 0 };
    server.use(
      http.delete("*/api/v1/users/me/mfa/totp", () => {
        status = noFactor;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("viewer", "/security");
    expect(await screen.findByText(/You have no recovery code left/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Switch off" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Switch off" }));
    expect(await screen.findByRole("button", { name: "Set up the second factor" })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  });

  it("that cannot be loaded says so, and is asked for again", async () => {
    server.use(http.get("*/api/v1/users/me/mfa", () => problem(400, "bad", "Not so."), { once: true }));
    const user = await signedIn("viewer", "/security");
    expect(await screen.findByText("The second factor could not be loaded")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "Set up the second factor" })).toBeVisible();
  });
});
