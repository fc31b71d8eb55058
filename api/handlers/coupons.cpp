#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/commands.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/coupons.hpp>
#include <workers/billing/coupon_json.hpp>

#include <weir/contract/billing_documents.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/coupons.hpp>

namespace weir::api {
namespace {

using postgres::coupon_row;
using postgres::executor;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Coupons are made and given by the platform.");
}

// schemas/json/coupon.json
std::string coupon_json(const coupon_row& row) {
  contract::json_writer w(512);
  w.begin_object();
  contract::write_coupon(w, row.coupon);
  w.member("most_redemptions", row.most_redemptions)
      .member("redemptions", row.redemptions)
      .member("redeem_by", row.redeem_by)
      .member("created_at", row.created_at)
      .member("archived_at", row.archived_at);
  return w.end_object().take();
}

result<void> announce_coupon(executor& in, const call& c, contract::event_type type, const coupon_row& row) {
  return announce(in, c, {type, row.coupon.id, row.version, std::nullopt, coupon_json(row), ""});
}

// What the body asks for, or every problem of it.
std::expected<coupon_row, std::vector<error>> coupon_asked(const call& c) {
  const auto body = c.body();
  coupon_row out;
  std::vector<error> problems;
  auto made = billing::make_coupon(contract::read_coupon_draft(body));
  if (made) {
    out.coupon = std::move(*made);
    out.coupon.id = coupon_id{c.with().ids.next()}.text();
  } else {
    problems = std::move(made.error());
  }
  if (const auto most = body.find("most_redemptions"); most && most->integer())
    out.most_redemptions = static_cast<std::int32_t>(*most->integer());
  if (const auto until = body.text("redeem_by")) {
    auto at = parse_rfc3339(*until);
    if (at) {
      out.redeem_by = *at;
    } else {
      problems.emplace_back(at.error().code, at.error().detail, "/redeem_by");
    }
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return out;
}

}  // namespace

result<http::response> list_coupons(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  return list_by_number(c, "coupons", postgres::coupons::list, coupon_json);
}

result<http::response> create_coupon(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto wanted = coupon_asked(c);
  if (!wanted) return c.problems(wanted.error());
  return create_once(c, [&](executor& in) -> result<created> {
    auto row = postgres::coupons::create(in, *wanted);
    if (!row) return std::unexpected(row.error());
    auto said = announce_coupon(in, c, contract::event_type::coupon_created, *row);
    if (!said) return std::unexpected(said.error());
    return created{coupon_json(*row), "/api/v1/coupons/" + row->coupon.id, etag(row->version), {}};
  });
}

result<http::response> get_coupon(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("coupon"));
  auto row = look(c, [&](executor& in) { return postgres::coupons::find(in, which); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, coupon_json(*row), row->version);
}

result<http::response> archive_coupon(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("coupon"));
  return archive_row(
      c, [&](executor& in) { return postgres::coupons::lock(in, which); },
      [&](executor& in, const coupon_row& row) -> result<void> {
        auto now = postgres::coupons::archive(in, row);
        if (!now) return std::unexpected(now.error());
        return announce_coupon(in, c, contract::event_type::coupon_archived, *now);
      });
}

result<http::response> list_tenant_coupons(const call& c) {
  return list_of_tenant(
      c, "tenant_coupons", postgres::coupons::list_applied,
      [](const postgres::tenant_coupon_row& row) { return row.held.id; },
      [](const postgres::tenant_coupon_row& row, const postgres::tenant_row& t) {
        return billing::tenant_coupon_json(row, t.id);
      });
}

void apply_coupon(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  contract::apply_coupon what{std::string(c.body().text("coupon").value_or(""))};
  send_command(std::move(c), std::move(respond), std::move(what), tenant_of_path);
}

void remove_coupon(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  const auto id = tenant_coupon_id::parse(c.parameter("tenant_coupon"));
  if (!id) return respond(c.problem(error(error_code::tenant_coupon_not_found)));
  send_command(std::move(c), std::move(respond), contract::remove_coupon{*id},
               [id = id->text()](executor& in, const call& of) -> result<postgres::tenant_row> {
                 auto tenant = tenant_of_path(in, of);
                 if (!tenant) return tenant;
                 auto row = postgres::coupons::find_applied(in, id);
                 if (!row) return std::unexpected(row.error());
                 if (row->tenant_number != tenant->number) return fail(error_code::tenant_coupon_not_found);
                 return tenant;
               });
}

}  // namespace weir::api
