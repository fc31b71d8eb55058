#include <algorithm>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/billing_profiles.hpp>
#include <api/handlers/configuration.hpp>
#include <fmt/format.h>

#include <weir/contract/billing_documents.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/billing_profiles.hpp>
#include <weir/postgres/tax_rates.hpp>

namespace weir::api {
namespace {

using billing::billing_profile;
using postgres::billing_profile_row;
using postgres::executor;

// schemas/json/billing_profile.json
std::string profile_json(const billing_profile& p) {
  contract::json_writer w(768);
  w.begin_object();
  contract::write_profile(w, p);
  return w.end_object().take();
}

// A tenant's people leave everything but the buyer as it is.
result<billing_profile> profile_asked(const call& c, const billing_profile& before) {
  const bool may_all = c.who().is_platform();
  auto wanted = contract::read_profile(c.body(), may_all ? billing_profile{} : before);
  if (may_all) return wanted;
  auto allowed = before;
  allowed.buyer = wanted.buyer;
  if (wanted == allowed) return wanted;
  return fail(error_code::forbidden,
              "A tenant's own people change the buyer alone; how it is billed is the platform's.");
}

// Of rates that are archived those stay that the tenant has.
result<std::vector<error>> check_rates(executor& in, const billing_profile& wanted, const billing_profile& before) {
  std::vector<error> out;
  for (std::size_t i = 0; i < wanted.tax_rates.size(); ++i) {
    const auto& code = wanted.tax_rates[i];
    const auto at = fmt::format("/tax_rates/{}", i);
    auto rate = postgres::tax_rates::find_all(in, {&code, 1});
    if (!rate && rate.error().code != error_code::tax_rate_not_found) return std::unexpected(rate.error());
    if (!rate) {
      out.emplace_back(error_code::tax_rate_not_found, code, at);
    } else if (rate->front().archived_at && std::ranges::find(before.tax_rates, code) == before.tax_rates.end()) {
      out.emplace_back(error_code::tax_rate_archived, code, at);
    }
  }
  return out;
}

class profile_change {
 public:
  profile_change(const call& c, std::optional<std::int64_t> expected) : call_(c), expected_(expected) {}

  const std::vector<error>& refused() const { return refused_; }

  result<billing_profile_row> operator()(executor& in) {
    auto tenant = tenant_of_path(in, call_);
    if (!tenant) return std::unexpected(tenant.error());
    if (auto held = postgres::billing_profiles::lock(in, tenant->number); !held) return std::unexpected(held.error());
    auto before = postgres::billing_profiles::find(in, tenant->number);
    if (!before) return before;
    if (expected_ && *expected_ != before->version) return fail(error_code::precondition_failed);
    auto wanted = profile_asked(call_, *before);
    if (!wanted) return std::unexpected(wanted.error());
    refused_ = billing::check_profile(*wanted);
    if (!refused_.empty()) return fail(error_code::validation_failed);
    auto problems = check_rates(in, *wanted, *before);
    if (!problems) return std::unexpected(problems.error());
    refused_ = std::move(*problems);
    if (!refused_.empty()) return std::unexpected(refused_.front());
    if (auto kept = check_day(in, *wanted, *before); !kept) return std::unexpected(kept.error());
    auto now = postgres::billing_profiles::put(in, tenant->number, *wanted);
    if (!now) return now;
    auto said = announce(in, call_,
                         {contract::event_type::billing_profile_updated, tenant->id, now->version, reference(*tenant),
                          profile_json(*now), profile_json(*before)});
    if (!said) return std::unexpected(said.error());
    return now;
  }

 private:
  static result<void> check_day(executor& in, const billing_profile& wanted, const billing_profile_row& before) {
    if (wanted.billing_day == before.billing_day) return {};
    auto fixed = postgres::billing_profiles::is_fixed(in, before.tenant_number);
    if (!fixed) return std::unexpected(fixed.error());
    if (*fixed) return fail(error_code::billing_day_fixed, "", "/billing_day");
    return {};
  }

  const call& call_;
  std::optional<std::int64_t> expected_;
  std::vector<error> refused_;
};

}  // namespace

result<http::response> get_billing_profile(const call& c) {
  auto row = look(c, [&](executor& in) -> result<billing_profile_row> {
    auto tenant = tenant_of_path(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    return postgres::billing_profiles::find(in, tenant->number);
  });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, profile_json(*row), row->version);
}

result<http::response> put_billing_profile(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  profile_change change_it(c, *expected);
  auto row = change(c, change_it);
  if (!change_it.refused().empty()) return c.problems(change_it.refused());
  if (!row) return std::unexpected(row.error());
  return with_etag(c, profile_json(*row), row->version);
}

}  // namespace weir::api
