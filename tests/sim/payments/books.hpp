// What an installation has in its tables for a history of payments, and whether it is what happened.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/payments/account.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/base/ulid.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::sim {

class books {
 public:
  // A tenant and an account of this history's own: rows of money are never deleted.
  books(const test::scratch_database& database, const secret_ring& secrets, std::uint64_t seed, std::int64_t now_ms);

  const payment_provider_id& account() const { return account_; }
  const postgres::tenant_row& tenant() const { return tenant_; }
  postgres::connection& administrator() { return *administrator_; }

  // A finalized invoice, and its payment, of which nothing has been heard.
  told_payment owe(std::int64_t due, story what);
  // Of another installation on the same account.
  told_payment foreign(std::int64_t due, story what);
  // One of 9.00 that was asked for and not answered yet.
  std::string ask_back(const told_payment& of);

  std::string ask(const std::string& sql) { return test::one(*administrator_, sql); }

  // Whether anything went back since the last look: money that came in, an invoice that was paid.
  std::optional<std::string> went_back();

  // What is wrong, once everything has arrived.
  std::optional<std::string> compare(const sim::account& with);

  // How often each outcome came about.
  std::map<std::string, std::uint64_t> outcomes;

 private:
  std::string fresh(std::string_view prefix);
  std::optional<std::string> compare(const told_payment& p);
  std::optional<std::string> compare_events(const sim::account& with);
  std::optional<std::string> compare_ledger(const sim::account& with);

  std::unique_ptr<postgres::connection> administrator_;
  std::uint64_t seed_;
  std::uint64_t made_ = 0;
  std::int64_t began_ms_;
  payment_provider_id account_;
  postgres::tenant_row tenant_;
  std::map<std::string, std::int64_t> received_;  // by payment
  std::map<std::string, std::int64_t> paid_;      // by invoice
};

// Once for each database: its clock, and who sells.
void give_payments_clock(const test::scratch_database& database);

}  // namespace weir::sim
