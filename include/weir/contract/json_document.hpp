// A request's body as a tree, strictly read: the whole grammar, UTF-8, no key twice, at most 32 levels, no U+0000. For
// requests of a few kilobytes; events go through cloudevents_decode.hpp. Values borrow from their document.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <weir/base/error.hpp>

namespace weir::contract {

enum class json_kind : std::uint8_t { object, array, string, number, boolean, null };

class json_value {
 public:
  json_kind kind() const;
  bool is_null() const { return kind() == json_kind::null; }

  // Nothing when the value is of another kind.
  std::optional<std::string_view> text() const;
  std::optional<std::int64_t> integer() const;  // also nothing for fractions and beyond 64 bits
  std::optional<bool> boolean() const;

  std::size_t size() const;                                             // of an array or object; 0 for others
  json_value item(std::size_t i) const;                                 // i < size() of an array
  std::pair<std::string_view, json_value> member(std::size_t i) const;  // i < size() of an object, as written
  std::optional<json_value> find(std::string_view key) const;           // of an object

  // find() and text(), the usual case: nothing when absent, null or no text.
  std::optional<std::string_view> text(std::string_view key) const;

 private:
  friend class json_document;
  friend class json_schema;
  explicit json_value(const void* node) : node_(node) {}
  const void* node_;
};

class json_document {
 public:
  static constexpr std::size_t most_text_bytes = 4096;  // of one text: longer ones have no place in a request

  // Codes: body_missing, json_malformed, json_utf8_invalid, json_duplicate_key, json_too_deep, json_nul,
  // json_number_range, validation_failed (neither object nor array, or a text that is too long).
  // `most_text`: bytes of one text, for what is no request.
  static result<json_document> parse(std::string_view body, std::size_t most_text = most_text_bytes);

  json_document(json_document&&) noexcept;
  json_document& operator=(json_document&&) noexcept;
  ~json_document();

  json_value root() const;

 private:
  struct impl;
  explicit json_document(std::unique_ptr<impl> i);
  std::unique_ptr<impl> impl_;
};

}  // namespace weir::contract
