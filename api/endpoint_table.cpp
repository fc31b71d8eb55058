#include <iterator>
#include <vector>

#include <api/endpoint_table.hpp>
#include <api/handlers/api_keys.hpp>
#include <api/handlers/audit.hpp>
#include <api/handlers/auth.hpp>
#include <api/handlers/billing_profiles.hpp>
#include <api/handlers/budgets.hpp>
#include <api/handlers/collections.hpp>
#include <api/handlers/commands.hpp>
#include <api/handlers/coupons.hpp>
#include <api/handlers/credits.hpp>
#include <api/handlers/event_reads.hpp>
#include <api/handlers/events_feed.hpp>
#include <api/handlers/feature_flags.hpp>
#include <api/handlers/health.hpp>
#include <api/handlers/history_imports.hpp>
#include <api/handlers/invitations.hpp>
#include <api/handlers/invoice_documents.hpp>
#include <api/handlers/invoice_pushes.hpp>
#include <api/handlers/invoices.hpp>
#include <api/handlers/issuers.hpp>
#include <api/handlers/mailed_proofs.hpp>
#include <api/handlers/me.hpp>
#include <api/handlers/members.hpp>
#include <api/handlers/meter_exports.hpp>
#include <api/handlers/meters.hpp>
#include <api/handlers/mfa.hpp>
#include <api/handlers/notification_choices.hpp>
#include <api/handlers/openid.hpp>
#include <api/handlers/pages.hpp>
#include <api/handlers/payment_methods.hpp>
#include <api/handlers/payment_providers.hpp>
#include <api/handlers/payments.hpp>
#include <api/handlers/personal_data.hpp>
#include <api/handlers/plans.hpp>
#include <api/handlers/policies.hpp>
#include <api/handlers/price_simulations.hpp>
#include <api/handlers/provider_events.hpp>
#include <api/handlers/provider_webhooks.hpp>
#include <api/handlers/step_up.hpp>
#include <api/handlers/subscriptions.hpp>
#include <api/handlers/tax_rates.hpp>
#include <api/handlers/tenants.hpp>
#include <api/handlers/usage_reads.hpp>
#include <api/handlers/users.hpp>
#include <api/handlers/webhook_deliveries.hpp>
#include <api/handlers/webhook_endpoints.hpp>
#include <api/ingest.hpp>
#include <api/openmeter/endpoints.hpp>

namespace weir::api {
namespace {

using enum http::method;
using p = permission;

// Lists of query parameters: others are refused.
using parameters = std::span<const std::string_view>;
constexpr parameters none{};
constexpr bool described = true, checked_before = false, step_up = true, proves_itself = true,
               body_optional = true;  // the last columns, where they differ
constexpr std::string_view page_names[] = {"limit", "cursor"};
constexpr parameters paging{page_names};
constexpr std::string_view of_tenant_names[] = {"tenant"};
constexpr parameters of_tenant{of_tenant_names};
constexpr std::string_view of_version_names[] = {"version"};
constexpr parameters of_version{of_version_names};
constexpr std::string_view credit_entry_names[] = {"currency", "limit", "cursor"};
constexpr std::string_view of_tenant_paging_names[] = {"tenant", "limit", "cursor"};
constexpr std::string_view after_names[] = {"after"};
constexpr parameters after{after_names};
constexpr std::string_view history_row_names[] = {"first_line"};
constexpr std::string_view ingest_names[] = {"partial"};
constexpr std::string_view invoice_names[] = {"state", "search", "limit", "cursor"};
constexpr std::string_view collection_names[] = {"state", "tenant", "declined", "limit", "cursor"};
constexpr std::string_view query_names[] = {"tenant",  "from",     "to",       "window", "zone",
                                            "subject", "group_by", "filter[]", "after"};
constexpr std::string_view conservation_names[] = {"tenant", "from", "to", "after"};
constexpr std::string_view event_names[] = {"tenant", "type", "subject", "source", "id",    "receipt",
                                            "from",   "to",   "after",   "limit",  "cursor"};
constexpr std::string_view cell_event_names[] = {"tenant", "hour",  "subject", "group_values",
                                                 "after",  "limit", "cursor"};
constexpr std::string_view rejected_names[] = {"tenant", "code", "state", "meter", "source", "id",
                                               "from",   "to",   "after", "limit", "cursor"};
constexpr std::string_view conflict_names[] = {"tenant", "source", "id", "after", "limit", "cursor"};
constexpr std::string_view delivery_names[] = {"state", "type", "message_id", "limit", "cursor"};
constexpr std::string_view provider_event_names[] = {"payment_provider_id", "provider", "state", "type",
                                                     "object_id",           "event_id", "limit", "cursor"};
constexpr std::string_view feed_names[] = {"types", "wait_seconds", "limit", "cursor"};
constexpr std::string_view feed_stream_names[] = {"types", "cursor"};
constexpr std::string_view payment_names[] = {"invoice_id", "state", "limit", "cursor"};
constexpr std::string_view dispute_names[] = {"state", "limit", "cursor"};
constexpr std::string_view audit_names[] = {"tenant", "type", "actor", "subject", "from", "to", "limit", "cursor"};
constexpr std::string_view audit_export_names[] = {"tenant", "limit", "cursor"};

// clang-format off
constexpr endpoint table[] = {
    // Pages and probes
    {get,   "/",                                          p::anyone,         "",               none,         start_page, false},
    {get,   "/assets/style.css",                          p::anyone,         "",               none,         page_style, false},
    {get,   "/assets/script.js",                          p::anyone,         "",               none,         page_script, false},
    {get,   "/counts",                                    p::anyone,         "",               none,         counts, false},
    {get,   "/livez",                                     p::anyone,         "",               none,         livez},
    {get,   "/readyz",                                    p::anyone,         "",               none,         readyz},
    {get,   "/health",                                    p::anyone,         "",               none,         health},
    {get,   "/health/db",                                 p::anyone,         "",               none,         health_db},
    {get,   "/health/kafka",                              p::anyone,         "",               none,         health_kafka},
    {get,   "/health/redis",                              p::anyone,         "",               none,         health_cache},
    {get,   "/version",                                   p::anyone,         "",               none,         version},
    {get,   "/metrics",                                   p::anyone,         "",               none,         metrics},
    {get,   "/api/v1/openapi.json",                       p::anyone,         "",               none,         openapi},

    // People. The token endpoints read forms, not JSON.
    {post,  "/api/v1/auth/token",                         p::anyone,         "token_request",  none,         token, true, true},
    {post,  "/api/v1/auth/revoke",                        p::anyone,         "token_revocation", none,       revoke_token, true, true},
    {post,  "/api/v1/auth/logout",                        p::anyone,         "",               none,         logout},
    {post,  "/api/v1/auth/step-up",                       p::self,           "step_up",        none,         give_again},
    {get,   "/api/v1/auth/methods",                       p::anyone,         "",               none,         sign_in_methods},
    {post,  "/api/v1/auth/oidc/begin",                    p::anyone,         "",               none,         begin_openid_sign_in},
    {post,  "/api/v1/auth/oidc/finish",                   p::anyone,         "openid_return",  none,         finish_openid_sign_in},
    {post,  "/api/v1/auth/oidc/step-up",                  p::self,           "",               none,         begin_openid_step_up},
    {post,  "/api/v1/auth/invitations/show",              p::anyone,         "mail_token",     none,         show_invitation},
    {post,  "/api/v1/auth/invitations/accept",            p::anyone,         "invitation_accept", none,      accept_invitation},
    {post,  "/api/v1/auth/password/forgot",               p::anyone,         "password_forgot", none,        forgot_password},
    {post,  "/api/v1/auth/password/reset",                p::anyone,         "password_reset", none,         reset_password},
    {post,  "/api/v1/auth/email/confirm",                 p::anyone,         "mail_token",     none,         confirm_email},
    {get,   "/api/v1/users",                              p::users_list,     "",               paging,       list_users},
    {get,   "/api/v1/users/me",                           p::self,           "",               none,         get_me},
    {patch, "/api/v1/users/me",                           p::self,           "me_update",      none,         update_me},
    {del,   "/api/v1/users/me",                           p::self,           "",               none,         erase_me, described, checked_before, step_up},
    {get,   "/api/v1/users/me/export",                    p::self,           "",               none,         export_me},
    {get,   "/api/v1/users/me/preferences",               p::self,           "",               none,         get_preferences},
    {put,   "/api/v1/users/me/preferences",               p::self,           "preferences",    none,         put_preferences},
    {get,   "/api/v1/unsubscribe/{token}",                p::anyone,         "",               none,         open_unsubscribe_page},
    {post,  "/api/v1/unsubscribe/{token}",                p::anyone,         "unsubscribe_click", none,      unsubscribe, true, true},
    {post,  "/api/v1/notifications/show",                 p::anyone,         "mail_token",     none,         show_notification_choice},
    {post,  "/api/v1/notifications/choose",               p::anyone,         "notification_choose", none,    choose_notification},
    {get,   "/api/v1/users/me/sessions",                  p::self,           "",               none,         list_sessions},
    {del,   "/api/v1/users/me/sessions",                  p::self,           "",               none,         end_sessions},
    {del,   "/api/v1/users/me/sessions/{session}",        p::self,           "",               none,         end_session},
    {post,  "/api/v1/users/me/password",                  p::self,           "password_change", none,        change_password},
    {get,   "/api/v1/users/me/mfa",                       p::self,           "",               none,         get_mfa},
    {post,  "/api/v1/users/me/mfa/totp",                  p::self,           "",               none,         begin_totp, described, checked_before, step_up},
    {post,  "/api/v1/users/me/mfa/totp/confirm",          p::self,           "mfa_code",       none,         confirm_totp},
    {del,   "/api/v1/users/me/mfa/totp",                  p::self,           "",               none,         disable_totp, described, checked_before, step_up},
    {post,  "/api/v1/users/me/mfa/recovery-codes",        p::self,           "",               none,         replace_recovery_codes, described, checked_before, step_up},
    {get,   "/api/v1/users/me/devices",                   p::self,           "",               none,         list_devices},
    {del,   "/api/v1/users/me/devices/{device}",          p::self,           "",               none,         revoke_device},
    {get,   "/api/v1/users/me/identities",                p::self,           "",               none,         list_identities},
    {del,   "/api/v1/users/me/identities/{identity}",     p::self,           "",               none,         unlink_identity, described, checked_before, step_up},
    {post,  "/api/v1/users/me/email/verify",              p::self,           "",               none,         request_verification},
    {get,   "/api/v1/users/{user}",                       p::users_read,     "",               none,         get_user},
    {del,   "/api/v1/users/{user}",                       p::users_erase,    "",               none,         erase_user, described, checked_before, step_up},
    {get,   "/api/v1/users/{user}/export",                p::users_export,   "",               none,         export_user},
    {get,   "/api/v1/tenants/{tenant}/members",           p::members_read,   "",               paging,       list_members},
    {patch, "/api/v1/tenants/{tenant}/members/{user}",    p::members_write,  "member_update",  none,         update_member},
    {del,   "/api/v1/tenants/{tenant}/members/{user}",    p::members_write,  "",               none,         remove_member},
    {get,   "/api/v1/tenants/{tenant}/invitations",       p::members_write,  "",               paging,       list_invitations},
    {post,  "/api/v1/tenants/{tenant}/invitations",       p::members_write,  "invitation_create", none,      create_invitation},
    {get,   "/api/v1/tenants/{tenant}/invitations/{invitation}", p::members_write, "",        none,         get_invitation},
    {del,   "/api/v1/tenants/{tenant}/invitations/{invitation}", p::members_write, "",        none,         revoke_invitation},
    {post,  "/api/v1/tenants/{tenant}/invitations/{invitation}/resend", p::members_write, "", none,         resend_invitation},

    // Events in. The decoder checks bodies: they come in three modes.
    {post,  "/api/v1/events",                             p::events_write,   "",               ingest_names, ingest_events},

    // Events from before. The rows' handler reads its body itself: it is CSV, or events line by line.
    {get,   "/api/v1/history-imports",                    p::history_read,   "",               of_tenant_paging_names, list_history_imports},
    {post,  "/api/v1/history-imports",                    p::history_write,  "history_import_create", none,  create_history_import},
    {get,   "/api/v1/history-imports/{history_import}",   p::history_read,   "",               after,        get_history_import},
    {del,   "/api/v1/history-imports/{history_import}",   p::history_write,  "",               none,         cancel_history_import},
    {post,  "/api/v1/history-imports/{history_import}/rows", p::history_write, "",             history_row_names, add_history_rows},
    {get,   "/api/v1/history-imports/{history_import}/preview", p::history_read, "",           after,        preview_history_import},
    {post,  "/api/v1/history-imports/{history_import}/start", p::history_write, "history_import_start", none, start_history_import},

    // Configuration
    {get,   "/api/v1/meters",                             p::meters_read,    "",               paging,       list_meters},
    {post,  "/api/v1/meters",                             p::meters_write,   "meter_create",   none,         create_meter},
    {get,   "/api/v1/meters/{meter}",                     p::meters_read,    "",               none,         get_meter},
    {patch, "/api/v1/meters/{meter}",                     p::meters_write,   "meter_update",   none,         update_meter, true, true},
    {del,   "/api/v1/meters/{meter}",                     p::meters_write,   "",               none,         delete_meter},
    {get,   "/api/v1/plans",                              p::plans_read,     "",               paging,       list_plans},
    {post,  "/api/v1/plans",                              p::plans_write,    "plan_create",    none,         create_plan},
    {get,   "/api/v1/plans/{plan}",                       p::plans_read,     "",               of_version,   get_plan},
    {del,   "/api/v1/plans/{plan}",                       p::plans_write,    "",               none,         archive_plan},
    {get,   "/api/v1/plans/{plan}/versions",              p::plans_read,     "",               paging,       list_plan_versions},
    {post,  "/api/v1/plans/{plan}/versions",              p::plans_write,    "plan_version_create", none,    create_plan_version},
    {post,  "/api/v1/price-simulations",                  p::plans_write,    "price_simulation_request", none, simulate_prices},
    {get,   "/api/v1/subscriptions/{subscription}",       p::subscriptions_read, "",           none,         get_subscription},
    {post,  "/api/v1/subscriptions/{subscription}/changes", p::subscriptions_write, "subscription_change", none, change_subscription},
    {post,  "/api/v1/subscriptions/{subscription}/changes/preview", p::subscriptions_write, "subscription_change", none, preview_subscription_change},
    {del,   "/api/v1/subscriptions/{subscription}/changes/{sequence}", p::subscriptions_write, "", none,    unschedule_subscription_change},
    {get,   "/api/v1/tenants/{tenant}/subscriptions",     p::subscriptions_read, "",           paging,       list_subscriptions},
    {post,  "/api/v1/tenants/{tenant}/subscriptions",     p::subscriptions_write, "subscription_create", none, start_subscription},
    {post,  "/api/v1/tenants/{tenant}/subscriptions/preview", p::subscriptions_write, "subscription_create", none, preview_subscription},
    {get,   "/api/v1/invoices",                           p::invoices_read,  "",               invoice_names, list_invoices},
    {get,   "/api/v1/invoices/{invoice}",                 p::invoices_read,  "",               none,         get_invoice},
    {get,   "/api/v1/invoices/{invoice}/lines",           p::invoices_read,  "",               paging,       list_invoice_lines},
    {get,   "/api/v1/invoices/{invoice}/lines/{line}/explain", p::invoices_read, "",           paging,       explain_invoice_line},
    {get,   "/api/v1/invoices/{invoice}/payments",        p::invoices_read,  "",               none,         list_invoice_payments},
    {get,   "/api/v1/invoices/{invoice}/pushes",          p::payment_providers_read, "",       none,         list_invoice_pushes},
    {post,  "/api/v1/invoices/{invoice}/pushes",          p::payment_providers_write, "",      none,         retry_invoice_pushes},
    {get,   "/api/v1/invoices/{invoice}/documents/pdf",   p::invoices_read,  "",               none,         get_invoice_pdf},
    {get,   "/api/v1/invoices/{invoice}/documents/ubl",   p::invoices_read,  "",               none,         get_invoice_ubl},
    {get,   "/api/v1/invoices/{invoice}/documents/csv",   p::invoices_read,  "",               none,         get_invoice_csv},
    {get,   "/api/v1/invoices/{invoice}/documents/json",  p::invoices_read,  "",               none,         get_invoice_json},
    {post,  "/api/v1/invoices/{invoice}/payments",        p::invoices_write, "invoice_payment_create", none, record_invoice_payment},
    {post,  "/api/v1/invoices/{invoice}/changes",         p::invoices_write, "invoice_change", none,         change_invoice},
    {get,   "/api/v1/invoices/{invoice}/collection",      p::invoices_read,  "",               none,         get_collection},
    {post,  "/api/v1/invoices/{invoice}/collection/changes", p::invoices_write, "collection_change", none,   change_collection},
    {get,   "/api/v1/collections",                        p::invoices_read,  "",               collection_names, list_collections},
    {post,  "/api/v1/invoices/{invoice}/checkouts",       p::payments_write, "checkout_create", none,        begin_checkout, described, checked_before, !step_up, !proves_itself, body_optional},
    {post,  "/api/v1/invoices/{invoice}/charges",         p::payments_write, "charge_create",  none,         create_charge, described, checked_before, !step_up, !proves_itself, body_optional},
    {get,   "/api/v1/payment-methods",                    p::payments_read,  "",               of_tenant_paging_names, list_payment_methods},
    {post,  "/api/v1/payment-methods/setups",             p::payments_write, "",               of_tenant,    create_payment_method_setup},
    {patch, "/api/v1/payment-methods/{payment_method}",   p::payments_write, "payment_method_update", none,  update_payment_method},
    {del,   "/api/v1/payment-methods/{payment_method}",   p::payments_write, "",               none,         delete_payment_method},
    {get,   "/api/v1/payments",                           p::payments_read,  "",               payment_names, list_payments},
    {get,   "/api/v1/payments/{payment}",                 p::payments_read,  "",               none,         get_payment},
    {get,   "/api/v1/payment-options",                    p::payments_read,  "",               none,         get_payment_options},
    {get,   "/api/v1/disputes",                           p::payments_read,  "",               dispute_names, list_disputes},
    {get,   "/api/v1/disputes/{dispute}",                 p::payments_read,  "",               none,         get_dispute},
    {post,  "/api/v1/payments/{payment}/refunds",         p::refunds_write,  "refund_create",  none,         create_refund},
    {get,   "/api/v1/tenants/{tenant}/invoices",          p::invoices_read,  "",               invoice_names, list_tenant_invoices},
    {get,   "/api/v1/tenants/{tenant}/upcoming-invoices", p::invoices_read,  "",               none,         preview_upcoming_invoices},
    {get,   "/api/v1/tenants/{tenant}/budgets",           p::budgets_read,   "",               paging,       list_budgets},
    {post,  "/api/v1/tenants/{tenant}/budgets",           p::budgets_write,  "budget_create",  none,         create_budget},
    {get,   "/api/v1/tenants/{tenant}/budgets/{budget}",  p::budgets_read,   "",               none,         get_budget},
    {put,   "/api/v1/tenants/{tenant}/budgets/{budget}",  p::budgets_write,  "budget_update",  none,         put_budget},
    {del,   "/api/v1/tenants/{tenant}/budgets/{budget}",  p::budgets_write,  "",               none,         delete_budget},
    {get,   "/api/v1/tenants/{tenant}/budgets/{budget}/crossings", p::budgets_read, "",        paging,       list_budget_crossings},
    {get,   "/api/v1/tenants/{tenant}/upcoming-invoices/forecast", p::invoices_read, "",       none,         forecast_upcoming_invoices},
    {get,   "/api/v1/tenants/{tenant}/billing-state",     p::invoices_read,  "",               none,         get_billing_state},
    {post,  "/api/v1/tenants/{tenant}/billing-state/release", p::invoices_write, "",           none,         release_billing},
    {get,   "/api/v1/parked-tenants",                     p::invoices_read,  "",               paging,       list_parked_tenants},
    {get,   "/api/v1/invoice-runs",                       p::invoices_write, "",               none,         get_invoice_runs},
    {get,   "/api/v1/issuers",                            p::plans_read,    "",               paging,       list_issuers},
    {post,  "/api/v1/issuers",                            p::plans_write,   "issuer_create",  none,         create_issuer},
    {get,   "/api/v1/issuers/{issuer}",                   p::plans_read,    "",               none,         get_issuer},
    {put,   "/api/v1/issuers/{issuer}",                   p::plans_write,   "issuer_update",  none,         put_issuer},
    {get,   "/api/v1/tax-rates",                          p::plans_read,    "",               paging,       list_tax_rates},
    {post,  "/api/v1/tax-rates",                          p::plans_write,   "tax_rate_create", none,         create_tax_rate},
    {get,   "/api/v1/tax-rates/{tax_rate}",               p::plans_read,    "",               none,         get_tax_rate},
    {del,   "/api/v1/tax-rates/{tax_rate}",               p::plans_write,   "",               none,         archive_tax_rate},
    {get,   "/api/v1/coupons",                            p::plans_read,    "",               paging,       list_coupons},
    {post,  "/api/v1/coupons",                            p::plans_write,   "coupon_create",  none,         create_coupon},
    {get,   "/api/v1/coupons/{coupon}",                   p::plans_read,    "",               none,         get_coupon},
    {del,   "/api/v1/coupons/{coupon}",                   p::plans_write,   "",               none,         archive_coupon},
    {get,   "/api/v1/tenants/{tenant}/billing-profile",   p::subscriptions_read, "",               none,         get_billing_profile},
    {put,   "/api/v1/tenants/{tenant}/billing-profile",   p::billing_profile_write, "billing_profile_put", none,         put_billing_profile},
    {get,   "/api/v1/tenants/{tenant}/coupons",           p::subscriptions_read, "",               paging,       list_tenant_coupons},
    {post,  "/api/v1/tenants/{tenant}/coupons",           p::subscriptions_write, "tenant_coupon_create", none,         apply_coupon},
    {del,   "/api/v1/tenants/{tenant}/coupons/{tenant_coupon}", p::subscriptions_write, "",               none,         remove_coupon},
    {get,   "/api/v1/tenants/{tenant}/credits",           p::credits_read,  "",               paging,       list_credits},
    {post,  "/api/v1/tenants/{tenant}/credits",           p::credits_write, "credit_create",  none,         grant_credit, described, checked_before, step_up},
    {get,   "/api/v1/tenants/{tenant}/credit-entries",    p::credits_read,  "",               credit_entry_names, list_credit_entries},
    {get,   "/api/v1/tenants/{tenant}/credit-balances",   p::credits_read,  "",               none,         list_credit_balances},
    {get,   "/api/v1/credits/{credit}",                   p::credits_read,  "",               none,         get_credit},
    {post,  "/api/v1/credits/{credit}/void",              p::credits_write, "",               none,         void_credit, described, checked_before, step_up},
    {get,   "/api/v1/tenants",                            p::tenants_read,   "",               paging,       list_tenants},
    {post,  "/api/v1/tenants",                            p::tenants_write,  "tenant_create",  none,         create_tenant},
    {get,   "/api/v1/tenants/{tenant}",                   p::tenants_read,   "",               none,         get_tenant},
    {patch, "/api/v1/tenants/{tenant}",                   p::tenants_write,  "tenant_update",  none,         update_tenant},
    {del,   "/api/v1/tenants/{tenant}",                   p::tenants_write,  "",               none,         delete_tenant},
    {get,   "/api/v1/tenants/{tenant}/policies",          p::policies_read,  "",               none,         get_policies},
    {put,   "/api/v1/tenants/{tenant}/policies",          p::policies_write, "tenant_policies", none,        put_policies, described, checked_before, step_up},
    {get,   "/api/v1/tenants/{tenant}/aliases",           p::tenants_read,   "",               paging,       list_aliases},
    {post,  "/api/v1/tenants/{tenant}/aliases",           p::tenants_write,  "alias_create",   none,         create_alias},
    {del,   "/api/v1/tenants/{tenant}/aliases/{alias}",   p::tenants_write,  "",               none,         delete_alias},
    {get,   "/api/v1/api-keys",                           p::api_keys_read,  "",               paging,       list_api_keys},
    {post,  "/api/v1/api-keys",                           p::api_keys_write, "api_key_create", none,         create_api_key, described, checked_before, step_up},
    {post,  "/api/v1/api-keys/{key}/rotate",              p::api_keys_write, "api_key_rotate", none,         rotate_api_key, described, checked_before, step_up},
    {del,   "/api/v1/api-keys/{key}",                     p::api_keys_write, "",               none,         revoke_api_key, described, checked_before, step_up},

    // Webhooks
    {post,  "/api/v1/webhooks/{provider}/{payment_provider}", p::anyone, "provider_webhook", none,         take_provider_webhook, described, !checked_before, !step_up, proves_itself},
    {get,   "/api/v1/webhook-endpoints",                  p::webhooks_read,  "",               paging,       list_webhook_endpoints},
    {post,  "/api/v1/webhook-endpoints",                  p::webhooks_write, "webhook_endpoint_create", none, create_webhook_endpoint},
    {get,   "/api/v1/webhook-endpoints/{webhook_endpoint}", p::webhooks_read, "",              none,         get_webhook_endpoint},
    {patch, "/api/v1/webhook-endpoints/{webhook_endpoint}", p::webhooks_write, "webhook_endpoint_update", none, update_webhook_endpoint},
    {del,   "/api/v1/webhook-endpoints/{webhook_endpoint}", p::webhooks_write, "",             none,         delete_webhook_endpoint},
    {post,  "/api/v1/webhook-endpoints/{webhook_endpoint}/secret-rotations", p::webhooks_write, "webhook_secret_rotate", none, rotate_webhook_secret},
    {post,  "/api/v1/webhook-endpoints/{webhook_endpoint}/key-rotations", p::webhooks_write, "webhook_key_rotate", none, rotate_webhook_key},
    {post,  "/api/v1/webhook-endpoints/{webhook_endpoint}/tests", p::webhooks_write, "",       none,         test_webhook_endpoint},
    {post,  "/api/v1/webhook-endpoints/{webhook_endpoint}/resends", p::webhooks_write, "webhook_resend", none, resend_failed_webhooks},
    {get,   "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries", p::webhooks_read, "",   delivery_names, list_webhook_deliveries},
    {get,   "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}", p::webhooks_read, "", none, get_webhook_delivery},
    {post,  "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}/resends", p::webhooks_write, "", none, resend_webhook_delivery},
    {get,   "/api/v1/events-feed",                        p::webhooks_read,  "",               feed_names,   poll_events_feed},
    {get,   "/api/v1/events-feed/stream",                 p::webhooks_read,  "",               feed_stream_names, stream_events_feed},

    // Payments
    {get,   "/api/v1/payment-providers",                  p::payment_providers_read, "",       paging,       list_payment_providers},
    {post,  "/api/v1/payment-providers",                  p::payment_providers_write, "payment_provider_create", none, create_payment_provider},
    {get,   "/api/v1/payment-providers/{payment_provider}", p::payment_providers_read, "",     none,         get_payment_provider},
    {patch, "/api/v1/payment-providers/{payment_provider}", p::payment_providers_write, "payment_provider_update", none, update_payment_provider},
    {post,  "/api/v1/payment-providers/{payment_provider}/secret-rotations", p::payment_providers_write, "provider_secret_rotate", none, rotate_provider_secret},
    {get,   "/api/v1/payment-providers/{payment_provider}/meter-exports", p::payment_providers_read, "", paging, list_meter_exports},
    {put,   "/api/v1/payment-providers/{payment_provider}/meter-exports/{meter}", p::payment_providers_write, "meter_export_put", none, put_meter_export},
    {del,   "/api/v1/payment-providers/{payment_provider}/meter-exports/{meter}", p::payment_providers_write, "", none, delete_meter_export},
    {post,  "/api/v1/payment-providers/{payment_provider}/sweeps", p::payment_providers_write, "", none,      sweep_payment_provider},
    {get,   "/api/v1/provider-events",                    p::payment_providers_read, "",       provider_event_names, list_provider_events},
    {get,   "/api/v1/provider-events/{provider_event}",   p::payment_providers_read, "",       none,         get_provider_event},
    {post,  "/api/v1/provider-events/{provider_event}/reruns", p::payment_providers_write, "", none,        rerun_provider_event},

    {get,   "/api/v1/feature-flags",                      p::feature_flags_read, "",           none,         list_feature_flags},
    {put,   "/api/v1/feature-flags/{flag}",               p::feature_flags_write, "feature_flag_update", none, set_feature_flag},

    // Usage out
    {get,   "/api/v1/meters/{meter}/query",               p::usage_read,     "",               query_names,  query_meter},
    {get,   "/api/v1/meters/{meter}/events",              p::events_read,    "",               cell_event_names, list_cell_events},
    {get,   "/api/v1/usage/conservation",                 p::usage_read,     "",               conservation_names, usage_conservation},
    {get,   "/api/v1/usage/stream",                       p::usage_read,     "",               of_tenant,    stream_usage},
    {get,   "/api/v1/events",                             p::events_read,    "",               event_names,  list_events},
    {get,   "/api/v1/rejected",                           p::events_read,    "",               rejected_names, list_rejected},
    {get,   "/api/v1/rejected/{rejected}",                p::events_read,    "",               none,         get_rejected},
    {post,  "/api/v1/rejected/redrive",                   p::rejected_write, "rejected_action", none,        redrive_rejected},
    {post,  "/api/v1/rejected/discard",                   p::rejected_write, "rejected_action", none,        discard_rejected},
    {get,   "/api/v1/commands/{command}",                 p::commands_read,  "",               none,         get_command},
    {get,   "/api/v1/conflicts",                          p::events_read,    "",               conflict_names, list_conflicts},

    // What was done
    {get,   "/api/v1/audit",                              p::audit_read,     "",               audit_names,  list_audit},
    {get,   "/api/v1/audit/export",                       p::audit_read,     "",               audit_export_names, export_audit},
    {get,   "/.well-known/weir-audit-keys.json",          p::anyone,         "",               none,         audit_keys},
};
// clang-format on

}  // namespace

std::span<const endpoint> endpoint_table() {
  static const auto all = [] {
    std::vector<endpoint> out(std::begin(table), std::end(table));
    const auto facade = openmeter_endpoints();
    out.insert(out.end(), facade.begin(), facade.end());
    return out;
  }();
  return all;
}

}  // namespace weir::api
