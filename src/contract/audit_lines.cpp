#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <vector>

#include <src/contract/json_walker.hpp>

#include <weir/contract/audit_lines.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {
namespace {

using domain::audit_checkpoint;
using domain::audit_entry;

std::string line_of(json_writer& w) {
  return w.end_object().take() + "\n";
}

void optional_text(json_writer& w, std::string_view name, const std::optional<std::string>& text) {
  w.key(name);
  if (text) {
    w.text(*text);
  } else {
    w.null();
  }
}

std::string write(const audit_entry& e) {
  json_writer w(1024);
  w.begin_object().member("kind", "entry").member("chain", e.chain).member("sequence", e.sequence);
  w.member("previous_hash", hex(e.previous)).member("hash", hex(e.hash)).member("event_id", e.event_id);
  w.member("type", e.type).member("actor", e.actor).member("subject", e.subject);
  optional_text(w, "tenant", e.tenant);
  w.member("occurred_at", e.occurred_at).member("request", e.request).key("personal").begin_array();
  for (const auto& p : e.personal)
    w.text(p.name + "=" + hex(p.hash));
  w.end_array();
  optional_text(w, "before", e.before);
  optional_text(w, "after", e.after);
  return line_of(w);
}

std::string write(const audit_checkpoint& c) {
  json_writer w(512);
  w.begin_object().member("kind", "checkpoint").member("chain", c.chain).member("number", c.number);
  w.member("sequence", c.sequence).member("head", hex(c.head)).member("previous_hash", hex(c.previous));
  w.member("signed_at", c.signed_at).member("key_id", c.key_id).member("signature", hex(c.signature));
  return line_of(w);
}

std::string write(const audit_key_line& k) {
  json_writer w;
  w.begin_object().member("kind", "key").member("key_id", k.key.id).member("public_key", hex(k.key.public_key));
  w.member("created_at", k.created_at);
  if (k.retired_at) w.member("retired_at", *k.retired_at);
  return line_of(w);
}

std::string write(const audit_personal_line& p) {
  json_writer w;
  w.begin_object().member("kind", "personal").member("chain", p.chain).member("sequence", p.value.sequence);
  w.member("name", p.value.name);
  const auto* salt = reinterpret_cast<const std::uint8_t*>(p.value.salt.data());
  w.member("salt", hex({salt, p.value.salt.size()})).member("value", p.value.value);
  return line_of(w);
}

std::string write(const audit_end_line& e) {
  json_writer w;
  w.begin_object().member("kind", "end");
  optional_text(w, "next_cursor", e.next_cursor);
  return line_of(w);
}

std::unexpected<error> malformed(std::string why) {
  return fail(error_code::record_malformed, std::move(why));
}

// The members of one flat object: texts, integers as text, and lists of texts.
class members {
 public:
  static result<members> of(std::string_view json) {
    auto walker = std::make_unique<json_walker>();
    if (json.empty() || json.front() != '{' || !walker->load(json)) return malformed("no JSON object");
    members out;
    walker->enter();
    for (;;) {
      std::string_view key;
      const auto step = walker->next_member(key);
      if (step == json_walker::step::end) break;
      if (step == json_walker::step::failed) return malformed(walker->failure().detail);
      std::string name(key);
      json_slice value;
      if (!walker->walk(value)) return malformed(walker->failure().detail);
      if (value.kind == json_kind::string) out.texts_[name] = walker->text_of(value);
      if (value.kind == json_kind::number) out.texts_[name] = value.raw;
      if (value.kind == json_kind::array) out.arrays_[name] = value.raw;
    }
    if (!walker->finish()) return malformed("text after the object");
    if (const auto flaw = walker->take_flaw()) return malformed(std::string(weir::name(flaw->code)));
    return out;
  }

  std::string text(const std::string& name) {
    const auto found = optional_text(name);
    return found ? *found : miss(name);
  }

  std::optional<std::string> optional_text(const std::string& name) const {
    const auto it = texts_.find(name);
    return it == texts_.end() ? std::nullopt : std::optional(it->second);
  }

  std::int64_t integer(const std::string& name) {
    const auto t = optional_text(name).value_or("");
    std::int64_t n = 0;
    const auto [end, problem] = std::from_chars(t.data(), t.data() + t.size(), n);
    if (t.empty() || problem != std::errc{} || end != t.data() + t.size()) miss(name);
    return n;
  }

  timestamp instant(const std::string& name) {
    auto t = parse_rfc3339(optional_text(name).value_or(""));
    if (!t) miss(name);
    return t.value_or(timestamp{});
  }

  template<std::size_t N>
  std::array<std::uint8_t, N> bytes(const std::string& name) {
    return sized<N>(optional_text(name).value_or(""), name);
  }

  template<std::size_t N>
  std::array<std::uint8_t, N> sized(std::string_view hex_text, const std::string& name) {
    const auto raw = from_hex(hex_text);
    std::array<std::uint8_t, N> out{};
    if (!raw || raw->size() != N) {
      miss(name);
    } else {
      std::copy_n(raw->begin(), N, out.begin());
    }
    return out;
  }

  std::vector<std::string> list(const std::string& name) {
    std::vector<std::string> out;
    const auto it = arrays_.find(name);
    auto walker = std::make_unique<json_walker>();
    if (it == arrays_.end() || !walker->load(it->second)) {
      miss(name);
      return out;
    }
    walker->enter();
    while (walker->next_element() == json_walker::step::item) {
      json_slice value;
      if (!walker->walk(value) || value.kind != json_kind::string) {
        miss(name);
        return out;
      }
      out.emplace_back(walker->text_of(value));
    }
    return out;
  }

  const std::string& raw(const std::string& name) { return arrays_[name]; }

  // The first member that is not as it must be; empty: none.
  const std::string& missed() const { return missed_; }

 private:
  std::string miss(const std::string& name) {
    if (missed_.empty()) missed_ = name;
    return {};
  }

  std::map<std::string, std::string> texts_, arrays_;
  std::string missed_;
};

audit_entry read_entry(members& m) {
  audit_entry e;
  e.chain = m.text("chain");
  e.sequence = m.integer("sequence");
  e.previous = m.bytes<32>("previous_hash");
  e.hash = m.bytes<32>("hash");
  e.event_id = m.text("event_id");
  e.type = m.text("type");
  e.actor = m.text("actor");
  e.subject = m.text("subject");
  e.tenant = m.optional_text("tenant");
  e.occurred_at = m.instant("occurred_at");
  e.request = m.text("request");
  for (const auto& p : m.list("personal")) {
    const auto equals = std::min(p.find('='), p.size());
    e.personal.push_back({p.substr(0, equals), m.sized<32>(p.substr(std::min(equals + 1, p.size())), "personal")});
  }
  e.before = m.optional_text("before");
  e.after = m.optional_text("after");
  return e;
}

audit_checkpoint read_checkpoint(members& m) {
  audit_checkpoint c;
  c.chain = m.text("chain");
  c.number = m.integer("number");
  c.sequence = m.integer("sequence");
  c.head = m.bytes<32>("head");
  c.previous = m.bytes<32>("previous_hash");
  c.signed_at = m.instant("signed_at");
  c.key_id = m.text("key_id");
  c.signature = m.bytes<64>("signature");
  return c;
}

audit_key_line read_key(members& m) {
  audit_key_line k{{m.text("key_id"), m.bytes<32>("public_key")}, m.instant("created_at"), {}};
  if (m.optional_text("retired_at")) k.retired_at = m.instant("retired_at");
  return k;
}

audit_personal_line read_personal(members& m) {
  audit_personal_line p{m.text("chain"), {m.integer("sequence"), m.text("name"), {}, m.text("value")}};
  const auto salt = m.bytes<32>("salt");
  p.value.salt.assign(salt.begin(), salt.end());
  return p;
}

}  // namespace

std::string write_audit_line(const audit_line& line) {
  return std::visit([](const auto& l) { return write(l); }, line);
}

result<audit_line> read_audit_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);
  auto m = members::of(text);
  if (!m) return std::unexpected(m.error());
  const auto kind = m->text("kind");
  audit_line out;
  if (kind == "entry") {
    out = read_entry(*m);
  } else if (kind == "checkpoint") {
    out = read_checkpoint(*m);
  } else if (kind == "key") {
    out = read_key(*m);
  } else if (kind == "personal") {
    out = read_personal(*m);
  } else if (kind == "end") {
    out = audit_end_line{m->optional_text("next_cursor")};
  } else {
    return malformed("kind is entry, personal, checkpoint, key or end");
  }
  if (!m->missed().empty()) return malformed("the member " + m->missed() + " of kind " + kind);
  return out;
}

std::string write_audit_keys(std::span<const audit_key_line> keys) {
  json_writer w(512);
  w.begin_object().key("keys").begin_array();
  for (const auto& k : keys) {
    w.begin_object().member("kty", "OKP").member("crv", "Ed25519").member("use", "sig").member("alg", "EdDSA");
    const auto& raw = k.key.public_key;
    w.member("kid", k.key.id).member("x", base64url({reinterpret_cast<const char*>(raw.data()), raw.size()}));
    w.member("created_at", k.created_at);
    if (k.retired_at) w.member("retired_at", *k.retired_at);
    w.end_object();
  }
  return w.end_array().end_object().take();
}

result<std::vector<domain::audit_key>> read_audit_keys(std::string_view json) {
  while (!json.empty() && static_cast<unsigned char>(json.back()) <= ' ')
    json.remove_suffix(1);
  auto document = members::of(json);
  if (!document) return std::unexpected(document.error());
  auto walker = std::make_unique<json_walker>();
  if (!walker->load(document->raw("keys"))) return malformed("the member keys is a list");
  std::vector<domain::audit_key> out;
  walker->enter();
  while (walker->next_element() == json_walker::step::item) {
    json_slice value;
    if (!walker->walk(value) || value.kind != json_kind::object) return malformed("a key is an object");
    auto m = members::of(value.raw);
    if (!m) return std::unexpected(m.error());
    if (m->optional_text("crv") != "Ed25519") continue;
    const auto raw = from_base64url(m->text("x"));
    domain::audit_key key{m->text("kid"), {}};
    if (!m->missed().empty() || !raw || raw->size() != key.public_key.size())
      return malformed("a key without kid or x");
    std::copy_n(raw->begin(), raw->size(), key.public_key.begin());
    out.push_back(std::move(key));
  }
  return out;
}

}  // namespace weir::contract
