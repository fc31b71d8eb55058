#include <algorithm>

#include <src/app/audit_trail.hpp>

#include <weir/contract/audit_lines.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::app {
namespace {

struct into {
  audit_trail& trail;

  void operator()(domain::audit_entry& e) const { trail.chains[e.chain].entries.push_back(std::move(e)); }
  void operator()(domain::audit_checkpoint& c) const { trail.chains[c.chain].checkpoints.push_back(std::move(c)); }
  void operator()(contract::audit_personal_line& p) const {
    trail.chains[p.chain].personal.push_back(std::move(p.value));
  }
  void operator()(contract::audit_key_line& k) const { trail.keys.push_back(std::move(k.key)); }
  void operator()(contract::audit_end_line& e) const { trail.whole = !e.next_cursor; }
};

// What the database keeps beside the chain knows entries that no checkpoint covers yet.
std::optional<domain::audit_problem> beyond(const std::string& name, const audit_chain& c) {
  if (!c.head) return {};
  const auto have = static_cast<std::int64_t>(c.entries.size());
  if (c.head->sequence > have) {
    return domain::audit_problem{domain::audit_fault::cut,
                                 name,
                                 have + 1,
                                 {},
                                 "the chain's head stands at entry " + std::to_string(c.head->sequence)};
  }
  if (c.head->sequence > 0 && c.entries[static_cast<std::size_t>(c.head->sequence - 1)].hash != c.head->hash) {
    return domain::audit_problem{
        domain::audit_fault::forged, name, c.head->sequence, {}, "the chain's head has another hash"};
  }
  return {};
}

}  // namespace

result<audit_trail> read_audit_file(std::istream& in) {
  audit_trail out;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    auto line = contract::read_audit_line(text);
    if (!line) return fail(line.error().code, "line " + std::to_string(number) + ": " + line.error().detail);
    std::visit(into{out}, *line);
  }
  return out;
}

audit_verdict verify_trail(const audit_trail& t) {
  audit_verdict out;
  for (const auto& [name, c] : t.chains) {
    ++out.chains;
    out.entries += c.entries.size();
    out.checkpoints += c.checkpoints.size();
    std::size_t covered = 0;
    for (const auto& k : c.checkpoints)
      covered = std::max(covered, static_cast<std::size_t>(std::max<std::int64_t>(k.sequence, 0)));
    out.unsigned_entries += c.entries.size() - std::min(covered, c.entries.size());
    if (out.problem) continue;
    out.problem = domain::verify_chain(name, {c.entries, c.checkpoints, t.keys, c.personal, c.kept});
    if (!out.problem) out.problem = beyond(name, c);
  }
  return out;
}

std::string verdict_json(const audit_verdict& v) {
  contract::json_writer w;
  const auto count = [&](const char* name, std::size_t n) { w.member(name, static_cast<std::int64_t>(n)); };
  w.begin_object().member("ok", !v.problem);
  count("chains", v.chains);
  count("entries", v.entries);
  count("checkpoints", v.checkpoints);
  count("unsigned_entries", v.unsigned_entries);
  if (v.problem) {
    const auto& p = *v.problem;
    w.key("problem").begin_object().member("what", domain::name(p.what)).member("chain", p.chain);
    w.member("sequence", p.sequence);
    if (p.checkpoint) w.member("checkpoint", *p.checkpoint);
    w.member("explanation", p.explanation).end_object();
  }
  return w.end_object().take();
}

}  // namespace weir::app
