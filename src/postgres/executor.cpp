#include <weir/postgres/executor.hpp>

namespace weir::postgres {
namespace {

constinit const statement* newest = nullptr;

template<class T>
std::string integers(std::span<const T> v) {
  std::string out = "{";
  for (const auto n : v) {
    if (out.size() > 1) out += ',';
    out += std::to_string(n);
  }
  return out + "}";
}

}  // namespace

statement::statement(const char* name, const char* text) : name_(name), text_(text), next_(newest) {
  newest = this;
}

const statement* statement::first() {
  return newest;
}

param::param(timestamp v) : form_(form::text) {
  auto us = v.ns / 1000;
  if (us * 1000 > v.ns) --us;
  value_ = format_rfc3339(timestamp{us * 1000});
}

param param::bytes(std::string_view v) {
  param p(v);
  p.form_ = form::bytes;
  return p;
}

param param::bytes(std::span<const std::uint8_t> v) {
  return bytes(std::string_view(reinterpret_cast<const char*>(v.data()), v.size()));
}

param param::array(std::span<const std::int64_t> v) {
  return {integers(v)};
}
param param::array(std::span<const std::int32_t> v) {
  return {integers(v)};
}

param param::array(std::span<const std::string> v) {
  std::string out = "{";
  for (const auto& item : v) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return {out + "}"};
}

}  // namespace weir::postgres
