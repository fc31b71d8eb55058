// What commands ask for: the data of a record of weir.commands, one struct for each type "weir.<noun>.<verb>.v1".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/money.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {

// Sends rejected events again, as they were.
struct redrive_rejected {
  static constexpr std::string_view type = "weir.rejected.redrive.v1";
  std::vector<rejected_id> ids;  // 1 to 1,000
  bool operator==(const redrive_rejected&) const = default;
};

// Marks rejected events as done with.
struct discard_rejected {
  static constexpr std::string_view type = "weir.rejected.discard.v1";
  std::vector<rejected_id> ids;  // 1 to 1,000
  bool operator==(const discard_rejected&) const = default;
};

// Which version of a plan.
struct plan_choice {
  std::string plan;                       // id or code
  std::optional<std::int32_t> version{};  // nothing: the latest one when the command is carried out
  bool operator==(const plan_choice&) const = default;
};

// The subscription's id is the command's with its own prefix, so that a repetition makes no second one.
struct start_subscription {
  static constexpr std::string_view type = "weir.subscription.start.v1";
  plan_choice plan;
  std::string currency;                        // ISO 4217; empty: the tenant's
  std::optional<timestamp> at{};               // nothing: now
  bool trial = true;                           // with the plan's trial, if it has one
  std::optional<subscription_id> add_on_to{};  // of an add-on: what it is added to
  bool operator==(const start_subscription&) const = default;
};

// When a change takes effect.
enum class change_time : std::uint8_t { now, period_end, given };

struct change_subscription {
  static constexpr std::string_view type = "weir.subscription.change.v1";
  subscription_id id;
  std::string change;                 // change_plan, pause, resume, cancel
  std::optional<plan_choice> plan{};  // of change_plan
  change_time when = change_time::now;
  std::optional<timestamp> at{};  // of given
  bool operator==(const change_subscription&) const = default;
};

// Takes back a change that has not taken effect.
struct unschedule_subscription_change {
  static constexpr std::string_view type = "weir.subscription.unschedule.v1";
  subscription_id id;
  std::int64_t sequence = 0;
  bool operator==(const unschedule_subscription_change&) const = default;
};

// What somebody does with an invoice: finalize, void, give_up (billing::invoice_step; void is its annul).
struct change_invoice {
  static constexpr std::string_view type = "weir.invoice.change.v1";
  invoice_id id;
  std::string change;
  bool operator==(const change_invoice&) const = default;
};

// Money that came in outside of Weir.
struct record_payment {
  static constexpr std::string_view type = "weir.invoice.record_payment.v1";
  invoice_id id;
  std::string amount;                      // in major units of the invoice's currency
  std::string method;                      // for people: "bank transfer"
  std::string reference;                   // of the money's own: recorded once for each method; or empty
  std::optional<timestamp> received_at{};  // nothing: now
  bool operator==(const record_payment&) const = default;
};

// A tenant that was parked is billed again, once beyond the bounds that it was parked for.
struct release_billing {
  static constexpr std::string_view type = "weir.billing.release.v1";
  bool operator==(const release_billing&) const = default;
};

// A credit of the tenant that the command names. Its id is the command's with its own prefix.
struct grant_credit {
  static constexpr std::string_view type = "weir.credit.grant.v1";
  billing::currency currency;
  billing::money amount;        // > 0
  std::int32_t priority = 100;  // 0 to 1,000,000; lower ones are used first
  std::optional<timestamp> expires_at{};
  bool is_paid = false;  // paid ahead, else promotional
  std::string reason{};  // for people
  bool operator==(const grant_credit&) const = default;
};

// Takes back what remains of it.
struct void_credit {
  static constexpr std::string_view type = "weir.credit.void.v1";
  credit_id id;
  bool operator==(const void_credit&) const = default;
};

// Gives a coupon to the tenant that the command names. What it has of it gets the command's id with its own prefix.
struct apply_coupon {
  static constexpr std::string_view type = "weir.coupon.apply.v1";
  std::string coupon;  // id or code
  bool operator==(const apply_coupon&) const = default;
};

struct remove_coupon {
  static constexpr std::string_view type = "weir.coupon.remove.v1";
  tenant_coupon_id id;
  bool operator==(const remove_coupon&) const = default;
};

// An import of past usage takes the place of what is counted of its range. It can be started again once the job that
// did so has failed.
struct start_history_import {
  static constexpr std::string_view type = "weir.history_import.start.v1";
  history_import_id id;
  std::int64_t rows = 0;  // that whoever starts it believes to be counted: as the preview had them
  bool operator==(const start_history_import&) const = default;
};

// Gives up an import that was not started.
struct cancel_history_import {
  static constexpr std::string_view type = "weir.history_import.cancel.v1";
  history_import_id id;
  bool operator==(const cancel_history_import&) const = default;
};

using command_body =
    std::variant<redrive_rejected, discard_rejected, start_subscription, change_subscription,
                 unschedule_subscription_change, grant_credit, void_credit, apply_coupon, remove_coupon, change_invoice,
                 record_payment, release_billing, start_history_import, cancel_history_import>;

inline constexpr std::size_t most_command_ids = 1000;
inline constexpr std::int32_t most_credit_priority = 1'000'000;

std::string_view type_of(const command_body& body);

// The members of `data`, into an open object.
void write_command_data(json_writer& w, const command_body& body);

// Errors, permanent: command_unknown_type, record_malformed with a pointer.
result<command_body> read_command_data(std::string_view type, const json_value& command);

}  // namespace weir::contract
