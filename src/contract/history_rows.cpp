#include <algorithm>
#include <map>
#include <sstream>
#include <utility>
#include <variant>

#include <weir/base/json_text.hpp>
#include <weir/base/text.hpp>
#include <weir/contract/csv_reader.hpp>
#include <weir/contract/history_rows.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {
namespace {

constexpr std::string_view group_prefix = "group.";
constexpr std::uint32_t most_index = 100;  // of an array that a row fills

std::unexpected<error> wrong(std::string why) {
  return fail(error_code::history_import_invalid, std::move(why));
}

// An event's data, put together of texts at paths.
class data_tree {
 public:
  // False: something else stands at this place, or around it.
  bool put(std::span<const domain::json_path::step> steps, const std::string& text) {
    if (steps.empty()) {
      if (!members_.empty() || !elements_.empty() || text_) return text_ == text;
      text_ = text;
      return true;
    }
    if (text_) return false;
    if (const auto* name = std::get_if<std::string>(&steps.front()))
      return elements_.empty() && members_[*name].put(steps.subspan(1), text);
    const auto index = std::get<std::uint32_t>(steps.front());
    return members_.empty() && index <= most_index && elements_[index].put(steps.subspan(1), text);
  }

  bool is_array() const { return !elements_.empty(); }
  bool is_object() const { return !text_ && elements_.empty(); }

  void write(json_writer& w) const {
    if (text_) {
      w.text(*text_);
    } else if (is_array()) {
      w.begin_array();
      for (std::uint32_t i = 0; i <= elements_.rbegin()->first; ++i) {
        const auto it = elements_.find(i);
        if (it == elements_.end()) {
          w.null();
        } else {
          it->second.write(w);
        }
      }
      w.end_array();
    } else {
      w.begin_object();
      for (const auto& [name, below] : members_) {
        w.key(name);
        below.write(w);
      }
      w.end_object();
    }
  }

 private:
  std::map<std::string, data_tree> members_;
  std::map<std::uint32_t, data_tree> elements_;
  std::optional<std::string> text_;
};

// What a column is.
struct column {
  enum class kind : std::uint8_t { time, subject, value, group } what;
  const domain::json_path* path = nullptr;  // of value and group
};

class row_maker {
 public:
  row_maker(const domain::meter& meter, history_import_id import) : meter_(meter), source_(import.text()) {}

  result<void> read_head(const std::vector<std::string>& names) {
    for (const auto& name : names) {
      auto what = column_of(name);
      if (!what) return wrong("the meter has no column " + name);
      const bool again =
          std::ranges::any_of(columns_, [&](const column& c) { return c.what == what->what && c.path == what->path; });
      if (again) return wrong("the column " + name + " is there twice");
      columns_.push_back(*what);
    }
    const auto has = [&](column::kind k) { return std::ranges::find(columns_, k, &column::what) != columns_.end(); };
    if (!has(column::kind::time)) return wrong("there is no column time");
    if (meter_.value && !has(column::kind::value)) return wrong("there is no column value, and the meter is no COUNT");
    data_tree all;
    for (const auto& c : columns_) {
      if (c.path && !all.put(c.path->steps(), "")) return overlap();
    }
    if (!all.is_object()) return overlap();
    return {};
  }

  history_row make(std::size_t line, const std::vector<std::string>& fields) const {
    history_row out{line, {}, {}};
    if (fields.size() != columns_.size()) {
      out.refused =
          error(error_code::history_import_invalid, std::to_string(fields.size()) + " columns, where there are " +
                                                        std::to_string(columns_.size()) + " names");
      return out;
    }
    std::string_view time, subject;
    data_tree data;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto& c = columns_[i];
      if (c.what == column::kind::time) time = fields[i];
      if (c.what == column::kind::subject) subject = fields[i];
      if (!c.path || fields[i].empty()) continue;
      if (!data.put(c.path->steps(), fields[i])) {
        out.refused = error(error_code::history_import_invalid, "two of its columns say different things of one place");
        return out;
      }
    }
    json_writer w(256);
    w.begin_object().member("specversion", "1.0").member("id", "line:" + std::to_string(line));
    w.member("source", source_).member("type", meter_.event_type);
    if (!subject.empty()) w.member("subject", subject);
    w.member("time", time).key("data");
    data.write(w);
    out.json = w.end_object().take();
    return out;
  }

 private:
  static std::unexpected<error> overlap() {
    return wrong("the meter's value and groups stand inside of one another: import events instead");
  }

  std::optional<column> column_of(std::string_view name) const {
    if (name == "time") return column{column::kind::time};
    if (name == "subject") return column{column::kind::subject};
    if (name == "value")
      return meter_.value ? std::optional(column{column::kind::value, &*meter_.value}) : std::nullopt;
    for (const auto& g : meter_.group_by) {
      if (name == g.name || (name.starts_with(group_prefix) && name.substr(group_prefix.size()) == g.name))
        return column{column::kind::group, &g.path};
    }
    return std::nullopt;
  }

  const domain::meter& meter_;
  std::string source_;
  std::vector<column> columns_;
};

}  // namespace

result<std::vector<history_row>> history_rows_of_csv(std::string_view text, std::size_t first_line,
                                                     const domain::meter& meter, history_import_id import) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (!is_utf8(text)) return wrong("it is not UTF-8");
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::istringstream in{std::string(text)};
  csv_reader reader(in);
  row_maker rows(meter, import);
  auto head = reader.next();
  if (!head) return wrong(head.error().detail);
  if (!*head) return wrong("there is no line with the names of the columns");
  const auto head_line = reader.line();
  if (auto read = rows.read_head(**head); !read) return std::unexpected(read.error());
  std::vector<history_row> out;
  for (;;) {
    auto fields = reader.next();
    if (!fields) return wrong(fields.error().detail);
    if (!*fields) return out;
    out.push_back(rows.make(reader.line() - head_line - 1 + first_line, **fields));
  }
}

std::vector<history_row> history_rows_of_events(std::string_view text, std::size_t first_line) {
  std::vector<history_row> out;
  for (auto line = first_line; !text.empty(); ++line) {
    const auto end = text.find('\n');
    const auto one = trimmed(text.substr(0, end), json_blanks);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!one.empty()) out.push_back({line, std::string(one), {}});
  }
  return out;
}

}  // namespace weir::contract
