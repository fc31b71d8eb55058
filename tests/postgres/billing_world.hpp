// A tenant in Berlin with a plan, hours of usage in its cells, and a clock that the test sets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tests/postgres/as_role.hpp>
#include <workers/billing/invoice_run.hpp>

#include <weir/billing/plan.hpp>
#include <weir/postgres/command_handler.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::test {

timestamp instant(std::string_view text);

class set_clock final : public clock_source {
 public:
  timestamp now() const override { return now_; }
  std::int64_t monotonic_ms() const override { return now_.ms(); }
  void set(std::string_view text) { now_ = instant(text); }

 private:
  timestamp now_;
};

// One price of each kind that matters: a fee of 49.00 in advance; calls, of which 1,000 a month are included and each
// one more costs 0.01.
billing::plan_draft draft_of(std::string code, std::string late_usage = "next_invoice");

class billing_world {
 public:
  billing_world();  // tables are emptied; an issuer, a meter "calls" and a tenant are there

  tenant_row add_tenant(const std::string& key, const std::string& zone = "Europe/Berlin");
  void add_plan(const billing::plan_draft& draft);

  // The command as the operations worker carries it out, issued now.
  result<command_outcome> carry_out(const tenant_row& of, const contract::command_body& what);
  std::string subscribe(const tenant_row& of, const std::string& plan, std::string_view at);  // its id

  // Calls that were counted in one hour.
  void count(const tenant_row& of, std::string_view hour, std::int64_t calls);

  // The time is `now`, and everything before it is counted.
  void go_to(std::string_view now);

  billing::run_report run();  // that ends well

  // The oldest first.
  std::vector<invoice_row> invoices(const tenant_row& of) const;
  std::vector<invoice_line_row> lines(const invoice_row& of) const;

  set_clock clock;
  tenant_row tenant;
  meter_row meter;
};

// Members of its billing profile, as SQL assigns them; the rest is usual.
void set_profile(const tenant_row& of, const std::string& assignments);

}  // namespace weir::test
