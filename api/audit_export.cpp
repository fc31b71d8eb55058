#include <algorithm>

#include <api/audit_export.hpp>

#include <weir/contract/audit_lines.hpp>

namespace weir::api {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

class exporter {
 public:
  exporter(executor& in, std::optional<std::int32_t> tenant_number, std::int32_t most)
      : in_(in), tenant_(tenant_number), left_(most) {}

  result<export_page> run(export_place at) {
    while (left_ > 0) {
      auto ended = at.section == "checkpoints" ? checkpoints(at) : at.section == "keys" ? keys() : entries(at);
      if (!ended) return std::unexpected(ended.error());
      if (!*ended) break;
      if (at.section == "entries") return export_page{std::move(lines_), {}};
      at = {at.section == "checkpoints" ? "keys" : "entries", {}};
    }
    return export_page{std::move(lines_), at};
  }

 private:
  void put(const contract::audit_line& line) { lines_ += contract::write_audit_line(line); }

  result<bool> checkpoints(export_place& at) {
    const auto wanted = left_;
    auto got = rows::checkpoints(in_, tenant_, at.after, wanted);
    if (!got) return std::unexpected(got.error());
    for (const auto& c : *got)
      put(c.checkpoint);
    if (!got->empty()) at.after = {got->back().tenant_number, got->back().checkpoint.number};
    return counted(got->size(), wanted);
  }

  result<bool> keys() {
    auto got = rows::list_keys(in_);
    if (!got) return std::unexpected(got.error());
    for (const auto& k : *got)
      put(contract::audit_key_line{{k.id, k.public_key}, k.created_at, k.retired_at});
    return true;
  }

  result<bool> entries(export_place& at) {
    const auto wanted = left_;
    auto got = rows::in_order(in_, tenant_, at.after, wanted);
    if (!got) return std::unexpected(got.error());
    auto personal = rows::personal_of(in_, *got);
    if (!personal) return std::unexpected(personal.error());
    auto p = personal->begin();
    for (const auto& r : *got) {
      put(r.entry);
      for (; p != personal->end() && p->tenant_number == r.tenant_number && p->sequence == r.entry.sequence; ++p)
        put(contract::audit_personal_line{r.entry.chain, {p->sequence, p->name, p->salt, p->value}});
    }
    if (!got->empty()) at.after = {got->back().tenant_number, got->back().entry.sequence};
    return counted(got->size(), wanted);
  }

  bool counted(std::size_t got, std::int32_t wanted) {
    left_ -= static_cast<std::int32_t>(got);
    return got < static_cast<std::size_t>(wanted);
  }

  executor& in_;
  std::optional<std::int32_t> tenant_;
  std::int32_t left_;
  std::string lines_;
};

}  // namespace

result<export_page> read_export(executor& in, std::optional<std::int32_t> tenant_number, const export_place& from,
                                std::int32_t most) {
  return exporter(in, tenant_number, most).run(from);
}

}  // namespace weir::api
