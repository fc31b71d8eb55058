// What a message says at the paths of filters (domain/event_filter.hpp). The message is read at the first question.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/contract/json_document.hpp>

namespace weir::webhooks {

class event_attributes {
 public:
  // `message` outlives it.
  explicit event_attributes(std::string_view message) : message_(message) {}

  // Texts as they are, whole numbers and truth values as JSON has them; of an array those of its items. Objects, null
  // and other numbers are none.
  std::vector<std::string> values_at(std::string_view path);

 private:
  std::string_view message_;
  bool read_ = false;
  std::optional<contract::json_document> document_;
};

}  // namespace weir::webhooks
