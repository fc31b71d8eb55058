// Made by scripts/api-types.mjs from schemas/openapi.json: npm run generate
export interface paths {
    "/.well-known/weir-audit-keys.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public keys of the audit trail's checkpoints */
        get: operations["audit_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["list_api_keys"];
        put?: never;
        /** Make an API key */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace an API key */
        post: operations["rotate_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done, newest first
         * @description A tenant's key sees the tenant's own chain, the platform all of them.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit trail with its proofs
         * @description One JSON object in each line: checkpoints, keys, then entries with what is known beside them. The last line says where the next page begins; `weir audit verify` reads all pages one after another.
         */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove an address
         * @description With the token of a mail.
         */
        post: operations["confirm_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description A new person gives name and password and signs in afterwards. Somebody who has an account signs in first and sends their access token with this request: without it 403 invitation_sign_in, with another account's 403 invitation_for_another. An access token that is not valid is 401.
         */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations/show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at an invitation
         * @description What the holder of its token may know: the page behind the mail's link asks this.
         */
        post: operations["show_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people sign in here */
        get: operations["sign_in_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in by another service
         * @description OpenID Connect, authorization code with PKCE. The cookie binds the sign-in to this browser for ten minutes. The service sends the browser back to PUBLIC_URL/app/oidc, which hands code and state to /api/v1/auth/oidc/finish. 404 openid_not_configured: nobody signs in that way here. 503 openid_provider_unavailable: the service does not answer.
         */
        post: operations["begin_openid_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Come back from another service
         * @description With what the browser brought back, once, from the browser that began. An identity that is not known yet is linked to the account of its address, when the service has verified the address and the account either proved it too or has no password; nobody gets an account this way. Refused with 400 openid_state_invalid, openid_answer_refused, or 403 openid_email_unverified, openid_account_unknown, openid_account_disabled, openid_account_unproved, openid_other_identity, and of a step-up openid_other_person, openid_not_fresh. Of a person with a second factor it answers 400 mfa_required with an mfa_token, as /api/v1/auth/token does.
         */
        post: operations["finish_openid_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to give everything again by another service
         * @description The service asks who it is even when it knows. What /api/v1/auth/oidc/finish gets then steps this session up, in place of the password at /api/v1/auth/step-up; of a person with a second factor it answers mfa_required first.
         */
        post: operations["begin_openid_step_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description The answer is 202 after the same work whatever the address: whether it is somebody's is looked up later, by the worker that would write to them. The mail's link is good for half an hour and once. Asked for too often, nothing is sent.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password
         * @description With the token of a mail. Every session of the account ends.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a token
         * @description RFC 7009. The whole session ends.
         */
        post: operations["revoke_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the password again
         * @description And a code, of a person with a second factor; a trusted device does not stand in for it. What is wrong is 403 password_wrong, mfa_code_required or mfa_code_wrong, and counts as a failed sign-in.
         */
        post: operations["step_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in, or stay so
         * @description The answer is the same, and takes as long, whether there is no such account, the password is wrong or the account is disabled. After some failures 429 login_backoff says how long to wait. A refresh token is used once: a used one that comes back ends its session. Of a person with a second factor a right password answers 400 mfa_required with an mfa_token that lasts five minutes and is worth five codes; the grant urn:weir:params:oauth:grant-type:mfa takes it with a code. A trusted device is not asked for one.
         */
        post: operations["token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invoices whose money is gone after
         * @description A tenant's own; for the platform those of all tenants. One for each finalized invoice with money due.
         */
        get: operations["list_collections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a command
         * @description And of the job that it asked for.
         */
        get: operations["get_command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events with a counted identity and other content
         * @description Both sides, as far as the log holds them.
         */
        get: operations["list_conflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List coupons
         * @description Platform only. Archived ones as well.
         */
        get: operations["list_coupons"];
        put?: never;
        /**
         * Make a coupon
         * @description Platform only.
         */
        post: operations["create_coupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coupons/{coupon}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a coupon
         * @description Platform only.
         */
        get: operations["get_coupon"];
        put?: never;
        post?: never;
        /**
         * Archive a coupon
         * @description Platform only. Nobody gets it any more; tenants that have it keep it. It keeps its code.
         */
        delete: operations["archive_coupon"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits/{credit}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a credit
         * @description As it stands now.
         */
        get: operations["get_credit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits/{credit}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what remains of a credit
         * @description Platform only. A command. What was paid for is refunded as far as the ledger goes, what was not is voided. What an invoice used stays used; what an invoice gives back later can be used again.
         */
        post: operations["void_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List disputes
         * @description A tenant's own; for the platform those of all tenants.
         */
        get: operations["list_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes/{dispute}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a dispute
         * @description As the payment provider's events told of it. It is answered in the provider's dashboard.
         */
        get: operations["get_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recent events, or the fate of one
         * @description Newest first, with from and to of arrival. With source and id: the fate of this one. A page may be short, even empty, and go on: reading the log is bounded.
         */
        get: operations["list_events"];
        put?: never;
        /**
         * Send events
         * @description Without `partial` one event that is not accepted refuses the whole request. After 503 send the same events again: an event is counted once by its source and id.
         */
        post: operations["ingest_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the events that webhooks tell of
         * @description The same messages under the same ids, for whoever cannot receive webhooks: a tenant's own, the platform's of all tenants. Hand `next_cursor` back each time, also when nothing came: no message is ever skipped. They are kept for 30 days, unless the installation says otherwise; 410 `feed_cursor_passed` when some that the cursor has not seen are not kept any more.
         */
        get: operations["poll_events_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events-feed/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told of events as they come
         * @description The events feed as an event stream (WHATWG HTML §9.2): each event's data is an item of the feed, its id a cursor. Ids without data say how far all is read. It ends by itself within a minute: connect again with `Last-Event-ID`, as an `EventSource` does by itself.
         */
        get: operations["stream_events_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feature-flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List feature flags
         * @description What is switched on. A change reaches every process within seconds.
         */
        get: operations["list_feature_flags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feature-flags/{flag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Switch a feature
         * @description For the platform. Announced when it changes something.
         */
        put: operations["set_feature_flag"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports of past usage
         * @description Platform only. The newest first.
         */
        get: operations["list_history_imports"];
        put?: never;
        /**
         * Begin an import of past usage
         * @description Platform only. Of one tenant and meter, for a range that ends before the oldest event that is still accepted; one at a time. It takes rows for 7 days and changes nothing until it is started.
         */
        post: operations["create_history_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history-imports/{history_import}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an import of past usage
         * @description Platform only.
         */
        get: operations["get_history_import"];
        put?: never;
        post?: never;
        /**
         * Give up an import of past usage
         * @description Platform only. A command. Only before it is started.
         */
        delete: operations["cancel_history_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history-imports/{history_import}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview an import of past usage
         * @description Platform only. What is counted of its range, what would be, and which invoices that touches.
         */
        get: operations["preview_history_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history-imports/{history_import}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add rows to an import of past usage
         * @description Platform only. All rows of a request are taken, or none: 422 lists each that cannot be counted, `index` being its place among the rows. A row that is sent again is counted once: of CSV by its line, of events by their source and id. docs/history.md describes the columns.
         */
        post: operations["add_history_rows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history-imports/{history_import}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an import of past usage
         * @description Platform only. A command. The rows that are counted take the place of everything that is counted of the meter, the tenant and the range, at once; a job does it. Refused while a row was refused, or when there are others than `rows`. Once its job has failed it can be started again.
         */
        post: operations["start_history_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoice-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look how billing goes
         * @description Platform only. Runs of invoices with what they did and why they did not, and how many tenants are due.
         */
        get: operations["get_invoice_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invoices of all tenants
         * @description Platform; a tenant's own key or person sees its own. The newest first.
         */
        get: operations["list_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an invoice */
        get: operations["get_invoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finalize, void, or give up an invoice
         * @description Platform only. A command.
         */
        post: operations["change_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charge a payment method that is kept
         * @description Of a finalized invoice that is not paid: what is still due of it, while its payer is away. The answer's `state` says what came of it: `succeeded`, `processing`, or `failed` with the bank's code, as `authentication_required` when the payer has to confirm it on a page. A repetition with the same Idempotency-Key is told of the same payment; one that the payment provider did not answer is asked for once more, without being charged twice. The invoice has the money when the payment provider's event says so.
         */
        post: operations["create_charge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to pay an invoice
         * @description Of a finalized invoice that is not paid: for what is still due of it. The answer's `url` is a page of the payment provider that somebody pays on; a page that is open for the same is answered again. That it was paid is known when the payment provider says so.
         */
        post: operations["begin_checkout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/collection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is done about the money of an invoice */
        get: operations["get_collection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/collection/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold or resume what is done about the money of an invoice
         * @description Platform only. Held, nothing is charged, mailed, paused or given up; what is paid ends it all the same.
         */
        post: operations["change_collection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/documents/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the lines of an invoice as CSV
         * @description Once it is finalized: one row for each line, after a head.
         */
        get: operations["get_invoice_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/documents/json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an invoice, signed
         * @description Once it is finalized. The document is canonical (RFC 8785) and the payload of the JSON Web Signature; its key is in /.well-known/weir-audit-keys.json.
         */
        get: operations["get_invoice_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/documents/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an invoice as a PDF
         * @description Once it is finalized. The same bytes each time, but for an invoice that was voided meanwhile; of at most 2,000 lines.
         */
        get: operations["get_invoice_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/documents/ubl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an invoice as an e-invoice
         * @description EN 16931 in UBL 2.1, a credit note as a CreditNote. What EN 16931 cannot say is invoice_state_refused, with what is missing in `detail`.
         */
        get: operations["get_invoice_ubl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the lines of an invoice
         * @description With each step of the reckoning.
         */
        get: operations["list_invoice_lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/lines/{line}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an invoice line follows from
         * @description The frozen price, each step of the reckoning, what earlier lines billed of the same charge, and for usage the hourly cells that the quantity was put together of, each with the address of its events.
         */
        get: operations["explain_invoice_line"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the payments of an invoice */
        get: operations["list_invoice_payments"];
        put?: never;
        /**
         * Record a payment
         * @description Platform only. A command. Money that came in outside of Weir; an invoice whose due is paid becomes paid.
         */
        post: operations["record_invoice_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{invoice}/pushes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what accounts at Stripe were told of an invoice
         * @description Platform only.
         */
        get: operations["list_invoice_pushes"];
        put?: never;
        /**
         * Tell accounts at Stripe of an invoice once more
         * @description Platform only. What failed is tried again within seconds, also when the account's switch is off by now; what is there stays once. 409 payment_provider_disabled: it failed at accounts that are disabled.
         */
        post: operations["retry_invoice_pushes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List issuers
         * @description Platform only.
         */
        get: operations["list_issuers"];
        put?: never;
        /**
         * Make an issuer
         * @description Platform only.
         */
        post: operations["create_issuer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an issuer
         * @description Platform only.
         */
        get: operations["get_issuer"];
        /**
         * Replace an issuer
         * @description Platform only. Its code and its prefixes are fixed.
         */
        put: operations["put_issuer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List meters */
        get: operations["list_meters"];
        put?: never;
        /**
         * Make a meter
         * @description Platform keys only.
         */
        post: operations["create_meter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a meter */
        get: operations["get_meter"];
        put?: never;
        post?: never;
        /**
         * Delete a meter
         * @description Platform keys only. A meter is not deleted while a plan prices it that can be subscribed to, or that somebody is subscribed to: archive the plan, or give it a version without, first; nor while a budget watches it (`meter_in_use`).
         */
        delete: operations["delete_meter"];
        options?: never;
        head?: never;
        /**
         * Change name, description or unit
         * @description Platform keys only. What decides numbers cannot change: meter_immutable_field.
         */
        patch: operations["update_meter"];
        trace?: never;
    };
    "/api/v1/meters/{meter}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events of an hourly cell
         * @description What one cell of usage was counted from, the newest first, read from the log between the cell's last record and its first. A page may be short, even empty, and go on: reading the log is bounded.
         */
        get: operations["list_cell_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage of a meter
         * @description Exact: a bound inside an hour of the tenant's clock is refused with the nearest exact ones. Without from and to: all there is. Also as text/csv.
         */
        get: operations["query_meter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/choose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose whether a kind of mail comes
         * @description With the token of a mail. Repeating it changes nothing.
         */
        post: operations["choose_notification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look whether a kind of mail comes
         * @description With the token of a mail: the page behind its link asks this.
         */
        post: operations["show_notification_choice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parked-tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tenants that are not billed until somebody has looked */
        get: operations["list_parked_tenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payment methods
         * @description Those that are kept at the payment provider. A tenant's own; for the platform those of all tenants, or of one.
         */
        get: operations["list_payment_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-methods/{payment_method}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a payment method
         * @description The payment provider no longer keeps it for the tenant, and it is never charged again. One that was removed is removed.
         */
        delete: operations["delete_payment_method"];
        options?: never;
        head?: never;
        /**
         * Make a payment method the one that is charged
         * @description It is the tenant's default from now on.
         */
        patch: operations["update_payment_method"];
        trace?: never;
    };
    "/api/v1/payment-methods/setups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a page to keep a payment method on
         * @description The answer's `url` is a page of the payment provider on which somebody enters a card or an account. What is entered becomes the tenant's default. The platform names the tenant.
         */
        post: operations["create_payment_method_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how invoices can be paid online
         * @description Whether POST /api/v1/invoices/{invoice}/checkouts has a page to offer.
         */
        get: operations["get_payment_options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payment providers
         * @description Platform only.
         */
        get: operations["list_payment_providers"];
        put?: never;
        /**
         * Connect a payment provider
         * @description Platform only. Secrets are kept sealed. It is enabled, and not offered yet.
         */
        post: operations["create_payment_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-providers/{payment_provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a payment provider
         * @description Platform only.
         */
        get: operations["get_payment_provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change, disable, enable or offer a payment provider
         * @description Platform only. What is absent stays as it is.
         */
        patch: operations["update_payment_provider"];
        trace?: never;
    };
    "/api/v1/payment-providers/{payment_provider}/meter-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the meters that are exported to a payment provider
         * @description Platform only.
         */
        get: operations["list_meter_exports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-providers/{payment_provider}/meter-exports/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Export a meter to a payment provider, or change how
         * @description Platform only, of meters that count or sum up. Hours that the provider refused are said again.
         */
        put: operations["put_meter_export"];
        post?: never;
        /**
         * Export a meter no more
         * @description Platform only. What was said stays with the provider.
         */
        delete: operations["delete_meter_export"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-providers/{payment_provider}/secret-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the signing secret of a payment provider
         * @description Platform only. Also gives the first one. Three can be in use at once.
         */
        post: operations["rotate_provider_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-providers/{payment_provider}/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a payment provider's own list of events now
         * @description Platform only. What never arrived is found there; without this it is read every ten minutes. One that is disabled, or has no key of its API, refuses.
         */
        post: operations["sweep_payment_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments
         * @description A tenant's own; for the platform those of all tenants.
         */
        get: operations["list_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a payment */
        get: operations["get_payment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay money of a payment back
         * @description Platform only. At most what came in, without what was paid back or is to be. A repetition with the same Idempotency-Key is told how the refund is by then; one that the payment provider did not answer is asked for once more, without being made twice.
         */
        post: operations["create_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description Platform only. Each in its latest version, archived ones as well.
         */
        get: operations["list_plans"];
        put?: never;
        /**
         * Make a plan
         * @description Platform only. Its first version.
         */
        post: operations["create_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a version of a plan
         * @description Platform only.
         */
        get: operations["get_plan"];
        put?: never;
        post?: never;
        /**
         * Archive a plan
         * @description Platform only. Nobody subscribes to it any more; those who have it keep it. It keeps its code.
         */
        delete: operations["archive_plan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a plan
         * @description Platform only. The newest first.
         */
        get: operations["list_plan_versions"];
        put?: never;
        /**
         * Make a version of a plan
         * @description Platform only. Subscriptions keep the version that they have until they are changed.
         */
        post: operations["create_plan_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price-simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate prices
         * @description Platform only. What tenants would have been charged under another plan for usage as it was counted, before discounts and taxes; at most 100 tenants. Trials and pauses stay as they were. Nothing is written.
         */
        post: operations["simulate_prices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events of payment providers
         * @description Platform only. Kept for 400 days, unless the installation says otherwise.
         */
        get: operations["list_provider_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider-events/{provider_event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event of a payment provider
         * @description Platform only.
         */
        get: operations["get_provider_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider-events/{provider_event}/reruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply an event of a payment provider once more
         * @description Platform only. Whatever came of it; one that is pending refuses.
         */
        post: operations["rerun_provider_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rejected events */
        get: operations["list_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/{rejected}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A rejected event
         * @description With the event itself while the log holds it.
         */
        get: operations["get_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard rejected events
         * @description A command: marks open rejections as done with; what was decided before stays. After 503 repeat the request with the same Idempotency-Key.
         */
        post: operations["discard_rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send rejected events again
         * @description A command: a job sends each event again as it was, under its own identity, so that it is counted once however often this is asked. With `Prefer: wait=N` the answer says whether the job exists; the command shows how far it is. After 503 repeat the request with the same Idempotency-Key.
         */
        post: operations["redrive_rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a subscription
         * @description As it stands now.
         */
        get: operations["get_subscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a subscription
         * @description Platform only. A command. Changes may be dated back and ahead, as long as those after them still make sense.
         */
        post: operations["change_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription}/changes/{sequence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a change back that is still to come
         * @description Platform only. A command.
         */
        delete: operations["unschedule_subscription_change"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription}/changes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a change of a subscription
         * @description Platform only. What would be billed with it and what will be without, by the rules that bill; nothing is written. What the command would refuse is refused.
         */
        post: operations["preview_subscription_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tax-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tax rates
         * @description Platform only. Archived ones as well.
         */
        get: operations["list_tax_rates"];
        put?: never;
        /**
         * Make a tax rate
         * @description Platform only.
         */
        post: operations["create_tax_rate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tax-rates/{tax_rate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a tax rate
         * @description Platform only.
         */
        get: operations["get_tax_rate"];
        put?: never;
        post?: never;
        /**
         * Archive a tax rate
         * @description Platform only. Nobody gets it any more; tenants that have it keep it. It keeps its code.
         */
        delete: operations["archive_tax_rate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tenants */
        get: operations["list_tenants"];
        put?: never;
        /**
         * Make a tenant
         * @description Platform keys only.
         */
        post: operations["create_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant */
        get: operations["get_tenant"];
        put?: never;
        post?: never;
        /**
         * Delete a tenant
         * @description Platform keys only. The key of a deleted tenant is not given again.
         */
        delete: operations["delete_tenant"];
        options?: never;
        head?: never;
        /**
         * Change a tenant
         * @description Platform keys only. A new time zone must have its full hours at the same minute: usage is kept by the tenant's own hours.
         */
        patch: operations["update_tenant"];
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's aliases */
        get: operations["list_aliases"];
        put?: never;
        /**
         * Give a tenant an alias
         * @description Platform keys only. Giving it again is no error.
         */
        post: operations["create_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an alias from a tenant
         * @description Platform keys only.
         */
        delete: operations["delete_alias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/billing-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how a tenant is billed */
        get: operations["get_billing_profile"];
        /**
         * Set how a tenant is billed
         * @description A tenant's own people change the buyer alone, the platform all of it.
         */
        put: operations["put_billing_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/billing-state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a tenant is billed */
        get: operations["get_billing_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/billing-state/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bill a parked tenant again
         * @description Platform only. A command. Its next invoices may exceed the bounds that it was parked for.
         */
        post: operations["release_billing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a tenant's budgets
         * @description With what was used of each as of the last look, a minute old at most while usage goes on.
         */
        get: operations["list_budgets"];
        put?: never;
        /**
         * Make a budget
         * @description At most 50 for a tenant. It is looked at within seconds; thresholds that are reached already are crossed then.
         */
        post: operations["create_budget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/budgets/{budget}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a budget
         * @description Its ETag is for If-Match and follows what people change, not what is used.
         */
        get: operations["get_budget"];
        /**
         * Replace a budget
         * @description Its name, amount and thresholds; what it measures is fixed. Thresholds that were crossed in this month stay so until what is used is below nine tenths of them.
         */
        put: operations["put_budget"];
        post?: never;
        /**
         * Delete a budget
         * @description With its history; the audit trail keeps what was crossed.
         */
        delete: operations["delete_budget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/budgets/{budget}/crossings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a budget crossed
         * @description Of all months, the newest first.
         */
        get: operations["list_budget_crossings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the coupons of a tenant
         * @description What it has, and what it had.
         */
        get: operations["list_tenant_coupons"];
        put?: never;
        /**
         * Give a coupon to a tenant
         * @description Platform only. A command: with `Prefer: wait=N` the answer says what came of it, and the tenant's coupon is its `resource`.
         */
        post: operations["apply_coupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/coupons/{tenant_coupon}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a coupon from a tenant
         * @description Platform only. A command. Invoices that used it keep what they have.
         */
        delete: operations["remove_coupon"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/credit-balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the credits of a tenant come to */
        get: operations["list_credit_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/credit-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened to the credits of a tenant
         * @description Of one currency, the newest first.
         */
        get: operations["list_credit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the credits of a tenant
         * @description Used ones as well, the oldest first.
         */
        get: operations["list_credits"];
        put?: never;
        /**
         * Grant a credit to a tenant
         * @description Platform only. A command: with `Prefer: wait=N` the answer says what came of it, and the credit is its `resource`.
         */
        post: operations["grant_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations of a tenant */
        get: operations["list_invitations"];
        put?: never;
        /**
         * Invite somebody
         * @description A mail with a link goes to the address, whether it has an account or not; the link is good for 7 days and once. Owners are invited by owners and by the platform's operators. A member's address is 409 member_exists, one that is invited already 409 invitation_exists: send that one again.
         */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an invitation */
        get: operations["get_invitation"];
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/invitations/{invitation}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again
         * @description Another mail with a new link, good for another 7 days; the link before it is void. Also for one whose time is over.
         */
        post: operations["resend_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invoices of a tenant
         * @description The newest first.
         */
        get: operations["list_tenant_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of a tenant */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        /**
         * Change a member's role
         * @description Owners are made and unmade by owners and by the platform's operators. The last owner stays: 409 last_owner.
         */
        patch: operations["update_member"];
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the policies of a tenant */
        get: operations["get_policies"];
        /** Set the policies of a tenant */
        put: operations["put_policies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the subscriptions of a tenant */
        get: operations["list_subscriptions"];
        put?: never;
        /**
         * Subscribe a tenant to a plan
         * @description Platform only. A command: with `Prefer: wait=N` the answer says what came of it, and the subscription is its `resource`.
         */
        post: operations["start_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/subscriptions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview the start of a subscription
         * @description Platform only. What would be billed with it and what will be without, by the rules that bill; nothing is written. What the command would refuse is refused.
         */
        post: operations["preview_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/upcoming-invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview what will be billed
         * @description As of the end of the billing month, with what was counted so far; nothing of it is billed.
         */
        get: operations["preview_upcoming_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}/upcoming-invoices/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Forecast a month
         * @description What the billing month would come to at its end if usage went on as it began, before discounts, taxes and credits, and how far the same rule was off at the same point of earlier months.
         */
        get: operations["forecast_upcoming_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the page about a kind of mail
         * @description Where a mail program leads people that knows List-Unsubscribe and no one-click. It changes nothing: programs follow links.
         */
        get: operations["open_unsubscribe_page"];
        put?: never;
        /**
         * Want no more mails of a kind, by one click
         * @description What mail programs send (RFC 8058), without a session. Repeating it changes nothing.
         */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/conservation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of every event */
        get: operations["usage_conservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told of new usage
         * @description An event stream (WHATWG HTML §9.2) about one tenant: `usage` when something was counted that may be the tenant's, `progress` when not, each with how far the numbers reach. It ends by itself within a minute: connect again. It tells of events up to a second after they were counted, and misses none: the first event comes at once.
         */
        get: operations["stream_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description Oneself always. Others need the permission users_list, and in a tenant have to be its members.
         */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /**
         * Erase a person
         * @description By the platform's operators, outside of a tenant. The last owner of a tenant cannot be erased: 409 last_owner.
         */
        delete: operations["erase_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export all that is kept of a person */
        get: operations["export_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read oneself */
        get: operations["get_me"];
        put?: never;
        post?: never;
        /**
         * Erase oneself
         * @description The last owner of a tenant cannot: 409 last_owner. The audit trail keeps what was done, by an id that is nobody's any more.
         */
        delete: operations["erase_me"];
        options?: never;
        head?: never;
        /** Change oneself */
        patch: operations["update_me"];
        trace?: never;
    };
    "/api/v1/users/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's trusted devices */
        get: operations["list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Trust a device no more */
        delete: operations["revoke_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail that proves one's address
         * @description Its link is good for a day and once. An address that is verified gets no mail.
         */
        post: operations["request_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export all that is kept of oneself */
        get: operations["export_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List by whom one is signed in elsewhere */
        get: operations["list_identities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/identities/{identity}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let an identity sign in no more
         * @description Sessions go on. The next sign-in there links it anew, by the rules of /api/v1/auth/oidc/finish.
         */
        delete: operations["unlink_identity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one's second factor */
        get: operations["get_mfa"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/mfa/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes */
        post: operations["replace_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up an authenticator app */
        post: operations["begin_totp"];
        /** Ask for no codes any more */
        delete: operations["disable_totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/mfa/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the app by a code */
        post: operations["confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's password
         * @description A wrong current password is 403 password_wrong and counts as a failed sign-in.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one's preferences */
        get: operations["get_preferences"];
        /** Keep one's preferences */
        put: operations["put_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's sessions */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** End all of one's sessions */
        delete: operations["end_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's sessions */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints */
        get: operations["list_webhook_endpoints"];
        put?: never;
        /**
         * Make a webhook endpoint
         * @description Of the active tenant; without one the platform's, which is told of all tenants. 20 of an owner at most.
         */
        post: operations["create_webhook_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook endpoint */
        get: operations["get_webhook_endpoint"];
        put?: never;
        post?: never;
        /** Delete a webhook endpoint */
        delete: operations["delete_webhook_endpoint"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a webhook endpoint
         * @description What is absent stays as it is. One that was disabled because it failed is enabled again by hand only.
         */
        patch: operations["update_webhook_endpoint"];
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook endpoint
         * @description Kept for 30 days, unless the installation says otherwise.
         */
        get: operations["list_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery with its body and attempts */
        get: operations["get_webhook_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery once more
         * @description Whatever its state, from the beginning of the schedule, with the same message id. An endpoint that is disabled refuses.
         */
        post: operations["resend_webhook_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the Ed25519 key of a webhook endpoint
         * @description Three keys can be in use at once. The endpoint must have `ed25519`.
         */
        post: operations["rotate_webhook_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send all failed deliveries of a webhook endpoint once more
         * @description From the beginning of the schedule, with the same message ids. One that is disabled refuses.
         */
        post: operations["resend_failed_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/secret-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the secret of a webhook endpoint
         * @description Three secrets can be in use at once.
         */
        post: operations["rotate_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{webhook_endpoint}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a webhook endpoint
         * @description An event of type webhook_endpoint.tested. One that is disabled refuses.
         */
        post: operations["test_webhook_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{provider}/{payment_provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a webhook of a payment provider
         * @description For the provider itself. The signature is checked over the body as it is sent, against the secrets of the account and the instant at which it was received. What is accepted is in the log before the answer, and is stored once however often it is sent. Errors: webhook_signature_missing, webhook_signature_malformed, webhook_signature_wrong, webhook_signature_expired, webhook_certificate_refused, webhook_certificate_unavailable, webhook_body_malformed, webhook_mode_wrong, payment_provider_not_found, payment_provider_disabled. Upon 5xx the provider sends it again.
         */
        post: operations["take_provider_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that it stands on */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/db": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** PostgreSQL */
        get: operations["health_db"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/kafka": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The event log */
        get: operations["health_kafka"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/redis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The in-process caches; there is no Redis */
        get: operations["health_redis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests should come here */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version and commit */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Alias
         * @description A subject that names a tenant.
         */
        alias: {
            /** @description The subject. */
            alias: string;
            /** @description Whom it names. */
            tenant_id: string;
        };
        /**
         * Give a tenant an alias
         * @description Body of POST /api/v1/tenants/{tenant}/aliases.
         */
        alias_create: {
            /** @description A subject that names this tenant from now on. */
            alias: string;
        };
        /**
         * Analyst's login
         * @description A login at the database that sees the usage of a tenant, or of all of them. Of the command line (weir analyst) and of the announcements analyst.granted and analyst.revoked.
         */
        analyst_login: {
            /** @description Since when. RFC 3339, UTC. */
            created_at: string;
            /** @description Who let it. */
            granted_by: string;
            /** @description Of this grant. */
            id: string;
            /** @description Name of a role of the PostgreSQL cluster. */
            login: string;
            /** @description Whose usage it sees; null: everybody's. */
            tenant_id: string | null;
        };
        /**
         * API key
         * @description A key without its secret.
         */
        api_key: {
            /** @description Addresses and CIDR blocks, IPv4 and IPv6, that it may be used from; none: from anywhere. */
            allowed_cidrs?: string[];
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description When it ends to work. RFC 3339, UTC. */
            expires_at?: string | null;
            /** @description Stable id. */
            id: string;
            /** @description When it was last used, to the minute. RFC 3339, UTC. */
            last_used_at?: string | null;
            /** @description For people. */
            name: string;
            /** @description The first characters, to recognize it. */
            prefix: string;
            /** @description The key that a rotation has made of it. */
            replaced_by?: string | null;
            /** @description When it was revoked. RFC 3339, UTC. */
            revoked_at?: string | null;
            /** @description What the key may do. */
            scopes: ("ingest" | "query" | "manage")[];
            /** @description Whom it belongs to; null: the platform. */
            tenant_id: string | null;
            /**
             * @description In lists: it ends within 14 days, was not used for 90, or is older than 90 days; null: nothing.
             * @enum {string|null}
             */
            warning?: "expires_soon" | "unused" | "old" | null;
        };
        /**
         * Make an API key
         * @description Body of POST /api/v1/api-keys.
         */
        api_key_create: {
            /** @description Addresses and CIDR blocks, IPv4 and IPv6, that it may be used from; none: from anywhere. */
            allowed_cidrs?: string[];
            /** @description When it ends to work. RFC 3339, UTC. */
            expires_at?: string | null;
            /** @description For people. */
            name: string;
            /** @description What the key may do. */
            scopes: ("ingest" | "query" | "manage")[];
            /** @description Whom it belongs to; absent or null: the platform. */
            tenant_id?: string | null;
        };
        /**
         * New API key
         * @description The only answer that ever shows the secret.
         */
        api_key_created: {
            /** @description Addresses and CIDR blocks, IPv4 and IPv6, that it may be used from; none: from anywhere. */
            allowed_cidrs?: string[];
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description When it ends to work. RFC 3339, UTC. */
            expires_at?: string | null;
            /** @description Stable id. */
            id: string;
            /** @description When it was last used, to the minute. RFC 3339, UTC. */
            last_used_at?: string | null;
            /** @description For people. */
            name: string;
            /** @description The first characters, to recognize it. */
            prefix: string;
            /** @description The key that a rotation has made of it. */
            replaced_by?: string | null;
            /** @description When it was revoked. RFC 3339, UTC. */
            revoked_at?: string | null;
            /** @description What the key may do. */
            scopes: ("ingest" | "query" | "manage")[];
            /** @description The whole key: Authorization: Bearer <secret>. */
            secret: string;
            /** @description Whom it belongs to; null: the platform. */
            tenant_id: string | null;
        };
        /**
         * Replace an API key
         * @description Body of POST /api/v1/api-keys/{key}/rotate.
         */
        api_key_rotate: {
            /** @description When the new key ends to work; absent or null: as long after its making as the old one, if that ends. RFC 3339, UTC. */
            expires_at?: string | null;
            /**
             * @description How long the old key goes on beside the new one.
             * @default 86400
             */
            overlap_seconds: number;
        };
        /**
         * Audit entry
         * @description One thing that was done, by whom, when and from where, with its place in a chain of hashes.
         */
        audit_entry: {
            /** @description Who did it. */
            actor: string;
            /** @description Where the request came from; null when there was none or it was erased. */
            address: string | null;
            /** @description How it is since. */
            after: Record<string, unknown> | null;
            /** @description How it was. */
            before: Record<string, unknown> | null;
            /** @description A tenant's id, or platform. */
            chain: string;
            /** @description Personal data that the chain still has a hash of and nothing else. */
            erased: string[];
            hash: string;
            /** @description Of the announcement. */
            id: string;
            /** @description RFC 3339, UTC. */
            occurred_at: string;
            request_id: string | null;
            /** @description Place in the chain, from 1 without a gap. */
            sequence: number;
            /** @description Id of what it was done to. */
            subject: string;
            tenant_id: string | null;
            type: string;
        };
        /**
         * Audit keys
         * @description A JWK set (RFC 7517, RFC 8037) of the Ed25519 keys that sign or have signed checkpoints.
         */
        audit_keys: {
            keys: {
                /** @enum {string} */
                alg: "EdDSA";
                /** @description RFC 3339, UTC. */
                created_at: string;
                /** @enum {string} */
                crv: "Ed25519";
                kid: string;
                /** @enum {string} */
                kty: "OKP";
                /** @description Since when it signs nothing new. */
                retired_at?: string;
                /** @enum {string} */
                use: "sig";
                x: string;
            }[];
        };
        /**
         * Billing profile
         * @description How a tenant is billed. A tenant whose profile nobody set has what is usual.
         */
        billing_profile: {
            /** @description Day of the month on which billing periods begin; the last day of a shorter month. Fixed once the tenant has a subscription. */
            billing_day: number;
            /** @description Who its invoices are to. */
            buyer: {
                /** @description What is empty is not given. */
                address: {
                    /** @description City. */
                    city: string;
                    /** @description ISO 3166-1 alpha-2; empty: not given. */
                    country: string;
                    /** @description Street and number. */
                    line1: string;
                    /** @description What else helps to find it. */
                    line2: string;
                    /** @description Postal code. */
                    postal_code: string;
                    /** @description State, province or county. */
                    region: string;
                };
                /** @description Where invoices are sent from or to; empty: nowhere. */
                email: string;
                /** @description As invoices name it. */
                legal_name: string;
                /** @description VAT number, EIN, GSTIN, …; empty: none. */
                tax_id: string;
            };
            /** @description The same as a code of the list VATEX; empty: none. Without tax rates only. */
            exemption_code: string;
            /** @description Why no tax is due, for people: Reverse charge. Without tax rates only. */
            exemption_reason: string;
            /**
             * @description by_hand: a drafted invoice waits for a person.
             * @enum {string}
             */
            finalize: "automatic" | "by_hand";
            /** @description Hours after the end of a period for late usage, before its invoice is made. */
            grace_hours: number;
            /** @description Code of the issuer; null: the one that was made first. */
            issuer: string | null;
            /** @description An invoice that asks for more waits for a person, in minor units of whatever currency it has; null: none does. */
            most_amount_minor: number | null;
            /** @description An invoice with more waits for a person; null: none does. */
            most_lines: number | null;
            /** @description Whether prices have taxes in. */
            tax_inclusive: boolean;
            /** @description All of them are due on each line, in this order. */
            tax_rates: string[];
        };
        /**
         * Set a billing profile
         * @description Body of PUT /api/v1/tenants/{tenant}/billing-profile. From the platform what is absent becomes what is usual; from a tenant's own people it stays as it is, and all but the buyer has to.
         */
        billing_profile_put: {
            /** @description Day of the month on which billing periods begin; the last day of a shorter month. Fixed once the tenant has a subscription. */
            billing_day?: number;
            /** @description Who its invoices are to. */
            buyer?: {
                /** @description What is empty is not given. */
                address?: {
                    /** @description City. */
                    city?: string;
                    /** @description ISO 3166-1 alpha-2; empty: not given. */
                    country?: string;
                    /** @description Street and number. */
                    line1?: string;
                    /** @description What else helps to find it. */
                    line2?: string;
                    /** @description Postal code. */
                    postal_code?: string;
                    /** @description State, province or county. */
                    region?: string;
                };
                /** @description Where invoices are sent from or to; empty: nowhere. */
                email?: string;
                /** @description As invoices name it. */
                legal_name?: string;
                /** @description VAT number, EIN, GSTIN, …; empty: none. */
                tax_id?: string;
            };
            /** @description The same as a code of the list VATEX; empty: none. Without tax rates only. */
            exemption_code?: string;
            /** @description Why no tax is due, for people: Reverse charge. Without tax rates only. */
            exemption_reason?: string;
            /**
             * @description by_hand: a drafted invoice waits for a person.
             * @enum {string}
             */
            finalize?: "automatic" | "by_hand";
            /** @description Hours after the end of a period for late usage, before its invoice is made. */
            grace_hours?: number;
            /** @description Code of the issuer; null: the one that was made first. */
            issuer?: string | null;
            /** @description An invoice that asks for more waits for a person, in minor units of whatever currency it has; null: none does. */
            most_amount_minor?: number | null;
            /** @description An invoice with more waits for a person; null: none does. */
            most_lines?: number | null;
            /** @description Whether prices have taxes in. */
            tax_inclusive?: boolean;
            /** @description All of them are due on each line, in this order. */
            tax_rates?: string[];
        };
        /**
         * State of billing
         * @description How far a tenant is billed.
         */
        billing_state: {
            /** @description As of when the last ones were. RFC 3339, UTC. */
            billed_until: string | null;
            /** @description As of when its next invoices are reckoned; null: it never subscribed. RFC 3339, UTC. */
            next_at: string | null;
            /** @description Why it is not billed until somebody has looked; null: it is. */
            parked: {
                /** @description Since when. RFC 3339, UTC. */
                at: string;
                /** @description Code of the error. */
                code: string;
                /** @description More about it. */
                detail: string;
            } | null;
            /** @description Whose it is. */
            tenant_id: string;
        };
        /**
         * Budget
         * @description How much of a meter, or of money, a tenant means to use in a billing month, and at which shares of it somebody is told.
         */
        budget: {
            /** @description What 100 % is: a quantity of the meter, or major units of the currency. */
            amount: string;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217, of spend. */
            currency: string | null;
            /** @description Stable id. */
            id: string;
            /**
             * @description usage: the quantity of a meter in the billing month. spend: what the month is charged, tax included: invoices as of an instant in it, and what its end will bring by what was counted so far.
             * @enum {string}
             */
            measures: "usage" | "spend";
            /** @description Slug of the meter, of usage. */
            meter: string | null;
            /** @description One line that no other budget of the tenant has. */
            name: string;
            /** @description What was used, as of the last look; null: nobody has looked yet. */
            state: {
                /** @description Of this month, the newest first. */
                crossings: {
                    /** @description The budget's amount then. */
                    amount: string;
                    /** @description Whose threshold it is. */
                    budget_id: string;
                    /** @description When it was seen. RFC 3339, UTC. */
                    crossed_at: string;
                    /** @description ISO 4217, of spend. */
                    currency: string | null;
                    /**
                     * @description usage: the quantity of a meter in the billing month. spend: what the month is charged, tax included: invoices as of an instant in it, and what its end will bring by what was counted so far.
                     * @enum {string}
                     */
                    measures: "usage" | "spend";
                    /** @description Slug of the meter, of usage. */
                    meter: string | null;
                    /** @description The budget's. */
                    name: string;
                    /** @description In this month: 2 and more after it was armed again. */
                    occurrence: number;
                    /** @description Of the amount that is used, rounded down. */
                    percent: number;
                    /** @description Start of the billing month. RFC 3339, UTC. */
                    period_from: string;
                    /** @description End of the billing month, exclusive. RFC 3339, UTC. */
                    period_to: string;
                    /** @description When what was used had fallen below nine tenths of the threshold, so that it can be crossed again; null: it counts as crossed. RFC 3339, UTC. */
                    rearmed_at: string | null;
                    /** @description Whose it is. */
                    tenant_id: string;
                    /** @description Percent of the amount. */
                    threshold: number;
                    /** @description What was used then. */
                    used: string;
                }[];
                /** @description When it was looked at. RFC 3339, UTC. */
                measured_at: string;
                /** @description Of the amount that is used, rounded down. */
                percent: number;
                /** @description Start of the billing month. RFC 3339, UTC. */
                period_from: string;
                /** @description End of the billing month, exclusive. RFC 3339, UTC. */
                period_to: string;
                /** @description A quantity, or major units of the currency. */
                used: string;
            } | null;
            /** @description Whose it is. */
            tenant_id: string;
            /** @description Percent of the amount at which somebody is told. */
            thresholds: number[];
            /** @description When it was changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Rises with each change by people: the number in its ETag. */
            version: number;
        };
        /**
         * Make a budget
         * @description Body of POST /api/v1/tenants/{tenant}/budgets.
         */
        budget_create: {
            /** @description What 100 % is, more than nothing: a quantity of the meter, or major units of the currency. */
            amount: string;
            /** @description ISO 4217, of spend and only there. Absent: the tenant's. */
            currency?: string | null;
            /**
             * @description usage: the quantity of a meter in the billing month. spend: what the month is charged, tax included: invoices as of an instant in it, and what its end will bring by what was counted so far.
             * @enum {string}
             */
            measures: "usage" | "spend";
            /** @description Id or slug of the meter, of usage and only there. */
            meter?: string | null;
            /** @description One line that no other budget of the tenant has. */
            name: string;
            /** @description Percent of the amount at which somebody is told. */
            thresholds: number[];
        };
        /**
         * Crossed threshold
         * @description What a budget's usage or spend reached, once for each threshold and billing month unless it had fallen far enough in between. Also the data of the announcement budget.threshold_crossed.
         */
        budget_crossing: {
            /** @description The budget's amount then. */
            amount: string;
            /** @description Whose threshold it is. */
            budget_id: string;
            /** @description When it was seen. RFC 3339, UTC. */
            crossed_at: string;
            /** @description ISO 4217, of spend. */
            currency: string | null;
            /**
             * @description usage: the quantity of a meter in the billing month. spend: what the month is charged, tax included: invoices as of an instant in it, and what its end will bring by what was counted so far.
             * @enum {string}
             */
            measures: "usage" | "spend";
            /** @description Slug of the meter, of usage. */
            meter: string | null;
            /** @description The budget's. */
            name: string;
            /** @description In this month: 2 and more after it was armed again. */
            occurrence: number;
            /** @description Of the amount that is used, rounded down. */
            percent: number;
            /** @description Start of the billing month. RFC 3339, UTC. */
            period_from: string;
            /** @description End of the billing month, exclusive. RFC 3339, UTC. */
            period_to: string;
            /** @description When what was used had fallen below nine tenths of the threshold, so that it can be crossed again; null: it counts as crossed. RFC 3339, UTC. */
            rearmed_at: string | null;
            /** @description Whose it is. */
            tenant_id: string;
            /** @description Percent of the amount. */
            threshold: number;
            /** @description What was used then. */
            used: string;
        };
        /**
         * Replace a budget
         * @description Body of PUT /api/v1/tenants/{tenant}/budgets/{budget}: all but what it measures, which is fixed.
         */
        budget_update: {
            /** @description What 100 % is, more than nothing: a quantity of the meter, or major units of the currency. */
            amount: string;
            /** @description One line that no other budget of the tenant has. */
            name: string;
            /** @description Percent of the amount at which somebody is told. */
            thresholds: number[];
        };
        /**
         * Events of a cell
         * @description What one hourly cell of usage was counted from. A page may be short, even empty, and go on: reading the log is bounded.
         */
        cell_events: {
            /** @description The cell that was asked for. */
            cell: {
                /** @description That were counted in it. */
                events: number;
                /** @description Of the record that its first event is in. */
                first_offset: number | null;
                /** @description Of the meter. */
                generation: number;
                /** @description Group values. */
                group_by: Record<string, unknown>;
                /** @description Start of the hour. RFC 3339, UTC. */
                hour: string;
                /** @description Of the record that its last event is in. */
                last_offset: number | null;
                /** @description Slug. */
                meter: string;
                /** @description Of the events. */
                subject: string;
                /** @description Of this hour alone; null when nothing was counted. */
                value: string | null;
            };
            /** @description Whether the log still has every record that the cell was counted from. */
            is_in_log: boolean;
            /** @description Events that were counted in the cell, the newest first. */
            items: {
                /** @description By the broker's clock. RFC 3339, UTC. */
                appended_at?: string;
                code?: string;
                conflicts?: {
                    /** @description By the broker's clock. RFC 3339, UTC. */
                    appended_at: string;
                    /** @description Where the event stands in the log. */
                    position: {
                        /** @description Null: not known without the record. */
                        index: number | null;
                        offset: number;
                        partition: number;
                        topic: string;
                    };
                }[];
                counted_event?: Record<string, unknown>;
                detail?: string;
                /** @description The CloudEvent as it was accepted; null when the log does not hold it any more. */
                event?: Record<string, unknown>;
                /** @description Where this identity was counted, for a duplicate or a conflict. */
                first_position?: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                };
                id: string;
                /** @description The cells it went to, and the meters that could not count it. */
                meters?: {
                    code?: string;
                    detail?: string;
                    generation?: number;
                    group_by?: Record<string, unknown>;
                    /** @description Start of the cell's hour. RFC 3339, UTC. */
                    hour?: string;
                    /** @description Name of the meter in addresses; empty when it is gone. */
                    slug: string;
                    subject?: string;
                }[];
                /** @enum {string} */
                outcome: "pending" | "counted" | "duplicate" | "conflict" | "unmatched" | "rejected" | "not_seen" | "unknown";
                /** @description Where the event stands in the log. */
                position?: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                };
                rejected_id?: string;
                rejections?: {
                    code: string;
                    detail: string;
                    id: string;
                    /** @description Where the event stands in the log. */
                    position: {
                        /** @description Null: not known without the record. */
                        index: number | null;
                        offset: number;
                        partition: number;
                        topic: string;
                    };
                    state: string;
                }[];
                source: string;
            }[];
            /** @description Hand it back as ?cursor=; null: this is the end. */
            next_cursor: string | null;
        };
        /**
         * Charge a payment method that is kept
         * @description Body of POST /api/v1/invoices/{invoice}/charges; none is as {}.
         */
        charge_create: {
            /** @description What is charged. Absent: the tenant's default. */
            payment_method_id?: string;
        };
        /**
         * Begin to pay an invoice
         * @description Body of POST /api/v1/invoices/{invoice}/checkouts; none is as {}.
         */
        checkout_create: {
            /** @description true: what is paid with is kept and charged for later invoices; its payer sees that on the page. */
            save_method?: boolean;
        };
        /**
         * Collection
         * @description What is done about the money of an invoice.
         */
        collection: {
            /** @description What is still due, in major units. */
            amount_due: string;
            /** @description When the invoice was finalized, about. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description The last payment, when it was declined and none after it is under way. */
            declined: {
                /** @description When. RFC 3339, UTC. */
                at: string;
                /** @description Why, by the payment provider. */
                code: string | null;
                /** @description The same for people. */
                message: string | null;
                /** @description The payment. */
                payment_id: string;
            } | null;
            /** @description The day by whose end the money should have come. */
            due_on: string;
            /** @description RFC 3339, UTC. */
            ended_at: string | null;
            /** @description What it is about. */
            invoice_id: string;
            /** @description For people. */
            invoice_number: string;
            /**
             * @description As the invoice is now.
             * @enum {string}
             */
            invoice_state: "finalized" | "past_due" | "paid" | "uncollectible" | "void";
            /**
             * @description What is done next; null: nothing any more.
             * @enum {string|null}
             */
            next_act: "charge" | "remind" | "pause" | "cancel" | "give_up" | null;
            /** @description Not before then. RFC 3339, UTC. */
            next_at: string | null;
            /** @description Of the last step, in one word. Once ended: paid, void or uncollectible. Of a held one: from_before when the invoice is older than collections are, or why money that came in could not be recorded. */
            outcome: string | null;
            /** @description Paused because of it; they go on once it is paid. */
            paused_subscriptions: string[];
            /** @description When the payer was reminded last. RFC 3339, UTC. */
            reminded_at: string | null;
            /** @description When the first step of the schedule was taken. RFC 3339, UTC. */
            started_at: string | null;
            /**
             * @description waiting: no step of the plan's schedule has come yet. held: by a person, or because money that came in could not be recorded; nothing is done until it is resumed. ended: paid, void or uncollectible.
             * @enum {string}
             */
            state: "waiting" | "running" | "held" | "ended";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description RFC 3339, UTC. */
            updated_at: string;
            /** @description Rises with each step and change. */
            version: number;
        };
        /**
         * Change a collection
         * @description Body of POST /api/v1/invoices/{invoice}/collection/changes.
         */
        collection_change: {
            /**
             * @description hold: nothing is done until it is resumed.
             * @enum {string}
             */
            change: "hold" | "resume";
        };
        /**
         * Collection with its steps
         * @description What was done about the money of an invoice, and what will be.
         */
        collection_details: {
            /** @description What is still due, in major units. */
            amount_due: string;
            /** @description Steps that follow if the money does not come; charges only while there is a method that may be charged. */
            coming: {
                /**
                 * @description What will be done.
                 * @enum {string}
                 */
                act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                /** @description Not before then. RFC 3339, UTC. */
                at: string;
                /** @description As in steps. */
                number: number;
            }[];
            /** @description When the invoice was finalized, about. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description The last payment, when it was declined and none after it is under way. */
            declined: {
                /** @description When. RFC 3339, UTC. */
                at: string;
                /** @description Why, by the payment provider. */
                code: string | null;
                /** @description The same for people. */
                message: string | null;
                /** @description The payment. */
                payment_id: string;
            } | null;
            /** @description The day by whose end the money should have come. */
            due_on: string;
            /** @description RFC 3339, UTC. */
            ended_at: string | null;
            /** @description What it is about. */
            invoice_id: string;
            /** @description For people. */
            invoice_number: string;
            /**
             * @description As the invoice is now.
             * @enum {string}
             */
            invoice_state: "finalized" | "past_due" | "paid" | "uncollectible" | "void";
            /**
             * @description What is done next; null: nothing any more.
             * @enum {string|null}
             */
            next_act: "charge" | "remind" | "pause" | "cancel" | "give_up" | null;
            /** @description Not before then. RFC 3339, UTC. */
            next_at: string | null;
            /** @description Of the last step, in one word. Once ended: paid, void or uncollectible. Of a held one: from_before when the invoice is older than collections are. */
            outcome: string | null;
            /** @description Paused because of it; they go on once it is paid. */
            paused_subscriptions: string[];
            /** @description Code of the plan whose schedule counts: that of the invoice's first line, of a base subscription before add-ons. */
            plan: string;
            /** @description In the version that was billed. */
            plan_version: number;
            /** @description When the payer was reminded last. RFC 3339, UTC. */
            reminded_at: string | null;
            /** @description When the first step of the schedule was taken. RFC 3339, UTC. */
            started_at: string | null;
            /**
             * @description waiting: no step of the plan's schedule has come yet. held: by a person; nothing is done until it is resumed. ended: paid, void or uncollectible.
             * @enum {string}
             */
            state: "waiting" | "running" | "held" | "ended";
            /** @description That are behind it. */
            steps: {
                /**
                 * @description What was done.
                 * @enum {string}
                 */
                act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                /** @description From which day on it was due, of the tenant's days. */
                day: string;
                /** @description 0: the charge upon finalization; N: the Nth step of the plan. */
                number: number;
                /** @description What a charge became. */
                payment_id: string | null;
                /** @description In one word. */
                reason: string | null;
                /**
                 * @description skipped: something later took its place, or there was nothing to charge.
                 * @enum {string}
                 */
                result: "done" | "skipped" | "failed";
                /** @description RFC 3339, UTC. */
                taken_at: string;
            }[];
            /** @description Whose it is. */
            tenant_id: string;
            /** @description RFC 3339, UTC. */
            updated_at: string;
            /** @description Rises with each step and change. */
            version: number;
        };
        /**
         * Command
         * @description Where a command stands.
         */
        command_status: {
            /** @description When it ended. RFC 3339, UTC. */
            finished_at: string | null;
            /** @description Stable id. */
            id: string;
            /** @description When it was accepted. RFC 3339, UTC. */
            issued_at: string;
            /** @description The job that does it, when it takes longer than one statement: how far it is now. */
            job: {
                /** @description Stable id. */
                id: string;
                /** @description Why it failed, as a problem document. */
                problem: Record<string, unknown> | null;
                /** @description Of progress_total. */
                progress_done: number;
                progress_total: number | null;
                /** @description What it did, by kind of job. */
                result: Record<string, unknown> | null;
                /** @enum {string} */
                state: "queued" | "running" | "succeeded" | "failed" | "canceled";
            } | null;
            /** @description Why it failed, as a problem document. */
            problem: Record<string, unknown> | null;
            /** @description Receipt of a write, for ?after=. */
            receipt?: string;
            /** @description What it made or changed. */
            resource: Record<string, unknown> | null;
            /** @enum {string} */
            status: "accepted" | "succeeded" | "failed";
            /** @description weir.<noun>.<verb>.v1 */
            type: string;
        };
        /**
         * Conflict
         * @description Two events with one identity and different content, side by side.
         */
        conflict: {
            /** @description When the second one came, by the broker's clock. RFC 3339, UTC. */
            appended_at: string;
            counted: {
                /** @description The CloudEvent as it was accepted; null when the log does not hold it any more. */
                event: Record<string, unknown> | null;
                /** @description Where the event stands in the log. */
                position: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                } | null;
            };
            id: string;
            refused: {
                /** @description The CloudEvent as it was accepted; null when the log does not hold it any more. */
                event: Record<string, unknown> | null;
                /** @description Where the event stands in the log. */
                position: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                } | null;
            };
            /** @description When that was noticed. RFC 3339, UTC. */
            seen_at: string;
            source: string;
            /** @description Whose it is. */
            tenant_id: string;
        };
        /**
         * Conservation
         * @description Nothing is lost: what became of every event of the log. events is the sum of the others; matched is counted and invalid.
         */
        conservation: {
            data: {
                /** @description By the broker's clock. RFC 3339, UTC. */
                arrival_hour: string;
                conflict: number;
                counted: number;
                duplicate: number;
                events: number;
                lost: number;
                partition: number;
                quarantined: number;
                rejected: number;
                /** @description Null: records whose tenant cannot be told. */
                tenant: string | null;
                tenant_key?: string;
                unmatched: number;
            }[];
            /** @description What the answer contains. RFC 3339, UTC. */
            data_through: string | null;
            /** @description Of arrival hours, inclusive. RFC 3339, UTC. */
            from: string | null;
            /** @description Every sum is right. */
            holds: boolean;
            meters: {
                counted: number;
                generation: number;
                invalid: number;
                matched: number;
                /** @description Name of the meter in addresses; empty when it is gone. */
                meter: string;
            }[];
            partitions: {
                /** @description Of this partition. RFC 3339, UTC. */
                data_through: string | null;
                halted: boolean;
                next_offset: number;
                partition: number;
            }[];
            /** @description Exclusive. RFC 3339, UTC. */
            to: string | null;
            totals: {
                conflict: number;
                counted: number;
                duplicate: number;
                events: number;
                lost: number;
                quarantined: number;
                rejected: number;
                unmatched: number;
            };
        };
        /**
         * Coupon
         * @description What invoices cost less. Never edited.
         */
        coupon: {
            /** @description In major units of its currency. */
            amount: string | null;
            /** @description Who has it keeps it; nobody gets it any more. Null: not archived. RFC 3339, UTC. */
            archived_at: string | null;
            /** @description Name of the coupon in addresses. */
            code: string;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217, of an amount. */
            currency: string | null;
            /**
             * @description once: a percentage of one invoice, or an amount until it is used up. months, forever: of so many, or of all, regular invoices, the whole amount each time.
             * @enum {string}
             */
            duration: "once" | "months" | "forever";
            /** @description Stable id. */
            id: string;
            /** @description Of the duration months. */
            months: number | null;
            /** @description How often it can be given to tenants; null: without end. */
            most_redemptions: number | null;
            /** @description As invoices name it. */
            name: string;
            /** @description A fraction with at most 6 digits after the point: 0.19 is 19 %. */
            percentage: string | null;
            /** @description Codes of prices that it is for; empty: all. */
            prices: string[];
            /** @description It can be given until then; null: without end. RFC 3339, UTC. */
            redeem_by: string | null;
            /** @description How often it was given to a tenant. */
            redemptions: number;
        };
        /**
         * Make a coupon
         * @description Body of POST /api/v1/coupons.
         */
        coupon_create: {
            /** @description In major units of its currency. Either this or a percentage. */
            amount?: string | null;
            /** @description Name of the coupon in addresses. */
            code: string;
            /** @description ISO 4217, of an amount. */
            currency?: string | null;
            /**
             * @description once: a percentage of one invoice, or an amount until it is used up. months, forever: of so many, or of all, regular invoices, the whole amount each time.
             * @enum {string}
             */
            duration: "once" | "months" | "forever";
            /** @description Of the duration months. */
            months?: number | null;
            /** @description How often it can be given to tenants; null: without end. */
            most_redemptions?: number | null;
            /** @description As invoices name it. */
            name: string;
            /** @description A fraction with at most 6 digits after the point: 0.19 is 19 %. */
            percentage?: string | null;
            /** @description Codes of prices that it is for; empty: all. */
            prices?: string[];
            /** @description It can be given until then; null: without end. RFC 3339, UTC. */
            redeem_by?: string | null;
        };
        /**
         * Credit
         * @description Money that invoices of a tenant use before they ask for any.
         */
        credit: {
            /** @description What was granted, in major units. */
            amount: string;
            /** @description When it was granted. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description From then on what remains is worth nothing; null: never. RFC 3339, UTC. */
            expires_at: string | null;
            /** @description Stable id. */
            id: string;
            /** @description The credit note that made it. */
            invoice_id: string | null;
            /** @description Whether invoices can use it: something remains, and it has not expired. */
            is_open: boolean;
            /** @description Paid ahead: what remains can be refunded. Else it is a present. */
            is_paid: boolean;
            /** @description Who granted it. */
            made_by: string;
            /** @description Lower ones are used first. */
            priority: number;
            /** @description For people. */
            reason: string;
            /** @description What is left of it. */
            remaining: string;
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it was last used or changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Balance of a tenant's credits
         * @description What its credits of one currency come to.
         */
        credit_balance: {
            /** @description Without what has expired since. */
            available: string;
            /** @description Of the newest entry. */
            balance: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description How many there are. */
            entries: number;
        };
        /**
         * Grant a credit
         * @description Body of POST /api/v1/tenants/{tenant}/credits.
         */
        credit_create: {
            /** @description In major units, above zero. */
            amount: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description From then on what remains is worth nothing; null: never. RFC 3339, UTC. */
            expires_at?: string | null;
            /** @description Paid ahead: what remains can be refunded. Else it is a present. False when absent. */
            is_paid?: boolean;
            /** @description Lower ones are used first; 100 when absent. */
            priority?: number;
            /** @description For people. */
            reason?: string;
        };
        /**
         * Entry of a tenant's credits
         * @description One thing that happened to a credit. Entries are never changed.
         */
        credit_entry: {
            /** @description What was added, or, below zero, taken away. */
            amount: string;
            /** @description When it took effect. RFC 3339, UTC. */
            at: string;
            /** @description Of all credits of this currency. */
            balance_after: string;
            /** @description Of the command that asked for it. */
            command_id: string | null;
            /** @description The credit. */
            credit_id: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description Of the invoice that used it or gave it back, or the credit note that made it. */
            invoice_id: string | null;
            /**
             * @description applied: an invoice used it. returned: the invoice was voided.
             * @enum {string}
             */
            kind: "granted" | "applied" | "returned" | "expired" | "voided" | "refunded";
            /** @description Within the tenant's credits of this currency, from 1 without gaps. */
            sequence: number;
        };
        /**
         * Dispute
         * @description A payment that its payer's bank takes back, unless evidence speaks against it.
         */
        dispute: {
            /** @description In major units. */
            amount: string;
            /** @description When it was heard of. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description dsp_… */
            id: string;
            /** @description What was paid. */
            invoice_id: string;
            /** @description What is disputed. */
            payment_id: string;
            /** @description As the payment provider names it. */
            reason: string;
            /** @description Until when evidence counts. */
            respond_by: string | null;
            /**
             * @description needs_response: evidence is due. won: the money stays. lost: it is gone.
             * @enum {string}
             */
            state: "needs_response" | "under_review" | "won" | "lost";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it was changed last. */
            updated_at: string;
            /** @description Counts changes. */
            version: number;
        };
        /**
         * CloudEvent
         * @description One usage event, CloudEvents 1.0. The decoder of the ingest path does not use this schema; it is stricter and says where.
         */
        event: {
            /** @description What meters read. */
            data?: Record<string, unknown> | null;
            /** @description JSON. */
            datacontenttype?: string | null;
            /** @description URI of the data's schema. */
            dataschema?: string | null;
            /** @description Unique within its source. */
            id: string;
            /** @description Who says it. */
            source: string;
            /** @enum {string} */
            specversion: "1.0";
            /** @description Whom or what it is about. */
            subject?: string | null;
            /** @description RFC 3339; absent: when it arrived. */
            time?: string | null;
            /** @description What happened. */
            type: string;
        } & {
            [key: string]: string | number | boolean | null;
        };
        /**
         * CloudEvents batch
         * @description Body of application/cloudevents-batch+json. Each item is as in event.json.
         */
        event_batch: Record<string, unknown>[];
        /**
         * Fate of an event
         * @description An event of the log and what became of it. `unknown`: the bounded search did not reach far enough, next_cursor goes on.
         */
        event_fate: {
            /** @description By the broker's clock. RFC 3339, UTC. */
            appended_at?: string;
            code?: string;
            conflicts?: {
                /** @description By the broker's clock. RFC 3339, UTC. */
                appended_at: string;
                /** @description Where the event stands in the log. */
                position: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                };
            }[];
            counted_event?: Record<string, unknown>;
            detail?: string;
            /** @description The CloudEvent as it was accepted; null when the log does not hold it any more. */
            event?: Record<string, unknown>;
            /** @description Where this identity was counted, for a duplicate or a conflict. */
            first_position?: {
                /** @description Null: not known without the record. */
                index: number | null;
                offset: number;
                partition: number;
                topic: string;
            };
            id: string;
            /** @description The cells it went to, and the meters that could not count it. */
            meters?: {
                code?: string;
                detail?: string;
                generation?: number;
                group_by?: Record<string, unknown>;
                /** @description Start of the cell's hour. RFC 3339, UTC. */
                hour?: string;
                /** @description Lines of finalized invoices that bill the cell, for who may read invoices; of one event only. */
                invoice_lines?: {
                    /** @description Before discounts and taxes. Major units, exact. */
                    amount: string;
                    /** @description The line that it corrects. */
                    corrects: {
                        /** @description Of that line. */
                        invoice_id: string;
                        /** @description Its number. */
                        line: number;
                    } | null;
                    /** @description Of which invoice. */
                    invoice_id: string;
                    /** @description Of that invoice. */
                    invoice_number: string;
                    /** @description Number of the line. */
                    line: number;
                    /** @description Less discounts. Major units, exact. */
                    net: string;
                }[];
                /** @description Name of the meter in addresses; empty when it is gone. */
                slug: string;
                subject?: string;
            }[];
            /** @enum {string} */
            outcome: "pending" | "counted" | "duplicate" | "conflict" | "unmatched" | "rejected" | "not_seen" | "unknown";
            /** @description Where the event stands in the log. */
            position?: {
                /** @description Null: not known without the record. */
                index: number | null;
                offset: number;
                partition: number;
                topic: string;
            };
            rejected_id?: string;
            rejections?: {
                code: string;
                detail: string;
                id: string;
                /** @description Where the event stands in the log. */
                position: {
                    /** @description Null: not known without the record. */
                    index: number | null;
                    offset: number;
                    partition: number;
                    topic: string;
                };
                state: string;
            }[];
            source: string;
        };
        /**
         * Accepted events
         * @description 202 of POST /api/v1/events: every accepted event is in the log, acknowledged by all in-sync replicas.
         */
        events_accepted: {
            accepted: number;
            errors: {
                /** @description A code of schemas/catalogues/errors.json. */
                code: string;
                detail: string;
                index?: number;
                pointer: string;
            }[];
            /** @description One for each accepted event. */
            receipts: {
                /** @description Of the event in the request. */
                index: number;
                /** @description Of the record. */
                offset: number;
                partition: number;
                /** @description Of the event in the record. */
                position: number;
                /** @description Receipt of a write, for ?after=. */
                receipt: string;
                /** @description Without the installation's prefix. */
                topic: string;
            }[];
            warnings: {
                /** @description A code of schemas/catalogues/errors.json. */
                code: string;
                detail?: string;
                index: number;
            }[];
        };
        /**
         * Events feed
         * @description Messages that webhooks tell of, the oldest first.
         */
        events_feed: {
            /** @description There may be more at once: ask again without waiting, also when this page has nothing. */
            has_more: boolean;
            items: {
                /** @description As a webhook has it. */
                body: {
                    /** @description What the announcement says of it, without what can tell who somebody is. */
                    data: Record<string, unknown>;
                    /** @description Id of what it is about. */
                    subject: string;
                    /** @description null: of the platform. */
                    tenant_id: string | null;
                    /** @description RFC 3339, UTC. */
                    timestamp: string;
                    type: string;
                };
                /** @description What the header webhook-id of a webhook says: the receiver's key against doubles. */
                id: string;
            }[];
            /** @description Hand it back as ?cursor=, also when there was nothing. */
            next_cursor: string;
        };
        /** Feature flag */
        feature_flag: {
            description: string;
            enabled: boolean;
            name: string;
            /** @description When it was switched last. */
            updated_at: string;
        };
        /**
         * Switch a feature
         * @description Body of PUT /api/v1/feature-flags/{flag}.
         */
        feature_flag_update: {
            enabled: boolean;
        };
        /**
         * Import of past usage
         * @description Usage of one tenant and meter from before events are accepted.
         */
        history_import: {
            /** @description When it was given up. RFC 3339, UTC. */
            canceled_at: string | null;
            /** @description Rows that were sent again and say something else than before. */
            conflicts: number;
            /** @description When it was begun. RFC 3339, UTC. */
            created_at: string;
            /** @description Rows that were sent again. */
            duplicates: number;
            /** @description Where the range begins: the start of one of the tenant's hours. RFC 3339, UTC. */
            from: string;
            /** @description Stable id. */
            id: string;
            /** @description When it took its place. RFC 3339, UTC. */
            imported_at: string | null;
            /** @description Hourly cells that took their place; null until it is imported. */
            imported_cells: number | null;
            /** @description The job that the last command asked for. */
            job_id: string | null;
            /** @description Who began it. */
            made_by: string;
            /** @description Slug of the meter. */
            meter: string;
            /** @description The meter. */
            meter_id: string;
            /** @description Rows that the meter could not count. */
            refused: number;
            /** @description Hourly cells of the range that were there before; null until it is imported. */
            replaced_cells: number | null;
            /** @description The events that they were made of; null until it is imported. */
            replaced_events: number | null;
            /** @description Rows that are counted. */
            rows: number;
            /** @description When it was started. RFC 3339, UTC. */
            started_at: string | null;
            /**
             * @description open: rows are taken. started: it is about to take its place. imported: it is what is counted of the range. canceled: given up before it was started.
             * @enum {string}
             */
            state: "open" | "started" | "imported" | "canceled";
            /** @description Whose usage it is. */
            tenant_id: string;
            /** @description Its key. */
            tenant_key: string;
            /** @description Where it ends, itself not in it. RFC 3339, UTC. */
            to: string;
        };
        /**
         * Begin an import of past usage
         * @description Body of POST /api/v1/history-imports.
         */
        history_import_create: {
            /** @description The start of one of the tenant's hours. RFC 3339, UTC. */
            from: string;
            /** @description Id or slug. */
            meter: string;
            /** @description Id or key. */
            tenant: string;
            /** @description The end of the range, the start of one of its hours. An hour before the oldest event that is still accepted, at the latest. RFC 3339, UTC. */
            to: string;
        };
        /**
         * Start an import of past usage
         * @description Body of POST /api/v1/history-imports/{history_import}/start.
         */
        history_import_start: {
            /** @description How many rows it has, as its preview says: with another number it is not started. */
            rows: number;
        };
        /**
         * Preview of an import
         * @description What an import would replace, and with what.
         */
        history_preview: {
            /** @description then less now; null when it is too large for a number. */
            difference: string | null;
            /** @description The import, as GET /api/v1/history-imports/{history_import} has it. */
            import: {
                /** @description When it was given up. RFC 3339, UTC. */
                canceled_at: string | null;
                /** @description Rows that were sent again and say something else than before. */
                conflicts: number;
                /** @description When it was begun. RFC 3339, UTC. */
                created_at: string;
                /** @description Rows that were sent again. */
                duplicates: number;
                /** @description Where the range begins: the start of one of the tenant's hours. RFC 3339, UTC. */
                from: string;
                /** @description Stable id. */
                id: string;
                /** @description When it took its place. RFC 3339, UTC. */
                imported_at: string | null;
                /** @description Hourly cells that took their place; null until it is imported. */
                imported_cells: number | null;
                /** @description The job that the last command asked for. */
                job_id: string | null;
                /** @description Who began it. */
                made_by: string;
                /** @description Slug of the meter. */
                meter: string;
                /** @description The meter. */
                meter_id: string;
                /** @description Rows that the meter could not count. */
                refused: number;
                /** @description Hourly cells of the range that were there before; null until it is imported. */
                replaced_cells: number | null;
                /** @description The events that they were made of; null until it is imported. */
                replaced_events: number | null;
                /** @description Rows that are counted. */
                rows: number;
                /** @description When it was started. RFC 3339, UTC. */
                started_at: string | null;
                /**
                 * @description open: rows are taken. started: it is about to take its place. imported: it is what is counted of the range. canceled: given up before it was started.
                 * @enum {string}
                 */
                state: "open" | "started" | "imported" | "canceled";
                /** @description Whose usage it is. */
                tenant_id: string;
                /** @description Its key. */
                tenant_key: string;
                /** @description Where it ends, itself not in it. RFC 3339, UTC. */
                to: string;
            };
            /** @description Issued invoices that bill usage of the meter in the range, oldest first: the tenant's next invoice run looks back that far, and bills the difference. */
            invoices: {
                /** @description ISO 4217. */
                currency: string;
                /** @description Stable id. */
                id: string;
                /** @description Its number. */
                number: string;
                /** @description What it bills. */
                period: {
                    /** @description First day. */
                    from: string;
                    /** @description Last day. */
                    to: string;
                };
                /**
                 * @description State of the invoice.
                 * @enum {string}
                 */
                state: "finalized" | "past_due" | "paid" | "uncollectible";
            }[];
            /** @description Always true. */
            is_preview: boolean;
            /** @description What is counted of the range. */
            now: {
                /** @description Hourly cells. */
                cells: number;
                /** @description That it is made of. */
                events: number;
                /** @description As the meter puts values together. */
                value: string;
            };
            /** @description What would be, with the rows that are counted so far. Of an import that took its place it is nothing: `now` has it. */
            then: {
                /** @description Hourly cells. */
                cells: number;
                /** @description That it is made of. */
                events: number;
                /** @description As the meter puts values together. */
                value: string;
            };
        };
        /**
         * Rows of an import
         * @description Answer of POST /api/v1/history-imports/{history_import}/rows.
         */
        history_rows_added: {
            /** @description For ?after=. */
            receipt: string;
            /** @description Rows that are in the log now. */
            rows: number;
        };
        /**
         * Identity
         * @description Whom a sign-in service says that somebody is; it signs in as them.
         */
        identity: {
            /** @description When it was linked. RFC 3339, UTC. */
            created_at: string;
            /** @description Stable id. */
            id: string;
            /** @description The service that names the person. */
            issuer: string;
            /** @description When it last signed in. RFC 3339, UTC. */
            last_used_at: string;
            /** @description How it names them. */
            subject: string;
        };
        /**
         * Invitation
         * @description Somebody who was asked to become a member of a tenant.
         */
        invitation: {
            /** @description When. RFC 3339, UTC. */
            created_at: string;
            /** @description Whom; in lower case. */
            email: string;
            /** @description Until when it can be accepted. RFC 3339, UTC. */
            expires_at: string;
            /** @description Of the invitation. */
            id: string;
            /** @description Who asked: usr_…, staff:usr_… for the platform's staff, else a program. */
            invited_by: string;
            /**
             * @description What they become in this tenant.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
            /**
             * @description Only an open one can be accepted.
             * @enum {string}
             */
            state: "open" | "accepted" | "revoked" | "expired";
            /** @description Into which tenant. */
            tenant_id: string;
            /** @description When it was last sent or decided. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Accept an invitation
         * @description Body of POST /api/v1/auth/invitations/accept. A new person gives name and password; a known one is signed in and gives neither.
         */
        invitation_accept: {
            /** @description For people. */
            name?: string;
            /** @description 12 characters to 1024 bytes, and not the e-mail address. */
            password?: string;
            /** @description As the mail's link has it. */
            token: string;
        };
        /**
         * An accepted invitation
         * @description Who is what where now.
         */
        invitation_accepted: {
            /** @description What they sign in with. */
            email: string;
            /** @description Whether the account was made just now. */
            is_new: boolean;
            /**
             * @description What they are in it.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
            /** @description Of which tenant they are a member. */
            tenant_id: string;
            /** @description Who. */
            user_id: string;
        };
        /**
         * Invite somebody
         * @description Body of POST /api/v1/tenants/{tenant}/invitations.
         */
        invitation_create: {
            /** @description Address. Letters are folded to lower case. */
            email: string;
            /**
             * @description What they become in this tenant.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
        };
        /**
         * An invitation, to whom it was sent
         * @description What the holder of its token may know.
         */
        invitation_shown: {
            /** @description To whom it was sent. */
            email: string;
            /** @description Until when it can be accepted. RFC 3339, UTC. */
            expires_at: string;
            /** @description Whether accepting makes an account: then name and password are needed. Otherwise sign in with this address and accept. */
            needs_password: boolean;
            /**
             * @description What they become in this tenant.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
            /** @description Into which tenant. */
            tenant_id: string;
            /** @description Its name, or its key when it has none. */
            tenant_name: string;
        };
        /**
         * Invoice
         * @description What a tenant is billed. Lines are a list of their own.
         */
        invoice: {
            /** @description The instant that it was reckoned as of. RFC 3339, UTC. */
            as_of: string;
            /** @description Who it is to, as the billing profile was then. */
            buyer: {
                /** @description Postal address; what is empty is not given. */
                address: {
                    /** @description City. */
                    city: string;
                    /** @description ISO 3166-1 alpha-2. */
                    country: string;
                    /** @description Street and number. */
                    line1: string;
                    /** @description More of it. */
                    line2: string;
                    /** @description Postal code. */
                    postal_code: string;
                    /** @description State or region. */
                    region: string;
                };
                /** @description E-mail, or empty. */
                email: string;
                /** @description Legal name. */
                legal_name: string;
                /** @description Tax id, or empty. */
                tax_id: string;
            };
            /** @description Id of the invoice that an adjustment is of. */
            corrects: string | null;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Of a credit note: the credit that it grants. Major units, exact. */
            credited: string;
            /** @description Of the tenant's credits. Major units, exact. */
            credits_used: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description What is to be paid. Major units, exact. */
            due: string;
            /** @description The last day to pay; null when nothing is due. YYYY-MM-DD, of the tenant's zone. */
            due_on: string | null;
            /** @description When it got its number. RFC 3339, UTC. */
            finalized_at: string | null;
            /** @description Stable id. */
            id: string;
            /** @description SHA-256 of the frozen inputs that it follows from. */
            inputs_hash: string;
            /** @description The day that it was finalized. YYYY-MM-DD, of the tenant's zone. */
            issued_on: string | null;
            /**
             * @description adjustment: usage that came after an invoice; threshold: before the month is over, since usage reached the threshold of its plan; credit_note: any of them, when it comes to less than nothing.
             * @enum {string}
             */
            kind: "regular" | "adjustment" | "credit_note" | "threshold";
            /** @description How many lines it has. */
            lines_count: number;
            /** @description Without tax. Major units, exact. */
            net: string;
            /** @description Of its series, without gaps; null of a draft. */
            number: string | null;
            /** @description What was paid of it. Major units, exact. */
            paid: string;
            /** @description The tenant's days that it is about; the last one is in it. */
            period: {
                /** @description First day. */
                from: string;
                /** @description Last day. */
                to: string;
            };
            /** @description Who it is from, as it was then. */
            seller: {
                /** @description Postal address; what is empty is not given. */
                address: {
                    /** @description City. */
                    city: string;
                    /** @description ISO 3166-1 alpha-2. */
                    country: string;
                    /** @description Street and number. */
                    line1: string;
                    /** @description More of it. */
                    line2: string;
                    /** @description Postal code. */
                    postal_code: string;
                    /** @description State or region. */
                    region: string;
                };
                /** @description E-mail, or empty. */
                email: string;
                /** @description The issuer. */
                issuer_id: string;
                /** @description Legal name. */
                legal_name: string;
                /** @description At the foot. */
                note: string;
                /** @description Days until it is due. */
                payment_terms_days: number;
                /** @description Tax id, or empty. */
                tax_id: string;
            };
            /**
             * @description Where it stands.
             * @enum {string}
             */
            state: "draft" | "finalized" | "past_due" | "paid" | "uncollectible" | "void" | "discarded";
            /** @description Taxes, by rate. */
            taxes: {
                /** @description VATEX, or empty. */
                exemption_code: string;
                /** @description Why no tax is due, or empty. */
                exemption_reason: string;
                /** @description Whether prices have them in. */
                inclusive: boolean;
                /** @description One for each rate. */
                lines: {
                    /** @description The tax. Major units, exact. */
                    amount: string;
                    /** @description What it is reckoned on. Major units, exact. */
                    base: string;
                    /** @description Of the rate. */
                    code: string;
                    /** @description Whose tax it is. */
                    jurisdiction: string;
                    /** @description For people. */
                    name: string;
                    /** @description 0.19 is 19 %. */
                    rate: string;
                }[];
            };
            /** @description Whose it is. */
            tenant_id: string;
            /** @description With tax; below zero of a credit note. Major units, exact. */
            total: string;
            /** @description When it changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Rises with each change. */
            version: number;
        };
        /**
         * Change an invoice
         * @description Body of POST /api/v1/invoices/{invoice}/changes.
         */
        invoice_change: {
            /**
             * @description What becomes of it. void: its charges are billed anew.
             * @enum {string}
             */
            change: "finalize" | "void" | "give_up";
        };
        /**
         * Invoice document
         * @description An invoice as a signed document.
         */
        invoice_document: {
            /** @description The invoice as it was finalized. What was paid later stands nowhere in it. Its canonical form (RFC 8785) is what is signed. */
            document: {
                /** @description Whom it is to. */
                buyer: {
                    /** @description Where it is. */
                    address: {
                        /** @description City. */
                        city: string;
                        /** @description ISO 3166-1 alpha-2, or empty. */
                        country: string;
                        /** @description First line. */
                        line1: string;
                        /** @description Second line. */
                        line2: string;
                        /** @description Postal code. */
                        postal_code: string;
                        /** @description Region. */
                        region: string;
                    };
                    /** @description E-mail address, or empty. */
                    email: string;
                    /** @description Of the issuer or of the tenant. */
                    id: string;
                    /** @description Its name, or empty. */
                    legal_name: string;
                    /** @description Tax id, or empty. */
                    tax_id: string;
                };
                /** @description Of a credit note, what the tenant can use up. Major units, exact. */
                credited: string;
                /** @description What credits paid of it. Major units, exact. */
                credits_used: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description What it asks for. Major units, exact. */
                due: string;
                /** @description The last day to pay; null when nothing is due. */
                due_on: string | null;
                /** @description RFC 3339, UTC. */
                finalized_at: string;
                /** @description Stable id. */
                id: string;
                /** @description SHA-256 of the frozen inputs that it was reckoned from. */
                inputs_hash: string;
                /** @description Whether it had been voided when this was read. */
                is_void: boolean;
                /** @description The day that it was finalized. */
                issued_on: string;
                /**
                 * @description adjustment: usage that came after an invoice; threshold: before the month is over, since usage reached the threshold of its plan; credit_note: any of them, when it comes to less than nothing.
                 * @enum {string}
                 */
                kind: "regular" | "adjustment" | "credit_note" | "threshold";
                /** @description All of them. */
                lines: {
                    /** @description Before discounts. Major units, exact. */
                    amount: string;
                    /** @description The line of an earlier invoice that it is the difference to, or empty. */
                    corrects: string;
                    /** @description Of all discounts. Major units, exact. */
                    discount: string;
                    /** @description By coupon; none when what is taken back is no coupon's. */
                    discounts: {
                        /** @description What it takes off. Major units, exact. */
                        amount: string;
                        /** @description Of the coupon. */
                        name: string;
                    }[];
                    /** @description The first day that it is for, of the tenant's zone. */
                    from: string;
                    /** @description What the quantity was counted by, or empty. */
                    meter: string;
                    /** @description Of the price. */
                    name: string;
                    /** @description Less its discounts; with inclusive taxes they are in it. Major units, exact. */
                    net: string;
                    /** @description The same without tax. Major units, exact. */
                    net_without_tax: string;
                    /** @description From 1. */
                    number: number;
                    /** @description Name of the plan. */
                    plan: string;
                    /** @description What was counted, of usage. */
                    quantity: string | null;
                    /** @description The last day that it is for. */
                    to: string;
                }[];
                /** @description Without tax. Major units, exact. */
                net: string;
                /** @description At its foot, or empty. */
                note: string;
                /** @description Of its series. */
                number: string;
                /** @description The tenant's days that it is about; the last one is in it. */
                period: {
                    /** @description First day. */
                    from: string;
                    /** @description Last day. */
                    to: string;
                };
                /** @description Invoices that it corrects. */
                preceding: {
                    /** @description The day that it was finalized. */
                    issued_on: string;
                    /** @description Of its series. */
                    number: string;
                }[];
                /** @description Whom it is from. */
                seller: {
                    /** @description Where it is. */
                    address: {
                        /** @description City. */
                        city: string;
                        /** @description ISO 3166-1 alpha-2, or empty. */
                        country: string;
                        /** @description First line. */
                        line1: string;
                        /** @description Second line. */
                        line2: string;
                        /** @description Postal code. */
                        postal_code: string;
                        /** @description Region. */
                        region: string;
                    };
                    /** @description E-mail address, or empty. */
                    email: string;
                    /** @description Of the issuer or of the tenant. */
                    id: string;
                    /** @description Its name, or empty. */
                    legal_name: string;
                    /** @description Tax id, or empty. */
                    tax_id: string;
                };
                /** @description Taxes, by rate. */
                taxes: {
                    /** @description VATEX, or empty. */
                    exemption_code: string;
                    /** @description Why no tax is due, or empty. */
                    exemption_reason: string;
                    /** @description Whether the lines have them in. */
                    inclusive: boolean;
                    /** @description One for each rate. */
                    lines: {
                        /** @description Of the tax. Major units, exact. */
                        amount: string;
                        /** @description Of what. Major units, exact. */
                        base: string;
                        /** @description Whose tax it is. */
                        jurisdiction: string;
                        /** @description Of the rate. */
                        name: string;
                        /** @description 19 is 19 %. */
                        percent: string;
                    }[];
                };
                /** @description With tax. Major units, exact. */
                total: string;
                /**
                 * @description Of this form of document.
                 * @enum {integer}
                 */
                version: 1;
            };
            /** @description A JSON Web Signature (RFC 7515, flattened): its payload is the canonical document. */
            signature: {
                /** @description base64url of its header: EdDSA, the id of the key, and the type weir-invoice. */
                protected: string;
                /** @description base64url of 64 bytes. */
                signature: string;
            };
        };
        /**
         * Forecast of a month
         * @description What the billing month would come to at its end. Before discounts, taxes and credits.
         */
        invoice_forecast: {
            /** @description By code; empty when there is no subscription, or nothing to go by yet. */
            currencies: {
                /** @description What it would come to if usage went on at the same rate. Major units, exact. */
                at_end: string;
                /** @description The least and the most that it would come to if it were off as in one of the months before; null: there is none to tell by. */
                band: {
                    /** @description The most. Major units, exact. */
                    high: string;
                    /** @description The least. Major units, exact. */
                    low: string;
                } | null;
                /** @description ISO 4217. */
                currency: string;
                /** @description How the same rule did in months before, in which something was counted; the newest first. */
                past: {
                    /** @description What it came to. Major units, exact. */
                    actual: string;
                    /** @description What the rule says of it, with the usage that was there at the same point of it. Major units, exact. */
                    forecast: string;
                    /** @description The day that it began on. */
                    from: string;
                    /** @description (actual − forecast) ÷ forecast, to thousandths: 0.05 is 5 % more; null: nothing was forecast. */
                    off_by: string | null;
                }[];
                /** @description What the month comes to with what was counted until then. Major units, exact. */
                so_far: string;
            }[];
            /** @description The billing month begins. RFC 3339, UTC. */
            from: string;
            /**
             * @description Nothing of it is billed.
             * @enum {boolean}
             */
            is_preview: true;
            /** @description By the usage before it; the month's begin when no hour of it is counted yet. RFC 3339, UTC. */
            seen_until: string;
            /** @description Whose month it is. */
            tenant_id: string;
            /** @description And ends, excluded. RFC 3339, UTC. */
            to: string;
        };
        /**
         * Invoice line
         * @description One charge of an invoice, or a correction of one.
         */
        invoice_line: {
            /** @description Before discounts and taxes. Major units, exact. */
            amount: string;
            /** @description The line that it corrects. */
            corrects: {
                /** @description Of that line. */
                invoice_id: string;
                /** @description Its number. */
                line: number;
            } | null;
            /** @description What it follows from. */
            detail: {
                /** @description What the charge comes to now, with what was billed of it before. Major units, exact. */
                charge?: string;
                /** @description By coupon. */
                discounts: {
                    /** @description What the line costs less. Major units, exact. */
                    amount: string;
                    /** @description Of the coupon. */
                    code: string;
                    /** @description For people. */
                    name: string;
                    /** @description Of the tenant. */
                    tenant_coupon: string;
                }[];
                /** @description That make it up. */
                events?: number;
                /** @description Slug of the meter that it counts. */
                meter?: string;
                /** @description Of the price. */
                model?: string;
                /** @description For people. */
                plan_name: string;
                /** @description For people. */
                price_name?: string;
                /** @description What was counted. */
                quantity?: string;
                /** @description They sum to the charge, before rounding. */
                steps?: {
                    /** @description Exactly, before rounding. */
                    amount: string;
                    /** @description And once. */
                    flat_amount?: string;
                    /**
                     * @description What it is.
                     * @enum {string}
                     */
                    kind: "included" | "units" | "tier" | "packages" | "rate" | "events" | "minimum" | "maximum";
                    /** @description Of this step. */
                    quantity: string;
                    /** @description Which tier, from 1. */
                    tier?: number;
                    /** @description Each costs. */
                    unit_amount?: string;
                }[];
                /** @description Of a flat fee or a price by unit. */
                unit_amount?: string;
            };
            /** @description What coupons took off. Major units, exact. */
            discount: string;
            /** @description What it is for begins. RFC 3339, UTC. */
            from: string;
            /**
             * @description What is charged.
             * @enum {string}
             */
            kind: "fee" | "usage" | "commitment";
            /** @description amount − discount. Major units, exact. */
            net: string;
            /** @description Within the invoice. */
            number: number;
            /** @description The day that its billing period begins on. */
            period: string;
            /** @description Of which plan. */
            plan: {
                /** @description Of the plan. */
                code: string;
                /** @description Of the plan. */
                version: number;
            };
            /** @description Code of the price; of a commitment the currency. */
            price: string;
            /** @description Of which subscription. */
            subscription_id: string;
            /** @description What it is for ends, excluded. RFC 3339, UTC. */
            to: string;
        };
        /**
         * Explanation of an invoice line
         * @description What a line follows from, down to the hourly cells that its quantity was put together of. `items` are a page of these; other members are the same on each page.
         */
        invoice_line_explanation: {
            /** @description What earlier invoices had billed of the same charge when this was reckoned: the line bills the difference. */
            billed_before: {
                /** @description Before discounts and taxes. Major units, exact. */
                amount: string;
                /** @description Of which invoice. */
                invoice_id: string;
                /** @description Number of the line. */
                line: number;
                /** @description Less discounts. Major units, exact. */
                net: string;
            }[];
            /** @description What the plan's usage costs at least, for a line of this kind. Major units, exact. */
            commitment: string | null;
            /** @description The invoice that it is a line of. */
            invoice: {
                /** @description As of when it was reckoned. RFC 3339, UTC. */
                as_of: string;
                /** @description What the invoice uses of the tenant's credits. */
                credits: {
                    /** @description That is used. Major units, exact. */
                    amount: string;
                    /** @description Of the credit. */
                    credit_id: string;
                }[];
                /** @description ISO 4217. */
                currency: string;
                /** @description Of the invoice. */
                id: string;
                /** @description SHA-256 of the frozen inputs that all of this was read from. */
                inputs_hash: string;
                /** @description regular, adjustment, threshold or credit_note. */
                kind: string;
                /** @description Once it is finalized. */
                number: string | null;
                /** @description As of now. */
                state: string;
                /** @description Taxes, by rate. */
                taxes: {
                    /** @description VATEX, or empty. */
                    exemption_code: string;
                    /** @description Why no tax is due, or empty. */
                    exemption_reason: string;
                    /** @description Whether prices have them in. */
                    inclusive: boolean;
                    /** @description One for each rate. */
                    lines: {
                        /** @description The tax. Major units, exact. */
                        amount: string;
                        /** @description What it is reckoned on. Major units, exact. */
                        base: string;
                        /** @description Of the rate. */
                        code: string;
                        /** @description Whose tax it is. */
                        jurisdiction: string;
                        /** @description For people. */
                        name: string;
                        /** @description 0.19 is 19 %. */
                        rate: string;
                    }[];
                };
                /** @description Whose it is. */
                tenant_id: string;
            };
            /** @description Every line of finalized invoices, void ones excepted, that bills the same charge as of now. */
            issued: {
                /** @description Before discounts and taxes. Major units, exact. */
                amount: string;
                /** @description The line that it corrects. */
                corrects: {
                    /** @description Of that line. */
                    invoice_id: string;
                    /** @description Its number. */
                    line: number;
                } | null;
                /** @description Of which invoice. */
                invoice_id: string;
                /** @description Of that invoice. */
                invoice_number: string;
                /** @description Number of the line. */
                line: number;
                /** @description Less discounts. Major units, exact. */
                net: string;
            }[];
            /** @description Cells, by hour, subject and group values. */
            items: {
                /** @description That were counted in it. */
                events: number;
                /** @description Answers with the events themselves and where they stand in the log. */
                events_url: string;
                /** @description Of the record that its first event is in. */
                first_offset: number;
                /** @description Group values. */
                group_by: Record<string, unknown>;
                /** @description Start of the hour. RFC 3339, UTC. */
                hour: string;
                /** @description Of the record that its last event is in. */
                last_offset: number;
                /** @description Of the events. */
                subject: string;
                /** @description Of this hour alone, as the meter puts values together. */
                value: string;
            }[];
            /** @description The line itself, with each step of the reckoning. */
            line: {
                /** @description Before discounts and taxes. Major units, exact. */
                amount: string;
                /** @description The line that it corrects. */
                corrects: {
                    /** @description Of that line. */
                    invoice_id: string;
                    /** @description Its number. */
                    line: number;
                } | null;
                /** @description What it follows from. */
                detail: {
                    /** @description What the charge comes to now, with what was billed of it before. Major units, exact. */
                    charge?: string;
                    /** @description By coupon. */
                    discounts: {
                        /** @description What the line costs less. Major units, exact. */
                        amount: string;
                        /** @description Of the coupon. */
                        code: string;
                        /** @description For people. */
                        name: string;
                        /** @description Of the tenant. */
                        tenant_coupon: string;
                    }[];
                    /** @description That make it up. */
                    events?: number;
                    /** @description Slug of the meter that it counts. */
                    meter?: string;
                    /** @description Of the price. */
                    model?: string;
                    /** @description For people. */
                    plan_name: string;
                    /** @description For people. */
                    price_name?: string;
                    /** @description What was counted. */
                    quantity?: string;
                    /** @description They sum to the charge, before rounding. */
                    steps?: {
                        /** @description Exactly, before rounding. */
                        amount: string;
                        /** @description And once. */
                        flat_amount?: string;
                        /**
                         * @description What it is.
                         * @enum {string}
                         */
                        kind: "included" | "units" | "tier" | "packages" | "rate" | "events" | "minimum" | "maximum";
                        /** @description Of this step. */
                        quantity: string;
                        /** @description Which tier, from 1. */
                        tier?: number;
                        /** @description Each costs. */
                        unit_amount?: string;
                    }[];
                    /** @description Of a flat fee or a price by unit. */
                    unit_amount?: string;
                };
                /** @description What coupons took off. Major units, exact. */
                discount: string;
                /** @description What it is for begins. RFC 3339, UTC. */
                from: string;
                /**
                 * @description What is charged.
                 * @enum {string}
                 */
                kind: "fee" | "usage" | "commitment";
                /** @description amount − discount. Major units, exact. */
                net: string;
                /** @description Within the invoice. */
                number: number;
                /** @description The day that its billing period begins on. */
                period: string;
                /** @description Of which plan. */
                plan: {
                    /** @description Of the plan. */
                    code: string;
                    /** @description Of the plan. */
                    version: number;
                };
                /** @description Code of the price; of a commitment the currency. */
                price: string;
                /** @description Of which subscription. */
                subscription_id: string;
                /** @description What it is for ends, excluded. RFC 3339, UTC. */
                to: string;
            };
            /** @description Hand it back as ?cursor=; null: this is the end. */
            next_cursor: string | null;
            /** @description Of the billing period that the line is for; 0 to 1 of 1: all of it. */
            part: {
                /** @description Where it begins. */
                from: number;
                /** @description Where it ends, excluded. */
                to: number;
                /** @description How long the period is, in the same unit. */
                whole: number;
            };
            /** @description The price as it was frozen in the invoice's inputs; null for a commitment. */
            price: {
                /** @description Of flat: the fee. */
                amount?: string;
                /** @description Tells prices of a plan apart, in all of its versions. */
                code: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description After the point of each line's amount; the currency's when absent. */
                digits?: number;
                /** @description Of percentage: for each event. */
                event_amount?: string;
                /** @description Groups of the meter and the values that are meant; usage goes to the first price of the plan that it fits. */
                filters?: {
                    [key: string]: (string | boolean)[];
                };
                /** @description Units of each month that cost nothing. */
                included?: string;
                /** @description At most so much in each month. */
                maximum_amount?: string;
                /** @description Whose usage is priced. */
                meter?: string;
                /** @description At least so much in each month. */
                minimum_amount?: string;
                /**
                 * @description flat: a fee for each interval. All others price a meter's usage of a month.
                 * @enum {string}
                 */
                model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "percentage";
                /** @description For people, on invoices; the code when absent. */
                name?: string;
                /** @description Of package: for each one begun. */
                package_amount?: string;
                /** @description Of package: units. */
                package_size?: string;
                /** @description Of percentage, of a metered sum of money: "0.029" is 2.9 %. */
                rate?: string;
                /**
                 * @description Of each line; half_up when absent.
                 * @enum {string}
                 */
                rounding?: "half_up" | "half_even" | "up" | "down";
                /** @description Of graduated and volume. */
                tiers?: {
                    /** @description Once the tier is reached; "0" when absent. */
                    flat_amount?: string;
                    /** @description For each unit; "0" when absent. */
                    unit_amount?: string;
                    /** @description The last unit of the tier; null of the last one, which has no end. */
                    up_to?: string | null;
                }[];
                /**
                 * @description Of flat; in_advance when absent.
                 * @enum {string}
                 */
                timing?: "in_advance" | "in_arrears";
                /** @description Of per_unit. */
                unit_amount?: string;
            } | null;
            /** @description What it counts; null when it measures nothing, or is owed no more. */
            usage: {
                /** @description How the meter puts values together. */
                aggregation: string;
                /** @description As it was when the line was reckoned. */
                billed: {
                    /** @description Hours, subjects and groups that it was put together of. */
                    cells: number;
                    /** @description That make it up. */
                    events: number;
                    /** @description As the meter puts values together. */
                    quantity: string;
                };
                /** @description As it is now; null on pages that follow the first. */
                counted: {
                    /** @description Hours, subjects and groups that it was put together of. */
                    cells: number;
                    /** @description That make it up. */
                    events: number;
                    /** @description As the meter puts values together. */
                    quantity: string;
                } | null;
                /** @description Hours from here on count. RFC 3339, UTC. */
                from: string;
                /** @description Of the meter. */
                generation: number;
                /** @description Whether the cells are made of the very events that were billed. False: some came later, and are billed by a later line. */
                is_as_billed: boolean | null;
                /** @description Slug. */
                meter: string;
                /** @description And until here, excluded. RFC 3339, UTC. */
                to: string;
                /** @description Of the meter. */
                unit: string;
            } | null;
        };
        /**
         * Payment of an invoice
         * @description Money that came in.
         */
        invoice_payment: {
            /** @description What was paid. Major units, exact. */
            amount: string;
            /** @description When it was recorded. RFC 3339, UTC. */
            created_at: string;
            /** @description How it came. */
            method: string;
            /** @description When it came. RFC 3339, UTC. */
            received_at: string;
            /** @description Who recorded it. */
            recorded_by: string;
            /** @description Of the money's own, or empty. */
            reference: string;
            /** @description Within the invoice. */
            sequence: number;
        };
        /**
         * Record a payment
         * @description Body of POST /api/v1/invoices/{invoice}/payments.
         */
        invoice_payment_create: {
            /** @description At most what is still due, in major units. */
            amount: string;
            /** @description How it came. */
            method: string;
            /** @description When it came; now when absent. RFC 3339. */
            received_at?: string | null;
            /** @description Of the money's own: recorded once for each method. */
            reference?: string | null;
        };
        /**
         * Preview of invoices
         * @description What would be billed.
         */
        invoice_preview: {
            /** @description The end of the billing month. RFC 3339, UTC. */
            as_of: string;
            /** @description One for each currency, and adjustments. */
            invoices: {
                /** @description Id of the invoice that an adjustment is of. */
                corrects: string | null;
                /** @description Of a credit note: the credit that it grants. Major units, exact. */
                credited: string;
                /** @description Of the tenant's credits. Major units, exact. */
                credits_used: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description What is to be paid. Major units, exact. */
                due: string;
                /**
                 * @description adjustment: usage that came after an invoice; threshold: before the month is over, since usage reached the threshold of its plan; credit_note: any of them, when it comes to less than nothing.
                 * @enum {string}
                 */
                kind: "regular" | "adjustment" | "credit_note" | "threshold";
                /** @description All of them. */
                lines: {
                    /** @description Before discounts and taxes. Major units, exact. */
                    amount: string;
                    /** @description The line that it corrects. */
                    corrects: {
                        /** @description Of that line. */
                        invoice_id: string;
                        /** @description Its number. */
                        line: number;
                    } | null;
                    /** @description What it follows from. */
                    detail: {
                        /** @description What the charge comes to now, with what was billed of it before. Major units, exact. */
                        charge?: string;
                        /** @description By coupon. */
                        discounts: {
                            /** @description What the line costs less. Major units, exact. */
                            amount: string;
                            /** @description Of the coupon. */
                            code: string;
                            /** @description For people. */
                            name: string;
                            /** @description Of the tenant. */
                            tenant_coupon: string;
                        }[];
                        /** @description That make it up. */
                        events?: number;
                        /** @description Slug of the meter that it counts. */
                        meter?: string;
                        /** @description Of the price. */
                        model?: string;
                        /** @description For people. */
                        plan_name: string;
                        /** @description For people. */
                        price_name?: string;
                        /** @description What was counted. */
                        quantity?: string;
                        /** @description They sum to the charge, before rounding. */
                        steps?: {
                            /** @description Exactly, before rounding. */
                            amount: string;
                            /** @description And once. */
                            flat_amount?: string;
                            /**
                             * @description What it is.
                             * @enum {string}
                             */
                            kind: "included" | "units" | "tier" | "packages" | "rate" | "events" | "minimum" | "maximum";
                            /** @description Of this step. */
                            quantity: string;
                            /** @description Which tier, from 1. */
                            tier?: number;
                            /** @description Each costs. */
                            unit_amount?: string;
                        }[];
                        /** @description Of a flat fee or a price by unit. */
                        unit_amount?: string;
                    };
                    /** @description What coupons took off. Major units, exact. */
                    discount: string;
                    /** @description What it is for begins. RFC 3339, UTC. */
                    from: string;
                    /**
                     * @description What is charged.
                     * @enum {string}
                     */
                    kind: "fee" | "usage" | "commitment";
                    /** @description amount − discount. Major units, exact. */
                    net: string;
                    /** @description Within the invoice. */
                    number: number;
                    /** @description The day that its billing period begins on. */
                    period: string;
                    /** @description Of which plan. */
                    plan: {
                        /** @description Of the plan. */
                        code: string;
                        /** @description Of the plan. */
                        version: number;
                    };
                    /** @description Code of the price; of a commitment the currency. */
                    price: string;
                    /** @description Of which subscription. */
                    subscription_id: string;
                    /** @description What it is for ends, excluded. RFC 3339, UTC. */
                    to: string;
                }[];
                /** @description Without tax. Major units, exact. */
                net: string;
                /** @description The tenant's days that it is about; the last one is in it. */
                period: {
                    /** @description First day. */
                    from: string;
                    /** @description Last day. */
                    to: string;
                };
                /** @description Taxes, by rate. */
                taxes: {
                    /** @description VATEX, or empty. */
                    exemption_code: string;
                    /** @description Why no tax is due, or empty. */
                    exemption_reason: string;
                    /** @description Whether prices have them in. */
                    inclusive: boolean;
                    /** @description One for each rate. */
                    lines: {
                        /** @description The tax. Major units, exact. */
                        amount: string;
                        /** @description What it is reckoned on. Major units, exact. */
                        base: string;
                        /** @description Of the rate. */
                        code: string;
                        /** @description Whose tax it is. */
                        jurisdiction: string;
                        /** @description For people. */
                        name: string;
                        /** @description 0.19 is 19 %. */
                        rate: string;
                    }[];
                };
                /** @description With tax; below zero of a credit note. Major units, exact. */
                total: string;
            }[];
            /**
             * @description Nothing of it is billed.
             * @enum {boolean}
             */
            is_preview: true;
            /** @description Why the tenant would be parked. */
            parks: {
                /** @description Of the error. */
                code: string;
                /** @description More about it. */
                detail: string;
            } | null;
            /** @description Usage is what was counted until then. RFC 3339, UTC. */
            read_at: string;
            /** @description Whose it is. */
            tenant_id: string;
        };
        /**
         * Invoice push
         * @description What an account at Stripe was told, or is to be told, of an invoice.
         */
        invoice_push: {
            /** @description To take the step that is next. */
            attempts: number;
            /** @description When it was begun. RFC 3339, UTC. */
            created_at: string;
            /** @description Why it failed, or waits; null: nothing is wrong. */
            failure: {
                /** @description Stripe's, or amount_not_at_stripe, amount_mismatch, too_many_lines, api_key_refused, api_key_not_permitted, secret_key_unknown, unavailable. */
                code: string;
                /** @description For people; may be empty. */
                message: string;
            } | null;
            /** @description When the next attempt may begin; null: it does not wait for one. RFC 3339, UTC. */
            next_at: string | null;
            /** @description Stripe's own number; null: none is known. */
            number: string | null;
            /** @description The account. */
            payment_provider_id: string;
            /** @description When Stripe had all of it for the first time; null: not yet. RFC 3339, UTC. */
            pushed_at: string | null;
            /** @description What Stripe calls it, in_…; null: it is not known to be there. */
            reference: string | null;
            /**
             * @description waiting: something is to be told, and tried again by itself. pushed: Stripe has all of it. failed: it is not told until somebody tries again.
             * @enum {string}
             */
            state: "waiting" | "pushed" | "failed";
            /** @description What it is at Stripe, as far as is known: draft, open, paid, void, uncollectible; null: it is not known to be there. */
            status: string | null;
            /** @description When it was changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Its page at Stripe, on which it can be paid; null: none is known. */
            url: string | null;
        };
        /**
         * Runs of invoices
         * @description How billing goes.
         */
        invoice_runs: {
            /** @description Everything that was acknowledged before is counted; null: a partition was not read yet. RFC 3339, UTC. */
            data_through: string | null;
            /** @description Whose next invoices a run makes now. */
            due: number;
            /** @description As of when the next invoices are; null: nobody is to be billed. RFC 3339, UTC. */
            next_at: string | null;
            /** @description That wait for a person. */
            parked: number;
            /** @description The newest first. */
            runs: {
                /** @description So far. */
                attempts: number;
                /** @description When it was asked for. RFC 3339, UTC. */
                created_at: string;
                /** @description Tenants that are through. */
                done: number;
                /** @description It begins then, or its next attempt. RFC 3339, UTC. */
                due_at: string;
                /** @description When it ended. RFC 3339, UTC. */
                finished_at: string | null;
                /** @description Of the job. */
                id: string;
                /** @description What its last attempt ended with; null: nothing went wrong. */
                problem: {
                    /** @description Of the error. */
                    code: string;
                    /** @description More about it. */
                    detail: string;
                } | null;
                /** @description What it did; null: it has not ended well yet. */
                report: {
                    /** @description Tenants that are not billed for an error that a person can mend; the log names them. */
                    failed: number;
                    /** @description That were made. */
                    invoices: number;
                    /** @description Tenants that wait for a person now. */
                    parked: number;
                    /** @description Invoices that became so. */
                    past_due: number;
                    /** @description That were looked at. */
                    tenants: number;
                } | null;
                /** @description When it first began. RFC 3339, UTC. */
                started_at: string | null;
                /**
                 * @description queued after an attempt that failed as well.
                 * @enum {string}
                 */
                state: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description That were due when it began; null: it has not begun. */
                total: number | null;
            }[];
            /** @description That ever had a subscription. */
            tenants: number;
            /** @description That are due by the clock, and whose usage is not counted far enough. */
            waiting: number;
        };
        /**
         * Issuer
         * @description A seller: a legal entity that invoices are from.
         */
        issuer: {
            /** @description What is empty is not given. */
            address: {
                /** @description City. */
                city: string;
                /** @description ISO 3166-1 alpha-2; empty: not given. */
                country: string;
                /** @description Street and number. */
                line1: string;
                /** @description What else helps to find it. */
                line2: string;
                /** @description Postal code. */
                postal_code: string;
                /** @description State, province or county. */
                region: string;
            };
            /** @description Name of the issuer in addresses. */
            code: string;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description What numbers begin with. Not ending in a digit, and no other series's. */
            credit_note_prefix: string;
            /** @description Where invoices are sent from or to; empty: nowhere. */
            email: string;
            /** @description Stable id. */
            id: string;
            /** @description What numbers begin with. Not ending in a digit, and no other series's. */
            invoice_prefix: string;
            /** @description As invoices name it. */
            legal_name: string;
            /** @description At the foot of each invoice. */
            note: string;
            /** @description Days until an invoice is due. */
            payment_terms_days: number;
            /** @description VAT number, EIN, GSTIN, …; empty: none. */
            tax_id: string;
            /** @description When it was last changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Make an issuer
         * @description Body of POST /api/v1/issuers.
         */
        issuer_create: {
            /** @description What is empty is not given. */
            address: {
                /** @description City. */
                city?: string;
                /** @description ISO 3166-1 alpha-2; empty: not given. */
                country?: string;
                /** @description Street and number. */
                line1?: string;
                /** @description What else helps to find it. */
                line2?: string;
                /** @description Postal code. */
                postal_code?: string;
                /** @description State, province or county. */
                region?: string;
            };
            /** @description Name of the issuer in addresses. */
            code: string;
            /** @description What numbers begin with. Not ending in a digit, and no other series's. */
            credit_note_prefix: string;
            /** @description Where invoices are sent from or to; empty: nowhere. */
            email?: string;
            /** @description What numbers begin with. Not ending in a digit, and no other series's. */
            invoice_prefix: string;
            /** @description As invoices name it. */
            legal_name: string;
            /** @description At the foot of each invoice. */
            note?: string;
            /** @description Days until an invoice is due; 30 when absent. */
            payment_terms_days?: number;
            /** @description VAT number, EIN, GSTIN, …; empty: none. */
            tax_id?: string;
        };
        /**
         * Replace an issuer
         * @description Body of PUT /api/v1/issuers/{issuer}: all but its code and its prefixes, which are fixed.
         */
        issuer_update: {
            /** @description What is empty is not given. */
            address: {
                /** @description City. */
                city?: string;
                /** @description ISO 3166-1 alpha-2; empty: not given. */
                country?: string;
                /** @description Street and number. */
                line1?: string;
                /** @description What else helps to find it. */
                line2?: string;
                /** @description Postal code. */
                postal_code?: string;
                /** @description State, province or county. */
                region?: string;
            };
            /** @description Where invoices are sent from or to; empty: nowhere. */
            email?: string;
            /** @description As invoices name it. */
            legal_name: string;
            /** @description At the foot of each invoice. */
            note?: string;
            /** @description Days until an invoice is due; 30 when absent. */
            payment_terms_days?: number;
            /** @description VAT number, EIN, GSTIN, …; empty: none. */
            tax_id?: string;
        };
        /**
         * A token of a mail
         * @description Body of the endpoints that take one and nothing else.
         */
        mail_token: {
            /** @description As the mail's link has it. */
            token: string;
        };
        /**
         * Oneself
         * @description Whoever asks, where they belong, and what this request was made as.
         */
        me: {
            /** @description What this very request was made as: the role in the tenant of Weir-Tenant, or without one on the staff. */
            acting: {
                /** @description As staff of the platform; a tenant that is entered so is told. */
                as_staff: boolean;
                permissions: ("api_keys_read" | "api_keys_write" | "audit_read" | "billing_profile_write" | "budgets_read" | "budgets_write" | "commands_read" | "credits_read" | "credits_write" | "events_read" | "events_write" | "feature_flags_read" | "feature_flags_write" | "history_read" | "history_write" | "invoices_read" | "invoices_write" | "members_read" | "members_write" | "meters_read" | "meters_write" | "payment_providers_read" | "payment_providers_write" | "payments_read" | "payments_write" | "plans_read" | "plans_write" | "policies_read" | "policies_write" | "refunds_write" | "rejected_write" | "self" | "subscriptions_read" | "subscriptions_write" | "tenants_read" | "tenants_write" | "usage_read" | "users_erase" | "users_export" | "users_list" | "users_read" | "webhooks_read" | "webhooks_write")[];
                /**
                 * @description person: in no tenant, and not on the staff.
                 * @enum {string}
                 */
                role: "owner" | "admin" | "billing" | "analyst" | "viewer" | "operator" | "finance" | "support" | "person";
                /** @description The tenant of Weir-Tenant. */
                tenant_id: string | null;
            };
            /** @description When the password was given. RFC 3339, UTC. */
            auth_time: string;
            /** @description When they were made. RFC 3339, UTC. */
            created_at: string;
            /** @description What they sign in with; in lower case. */
            email: string;
            /** @description Whether the address was shown to be theirs. */
            email_verified: boolean;
            /** @description Stable id. */
            id: string;
            /** @description A disabled user cannot sign in, and what they had open has ended. */
            is_active: boolean;
            memberships: {
                /**
                 * @description What one is in it.
                 * @enum {string}
                 */
                role: "owner" | "admin" | "billing" | "analyst" | "viewer";
                /** @description The tenant; goes into the header Weir-Tenant. */
                tenant_id: string;
                /** @description The company's own customer id. */
                tenant_key: string;
                /** @description For people. */
                tenant_name: string;
                /**
                 * @description Whether it goes on.
                 * @enum {string}
                 */
                tenant_state: "active" | "suspended";
            }[];
            /** @description For people. */
            name: string;
            /**
             * @description Staff of the company that runs this installation.
             * @enum {string|null}
             */
            platform_role: "operator" | "finance" | "support" | null;
            /** @description The session of this request. */
            session_id: string;
            /** @description When they were last changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Change oneself
         * @description Body of PATCH /api/v1/users/me.
         */
        me_update: {
            /** @description For people. */
            name: string;
        };
        /**
         * Member
         * @description Somebody in a tenant.
         */
        member: {
            /** @description Since when. RFC 3339, UTC. */
            created_at: string;
            /** @description What they sign in with; in lower case. */
            email: string;
            /** @description A disabled user cannot sign in, and what they had open has ended. */
            is_active: boolean;
            /** @description For people. */
            name: string;
            /**
             * @description What they are in this tenant.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
            /** @description When the role was last changed. RFC 3339, UTC. */
            updated_at: string;
            /** @description Who. */
            user_id: string;
        };
        /**
         * Change a member's role
         * @description Body of PATCH /api/v1/tenants/{tenant}/members/{user}.
         */
        member_update: {
            /**
             * @description What they are in this tenant.
             * @enum {string}
             */
            role: "owner" | "admin" | "billing" | "analyst" | "viewer";
        };
        /**
         * Meter
         * @description What is measured.
         */
        meter: {
            /**
             * @description How values are put together.
             * @enum {string}
             */
            aggregation: "COUNT" | "SUM" | "MIN" | "MAX" | "AVG" | "LATEST" | "UNIQUE_COUNT";
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description For people. */
            description?: string;
            /** @description Events of this type match. */
            event_type: string;
            /** @description Names of groups and the JSONPaths into data that give their values. */
            group_by: {
                [key: string]: string;
            };
            /** @description Stable id. */
            id: string;
            /** @description For people; the slug when absent. */
            name: string;
            /** @description Name of the meter in addresses. */
            slug: string;
            /** @description For people: GB, requests. */
            unit?: string;
            /** @description When it was last changed. RFC 3339, UTC. */
            updated_at: string;
            /** @description JSONPath into data; not for COUNT, needed by all others. */
            value_property?: string | null;
            /** @description Rises with each change. */
            version: number;
        };
        /**
         * Make a meter
         * @description Body of POST /api/v1/meters.
         */
        meter_create: {
            /**
             * @description How values are put together.
             * @enum {string}
             */
            aggregation: "COUNT" | "SUM" | "MIN" | "MAX" | "AVG" | "LATEST" | "UNIQUE_COUNT";
            /** @description For people. */
            description?: string;
            /** @description Events of this type match. */
            event_type: string;
            /** @description Names of groups and the JSONPaths into data that give their values. */
            group_by?: {
                [key: string]: string;
            };
            /** @description For people; the slug when absent. */
            name?: string;
            /** @description Name of the meter in addresses. */
            slug: string;
            /** @description For people: GB, requests. */
            unit?: string;
            /** @description JSONPath into data; not for COUNT, needed by all others. */
            value_property?: string | null;
        };
        /**
         * Meter export
         * @description A meter whose hourly totals are said to a meter of a payment provider.
         */
        meter_export: {
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description false: nothing is said until it is enabled again; then all that changed meanwhile. */
            enabled: boolean;
            /** @description What the provider's meter listens to. */
            event_name: string;
            /** @description The end of the latest hour that the provider has; null: none yet. RFC 3339, UTC. */
            exported_to: string | null;
            /** @description Hours from then on. RFC 3339, UTC. */
            from: string;
            /** @description Hours of tenants, by what became of them. */
            hours: {
                /** @description The provider will not have them as they are. */
                failed: number;
                /** @description They are to be said. */
                pending: number;
                /** @description The provider has their total. */
                sent: number;
            };
            /** @description Its slug. */
            meter: string;
            /** @description Of the meter. */
            meter_id: string;
            /** @description Why hours wait or failed, the most frequent reasons first. */
            troubles: {
                /** @description The provider's, as meter_event_customer_not_found; or timestamp_too_far_in_past, unavailable, api_key_refused. */
                code: string;
                /** @description How many. */
                hours: number;
                /** @description The latest such hour begins then. RFC 3339, UTC. */
                latest: string;
                /** @description The provider's, of the latest such hour, for people. */
                message: string;
                /**
                 * @description pending: they are said again by themselves. failed: when their total changes, or the export is put again.
                 * @enum {string}
                 */
                state: "pending" | "failed";
            }[];
            /** @description When it was put last. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Export a meter
         * @description Body of PUT /api/v1/payment-providers/{payment_provider}/meter-exports/{meter}.
         */
        meter_export_put: {
            /** @description When it is absent, true. */
            enabled?: boolean;
            /** @description What the provider's meter listens to. Another one than before: all hours that can still be said are said to it. */
            event_name: string;
            /** @description The start of a full hour in UTC, 35 days ago at the earliest; when it is absent, it stays as it is, at first this hour. RFC 3339, UTC. */
            from?: string;
        };
        /**
         * Change a meter
         * @description Body of PATCH /api/v1/meters/{meter}. What decides numbers cannot be changed: slug, event_type, aggregation, value_property and group_by are refused with meter_immutable_field.
         */
        meter_update: {
            /** @description For people. */
            description?: string;
            /** @description For people; the slug when absent. */
            name?: string;
            /** @description For people: GB, requests. */
            unit?: string;
        };
        /**
         * A code
         * @description Body of POST /api/v1/users/me/mfa/totp/confirm.
         */
        mfa_code: {
            /** @description Six digits of the app. */
            code: string;
        };
        /**
         * Second factor
         * @description Whether a code is asked for beside one's password.
         */
        mfa_status: {
            /** @description Whether a code is asked for. */
            enabled: boolean;
            /** @description Since when; null: not. RFC 3339, UTC. */
            enabled_at: string | null;
            /** @description Recovery codes that were not used. */
            recovery_codes_left: number;
        };
        /**
         * Whether a kind of mail comes
         * @description What the holder of a mail's token may know and change, and nothing else.
         */
        notification_choice: {
            /** @description What the notification is about: a name of `notifications` in one's preferences. */
            kind: string;
            /** @description Whether mails of this kind come. */
            wanted: boolean;
        };
        /**
         * Choose whether a kind of mail comes
         * @description Body of POST /api/v1/notifications/choose.
         */
        notification_choose: {
            /** @description As the mail's link has it. */
            token: string;
            /** @description false: no more mails of this kind. */
            wanted: boolean;
        };
        /**
         * Sign-in begun
         * @description Answer of POST /api/v1/auth/oidc/begin.
         */
        openid_begun: {
            /** @description Where the browser goes. */
            authorization_url: string;
            /** @description Seconds until it has to be back. */
            expires_in: number;
        };
        /**
         * Back from a sign-in service
         * @description Body of POST /api/v1/auth/oidc/finish.
         */
        openid_return: {
            /** @description As it came back; good once, for a moment. */
            code: string;
            /** @description As it came back. */
            state: string;
        };
        /**
         * Page of a list
         * @description Shape of every list; the items are of the resource's schema.
         */
        page: {
            /** @description What the answer contains. RFC 3339, UTC. */
            data_through?: string | null;
            items: unknown[];
            /** @description Hand it back as ?cursor=; null: this is the end. */
            next_cursor: string | null;
        };
        /**
         * Change one's password
         * @description Body of POST /api/v1/users/me/password.
         */
        password_change: {
            /** @description The one that ends. */
            current_password: string;
            /** @description 12 characters to 1024 bytes, and not the e-mail address. */
            new_password: string;
        };
        /**
         * Ask for a new password
         * @description Body of POST /api/v1/auth/password/forgot.
         */
        password_forgot: {
            /** @description Address. Letters are folded to lower case. */
            email: string;
        };
        /**
         * Set a new password
         * @description Body of POST /api/v1/auth/password/reset.
         */
        password_reset: {
            /** @description 12 characters to 1024 bytes, and not the e-mail address. */
            new_password: string;
            /** @description As the mail's link has it. */
            token: string;
        };
        /**
         * Payment
         * @description An attempt to collect the money of an invoice through a payment provider.
         */
        payment: {
            /** @description What it is to bring, in major units. */
            amount: string;
            /** @description When it was begun. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description Why it failed, or came to nothing, as the payment provider names it. */
            failure_code: string | null;
            /** @description The same for people, in the payment provider's words. */
            failure_message: string | null;
            /** @description pay_… */
            id: string;
            /** @description What it is for. */
            invoice_id: string;
            /**
             * @description hosted: on a page of the payment provider. saved_method: by a method that was kept.
             * @enum {string}
             */
            origin: "hosted" | "saved_method";
            /** @description What was charged, of origin saved_method. */
            payment_method_id: string | null;
            /** @description What came in, in major units. */
            received: string;
            /** @description What was paid back of it, in major units. */
            refunded: string;
            /**
             * @description open: nobody has paid yet. processing: the money is under way. failed: declined; another try may bring it. canceled: it comes to nothing.
             * @enum {string}
             */
            state: "open" | "processing" | "succeeded" | "failed" | "canceled";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it was changed last. */
            updated_at: string;
            /** @description The payment provider's page, while somebody can pay there. */
            url: string | null;
            /** @description When the page ends. */
            url_expires_at: string | null;
            /** @description Counts changes. */
            version: number;
        };
        /**
         * Payment with what came after
         * @description A payment, what was paid back of it, and what its payer's bank disputes.
         */
        payment_details: {
            /** @description What it is to bring, in major units. */
            amount: string;
            /** @description When it was begun. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description In the order in which they were heard of. */
            disputes: {
                /** @description In major units. */
                amount: string;
                /** @description When it was heard of. */
                created_at: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description dsp_… */
                id: string;
                /** @description As the payment provider names it. */
                reason: string;
                /** @description Until when evidence counts. */
                respond_by: string | null;
                /**
                 * @description needs_response: evidence is due. won: the money stays. lost: it is gone.
                 * @enum {string}
                 */
                state: "needs_response" | "under_review" | "won" | "lost";
                /** @description When it was changed last. */
                updated_at: string;
                /** @description Counts changes. */
                version: number;
            }[];
            /** @description Why it failed, or came to nothing, as the payment provider names it. */
            failure_code: string | null;
            /** @description The same for people, in the payment provider's words. */
            failure_message: string | null;
            /** @description pay_… */
            id: string;
            /** @description What it is for. */
            invoice_id: string;
            /**
             * @description hosted: on a page of the payment provider. saved_method: by a method that was kept.
             * @enum {string}
             */
            origin: "hosted" | "saved_method";
            /** @description What was charged, of origin saved_method. */
            payment_method_id: string | null;
            /** @description What came in, in major units. */
            received: string;
            /** @description What can still be paid back, in major units. */
            refundable: string;
            /** @description What was paid back of it, in major units. */
            refunded: string;
            /** @description In the order in which they were asked for. */
            refunds: {
                /** @description In major units. */
                amount: string;
                /** @description When it was asked for. */
                created_at: string;
                /** @description The credit note whose money it is. */
                credit_note_id: string | null;
                /** @description ISO 4217. */
                currency: string;
                /** @description Why it failed, as the payment provider names it. */
                failure_code: string | null;
                /** @description rfd_… */
                id: string;
                /** @description What was paid. */
                invoice_id: string;
                /** @description What is paid back. */
                payment_id: string;
                /** @description For people; empty: none was given. */
                reason: string;
                /**
                 * @description pending: the bank has not said yet.
                 * @enum {string}
                 */
                state: "pending" | "succeeded" | "failed" | "canceled";
                /** @description Whose it is. */
                tenant_id: string;
                /** @description When it was changed last. */
                updated_at: string;
                /** @description Counts changes. */
                version: number;
            }[];
            /**
             * @description open: nobody has paid yet. processing: the money is under way. failed: declined; another try may bring it. canceled: it comes to nothing.
             * @enum {string}
             */
            state: "open" | "processing" | "succeeded" | "failed" | "canceled";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it was changed last. */
            updated_at: string;
            /** @description The payment provider's page, while somebody can pay there. */
            url: string | null;
            /** @description When the page ends. */
            url_expires_at: string | null;
            /** @description Counts changes. */
            version: number;
        };
        /**
         * Payment method
         * @description What a tenant pays with and a payment provider keeps. Never the number of a card or an account.
         */
        payment_method: {
            /** @description Of a card: visa, mastercard, … */
            brand: string | null;
            /** @description Since when it is known. */
            created_at: string;
            /** @description It is charged where none is named: one of a tenant. */
            default: boolean;
            /** @description Of a card: 1 to 12. */
            expiry_month: number | null;
            /** @description Of a card, with its century. */
            expiry_year: number | null;
            /** @description pmt_… */
            id: string;
            /** @description What it is, as the payment provider has it: card, sepa_debit, … */
            kind: string;
            /** @description The last digits of its number. */
            last4: string | null;
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it last changed. */
            updated_at: string;
            /** @description Grows with each change. */
            version: number;
        };
        /**
         * Page to keep a payment method on
         * @description Somebody enters a card or an account there, at the payment provider.
         */
        payment_method_setup: {
            /** @description The page. */
            url: string;
            /** @description Until when it is there. */
            url_expires_at: string;
        };
        /**
         * Change a payment method
         * @description Body of PATCH /api/v1/payment-methods/{payment_method}.
         */
        payment_method_update: {
            /**
             * @description true: it is charged from now on where none is named. Another one takes its place by the same way.
             * @enum {boolean}
             */
            default: true;
        };
        /**
         * Payment options
         * @description How an invoice can be paid online now.
         */
        payment_options: {
            /** @description Payment providers that new payments are made through; empty: none is made. */
            providers: ("stripe" | "paypal")[];
        };
        /**
         * Payment provider
         * @description The platform's account at a payment provider.
         */
        payment_provider: {
            /** @description PayPal's client id, which its API is asked with beside the secret; null at Stripe, where a key is enough, and where none was given. */
            client_id?: string | null;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Whether its webhooks are taken, and its API is asked. */
            enabled: boolean;
            /** @description Stable id. */
            id: string;
            /** @description true: it moves money. false: an account for tests; events of the other kind are refused. Stays as it is. */
            live: boolean;
            /** @description Meters whose hourly totals are said to it; what became of that is at /meter-exports. */
            meter_exports?: {
                /** @description Whether anything is said now. */
                enabled: boolean;
                /** @description What the provider's meter listens to. */
                event_name: string;
                /** @description Hours from then on. RFC 3339, UTC. */
                from: string;
                /** @description Of the meter. */
                meter_id: string;
            }[];
            /** @description For people. */
            name: string;
            /** @description Whether new payments are made through it; through one at most. */
            offered: boolean;
            /**
             * @description Whose account it is.
             * @enum {string}
             */
            provider: "stripe" | "paypal";
            /** @description Whether invoices are put into it too, as Stripe's invoices. */
            push_invoices?: boolean;
            /** @description When that was switched on: invoices that are finalized from then on are pushed; null: it is off. RFC 3339, UTC. */
            push_invoices_from?: string | null;
            /** @description What it gave, by kind, the current one of each first. Never the secrets themselves. */
            secrets: {
                /** @description When it was given. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends to count beside the current one; null: it is the current one. RFC 3339, UTC. */
                expires_at: string | null;
                /** @description Stable id. */
                id: string;
                /**
                 * @description signing: proves its webhooks, at PayPal the id of the webhook. api_key: of its API, at PayPal the client's secret.
                 * @enum {string}
                 */
                kind: "signing" | "api_key";
            }[];
            /** @description Where its webhooks come to: /api/v1/webhooks/{provider}/{slug}. Stays as it is. */
            slug: string;
            /** @description When somebody asked for its list of events to be read now; null: nobody waits for that. RFC 3339, UTC. */
            sweep_asked_at: string | null;
            /** @description Its own list of events was read up to then; null: never. RFC 3339, UTC. */
            swept_to: string | null;
            /** @description When it was changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Rises with each change: the number in its ETag. */
            version: number;
            /** @description Where it is to send its webhooks, at this server. */
            webhook_path: string;
        };
        /**
         * Connect a payment provider
         * @description Body of POST /api/v1/payment-providers.
         */
        payment_provider_create: {
            /** @description Key of the provider's API: Stripe's, secret or restricted, of the account's mode, sk_live_…, rk_test_…; PayPal's secret of the client. */
            api_key?: string;
            /** @description PayPal's client id, which goes with the secret. Stripe has none. */
            client_id?: string;
            /** @description true: it moves money. false: an account for tests; events of the other kind are refused. Stays as it is. */
            live: boolean;
            /** @description For people. */
            name: string;
            /**
             * @description Whose account it is.
             * @enum {string}
             */
            provider: "stripe" | "paypal";
            /** @description What its webhooks are proved with, as the provider shows it: Stripe's signing secret, whsec_…, used verbatim; PayPal's webhook id. Absent: given later, by a rotation; the provider makes it for a URL that has to be known first. */
            signing_secret?: string;
            /** @description Where its webhooks come to: /api/v1/webhooks/{provider}/{slug}. Stays as it is. */
            slug: string;
        };
        /**
         * Change a payment provider
         * @description Body of PATCH /api/v1/payment-providers/{payment_provider}.
         */
        payment_provider_update: {
            /** @description Key of the provider's API: Stripe's, secret or restricted, of the account's mode, sk_live_…, rk_test_…; PayPal's secret of the client. Takes the place of the one before; null: there is none any more, and it is not offered. */
            api_key?: string | null;
            /** @description PayPal's client id, which goes with the secret; null: there is none any more, and it is not offered. Stripe has none. */
            client_id?: string | null;
            /** @description false: its webhooks are refused, its API is not asked, and it is not offered any more. */
            enabled?: boolean;
            /** @description For people. */
            name?: string;
            /** @description true: new payments are made through it, and through no other any more. Asks for an enabled account with a key. */
            offered?: boolean;
            /** @description true: invoices that are finalized from now on are put into it too, as Stripe's invoices. Asks for an account at Stripe with a key. */
            push_invoices?: boolean;
        };
        /**
         * Plan
         * @description A version of what subscribers pay for. Versions never change.
         */
        plan: {
            /** @description Whether usage is charged while a subscription is paused; true when absent. */
            bills_paused_usage: boolean;
            /** @description Name of the plan in addresses. */
            code: string;
            /** @description By currency: what the metered prices cost at least in each month, together. */
            commitments: {
                [key: string]: string;
            };
            /** @description When this version was made. RFC 3339, UTC. */
            created_at: string;
            /** @description What is done day by day about an invoice whose money does not come; absent: four reminders and three charges within a month, and nothing is stopped. No steps: nothing is done. It counts for an invoice when the plan is that of its first line. */
            dunning?: {
                /** @description In the order of their days. */
                steps: {
                    /**
                     * @description charge: the saved method once more. remind: the payer, by mail. pause, cancel: the subscriptions that the invoice is for. give_up: the invoice becomes uncollectible. The last three come once each at most, in this order; at most eight charges.
                     * @enum {string}
                     */
                    act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                    /** @description After the day on which the money should have come. */
                    day: number;
                }[];
            };
            /** @description Stable id. */
            id: string;
            /**
             * @description Of its fees; 1 when absent. Usage is billed by the month.
             * @enum {integer}
             */
            interval_months: 1 | 3 | 6 | 12;
            /** @description Whether it is subscribed to beside another subscription only, and no longer than that; false when absent. */
            is_add_on: boolean;
            /**
             * @description Where usage goes that comes after its invoice; next_invoice when absent.
             * @enum {string}
             */
            late_usage: "next_invoice" | "adjustment" | "drop";
            /** @description What new subscriptions get. */
            latest_version: number;
            /** @description For people; the code when absent. */
            name: string;
            /** @description In the order in which they take usage. */
            prices: {
                /** @description Of flat: the fee. */
                amount?: string;
                /** @description Tells prices of a plan apart, in all of its versions. */
                code: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description After the point of each line's amount; the currency's when absent. */
                digits?: number;
                /** @description Of percentage: for each event. */
                event_amount?: string;
                /** @description Groups of the meter and the values that are meant; usage goes to the first price of the plan that it fits. */
                filters?: {
                    [key: string]: (string | boolean)[];
                };
                /** @description Units of each month that cost nothing. */
                included?: string;
                /** @description At most so much in each month. */
                maximum_amount?: string;
                /** @description Whose usage is priced. */
                meter?: string;
                /** @description At least so much in each month. */
                minimum_amount?: string;
                /**
                 * @description flat: a fee for each interval. All others price a meter's usage of a month.
                 * @enum {string}
                 */
                model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "percentage";
                /** @description For people, on invoices; the code when absent. */
                name?: string;
                /** @description Of package: for each one begun. */
                package_amount?: string;
                /** @description Of package: units. */
                package_size?: string;
                /** @description Of percentage, of a metered sum of money: "0.029" is 2.9 %. */
                rate?: string;
                /**
                 * @description Of each line; half_up when absent.
                 * @enum {string}
                 */
                rounding?: "half_up" | "half_even" | "up" | "down";
                /** @description Of graduated and volume. */
                tiers?: {
                    /** @description Once the tier is reached; "0" when absent. */
                    flat_amount?: string;
                    /** @description For each unit; "0" when absent. */
                    unit_amount?: string;
                    /** @description The last unit of the tier; null of the last one, which has no end. */
                    up_to?: string | null;
                }[];
                /**
                 * @description Of flat; in_advance when absent.
                 * @enum {string}
                 */
                timing?: "in_advance" | "in_arrears";
                /** @description Of per_unit. */
                unit_amount?: string;
            }[];
            /**
             * @description Of fees that are owed for a part of their interval; by_second when absent.
             * @enum {string}
             */
            proration: "by_second" | "by_day" | "none";
            /**
             * @description Nobody subscribes to an archived plan; those who have it keep it.
             * @enum {string}
             */
            state: "active" | "archived";
            /** @description Nothing is charged for them; 0 when absent. */
            trial_days: number;
            /** @description When the plan got a version or was archived last. RFC 3339, UTC. */
            updated_at: string;
            /** @description By currency: when the usage of a subscription that is not billed yet costs as much, it is billed at the next full hour, before the month is over; absent: with the month. */
            usage_thresholds?: {
                [key: string]: string;
            };
            /** @description Of what follows. */
            version: number;
        };
        /**
         * Make a plan
         * @description Body of POST /api/v1/plans.
         */
        plan_create: {
            /** @description Whether usage is charged while a subscription is paused; true when absent. */
            bills_paused_usage?: boolean;
            /** @description Name of the plan in addresses. */
            code: string;
            /** @description By currency: what the metered prices cost at least in each month, together. */
            commitments?: {
                [key: string]: string;
            };
            /** @description What is done day by day about an invoice whose money does not come; absent: four reminders and three charges within a month, and nothing is stopped. No steps: nothing is done. It counts for an invoice when the plan is that of its first line. */
            dunning?: {
                /** @description In the order of their days. */
                steps: {
                    /**
                     * @description charge: the saved method once more. remind: the payer, by mail. pause, cancel: the subscriptions that the invoice is for. give_up: the invoice becomes uncollectible. The last three come once each at most, in this order; at most eight charges.
                     * @enum {string}
                     */
                    act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                    /** @description After the day on which the money should have come. */
                    day: number;
                }[];
            };
            /**
             * @description Of its fees; 1 when absent. Usage is billed by the month.
             * @enum {integer}
             */
            interval_months?: 1 | 3 | 6 | 12;
            /** @description Whether it is subscribed to beside another subscription only, and no longer than that; false when absent. */
            is_add_on?: boolean;
            /**
             * @description Where usage goes that comes after its invoice; next_invoice when absent.
             * @enum {string}
             */
            late_usage?: "next_invoice" | "adjustment" | "drop";
            /** @description For people; the code when absent. */
            name?: string;
            /** @description In the order in which they take usage. */
            prices: {
                /** @description Of flat: the fee. */
                amount?: string;
                /** @description Tells prices of a plan apart, in all of its versions. */
                code: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description After the point of each line's amount; the currency's when absent. */
                digits?: number;
                /** @description Of percentage: for each event. */
                event_amount?: string;
                /** @description Groups of the meter and the values that are meant; usage goes to the first price of the plan that it fits. */
                filters?: {
                    [key: string]: (string | boolean)[];
                };
                /** @description Units of each month that cost nothing. */
                included?: string;
                /** @description At most so much in each month. */
                maximum_amount?: string;
                /** @description Whose usage is priced. */
                meter?: string;
                /** @description At least so much in each month. */
                minimum_amount?: string;
                /**
                 * @description flat: a fee for each interval. All others price a meter's usage of a month.
                 * @enum {string}
                 */
                model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "percentage";
                /** @description For people, on invoices; the code when absent. */
                name?: string;
                /** @description Of package: for each one begun. */
                package_amount?: string;
                /** @description Of package: units. */
                package_size?: string;
                /** @description Of percentage, of a metered sum of money: "0.029" is 2.9 %. */
                rate?: string;
                /**
                 * @description Of each line; half_up when absent.
                 * @enum {string}
                 */
                rounding?: "half_up" | "half_even" | "up" | "down";
                /** @description Of graduated and volume. */
                tiers?: {
                    /** @description Once the tier is reached; "0" when absent. */
                    flat_amount?: string;
                    /** @description For each unit; "0" when absent. */
                    unit_amount?: string;
                    /** @description The last unit of the tier; null of the last one, which has no end. */
                    up_to?: string | null;
                }[];
                /**
                 * @description Of flat; in_advance when absent.
                 * @enum {string}
                 */
                timing?: "in_advance" | "in_arrears";
                /** @description Of per_unit. */
                unit_amount?: string;
            }[];
            /**
             * @description Of fees that are owed for a part of their interval; by_second when absent.
             * @enum {string}
             */
            proration?: "by_second" | "by_day" | "none";
            /** @description Nothing is charged for them; 0 when absent. */
            trial_days?: number;
            /** @description By currency: when the usage of a subscription that is not billed yet costs as much, it is billed at the next full hour, before the month is over; absent: with the month. */
            usage_thresholds?: {
                [key: string]: string;
            };
        };
        /**
         * Make a version of a plan
         * @description Body of POST /api/v1/plans/{plan}/versions.
         */
        plan_version_create: {
            /** @description Whether usage is charged while a subscription is paused; true when absent. */
            bills_paused_usage?: boolean;
            /** @description By currency: what the metered prices cost at least in each month, together. */
            commitments?: {
                [key: string]: string;
            };
            /** @description What is done day by day about an invoice whose money does not come; absent: four reminders and three charges within a month, and nothing is stopped. No steps: nothing is done. It counts for an invoice when the plan is that of its first line. */
            dunning?: {
                /** @description In the order of their days. */
                steps: {
                    /**
                     * @description charge: the saved method once more. remind: the payer, by mail. pause, cancel: the subscriptions that the invoice is for. give_up: the invoice becomes uncollectible. The last three come once each at most, in this order; at most eight charges.
                     * @enum {string}
                     */
                    act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                    /** @description After the day on which the money should have come. */
                    day: number;
                }[];
            };
            /**
             * @description Of its fees; 1 when absent. Usage is billed by the month.
             * @enum {integer}
             */
            interval_months?: 1 | 3 | 6 | 12;
            /** @description Whether it is subscribed to beside another subscription only, and no longer than that; false when absent. */
            is_add_on?: boolean;
            /**
             * @description Where usage goes that comes after its invoice; next_invoice when absent.
             * @enum {string}
             */
            late_usage?: "next_invoice" | "adjustment" | "drop";
            /** @description For people; the code when absent. */
            name?: string;
            /** @description In the order in which they take usage. */
            prices: {
                /** @description Of flat: the fee. */
                amount?: string;
                /** @description Tells prices of a plan apart, in all of its versions. */
                code: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description After the point of each line's amount; the currency's when absent. */
                digits?: number;
                /** @description Of percentage: for each event. */
                event_amount?: string;
                /** @description Groups of the meter and the values that are meant; usage goes to the first price of the plan that it fits. */
                filters?: {
                    [key: string]: (string | boolean)[];
                };
                /** @description Units of each month that cost nothing. */
                included?: string;
                /** @description At most so much in each month. */
                maximum_amount?: string;
                /** @description Whose usage is priced. */
                meter?: string;
                /** @description At least so much in each month. */
                minimum_amount?: string;
                /**
                 * @description flat: a fee for each interval. All others price a meter's usage of a month.
                 * @enum {string}
                 */
                model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "percentage";
                /** @description For people, on invoices; the code when absent. */
                name?: string;
                /** @description Of package: for each one begun. */
                package_amount?: string;
                /** @description Of package: units. */
                package_size?: string;
                /** @description Of percentage, of a metered sum of money: "0.029" is 2.9 %. */
                rate?: string;
                /**
                 * @description Of each line; half_up when absent.
                 * @enum {string}
                 */
                rounding?: "half_up" | "half_even" | "up" | "down";
                /** @description Of graduated and volume. */
                tiers?: {
                    /** @description Once the tier is reached; "0" when absent. */
                    flat_amount?: string;
                    /** @description For each unit; "0" when absent. */
                    unit_amount?: string;
                    /** @description The last unit of the tier; null of the last one, which has no end. */
                    up_to?: string | null;
                }[];
                /**
                 * @description Of flat; in_advance when absent.
                 * @enum {string}
                 */
                timing?: "in_advance" | "in_arrears";
                /** @description Of per_unit. */
                unit_amount?: string;
            }[];
            /**
             * @description Of fees that are owed for a part of their interval; by_second when absent.
             * @enum {string}
             */
            proration?: "by_second" | "by_day" | "none";
            /** @description Nothing is charged for them; 0 when absent. */
            trial_days?: number;
            /** @description By currency: when the usage of a subscription that is not billed yet costs as much, it is billed at the next full hour, before the month is over; absent: with the month. */
            usage_thresholds?: {
                [key: string]: string;
            };
        };
        /**
         * Preferences
         * @description Kept for a person on all of their devices. PUT replaces them all.
         */
        preferences: {
            /** @description BCP 47. */
            locale?: string;
            /** @description Choice by kind; what is not named is as usual. */
            notifications?: {
                [key: string]: boolean;
            };
            /** @description Whether single keys act in the portal; true when absent. */
            shortcuts?: boolean;
            /**
             * @description Of the portal.
             * @enum {string}
             */
            theme: "light" | "dark" | "system";
            /** @description IANA name; null: as the device has it. */
            time_zone?: string | null;
        };
        /**
         * Simulated prices
         * @description What tenants would have been charged under another plan, beside what their own plans charge for the same usage. Before discounts and taxes.
         */
        price_simulation: {
            /**
             * @description Nothing of it is billed.
             * @enum {boolean}
             */
            is_preview: true;
            /** @description Of the calendar. */
            month: string;
            /** @description How many. */
            months: number;
            /** @description Code of the plan that it took the place of; null: of every plan. */
            of_plan: string | null;
            /** @description Which plan was tried. */
            plan: {
                /** @description Of the plan. */
                code: string;
                /** @description null: a draft. */
                version: number | null;
            };
            /** @description Usage is what was counted until then. RFC 3339, UTC. */
            read_at: string;
            /** @description In the order in which they were named, or made. */
            tenants: {
                /** @description By currency. */
                amounts: {
                    /** @description ISO 4217. */
                    currency: string;
                    /** @description What all its subscriptions come to by their own plans. Major units, exact. */
                    current: string;
                    /** @description simulated − current. Major units, exact. */
                    difference: string;
                    /** @description And by the plan that was tried. Major units, exact. */
                    simulated: string;
                }[];
                /** @description Its billing months begin. RFC 3339, UTC. */
                from: string;
                /** @description Whether it had a plan then that another took the place of. */
                is_concerned: boolean;
                /** @description Why it could not have the plan; it is in no total then. */
                refused: {
                    /** @description Of the error. */
                    code: string;
                    /** @description More about it. */
                    detail: string;
                } | null;
                /** @description Which tenant. */
                tenant_id: string;
                /** @description And end, excluded. RFC 3339, UTC. */
                to: string;
            }[];
            /** @description Of all tenants, by currency. */
            totals: {
                /** @description ISO 4217. */
                currency: string;
                /** @description By the tenants' own plans. Major units, exact. */
                current: string;
                /** @description simulated − current. Major units, exact. */
                difference: string;
                /** @description By the plan that was tried. Major units, exact. */
                simulated: string;
            }[];
        };
        /**
         * Simulate prices
         * @description Body of POST /api/v1/price-simulations. Either plan or draft; tenants, of_plan, or both.
         */
        price_simulation_request: {
            /** @description A plan that is not in the catalogue, as for POST /api/v1/plans. */
            draft?: {
                /** @description Whether usage is charged while a subscription is paused; true when absent. */
                bills_paused_usage?: boolean;
                /** @description Name of the plan in addresses. */
                code: string;
                /** @description By currency: what the metered prices cost at least in each month, together. */
                commitments?: {
                    [key: string]: string;
                };
                /** @description Makes no difference to what a month comes to. */
                dunning?: {
                    /** @description In the order of their days. */
                    steps: {
                        /**
                         * @description charge: the saved method once more. remind: the payer, by mail. pause, cancel: the subscriptions that the invoice is for. give_up: the invoice becomes uncollectible. The last three come once each at most, in this order; at most eight charges.
                         * @enum {string}
                         */
                        act: "charge" | "remind" | "pause" | "cancel" | "give_up";
                        /** @description After the day on which the money should have come. */
                        day: number;
                    }[];
                };
                /**
                 * @description Of its fees; 1 when absent. Usage is billed by the month.
                 * @enum {integer}
                 */
                interval_months?: 1 | 3 | 6 | 12;
                /** @description Whether it is subscribed to beside another subscription only, and no longer than that; false when absent. */
                is_add_on?: boolean;
                /**
                 * @description Where usage goes that comes after its invoice; next_invoice when absent.
                 * @enum {string}
                 */
                late_usage?: "next_invoice" | "adjustment" | "drop";
                /** @description For people; the code when absent. */
                name?: string;
                /** @description In the order in which they take usage. */
                prices: {
                    /** @description Of flat: the fee. */
                    amount?: string;
                    /** @description Tells prices of a plan apart, in all of its versions. */
                    code: string;
                    /** @description ISO 4217. */
                    currency: string;
                    /** @description After the point of each line's amount; the currency's when absent. */
                    digits?: number;
                    /** @description Of percentage: for each event. */
                    event_amount?: string;
                    /** @description Groups of the meter and the values that are meant; usage goes to the first price of the plan that it fits. */
                    filters?: {
                        [key: string]: (string | boolean)[];
                    };
                    /** @description Units of each month that cost nothing. */
                    included?: string;
                    /** @description At most so much in each month. */
                    maximum_amount?: string;
                    /** @description Whose usage is priced. */
                    meter?: string;
                    /** @description At least so much in each month. */
                    minimum_amount?: string;
                    /**
                     * @description flat: a fee for each interval. All others price a meter's usage of a month.
                     * @enum {string}
                     */
                    model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "percentage";
                    /** @description For people, on invoices; the code when absent. */
                    name?: string;
                    /** @description Of package: for each one begun. */
                    package_amount?: string;
                    /** @description Of package: units. */
                    package_size?: string;
                    /** @description Of percentage, of a metered sum of money: "0.029" is 2.9 %. */
                    rate?: string;
                    /**
                     * @description Of each line; half_up when absent.
                     * @enum {string}
                     */
                    rounding?: "half_up" | "half_even" | "up" | "down";
                    /** @description Of graduated and volume. */
                    tiers?: {
                        /** @description Once the tier is reached; "0" when absent. */
                        flat_amount?: string;
                        /** @description For each unit; "0" when absent. */
                        unit_amount?: string;
                        /** @description The last unit of the tier; null of the last one, which has no end. */
                        up_to?: string | null;
                    }[];
                    /**
                     * @description Of flat; in_advance when absent.
                     * @enum {string}
                     */
                    timing?: "in_advance" | "in_arrears";
                    /** @description Of per_unit. */
                    unit_amount?: string;
                }[];
                /**
                 * @description Of fees that are owed for a part of their interval; by_second when absent.
                 * @enum {string}
                 */
                proration?: "by_second" | "by_day" | "none";
                /** @description Nothing is charged for them; 0 when absent. */
                trial_days?: number;
                /** @description Makes no difference to what a month comes to. */
                usage_thresholds?: {
                    [key: string]: string;
                };
            };
            /** @description Of the calendar: each tenant's billing month that begins in it. */
            month: string;
            /** @description How many from there on; 1 when absent. */
            months?: number;
            /** @description Id or code of the plan that it takes the place of, in all versions; of every plan when absent. */
            of_plan?: string;
            /** @description Id or code of the plan that is tried. */
            plan?: string;
            /** @description The latest when absent. */
            plan_version?: number | null;
            /** @description Ids or keys; all that had of_plan when absent. */
            tenants?: string[];
        };
        /**
         * Problem
         * @description RFC 9457, application/problem+json.
         */
        problem: {
            /** @description A code of schemas/catalogues/errors.json. */
            code: string;
            detail: string;
            /** @description A code of schemas/catalogues/errors.json. */
            error: string;
            errors?: {
                /** @description A code of schemas/catalogues/errors.json. */
                code: string;
                detail: string;
                index?: number;
                pointer: string;
            }[];
            instance?: string;
            message: string;
            request_id?: string;
            status: number;
            /** @description One sentence for people. */
            title: string;
            /** @description /problems/<code> */
            type: string;
        };
        /**
         * Event of a payment provider
         * @description What a payment provider sent, stored once, and what came of it.
         */
        provider_event: {
            /** @description Of the provider's API, that the event is written in; empty: it says none. */
            api_version: string;
            /** @description How often it was tried. */
            attempts: number;
            /** @description The command that it became; null: none. */
            command_id: string | null;
            /** @description The same, for people. */
            detail: string;
            /** @description When it was applied, ignored or had failed; null: it is pending. RFC 3339, UTC. */
            ended_at: string | null;
            /** @description The provider's id of it: evt_… of Stripe, WH-… of PayPal. */
            event_id: string;
            /** @description Stable id. */
            id: string;
            /** @description The provider's id of what it is about; empty: it has none. */
            object_id: string;
            /** @description When it happened, as the provider says. RFC 3339, UTC. */
            occurred_at: string;
            /** @description Why it is in its state, in one word: payment_recorded, superseded, unrelated, an error's code; empty while it is pending. */
            outcome: string;
            /** @description The payment that it is about; null: none, or not known yet. */
            payment_id: string | null;
            /** @description The account that it came for. */
            payment_provider_id: string;
            /**
             * @description Who sent it.
             * @enum {string}
             */
            provider: "stripe" | "paypal";
            /** @description When it was received. RFC 3339, UTC. */
            received_at: string;
            /**
             * @description webhook: the provider sent it. sweep: it was found in the provider's list of events.
             * @enum {string}
             */
            source: "webhook" | "sweep";
            /**
             * @description pending: it will be applied. applied: it was. ignored: there is nothing to do. failed: outcome and detail say why.
             * @enum {string}
             */
            state: "pending" | "applied" | "ignored" | "failed";
            /** @description As the provider names it: payment_intent.succeeded and the like. */
            type: string;
        };
        /**
         * Event of a payment provider with its body
         * @description What a payment provider sent, as it was received, and what came of it.
         */
        provider_event_details: {
            /** @description Of the provider's API, that the event is written in; empty: it says none. */
            api_version: string;
            /** @description How often it was tried. */
            attempts: number;
            /** @description As it was received, byte for byte; what is no UTF-8 is replaced. */
            body: string;
            /** @description The command that it became; null: none. */
            command_id: string | null;
            /** @description The same, for people. */
            detail: string;
            /** @description When it was applied, ignored or had failed; null: it is pending. RFC 3339, UTC. */
            ended_at: string | null;
            /** @description The provider's id of it: evt_… of Stripe, WH-… of PayPal. */
            event_id: string;
            /** @description Stable id. */
            id: string;
            /** @description The provider's id of what it is about; empty: it has none. */
            object_id: string;
            /** @description When it happened, as the provider says. RFC 3339, UTC. */
            occurred_at: string;
            /** @description Why it is in its state, in one word: payment_recorded, superseded, unrelated, an error's code; empty while it is pending. */
            outcome: string;
            /** @description The payment that it is about; null: none, or not known yet. */
            payment_id: string | null;
            /** @description The account that it came for. */
            payment_provider_id: string;
            /**
             * @description Who sent it.
             * @enum {string}
             */
            provider: "stripe" | "paypal";
            /** @description When it was received. RFC 3339, UTC. */
            received_at: string;
            /**
             * @description webhook: the provider sent it. sweep: it was found in the provider's list of events.
             * @enum {string}
             */
            source: "webhook" | "sweep";
            /**
             * @description pending: it will be applied. applied: it was. ignored: there is nothing to do. failed: outcome and detail say why.
             * @enum {string}
             */
            state: "pending" | "applied" | "ignored" | "failed";
            /** @description As the provider names it: payment_intent.succeeded and the like. */
            type: string;
        };
        /**
         * Replace the signing secret of a payment provider
         * @description Body of POST /api/v1/payment-providers/{payment_provider}/secret-rotations.
         */
        provider_secret_rotate: {
            /**
             * @description How long the old secret counts beside the new one.
             * @default 86400
             */
            overlap_seconds: number;
            /** @description What signs its webhooks, as the provider shows it: whsec_…. Used verbatim. */
            secret: string;
        };
        /**
         * Webhook of a payment provider
         * @description Body of POST /api/v1/webhooks/{provider}/{payment_provider}: an event of Stripe, snapshot or thin, or of PayPal. What else it has is kept as it is.
         */
        provider_webhook: {
            /** @description Of PayPal: when it happened. RFC 3339. */
            create_time?: string;
            /** @description Of Stripe: when it happened: seconds since 1970, or RFC 3339 of a thin one. */
            created?: number | string;
            /** @description Of PayPal. */
            event_type?: string;
            /** @description The provider's: an event is stored once, however often it comes. */
            id: string;
            /** @description Of Stripe: as the account's. */
            livemode?: boolean;
            /** @description Of Stripe. */
            type?: string;
        };
        /**
         * Usage
         * @description Answer of GET /api/v1/meters/{meter}/query. Only windows and groups with events have rows.
         */
        query_answer: {
            /** @enum {string} */
            aggregation: "COUNT" | "SUM" | "MIN" | "MAX" | "AVG" | "LATEST" | "UNIQUE_COUNT";
            data: {
                events: number;
                /** @description Inclusive. RFC 3339, UTC. */
                from: string;
                /** @description Missing values are absent. */
                group_by?: {
                    [key: string]: string | number | boolean | null;
                };
                subject?: string;
                /** @description Whose it is. */
                tenant?: string;
                tenant_key?: string;
                /** @description Exclusive. RFC 3339, UTC. */
                to: string;
                /** @description The aggregate. An exact decimal. */
                value: string;
            }[];
            /** @description Everything appended before this instant is contained; null: not known yet. RFC 3339, UTC. */
            data_through: string | null;
            /** @description Start, inclusive; null: nothing was counted. RFC 3339, UTC. */
            from: string | null;
            /**
             * @description What the answer was put together from.
             * @enum {string}
             */
            granularity: "HOUR";
            meter: string;
            /** @description End, exclusive. RFC 3339, UTC. */
            to: string | null;
            unit: string;
            /**
             * @description What a row stands for; AUTO is resolved.
             * @enum {string}
             */
            window: "NONE" | "HOUR" | "DAY" | "MONTH";
            /** @description IANA name that days and months are of. */
            zone: string;
        };
        /**
         * Recovery codes
         * @description Shown this once: each signs in one time in place of a code.
         */
        recovery_codes: {
            /** @description To be kept where the device is not. */
            recovery_codes: string[];
        };
        /**
         * Refund
         * @description Money of a payment that is paid back.
         */
        refund: {
            /** @description In major units. */
            amount: string;
            /** @description When it was asked for. */
            created_at: string;
            /** @description The credit note whose money it is. */
            credit_note_id: string | null;
            /** @description ISO 4217. */
            currency: string;
            /** @description Why it failed, as the payment provider names it. */
            failure_code: string | null;
            /** @description rfd_… */
            id: string;
            /** @description What was paid. */
            invoice_id: string;
            /** @description What is paid back. */
            payment_id: string;
            /** @description For people; empty: none was given. */
            reason: string;
            /**
             * @description pending: the bank has not said yet.
             * @enum {string}
             */
            state: "pending" | "succeeded" | "failed" | "canceled";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When it was changed last. */
            updated_at: string;
            /** @description Counts changes. */
            version: number;
        };
        /**
         * Pay money of a payment back
         * @description Body of POST /api/v1/payments/{payment}/refunds.
         */
        refund_create: {
            /** @description In major units. Absent: what the credit note gives back, or all that is left. */
            amount?: string;
            /** @description The credit note whose money it is: paid back once. */
            credit_note_id?: string;
            /** @description For people. */
            reason?: string;
        };
        /**
         * Rejected event
         * @description Accepted into the log and not counted, with the reason. Past a limit one row stands for a range: count above 1, index null.
         */
        rejected: {
            /** @description By the broker's clock. RFC 3339, UTC. */
            appended_at?: string;
            code: string;
            count?: number;
            /** @description When it was redriven or discarded. RFC 3339, UTC. */
            decided_at?: string | null;
            decided_by?: string | null;
            detail?: string;
            /** @description The CloudEvent as it was accepted; null when the log does not hold it any more. */
            event?: Record<string, unknown> | null;
            event_id?: string | null;
            id: string;
            last_offset?: number;
            /** @description Set when it was counted elsewhere and is invalid for this meter only. */
            meter?: string | null;
            /** @description Where the event stands in the log. */
            position: {
                /** @description Null: not known without the record. */
                index: number | null;
                offset: number;
                partition: number;
                topic: string;
            };
            /** @description When it was refused. RFC 3339, UTC. */
            rejected_at: string;
            source?: string | null;
            /** @enum {string} */
            state: "open" | "redriven" | "discarded";
            subject?: string | null;
            /** @description Whose it is. */
            tenant_id?: string | null;
            /** @description Of the event. RFC 3339, UTC. */
            time?: string | null;
            type?: string | null;
        };
        /**
         * Redrive or discard
         * @description Body of POST /api/v1/rejected/redrive and /discard: becomes one command.
         */
        rejected_action: {
            rejected_ids: string[];
        };
        /**
         * Session
         * @description A sign-in that goes on.
         */
        session: {
            /** @description Where it signed in from. */
            address: string;
            /** @description When the password was given. RFC 3339, UTC. */
            auth_time: string;
            /** @description When it began. RFC 3339, UTC. */
            created_at: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description When it ends unless it is used again. RFC 3339, UTC. */
            expires_at: string;
            /** @description Stable id. */
            id: string;
            /** @description When it was last used, to the minute. RFC 3339, UTC. */
            last_seen_at: string;
            /** @description What the device calls itself. */
            user_agent: string;
        };
        /**
         * How people sign in
         * @description Answer of GET /api/v1/auth/methods.
         */
        sign_in_methods: {
            /** @description By OpenID Connect; null: not here. */
            oidc: {
                /** @description The service. */
                issuer: string;
            } | null;
            /** @description By address and password. */
            password: boolean;
        };
        /**
         * Give everything again
         * @description Body of POST /api/v1/auth/step-up.
         */
        step_up: {
            /** @description Six digits of the app, or a recovery code. */
            code?: string;
            /** @description The password. */
            password: string;
        };
        /**
         * Stepped up
         * @description Answer of POST /api/v1/auth/step-up.
         */
        stepped_up: {
            /** @description JWT; Authorization: Bearer. */
            access_token: string;
            /** @description When that was. RFC 3339, UTC. */
            auth_time: string;
            /** @description Seconds. */
            expires_in: number;
            /** @description Until then nothing is asked again. RFC 3339, UTC. */
            good_until: string;
            /**
             * @description How it is sent.
             * @enum {string}
             */
            token_type: "Bearer";
        };
        /**
         * Subscription
         * @description What a tenant pays for, as dated changes.
         */
        subscription: {
            /** @description Of an add-on: the subscription that it is added to. It is paused while that is, and ends with it; state and times here say so. */
            add_on_to: string | null;
            /** @description When it ends; null: it goes on. RFC 3339, UTC. */
            canceled_at: string | null;
            /** @description Those that hold, as they were made. */
            changes: {
                /** @description When it takes effect: the start of one of the tenant's hours. RFC 3339, UTC. */
                at: string;
                /** @description When it was made. RFC 3339, UTC. */
                created_at: string;
                /** @description Whether it is still to come. */
                is_scheduled: boolean;
                /** @enum {string} */
                kind: "start" | "change_plan" | "pause" | "resume" | "cancel";
                /** @description Who asked for it. */
                made_by: string;
                /** @description From then on. */
                plan?: {
                    /** @description Of the plan. */
                    code: string;
                    version: number;
                };
                /** @description Tells the changes of a subscription apart. */
                sequence: number;
                /** @description Nothing is charged until then. RFC 3339, UTC. */
                trial_until?: string;
            }[];
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Of its invoices. */
            currency: string;
            /** @description The interval of its fees that is now; null before the start and after the end. */
            current_period: {
                /** @description Included. RFC 3339, UTC. */
                from: string;
                /** @description Excluded. RFC 3339, UTC. */
                to: string;
            } | null;
            /** @description Stable id. */
            id: string;
            /** @description In force now; of one that starts later, the first; of one that has ended, the last. */
            plan: {
                /** @description Of the plan. */
                code: string;
                version: number;
            };
            /** @description When it starts. RFC 3339, UTC. */
            started_at: string;
            /**
             * @description Now. pending: it starts later.
             * @enum {string}
             */
            state: "pending" | "trialing" | "active" | "paused" | "canceled";
            /** @description Whose it is. */
            tenant_id: string;
            /** @description When a change was made or taken back last. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Change a subscription
         * @description Body of POST /api/v1/subscriptions/{subscription}/changes, and of its preview.
         */
        subscription_change: {
            /** @description When it takes effect, up to 400 days back or ahead. RFC 3339. */
            at?: string | null;
            /**
             * @description What changes.
             * @enum {string}
             */
            change: "change_plan" | "pause" | "resume" | "cancel";
            /** @description Id or code of the plan. */
            plan?: string;
            /** @description The latest when absent. */
            plan_version?: number | null;
            /**
             * @description now when absent; not together with at.
             * @enum {string}
             */
            when?: "now" | "period_end";
        };
        /**
         * Subscribe a tenant
         * @description Body of POST /api/v1/tenants/{tenant}/subscriptions, and of its preview.
         */
        subscription_create: {
            /** @description Of a plan that is an add-on: the tenant's subscription that it is added to, in the same currency. */
            add_on_to?: string | null;
            /** @description When it starts, up to 400 days back or ahead; now when absent. It is taken down to the start of the tenant's hour. RFC 3339, UTC. */
            at?: string | null;
            /** @description The tenant's when absent. */
            currency?: string | null;
            /** @description Id or code of the plan. */
            plan: string;
            /** @description The latest when absent. */
            plan_version?: number | null;
            /** @description With the plan's trial, if it has one; true when absent. */
            trial?: boolean;
        };
        /**
         * Preview of a change
         * @description What would be billed with a change of a subscription, and without it.
         */
        subscription_preview: {
            /** @description By currency; null: one of both would not be billed before somebody has looked. */
            amounts: {
                /** @description ISO 4217. */
                currency: string;
                /** @description with − without. Major units, exact. */
                difference: string;
                /** @description The same with the change. Major units, exact. */
                with: string;
                /** @description Totals of the invoices without the change, tax included; a credit note counts below zero. Major units, exact. */
                without: string;
            }[] | null;
            /** @description The end of the billing month, or of the one in which the change shows first. RFC 3339, UTC. */
            as_of: string;
            /** @description As it would stand in the subscription. */
            change: {
                /** @description When it would take effect: the start of one of the tenant's hours. RFC 3339, UTC. */
                at: string;
                /**
                 * @description What it is.
                 * @enum {string}
                 */
                kind: "start" | "change_plan" | "pause" | "resume" | "cancel";
                /** @description From then on; null: it stays. */
                plan: {
                    /** @description Of the plan. */
                    code: string;
                    /** @description Of the plan. */
                    version: number;
                } | null;
                /** @description When the trial would end; null: there is none. RFC 3339, UTC. */
                trial_until: string | null;
            };
            /**
             * @description Nothing of it is billed.
             * @enum {boolean}
             */
            is_preview: true;
            /** @description Usage is what was counted until then. RFC 3339, UTC. */
            read_at: string;
            /** @description Which subscription would change; null: one would be started, and lines name one that is not there. */
            subscription_id: string | null;
            /** @description Whose subscription it is. */
            tenant_id: string;
            /** @description What would be billed with the change. */
            with: {
                /** @description One for each currency, and adjustments. */
                invoices: {
                    /** @description Id of the invoice that an adjustment is of. */
                    corrects: string | null;
                    /** @description Of a credit note: the credit that it grants. Major units, exact. */
                    credited: string;
                    /** @description Of the tenant's credits. Major units, exact. */
                    credits_used: string;
                    /** @description ISO 4217. */
                    currency: string;
                    /** @description What is to be paid. Major units, exact. */
                    due: string;
                    /**
                     * @description adjustment: usage that came after an invoice; threshold: before the month is over, since usage reached the threshold of its plan; credit_note: any of them, when it comes to less than nothing.
                     * @enum {string}
                     */
                    kind: "regular" | "adjustment" | "credit_note" | "threshold";
                    /** @description All of them. */
                    lines: {
                        /** @description Before discounts and taxes. Major units, exact. */
                        amount: string;
                        /** @description The line that it corrects. */
                        corrects: {
                            /** @description Of that line. */
                            invoice_id: string;
                            /** @description Its number. */
                            line: number;
                        } | null;
                        /** @description What it follows from. */
                        detail: {
                            /** @description What the charge comes to now, with what was billed of it before. Major units, exact. */
                            charge?: string;
                            /** @description By coupon. */
                            discounts: {
                                /** @description What the line costs less. Major units, exact. */
                                amount: string;
                                /** @description Of the coupon. */
                                code: string;
                                /** @description For people. */
                                name: string;
                                /** @description Of the tenant. */
                                tenant_coupon: string;
                            }[];
                            /** @description That make it up. */
                            events?: number;
                            /** @description Slug of the meter that it counts. */
                            meter?: string;
                            /** @description Of the price. */
                            model?: string;
                            /** @description For people. */
                            plan_name: string;
                            /** @description For people. */
                            price_name?: string;
                            /** @description What was counted. */
                            quantity?: string;
                            /** @description They sum to the charge, before rounding. */
                            steps?: {
                                /** @description Exactly, before rounding. */
                                amount: string;
                                /** @description And once. */
                                flat_amount?: string;
                                /**
                                 * @description What it is.
                                 * @enum {string}
                                 */
                                kind: "included" | "units" | "tier" | "packages" | "rate" | "events" | "minimum" | "maximum";
                                /** @description Of this step. */
                                quantity: string;
                                /** @description Which tier, from 1. */
                                tier?: number;
                                /** @description Each costs. */
                                unit_amount?: string;
                            }[];
                            /** @description Of a flat fee or a price by unit. */
                            unit_amount?: string;
                        };
                        /** @description What coupons took off. Major units, exact. */
                        discount: string;
                        /** @description What it is for begins. RFC 3339, UTC. */
                        from: string;
                        /**
                         * @description What is charged.
                         * @enum {string}
                         */
                        kind: "fee" | "usage" | "commitment";
                        /** @description amount − discount. Major units, exact. */
                        net: string;
                        /** @description Within the invoice. */
                        number: number;
                        /** @description The day that its billing period begins on. */
                        period: string;
                        /** @description Of which plan. */
                        plan: {
                            /** @description Of the plan. */
                            code: string;
                            /** @description Of the plan. */
                            version: number;
                        };
                        /** @description Code of the price; of a commitment the currency. */
                        price: string;
                        /** @description Of which subscription. */
                        subscription_id: string;
                        /** @description What it is for ends, excluded. RFC 3339, UTC. */
                        to: string;
                    }[];
                    /** @description Without tax. Major units, exact. */
                    net: string;
                    /** @description The tenant's days that it is about; the last one is in it. */
                    period: {
                        /** @description First day. */
                        from: string;
                        /** @description Last day. */
                        to: string;
                    };
                    /** @description Taxes, by rate. */
                    taxes: {
                        /** @description VATEX, or empty. */
                        exemption_code: string;
                        /** @description Why no tax is due, or empty. */
                        exemption_reason: string;
                        /** @description Whether prices have them in. */
                        inclusive: boolean;
                        /** @description One for each rate. */
                        lines: {
                            /** @description The tax. Major units, exact. */
                            amount: string;
                            /** @description What it is reckoned on. Major units, exact. */
                            base: string;
                            /** @description Of the rate. */
                            code: string;
                            /** @description Whose tax it is. */
                            jurisdiction: string;
                            /** @description For people. */
                            name: string;
                            /** @description 0.19 is 19 %. */
                            rate: string;
                        }[];
                    };
                    /** @description With tax; below zero of a credit note. Major units, exact. */
                    total: string;
                }[];
                /** @description Why the tenant would be parked. */
                parks: {
                    /** @description Of the error. */
                    code: string;
                    /** @description More about it. */
                    detail: string;
                } | null;
            };
            /** @description What will be billed. */
            without: {
                /** @description One for each currency, and adjustments. */
                invoices: {
                    /** @description Id of the invoice that an adjustment is of. */
                    corrects: string | null;
                    /** @description Of a credit note: the credit that it grants. Major units, exact. */
                    credited: string;
                    /** @description Of the tenant's credits. Major units, exact. */
                    credits_used: string;
                    /** @description ISO 4217. */
                    currency: string;
                    /** @description What is to be paid. Major units, exact. */
                    due: string;
                    /**
                     * @description adjustment: usage that came after an invoice; threshold: before the month is over, since usage reached the threshold of its plan; credit_note: any of them, when it comes to less than nothing.
                     * @enum {string}
                     */
                    kind: "regular" | "adjustment" | "credit_note" | "threshold";
                    /** @description All of them. */
                    lines: {
                        /** @description Before discounts and taxes. Major units, exact. */
                        amount: string;
                        /** @description The line that it corrects. */
                        corrects: {
                            /** @description Of that line. */
                            invoice_id: string;
                            /** @description Its number. */
                            line: number;
                        } | null;
                        /** @description What it follows from. */
                        detail: {
                            /** @description What the charge comes to now, with what was billed of it before. Major units, exact. */
                            charge?: string;
                            /** @description By coupon. */
                            discounts: {
                                /** @description What the line costs less. Major units, exact. */
                                amount: string;
                                /** @description Of the coupon. */
                                code: string;
                                /** @description For people. */
                                name: string;
                                /** @description Of the tenant. */
                                tenant_coupon: string;
                            }[];
                            /** @description That make it up. */
                            events?: number;
                            /** @description Slug of the meter that it counts. */
                            meter?: string;
                            /** @description Of the price. */
                            model?: string;
                            /** @description For people. */
                            plan_name: string;
                            /** @description For people. */
                            price_name?: string;
                            /** @description What was counted. */
                            quantity?: string;
                            /** @description They sum to the charge, before rounding. */
                            steps?: {
                                /** @description Exactly, before rounding. */
                                amount: string;
                                /** @description And once. */
                                flat_amount?: string;
                                /**
                                 * @description What it is.
                                 * @enum {string}
                                 */
                                kind: "included" | "units" | "tier" | "packages" | "rate" | "events" | "minimum" | "maximum";
                                /** @description Of this step. */
                                quantity: string;
                                /** @description Which tier, from 1. */
                                tier?: number;
                                /** @description Each costs. */
                                unit_amount?: string;
                            }[];
                            /** @description Of a flat fee or a price by unit. */
                            unit_amount?: string;
                        };
                        /** @description What coupons took off. Major units, exact. */
                        discount: string;
                        /** @description What it is for begins. RFC 3339, UTC. */
                        from: string;
                        /**
                         * @description What is charged.
                         * @enum {string}
                         */
                        kind: "fee" | "usage" | "commitment";
                        /** @description amount − discount. Major units, exact. */
                        net: string;
                        /** @description Within the invoice. */
                        number: number;
                        /** @description The day that its billing period begins on. */
                        period: string;
                        /** @description Of which plan. */
                        plan: {
                            /** @description Of the plan. */
                            code: string;
                            /** @description Of the plan. */
                            version: number;
                        };
                        /** @description Code of the price; of a commitment the currency. */
                        price: string;
                        /** @description Of which subscription. */
                        subscription_id: string;
                        /** @description What it is for ends, excluded. RFC 3339, UTC. */
                        to: string;
                    }[];
                    /** @description Without tax. Major units, exact. */
                    net: string;
                    /** @description The tenant's days that it is about; the last one is in it. */
                    period: {
                        /** @description First day. */
                        from: string;
                        /** @description Last day. */
                        to: string;
                    };
                    /** @description Taxes, by rate. */
                    taxes: {
                        /** @description VATEX, or empty. */
                        exemption_code: string;
                        /** @description Why no tax is due, or empty. */
                        exemption_reason: string;
                        /** @description Whether prices have them in. */
                        inclusive: boolean;
                        /** @description One for each rate. */
                        lines: {
                            /** @description The tax. Major units, exact. */
                            amount: string;
                            /** @description What it is reckoned on. Major units, exact. */
                            base: string;
                            /** @description Of the rate. */
                            code: string;
                            /** @description Whose tax it is. */
                            jurisdiction: string;
                            /** @description For people. */
                            name: string;
                            /** @description 0.19 is 19 %. */
                            rate: string;
                        }[];
                    };
                    /** @description With tax; below zero of a credit note. Major units, exact. */
                    total: string;
                }[];
                /** @description Why the tenant would be parked. */
                parks: {
                    /** @description Of the error. */
                    code: string;
                    /** @description More about it. */
                    detail: string;
                } | null;
            };
        };
        /**
         * Tax rate
         * @description Never edited: another rate has another code.
         */
        tax_rate: {
            /** @description Who has it keeps it; nobody gets it any more. Null: not archived. RFC 3339, UTC. */
            archived_at: string | null;
            /** @description Name of the rate in addresses. */
            code: string;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Stable id. */
            id: string;
            /** @description Whose tax it is: DE, US-CA. */
            jurisdiction: string;
            /** @description As invoices name it. */
            name: string;
            /** @description A fraction with at most 6 digits after the point: 0.19 is 19 %. */
            rate: string;
        };
        /**
         * Make a tax rate
         * @description Body of POST /api/v1/tax-rates.
         */
        tax_rate_create: {
            /** @description Name of the rate in addresses. */
            code: string;
            /** @description Whose tax it is: DE, US-CA. */
            jurisdiction: string;
            /** @description As invoices name it. */
            name: string;
            /** @description A fraction with at most 6 digits after the point: 0.19 is 19 %. */
            rate: string;
        };
        /**
         * Tenant
         * @description One customer organization.
         */
        tenant: {
            aliases?: string[];
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description Stable id. */
            id: string;
            /** @description The company's own customer id. */
            key: string;
            /**
             * @description (local - UTC) mod 60 minutes.
             * @enum {integer}
             */
            minute_offset: 0 | 15 | 30 | 45;
            /** @description For people. */
            name: string;
            /**
             * @description A suspended tenant's events are refused.
             * @enum {string}
             */
            state: "active" | "suspended" | "deleted";
            /** @description IANA name. */
            time_zone: string;
            /** @description When it was last changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Coupon of a tenant
         * @description A coupon, as one tenant has it.
         */
        tenant_coupon: {
            /** @description Of an amount for once, in major units. */
            amount_left: string | null;
            /** @description The coupon, as GET /api/v1/coupons/{coupon} has it. */
            coupon: {
                /** @description In major units of its currency. */
                amount: string | null;
                /** @description Name of the coupon in addresses. */
                code: string;
                /** @description ISO 4217, of an amount. */
                currency: string | null;
                /**
                 * @description once: a percentage of one invoice, or an amount until it is used up. months, forever: of so many, or of all, regular invoices, the whole amount each time.
                 * @enum {string}
                 */
                duration: "once" | "months" | "forever";
                /** @description Stable id. */
                id: string;
                /** @description Of the duration months. */
                months: number | null;
                /** @description As invoices name it. */
                name: string;
                /** @description A fraction with at most 6 digits after the point: 0.19 is 19 %. */
                percentage: string | null;
                /** @description Codes of prices that it is for; empty: all. */
                prices: string[];
            };
            /** @description When it was given. RFC 3339, UTC. */
            created_at: string;
            /** @description When it was used up or taken away; null: not. RFC 3339, UTC. */
            ended_at: string | null;
            /** @description Stable id. */
            id: string;
            /** @description Who gave it. */
            made_by: string;
            /** @description Regular invoices that it was used for. */
            months_used: number;
            /** @description From when on. RFC 3339, UTC. */
            since: string;
            /**
             * @description Whether invoices still cost less for it.
             * @enum {string}
             */
            state: "active" | "used_up" | "removed";
            /** @description Who has it. */
            tenant_id: string;
            /** @description When it was last used or changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * Give a coupon to a tenant
         * @description Body of POST /api/v1/tenants/{tenant}/coupons.
         */
        tenant_coupon_create: {
            /** @description Id or code of the coupon. */
            coupon: string;
        };
        /**
         * Make a tenant
         * @description Body of POST /api/v1/tenants.
         */
        tenant_create: {
            /** @description ISO 4217. */
            currency?: string;
            /** @description The company's own customer id. */
            key: string;
            /** @description For people; the key when absent. */
            name?: string;
            /** @description IANA name; its minutes against UTC are fixed for ever. */
            time_zone?: string;
        };
        /**
         * Policies of a tenant
         * @description What a tenant asks of its people and keys. Sessions end by the strictest of a person's tenants.
         */
        tenant_policies: {
            /** @description Its keys end at this age; null: at their own end, if any. */
            api_key_max_age_days: number | null;
            /** @description People without a second factor are refused inside the tenant until they have one. */
            mfa_required: boolean;
            /** @description Sessions of its people end so long after they began; null: 30 days. */
            session_absolute_seconds: number | null;
            /** @description Sessions of its people end after so long without use; null: 7 days. */
            session_idle_seconds: number | null;
        };
        /**
         * Change a tenant
         * @description Body of PATCH /api/v1/tenants/{tenant}.
         */
        tenant_update: {
            /** @description ISO 4217. */
            currency?: string;
            /** @description For people. */
            name?: string;
            /** @enum {string} */
            state?: "active" | "suspended";
            /** @description IANA name with the same minutes against UTC. */
            time_zone?: string;
        };
        /**
         * Tokens refused
         * @description Answer of the token endpoints (RFC 6749 §5.2).
         */
        token_error: {
            /**
             * @description Why. Two are of this server: mfa_required (the password was right, a code is asked for) and mfa_code_wrong.
             * @enum {string}
             */
            error: "invalid_request" | "invalid_grant" | "unsupported_grant_type" | "mfa_required" | "mfa_code_wrong";
            /** @description For people. */
            error_description: string;
            /** @description With mfa_required: seconds that mfa_token lasts. */
            expires_in?: number;
            /** @description With mfa_required: for the grant urn:weir:params:oauth:grant-type:mfa. */
            mfa_token?: string;
        };
        /**
         * Tokens
         * @description Answer of POST /api/v1/auth/token (RFC 6749 §5.1).
         */
        token_granted: {
            /** @description JWT; Authorization: Bearer. */
            access_token: string;
            /** @description With trust_device=1: to be sent beside the password; left out when it went into the cookie. */
            device_token?: string;
            /** @description Seconds. */
            expires_in: number;
            /** @description To be used once; left out when it went into the cookie. */
            refresh_token?: string;
            /**
             * @description How it is sent.
             * @enum {string}
             */
            token_type: "Bearer";
        };
        /**
         * Ask for tokens
         * @description Form of POST /api/v1/auth/token (RFC 6749 §4.3.2, §6). Unknown parameters are ignored, as the RFC asks.
         */
        token_request: {
            /** @description Six digits of the app, or a recovery code. */
            code?: string;
            /** @description 1: for browsers. The refresh token goes into a cookie that no script sees. */
            cookie?: string;
            /** @description What to call it; else its User-Agent. */
            device_name?: string;
            /** @description Of a trusted device, with the password; without it the browser's cookie is read. */
            device_token?: string;
            /** @description What is shown: password, refresh_token, or urn:weir:params:oauth:grant-type:mfa. */
            grant_type: string;
            /** @description Of the answer mfa_required. */
            mfa_token?: string;
            /** @description The password. */
            password?: string;
            /** @description The newest one; without it the browser's cookie is read. */
            refresh_token?: string;
            /** @description 1: with the code; this device signs in without one for 30 days. */
            trust_device?: string;
            /** @description E-mail address. */
            username?: string;
        };
        /**
         * Revoke a token
         * @description Form of POST /api/v1/auth/revoke (RFC 7009).
         */
        token_revocation: {
            /** @description A refresh or access token: its session ends. */
            token: string;
            /** @description Is not needed. */
            token_type_hint?: string;
        };
        /**
         * Secret of an authenticator app
         * @description Shown this once. Codes are asked for when one was confirmed.
         */
        totp_secret: {
            /** @description Of a code. */
            digits: number;
            /** @description What a QR code shows. */
            otpauth_uri: string;
            /** @description How long a code lasts. */
            period_seconds: number;
            /** @description Base 32, to be typed. */
            secret: string;
        };
        /**
         * Trusted device
         * @description Where a sign-in needs no code.
         */
        trusted_device: {
            /** @description Where it was trusted from. */
            address: string;
            /** @description When it was trusted. RFC 3339, UTC. */
            created_at: string;
            /** @description When it is trusted no more. RFC 3339, UTC. */
            expires_at: string;
            /** @description Stable id. */
            id: string;
            /** @description When it last stood in for a code. RFC 3339, UTC. */
            last_used_at: string;
            /** @description For people. */
            name: string;
            /** @description What the device calls itself. */
            user_agent: string;
        };
        /**
         * One click in a mail program
         * @description Form of POST /api/v1/unsubscribe/{token} (RFC 8058).
         */
        unsubscribe_click: {
            /**
             * @description What the mail's header List-Unsubscribe-Post says.
             * @enum {string}
             */
            "List-Unsubscribe": "One-Click";
        };
        /**
         * User
         * @description A person.
         */
        user: {
            /** @description When they were made. RFC 3339, UTC. */
            created_at: string;
            /** @description What they sign in with; in lower case. */
            email: string;
            /** @description Whether the address was shown to be theirs. */
            email_verified: boolean;
            /** @description Stable id. */
            id: string;
            /** @description A disabled user cannot sign in, and what they had open has ended. */
            is_active: boolean;
            /** @description For people. */
            name: string;
            /**
             * @description Staff of the company that runs this installation.
             * @enum {string|null}
             */
            platform_role: "operator" | "finance" | "support" | null;
            /** @description When they were last changed. RFC 3339, UTC. */
            updated_at: string;
        };
        /**
         * All of one person
         * @description Everything that is kept of a person, but what proves them: hashes and secrets.
         */
        user_export: {
            /** @description What one did and what was done to one, the newest first. Of others' data in it nothing is shown. */
            audit_entries: {
                /** @description Who did it. */
                actor: string;
                /** @description Where the request came from; null when there was none or it was erased. */
                address: string | null;
                /** @description How it is since. */
                after: Record<string, unknown> | null;
                /** @description How it was. */
                before: Record<string, unknown> | null;
                /** @description A tenant's id, or platform. */
                chain: string;
                /** @description Personal data that the chain still has a hash of and nothing else. */
                erased: string[];
                hash: string;
                /** @description Of the announcement. */
                id: string;
                /** @description RFC 3339, UTC. */
                occurred_at: string;
                request_id: string | null;
                /** @description Place in the chain, from 1 without a gap. */
                sequence: number;
                /** @description Id of what it was done to. */
                subject: string;
                tenant_id: string | null;
                type: string;
            }[];
            /** @description Whether there are older ones: GET /api/v1/audit has them. */
            audit_entries_left_out: boolean;
            /** @description Where a sign-in needs no code. */
            devices: {
                /** @description Where it was trusted from. */
                address: string;
                /** @description When it was trusted. RFC 3339, UTC. */
                created_at: string;
                /** @description When it is trusted no more. RFC 3339, UTC. */
                expires_at: string;
                /** @description Stable id. */
                id: string;
                /** @description When it last stood in for a code. RFC 3339, UTC. */
                last_used_at: string;
                /** @description For people. */
                name: string;
                /** @description What the device calls itself. */
                user_agent: string;
            }[];
            /** @description By whom they are signed in elsewhere. */
            identities: {
                /** @description When it was linked. RFC 3339, UTC. */
                created_at: string;
                /** @description Stable id. */
                id: string;
                /** @description The service that names the person. */
                issuer: string;
                /** @description When it last signed in. RFC 3339, UTC. */
                last_used_at: string;
                /** @description How it names them. */
                subject: string;
            }[];
            /** @description Tenants that one belongs to. */
            memberships: {
                /**
                 * @description What one is in it.
                 * @enum {string}
                 */
                role: "owner" | "admin" | "billing" | "analyst" | "viewer";
                /** @description The tenant. */
                tenant_id: string;
                /** @description For people. */
                tenant_name: string;
            }[];
            mfa: {
                /** @description Whether a code is asked for. */
                enabled: boolean;
                /** @description Since when; null: not. RFC 3339, UTC. */
                enabled_at: string | null;
                /** @description Recovery codes that were not used. */
                recovery_codes_left: number;
            };
            preferences: {
                /** @description BCP 47. */
                locale: string;
                /** @description Choice by kind; what is not named is as usual. */
                notifications: {
                    [key: string]: boolean;
                };
                /** @description Whether single keys act in the portal; true when absent. */
                shortcuts: boolean;
                /**
                 * @description Of the portal.
                 * @enum {string}
                 */
                theme: "light" | "dark" | "system";
                /** @description IANA name; null: as the device has it. */
                time_zone: string | null;
            };
            /** @description Sign-ins of the last 90 days, the newest first. */
            sessions: {
                /** @description Where it signed in from. */
                address: string;
                /** @description When the password was given. RFC 3339, UTC. */
                auth_time: string;
                /** @description When it began. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends unless it is used again. RFC 3339, UTC. */
                expires_at: string;
                /** @description Stable id. */
                id: string;
                /** @description When it was last used, to the minute. RFC 3339, UTC. */
                last_seen_at: string;
                /** @description When it was ended before its time. RFC 3339, UTC. */
                revoked_at: string | null;
                /** @description What the device calls itself. */
                user_agent: string;
            }[];
            /** @description Tenants that one acted on as staff. */
            staff_visits: {
                /** @description When first. RFC 3339, UTC. */
                first_at: string;
                /** @description The tenant. */
                tenant_id: string;
            }[];
            user: {
                /** @description When they were made. RFC 3339, UTC. */
                created_at: string;
                /** @description What they sign in with; in lower case. */
                email: string;
                /** @description Whether the address was shown to be theirs. */
                email_verified: boolean;
                /** @description Stable id. */
                id: string;
                /** @description A disabled user cannot sign in, and what they had open has ended. */
                is_active: boolean;
                /** @description For people. */
                name: string;
                /**
                 * @description Staff of the company that runs this installation.
                 * @enum {string|null}
                 */
                platform_role: "operator" | "finance" | "support" | null;
                /** @description When they were last changed. RFC 3339, UTC. */
                updated_at: string;
            };
        };
        /**
         * Webhook delivery
         * @description An event on its way to an endpoint.
         */
        webhook_delivery: {
            /** @description How many were begun. */
            attempts: number;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description When it was delivered or had failed; null: it waits. RFC 3339, UTC. */
            ended_at: string | null;
            /**
             * @description attempts: all of them failed. refused: it may not be sent there. disabled: the endpoint was disabled. null: it has not failed.
             * @enum {string|null}
             */
            failed_reason: "attempts" | "refused" | "disabled" | null;
            /** @description Stable id. */
            id: string;
            /** @description Of the last answer; null: there was none. */
            last_status: number | null;
            /** @description The header webhook-id: the same however often it is sent, and to all endpoints. */
            message_id: string;
            /** @description When the next attempt may begin; null: there is none. RFC 3339, UTC. */
            next_attempt_at: string | null;
            /**
             * @description waiting: there will be another attempt. delivered: the endpoint answered with 2xx. failed: it is not tried any more.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed";
            /** @description Of the event: invoice.paid and the like. */
            type: string;
        };
        /**
         * Webhook delivery with its attempts
         * @description What was sent and what came back.
         */
        webhook_delivery_details: {
            /** @description The newest first. */
            attempt_log: {
                /** @description Number of the attempt. */
                attempt: number;
                /** @description Until the answer was there, or it was clear that there will be none. */
                duration_ms: number;
                /** @description What went wrong; empty: nothing. */
                error: string;
                /** @description The first kilobyte of the answer's body. */
                response: string;
                /** @description When it began. RFC 3339, UTC. */
                started_at: string;
                /** @description Of the answer; null: there was none, and error says why. */
                status: number | null;
            }[];
            /** @description How many were begun. */
            attempts: number;
            /** @description What is sent, byte for byte. */
            body: string;
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description When it was delivered or had failed; null: it waits. RFC 3339, UTC. */
            ended_at: string | null;
            /**
             * @description attempts: all of them failed. refused: it may not be sent there. disabled: the endpoint was disabled. null: it has not failed.
             * @enum {string|null}
             */
            failed_reason: "attempts" | "refused" | "disabled" | null;
            /** @description Stable id. */
            id: string;
            /** @description Of the last answer; null: there was none. */
            last_status: number | null;
            /** @description The header webhook-id: the same however often it is sent, and to all endpoints. */
            message_id: string;
            /** @description When the next attempt may begin; null: there is none. RFC 3339, UTC. */
            next_attempt_at: string | null;
            /**
             * @description waiting: there will be another attempt. delivered: the endpoint answered with 2xx. failed: it is not tried any more.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed";
            /** @description Of the event: invoice.paid and the like. */
            type: string;
        };
        /**
         * Webhook endpoint
         * @description Who is told of events by HTTP, as Standard Webhooks has it.
         */
        webhook_endpoint: {
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Deliveries that begin within a second at most; null: as many as come, eight at a time. */
            deliveries_per_second: number | null;
            /** @description For people. */
            description: string;
            /** @description When it was disabled; null: it is enabled. RFC 3339, UTC. */
            disabled_at: string | null;
            /**
             * @description person: somebody disabled it. gone: it answered 410. failing: nothing but failures for days. null: it is enabled.
             * @enum {string|null}
             */
            disabled_reason: "person" | "gone" | "failing" | null;
            /** @description true: an Ed25519 key signs (`v1a`) beside the secret. */
            ed25519: boolean;
            /** @description Whether it is sent to. */
            enabled: boolean;
            /** @description What it is told of: `*` for everything, a family as `invoice.*`, or a type as `invoice.paid`. */
            event_types: string[];
            /** @description Start of those failures; null: the last attempt did not fail. RFC 3339, UTC. */
            failing_since: string | null;
            /** @description Attempts that failed, in a row. */
            failures: number;
            /** @description What an event must say beside its type: at each path one of the values. What it does not have does not fit. */
            filters: {
                /** @description Texts as they are; whole numbers, true and false as JSON writes them. */
                in: string[];
                /** @description `tenant_id`, `subject`, or `data.` and members below it, joined by dots: `data.currency`. Of an array any item counts. */
                path: string;
            }[];
            /** @description Sent with each delivery. Never their values. */
            headers: {
                /** @description As RFC 9110 has it. Not those of the connection, of the body or of Standard Webhooks. */
                name: string;
            }[];
            /** @description Stable id. */
            id: string;
            /** @description true: what is about one object goes out one after the other, the next once the one before was delivered or has failed for good. */
            ordered: boolean;
            /** @description Nothing is sent before; null: it is sent to. RFC 3339, UTC. */
            paused_until: string | null;
            /** @description Ed25519 keys that sign, the current one first. */
            public_keys: {
                /** @description When it was made. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends to sign beside the current one; null: it is the current one. RFC 3339, UTC. */
                expires_at: string | null;
                /** @description Stable id. */
                id: string;
                /** @description What verifies, as Standard Webhooks writes it. */
                public_key: string;
            }[];
            /** @description Those that sign, the current one first. Never the secrets themselves. */
            secrets: {
                /** @description When it was made. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends to sign beside the current one; null: it is the current one. RFC 3339, UTC. */
                expires_at: string | null;
                /** @description Stable id. */
                id: string;
            }[];
            /** @description Whose events it is told of; null: the platform's, told of all tenants. */
            tenant_id: string | null;
            /** @description When it was changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Where to: https, a host that is reachable from the Internet, a port that the installation allows (443 usually), no user and no fragment. */
            url: string;
            /** @description Rises with each change: the number in its ETag. */
            version: number;
        };
        /**
         * Make a webhook endpoint
         * @description Body of POST /api/v1/webhook-endpoints.
         */
        webhook_endpoint_create: {
            /** @description Deliveries that begin within a second at most; null: as many as come, eight at a time. */
            deliveries_per_second?: number | null;
            /** @description For people. */
            description?: string;
            /** @description true: an Ed25519 key signs (`v1a`) beside the secret. */
            ed25519?: boolean;
            /** @description What it is told of: `*` for everything, a family as `invoice.*`, or a type as `invoice.paid`. */
            event_types: string[];
            /** @description What an event must say beside its type: at each path one of the values. What it does not have does not fit. */
            filters?: {
                /** @description Texts as they are; whole numbers, true and false as JSON writes them. */
                in: string[];
                /** @description `tenant_id`, `subject`, or `data.` and members below it, joined by dots: `data.currency`. Of an array any item counts. */
                path: string;
            }[];
            /** @description Sent with each delivery. Values stand sealed and are never shown; absent: the one that it has. */
            headers?: {
                /** @description As RFC 9110 has it. Not those of the connection, of the body or of Standard Webhooks. */
                name: string;
                /** @description Visible ASCII, blanks inside only. */
                value?: string;
            }[];
            /** @description true: what is about one object goes out one after the other, the next once the one before was delivered or has failed for good. */
            ordered?: boolean;
            /** @description One's own secret: whsec_ and 24 to 64 bytes in base64; absent: one is made. */
            secret?: string;
            /** @description Where to: https, a host that is reachable from the Internet, a port that the installation allows (443 usually), no user and no fragment. */
            url: string;
        };
        /**
         * Webhook endpoint with its secret
         * @description The only answer that ever shows the new secret.
         */
        webhook_endpoint_created: {
            /** @description When it was made. RFC 3339, UTC. */
            created_at: string;
            /** @description Deliveries that begin within a second at most; null: as many as come, eight at a time. */
            deliveries_per_second: number | null;
            /** @description For people. */
            description: string;
            /** @description When it was disabled; null: it is enabled. RFC 3339, UTC. */
            disabled_at: string | null;
            /**
             * @description person: somebody disabled it. gone: it answered 410. failing: nothing but failures for days. null: it is enabled.
             * @enum {string|null}
             */
            disabled_reason: "person" | "gone" | "failing" | null;
            /** @description true: an Ed25519 key signs (`v1a`) beside the secret. */
            ed25519: boolean;
            /** @description Whether it is sent to. */
            enabled: boolean;
            /** @description What it is told of: `*` for everything, a family as `invoice.*`, or a type as `invoice.paid`. */
            event_types: string[];
            /** @description Start of those failures; null: the last attempt did not fail. RFC 3339, UTC. */
            failing_since: string | null;
            /** @description Attempts that failed, in a row. */
            failures: number;
            /** @description What an event must say beside its type: at each path one of the values. What it does not have does not fit. */
            filters: {
                /** @description Texts as they are; whole numbers, true and false as JSON writes them. */
                in: string[];
                /** @description `tenant_id`, `subject`, or `data.` and members below it, joined by dots: `data.currency`. Of an array any item counts. */
                path: string;
            }[];
            /** @description Sent with each delivery. Never their values. */
            headers: {
                /** @description As RFC 9110 has it. Not those of the connection, of the body or of Standard Webhooks. */
                name: string;
            }[];
            /** @description Stable id. */
            id: string;
            /** @description true: what is about one object goes out one after the other, the next once the one before was delivered or has failed for good. */
            ordered: boolean;
            /** @description Nothing is sent before; null: it is sent to. RFC 3339, UTC. */
            paused_until: string | null;
            /** @description Ed25519 keys that sign, the current one first. */
            public_keys: {
                /** @description When it was made. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends to sign beside the current one; null: it is the current one. RFC 3339, UTC. */
                expires_at: string | null;
                /** @description Stable id. */
                id: string;
                /** @description What verifies, as Standard Webhooks writes it. */
                public_key: string;
            }[];
            /** @description What signs, as Standard Webhooks writes it: whsec_ and base64. Shown this once. */
            secret: string;
            /** @description Those that sign, the current one first. Never the secrets themselves. */
            secrets: {
                /** @description When it was made. RFC 3339, UTC. */
                created_at: string;
                /** @description When it ends to sign beside the current one; null: it is the current one. RFC 3339, UTC. */
                expires_at: string | null;
                /** @description Stable id. */
                id: string;
            }[];
            /** @description Whose events it is told of; null: the platform's, told of all tenants. */
            tenant_id: string | null;
            /** @description When it was changed last. RFC 3339, UTC. */
            updated_at: string;
            /** @description Where to: https, a host that is reachable from the Internet, a port that the installation allows (443 usually), no user and no fragment. */
            url: string;
            /** @description Rises with each change: the number in its ETag. */
            version: number;
        };
        /**
         * Change a webhook endpoint
         * @description Body of PATCH /api/v1/webhook-endpoints/{webhook_endpoint}.
         */
        webhook_endpoint_update: {
            /** @description Deliveries that begin within a second at most; null: as many as come, eight at a time. */
            deliveries_per_second?: number | null;
            /** @description For people. */
            description?: string;
            /** @description true: an Ed25519 key signs (`v1a`) beside the secret. */
            ed25519?: boolean;
            /** @description false: nothing is sent from now on, what waits has failed. true: it is sent to anew, without the failures of before. */
            enabled?: boolean;
            /** @description What it is told of: `*` for everything, a family as `invoice.*`, or a type as `invoice.paid`. */
            event_types?: string[];
            /** @description What an event must say beside its type: at each path one of the values. What it does not have does not fit. */
            filters?: {
                /** @description Texts as they are; whole numbers, true and false as JSON writes them. */
                in: string[];
                /** @description `tenant_id`, `subject`, or `data.` and members below it, joined by dots: `data.currency`. Of an array any item counts. */
                path: string;
            }[];
            /** @description Sent with each delivery. Values stand sealed and are never shown; absent: the one that it has. */
            headers?: {
                /** @description As RFC 9110 has it. Not those of the connection, of the body or of Standard Webhooks. */
                name: string;
                /** @description Visible ASCII, blanks inside only. */
                value?: string;
            }[];
            /** @description true: what is about one object goes out one after the other, the next once the one before was delivered or has failed for good. */
            ordered?: boolean;
            /** @description Where to: https, a host that is reachable from the Internet, a port that the installation allows (443 usually), no user and no fragment. */
            url?: string;
        };
        /**
         * Replace an Ed25519 key of webhooks
         * @description Body of POST /api/v1/webhook-endpoints/{webhook_endpoint}/key-rotations.
         */
        webhook_key_rotate: {
            /**
             * @description How long the old key signs beside the new one.
             * @default 86400
             */
            overlap_seconds: number;
        };
        /**
         * Send failed deliveries once more
         * @description Body of POST /api/v1/webhook-endpoints/{webhook_endpoint}/resends.
         */
        webhook_resend: {
            /** @description Deliveries made then or later. RFC 3339, UTC. */
            since: string;
        };
        /**
         * Deliveries that are sent once more
         * @description How many there are.
         */
        webhook_resent: {
            /** @description Deliveries that wait again. */
            count: number;
        };
        /**
         * Replace a webhook secret
         * @description Body of POST /api/v1/webhook-endpoints/{webhook_endpoint}/secret-rotations.
         */
        webhook_secret_rotate: {
            /**
             * @description How long the old secret signs beside the new one.
             * @default 86400
             */
            overlap_seconds: number;
            /** @description One's own secret: whsec_ and 24 to 64 bytes in base64; absent: one is made. */
            secret?: string;
        };
        /**
         * Test of a webhook endpoint
         * @description The event that is sent to this endpoint only.
         */
        webhook_test: {
            /** @description Of the announcement webhook_endpoint.tested. */
            event_id: string;
            /** @description What the header webhook-id will say: finds its delivery. */
            message_id: string;
        };
    };
    responses: {
        /** @description Another service does not answer as it has to. */
        BadGateway: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/openid_provider_unfit",
                 *       "title": "Another service does not answer as it has to.",
                 *       "status": 502,
                 *       "detail": "Another service does not answer as it has to.",
                 *       "code": "openid_provider_unfit",
                 *       "error": "openid_provider_unfit",
                 *       "message": "Another service does not answer as it has to.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The request is not accepted. */
        BadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/validation_failed",
                 *       "title": "The request is not accepted.",
                 *       "status": 400,
                 *       "detail": "The request is not accepted.",
                 *       "code": "validation_failed",
                 *       "error": "validation_failed",
                 *       "message": "The request is not accepted.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description It conflicts with what is stored. */
        Conflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/meter_slug_taken",
                 *       "title": "It conflicts with what is stored.",
                 *       "status": 409,
                 *       "detail": "It conflicts with what is stored.",
                 *       "code": "meter_slug_taken",
                 *       "error": "meter_slug_taken",
                 *       "message": "It conflicts with what is stored.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description These credentials do not allow this. */
        Forbidden: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/forbidden",
                 *       "title": "These credentials do not allow this.",
                 *       "status": 403,
                 *       "detail": "These credentials do not allow this.",
                 *       "code": "forbidden",
                 *       "error": "forbidden",
                 *       "message": "These credentials do not allow this.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description It was good once: used, over, replaced by a newer one or taken back; `code` says which. */
        Gone: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/mail_token_used",
                 *       "title": "The link was used already.",
                 *       "status": 410,
                 *       "detail": "The link was used already.",
                 *       "code": "mail_token_used",
                 *       "error": "mail_token_used",
                 *       "message": "The link was used already.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The request line and the headers are larger than accepted. */
        HeadTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/headers_too_large",
                 *       "title": "The request's headers are larger than accepted.",
                 *       "status": 431,
                 *       "detail": "The request's headers are larger than accepted.",
                 *       "code": "headers_too_large",
                 *       "error": "headers_too_large",
                 *       "message": "The request's headers are larger than accepted.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description There is nothing at this address. */
        NotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not_found",
                 *       "title": "There is nothing at this address.",
                 *       "status": 404,
                 *       "detail": "There is nothing at this address.",
                 *       "code": "not_found",
                 *       "error": "not_found",
                 *       "message": "There is nothing at this address.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description It has changed since the version that If-Match names. */
        PreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/precondition_failed",
                 *       "title": "It has changed since the version that If-Match names.",
                 *       "status": 412,
                 *       "detail": "It has changed since the version that If-Match names.",
                 *       "code": "precondition_failed",
                 *       "error": "precondition_failed",
                 *       "message": "It has changed since the version that If-Match names.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The Idempotency-Key was used with another request. */
        Reused: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/idempotency_key_reused",
                 *       "title": "The Idempotency-Key was used with another request.",
                 *       "status": 422,
                 *       "detail": "The Idempotency-Key was used with another request.",
                 *       "code": "idempotency_key_reused",
                 *       "error": "idempotency_key_reused",
                 *       "message": "The Idempotency-Key was used with another request.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The body is larger than accepted. */
        TooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/body_too_large",
                 *       "title": "The body is larger than accepted.",
                 *       "status": 413,
                 *       "detail": "The body is larger than accepted.",
                 *       "code": "body_too_large",
                 *       "error": "body_too_large",
                 *       "message": "The body is larger than accepted.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The key or its address has used up its quota. */
        TooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                /** @description Seconds to wait. */
                "Retry-After"?: number;
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/rate_limited",
                 *       "title": "More than this client may ask for in this time.",
                 *       "status": 429,
                 *       "detail": "More than this client may ask for in this time.",
                 *       "code": "rate_limited",
                 *       "error": "rate_limited",
                 *       "message": "More than this client may ask for in this time.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The request carries no valid credentials. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate"?: string;
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unauthenticated",
                 *       "title": "The request carries no valid credentials.",
                 *       "status": 401,
                 *       "detail": "The request carries no valid credentials.",
                 *       "code": "unauthenticated",
                 *       "error": "unauthenticated",
                 *       "message": "The request carries no valid credentials.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description Not possible at the moment; nothing is half done. */
        Unavailable: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: number;
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/broker_unavailable",
                 *       "title": "Not possible at the moment; nothing is half done.",
                 *       "status": 503,
                 *       "detail": "Not possible at the moment; nothing is half done.",
                 *       "code": "broker_unavailable",
                 *       "error": "broker_unavailable",
                 *       "message": "Not possible at the moment; nothing is half done.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description It is well-formed and still cannot be taken; `code` says why. idempotency_key_reused: the Idempotency-Key was used with another request. */
        Unprocessable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/webhook_url_refused",
                 *       "title": "Webhooks may not be sent to this URL.",
                 *       "status": 422,
                 *       "detail": "Webhooks may not be sent to this URL.",
                 *       "code": "webhook_url_refused",
                 *       "error": "webhook_url_refused",
                 *       "message": "Webhooks may not be sent to this URL.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The Content-Type is not one that this endpoint reads. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/media_type_unsupported",
                 *       "title": "The Content-Type is not one that this endpoint reads.",
                 *       "status": 415,
                 *       "detail": "The Content-Type is not one that this endpoint reads.",
                 *       "code": "media_type_unsupported",
                 *       "error": "media_type_unsupported",
                 *       "message": "The Content-Type is not one that this endpoint reads.",
                 *       "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/problem+json": components["schemas"]["problem"];
            };
        };
    };
    parameters: {
        /** @description Who did it: usr_…, staff:usr_…, key_…, operator:…, system. */
        actor: string;
        /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
        after: string;
        /** @description The alias. */
        alias: string;
        /** @description Id of what it was done to. */
        audit_subject: string;
        /** @description What was done: meter.created and the like. */
        audit_type: string;
        /** @description Id of the budget. */
        budget: string;
        /** @description true: only those that have not ended and whose last payment was declined. */
        collection_declined: boolean;
        /** @description How they stand. */
        collection_state: "waiting" | "running" | "held" | "ended";
        /** @description Id of the command. */
        command: string;
        /** @description Id or code of a coupon. */
        coupon: string;
        /** @description Id of a credit. */
        credit: string;
        /** @description ISO 4217; the tenant's own when absent. */
        credit_currency: string;
        /** @description `next_cursor` of the page before. */
        cursor: string;
        /** @description Id of the device. */
        device: string;
        /** @description Id of a dispute. */
        dispute: string;
        /** @description How they stand. */
        dispute_state: "needs_response" | "under_review" | "won" | "lost";
        /** @description Why. */
        event_code: string;
        /** @description Of the event, with source. */
        event_id: string;
        /** @description Of the event's write: answers about this very one. */
        event_receipt: string;
        /** @description Of the event. */
        event_source: string;
        /** @description Of the event. */
        event_subject: string;
        /** @description Of the event. */
        event_type: string;
        /** @description Most checkpoints, keys and entries of one page. */
        export_limit: number;
        /** @description `next_cursor` of the answer before, or `now`; without, the oldest that is kept. */
        feed_cursor: string;
        /** @description Messages of a page. */
        feed_limit: number;
        /** @description Of which events, separated by commas: `invoice.paid`, `invoice.*` or `*`; all without. They may change from page to page. */
        feed_types: string;
        /** @description `filter[dimension]=value`, repeatable: any of the values. A JSON scalar as answers show it (5, true, null, "5"), empty for missing, and else the text itself. */
        filter: string[];
        /** @description Start, inclusive. RFC 3339. */
        from: string;
        /** @description `subject`, `tenant` (platform only), or a dimension of the meter. */
        group_by: string[];
        /** @description Id of an import of past usage. */
        history_import: string;
        /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
        "Idempotency-Key": string;
        /** @description Id of the identity. */
        identity: string;
        /** @description ETag of the version to change. */
        "If-Match": string;
        /** @description ETag of the version at hand. */
        "If-None-Match": string;
        /** @description Id of the invitation. */
        invitation: string;
        /** @description Id of an invoice. */
        invoice: string;
        /** @description Id or code of an issuer. */
        issuer: string;
        /** @description Id of the key. */
        key: string;
        /** @description The id of the last event that came: the stream goes on after it. Comes before ?cursor=. */
        last_event_id: string;
        /** @description Items of a page. */
        limit: number;
        /** @description Number of a line of the invoice. */
        line: number;
        /** @description Id or slug. */
        meter: string;
        /** @description Id or slug. */
        of_meter: string;
        /** @description Any of these subjects. */
        of_subjects: string[];
        /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
        of_tenant: string;
        /** @description `true` takes the good events of a batch and reports the others. */
        partial: "true" | "false";
        /** @description Id of a payment. */
        payment: string;
        /** @description Of this invoice. */
        payment_invoice: string;
        /** @description Id of a payment method. */
        payment_method: string;
        /** @description Id or slug of a payment provider. */
        payment_provider: string;
        /** @description The slug of the account. */
        payment_provider_slug: string;
        /** @description How they stand. */
        payment_state: "open" | "processing" | "succeeded" | "failed" | "canceled";
        /** @description Id or code of a plan. */
        plan: string;
        /** @description Of the plan; the latest when absent. */
        plan_version: number;
        /** @description `return=minimal`: 204 and a Weir-Receipt header. */
        Prefer: string;
        /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
        Prefer_wait: string;
        /** @description Who sends it: stripe or paypal. */
        provider: string;
        /** @description Id of an event of a payment provider. */
        provider_event: string;
        /** @description The account that it came for. */
        provider_event_account: string;
        /** @description The provider's id of the event. */
        provider_event_id: string;
        /** @description The provider's id of what it is about, or of the payment that this belongs to. */
        provider_event_object: string;
        /** @description Who sent it. */
        provider_event_provider: "stripe" | "paypal";
        /** @description How it stands. */
        provider_event_state: "pending" | "applied" | "ignored" | "failed";
        /** @description As the provider names it: payment_intent.succeeded and the like. */
        provider_event_type: string;
        /** @description Id of the rejection. */
        rejected: string;
        /** @description Of a change. */
        sequence: number;
        /** @description Id of the session. */
        session: string;
        /** @description What was decided. */
        state: "open" | "redriven" | "discarded";
        /** @description Id of a subscription. */
        subscription: string;
        /** @description Id or code of a tax rate. */
        tax_rate: string;
        /** @description Id or key. */
        tenant: string;
        /** @description Id of a coupon that a tenant has. */
        tenant_coupon: string;
        /** @description End, exclusive. RFC 3339. */
        to: string;
        /**
         * @description Of a mail: names a person and a kind of notification. It gives no other right and does not expire.
         * @example weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM
         */
        unsubscribe_token: string;
        /** @description Id of the user. */
        user: string;
        /** @description When there is nothing: hold the answer until there is, for so long. */
        wait_seconds: number;
        /** @description Id of the delivery. */
        webhook_delivery: string;
        /** @description Id of the webhook endpoint. */
        webhook_endpoint: string;
        /** @description What the header webhook-id said. */
        webhook_message: string;
        /** @description How it stands. */
        webhook_state: "waiting" | "delivered" | "failed";
        /** @description Of the event: invoice.paid and the like. */
        webhook_type: string;
        /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
        "Weir-Tenant": string;
        /** @description What a row stands for. AUTO: HOUR up to 31 days, DAY up to 13 months, else MONTH. */
        window: "NONE" | "HOUR" | "DAY" | "MONTH" | "AUTO";
        /** @description IANA name that days and months are of. Default: the tenant's, UTC for several. */
        zone: string;
    };
    requestBodies: never;
    headers: {
        /** @description How long, and by whom, the answer may be kept. */
        "Cache-Control": string;
        /** @description Version, for If-Match and If-None-Match. */
        ETag: string;
        /** @description Path of what was made. */
        Location: string;
        /** @description What was done of Prefer. */
        "Preference-Applied": string;
        /** @description What is left of the quota, and the seconds until it is whole again. */
        RateLimit: string;
        /** @description The key's quota: its requests in a window of seconds. */
        "RateLimit-Policy": string;
        /** @description A token of a browser that no script sees: of refreshing, of a trusted device, of a sign-in elsewhere. */
        "Set-Cookie": string;
        /** @description Receipts for ?after=, separated by commas. */
        "Weir-Receipt": string;
        /** @description Of this request; also in logs. */
        "X-Request-ID": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set of Ed25519 keys. Keep a copy: it is what checkpoints are checked with. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "use": "sig",
                     *           "alg": "EdDSA",
                     *           "kid": "aud_00000000000000000000000000000000",
                     *           "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                     *           "created_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["audit_keys"];
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, revoked ones too; under a tenant's key its own. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "name": "collector",
                     *           "prefix": "weir_sk_hJ3k",
                     *           "scopes": [
                     *             "ingest"
                     *           ],
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null,
                     *           "revoked_at": null,
                     *           "last_used_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["api_key"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "collector",
                 *       "scopes": [
                 *         "ingest"
                 *       ],
                 *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/json": components["schemas"]["api_key_create"];
            };
        };
        responses: {
            /** @description The only answer that shows the secret; a repetition under the same Idempotency-Key leaves it out. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "name": "collector",
                     *       "prefix": "weir_sk_hJ3k",
                     *       "scopes": [
                     *         "ingest"
                     *       ],
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "expires_at": null,
                     *       "revoked_at": null,
                     *       "last_used_at": null,
                     *       "secret": "weir_sk_hJ3kq0Yb1mT5vXn8cR2sD7fG4hK6lP9wZ0aE3iO5uYq"
                     *     }
                     */
                    "application/json": components["schemas"]["api_key_created"] | components["schemas"]["api_key"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It ends to work within a minute on every instance. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotate_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id of the key. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["api_key_rotate"];
            };
        };
        responses: {
            /** @description The new key with its secret, this once; both are good until the overlap is over. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "name": "collector",
                     *       "prefix": "weir_sk_hJ3k",
                     *       "scopes": [
                     *         "ingest"
                     *       ],
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "expires_at": null,
                     *       "revoked_at": null,
                     *       "last_used_at": null,
                     *       "secret": "weir_sk_hJ3kq0Yb1mT5vXn8cR2sD7fG4hK6lP9wZ0aE3iO5uYq"
                     *     }
                     */
                    "application/json": components["schemas"]["api_key_created"] | components["schemas"]["api_key"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description Who did it: usr_…, staff:usr_…, key_…, operator:…, system. */
                actor?: components["parameters"]["actor"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Start, inclusive. RFC 3339. */
                from?: components["parameters"]["from"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Id of what it was done to. */
                subject?: components["parameters"]["audit_subject"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
                /** @description End, exclusive. RFC 3339. */
                to?: components["parameters"]["to"];
                /** @description What was done: meter.created and the like. */
                type?: components["parameters"]["audit_type"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries of the audit trail. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "evt_6A2F4JGPT2KZPNJTP01DPZQBP0",
                     *           "chain": "platform",
                     *           "sequence": 1,
                     *           "type": "meter.created",
                     *           "actor": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "subject": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": null,
                     *           "occurred_at": "2026-11-20T10:00:00Z",
                     *           "request_id": "req_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "address": "192.0.2.1",
                     *           "before": null,
                     *           "after": {
                     *             "slug": "tokens_total"
                     *           },
                     *           "erased": [],
                     *           "hash": "0000000000000000000000000000000000000000000000000000000000000000"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["audit_entry"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    export_audit: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Most checkpoints, keys and entries of one page. */
                limit?: components["parameters"]["export_limit"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the export. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"kind":"end","next_cursor":null} */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirm_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE"
                 *     }
                 */
                "application/json": components["schemas"]["mail_token"];
            };
        };
        responses: {
            /** @description The address is verified. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            410: components["responses"]["Gone"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE",
                 *       "name": "Ada Lovelace",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["invitation_accept"];
            };
        };
        responses: {
            /** @description They are a member. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "role": "analyst",
                     *       "is_new": true
                     *     }
                     */
                    "application/json": components["schemas"]["invitation_accepted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE"
                 *     }
                 */
                "application/json": components["schemas"]["mail_token"];
            };
        };
        responses: {
            /** @description It can be accepted. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_name": "Acme",
                     *       "email": "ada@example.com",
                     *       "role": "analyst",
                     *       "expires_at": "2026-11-27T10:00:00Z",
                     *       "needs_password": true
                     *     }
                     */
                    "application/json": components["schemas"]["invitation_shown"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the access token, or else of the cookie, has ended; the cookie is taken away. */
            204: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    sign_in_methods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a page for signing in offers. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "password": true,
                     *       "oidc": {
                     *         "issuer": "https://sign-in.example.com"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["sign_in_methods"];
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    begin_openid_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the browser goes; its cookie belongs to that. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "authorization_url": "https://sign-in.example.com/authorize?response_type=code&client_id=weir",
                     *       "expires_in": 600
                     *     }
                     */
                    "application/json": components["schemas"]["openid_begun"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    finish_openid_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "2bRrHyEG4m7Zt0rEw0hA0i1eJ5zXn4p1t2cWQyq7TTM",
                 *       "code": "SplxlOBeZQQYbYS6WxSbIA"
                 *     }
                 */
                "application/json": components["schemas"]["openid_return"];
            };
        };
        responses: {
            /** @description Signed in: the refresh token goes into the cookie. Stepped up: an access token of the same session, and its cookie stays as it is. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.x",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800
                     *     }
                     */
                    "application/json": components["schemas"]["token_granted"];
                };
            };
            /** @description mfa_required as JSON; everything else is a problem document. */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "mfa_required",
                     *       "error_description": "A code is asked for.",
                     *       "mfa_token": "weir_mfa_x",
                     *       "expires_in": 300
                     *     }
                     */
                    "application/json": components["schemas"]["token_error"];
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    begin_openid_step_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the browser goes; its cookie belongs to that. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "authorization_url": "https://sign-in.example.com/authorize?response_type=code&client_id=weir",
                     *       "expires_in": 600
                     *     }
                     */
                    "application/json": components["schemas"]["openid_begun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["password_forgot"];
            };
        };
        responses: {
            /** @description If the address is an active account's, a mail is on the way. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE",
                 *       "new_password": "staple battery horse"
                 *     }
                 */
                "application/json": components["schemas"]["password_reset"];
            };
        };
        responses: {
            /** @description From now on it is the new one. */
            204: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            410: components["responses"]["Gone"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_rt_x"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["token_revocation"];
            };
        };
        responses: {
            /** @description It is not valid any more, if it ever was. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description RFC 6749 §5.2; a parameter that is not known in the query is a problem document. */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "invalid_grant",
                     *       "error_description": "The address or the password is wrong."
                     *     }
                     */
                    "application/json": components["schemas"]["token_error"];
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    step_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery",
                 *       "code": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["step_up"];
            };
        };
        responses: {
            /** @description For ten minutes operations with x-step-up are let through. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.x",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800,
                     *       "auth_time": "2026-11-20T10:00:00Z",
                     *       "good_until": "2026-11-20T10:10:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["stepped_up"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "grant_type": "password",
                 *       "username": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["token_request"];
            };
        };
        responses: {
            /** @description Tokens; with cookie=1, or when the cookie was read, the refresh token goes into the cookie, and with trust_device=1 the device's token into another. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.x",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800,
                     *       "refresh_token": "weir_rt_x"
                     *     }
                     */
                    "application/json": components["schemas"]["token_granted"];
                };
            };
            /** @description RFC 6749 §5.2; a parameter that is not known in the query is a problem document. */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "invalid_grant",
                     *       "error_description": "The address or the password is wrong."
                     *     }
                     */
                    "application/json": components["schemas"]["token_error"];
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_collections: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description true: only those that have not ended and whose last payment was declined. */
                declined?: components["parameters"]["collection_declined"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description How they stand. */
                state?: components["parameters"]["collection_state"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the newest invoice first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "invoice_number": "INV-000042",
                     *           "invoice_state": "past_due",
                     *           "amount_due": "64.26",
                     *           "currency": "EUR",
                     *           "due_on": "2026-11-15",
                     *           "state": "running",
                     *           "outcome": "declined",
                     *           "next_act": "remind",
                     *           "next_at": "2026-11-21T23:00:00Z",
                     *           "reminded_at": "2026-11-15T23:00:05Z",
                     *           "paused_subscriptions": [],
                     *           "declined": {
                     *             "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "code": "insufficient_funds",
                     *             "message": "Your card has insufficient funds.",
                     *             "at": "2026-11-17T23:00:09Z"
                     *           },
                     *           "version": 3,
                     *           "started_at": "2026-11-15T23:00:05Z",
                     *           "ended_at": null,
                     *           "created_at": "2026-11-01T01:05:00Z",
                     *           "updated_at": "2026-11-17T23:00:09Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["collection"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the command. */
                command: components["parameters"]["command"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the command stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.rejected.redrive.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "events": 1
                     *       },
                     *       "problem": null,
                     *       "job": {
                     *         "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "state": "succeeded",
                     *         "progress_done": 1,
                     *         "progress_total": 1,
                     *         "result": {
                     *           "redriven": 1,
                     *           "left": []
                     *         },
                     *         "problem": null
                     *       },
                     *       "issued_at": "2026-11-20T10:00:00Z",
                     *       "finished_at": "2026-11-20T10:00:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_conflicts: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Of the event, with source. */
                id?: components["parameters"]["event_id"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Of the event. */
                source?: components["parameters"]["event_source"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events with a counted identity and other content. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "source": "s",
                     *           "id": "1",
                     *           "counted": {
                     *             "position": {
                     *               "topic": "weir.usage",
                     *               "partition": 3,
                     *               "offset": 12,
                     *               "index": 0
                     *             },
                     *             "event": {
                     *               "specversion": "1.0",
                     *               "id": "1",
                     *               "source": "s",
                     *               "type": "t",
                     *               "data": {
                     *                 "v": 1
                     *               }
                     *             }
                     *           },
                     *           "refused": {
                     *             "position": {
                     *               "topic": "weir.usage",
                     *               "partition": 3,
                     *               "offset": 13,
                     *               "index": 0
                     *             },
                     *             "event": null
                     *           },
                     *           "appended_at": "2026-11-20T10:00:00Z",
                     *           "seen_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["conflict"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    list_coupons: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "launch",
                     *           "name": "20 % for three months",
                     *           "percentage": "0.2",
                     *           "amount": null,
                     *           "currency": null,
                     *           "duration": "months",
                     *           "months": 3,
                     *           "prices": [],
                     *           "most_redemptions": null,
                     *           "redemptions": 1,
                     *           "redeem_by": null,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "archived_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["coupon"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_coupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "launch",
                 *       "name": "20 % for three months",
                 *       "percentage": "0.2",
                 *       "duration": "months",
                 *       "months": 3
                 *     }
                 */
                "application/json": components["schemas"]["coupon_create"];
            };
        };
        responses: {
            /** @description The coupon. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "launch",
                     *       "name": "20 % for three months",
                     *       "percentage": "0.2",
                     *       "amount": null,
                     *       "currency": null,
                     *       "duration": "months",
                     *       "months": 3,
                     *       "prices": [],
                     *       "most_redemptions": null,
                     *       "redemptions": 1,
                     *       "redeem_by": null,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "archived_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["coupon"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_coupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or code of a coupon. */
                coupon: components["parameters"]["coupon"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The coupon. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "launch",
                     *       "name": "20 % for three months",
                     *       "percentage": "0.2",
                     *       "amount": null,
                     *       "currency": null,
                     *       "duration": "months",
                     *       "months": 3,
                     *       "prices": [],
                     *       "most_redemptions": null,
                     *       "redemptions": 1,
                     *       "redeem_by": null,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "archived_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["coupon"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    archive_coupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or code of a coupon. */
                coupon: components["parameters"]["coupon"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is archived. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_credit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a credit. */
                credit: components["parameters"]["credit"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credit. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "currency": "EUR",
                     *       "amount": "100",
                     *       "remaining": "75.5",
                     *       "is_open": true,
                     *       "priority": 100,
                     *       "expires_at": "2027-11-20T00:00:00Z",
                     *       "is_paid": true,
                     *       "reason": "Prepaid",
                     *       "invoice_id": null,
                     *       "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-12-01T01:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["credit"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    void_credit: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of a credit. */
                credit: components["parameters"]["credit"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing remains of it. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.credit.void.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "EUR",
                     *         "amount": "100",
                     *         "remaining": "0",
                     *         "is_open": false,
                     *         "priority": 100,
                     *         "expires_at": "2027-11-20T00:00:00Z",
                     *         "is_paid": true,
                     *         "reason": "Prepaid",
                     *         "invoice_id": null,
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-12-01T01:00:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.credit.void.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_disputes: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description How they stand. */
                state?: components["parameters"]["dispute_state"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the latest first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "dsp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "amount": "64.26",
                     *           "currency": "EUR",
                     *           "state": "needs_response",
                     *           "reason": "fraudulent",
                     *           "respond_by": "2026-12-04T23:59:59Z",
                     *           "version": 1,
                     *           "created_at": "2026-11-25T10:00:00Z",
                     *           "updated_at": "2026-11-25T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["dispute"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a dispute. */
                dispute: components["parameters"]["dispute"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dispute. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dsp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "amount": "64.26",
                     *       "currency": "EUR",
                     *       "state": "needs_response",
                     *       "reason": "fraudulent",
                     *       "respond_by": "2026-12-04T23:59:59Z",
                     *       "version": 1,
                     *       "created_at": "2026-11-25T10:00:00Z",
                     *       "updated_at": "2026-11-25T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["dispute"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Start, inclusive. RFC 3339. */
                from?: components["parameters"]["from"];
                /** @description Of the event, with source. */
                id?: components["parameters"]["event_id"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Of the event's write: answers about this very one. */
                receipt?: components["parameters"]["event_receipt"];
                /** @description Of the event. */
                source?: components["parameters"]["event_source"];
                /** @description Of the event. */
                subject?: components["parameters"]["event_subject"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
                /** @description End, exclusive. RFC 3339. */
                to?: components["parameters"]["to"];
                /** @description Of the event. */
                type?: components["parameters"]["event_type"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recent events, or the fate of one. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "source": "s",
                     *           "id": "1",
                     *           "outcome": "not_seen",
                     *           "conflicts": [],
                     *           "rejections": []
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["event_fate"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    ingest_events: {
        parameters: {
            query?: {
                /** @description `true` takes the good events of a batch and reports the others. */
                partial?: components["parameters"]["partial"];
            };
            header?: {
                /** @description `return=minimal`: 204 and a Weir-Receipt header. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description CloudEvents 1.0 in structured, batch or binary mode; gzip and zstd are understood. At most 1,000 events, 256 KB each, 1 MB as sent and 10 MB expanded. */
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "id": "1",
                 *         "source": "shop",
                 *         "type": "prompt",
                 *         "subject": "acme",
                 *         "time": "2026-11-20T10:00:00Z",
                 *         "data": {
                 *           "tokens": "12.5",
                 *           "model": "small"
                 *         }
                 *       }
                 *     ]
                 */
                "application/cloudevents-batch+json": components["schemas"]["event_batch"];
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "1",
                 *       "source": "shop",
                 *       "type": "prompt",
                 *       "subject": "acme",
                 *       "time": "2026-11-20T10:00:00Z",
                 *       "data": {
                 *         "tokens": "12.5",
                 *         "model": "small"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["event"];
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "id": "1",
                 *         "source": "shop",
                 *         "type": "prompt",
                 *         "subject": "acme",
                 *         "time": "2026-11-20T10:00:00Z",
                 *         "data": {
                 *           "tokens": "12.5",
                 *           "model": "small"
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description All accepted events are in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "receipts": [
                     *         {
                     *           "index": 0,
                     *           "receipt": "AQADDAC3pQ",
                     *           "topic": "weir.usage",
                     *           "partition": 3,
                     *           "offset": 12,
                     *           "position": 0
                     *         }
                     *       ],
                     *       "errors": [],
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["events_accepted"];
                };
            };
            /** @description As 202, with `Prefer: return=minimal` and nothing to report. */
            204: {
                headers: {
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    poll_events_feed: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before, or `now`; without, the oldest that is kept. */
                cursor?: components["parameters"]["feed_cursor"];
                /** @description Messages of a page. */
                limit?: components["parameters"]["feed_limit"];
                /** @description Of which events, separated by commas: `invoice.paid`, `invoice.*` or `*`; all without. They may change from page to page. */
                types?: components["parameters"]["feed_types"];
                /** @description When there is nothing: hold the answer until there is, for so long. */
                wait_seconds?: components["parameters"]["wait_seconds"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is, the oldest first. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "body": {
                     *             "type": "invoice.paid",
                     *             "timestamp": "2026-11-20T10:00:00Z",
                     *             "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "subject": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "data": {
                     *               "total": "20.00"
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "AQEwATcQ",
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["events_feed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    stream_events_feed: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before, or `now`; without, the oldest that is kept. */
                cursor?: components["parameters"]["feed_cursor"];
                /** @description Of which events, separated by commas: `invoice.paid`, `invoice.*` or `*`; all without. They may change from page to page. */
                types?: components["parameters"]["feed_types"];
            };
            header?: {
                /** @description The id of the last event that came: the stream goes on after it. Comes before ?cursor=. */
                "Last-Event-ID"?: components["parameters"]["last_event_id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the stream ends. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: AQEwATcQ
                     *     data: {"id":"msg_01ARZ3NDEKTSV4RRFFQ69G5FAV","body":{"type":"invoice.paid","timestamp":"2026-11-20T10:00:00Z","tenant_id":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV","subject":"inv_01ARZ3NDEKTSV4RRFFQ69G5FAV","data":{"total":"20.00"}}}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_feature_flags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by name. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "usage_stream",
                     *           "enabled": true,
                     *           "description": "Dashboards are told of new usage as it is counted; off: they ask once a minute.",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["feature_flag"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_feature_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its name.
                 * @example usage_stream
                 */
                flag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["feature_flag_update"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "usage_stream",
                     *       "enabled": true,
                     *       "description": "Dashboards are told of new usage as it is counted; off: they ask once a minute.",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["feature_flag"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_history_imports: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_key": "acme",
                     *           "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "meter": "tokens",
                     *           "from": "2026-01-01T00:00:00Z",
                     *           "to": "2026-04-01T00:00:00Z",
                     *           "state": "imported",
                     *           "rows": 2160,
                     *           "duplicates": 0,
                     *           "conflicts": 0,
                     *           "refused": 0,
                     *           "replaced_cells": 12,
                     *           "replaced_events": 40,
                     *           "imported_cells": 2160,
                     *           "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "started_at": "2026-11-20T10:05:00Z",
                     *           "imported_at": "2026-11-20T10:05:03Z",
                     *           "canceled_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["history_import"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_history_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tenant": "acme",
                 *       "meter": "tokens",
                 *       "from": "2026-01-01T00:00:00Z",
                 *       "to": "2026-04-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["history_import_create"];
            };
        };
        responses: {
            /** @description The import. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_key": "acme",
                     *       "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "meter": "tokens",
                     *       "from": "2026-01-01T00:00:00Z",
                     *       "to": "2026-04-01T00:00:00Z",
                     *       "state": "open",
                     *       "rows": 2160,
                     *       "duplicates": 0,
                     *       "conflicts": 0,
                     *       "refused": 0,
                     *       "replaced_cells": null,
                     *       "replaced_events": null,
                     *       "imported_cells": null,
                     *       "job_id": null,
                     *       "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "started_at": null,
                     *       "imported_at": null,
                     *       "canceled_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["history_import"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_history_import: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
            };
            header?: never;
            path: {
                /** @description Id of an import of past usage. */
                history_import: components["parameters"]["history_import"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_key": "acme",
                     *       "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "meter": "tokens",
                     *       "from": "2026-01-01T00:00:00Z",
                     *       "to": "2026-04-01T00:00:00Z",
                     *       "state": "imported",
                     *       "rows": 2160,
                     *       "duplicates": 0,
                     *       "conflicts": 0,
                     *       "refused": 0,
                     *       "replaced_cells": 12,
                     *       "replaced_events": 40,
                     *       "imported_cells": 2160,
                     *       "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "started_at": "2026-11-20T10:05:00Z",
                     *       "imported_at": "2026-11-20T10:05:03Z",
                     *       "canceled_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["history_import"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    cancel_history_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of an import of past usage. */
                history_import: components["parameters"]["history_import"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is given up. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.history_import.cancel.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_key": "acme",
                     *         "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "meter": "tokens",
                     *         "from": "2026-01-01T00:00:00Z",
                     *         "to": "2026-04-01T00:00:00Z",
                     *         "state": "canceled",
                     *         "rows": 2160,
                     *         "duplicates": 0,
                     *         "conflicts": 0,
                     *         "refused": 0,
                     *         "replaced_cells": null,
                     *         "replaced_events": null,
                     *         "imported_cells": null,
                     *         "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "started_at": null,
                     *         "imported_at": null,
                     *         "canceled_at": "2026-11-20T10:05:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:05:00Z",
                     *       "finished_at": "2026-11-20T10:05:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.history_import.cancel.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:05:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    preview_history_import: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
            };
            header?: never;
            path: {
                /** @description Id of an import of past usage. */
                history_import: components["parameters"]["history_import"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "import": {
                     *         "id": "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_key": "acme",
                     *         "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "meter": "tokens",
                     *         "from": "2026-01-01T00:00:00Z",
                     *         "to": "2026-04-01T00:00:00Z",
                     *         "state": "open",
                     *         "rows": 2160,
                     *         "duplicates": 0,
                     *         "conflicts": 0,
                     *         "refused": 0,
                     *         "replaced_cells": null,
                     *         "replaced_events": null,
                     *         "imported_cells": null,
                     *         "job_id": null,
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "started_at": null,
                     *         "imported_at": null,
                     *         "canceled_at": null
                     *       },
                     *       "now": {
                     *         "value": "40",
                     *         "events": 40,
                     *         "cells": 12
                     *       },
                     *       "then": {
                     *         "value": "81230.5",
                     *         "events": 2160,
                     *         "cells": 2160
                     *       },
                     *       "difference": "81190.5",
                     *       "invoices": [
                     *         {
                     *           "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "number": "INV-000042",
                     *           "state": "paid",
                     *           "currency": "EUR",
                     *           "period": {
                     *             "from": "2026-01-01",
                     *             "to": "2026-01-31"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["history_preview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    add_history_rows: {
        parameters: {
            query?: {
                /** @description Which line of the file the first row is: of CSV 2 when absent, of events 1. */
                first_line?: number;
            };
            header?: never;
            path: {
                /** @description Id of an import of past usage. */
                history_import: components["parameters"]["history_import"];
            };
            cookie?: never;
        };
        /** @description At most 10,000 rows, 1 MB as sent and 10 MB expanded; gzip and zstd are understood. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
                /**
                 * @example time,subject,value,region
                 *     2026-01-01T00:00:00Z,alice,12.5,eu
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description The rows are in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rows": 2,
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["history_rows_added"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    start_history_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of an import of past usage. */
                history_import: components["parameters"]["history_import"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rows": 2160
                 *     }
                 */
                "application/json": components["schemas"]["history_import_start"];
            };
        };
        responses: {
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.history_import.start.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:05:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenants": 12,
                     *       "due": 3,
                     *       "waiting": 1,
                     *       "parked": 1,
                     *       "next_at": "2026-11-20T10:00:00Z",
                     *       "data_through": "2026-11-20T10:11:00Z",
                     *       "runs": [
                     *         {
                     *           "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAW",
                     *           "state": "running",
                     *           "attempts": 1,
                     *           "done": 2,
                     *           "total": 5,
                     *           "due_at": "2026-11-20T10:12:00Z",
                     *           "created_at": "2026-11-20T10:12:00Z",
                     *           "started_at": "2026-11-20T10:12:01Z",
                     *           "finished_at": null,
                     *           "report": null,
                     *           "problem": null
                     *         },
                     *         {
                     *           "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "state": "succeeded",
                     *           "attempts": 1,
                     *           "done": 4,
                     *           "total": 4,
                     *           "due_at": "2026-11-20T09:12:00Z",
                     *           "created_at": "2026-11-20T09:12:00Z",
                     *           "started_at": "2026-11-20T09:12:01Z",
                     *           "finished_at": "2026-11-20T09:12:03Z",
                     *           "report": {
                     *             "tenants": 4,
                     *             "invoices": 3,
                     *             "parked": 1,
                     *             "failed": 0,
                     *             "past_due": 0
                     *           },
                     *           "problem": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["invoice_runs"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invoices: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description A part of the number. */
                search?: string;
                /** @description Only those in this state; without it all but discarded drafts. */
                state?: "draft" | "finalized" | "past_due" | "paid" | "uncollectible" | "void" | "discarded";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "number": "INV-000042",
                     *           "kind": "regular",
                     *           "state": "finalized",
                     *           "currency": "EUR",
                     *           "as_of": "2026-11-01T00:00:00Z",
                     *           "corrects": null,
                     *           "period": {
                     *             "from": "2026-10-01",
                     *             "to": "2026-11-30"
                     *           },
                     *           "issued_on": "2026-11-01",
                     *           "due_on": "2026-12-01",
                     *           "net": "54",
                     *           "taxes": {
                     *             "inclusive": false,
                     *             "lines": [
                     *               {
                     *                 "code": "de_vat",
                     *                 "name": "VAT 19 %",
                     *                 "jurisdiction": "DE",
                     *                 "rate": "0.19",
                     *                 "base": "54",
                     *                 "amount": "10.26"
                     *               }
                     *             ],
                     *             "exemption_reason": "",
                     *             "exemption_code": ""
                     *           },
                     *           "total": "64.26",
                     *           "credits_used": "0",
                     *           "due": "64.26",
                     *           "paid": "0",
                     *           "credited": "0",
                     *           "lines_count": 2,
                     *           "seller": {
                     *             "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "legal_name": "Seller GmbH",
                     *             "address": {
                     *               "line1": "",
                     *               "line2": "",
                     *               "city": "",
                     *               "region": "",
                     *               "postal_code": "",
                     *               "country": "DE"
                     *             },
                     *             "tax_id": "DE123456789",
                     *             "email": "",
                     *             "payment_terms_days": 30,
                     *             "note": ""
                     *           },
                     *           "buyer": {
                     *             "legal_name": "Buyer AG",
                     *             "address": {
                     *               "line1": "",
                     *               "line2": "",
                     *               "city": "",
                     *               "region": "",
                     *               "postal_code": "",
                     *               "country": "DE"
                     *             },
                     *             "tax_id": "",
                     *             "email": ""
                     *           },
                     *           "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *           "version": 2,
                     *           "created_at": "2026-11-01T01:05:00Z",
                     *           "finalized_at": "2026-11-01T01:05:00Z",
                     *           "updated_at": "2026-11-01T01:05:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invoice. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "number": "INV-000042",
                     *       "kind": "regular",
                     *       "state": "finalized",
                     *       "currency": "EUR",
                     *       "as_of": "2026-11-01T00:00:00Z",
                     *       "corrects": null,
                     *       "period": {
                     *         "from": "2026-10-01",
                     *         "to": "2026-11-30"
                     *       },
                     *       "issued_on": "2026-11-01",
                     *       "due_on": "2026-12-01",
                     *       "net": "54",
                     *       "taxes": {
                     *         "inclusive": false,
                     *         "lines": [
                     *           {
                     *             "code": "de_vat",
                     *             "name": "VAT 19 %",
                     *             "jurisdiction": "DE",
                     *             "rate": "0.19",
                     *             "base": "54",
                     *             "amount": "10.26"
                     *           }
                     *         ],
                     *         "exemption_reason": "",
                     *         "exemption_code": ""
                     *       },
                     *       "total": "64.26",
                     *       "credits_used": "0",
                     *       "due": "64.26",
                     *       "paid": "0",
                     *       "credited": "0",
                     *       "lines_count": 2,
                     *       "seller": {
                     *         "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "legal_name": "Seller GmbH",
                     *         "address": {
                     *           "line1": "",
                     *           "line2": "",
                     *           "city": "",
                     *           "region": "",
                     *           "postal_code": "",
                     *           "country": "DE"
                     *         },
                     *         "tax_id": "DE123456789",
                     *         "email": "",
                     *         "payment_terms_days": 30,
                     *         "note": ""
                     *       },
                     *       "buyer": {
                     *         "legal_name": "Buyer AG",
                     *         "address": {
                     *           "line1": "",
                     *           "line2": "",
                     *           "city": "",
                     *           "region": "",
                     *           "postal_code": "",
                     *           "country": "DE"
                     *         },
                     *         "tax_id": "",
                     *         "email": ""
                     *       },
                     *       "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *       "version": 2,
                     *       "created_at": "2026-11-01T01:05:00Z",
                     *       "finalized_at": "2026-11-01T01:05:00Z",
                     *       "updated_at": "2026-11-01T01:05:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["invoice"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_invoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "change": "finalize"
                 *     }
                 */
                "application/json": components["schemas"]["invoice_change"];
            };
        };
        responses: {
            /** @description The invoice is in its next state. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.invoice.change.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "number": "INV-000042",
                     *         "kind": "regular",
                     *         "state": "finalized",
                     *         "currency": "EUR",
                     *         "as_of": "2026-11-01T00:00:00Z",
                     *         "corrects": null,
                     *         "period": {
                     *           "from": "2026-10-01",
                     *           "to": "2026-11-30"
                     *         },
                     *         "issued_on": "2026-11-01",
                     *         "due_on": "2026-12-01",
                     *         "net": "54",
                     *         "taxes": {
                     *           "inclusive": false,
                     *           "lines": [
                     *             {
                     *               "code": "de_vat",
                     *               "name": "VAT 19 %",
                     *               "jurisdiction": "DE",
                     *               "rate": "0.19",
                     *               "base": "54",
                     *               "amount": "10.26"
                     *             }
                     *           ],
                     *           "exemption_reason": "",
                     *           "exemption_code": ""
                     *         },
                     *         "total": "64.26",
                     *         "credits_used": "0",
                     *         "due": "64.26",
                     *         "paid": "0",
                     *         "credited": "0",
                     *         "lines_count": 2,
                     *         "seller": {
                     *           "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Seller GmbH",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "DE123456789",
                     *           "email": "",
                     *           "payment_terms_days": 30,
                     *           "note": ""
                     *         },
                     *         "buyer": {
                     *           "legal_name": "Buyer AG",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "",
                     *           "email": ""
                     *         },
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "version": 2,
                     *         "created_at": "2026-11-01T01:05:00Z",
                     *         "finalized_at": "2026-11-01T01:05:00Z",
                     *         "updated_at": "2026-11-01T01:05:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.invoice.change.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "number": "INV-000042",
                     *         "kind": "regular",
                     *         "state": "finalized",
                     *         "currency": "EUR",
                     *         "as_of": "2026-11-01T00:00:00Z",
                     *         "corrects": null,
                     *         "period": {
                     *           "from": "2026-10-01",
                     *           "to": "2026-11-30"
                     *         },
                     *         "issued_on": "2026-11-01",
                     *         "due_on": "2026-12-01",
                     *         "net": "54",
                     *         "taxes": {
                     *           "inclusive": false,
                     *           "lines": [
                     *             {
                     *               "code": "de_vat",
                     *               "name": "VAT 19 %",
                     *               "jurisdiction": "DE",
                     *               "rate": "0.19",
                     *               "base": "54",
                     *               "amount": "10.26"
                     *             }
                     *           ],
                     *           "exemption_reason": "",
                     *           "exemption_code": ""
                     *         },
                     *         "total": "64.26",
                     *         "credits_used": "0",
                     *         "due": "64.26",
                     *         "paid": "0",
                     *         "credited": "0",
                     *         "lines_count": 2,
                     *         "seller": {
                     *           "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Seller GmbH",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "DE123456789",
                     *           "email": "",
                     *           "payment_terms_days": 30,
                     *           "note": ""
                     *         },
                     *         "buyer": {
                     *           "legal_name": "Buyer AG",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "",
                     *           "email": ""
                     *         },
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "version": 2,
                     *         "created_at": "2026-11-01T01:05:00Z",
                     *         "finalized_at": "2026-11-01T01:05:00Z",
                     *         "updated_at": "2026-11-01T01:05:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_charge: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "payment_method_id": "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *     }
                 */
                "application/json": components["schemas"]["charge_create"];
            };
        };
        responses: {
            /** @description The payment. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "origin": "saved_method",
                     *       "payment_method_id": "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "amount": "64.26",
                     *       "currency": "EUR",
                     *       "state": "succeeded",
                     *       "received": "64.26",
                     *       "refunded": "0.00",
                     *       "failure_code": null,
                     *       "failure_message": null,
                     *       "url": null,
                     *       "url_expires_at": null,
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    begin_checkout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "save_method": true
                 *     }
                 */
                "application/json": components["schemas"]["checkout_create"];
            };
        };
        responses: {
            /** @description The payment, with its page. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "origin": "hosted",
                     *       "payment_method_id": null,
                     *       "amount": "64.26",
                     *       "currency": "EUR",
                     *       "state": "open",
                     *       "received": "0.00",
                     *       "refunded": "0.00",
                     *       "failure_code": null,
                     *       "failure_message": null,
                     *       "url": "https://checkout.stripe.com/c/pay/cs_test_a1b2c3",
                     *       "url_expires_at": "2026-11-21T09:00:00Z",
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_collection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With the steps that were taken and those that are to come. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_number": "INV-000042",
                     *       "invoice_state": "past_due",
                     *       "amount_due": "64.26",
                     *       "currency": "EUR",
                     *       "due_on": "2026-11-15",
                     *       "state": "running",
                     *       "outcome": "declined",
                     *       "next_act": "remind",
                     *       "next_at": "2026-11-21T23:00:00Z",
                     *       "reminded_at": "2026-11-15T23:00:05Z",
                     *       "paused_subscriptions": [],
                     *       "declined": {
                     *         "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "code": "insufficient_funds",
                     *         "message": "Your card has insufficient funds.",
                     *         "at": "2026-11-17T23:00:09Z"
                     *       },
                     *       "version": 3,
                     *       "started_at": "2026-11-15T23:00:05Z",
                     *       "ended_at": null,
                     *       "created_at": "2026-11-01T01:05:00Z",
                     *       "updated_at": "2026-11-17T23:00:09Z",
                     *       "plan": "scale",
                     *       "plan_version": 2,
                     *       "steps": [
                     *         {
                     *           "number": 0,
                     *           "act": "charge",
                     *           "day": "2026-11-01",
                     *           "result": "skipped",
                     *           "reason": "no_method",
                     *           "payment_id": null,
                     *           "taken_at": "2026-11-15T23:00:05Z"
                     *         },
                     *         {
                     *           "number": 1,
                     *           "act": "remind",
                     *           "day": "2026-11-16",
                     *           "result": "done",
                     *           "reason": null,
                     *           "payment_id": null,
                     *           "taken_at": "2026-11-15T23:00:05Z"
                     *         },
                     *         {
                     *           "number": 2,
                     *           "act": "charge",
                     *           "day": "2026-11-18",
                     *           "result": "failed",
                     *           "reason": "declined",
                     *           "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "taken_at": "2026-11-17T23:00:09Z"
                     *         }
                     *       ],
                     *       "coming": [
                     *         {
                     *           "number": 3,
                     *           "act": "remind",
                     *           "at": "2026-11-21T23:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["collection_details"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_collection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "change": "hold"
                 *     }
                 */
                "application/json": components["schemas"]["collection_change"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_number": "INV-000042",
                     *       "invoice_state": "past_due",
                     *       "amount_due": "64.26",
                     *       "currency": "EUR",
                     *       "due_on": "2026-11-15",
                     *       "state": "held",
                     *       "outcome": "declined",
                     *       "next_act": "remind",
                     *       "next_at": "2026-11-21T23:00:00Z",
                     *       "reminded_at": "2026-11-15T23:00:05Z",
                     *       "paused_subscriptions": [],
                     *       "declined": {
                     *         "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "code": "insufficient_funds",
                     *         "message": "Your card has insufficient funds.",
                     *         "at": "2026-11-17T23:00:09Z"
                     *       },
                     *       "version": 4,
                     *       "started_at": "2026-11-15T23:00:05Z",
                     *       "ended_at": null,
                     *       "created_at": "2026-11-01T01:05:00Z",
                     *       "updated_at": "2026-11-17T23:00:09Z"
                     *     }
                     */
                    "application/json": components["schemas"]["collection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice_csv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice_json: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document and its signature. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "document": {
                     *         "buyer": {
                     *           "address": {
                     *             "city": "Berlin",
                     *             "country": "DE",
                     *             "line1": "Street 1",
                     *             "line2": "",
                     *             "postal_code": "10115",
                     *             "region": ""
                     *           },
                     *           "email": "",
                     *           "id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Buyer GmbH",
                     *           "tax_id": "DE987654321"
                     *         },
                     *         "credited": "0.00",
                     *         "credits_used": "0.00",
                     *         "currency": "EUR",
                     *         "due": "23.80",
                     *         "due_on": "2026-12-01",
                     *         "finalized_at": "2026-11-01T01:00:00Z",
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "is_void": false,
                     *         "issued_on": "2026-11-01",
                     *         "kind": "regular",
                     *         "lines": [
                     *           {
                     *             "amount": "20.00",
                     *             "corrects": "",
                     *             "discount": "0.00",
                     *             "discounts": [],
                     *             "from": "2026-11-01",
                     *             "meter": "",
                     *             "name": "Base fee",
                     *             "net": "20.00",
                     *             "net_without_tax": "20.00",
                     *             "number": 1,
                     *             "plan": "Team",
                     *             "quantity": null,
                     *             "to": "2026-11-30"
                     *           }
                     *         ],
                     *         "net": "20.00",
                     *         "note": "",
                     *         "number": "INV-000042",
                     *         "period": {
                     *           "from": "2026-11-01",
                     *           "to": "2026-11-30"
                     *         },
                     *         "preceding": [],
                     *         "seller": {
                     *           "address": {
                     *             "city": "Berlin",
                     *             "country": "DE",
                     *             "line1": "Street 1",
                     *             "line2": "",
                     *             "postal_code": "10115",
                     *             "region": ""
                     *           },
                     *           "email": "",
                     *           "id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Seller GmbH",
                     *           "tax_id": "DE123456789"
                     *         },
                     *         "taxes": {
                     *           "exemption_code": "",
                     *           "exemption_reason": "",
                     *           "inclusive": false,
                     *           "lines": [
                     *             {
                     *               "amount": "3.80",
                     *               "base": "20.00",
                     *               "jurisdiction": "DE",
                     *               "name": "VAT 19 %",
                     *               "percent": "19"
                     *             }
                     *           ]
                     *         },
                     *         "total": "23.80",
                     *         "version": 1
                     *       },
                     *       "signature": {
                     *         "protected": "eyJhbGciOiJFZERTQSIsImtpZCI6ImF1ZF8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMCIsInR5cCI6IndlaXItaW52b2ljZSJ9",
                     *         "signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["invoice_document"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice_pdf: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PDF. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invoice_ubl: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The e-invoice. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invoice_lines: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Lines of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "number": 1,
                     *           "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "kind": "usage",
                     *           "plan": {
                     *             "code": "team",
                     *             "version": 1
                     *           },
                     *           "price": "calls",
                     *           "period": "2026-10-01",
                     *           "from": "2026-10-01T00:00:00Z",
                     *           "to": "2026-11-01T00:00:00Z",
                     *           "corrects": null,
                     *           "amount": "5",
                     *           "discount": "0",
                     *           "net": "5",
                     *           "detail": {
                     *             "plan_name": "Team",
                     *             "price_name": "Calls",
                     *             "model": "per_unit",
                     *             "meter": "calls",
                     *             "unit_amount": "0.01",
                     *             "charge": "5",
                     *             "quantity": "1500",
                     *             "events": 1500,
                     *             "steps": [
                     *               {
                     *                 "kind": "included",
                     *                 "quantity": "1000",
                     *                 "unit_amount": "0",
                     *                 "amount": "0"
                     *               },
                     *               {
                     *                 "kind": "units",
                     *                 "quantity": "500",
                     *                 "unit_amount": "0.01",
                     *                 "amount": "5"
                     *               }
                     *             ],
                     *             "discounts": []
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice_line"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    explain_invoice_line: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Cells of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
                /** @description Number of a line of the invoice. */
                line: components["parameters"]["line"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the line follows from. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invoice": {
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "number": "INV-000042",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "kind": "regular",
                     *         "state": "finalized",
                     *         "currency": "EUR",
                     *         "as_of": "2026-11-01T00:00:00Z",
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "taxes": {
                     *           "inclusive": false,
                     *           "lines": [],
                     *           "exemption_reason": "",
                     *           "exemption_code": ""
                     *         },
                     *         "credits": [
                     *           {
                     *             "credit_id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "amount": "1.00"
                     *           }
                     *         ]
                     *       },
                     *       "line": {
                     *         "number": 1,
                     *         "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "kind": "usage",
                     *         "plan": {
                     *           "code": "team",
                     *           "version": 1
                     *         },
                     *         "price": "calls",
                     *         "period": "2026-10-01",
                     *         "from": "2026-10-01T00:00:00Z",
                     *         "to": "2026-11-01T00:00:00Z",
                     *         "corrects": null,
                     *         "amount": "5.00",
                     *         "discount": "0.00",
                     *         "net": "5.00",
                     *         "detail": {
                     *           "plan_name": "Team",
                     *           "price_name": "Calls",
                     *           "model": "per_unit",
                     *           "meter": "calls",
                     *           "unit_amount": "0.01",
                     *           "charge": "5.00",
                     *           "quantity": "1500",
                     *           "events": 1500,
                     *           "steps": [
                     *             {
                     *               "kind": "included",
                     *               "quantity": "1000",
                     *               "unit_amount": "0",
                     *               "amount": "0"
                     *             },
                     *             {
                     *               "kind": "units",
                     *               "quantity": "500",
                     *               "unit_amount": "0.01",
                     *               "amount": "5"
                     *             }
                     *           ],
                     *           "discounts": []
                     *         }
                     *       },
                     *       "price": {
                     *         "code": "calls",
                     *         "name": "Calls",
                     *         "currency": "EUR",
                     *         "model": "per_unit",
                     *         "unit_amount": "0.01",
                     *         "meter": "calls",
                     *         "filters": {},
                     *         "included": "1000",
                     *         "rounding": "half_up",
                     *         "digits": 2
                     *       },
                     *       "commitment": null,
                     *       "part": {
                     *         "from": 0,
                     *         "to": 1,
                     *         "whole": 1
                     *       },
                     *       "billed_before": [],
                     *       "issued": [
                     *         {
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "invoice_number": "INV-000042",
                     *           "line": 1,
                     *           "corrects": null,
                     *           "amount": "5.00",
                     *           "net": "5.00"
                     *         }
                     *       ],
                     *       "usage": {
                     *         "meter": "calls",
                     *         "aggregation": "COUNT",
                     *         "unit": "",
                     *         "generation": 1,
                     *         "from": "2026-10-01T00:00:00Z",
                     *         "to": "2026-11-01T00:00:00Z",
                     *         "billed": {
                     *           "quantity": "1500",
                     *           "events": 1500,
                     *           "cells": 1
                     *         },
                     *         "counted": {
                     *           "quantity": "1500",
                     *           "events": 1500,
                     *           "cells": 1
                     *         },
                     *         "is_as_billed": true
                     *       },
                     *       "items": [
                     *         {
                     *           "hour": "2026-10-03T09:00:00Z",
                     *           "subject": "acme",
                     *           "group_by": {
                     *             "region": "eu"
                     *           },
                     *           "value": "1500",
                     *           "events": 1500,
                     *           "first_offset": 12,
                     *           "last_offset": 40,
                     *           "events_url": "/api/v1/meters/calls/events?tenant=ten_01ARZ3NDEKTSV4RRFFQ69G5FAV&hour=2026-10-03T09%3A00%3A00Z&subject=acme&group_values=%7B%22region%22%3A%22eu%22%7D"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["invoice_line_explanation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invoice_payments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sequence": 1,
                     *           "amount": "64.26",
                     *           "method": "bank transfer",
                     *           "reference": "2026-11-17/42",
                     *           "received_at": "2026-11-17T00:00:00Z",
                     *           "recorded_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-17T09:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice_payment"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    record_invoice_payment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "64.26",
                 *       "method": "bank transfer"
                 *     }
                 */
                "application/json": components["schemas"]["invoice_payment_create"];
            };
        };
        responses: {
            /** @description The payment is recorded. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.invoice.record_payment.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "number": "INV-000042",
                     *         "kind": "regular",
                     *         "state": "finalized",
                     *         "currency": "EUR",
                     *         "as_of": "2026-11-01T00:00:00Z",
                     *         "corrects": null,
                     *         "period": {
                     *           "from": "2026-10-01",
                     *           "to": "2026-11-30"
                     *         },
                     *         "issued_on": "2026-11-01",
                     *         "due_on": "2026-12-01",
                     *         "net": "54",
                     *         "taxes": {
                     *           "inclusive": false,
                     *           "lines": [
                     *             {
                     *               "code": "de_vat",
                     *               "name": "VAT 19 %",
                     *               "jurisdiction": "DE",
                     *               "rate": "0.19",
                     *               "base": "54",
                     *               "amount": "10.26"
                     *             }
                     *           ],
                     *           "exemption_reason": "",
                     *           "exemption_code": ""
                     *         },
                     *         "total": "64.26",
                     *         "credits_used": "0",
                     *         "due": "64.26",
                     *         "paid": "0",
                     *         "credited": "0",
                     *         "lines_count": 2,
                     *         "seller": {
                     *           "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Seller GmbH",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "DE123456789",
                     *           "email": "",
                     *           "payment_terms_days": 30,
                     *           "note": ""
                     *         },
                     *         "buyer": {
                     *           "legal_name": "Buyer AG",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "",
                     *           "email": ""
                     *         },
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "version": 2,
                     *         "created_at": "2026-11-01T01:05:00Z",
                     *         "finalized_at": "2026-11-01T01:05:00Z",
                     *         "updated_at": "2026-11-01T01:05:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.invoice.record_payment.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "number": "INV-000042",
                     *         "kind": "regular",
                     *         "state": "finalized",
                     *         "currency": "EUR",
                     *         "as_of": "2026-11-01T00:00:00Z",
                     *         "corrects": null,
                     *         "period": {
                     *           "from": "2026-10-01",
                     *           "to": "2026-11-30"
                     *         },
                     *         "issued_on": "2026-11-01",
                     *         "due_on": "2026-12-01",
                     *         "net": "54",
                     *         "taxes": {
                     *           "inclusive": false,
                     *           "lines": [
                     *             {
                     *               "code": "de_vat",
                     *               "name": "VAT 19 %",
                     *               "jurisdiction": "DE",
                     *               "rate": "0.19",
                     *               "base": "54",
                     *               "amount": "10.26"
                     *             }
                     *           ],
                     *           "exemption_reason": "",
                     *           "exemption_code": ""
                     *         },
                     *         "total": "64.26",
                     *         "credits_used": "0",
                     *         "due": "64.26",
                     *         "paid": "0",
                     *         "credited": "0",
                     *         "lines_count": 2,
                     *         "seller": {
                     *           "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "legal_name": "Seller GmbH",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "DE123456789",
                     *           "email": "",
                     *           "payment_terms_days": 30,
                     *           "note": ""
                     *         },
                     *         "buyer": {
                     *           "legal_name": "Buyer AG",
                     *           "address": {
                     *             "line1": "",
                     *             "line2": "",
                     *             "city": "",
                     *             "region": "",
                     *             "postal_code": "",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "",
                     *           "email": ""
                     *         },
                     *         "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *         "version": 2,
                     *         "created_at": "2026-11-01T01:05:00Z",
                     *         "finalized_at": "2026-11-01T01:05:00Z",
                     *         "updated_at": "2026-11-01T01:05:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invoice_pushes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One for each account that is told of it. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "payment_provider_id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "state": "failed",
                     *           "reference": null,
                     *           "status": null,
                     *           "number": null,
                     *           "url": null,
                     *           "attempts": 0,
                     *           "failure": {
                     *             "code": "amount_not_at_stripe",
                     *             "message": "Stripe takes KWD in steps of 0.01."
                     *           },
                     *           "next_at": null,
                     *           "pushed_at": null,
                     *           "created_at": "2026-11-27T10:00:02Z",
                     *           "updated_at": "2026-11-27T10:00:04Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice_push"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    retry_invoice_pushes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invoice. */
                invoice: components["parameters"]["invoice"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are tried again, those that failed. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "payment_provider_id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "state": "waiting",
                     *           "reference": null,
                     *           "status": null,
                     *           "number": null,
                     *           "url": null,
                     *           "attempts": 0,
                     *           "failure": null,
                     *           "next_at": "2026-11-27T11:00:00Z",
                     *           "pushed_at": null,
                     *           "created_at": "2026-11-27T10:00:02Z",
                     *           "updated_at": "2026-11-27T10:00:04Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice_push"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_issuers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "weir_gmbh",
                     *           "legal_name": "Weir GmbH",
                     *           "address": {
                     *             "line1": "Dammweg 1",
                     *             "line2": "",
                     *             "city": "Ulm",
                     *             "region": "",
                     *             "postal_code": "89073",
                     *             "country": "DE"
                     *           },
                     *           "tax_id": "DE123456789",
                     *           "email": "billing@weir.example",
                     *           "invoice_prefix": "WR-",
                     *           "credit_note_prefix": "WRC-",
                     *           "payment_terms_days": 14,
                     *           "note": "",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["issuer"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_issuer: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "weir_gmbh",
                 *       "legal_name": "Weir GmbH",
                 *       "address": {
                 *         "line1": "Dammweg 1",
                 *         "city": "Ulm",
                 *         "postal_code": "89073",
                 *         "country": "DE"
                 *       },
                 *       "tax_id": "DE123456789",
                 *       "email": "billing@weir.example",
                 *       "invoice_prefix": "WR-",
                 *       "credit_note_prefix": "WRC-",
                 *       "payment_terms_days": 14
                 *     }
                 */
                "application/json": components["schemas"]["issuer_create"];
            };
        };
        responses: {
            /** @description The issuer. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "weir_gmbh",
                     *       "legal_name": "Weir GmbH",
                     *       "address": {
                     *         "line1": "Dammweg 1",
                     *         "line2": "",
                     *         "city": "Ulm",
                     *         "region": "",
                     *         "postal_code": "89073",
                     *         "country": "DE"
                     *       },
                     *       "tax_id": "DE123456789",
                     *       "email": "billing@weir.example",
                     *       "invoice_prefix": "WR-",
                     *       "credit_note_prefix": "WRC-",
                     *       "payment_terms_days": 14,
                     *       "note": "",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["issuer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_issuer: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or code of an issuer. */
                issuer: components["parameters"]["issuer"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The issuer. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "weir_gmbh",
                     *       "legal_name": "Weir GmbH",
                     *       "address": {
                     *         "line1": "Dammweg 1",
                     *         "line2": "",
                     *         "city": "Ulm",
                     *         "region": "",
                     *         "postal_code": "89073",
                     *         "country": "DE"
                     *       },
                     *       "tax_id": "DE123456789",
                     *       "email": "billing@weir.example",
                     *       "invoice_prefix": "WR-",
                     *       "credit_note_prefix": "WRC-",
                     *       "payment_terms_days": 14,
                     *       "note": "",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["issuer"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_issuer: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or code of an issuer. */
                issuer: components["parameters"]["issuer"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "legal_name": "Weir GmbH",
                 *       "address": {
                 *         "line1": "Dammweg 1",
                 *         "city": "Ulm",
                 *         "postal_code": "89073",
                 *         "country": "DE"
                 *       },
                 *       "tax_id": "DE123456789",
                 *       "email": "billing@weir.example",
                 *       "payment_terms_days": 14
                 *     }
                 */
                "application/json": components["schemas"]["issuer_update"];
            };
        };
        responses: {
            /** @description As it is now. Invoices that were made before keep what they have. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "weir_gmbh",
                     *       "legal_name": "Weir GmbH",
                     *       "address": {
                     *         "line1": "Dammweg 1",
                     *         "line2": "",
                     *         "city": "Ulm",
                     *         "region": "",
                     *         "postal_code": "89073",
                     *         "country": "DE"
                     *       },
                     *       "tax_id": "DE123456789",
                     *       "email": "billing@weir.example",
                     *       "invoice_prefix": "WR-",
                     *       "credit_note_prefix": "WRC-",
                     *       "payment_terms_days": 14,
                     *       "note": "",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["issuer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_meters: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "slug": "tokens",
                     *           "name": "tokens",
                     *           "description": "",
                     *           "event_type": "prompt",
                     *           "aggregation": "SUM",
                     *           "value_property": "$.tokens",
                     *           "group_by": {
                     *             "model": "$.model"
                     *           },
                     *           "unit": "",
                     *           "version": 1,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["meter"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_meter: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "tokens",
                 *       "event_type": "prompt",
                 *       "aggregation": "SUM",
                 *       "value_property": "$.tokens",
                 *       "group_by": {
                 *         "model": "$.model"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["meter_create"];
            };
        };
        responses: {
            /** @description Every event acknowledged from now on counts in it. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "tokens",
                     *       "name": "tokens",
                     *       "description": "",
                     *       "event_type": "prompt",
                     *       "aggregation": "SUM",
                     *       "value_property": "$.tokens",
                     *       "group_by": {
                     *         "model": "$.model"
                     *       },
                     *       "unit": "",
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["meter"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_meter: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meter. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "tokens",
                     *       "name": "tokens",
                     *       "description": "",
                     *       "event_type": "prompt",
                     *       "aggregation": "SUM",
                     *       "value_property": "$.tokens",
                     *       "group_by": {
                     *         "model": "$.model"
                     *       },
                     *       "unit": "",
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["meter"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_meter: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It counts no longer; its cells stay. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_meter: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Tokens"
                 *     }
                 */
                "application/json": components["schemas"]["meter_update"];
            };
        };
        responses: {
            /** @description The meter. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "tokens",
                     *       "name": "tokens",
                     *       "description": "",
                     *       "event_type": "prompt",
                     *       "aggregation": "SUM",
                     *       "value_property": "$.tokens",
                     *       "group_by": {
                     *         "model": "$.model"
                     *       },
                     *       "unit": "",
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["meter"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_cell_events: {
        parameters: {
            query: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Group values of the cell as a JSON object, as answers have them; absent: none. */
                group_values?: string;
                /** @description Start of the cell's hour. RFC 3339. */
                hour: string;
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Of the cell; absent: events without one. */
                subject?: string;
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the cell was counted from. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cell": {
                     *         "meter": "calls",
                     *         "generation": 1,
                     *         "hour": "2026-10-03T09:00:00Z",
                     *         "subject": "acme",
                     *         "group_by": {
                     *           "region": "eu"
                     *         },
                     *         "value": "1",
                     *         "events": 1,
                     *         "first_offset": 12,
                     *         "last_offset": 12
                     *       },
                     *       "is_in_log": true,
                     *       "items": [
                     *         {
                     *           "source": "shop",
                     *           "id": "1",
                     *           "outcome": "counted",
                     *           "meters": [
                     *             {
                     *               "slug": "calls",
                     *               "generation": 1,
                     *               "hour": "2026-10-03T09:00:00Z",
                     *               "subject": "acme",
                     *               "group_by": {
                     *                 "region": "eu"
                     *               }
                     *             }
                     *           ],
                     *           "position": {
                     *             "topic": "weir.usage",
                     *             "partition": 3,
                     *             "offset": 12,
                     *             "index": 0
                     *           },
                     *           "appended_at": "2026-10-03T09:20:00Z",
                     *           "event": {
                     *             "specversion": "1.0",
                     *             "id": "1",
                     *             "source": "shop",
                     *             "type": "call",
                     *             "subject": "acme",
                     *             "time": "2026-10-03T09:20:00Z",
                     *             "data": {
                     *               "region": "eu"
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["cell_events"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    query_meter: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description `filter[dimension]=value`, repeatable: any of the values. A JSON scalar as answers show it (5, true, null, "5"), empty for missing, and else the text itself. */
                "filter[]"?: components["parameters"]["filter"];
                /** @description Start, inclusive. RFC 3339. */
                from?: components["parameters"]["from"];
                /** @description `subject`, `tenant` (platform only), or a dimension of the meter. */
                group_by?: components["parameters"]["group_by"];
                /** @description Any of these subjects. */
                subject?: components["parameters"]["of_subjects"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
                /** @description End, exclusive. RFC 3339. */
                to?: components["parameters"]["to"];
                /** @description What a row stands for. AUTO: HOUR up to 31 days, DAY up to 13 months, else MONTH. */
                window?: components["parameters"]["window"];
                /** @description IANA name that days and months are of. Default: the tenant's, UTC for several. */
                zone?: components["parameters"]["zone"];
            };
            header?: never;
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Usage of a meter. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "meter": "requests",
                     *       "aggregation": "SUM",
                     *       "unit": "",
                     *       "from": "2026-11-20T10:00:00Z",
                     *       "to": "2026-11-21T00:00:00Z",
                     *       "window": "DAY",
                     *       "zone": "UTC",
                     *       "granularity": "HOUR",
                     *       "data_through": "2026-11-20T10:00:00Z",
                     *       "data": [
                     *         {
                     *           "from": "2026-11-20T10:00:00Z",
                     *           "to": "2026-11-21T00:00:00Z",
                     *           "subject": "u1",
                     *           "group_by": {
                     *             "region": "eu"
                     *           },
                     *           "value": "12345678901234567890.123456789",
                     *           "events": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["query_answer"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Neither JSON nor CSV is accepted. */
            406: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    choose_notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM",
                 *       "wanted": false
                 *     }
                 */
                "application/json": components["schemas"]["notification_choose"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "new_device",
                     *       "wanted": false
                     *     }
                     */
                    "application/json": components["schemas"]["notification_choice"];
                };
            };
            400: components["responses"]["BadRequest"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_notification_choice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM"
                 *     }
                 */
                "application/json": components["schemas"]["mail_token"];
            };
        };
        responses: {
            /** @description The kind, and whether mails of it come. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "new_device",
                     *       "wanted": false
                     *     }
                     */
                    "application/json": components["schemas"]["notification_choice"];
                };
            };
            400: components["responses"]["BadRequest"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
    list_parked_tenants: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["billing_state"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_payment_methods: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the newest first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "kind": "card",
                     *           "brand": "visa",
                     *           "last4": "4242",
                     *           "expiry_month": 4,
                     *           "expiry_year": 2030,
                     *           "default": true,
                     *           "version": 2,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:01Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["payment_method"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_payment_method: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a payment method. */
                payment_method: components["parameters"]["payment_method"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_payment_method: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a payment method. */
                payment_method: components["parameters"]["payment_method"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "default": true
                 *     }
                 */
                "application/json": components["schemas"]["payment_method_update"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "kind": "card",
                     *       "brand": "visa",
                     *       "last4": "4242",
                     *       "expiry_month": 4,
                     *       "expiry_year": 2030,
                     *       "default": true,
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_method"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_payment_method_setup: {
        parameters: {
            query?: {
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://checkout.stripe.com/c/pay/cs_test_a1b2c3",
                     *       "url_expires_at": "2026-11-21T09:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_method_setup"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_payment_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment providers. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "providers": [
                     *         "stripe"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["payment_options"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_payment_providers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, disabled ones too. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "slug": "stripe-eu",
                     *           "provider": "stripe",
                     *           "name": "Stripe, Europe",
                     *           "live": true,
                     *           "enabled": true,
                     *           "offered": true,
                     *           "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *           "secrets": [
                     *             {
                     *               "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *               "kind": "api_key",
                     *               "created_at": "2026-11-20T10:00:00Z",
                     *               "expires_at": null
                     *             },
                     *             {
                     *               "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *               "kind": "signing",
                     *               "created_at": "2026-11-20T10:00:00Z",
                     *               "expires_at": null
                     *             }
                     *           ],
                     *           "swept_to": "2026-11-27T10:00:00Z",
                     *           "sweep_asked_at": null,
                     *           "version": 2,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T11:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["payment_provider"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_payment_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "stripe-eu",
                 *       "provider": "stripe",
                 *       "name": "Stripe, Europe",
                 *       "live": true,
                 *       "api_key": "rk_live_abc123",
                 *       "signing_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                 *     }
                 */
                "application/json": components["schemas"]["payment_provider_create"];
            };
        };
        responses: {
            /** @description The account. No answer shows what was given. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "stripe-eu",
                     *       "provider": "stripe",
                     *       "name": "Stripe, Europe",
                     *       "live": true,
                     *       "enabled": true,
                     *       "offered": false,
                     *       "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *       "secrets": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *           "kind": "api_key",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "swept_to": null,
                     *       "sweep_asked_at": null,
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_provider"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_payment_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "stripe-eu",
                     *       "provider": "stripe",
                     *       "name": "Stripe, Europe",
                     *       "live": true,
                     *       "enabled": true,
                     *       "offered": true,
                     *       "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *       "secrets": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *           "kind": "api_key",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "swept_to": "2026-11-27T10:00:00Z",
                     *       "sweep_asked_at": null,
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T11:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_provider"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_payment_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["payment_provider_update"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "stripe-eu",
                     *       "provider": "stripe",
                     *       "name": "Stripe, Europe",
                     *       "live": true,
                     *       "enabled": false,
                     *       "offered": false,
                     *       "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *       "secrets": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *           "kind": "api_key",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "swept_to": "2026-11-27T10:00:00Z",
                     *       "sweep_asked_at": null,
                     *       "version": 3,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T11:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_provider"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_meter_exports: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, disabled ones too, with what became of their hours. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "meter": "api_calls",
                     *           "event_name": "api_calls",
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "enabled": true,
                     *           "exported_to": "2026-11-27T10:00:00Z",
                     *           "hours": {
                     *             "sent": 4200,
                     *             "pending": 2,
                     *             "failed": 1
                     *           },
                     *           "troubles": [
                     *             {
                     *               "state": "failed",
                     *               "code": "timestamp_too_far_in_past",
                     *               "message": "",
                     *               "hours": 1,
                     *               "latest": "2026-10-21T07:00:00Z"
                     *             }
                     *           ],
                     *           "created_at": "2026-11-01T10:00:00Z",
                     *           "updated_at": "2026-11-01T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["meter_export"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_meter_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_name": "api_calls"
                 *     }
                 */
                "application/json": components["schemas"]["meter_export_put"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "meter_id": "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "meter": "api_calls",
                     *       "event_name": "api_calls",
                     *       "from": "2026-11-27T10:00:00Z",
                     *       "enabled": true,
                     *       "exported_to": null,
                     *       "hours": {
                     *         "sent": 0,
                     *         "pending": 0,
                     *         "failed": 0
                     *       },
                     *       "troubles": [],
                     *       "created_at": "2026-11-27T10:12:00Z",
                     *       "updated_at": "2026-11-27T10:12:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["meter_export"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_meter_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or slug. */
                meter: components["parameters"]["meter"];
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotate_provider_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "secret": "whsec_4f2nEKr8GKYqrTwjUPD8ILPZIo2LaLaS",
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["provider_secret_rotate"];
            };
        };
        responses: {
            /** @description The account; both secrets count until the overlap is over. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "stripe-eu",
                     *       "provider": "stripe",
                     *       "name": "Stripe, Europe",
                     *       "live": true,
                     *       "enabled": true,
                     *       "offered": true,
                     *       "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *       "secrets": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *           "kind": "api_key",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_3",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-21T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-22T10:00:00Z"
                     *         }
                     *       ],
                     *       "swept_to": "2026-11-27T10:00:00Z",
                     *       "sweep_asked_at": null,
                     *       "version": 3,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_provider"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    sweep_payment_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or slug of a payment provider. */
                payment_provider: components["parameters"]["payment_provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is read within seconds: sweep_asked_at is null again then. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "slug": "stripe-eu",
                     *       "provider": "stripe",
                     *       "name": "Stripe, Europe",
                     *       "live": true,
                     *       "enabled": true,
                     *       "offered": true,
                     *       "webhook_path": "/api/v1/webhooks/stripe/stripe-eu",
                     *       "secrets": [
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1",
                     *           "kind": "api_key",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1",
                     *           "kind": "signing",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "swept_to": "2026-11-27T10:00:00Z",
                     *       "sweep_asked_at": "2026-11-27T10:05:00Z",
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T11:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["payment_provider"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_payments: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Of this invoice. */
                invoice_id?: components["parameters"]["payment_invoice"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description How they stand. */
                state?: components["parameters"]["payment_state"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the newest first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "origin": "hosted",
                     *           "payment_method_id": null,
                     *           "amount": "64.26",
                     *           "currency": "EUR",
                     *           "state": "succeeded",
                     *           "received": "64.26",
                     *           "refunded": "10.00",
                     *           "failure_code": null,
                     *           "failure_message": null,
                     *           "url": null,
                     *           "url_expires_at": null,
                     *           "version": 4,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-24T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["payment"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a payment. */
                payment: components["parameters"]["payment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment, with its refunds and disputes. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "origin": "hosted",
                     *       "payment_method_id": null,
                     *       "amount": "64.26",
                     *       "currency": "EUR",
                     *       "state": "succeeded",
                     *       "received": "64.26",
                     *       "refunded": "10.00",
                     *       "failure_code": null,
                     *       "failure_message": null,
                     *       "url": null,
                     *       "url_expires_at": null,
                     *       "version": 4,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-24T10:00:00Z",
                     *       "refundable": "54.26",
                     *       "refunds": [
                     *         {
                     *           "id": "rfd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "amount": "10.00",
                     *           "currency": "EUR",
                     *           "state": "succeeded",
                     *           "reason": "Outage of November",
                     *           "credit_note_id": null,
                     *           "failure_code": null,
                     *           "version": 2,
                     *           "created_at": "2026-11-24T09:59:00Z",
                     *           "updated_at": "2026-11-24T10:00:00Z"
                     *         }
                     *       ],
                     *       "disputes": [
                     *         {
                     *           "id": "dsp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "amount": "64.26",
                     *           "currency": "EUR",
                     *           "state": "needs_response",
                     *           "reason": "fraudulent",
                     *           "respond_by": "2026-12-04T23:59:59Z",
                     *           "version": 1,
                     *           "created_at": "2026-11-25T10:00:00Z",
                     *           "updated_at": "2026-11-25T10:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["payment_details"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_refund: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id of a payment. */
                payment: components["parameters"]["payment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "10.00",
                 *       "reason": "Outage of November"
                 *     }
                 */
                "application/json": components["schemas"]["refund_create"];
            };
        };
        responses: {
            /** @description The refund. That it was paid is known when the payment provider says so. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rfd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "amount": "10.00",
                     *       "currency": "EUR",
                     *       "state": "pending",
                     *       "reason": "Outage of November",
                     *       "credit_note_id": null,
                     *       "failure_code": null,
                     *       "version": 1,
                     *       "created_at": "2026-11-24T09:59:00Z",
                     *       "updated_at": "2026-11-24T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["refund"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_plans: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "starter",
                     *           "version": 1,
                     *           "latest_version": 2,
                     *           "state": "active",
                     *           "name": "starter",
                     *           "interval_months": 1,
                     *           "trial_days": 0,
                     *           "proration": "by_second",
                     *           "late_usage": "next_invoice",
                     *           "bills_paused_usage": true,
                     *           "prices": [
                     *             {
                     *               "code": "fee",
                     *               "name": "fee",
                     *               "currency": "USD",
                     *               "model": "flat",
                     *               "amount": "20",
                     *               "timing": "in_advance",
                     *               "rounding": "half_up",
                     *               "digits": 2
                     *             }
                     *           ],
                     *           "commitments": {},
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-21T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["plan"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "starter",
                 *       "prices": [
                 *         {
                 *           "code": "fee",
                 *           "currency": "USD",
                 *           "model": "flat",
                 *           "amount": "20"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["plan_create"];
            };
        };
        responses: {
            /** @description The plan. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "starter",
                     *       "version": 1,
                     *       "latest_version": 2,
                     *       "state": "active",
                     *       "name": "starter",
                     *       "interval_months": 1,
                     *       "trial_days": 0,
                     *       "proration": "by_second",
                     *       "late_usage": "next_invoice",
                     *       "bills_paused_usage": true,
                     *       "prices": [
                     *         {
                     *           "code": "fee",
                     *           "name": "fee",
                     *           "currency": "USD",
                     *           "model": "flat",
                     *           "amount": "20",
                     *           "timing": "in_advance",
                     *           "rounding": "half_up",
                     *           "digits": 2
                     *         }
                     *       ],
                     *       "commitments": {},
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["plan"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_plan: {
        parameters: {
            query?: {
                /** @description Of the plan; the latest when absent. */
                version?: components["parameters"]["plan_version"];
            };
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or code of a plan. */
                plan: components["parameters"]["plan"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "starter",
                     *       "version": 1,
                     *       "latest_version": 2,
                     *       "state": "active",
                     *       "name": "starter",
                     *       "interval_months": 1,
                     *       "trial_days": 0,
                     *       "proration": "by_second",
                     *       "late_usage": "next_invoice",
                     *       "bills_paused_usage": true,
                     *       "prices": [
                     *         {
                     *           "code": "fee",
                     *           "name": "fee",
                     *           "currency": "USD",
                     *           "model": "flat",
                     *           "amount": "20",
                     *           "timing": "in_advance",
                     *           "rounding": "half_up",
                     *           "digits": 2
                     *         }
                     *       ],
                     *       "commitments": {},
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["plan"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    archive_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or code of a plan. */
                plan: components["parameters"]["plan"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is archived. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_plan_versions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or code of a plan. */
                plan: components["parameters"]["plan"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "starter",
                     *           "version": 1,
                     *           "latest_version": 2,
                     *           "state": "active",
                     *           "name": "starter",
                     *           "interval_months": 1,
                     *           "trial_days": 0,
                     *           "proration": "by_second",
                     *           "late_usage": "next_invoice",
                     *           "bills_paused_usage": true,
                     *           "prices": [
                     *             {
                     *               "code": "fee",
                     *               "name": "fee",
                     *               "currency": "USD",
                     *               "model": "flat",
                     *               "amount": "20",
                     *               "timing": "in_advance",
                     *               "rounding": "half_up",
                     *               "digits": 2
                     *             }
                     *           ],
                     *           "commitments": {},
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-21T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["plan"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_plan_version: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or code of a plan. */
                plan: components["parameters"]["plan"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "prices": [
                 *         {
                 *           "code": "fee",
                 *           "currency": "USD",
                 *           "model": "flat",
                 *           "amount": "25"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["plan_version_create"];
            };
        };
        responses: {
            /** @description The version. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "starter",
                     *       "version": 1,
                     *       "latest_version": 2,
                     *       "state": "active",
                     *       "name": "starter",
                     *       "interval_months": 1,
                     *       "trial_days": 0,
                     *       "proration": "by_second",
                     *       "late_usage": "next_invoice",
                     *       "bills_paused_usage": true,
                     *       "prices": [
                     *         {
                     *           "code": "fee",
                     *           "name": "fee",
                     *           "currency": "USD",
                     *           "model": "flat",
                     *           "amount": "20",
                     *           "timing": "in_advance",
                     *           "rounding": "half_up",
                     *           "digits": 2
                     *         }
                     *       ],
                     *       "commitments": {},
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["plan"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    simulate_prices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "scale",
                 *       "of_plan": "team",
                 *       "month": "2026-10"
                 *     }
                 */
                "application/json": components["schemas"]["price_simulation_request"];
            };
        };
        responses: {
            /** @description The simulation. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "plan": {
                     *         "code": "scale",
                     *         "version": 1
                     *       },
                     *       "of_plan": "team",
                     *       "month": "2026-10",
                     *       "months": 1,
                     *       "read_at": "2026-11-20T10:12:00Z",
                     *       "tenants": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "from": "2026-10-01T00:00:00Z",
                     *           "to": "2026-11-01T00:00:00Z",
                     *           "is_concerned": true,
                     *           "refused": null,
                     *           "amounts": [
                     *             {
                     *               "currency": "EUR",
                     *               "current": "54.00",
                     *               "simulated": "64.00",
                     *               "difference": "10.00"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "totals": [
                     *         {
                     *           "currency": "EUR",
                     *           "current": "54.00",
                     *           "simulated": "64.00",
                     *           "difference": "10.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["price_simulation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_provider_events: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description The provider's id of the event. */
                event_id?: components["parameters"]["provider_event_id"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description The provider's id of what it is about, or of the payment that this belongs to. */
                object_id?: components["parameters"]["provider_event_object"];
                /** @description The account that it came for. */
                payment_provider_id?: components["parameters"]["provider_event_account"];
                /** @description Who sent it. */
                provider?: components["parameters"]["provider_event_provider"];
                /** @description How it stands. */
                state?: components["parameters"]["provider_event_state"];
                /** @description As the provider names it: payment_intent.succeeded and the like. */
                type?: components["parameters"]["provider_event_type"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the newest first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "pve_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "payment_provider_id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "provider": "stripe",
                     *           "event_id": "evt_1QabcDEF",
                     *           "type": "payment_intent.succeeded",
                     *           "object_id": "pi_3QabcDEF",
                     *           "api_version": "2026-10-28.endive",
                     *           "occurred_at": "2026-11-27T10:00:00Z",
                     *           "received_at": "2026-11-27T10:00:01Z",
                     *           "source": "webhook",
                     *           "state": "applied",
                     *           "outcome": "payment_recorded",
                     *           "detail": "",
                     *           "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "command_id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "attempts": 1,
                     *           "ended_at": "2026-11-27T10:00:02Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["provider_event"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_provider_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an event of a payment provider. */
                provider_event: components["parameters"]["provider_event"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event with its body. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pve_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "payment_provider_id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "provider": "stripe",
                     *       "event_id": "evt_1QabcDEF",
                     *       "type": "payment_intent.succeeded",
                     *       "object_id": "pi_3QabcDEF",
                     *       "api_version": "2026-10-28.endive",
                     *       "occurred_at": "2026-11-27T10:00:00Z",
                     *       "received_at": "2026-11-27T10:00:01Z",
                     *       "source": "webhook",
                     *       "state": "applied",
                     *       "outcome": "payment_recorded",
                     *       "detail": "",
                     *       "payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "command_id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "attempts": 1,
                     *       "ended_at": "2026-11-27T10:00:02Z",
                     *       "body": "{\"id\":\"evt_1QabcDEF\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\"}"
                     *     }
                     */
                    "application/json": components["schemas"]["provider_event_details"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rerun_provider_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an event of a payment provider. */
                provider_event: components["parameters"]["provider_event"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is pending again. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pve_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "payment_provider_id": "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "provider": "stripe",
                     *       "event_id": "evt_1QabcDEF",
                     *       "type": "payment_intent.succeeded",
                     *       "object_id": "pi_3QabcDEF",
                     *       "api_version": "2026-10-28.endive",
                     *       "occurred_at": "2026-11-27T10:00:00Z",
                     *       "received_at": "2026-11-27T10:00:01Z",
                     *       "source": "webhook",
                     *       "state": "pending",
                     *       "outcome": "",
                     *       "detail": "",
                     *       "payment_id": null,
                     *       "command_id": null,
                     *       "attempts": 1,
                     *       "ended_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["provider_event"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_rejected: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description Why. */
                code?: components["parameters"]["event_code"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Start, inclusive. RFC 3339. */
                from?: components["parameters"]["from"];
                /** @description Of the event, with source. */
                id?: components["parameters"]["event_id"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description Id or slug. */
                meter?: components["parameters"]["of_meter"];
                /** @description Of the event. */
                source?: components["parameters"]["event_source"];
                /** @description What was decided. */
                state?: components["parameters"]["state"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
                /** @description End, exclusive. RFC 3339. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rejected events. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "rej_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "event_too_old",
                     *           "detail": "",
                     *           "meter": null,
                     *           "position": {
                     *             "topic": "weir.usage",
                     *             "partition": 3,
                     *             "offset": 12,
                     *             "index": 0
                     *           },
                     *           "last_offset": 12,
                     *           "count": 1,
                     *           "event_id": "1",
                     *           "source": "s",
                     *           "type": "t",
                     *           "subject": null,
                     *           "time": "2026-11-20T10:00:00Z",
                     *           "event": null,
                     *           "state": "open",
                     *           "appended_at": "2026-11-20T10:00:00Z",
                     *           "rejected_at": "2026-11-20T10:00:00Z",
                     *           "decided_at": null,
                     *           "decided_by": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["rejected"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    get_rejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rejection. */
                rejected: components["parameters"]["rejected"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A rejected event. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rej_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "event_too_old",
                     *       "detail": "",
                     *       "meter": null,
                     *       "position": {
                     *         "topic": "weir.usage",
                     *         "partition": 3,
                     *         "offset": 12,
                     *         "index": 0
                     *       },
                     *       "last_offset": 12,
                     *       "count": 1,
                     *       "event_id": "1",
                     *       "source": "s",
                     *       "type": "t",
                     *       "subject": null,
                     *       "time": "2026-11-20T10:00:00Z",
                     *       "event": null,
                     *       "state": "open",
                     *       "appended_at": "2026-11-20T10:00:00Z",
                     *       "rejected_at": "2026-11-20T10:00:00Z",
                     *       "decided_at": null,
                     *       "decided_by": null
                     *     }
                     */
                    "application/json": components["schemas"]["rejected"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    discard_rejected: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rejected_ids": [
                 *         "rej_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["rejected_action"];
            };
        };
        responses: {
            /** @description It is done: with `Prefer: wait=N`. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.rejected.redrive.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "events": 1
                     *       },
                     *       "problem": null,
                     *       "job": {
                     *         "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "state": "succeeded",
                     *         "progress_done": 1,
                     *         "progress_total": 1,
                     *         "result": {
                     *           "redriven": 1,
                     *           "left": []
                     *         },
                     *         "problem": null
                     *       },
                     *       "issued_at": "2026-11-20T10:00:00Z",
                     *       "finished_at": "2026-11-20T10:00:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.rejected.redrive.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "events": 1
                     *       },
                     *       "problem": null,
                     *       "job": {
                     *         "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "state": "succeeded",
                     *         "progress_done": 1,
                     *         "progress_total": 1,
                     *         "result": {
                     *           "redriven": 1,
                     *           "left": []
                     *         },
                     *         "problem": null
                     *       },
                     *       "issued_at": "2026-11-20T10:00:00Z",
                     *       "finished_at": "2026-11-20T10:00:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    redrive_rejected: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rejected_ids": [
                 *         "rej_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["rejected_action"];
            };
        };
        responses: {
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.rejected.redrive.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "job_id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "events": 1
                     *       },
                     *       "problem": null,
                     *       "job": {
                     *         "id": "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "state": "succeeded",
                     *         "progress_done": 1,
                     *         "progress_total": 1,
                     *         "result": {
                     *           "redriven": 1,
                     *           "left": []
                     *         },
                     *         "problem": null
                     *       },
                     *       "issued_at": "2026-11-20T10:00:00Z",
                     *       "finished_at": "2026-11-20T10:00:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a subscription. */
                subscription: components["parameters"]["subscription"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "currency": "USD",
                     *       "state": "active",
                     *       "plan": {
                     *         "code": "starter",
                     *         "version": 1
                     *       },
                     *       "started_at": "2026-11-20T10:00:00Z",
                     *       "canceled_at": null,
                     *       "current_period": {
                     *         "from": "2026-11-01T00:00:00Z",
                     *         "to": "2026-12-01T00:00:00Z"
                     *       },
                     *       "changes": [
                     *         {
                     *           "sequence": 1,
                     *           "kind": "start",
                     *           "at": "2026-11-20T10:00:00Z",
                     *           "plan": {
                     *             "code": "starter",
                     *             "version": 1
                     *           },
                     *           "is_scheduled": false,
                     *           "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:12:00Z"
                     *         }
                     *       ],
                     *       "created_at": "2026-11-20T10:12:00Z",
                     *       "updated_at": "2026-11-20T10:12:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["subscription"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id of a subscription. */
                subscription: components["parameters"]["subscription"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "change": "cancel"
                 *     }
                 */
                "application/json": components["schemas"]["subscription_change"];
            };
        };
        responses: {
            /** @description The subscription has the change. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.change.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.change.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    unschedule_subscription_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Of a change. */
                sequence: components["parameters"]["sequence"];
                /** @description Id of a subscription. */
                subscription: components["parameters"]["subscription"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change will not come. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.unschedule.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.unschedule.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    preview_subscription_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a subscription. */
                subscription: components["parameters"]["subscription"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "change": "change_plan",
                 *       "plan": "scale",
                 *       "when": "period_end"
                 *     }
                 */
                "application/json": components["schemas"]["subscription_change"];
            };
        };
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "change": {
                     *         "kind": "change_plan",
                     *         "at": "2026-12-01T00:00:00Z",
                     *         "plan": {
                     *           "code": "scale",
                     *           "version": 1
                     *         },
                     *         "trial_until": null
                     *       },
                     *       "as_of": "2026-12-01T00:00:00Z",
                     *       "read_at": "2026-11-20T10:12:00Z",
                     *       "amounts": [
                     *         {
                     *           "currency": "EUR",
                     *           "without": "64.26",
                     *           "with": "76.16",
                     *           "difference": "11.90"
                     *         }
                     *       ],
                     *       "without": {
                     *         "parks": null,
                     *         "invoices": [
                     *           {
                     *             "kind": "regular",
                     *             "currency": "EUR",
                     *             "corrects": null,
                     *             "period": {
                     *               "from": "2026-10-01",
                     *               "to": "2026-11-30"
                     *             },
                     *             "net": "54",
                     *             "taxes": {
                     *               "inclusive": false,
                     *               "lines": [
                     *                 {
                     *                   "code": "de_vat",
                     *                   "name": "VAT 19 %",
                     *                   "jurisdiction": "DE",
                     *                   "rate": "0.19",
                     *                   "base": "54",
                     *                   "amount": "10.26"
                     *                 }
                     *               ],
                     *               "exemption_reason": "",
                     *               "exemption_code": ""
                     *             },
                     *             "total": "64.26",
                     *             "credits_used": "0",
                     *             "due": "64.26",
                     *             "credited": "0",
                     *             "lines": [
                     *               {
                     *                 "number": 1,
                     *                 "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *                 "kind": "usage",
                     *                 "plan": {
                     *                   "code": "team",
                     *                   "version": 1
                     *                 },
                     *                 "price": "calls",
                     *                 "period": "2026-10-01",
                     *                 "from": "2026-10-01T00:00:00Z",
                     *                 "to": "2026-11-01T00:00:00Z",
                     *                 "corrects": null,
                     *                 "amount": "5",
                     *                 "discount": "0",
                     *                 "net": "5",
                     *                 "detail": {
                     *                   "plan_name": "Team",
                     *                   "price_name": "Calls",
                     *                   "model": "per_unit",
                     *                   "meter": "calls",
                     *                   "unit_amount": "0.01",
                     *                   "charge": "5",
                     *                   "quantity": "1500",
                     *                   "events": 1500,
                     *                   "steps": [
                     *                     {
                     *                       "kind": "included",
                     *                       "quantity": "1000",
                     *                       "unit_amount": "0",
                     *                       "amount": "0"
                     *                     },
                     *                     {
                     *                       "kind": "units",
                     *                       "quantity": "500",
                     *                       "unit_amount": "0.01",
                     *                       "amount": "5"
                     *                     }
                     *                   ],
                     *                   "discounts": []
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       },
                     *       "with": {
                     *         "parks": null,
                     *         "invoices": [
                     *           {
                     *             "kind": "regular",
                     *             "currency": "EUR",
                     *             "corrects": null,
                     *             "period": {
                     *               "from": "2026-10-01",
                     *               "to": "2026-11-30"
                     *             },
                     *             "net": "64",
                     *             "taxes": {
                     *               "inclusive": false,
                     *               "lines": [
                     *                 {
                     *                   "code": "de_vat",
                     *                   "name": "VAT 19 %",
                     *                   "jurisdiction": "DE",
                     *                   "rate": "0.19",
                     *                   "base": "64",
                     *                   "amount": "12.16"
                     *                 }
                     *               ],
                     *               "exemption_reason": "",
                     *               "exemption_code": ""
                     *             },
                     *             "total": "76.16",
                     *             "credits_used": "0",
                     *             "due": "76.16",
                     *             "credited": "0",
                     *             "lines": [
                     *               {
                     *                 "number": 1,
                     *                 "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *                 "kind": "usage",
                     *                 "plan": {
                     *                   "code": "team",
                     *                   "version": 1
                     *                 },
                     *                 "price": "calls",
                     *                 "period": "2026-10-01",
                     *                 "from": "2026-10-01T00:00:00Z",
                     *                 "to": "2026-11-01T00:00:00Z",
                     *                 "corrects": null,
                     *                 "amount": "5",
                     *                 "discount": "0",
                     *                 "net": "5",
                     *                 "detail": {
                     *                   "plan_name": "Team",
                     *                   "price_name": "Calls",
                     *                   "model": "per_unit",
                     *                   "meter": "calls",
                     *                   "unit_amount": "0.01",
                     *                   "charge": "5",
                     *                   "quantity": "1500",
                     *                   "events": 1500,
                     *                   "steps": [
                     *                     {
                     *                       "kind": "included",
                     *                       "quantity": "1000",
                     *                       "unit_amount": "0",
                     *                       "amount": "0"
                     *                     },
                     *                     {
                     *                       "kind": "units",
                     *                       "quantity": "500",
                     *                       "unit_amount": "0.01",
                     *                       "amount": "5"
                     *                     }
                     *                   ],
                     *                   "discounts": []
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["subscription_preview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_tax_rates: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "txr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "de_vat",
                     *           "name": "VAT 19 %",
                     *           "jurisdiction": "DE",
                     *           "rate": "0.19",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "archived_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["tax_rate"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_tax_rate: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "de_vat",
                 *       "name": "VAT 19 %",
                 *       "jurisdiction": "DE",
                 *       "rate": "0.19"
                 *     }
                 */
                "application/json": components["schemas"]["tax_rate_create"];
            };
        };
        responses: {
            /** @description The tax rate. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "txr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "de_vat",
                     *       "name": "VAT 19 %",
                     *       "jurisdiction": "DE",
                     *       "rate": "0.19",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "archived_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["tax_rate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_tax_rate: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or code of a tax rate. */
                tax_rate: components["parameters"]["tax_rate"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tax rate. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "txr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "code": "de_vat",
                     *       "name": "VAT 19 %",
                     *       "jurisdiction": "DE",
                     *       "rate": "0.19",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "archived_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["tax_rate"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    archive_tax_rate: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or code of a tax rate. */
                tax_rate: components["parameters"]["tax_rate"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is archived. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_tenants: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; under a tenant's key the tenant itself. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "key": "acme",
                     *           "name": "Acme",
                     *           "time_zone": "Europe/Berlin",
                     *           "minute_offset": 0,
                     *           "currency": "EUR",
                     *           "state": "active",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["tenant"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "acme",
                 *       "name": "Acme",
                 *       "time_zone": "Europe/Berlin",
                 *       "currency": "EUR"
                 *     }
                 */
                "application/json": components["schemas"]["tenant_create"];
            };
        };
        responses: {
            /** @description The tenant. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "key": "acme",
                     *       "name": "Acme",
                     *       "time_zone": "Europe/Berlin",
                     *       "minute_offset": 0,
                     *       "currency": "EUR",
                     *       "state": "active",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["tenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "key": "acme",
                     *       "name": "Acme",
                     *       "time_zone": "Europe/Berlin",
                     *       "minute_offset": 0,
                     *       "currency": "EUR",
                     *       "state": "active",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["tenant"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its keys end to work, its subjects name nobody; what was counted stays. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "suspended"
                 *     }
                 */
                "application/json": components["schemas"]["tenant_update"];
            };
        };
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "key": "acme",
                     *       "name": "Acme",
                     *       "time_zone": "Europe/Berlin",
                     *       "minute_offset": 0,
                     *       "currency": "EUR",
                     *       "state": "active",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["tenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_aliases: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "alias": "acme-eu",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["alias"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_alias: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "alias": "acme-eu"
                 *     }
                 */
                "application/json": components["schemas"]["alias_create"];
            };
        };
        responses: {
            /** @description Events with this subject are this tenant's from now on. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alias": "acme-eu",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                     *     }
                     */
                    "application/json": components["schemas"]["alias"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_alias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The alias. */
                alias: components["parameters"]["alias"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subject names nobody now. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_billing_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "weir_gmbh",
                     *       "buyer": {
                     *         "legal_name": "Acme Inc.",
                     *         "address": {
                     *           "line1": "1 Main Street",
                     *           "line2": "",
                     *           "city": "Springfield",
                     *           "region": "IL",
                     *           "postal_code": "62701",
                     *           "country": "US"
                     *         },
                     *         "tax_id": "12-3456789",
                     *         "email": "ap@acme.example"
                     *       },
                     *       "billing_day": 1,
                     *       "tax_rates": [
                     *         "de_vat"
                     *       ],
                     *       "tax_inclusive": false,
                     *       "exemption_reason": "",
                     *       "exemption_code": "",
                     *       "finalize": "automatic",
                     *       "grace_hours": 1,
                     *       "most_lines": null,
                     *       "most_amount_minor": 1000000
                     *     }
                     */
                    "application/json": components["schemas"]["billing_profile"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_billing_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "issuer": "weir_gmbh",
                 *       "buyer": {
                 *         "legal_name": "Acme Inc.",
                 *         "address": {
                 *           "line1": "1 Main Street",
                 *           "line2": "",
                 *           "city": "Springfield",
                 *           "region": "IL",
                 *           "postal_code": "62701",
                 *           "country": "US"
                 *         },
                 *         "tax_id": "12-3456789",
                 *         "email": "ap@acme.example"
                 *       },
                 *       "billing_day": 1,
                 *       "tax_rates": [
                 *         "de_vat"
                 *       ],
                 *       "tax_inclusive": false,
                 *       "exemption_reason": "",
                 *       "exemption_code": "",
                 *       "finalize": "automatic",
                 *       "grace_hours": 1,
                 *       "most_lines": null,
                 *       "most_amount_minor": 1000000
                 *     }
                 */
                "application/json": components["schemas"]["billing_profile_put"];
            };
        };
        responses: {
            /** @description As it is now. Invoices that were made before keep what they have. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "weir_gmbh",
                     *       "buyer": {
                     *         "legal_name": "Acme Inc.",
                     *         "address": {
                     *           "line1": "1 Main Street",
                     *           "line2": "",
                     *           "city": "Springfield",
                     *           "region": "IL",
                     *           "postal_code": "62701",
                     *           "country": "US"
                     *         },
                     *         "tax_id": "12-3456789",
                     *         "email": "ap@acme.example"
                     *       },
                     *       "billing_day": 1,
                     *       "tax_rates": [
                     *         "de_vat"
                     *       ],
                     *       "tax_inclusive": false,
                     *       "exemption_reason": "",
                     *       "exemption_code": "",
                     *       "finalize": "automatic",
                     *       "grace_hours": 1,
                     *       "most_lines": null,
                     *       "most_amount_minor": 1000000
                     *     }
                     */
                    "application/json": components["schemas"]["billing_profile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_billing_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "next_at": "2026-12-01T00:00:00Z",
                     *       "billed_until": "2026-11-01T00:00:00Z",
                     *       "parked": null
                     *     }
                     */
                    "application/json": components["schemas"]["billing_state"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    release_billing: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant is billed again. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.billing.release.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "next_at": "2026-12-01T00:00:00Z",
                     *         "billed_until": "2026-11-01T00:00:00Z",
                     *         "parked": null
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.billing.release.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "next_at": "2026-12-01T00:00:00Z",
                     *         "billed_until": "2026-11-01T00:00:00Z",
                     *         "parked": null
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_budgets: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "name": "Monthly spend",
                     *           "measures": "spend",
                     *           "meter": null,
                     *           "currency": "EUR",
                     *           "amount": "500.00",
                     *           "thresholds": [
                     *             50,
                     *             80,
                     *             100
                     *           ],
                     *           "state": {
                     *             "period_from": "2026-11-01T00:00:00Z",
                     *             "period_to": "2026-12-01T00:00:00Z",
                     *             "used": "412.50",
                     *             "percent": 82,
                     *             "measured_at": "2026-11-23T10:00:00Z",
                     *             "crossings": [
                     *               {
                     *                 "budget_id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *                 "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *                 "name": "Monthly spend",
                     *                 "measures": "spend",
                     *                 "meter": null,
                     *                 "currency": "EUR",
                     *                 "threshold": 80,
                     *                 "occurrence": 1,
                     *                 "amount": "500.00",
                     *                 "used": "412.50",
                     *                 "percent": 82,
                     *                 "period_from": "2026-11-01T00:00:00Z",
                     *                 "period_to": "2026-12-01T00:00:00Z",
                     *                 "crossed_at": "2026-11-23T10:00:00Z",
                     *                 "rearmed_at": null
                     *               }
                     *             ]
                     *           },
                     *           "version": 1,
                     *           "created_at": "2026-11-01T10:00:00Z",
                     *           "updated_at": "2026-11-01T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["budget"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_budget: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Monthly spend",
                 *       "measures": "spend",
                 *       "currency": "EUR",
                 *       "amount": "500",
                 *       "thresholds": [
                 *         50,
                 *         80,
                 *         100
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["budget_create"];
            };
        };
        responses: {
            /** @description The budget. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "name": "Monthly spend",
                     *       "measures": "spend",
                     *       "meter": null,
                     *       "currency": "EUR",
                     *       "amount": "500.00",
                     *       "thresholds": [
                     *         50,
                     *         80,
                     *         100
                     *       ],
                     *       "state": null,
                     *       "version": 1,
                     *       "created_at": "2026-11-01T10:00:00Z",
                     *       "updated_at": "2026-11-01T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["budget"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_budget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the budget. */
                budget: components["parameters"]["budget"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "name": "Monthly spend",
                     *       "measures": "spend",
                     *       "meter": null,
                     *       "currency": "EUR",
                     *       "amount": "500.00",
                     *       "thresholds": [
                     *         50,
                     *         80,
                     *         100
                     *       ],
                     *       "state": {
                     *         "period_from": "2026-11-01T00:00:00Z",
                     *         "period_to": "2026-12-01T00:00:00Z",
                     *         "used": "412.50",
                     *         "percent": 82,
                     *         "measured_at": "2026-11-23T10:00:00Z",
                     *         "crossings": [
                     *           {
                     *             "budget_id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "name": "Monthly spend",
                     *             "measures": "spend",
                     *             "meter": null,
                     *             "currency": "EUR",
                     *             "threshold": 80,
                     *             "occurrence": 1,
                     *             "amount": "500.00",
                     *             "used": "412.50",
                     *             "percent": 82,
                     *             "period_from": "2026-11-01T00:00:00Z",
                     *             "period_to": "2026-12-01T00:00:00Z",
                     *             "crossed_at": "2026-11-23T10:00:00Z",
                     *             "rearmed_at": null
                     *           }
                     *         ]
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-11-01T10:00:00Z",
                     *       "updated_at": "2026-11-01T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["budget"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_budget: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id of the budget. */
                budget: components["parameters"]["budget"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Monthly spend",
                 *       "amount": "600",
                 *       "thresholds": [
                 *         50,
                 *         80,
                 *         100,
                 *         120
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["budget_update"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "name": "Monthly spend",
                     *       "measures": "spend",
                     *       "meter": null,
                     *       "currency": "EUR",
                     *       "amount": "600.00",
                     *       "thresholds": [
                     *         50,
                     *         80,
                     *         100,
                     *         120
                     *       ],
                     *       "state": {
                     *         "period_from": "2026-11-01T00:00:00Z",
                     *         "period_to": "2026-12-01T00:00:00Z",
                     *         "used": "412.50",
                     *         "percent": 68,
                     *         "measured_at": "2026-11-23T10:00:00Z",
                     *         "crossings": [
                     *           {
                     *             "budget_id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "name": "Monthly spend",
                     *             "measures": "spend",
                     *             "meter": null,
                     *             "currency": "EUR",
                     *             "threshold": 80,
                     *             "occurrence": 1,
                     *             "amount": "500.00",
                     *             "used": "412.50",
                     *             "percent": 82,
                     *             "period_from": "2026-11-01T00:00:00Z",
                     *             "period_to": "2026-12-01T00:00:00Z",
                     *             "crossed_at": "2026-11-23T10:00:00Z",
                     *             "rearmed_at": null
                     *           }
                     *         ]
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-11-01T10:00:00Z",
                     *       "updated_at": "2026-11-01T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["budget"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_budget: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id of the budget. */
                budget: components["parameters"]["budget"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_budget_crossings: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id of the budget. */
                budget: components["parameters"]["budget"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "budget_id": "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "name": "Monthly spend",
                     *           "measures": "spend",
                     *           "meter": null,
                     *           "currency": "EUR",
                     *           "threshold": 80,
                     *           "occurrence": 1,
                     *           "amount": "500.00",
                     *           "used": "412.50",
                     *           "percent": 82,
                     *           "period_from": "2026-11-01T00:00:00Z",
                     *           "period_to": "2026-12-01T00:00:00Z",
                     *           "crossed_at": "2026-11-23T10:00:00Z",
                     *           "rearmed_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["budget_crossing"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_tenant_coupons: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "tcp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "coupon": {
                     *             "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "code": "launch",
                     *             "name": "20 % for three months",
                     *             "percentage": "0.2",
                     *             "amount": null,
                     *             "currency": null,
                     *             "duration": "months",
                     *             "months": 3,
                     *             "prices": []
                     *           },
                     *           "state": "active",
                     *           "since": "2026-11-20T10:00:00Z",
                     *           "months_used": 1,
                     *           "amount_left": null,
                     *           "ended_at": null,
                     *           "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-12-01T01:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["tenant_coupon"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    apply_coupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "coupon": "launch"
                 *     }
                 */
                "application/json": components["schemas"]["tenant_coupon_create"];
            };
        };
        responses: {
            /** @description The tenant has the coupon. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.coupon.apply.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "tcp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "coupon": {
                     *           "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "launch",
                     *           "name": "20 % for three months",
                     *           "percentage": "0.2",
                     *           "amount": null,
                     *           "currency": null,
                     *           "duration": "months",
                     *           "months": 3,
                     *           "prices": []
                     *         },
                     *         "state": "active",
                     *         "since": "2026-11-20T10:00:00Z",
                     *         "months_used": 1,
                     *         "amount_left": null,
                     *         "ended_at": null,
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-12-01T01:00:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.coupon.apply.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_coupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
                /** @description Id of a coupon that a tenant has. */
                tenant_coupon: components["parameters"]["tenant_coupon"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant has it no more. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.coupon.remove.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "tcp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "coupon": {
                     *           "id": "cpn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "code": "launch",
                     *           "name": "20 % for three months",
                     *           "percentage": "0.2",
                     *           "amount": null,
                     *           "currency": null,
                     *           "duration": "months",
                     *           "months": 3,
                     *           "prices": []
                     *         },
                     *         "state": "removed",
                     *         "since": "2026-11-20T10:00:00Z",
                     *         "months_used": 1,
                     *         "amount_left": null,
                     *         "ended_at": "2026-11-20T10:12:00Z",
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-12-01T01:00:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.coupon.remove.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_credit_balances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One for each currency. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "currency": "EUR",
                     *           "balance": "75.5",
                     *           "available": "75.5",
                     *           "entries": 2
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["credit_balance"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_credit_entries: {
        parameters: {
            query?: {
                /** @description ISO 4217; the tenant's own when absent. */
                currency?: components["parameters"]["credit_currency"];
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sequence": 2,
                     *           "credit_id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "currency": "EUR",
                     *           "kind": "applied",
                     *           "amount": "-24.5",
                     *           "balance_after": "75.5",
                     *           "invoice_id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "command_id": null,
                     *           "at": "2026-12-01T01:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["credit_entry"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_credits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "currency": "EUR",
                     *           "amount": "100",
                     *           "remaining": "75.5",
                     *           "is_open": true,
                     *           "priority": 100,
                     *           "expires_at": "2027-11-20T00:00:00Z",
                     *           "is_paid": true,
                     *           "reason": "Prepaid",
                     *           "invoice_id": null,
                     *           "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-12-01T01:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["credit"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    grant_credit: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "100",
                 *       "currency": "EUR",
                 *       "expires_at": "2027-11-20T00:00:00Z",
                 *       "is_paid": true,
                 *       "reason": "Prepaid"
                 *     }
                 */
                "application/json": components["schemas"]["credit_create"];
            };
        };
        responses: {
            /** @description The tenant has the credit. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.credit.grant.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "EUR",
                     *         "amount": "100",
                     *         "remaining": "100",
                     *         "is_open": true,
                     *         "priority": 100,
                     *         "expires_at": "2027-11-20T00:00:00Z",
                     *         "is_paid": true,
                     *         "reason": "Prepaid",
                     *         "invoice_id": null,
                     *         "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-12-01T01:00:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.credit.grant.v1",
                     *       "status": "accepted",
                     *       "resource": null,
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invitations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, closed ones too. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "email": "ada@example.com",
                     *           "role": "analyst",
                     *           "state": "open",
                     *           "invited_by": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-27T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invitation"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "role": "analyst"
                 *     }
                 */
                "application/json": components["schemas"]["invitation_create"];
            };
        };
        responses: {
            /** @description It is open, and its mail on the way. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "role": "analyst",
                     *       "state": "open",
                     *       "invited_by": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "expires_at": "2026-11-27T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id of the invitation. */
                invitation: components["parameters"]["invitation"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "role": "analyst",
                     *       "state": "open",
                     *       "invited_by": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "expires_at": "2026-11-27T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id of the invitation. */
                invitation: components["parameters"]["invitation"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody accepts it any more. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    resend_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id of the invitation. */
                invitation: components["parameters"]["invitation"];
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its mail is on the way. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "role": "analyst",
                     *       "state": "open",
                     *       "invited_by": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "expires_at": "2026-11-27T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_tenant_invoices: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description A part of the number. */
                search?: string;
                /** @description Only those in this state; without it all but discarded drafts. */
                state?: "draft" | "finalized" | "past_due" | "paid" | "uncollectible" | "void" | "discarded";
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "number": "INV-000042",
                     *           "kind": "regular",
                     *           "state": "finalized",
                     *           "currency": "EUR",
                     *           "as_of": "2026-11-01T00:00:00Z",
                     *           "corrects": null,
                     *           "period": {
                     *             "from": "2026-10-01",
                     *             "to": "2026-11-30"
                     *           },
                     *           "issued_on": "2026-11-01",
                     *           "due_on": "2026-12-01",
                     *           "net": "54",
                     *           "taxes": {
                     *             "inclusive": false,
                     *             "lines": [
                     *               {
                     *                 "code": "de_vat",
                     *                 "name": "VAT 19 %",
                     *                 "jurisdiction": "DE",
                     *                 "rate": "0.19",
                     *                 "base": "54",
                     *                 "amount": "10.26"
                     *               }
                     *             ],
                     *             "exemption_reason": "",
                     *             "exemption_code": ""
                     *           },
                     *           "total": "64.26",
                     *           "credits_used": "0",
                     *           "due": "64.26",
                     *           "paid": "0",
                     *           "credited": "0",
                     *           "lines_count": 2,
                     *           "seller": {
                     *             "issuer_id": "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "legal_name": "Seller GmbH",
                     *             "address": {
                     *               "line1": "",
                     *               "line2": "",
                     *               "city": "",
                     *               "region": "",
                     *               "postal_code": "",
                     *               "country": "DE"
                     *             },
                     *             "tax_id": "DE123456789",
                     *             "email": "",
                     *             "payment_terms_days": 30,
                     *             "note": ""
                     *           },
                     *           "buyer": {
                     *             "legal_name": "Buyer AG",
                     *             "address": {
                     *               "line1": "",
                     *               "line2": "",
                     *               "city": "",
                     *               "region": "",
                     *               "postal_code": "",
                     *               "country": "DE"
                     *             },
                     *             "tax_id": "",
                     *             "email": ""
                     *           },
                     *           "inputs_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *           "version": 2,
                     *           "created_at": "2026-11-01T01:05:00Z",
                     *           "finalized_at": "2026-11-01T01:05:00Z",
                     *           "updated_at": "2026-11-01T01:05:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["invoice"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_members: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "user_id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "email": "ada@example.com",
                     *           "name": "Ada Lovelace",
                     *           "is_active": true,
                     *           "role": "owner",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["member"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
                /** @description Id of the user. */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are no member any more. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
                /** @description Id of the user. */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["member_update"];
            };
        };
        responses: {
            /** @description The member. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "name": "Ada Lovelace",
                     *       "is_active": true,
                     *       "role": "owner",
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it asks of its people and keys. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mfa_required": true,
                     *       "session_idle_seconds": 3600,
                     *       "session_absolute_seconds": 86400,
                     *       "api_key_max_age_days": 90
                     *     }
                     */
                    "application/json": components["schemas"]["tenant_policies"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mfa_required": true,
                 *       "session_idle_seconds": 3600,
                 *       "session_absolute_seconds": 86400,
                 *       "api_key_max_age_days": 90
                 *     }
                 */
                "application/json": components["schemas"]["tenant_policies"];
            };
        };
        responses: {
            /** @description Effective within a minute everywhere. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mfa_required": true,
                     *       "session_idle_seconds": 3600,
                     *       "session_absolute_seconds": 86400,
                     *       "api_key_max_age_days": 90
                     *     }
                     */
                    "application/json": components["schemas"]["tenant_policies"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_subscriptions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "currency": "USD",
                     *           "state": "active",
                     *           "plan": {
                     *             "code": "starter",
                     *             "version": 1
                     *           },
                     *           "started_at": "2026-11-20T10:00:00Z",
                     *           "canceled_at": null,
                     *           "current_period": {
                     *             "from": "2026-11-01T00:00:00Z",
                     *             "to": "2026-12-01T00:00:00Z"
                     *           },
                     *           "changes": [
                     *             {
                     *               "sequence": 1,
                     *               "kind": "start",
                     *               "at": "2026-11-20T10:00:00Z",
                     *               "plan": {
                     *                 "code": "starter",
                     *                 "version": 1
                     *               },
                     *               "is_scheduled": false,
                     *               "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *               "created_at": "2026-11-20T10:12:00Z"
                     *             }
                     *           ],
                     *           "created_at": "2026-11-20T10:12:00Z",
                     *           "updated_at": "2026-11-20T10:12:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["subscription"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    start_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=N`: wait up to N seconds (10 at most) for what comes of it. */
                Prefer?: components["parameters"]["Prefer_wait"];
            };
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "starter"
                 *     }
                 */
                "application/json": components["schemas"]["subscription_create"];
            };
        };
        responses: {
            /** @description The tenant has subscribed. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.start.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            /** @description The command is in the log, acknowledged by every in-sync replica. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Weir-Receipt": components["headers"]["Weir-Receipt"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "weir.subscription.start.v1",
                     *       "status": "succeeded",
                     *       "resource": {
                     *         "id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "currency": "USD",
                     *         "state": "active",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "started_at": "2026-11-20T10:00:00Z",
                     *         "canceled_at": null,
                     *         "current_period": {
                     *           "from": "2026-11-01T00:00:00Z",
                     *           "to": "2026-12-01T00:00:00Z"
                     *         },
                     *         "changes": [
                     *           {
                     *             "sequence": 1,
                     *             "kind": "start",
                     *             "at": "2026-11-20T10:00:00Z",
                     *             "plan": {
                     *               "code": "starter",
                     *               "version": 1
                     *             },
                     *             "is_scheduled": false,
                     *             "made_by": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *             "created_at": "2026-11-20T10:12:00Z"
                     *           }
                     *         ],
                     *         "created_at": "2026-11-20T10:12:00Z",
                     *         "updated_at": "2026-11-20T10:12:00Z"
                     *       },
                     *       "problem": null,
                     *       "job": null,
                     *       "issued_at": "2026-11-20T10:12:00Z",
                     *       "finished_at": "2026-11-20T10:12:01Z",
                     *       "receipt": "AQADDAC3pQ"
                     *     }
                     */
                    "application/json": components["schemas"]["command_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Reused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    preview_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "starter"
                 *     }
                 */
                "application/json": components["schemas"]["subscription_create"];
            };
        };
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "subscription_id": null,
                     *       "change": {
                     *         "kind": "start",
                     *         "at": "2026-11-20T10:00:00Z",
                     *         "plan": {
                     *           "code": "starter",
                     *           "version": 1
                     *         },
                     *         "trial_until": null
                     *       },
                     *       "as_of": "2026-12-01T00:00:00Z",
                     *       "read_at": "2026-11-20T10:12:00Z",
                     *       "amounts": [
                     *         {
                     *           "currency": "EUR",
                     *           "without": "0.00",
                     *           "with": "76.16",
                     *           "difference": "76.16"
                     *         }
                     *       ],
                     *       "without": {
                     *         "parks": null,
                     *         "invoices": []
                     *       },
                     *       "with": {
                     *         "parks": null,
                     *         "invoices": [
                     *           {
                     *             "kind": "regular",
                     *             "currency": "EUR",
                     *             "corrects": null,
                     *             "period": {
                     *               "from": "2026-10-01",
                     *               "to": "2026-11-30"
                     *             },
                     *             "net": "64",
                     *             "taxes": {
                     *               "inclusive": false,
                     *               "lines": [
                     *                 {
                     *                   "code": "de_vat",
                     *                   "name": "VAT 19 %",
                     *                   "jurisdiction": "DE",
                     *                   "rate": "0.19",
                     *                   "base": "64",
                     *                   "amount": "12.16"
                     *                 }
                     *               ],
                     *               "exemption_reason": "",
                     *               "exemption_code": ""
                     *             },
                     *             "total": "76.16",
                     *             "credits_used": "0",
                     *             "due": "76.16",
                     *             "credited": "0",
                     *             "lines": [
                     *               {
                     *                 "number": 1,
                     *                 "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *                 "kind": "usage",
                     *                 "plan": {
                     *                   "code": "team",
                     *                   "version": 1
                     *                 },
                     *                 "price": "calls",
                     *                 "period": "2026-10-01",
                     *                 "from": "2026-10-01T00:00:00Z",
                     *                 "to": "2026-11-01T00:00:00Z",
                     *                 "corrects": null,
                     *                 "amount": "5",
                     *                 "discount": "0",
                     *                 "net": "5",
                     *                 "detail": {
                     *                   "plan_name": "Team",
                     *                   "price_name": "Calls",
                     *                   "model": "per_unit",
                     *                   "meter": "calls",
                     *                   "unit_amount": "0.01",
                     *                   "charge": "5",
                     *                   "quantity": "1500",
                     *                   "events": 1500,
                     *                   "steps": [
                     *                     {
                     *                       "kind": "included",
                     *                       "quantity": "1000",
                     *                       "unit_amount": "0",
                     *                       "amount": "0"
                     *                     },
                     *                     {
                     *                       "kind": "units",
                     *                       "quantity": "500",
                     *                       "unit_amount": "0.01",
                     *                       "amount": "5"
                     *                     }
                     *                   ],
                     *                   "discounts": []
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["subscription_preview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    preview_upcoming_invoices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "as_of": "2026-12-01T00:00:00Z",
                     *       "read_at": "2026-11-20T10:12:00Z",
                     *       "parks": null,
                     *       "invoices": [
                     *         {
                     *           "kind": "regular",
                     *           "currency": "EUR",
                     *           "corrects": null,
                     *           "period": {
                     *             "from": "2026-10-01",
                     *             "to": "2026-11-30"
                     *           },
                     *           "net": "54",
                     *           "taxes": {
                     *             "inclusive": false,
                     *             "lines": [
                     *               {
                     *                 "code": "de_vat",
                     *                 "name": "VAT 19 %",
                     *                 "jurisdiction": "DE",
                     *                 "rate": "0.19",
                     *                 "base": "54",
                     *                 "amount": "10.26"
                     *               }
                     *             ],
                     *             "exemption_reason": "",
                     *             "exemption_code": ""
                     *           },
                     *           "total": "64.26",
                     *           "credits_used": "0",
                     *           "due": "64.26",
                     *           "credited": "0",
                     *           "lines": [
                     *             {
                     *               "number": 1,
                     *               "subscription_id": "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *               "kind": "usage",
                     *               "plan": {
                     *                 "code": "team",
                     *                 "version": 1
                     *               },
                     *               "price": "calls",
                     *               "period": "2026-10-01",
                     *               "from": "2026-10-01T00:00:00Z",
                     *               "to": "2026-11-01T00:00:00Z",
                     *               "corrects": null,
                     *               "amount": "5",
                     *               "discount": "0",
                     *               "net": "5",
                     *               "detail": {
                     *                 "plan_name": "Team",
                     *                 "price_name": "Calls",
                     *                 "model": "per_unit",
                     *                 "meter": "calls",
                     *                 "unit_amount": "0.01",
                     *                 "charge": "5",
                     *                 "quantity": "1500",
                     *                 "events": 1500,
                     *                 "steps": [
                     *                   {
                     *                     "kind": "included",
                     *                     "quantity": "1000",
                     *                     "unit_amount": "0",
                     *                     "amount": "0"
                     *                   },
                     *                   {
                     *                     "kind": "units",
                     *                     "quantity": "500",
                     *                     "unit_amount": "0.01",
                     *                     "amount": "5"
                     *                   }
                     *                 ],
                     *                 "discounts": []
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["invoice_preview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    forecast_upcoming_invoices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or key. */
                tenant: components["parameters"]["tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forecast. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_preview": true,
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "from": "2026-11-01T00:00:00Z",
                     *       "to": "2026-12-01T00:00:00Z",
                     *       "seen_until": "2026-11-20T10:00:00Z",
                     *       "currencies": [
                     *         {
                     *           "currency": "EUR",
                     *           "so_far": "54.00",
                     *           "at_end": "63.20",
                     *           "band": {
                     *             "low": "60.04",
                     *             "high": "63.20"
                     *           },
                     *           "past": [
                     *             {
                     *               "from": "2026-10-01",
                     *               "forecast": "60.00",
                     *               "actual": "57.00",
                     *               "off_by": "-0.05"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["invoice_forecast"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    open_unsubscribe_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Of a mail: names a person and a kind of notification. It gives no other right and does not expire.
                 * @example weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM
                 */
                token: components["parameters"]["unsubscribe_token"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The portal's page, the token behind #. */
            303: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    /** @description The page, with the token behind #. */
                    Location?: string;
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Of a mail: names a person and a kind of notification. It gives no other right and does not expire.
                 * @example weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM
                 */
                token: components["parameters"]["unsubscribe_token"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "List-Unsubscribe": "One-Click"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["unsubscribe_click"];
                /**
                 * @example {
                 *       "List-Unsubscribe": "One-Click"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["unsubscribe_click"];
            };
        };
        responses: {
            /** @description No more mails of this kind come. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "new_device",
                     *       "wanted": false
                     *     }
                     */
                    "application/json": components["schemas"]["notification_choice"];
                };
            };
            400: components["responses"]["BadRequest"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    usage_conservation: {
        parameters: {
            query?: {
                /** @description Receipts, separated by commas: the answer waits, at most 10 s, until it contains those writes. */
                after?: components["parameters"]["after"];
                /** @description Start, inclusive. RFC 3339. */
                from?: components["parameters"]["from"];
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
                /** @description End, exclusive. RFC 3339. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of every event. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": null,
                     *       "to": null,
                     *       "data_through": "2026-11-20T10:00:00Z",
                     *       "holds": true,
                     *       "totals": {
                     *         "events": 3,
                     *         "counted": 1,
                     *         "duplicate": 1,
                     *         "conflict": 0,
                     *         "unmatched": 1,
                     *         "rejected": 0,
                     *         "quarantined": 0,
                     *         "lost": 0
                     *       },
                     *       "data": [],
                     *       "meters": [
                     *         {
                     *           "meter": "requests",
                     *           "generation": 1,
                     *           "matched": 1,
                     *           "counted": 1,
                     *           "invalid": 0
                     *         }
                     *       ],
                     *       "partitions": [
                     *         {
                     *           "partition": 3,
                     *           "next_offset": 13,
                     *           "data_through": "2026-11-20T10:00:00Z",
                     *           "halted": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["conservation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
            /** @description The writes named by `after` are not visible yet. */
            504: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    stream_usage: {
        parameters: {
            query?: {
                /** @description Id or key. Under a tenant's key only its own; the platform's keys may leave it out where several tenants make sense. */
                tenant?: components["parameters"]["of_tenant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the stream ends. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: usage
                     *     data: {"data_through":"2026-11-20T10:00:00Z"}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; in a tenant its members. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "email": "ada@example.com",
                     *           "name": "Ada Lovelace",
                     *           "is_active": true,
                     *           "email_verified": false,
                     *           "platform_role": null,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["user"][];
                    };
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version at hand. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path: {
                /** @description Id of the user. */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "name": "Ada Lovelace",
                     *       "is_active": true,
                     *       "email_verified": false,
                     *       "platform_role": null,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["user"];
                };
            };
            /** @description If-None-Match has its ETag. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    erase_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every session has ended; nothing here tells any more who it was. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    export_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it, but what proves the person. That it was asked for is in the audit trail. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "is_active": true,
                     *         "email_verified": false,
                     *         "platform_role": null,
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-11-20T10:00:00Z"
                     *       },
                     *       "preferences": {
                     *         "theme": "system",
                     *         "time_zone": null,
                     *         "locale": "en",
                     *         "notifications": {},
                     *         "shortcuts": true
                     *       },
                     *       "memberships": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_name": "Acme",
                     *           "role": "viewer"
                     *         }
                     *       ],
                     *       "mfa": {
                     *         "enabled": false,
                     *         "enabled_at": null,
                     *         "recovery_codes_left": 0
                     *       },
                     *       "devices": [],
                     *       "identities": [],
                     *       "sessions": [
                     *         {
                     *           "id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "user_agent": "Mozilla/5.0",
                     *           "address": "192.0.2.1",
                     *           "auth_time": "2026-11-20T10:00:00Z",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "last_seen_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-27T10:00:00Z",
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "staff_visits": [],
                     *       "audit_entries": [],
                     *       "audit_entries_left_out": false
                     *     }
                     */
                    "application/json": components["schemas"]["user_export"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whoever asks. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "name": "Ada Lovelace",
                     *       "is_active": true,
                     *       "email_verified": false,
                     *       "platform_role": null,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "memberships": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_key": "acme",
                     *           "tenant_name": "Acme",
                     *           "tenant_state": "active",
                     *           "role": "owner"
                     *         }
                     *       ],
                     *       "acting": {
                     *         "tenant_id": null,
                     *         "role": "person",
                     *         "as_staff": false,
                     *         "permissions": [
                     *           "self",
                     *           "users_read"
                     *         ]
                     *       },
                     *       "session_id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "auth_time": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["me"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    erase_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every session has ended; nothing here tells any more who it was. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description For people: id of the tenant to act in. Who is no member of it gets 404. */
                "Weir-Tenant"?: components["parameters"]["Weir-Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Lovelace"
                 *     }
                 */
                "application/json": components["schemas"]["me_update"];
            };
        };
        responses: {
            /** @description Whoever asks. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "email": "ada@example.com",
                     *       "name": "Ada Lovelace",
                     *       "is_active": true,
                     *       "email_verified": false,
                     *       "platform_role": null,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "memberships": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_key": "acme",
                     *           "tenant_name": "Acme",
                     *           "tenant_state": "active",
                     *           "role": "owner"
                     *         }
                     *       ],
                     *       "acting": {
                     *         "tenant_id": null,
                     *         "role": "person",
                     *         "as_staff": false,
                     *         "permissions": [
                     *           "self",
                     *           "users_read"
                     *         ]
                     *       },
                     *       "session_id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "auth_time": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["me"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first; at most 100. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "dev_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "name": "Laptop",
                     *           "user_agent": "Mozilla/5.0",
                     *           "address": "192.0.2.1",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "last_used_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-12-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["trusted_device"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the device. */
                device: components["parameters"]["device"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its next sign-in is asked for a code; sessions go on. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    request_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Unless it is verified, a mail is on the way. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    export_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it, but what proves the person. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "is_active": true,
                     *         "email_verified": false,
                     *         "platform_role": null,
                     *         "created_at": "2026-11-20T10:00:00Z",
                     *         "updated_at": "2026-11-20T10:00:00Z"
                     *       },
                     *       "preferences": {
                     *         "theme": "system",
                     *         "time_zone": null,
                     *         "locale": "en",
                     *         "notifications": {},
                     *         "shortcuts": true
                     *       },
                     *       "memberships": [
                     *         {
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_name": "Acme",
                     *           "role": "viewer"
                     *         }
                     *       ],
                     *       "mfa": {
                     *         "enabled": false,
                     *         "enabled_at": null,
                     *         "recovery_codes_left": 0
                     *       },
                     *       "devices": [],
                     *       "identities": [],
                     *       "sessions": [
                     *         {
                     *           "id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "user_agent": "Mozilla/5.0",
                     *           "address": "192.0.2.1",
                     *           "auth_time": "2026-11-20T10:00:00Z",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "last_seen_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-27T10:00:00Z",
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "staff_visits": [],
                     *       "audit_entries": [],
                     *       "audit_entries_left_out": false
                     *     }
                     */
                    "application/json": components["schemas"]["user_export"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The oldest first; at most 100. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "idn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "issuer": "https://sign-in.example.com",
                     *           "subject": "248289761001",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "last_used_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["identity"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    unlink_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the identity. */
                identity: components["parameters"]["identity"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is nobody's. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_mfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether a code is asked for. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "enabled_at": "2026-11-20T10:00:00Z",
                     *       "recovery_codes_left": 9
                     *     }
                     */
                    "application/json": components["schemas"]["mfa_status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    replace_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shown this once; the old ones are good no more. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "7k3m-x9qp-0r2t-vw0h",
                     *         "7k3m-x9qp-0r2t-vw1h",
                     *         "7k3m-x9qp-0r2t-vw2h",
                     *         "7k3m-x9qp-0r2t-vw3h",
                     *         "7k3m-x9qp-0r2t-vw4h",
                     *         "7k3m-x9qp-0r2t-vw5h",
                     *         "7k3m-x9qp-0r2t-vw6h",
                     *         "7k3m-x9qp-0r2t-vw7h",
                     *         "7k3m-x9qp-0r2t-vw8h",
                     *         "7k3m-x9qp-0r2t-vw9h"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["recovery_codes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    begin_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, this once. No code is asked for before one was confirmed; asking again makes another secret. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *       "otpauth_uri": "otpauth://totp/Weir:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Weir&algorithm=SHA1&digits=6&period=30",
                     *       "digits": 6,
                     *       "period_seconds": 30
                     *     }
                     */
                    "application/json": components["schemas"]["totp_secret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    disable_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, the recovery codes and the trusted devices are gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["mfa_code"];
            };
        };
        responses: {
            /** @description From now on a code is asked for. The recovery codes are shown this once. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "7k3m-x9qp-0r2t-vw0h",
                     *         "7k3m-x9qp-0r2t-vw1h",
                     *         "7k3m-x9qp-0r2t-vw2h",
                     *         "7k3m-x9qp-0r2t-vw3h",
                     *         "7k3m-x9qp-0r2t-vw4h",
                     *         "7k3m-x9qp-0r2t-vw5h",
                     *         "7k3m-x9qp-0r2t-vw6h",
                     *         "7k3m-x9qp-0r2t-vw7h",
                     *         "7k3m-x9qp-0r2t-vw8h",
                     *         "7k3m-x9qp-0r2t-vw9h"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["recovery_codes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery",
                 *       "new_password": "staple battery horse"
                 *     }
                 */
                "application/json": components["schemas"]["password_change"];
            };
        };
        responses: {
            /** @description From now on it is the new one; one's other sessions have ended. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences; the usual ones when none were kept. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "theme": "dark",
                     *       "time_zone": "Europe/Berlin",
                     *       "locale": "de",
                     *       "notifications": {
                     *         "new_device": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["preferences"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "theme": "dark",
                 *       "time_zone": "Europe/Berlin",
                 *       "locale": "de",
                 *       "notifications": {
                 *         "new_device": false
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["preferences"];
            };
        };
        responses: {
            /** @description As they are kept. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "theme": "dark",
                     *       "time_zone": "Europe/Berlin",
                     *       "locale": "de",
                     *       "notifications": {
                     *         "new_device": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["preferences"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that go on, the newest first; at most 100. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "user_agent": "Mozilla/5.0",
                     *           "address": "192.0.2.1",
                     *           "auth_time": "2026-11-20T10:00:00Z",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "last_seen_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-27T10:00:00Z",
                     *           "current": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["session"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All have ended, this one too. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session. */
                session: components["parameters"]["session"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended; its access token stops within a minute everywhere. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_webhook_endpoints: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, disabled ones too: the active tenant's; without one the platform's. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "url": "https://hooks.example.com/weir",
                     *           "description": "Bookkeeping",
                     *           "event_types": [
                     *             "invoice.*"
                     *           ],
                     *           "filters": [],
                     *           "headers": [],
                     *           "deliveries_per_second": null,
                     *           "ordered": false,
                     *           "ed25519": false,
                     *           "enabled": true,
                     *           "disabled_reason": null,
                     *           "disabled_at": null,
                     *           "failures": 0,
                     *           "failing_since": null,
                     *           "paused_until": null,
                     *           "secrets": [
                     *             {
                     *               "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1",
                     *               "created_at": "2026-11-20T10:00:00Z",
                     *               "expires_at": null
                     *             }
                     *           ],
                     *           "public_keys": [],
                     *           "version": 1,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "updated_at": "2026-11-20T10:00:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["webhook_endpoint"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_webhook_endpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.example.com/weir",
                 *       "description": "Bookkeeping",
                 *       "event_types": [
                 *         "invoice.*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["webhook_endpoint_create"];
            };
        };
        responses: {
            /** @description The only answer that shows the secret; a repetition under the same Idempotency-Key leaves it out. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "url": "https://hooks.example.com/weir",
                     *       "description": "Bookkeeping",
                     *       "event_types": [
                     *         "invoice.*"
                     *       ],
                     *       "filters": [],
                     *       "headers": [],
                     *       "deliveries_per_second": null,
                     *       "ordered": false,
                     *       "ed25519": false,
                     *       "enabled": true,
                     *       "disabled_reason": null,
                     *       "disabled_at": null,
                     *       "failures": 0,
                     *       "failing_since": null,
                     *       "paused_until": null,
                     *       "secrets": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "public_keys": [],
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_endpoint_created"] | components["schemas"]["webhook_endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_webhook_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint, and how it fares. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "url": "https://hooks.example.com/weir",
                     *       "description": "Bookkeeping",
                     *       "event_types": [
                     *         "invoice.*"
                     *       ],
                     *       "filters": [],
                     *       "headers": [],
                     *       "deliveries_per_second": null,
                     *       "ordered": false,
                     *       "ed25519": false,
                     *       "enabled": true,
                     *       "disabled_reason": null,
                     *       "disabled_at": null,
                     *       "failures": 0,
                     *       "failing_since": null,
                     *       "paused_until": null,
                     *       "secrets": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "public_keys": [],
                     *       "version": 1,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_webhook_endpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, with its secrets and deliveries. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_webhook_endpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version to change. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_types": [
                 *         "*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["webhook_endpoint_update"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "url": "https://hooks.example.com/weir",
                     *       "description": "Bookkeeping",
                     *       "event_types": [
                     *         "*"
                     *       ],
                     *       "filters": [],
                     *       "headers": [],
                     *       "deliveries_per_second": null,
                     *       "ordered": false,
                     *       "ed25519": false,
                     *       "enabled": true,
                     *       "disabled_reason": null,
                     *       "disabled_at": null,
                     *       "failures": 0,
                     *       "failing_since": null,
                     *       "paused_until": null,
                     *       "secrets": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "public_keys": [],
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-20T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_webhook_deliveries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page. */
                limit?: components["parameters"]["limit"];
                /** @description What the header webhook-id said. */
                message_id?: components["parameters"]["webhook_message"];
                /** @description How it stands. */
                state?: components["parameters"]["webhook_state"];
                /** @description Of the event: invoice.paid and the like. */
                type?: components["parameters"]["webhook_type"];
            };
            header?: never;
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, the newest first. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "whd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "message_id": "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *           "type": "invoice.paid",
                     *           "state": "delivered",
                     *           "failed_reason": null,
                     *           "attempts": 1,
                     *           "last_status": 204,
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "next_attempt_at": null,
                     *           "ended_at": "2026-11-20T10:00:01Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["page"] & {
                        items?: components["schemas"]["webhook_delivery"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_webhook_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the delivery. */
                webhook_delivery: components["parameters"]["webhook_delivery"];
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, its newest 100 attempts. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "message_id": "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "invoice.paid",
                     *       "state": "delivered",
                     *       "failed_reason": null,
                     *       "attempts": 1,
                     *       "last_status": 204,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "next_attempt_at": null,
                     *       "ended_at": "2026-11-20T10:00:01Z",
                     *       "body": "{\"type\":\"invoice.paid\",\"timestamp\":\"2026-11-20T10:00:00Z\",\"tenant_id\":\"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"data\":{}}",
                     *       "attempt_log": [
                     *         {
                     *           "attempt": 1,
                     *           "started_at": "2026-11-20T10:00:00.200Z",
                     *           "duration_ms": 84,
                     *           "status": 204,
                     *           "response": "",
                     *           "error": ""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_delivery_details"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    resend_webhook_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the delivery. */
                webhook_delivery: components["parameters"]["webhook_delivery"];
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It waits again. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "message_id": "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "type": "invoice.paid",
                     *       "state": "waiting",
                     *       "failed_reason": null,
                     *       "attempts": 1,
                     *       "last_status": 204,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "next_attempt_at": "2026-11-21T10:00:00Z",
                     *       "ended_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotate_webhook_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["webhook_key_rotate"];
            };
        };
        responses: {
            /** @description The endpoint with its new key; both sign until the overlap is over. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "url": "https://hooks.example.com/weir",
                     *       "description": "Bookkeeping",
                     *       "event_types": [
                     *         "invoice.*"
                     *       ],
                     *       "filters": [],
                     *       "headers": [],
                     *       "deliveries_per_second": null,
                     *       "ordered": false,
                     *       "ed25519": true,
                     *       "enabled": true,
                     *       "disabled_reason": null,
                     *       "disabled_at": null,
                     *       "failures": 0,
                     *       "failing_since": null,
                     *       "paused_until": null,
                     *       "secrets": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_2",
                     *           "created_at": "2026-11-21T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "public_keys": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_key_2",
                     *           "public_key": "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
                     *           "created_at": "2026-11-21T10:00:00Z",
                     *           "expires_at": null
                     *         }
                     *       ],
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    resend_failed_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-11-20T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["webhook_resend"];
            };
        };
        responses: {
            /** @description How many wait again. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 3
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_resent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotate_webhook_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters. A repetition gets the first answer, for two days. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["webhook_secret_rotate"];
            };
        };
        responses: {
            /** @description The endpoint with its new secret, this once; both sign until the overlap is over. A repetition under the same Idempotency-Key leaves the secret out. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "url": "https://hooks.example.com/weir",
                     *       "description": "Bookkeeping",
                     *       "event_types": [
                     *         "invoice.*"
                     *       ],
                     *       "filters": [],
                     *       "headers": [],
                     *       "deliveries_per_second": null,
                     *       "ordered": false,
                     *       "ed25519": false,
                     *       "enabled": true,
                     *       "disabled_reason": null,
                     *       "disabled_at": null,
                     *       "failures": 0,
                     *       "failing_since": null,
                     *       "paused_until": null,
                     *       "secrets": [
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_2",
                     *           "created_at": "2026-11-21T10:00:00Z",
                     *           "expires_at": null
                     *         },
                     *         {
                     *           "id": "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1",
                     *           "created_at": "2026-11-20T10:00:00Z",
                     *           "expires_at": "2026-11-22T10:00:00Z"
                     *         }
                     *       ],
                     *       "public_keys": [],
                     *       "version": 2,
                     *       "created_at": "2026-11-20T10:00:00Z",
                     *       "updated_at": "2026-11-21T10:00:00Z",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_endpoint_created"] | components["schemas"]["webhook_endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    test_webhook_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook endpoint. */
                webhook_endpoint: components["parameters"]["webhook_endpoint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will be sent, to this endpoint only, whatever its event types. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event_id": "evt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                     *       "message_id": "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV"
                     *     }
                     */
                    "application/json": components["schemas"]["webhook_test"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    take_provider_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description SHA256withRSA. */
                "PAYPAL-AUTH-ALGO"?: string;
                /** @description Where PayPal's certificate is, at one of PAYPAL_CERTIFICATE_HOSTS. */
                "PAYPAL-CERT-URL"?: string;
                /** @description PayPal's id of what it sends. */
                "PAYPAL-TRANSMISSION-ID"?: string;
                /** @description As PayPal makes it: base64 of RSA with SHA-256. */
                "PAYPAL-TRANSMISSION-SIG"?: string;
                /** @description When PayPal sent it. RFC 3339. */
                "PAYPAL-TRANSMISSION-TIME"?: string;
                /** @description As Stripe makes it: t=<second>,v1=<hex>. */
                "Stripe-Signature"?: string;
            };
            path: {
                /** @description The slug of the account. */
                payment_provider: components["parameters"]["payment_provider_slug"];
                /** @description Who sends it: stripe or paypal. */
                provider: components["parameters"]["provider"];
            };
            cookie?: never;
        };
        /** @description The event, at most 1 MiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_1PgafmB7WZ01zgkW6dKueIc5",
                 *       "object": "event",
                 *       "type": "payment_intent.succeeded",
                 *       "created": 1700000000,
                 *       "livemode": false,
                 *       "data": {
                 *         "object": {
                 *           "id": "pi_1"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["provider_webhook"];
            };
        };
        responses: {
            /** @description It is stored, or was already. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "received": true
                     *     }
                     */
                    "application/json": {
                        received: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            /** @description It does not. */
            503: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "down",
                     *       "code": "database_unavailable",
                     *       "took_ms": 5000
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    health_db: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            /** @description It does not. */
            503: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "down",
                     *       "code": "database_unavailable",
                     *       "took_ms": 5000
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    health_kafka: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            /** @description It does not. */
            503: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "down",
                     *       "code": "database_unavailable",
                     *       "took_ms": 5000
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    health_redis: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What they hold. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "api_keys": 3,
                     *       "subjects": 120,
                     *       "stale": false
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text format 0.0.4. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They should; `status` is `ready` or `degraded`. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "database": "ok",
                     *       "kafka": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
            /** @description The process is shutting down. */
            503: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "draining",
                     *       "database": "ok",
                     *       "kafka": "ok"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of this program. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "0.1.0",
                     *       "commit": "1a2b3c4"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            431: components["responses"]["HeadTooLarge"];
        };
    };
}
