import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { me, problem, requestId, server, tenant } from "../../../test/server";
import type { Policies } from "./policies";

let now: Policies;
let version: number;
let sent: { policies: unknown; ifMatch: string | null }[];

const etag = () => ({ headers: { ETag: `"${version}"` } });

beforeEach(() => {
  now = { mfa_required: false, session_idle_seconds: 5400, session_absolute_seconds: null, api_key_max_age_days: 90 };
  [version, sent] = [1, []];
  server.use(
    http.get("*/api/v1/tenants/:tenant/policies", ({ request }) =>
      request.headers.get("Weir-Tenant") === tenant.id
        ? HttpResponse.json(now, etag())
        : problem(400, "tenant_required", "Which?"),
    ),
    http.put("*/api/v1/tenants/:tenant/policies", async ({ request }) => {
      const ifMatch = request.headers.get("If-Match");
      const policies = (await request.json()) as Policies;
      sent.push({ policies, ifMatch });
      if (ifMatch !== `"${version}"`) return problem(412, "precondition_failed", "It has changed.");
      now = policies;
      version += 1;
      return HttpResponse.json(now, etag());
    }),
  );
});

const keep = () => screen.getByRole("button", { name: "Keep the policies" });
const idle = () => screen.getByLabelText(/^Without use they end after/);
const keyDays = () => screen.getByLabelText(/^Keys end after, in days/);

describe("policies", () => {
  it("are read and written as people say them, and checked first", async () => {
    const user = await signedIn("owner", "/policies");
    expect(await screen.findByLabelText(/^Without use they end after/)).toHaveValue("90");
    const unit = screen.getByLabelText(/^Unit.*Without use/);
    expect(unit).toHaveValue("minutes");
    expect(screen.getByLabelText(/^In any case they end after/)).toHaveValue("");
    expect(keyDays()).toHaveValue("90");
    expect(keep()).toBeDisabled();
    await user.clear(idle());
    await user.type(idle(), "4");
    await user.clear(keyDays());
    await user.type(keyDays(), "9.5");
    await user.click(keep());
    expect(await screen.findByText("From 5 minutes to 7 days, in whole numbers.")).toBeVisible();
    expect(screen.getByText("From 1 to 3650 days, in whole numbers.")).toBeVisible();
    expect(sent).toEqual([]);
    await user.selectOptions(unit, "days");
    await user.clear(keyDays());
    await user.click(keep());
    // Longer than it was: nobody has to be warned.
    expect(await screen.findByText("The policies of Acme are in force within a minute.")).toBeVisible();
    const four = { session_idle_seconds: 345_600, session_absolute_seconds: null };
    expect(sent).toEqual([{ policies: { mfa_required: false, ...four, api_key_max_age_days: null }, ifMatch: '"1"' }]);
    expect(keep()).toBeDisabled();
    // The next change names the version that this one has made.
    await user.type(keyDays(), "30");
    await user.click(keep());
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/Keys that are older than this stop working/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Keep the policies" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(sent[1]?.ifMatch).toBe('"2"');
  });

  it("warn before members are shut out, and before oneself is", async () => {
    const user = await signedIn("owner", "/policies");
    await user.click(await screen.findByRole("checkbox", { name: /Ask for a second factor/ }));
    await user.click(keep());
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/Members without a second factor see nothing/)).toBeVisible();
    expect(await dialog.findByText(/You have none yourself/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(sent).toEqual([]);
    await user.click(keep());
    server.use(
      http.get("*/api/v1/tenants/:tenant", () =>
        problem(403, "mfa_enrollment_required", "This tenant asks its people for a second factor."),
      ),
    );
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Keep the policies" }));
    expect(await screen.findByRole("heading", { name: "Acme asks for a second factor" })).toBeVisible();
    expect(sent).toEqual([{ policies: { ...now, mfa_required: true }, ifMatch: '"1"' }]);
  });

  it("that somebody else has changed meanwhile are looked at first", async () => {
    const user = await signedIn("owner", "/policies");
    await user.clear(await screen.findByLabelText(/^Keys end after/));
    now = { ...now, session_idle_seconds: 3661 };
    version = 7;
    await user.click(keep());
    expect(await screen.findByText(/Somebody else has changed the policies meanwhile/)).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    expect(keyDays()).toHaveValue("");
    await user.click(screen.getByRole("button", { name: "Show what is in force" }));
    await waitFor(() => expect(idle()).toHaveValue("3661"));
    expect(screen.getByLabelText(/^Unit.*Without use/)).toHaveValue("seconds");
    expect(keyDays()).toHaveValue("90");
    expect(screen.queryByText(/Somebody else has changed/)).toBeNull();
    await user.clear(keyDays());
    await user.click(keep());
    expect(await screen.findByText("The policies of Acme are in force within a minute.")).toBeVisible();
    expect(sent.at(-1)?.ifMatch).toBe('"7"');
  });

  it("say at their field what the server does not accept", async () => {
    server.use(
      http.put("*/api/v1/tenants/:tenant/policies", () =>
        HttpResponse.json(
          { code: "validation_failed", detail: "No.", errors: [{ pointer: "/session_idle_seconds", detail: "Odd." }] },
          { status: 400 },
        ),
      ),
    );
    const user = await signedIn("owner", "/policies");
    await user.clear(await screen.findByLabelText(/^Without use/));
    await user.click(keep());
    expect(await screen.findByText("Odd.")).toBeVisible();
    expect(screen.getByText("The policies were not kept")).toBeVisible();
  });

  it("are loaded again when that failed", async () => {
    server.use(http.get("*/api/v1/tenants/:tenant/policies", () => problem(400, "bad", "Not so."), { once: true }));
    const user = await signedIn("owner", "/policies");
    expect(await screen.findByText("The policies could not be loaded")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByLabelText(/^Keys end after/)).toHaveValue("90");
  });

  it("are read by who may not change them, and not shown to others", async () => {
    await signedIn("viewer", "/policies");
    expect(await screen.findByText(/owners and admins may see this/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Policies" })).toBeNull();
  });

  it("are for reading alone without the right to change them", async () => {
    const signing = signedIn("owner", "/policies");
    server.use(
      http.get("*/api/v1/users/me", ({ request }) => {
        const whole = me("owner", request);
        const permissions = whole.acting.permissions.filter((one) => one !== "policies_write");
        return HttpResponse.json({ ...whole, acting: { ...whole.acting, permissions } });
      }),
    );
    await signing;
    expect(await screen.findByText("Owners and admins change them.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Keep the policies" })).toBeNull();
    expect(keyDays()).toHaveAttribute("readonly");
    expect(screen.getByRole("checkbox", { name: /Ask for a second factor/ })).toBeDisabled();
  });
});
