#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <api/history_rows.hpp>
#include <workers/usage/judge_event.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/contract/history_rows.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::api {
namespace {

using contract::history_row;
using contract::problem_item;

class batch_maker {
 public:
  batch_maker(const usage::live_meter& meter, const postgres::history_import_row& import,
              const contract::usage_envelope& envelope)
      : meter_(meter), import_(import), definitions_({0, {meter}}), encoder_(envelope) {}

  void add(const std::vector<history_row>& rows) {
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      const auto& row = rows[i];
      auto wrong = row.refused ? row.refused : encode(row.json, i);
      if (wrong) refuse(rows, i, std::move(*wrong));
    }
    records_ = encoder_.take();
    judge(rows);
  }

  std::expected<history_batch, std::vector<problem_item>> take(std::size_t rows) {
    if (!problems_.empty()) {
      std::ranges::sort(problems_, {}, [](const problem_item& p) { return p.index.value_or(0); });
      return std::unexpected(std::move(problems_));
    }
    for (auto& r : records_)
      r.headers.push_back({std::string(contract::history_header), import_.id});
    return history_batch{std::move(records_), rows};
  }

 private:
  void refuse(const std::vector<history_row>& rows, std::uint32_t index, error why) {
    if (why.detail.empty()) why.detail = title(why.code);
    why.detail = "line " + std::to_string(rows[index].line) + ": " + why.detail;
    why.pointer.clear();
    problems_.push_back({std::move(why), index});
  }

  // Why the event is none, if so.
  std::optional<error> encode(std::string_view json, std::uint32_t index) {
    auto decoded = decoder_.decode(contract::cloudevent_type, {}, json);
    if (!decoded) return decoded.error();
    if (!decoded->errors.empty()) return decoded->errors.front().what;
    const auto& event = decoded->events.front();
    if (event.type.text != meter_.definition.event_type)
      return error(error_code::event_unmatched, "the meter counts events of the type " + meter_.definition.event_type);
    if (!event.time) return error(error_code::time_malformed, "it has no time");
    if (*event.time < import_.from || *event.time >= import_.to)
      return error(error_code::history_range_refused, "its time is outside of the import's range");
    const auto at = encoder_.add(event);
    if (at.record == index_of_.size()) index_of_.emplace_back();
    index_of_[at.record].push_back(index);
    return std::nullopt;
  }

  void judge(const std::vector<history_row>& rows) {
    const auto* wanted = definitions_.find(meter_.definition.event_type);
    WEIR_ASSERT(wanted != nullptr && wanted->meters.size() == 1, "the definitions are of one meter");
    contract::usage_record_reader reader;
    const keyed_hash any{{}};  // values are not kept
    std::vector<usage::judged> judged(1);
    for (std::size_t r = 0; r < records_.size(); ++r) {
      reader.clear();
      auto range = reader.read(records_[r].value,
                               [&](std::string_view) { return contract::chosen_plan{&wanted->plan, wanted}; });
      WEIR_ASSERT(range, "what was encoded here can be read");
      const auto events = reader.events(*range);
      for (std::size_t i = 0; i < events.size(); ++i) {
        usage::judge_event(events[i], *wanted, any, judged);
        if (judged.front().invalid) refuse(rows, index_of_[r][i], std::move(*judged.front().invalid));
      }
    }
  }

  const usage::live_meter& meter_;
  const postgres::history_import_row& import_;
  usage::definitions definitions_;
  contract::cloudevents_decoder decoder_;
  contract::usage_record_encoder encoder_;
  std::vector<std::vector<std::uint32_t>> index_of_;  // by record and place in it: the row
  std::vector<stream::outgoing_record> records_;
  std::vector<problem_item> problems_;
};

std::unexpected<std::vector<problem_item>> refused(error why) {
  return std::unexpected(std::vector{problem_item{std::move(why), std::nullopt}});
}

}  // namespace

std::expected<history_batch, std::vector<problem_item>> make_history_batch(const usage::live_meter& meter,
                                                                           const postgres::history_import_row& import,
                                                                           const contract::usage_envelope& envelope,
                                                                           history_form form, std::string_view text,
                                                                           std::size_t first_line) {
  const auto id = history_import_id::parse(import.id);
  WEIR_ASSERT(id, "the database checks ids");
  std::vector<history_row> rows;
  if (form == history_form::csv) {
    auto read = contract::history_rows_of_csv(text, first_line, meter.definition, *id);
    if (!read) return refused(read.error());
    rows = std::move(*read);
  } else {
    rows = contract::history_rows_of_events(text, first_line);
  }
  if (rows.empty()) return refused(error(error_code::history_import_invalid, "there are no rows"));
  if (rows.size() > history_rows_of_request_most)
    return refused(error(error_code::history_import_invalid, "more than 10,000 rows in one request"));
  batch_maker made(meter, import, envelope);
  made.add(rows);
  return made.take(rows.size());
}

}  // namespace weir::api
