#include <algorithm>

#include <weir/domain/audit_chain.hpp>
#include <weir/domain/canonical.hpp>

namespace weir::domain {
namespace {

std::string_view view(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

timestamp whole_microseconds(timestamp t) {
  const auto rest = t.ns % 1000;
  return {t.ns - (rest < 0 ? rest + 1000 : rest)};
}

void optional_text(canonical_writer& w, std::string_view key, const std::optional<std::string>& text) {
  w.key(key);
  if (text) {
    w.text(*text);
  } else {
    w.null();
  }
}

}  // namespace

bytes32 audit_entry_hash(const audit_entry& e) {
  canonical_writer w;
  w.begin_object();
  const auto text = [&](std::string_view key, std::string_view value) {
    w.key(key);
    w.text(value);
  };
  text("form", "weir.audit.entry.v1");
  text("chain", e.chain);
  w.key("sequence");
  w.integer(e.sequence);
  w.key("previous");
  w.bytes(view(e.previous));
  text("event_id", e.event_id);
  text("type", e.type);
  text("actor", e.actor);
  text("subject", e.subject);
  optional_text(w, "tenant", e.tenant);
  w.key("occurred_at");
  w.instant(e.occurred_at);
  text("request", e.request);
  w.key("personal");
  w.begin_list();
  for (const auto& p : e.personal) {
    w.begin_list();
    w.text(p.name);
    w.bytes(view(p.hash));
    w.end_list();
  }
  w.end_list();
  optional_text(w, "before", e.before);
  optional_text(w, "after", e.after);
  w.end_object();
  return sha256(w.take());
}

void append_to_chain(audit_head& head, audit_entry& e) {
  e.sequence = head.sequence + 1;
  e.previous = head.hash;
  e.occurred_at = whole_microseconds(e.occurred_at);
  std::ranges::sort(e.personal, {}, &personal_hash::name);
  e.hash = audit_entry_hash(e);
  head = {e.sequence, e.hash};
}

bytes32 hash_personal(std::string_view name, std::string_view salt, std::string_view value) {
  canonical_writer w;
  w.begin_list();
  w.text("weir.audit.personal.v1");
  w.text(name);
  w.bytes(salt);
  w.text(value);
  w.end_list();
  return sha256(w.take());
}

std::string audit_checkpoint_bytes(const audit_checkpoint& c) {
  canonical_writer w;
  w.begin_object();
  w.key("form");
  w.text("weir.audit.checkpoint.v1");
  w.key("chain");
  w.text(c.chain);
  w.key("number");
  w.integer(c.number);
  w.key("sequence");
  w.integer(c.sequence);
  w.key("head");
  w.bytes(view(c.head));
  w.key("previous");
  w.bytes(view(c.previous));
  w.key("signed_at");
  w.instant(c.signed_at);
  w.key("key_id");
  w.text(c.key_id);
  w.end_object();
  return w.take();
}

bytes32 audit_checkpoint_hash(const audit_checkpoint& c) {
  auto bytes = audit_checkpoint_bytes(c);
  bytes += view(c.signature);
  return sha256(bytes);
}

void sign_checkpoint(audit_checkpoint& c, const bytes32& seed) {
  c.signed_at = whole_microseconds(c.signed_at);
  c.key_id = audit_key_id(signing_public_key(seed));
  c.signature = sign(seed, audit_checkpoint_bytes(c));
}

std::string audit_key_id(const bytes32& public_key) {
  return "aud_" + hex(sha256(view(public_key))).substr(0, 32);
}

}  // namespace weir::domain
