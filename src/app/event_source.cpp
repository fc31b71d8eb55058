#include <algorithm>
#include <array>

#include <src/app/event_source.hpp>

#include <weir/base/decimal.hpp>
#include <weir/contract/csv_reader.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::app {
namespace {

constexpr std::array<std::string_view, 5> attributes = {"id", "source", "type", "subject", "time"};

class ndjson_source final : public event_source {
 public:
  explicit ndjson_source(std::istream& from) : from_(from) {}

  result<std::optional<file_event>> next() override {
    std::string text;
    while (std::getline(from_, text)) {
      ++line_;
      if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
      file_event out;
      out.line = line_;
      auto document = contract::json_document::parse(text);
      // A text that is long for a request may still be fine for an event: the API decides.
      if (!document && document.error().code != error_code::validation_failed) {
        out.refused = document.error();
      } else if (document && document->root().kind() != contract::json_kind::object) {
        out.refused = error(error_code::event_not_object);
      } else {
        if (document) {
          if (auto time = parse_rfc3339(document->root().text("time").value_or(""))) out.time = *time;
        }
        out.json = std::move(text);
      }
      return out;
    }
    if (from_.bad()) return fail(error_code::file_unreadable, "the file cannot be read on");
    return std::nullopt;
  }

 private:
  std::istream& from_;
  std::size_t line_ = 0;
};

// What JSON calls a number, and what a meter can count.
bool is_number(const std::string& text) {
  if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) || text.back() == '.') return false;
  const auto digits = text.substr(text[0] == '-' ? 1 : 0);
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return false;
  if (digits.find_first_not_of("0123456789.") != std::string::npos) return false;
  return decimal::parse_event_value(text).has_value();
}

class csv_source final : public event_source {
 public:
  csv_source(std::istream& from, csv_mapping mapping, std::string file_name)
      : reader_(from), mapping_(std::move(mapping)), file_name_(std::move(file_name)) {}

  result<void> start() {
    auto head = reader_.next();
    if (!head) return std::unexpected(head.error());
    if (!*head) return fail(error_code::validation_failed, "the file is empty");
    columns_ = std::move(**head);
    for (const auto& [attribute, from] : mapping_) {
      if (!from.starts_with(':') && std::ranges::find(columns_, from) == columns_.end()) {
        return fail(error_code::validation_failed, "there is no column " + from);
      }
    }
    if (!mapping_.contains("type") && std::ranges::find(columns_, "type") == columns_.end()) {
      return fail(error_code::validation_failed, "no column gives the events' type: add --map type=:NAME");
    }
    return {};
  }

  result<std::optional<file_event>> next() override {
    auto row = reader_.next();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    file_event out;
    out.line = reader_.line();
    if ((*row)->size() != columns_.size()) {
      out.refused = error(error_code::validation_failed, "the line has another number of columns than the first");
      return out;
    }
    const auto time = value_of("time", **row);
    if (auto parsed = parse_rfc3339(time)) out.time = *parsed;
    out.json = event(**row, out.line);
    return out;
  }

 private:
  // The column that gives an attribute; a column of the same name does so without being named.
  std::string column_of(std::string_view attribute) const {
    const auto it = mapping_.find(attribute);
    return it == mapping_.end() ? std::string(attribute) : it->second;
  }

  std::string value_of(std::string_view attribute, const std::vector<std::string>& row) const {
    const auto from = column_of(attribute);
    if (from.starts_with(':')) return from.substr(1);
    const auto it = std::ranges::find(columns_, from);
    return it == columns_.end() ? std::string() : row[static_cast<std::size_t>(it - columns_.begin())];
  }

  std::string event(const std::vector<std::string>& row, std::size_t line) const {
    contract::json_writer w(256);
    w.begin_object().member("specversion", "1.0");
    for (auto attribute : attributes) {
      auto value = value_of(attribute, row);
      if (value.empty() && attribute == "id") value = file_name_ + ":" + std::to_string(line);
      if (value.empty() && attribute == "source") value = file_name_;
      if (!value.empty() || attribute == "type") w.member(attribute, value);
    }
    w.key("data").begin_object();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool taken = std::ranges::any_of(attributes, [&](auto a) { return column_of(a) == columns_[i]; });
      if (taken || row[i].empty()) continue;
      w.key(columns_[i]);
      if (is_number(row[i])) {
        w.raw(row[i]);
      } else {
        w.text(row[i]);
      }
    }
    return w.end_object().end_object().take();
  }

  contract::csv_reader reader_;
  csv_mapping mapping_;
  std::string file_name_;
  std::vector<std::string> columns_;
};

}  // namespace

result<csv_mapping> parse_mapping(std::string_view text) {
  csv_mapping out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const auto equals = part.find('=');
    const auto attribute = part.substr(0, equals);
    if (equals == std::string_view::npos || equals + 1 == part.size()) {
      return fail(error_code::validation_failed, "--map is ATTRIBUTE=COLUMN, not " + std::string(part));
    }
    if (std::ranges::find(attributes, attribute) == attributes.end()) {
      return fail(error_code::validation_failed,
                  "--map knows id, source, type, subject and time, not " + std::string(attribute));
    }
    out[std::string(attribute)] = part.substr(equals + 1);
  }
  return out;
}

std::unique_ptr<event_source> ndjson_events(std::istream& from) {
  return std::make_unique<ndjson_source>(from);
}

result<std::unique_ptr<event_source>> csv_events(std::istream& from, csv_mapping mapping, std::string file_name) {
  auto made = std::make_unique<csv_source>(from, std::move(mapping), std::move(file_name));
  if (auto started = made->start(); !started) return std::unexpected(started.error());
  return made;
}

}  // namespace weir::app
