#include <workers/webhooks/endpoint_json.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/domain/webhook_signature.hpp>

namespace weir::webhooks {
namespace {

using postgres::webhook_endpoint_row;

void write_settings(contract::json_writer& w, const webhook_endpoint_row& of) {
  w.member("id", of.id).member("tenant_id", of.tenant_id).member("url", of.url).member("description", of.description);
  w.key("event_types").begin_array();
  for (const auto& type : of.event_types)
    w.text(type);
  w.end_array().key("filters").begin_array();
  for (const auto& f : of.filters) {
    w.begin_object().member("path", f.path).key("in").begin_array();
    for (const auto& value : f.any_of)
      w.text(value);
    w.end_array().end_object();
  }
  w.end_array().key("headers").begin_array();
  for (const auto& name : of.header_names)
    w.begin_object().member("name", name).end_object();
  w.end_array().member("deliveries_per_second", of.rate).member("ordered", of.ordered).member("ed25519", of.ed25519);
  w.member("enabled", !of.disabled_reason.has_value());
  w.member("disabled_reason", of.disabled_reason).member("disabled_at", of.disabled_at);
}

void write_version(contract::json_writer& w, const webhook_endpoint_row& of) {
  w.member("version", of.version).member("created_at", of.created_at).member("updated_at", of.updated_at);
}

}  // namespace

std::string endpoint_json(const webhook_endpoint_row& of, std::span<const postgres::webhook_secret_row> secrets,
                          std::span<const postgres::webhook_key_row> keys, std::string_view secret) {
  contract::json_writer w(1024);
  w.begin_object();
  write_settings(w, of);
  w.member("failures", of.failures).member("failing_since", of.failing_since).member("paused_until", of.paused_until);
  w.key("secrets").begin_array();
  for (const auto& s : secrets) {
    w.begin_object().member("id", s.id).member("created_at", s.created_at).member("expires_at", s.expires_at);
    w.end_object();
  }
  w.end_array().key("public_keys").begin_array();
  for (const auto& k : keys) {
    w.begin_object().member("id", k.id).member("public_key", domain::webhook_public_key_text(k.public_key));
    w.member("created_at", k.created_at).member("expires_at", k.expires_at).end_object();
  }
  w.end_array();
  write_version(w, of);
  if (!secret.empty()) w.member("secret", secret);
  return w.end_object().take();
}

std::string announced_endpoint_json(const webhook_endpoint_row& of) {
  contract::json_writer w(768);
  w.begin_object();
  write_settings(w, of);
  write_version(w, of);
  return w.end_object().take();
}

}  // namespace weir::webhooks
