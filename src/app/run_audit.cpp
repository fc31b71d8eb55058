#include <fstream>
#include <iostream>
#include <iterator>

#include <api/audit_export.hpp>
#include <fmt/format.h>
#include <src/app/audit_trail.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/audit/postgres_signing_key.hpp>

#include <weir/base/ulid.hpp>
#include <weir/contract/audit_lines.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/subject_aliases.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

constexpr std::int32_t chunk = 2000;

struct chosen {
  std::optional<std::int32_t> number;  // nothing: every chain
  std::string chain;                   // its name
};

result<chosen> choose(executor& in, const std::string& tenant) {
  if (tenant.empty()) return chosen{};
  if (tenant == domain::platform_chain) return chosen{rows::platform_number, tenant};
  if (tenant_id::parse(tenant)) {
    auto found = postgres::tenants::by_id(in, tenant);
    if (!found) return std::unexpected(found.error());
    return chosen{found->number, found->id};
  }
  auto found = postgres::subject_aliases::resolve(in, tenant);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + tenant);
  return chosen{(*found)->number, (*found)->id};
}

// Heads, then checkpoints, then entries: whatever the first ones vouch for is in the last ones, also while the worker
// goes on.
result<audit_trail> read_database(executor& in, const chosen& which) {
  audit_trail out;
  out.whole = true;
  std::map<std::int32_t, std::string> names;
  auto chains = rows::chains(in, which.number);
  if (!chains) return std::unexpected(chains.error());
  for (auto& c : *chains) {
    out.chains[c.chain].head = c.head;
    names[c.tenant_number] = c.chain;
  }
  // A chain that is newer than the list of heads has no name here yet, and nothing to compare with.
  const auto chain_of = [&](std::int32_t number) -> audit_chain* {
    const auto it = names.find(number);
    return it == names.end() ? nullptr : &out.chains[it->second];
  };
  for (rows::chain_cursor at;;) {
    auto got = rows::checkpoints(in, which.number, at, chunk);
    if (!got) return std::unexpected(got.error());
    for (auto& c : *got) {
      at = {c.tenant_number, c.checkpoint.number};
      if (auto* chain = chain_of(c.tenant_number)) chain->checkpoints.push_back(std::move(c.checkpoint));
    }
    if (got->size() < static_cast<std::size_t>(chunk)) break;
  }
  auto keys = rows::list_keys(in);
  if (!keys) return std::unexpected(keys.error());
  for (const auto& k : *keys)
    out.keys.push_back({k.id, k.public_key});
  for (rows::chain_cursor at;;) {
    auto got = rows::in_order(in, which.number, at, chunk);
    if (!got) return std::unexpected(got.error());
    auto personal = rows::personal_of(in, *got);
    if (!personal) return std::unexpected(personal.error());
    for (auto& p : *personal) {
      if (auto* chain = chain_of(p.tenant_number)) {
        chain->personal.push_back({p.sequence, std::move(p.name), std::move(p.salt), std::move(p.value)});
      }
    }
    for (auto& e : *got) {
      at = {e.tenant_number, e.entry.sequence};
      if (auto* chain = chain_of(e.tenant_number)) chain->entries.push_back(std::move(e.entry));
    }
    if (got->size() < static_cast<std::size_t>(chunk)) break;
  }
  return out;
}

result<audit_trail> from_file(const std::string& path) {
  if (path == "-") return read_audit_file(std::cin);
  std::ifstream in(path);
  if (!in) return fail(error_code::usage_invalid, path + " cannot be read");
  return read_audit_file(in);
}

result<audit_trail> from_database(const audit_verify_options& o, std::string& chain) {
  auto t = start_tool("weir audit", o);
  if (!t) return fail(error_code::setting_invalid);
  postgres::pool database({t->program->database("weir audit"), 1, std::chrono::seconds(10), {}});
  return database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                       [&](executor& in) -> result<audit_trail> {
                         auto which = choose(in, o.tenant);
                         if (!which) return std::unexpected(which.error());
                         chain = which->chain;
                         return read_database(in, *which);
                       });
}

result<void> trust(audit_trail& trail, const audit_verify_options& o) {
  if (!o.keys.empty()) {
    std::ifstream in(o.keys);
    if (!in) return fail(error_code::usage_invalid, o.keys + " cannot be read");
    auto keys = contract::read_audit_keys(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!keys) return fail(keys.error().code, o.keys + ": " + keys.error().detail);
    trail.keys = std::move(*keys);
  }
  if (!o.against.empty()) {
    auto older = from_file(o.against);
    if (!older) return fail(older.error().code, o.against + ": " + older.error().detail);
    for (auto& [name, c] : older->chains) {
      if (!c.checkpoints.empty()) trail.chains[name].kept = std::move(c.checkpoints);
    }
  }
  return {};
}

}  // namespace

int run_audit_verify(const audit_verify_options& o) {
  if (o.database == !o.file.empty()) {
    fmt::print(stderr, "weir: say what: a FILE of weir audit export, or --database\n");
    return exit_usage;
  }
  std::string chain = o.database ? "" : o.tenant;
  auto trail = o.database ? from_database(o, chain) : from_file(o.file);
  if (!trail) return report("reading the trail", trail.error());
  if (auto trusted = trust(*trail, o); !trusted) return report("reading", trusted.error());
  if (!chain.empty()) std::erase_if(trail->chains, [&](const auto& c) { return c.first != chain; });
  if (!trail->whole) {
    fmt::print(stderr, "weir: the export is not whole: its last line does not say that it is the end\n");
    return exit_failed;
  }
  const auto verdict = verify_trail(*trail);
  if (o.json) {
    fmt::print("{}\n", verdict_json(verdict));
  } else if (verdict.problem) {
    const auto& p = *verdict.problem;
    fmt::print("{}: {} {} of chain {}: {}\n", domain::name(p.what), p.checkpoint ? "checkpoint at entry" : "entry",
               p.sequence, printable(p.chain), printable(p.explanation));
  } else {
    fmt::print("{} entries and {} checkpoints of {} chains fit; {} entries are newer than the last checkpoint\n",
               verdict.entries, verdict.checkpoints, verdict.chains, verdict.unsigned_entries);
  }
  return verdict.problem ? exit_failed : exit_ok;
}

int run_audit_export(const audit_export_options& o) {
  auto t = start_tool("weir audit", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir audit"), 1, std::chrono::seconds(10), {}});
  const auto ask = [&](auto&& f) {
    return database.read(postgres::role::api, postgres::tenant_scope::platform(), std::forward<decltype(f)>(f));
  };
  auto which = ask([&](executor& in) { return choose(in, o.tenant); });
  if (!which) return report("looking for the tenant", which.error());
  std::optional<api::export_place> at = api::export_place{};
  while (at) {
    auto page = ask([&](executor& in) { return api::read_export(in, which->number, *at, chunk); });
    if (!page) return report("exporting", page.error());
    std::cout << page->lines;
    at = page->next;
  }
  std::cout << contract::write_audit_line(contract::audit_end_line{}) << std::flush;
  if (std::cout) return exit_ok;
  fmt::print(stderr, "weir: the export could not be written\n");
  return exit_failed;
}

int run_audit_change_key(const tool_options& o) {
  auto t = start_tool("weir audit", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir audit"), 1, std::chrono::seconds(10), {}});
  auto id = database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                      [&](executor& in) { return audit::change_audit_key(in, *t->program->secrets); });
  if (!id) return report("changing the key", id.error());
  if (o.json) {
    fmt::print("{{\"key_id\":\"{}\"}}\n", *id);
  } else {
    fmt::print("{} signs from now on; earlier keys stay known\n", *id);
  }
  return exit_ok;
}

}  // namespace weir::app
