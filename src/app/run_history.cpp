#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <src/app/api_access.hpp>
#include <src/app/history_file.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/base/ulid.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/http/url.hpp>

namespace weir::app {
namespace {

using contract::json_document;
using contract::json_value;
using headers = std::vector<std::pair<std::string, std::string>>;

constexpr const char* imports_path = "/api/v1/history-imports";
constexpr std::size_t told_most = 100;  // rows that cannot be counted
constexpr std::int64_t wait_most_ms = 3'600'000;

headers json_headers() {
  return {{"Content-Type", "application/json"}};
}

// A write that may be asked for twice, and then is done once.
headers once(headers also = {}) {
  also.emplace_back("Idempotency-Key", request_id{system_ids().next()}.text());
  also.emplace_back("Prefer", "wait=10");
  return also;
}

std::int64_t number_of(const json_value& v, std::string_view member) {
  const auto found = v.find(member);
  return found ? found->integer().value_or(0) : 0;
}

std::string text_of(const json_value& v, std::string_view member) {
  return std::string(v.text(member).value_or(""));
}

class history_client {
 public:
  explicit history_client(api_address at) : api_(std::move(at)) {}

  // The answer as JSON; what is no 2xx is its problem.
  result<json_document> ask(const std::string& method, const std::string& path, std::string body = {},
                            headers with = {}) {
    auto answer = api_.ask(method, path, std::move(body), std::move(with));
    if (!answer) return std::unexpected(answer.error());
    if (answer->status >= 300) return std::unexpected(problem_of(*answer));
    return json_document::parse(answer->body);
  }

  result<http::client_response> raw(const std::string& method, const std::string& path) {
    auto answer = api_.ask(method, path);
    if (answer && answer->status >= 300) return std::unexpected(problem_of(*answer));
    return answer;
  }

  result<http::client_response> send(const std::string& id, const history_stretch& rows, bool csv) {
    return api_.ask("POST", fmt::format("{}/{}/rows?first_line={}", imports_path, id, rows.first_line), rows.text,
                    {{"Content-Type", csv ? "text/csv" : "application/x-ndjson"}});
  }

  // Waits until everything that was sent is counted.
  result<http::client_response> preview(const std::string& id, const std::string& receipt) {
    return raw("GET", fmt::format("{}/{}/preview{}", imports_path, id, receipt.empty() ? "" : "?after=" + receipt));
  }

  result<json_document> start(const std::string& id, std::int64_t rows) {
    contract::json_writer w;
    w.begin_object().member("rows", rows);
    return ask("POST", fmt::format("{}/{}/start", imports_path, id), w.end_object().take(), once(json_headers()));
  }

  result<json_document> cancel(const std::string& id) {
    return ask("DELETE", fmt::format("{}/{}", imports_path, id), {}, once());
  }

  // Until a started import took its place.
  result<json_document> await(const std::string& id) {
    const auto until = system_clock().monotonic_ms() + wait_most_ms;
    for (;;) {
      auto seen = ask("GET", fmt::format("{}/{}", imports_path, id));
      if (!seen) return seen;
      const auto state = text_of(seen->root(), "state");
      if (state != "open" && state != "started") return seen;
      if (system_clock().monotonic_ms() > until)
        return fail(error_code::peer_unavailable, "the import is still on its way: weir history show " + id);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  }

 private:
  api_access api_;
};

struct sent_file {
  std::int64_t rows = 0;
  std::size_t refused = 0;
  std::string receipt;  // of the last row
};

std::size_t tell_refused(const http::client_response& answer, std::size_t told) {
  auto document = json_document::parse(answer.body);
  const auto errors = document ? document->root().find("errors") : std::nullopt;
  const auto count = errors ? errors->size() : 0;
  for (std::size_t i = 0; i < count && told + i < told_most; ++i) {
    const auto item = errors->item(i);
    fmt::print(stderr, "{} ({})\n", printable(text_of(item, "detail")), text_of(item, "code"));
  }
  return count;
}

// Rows that cannot be counted do not stop it: all of them are told. Errors: whatever else is refused.
result<sent_file> send_file(history_client& api, const std::string& id, std::istream& from, bool csv) {
  sent_file out;
  history_file file(from, csv);
  for (;;) {
    auto rows = file.next();
    if (!rows) return std::unexpected(rows.error());
    if (!*rows) return out;
    auto answer = api.send(id, **rows, csv);
    if (!answer) return std::unexpected(answer.error());
    if (answer->status == 422) {
      const auto refused = tell_refused(*answer, out.refused);
      if (refused == 0) return std::unexpected(problem_of(*answer));
      out.refused += refused;
      continue;
    }
    if (answer->status >= 300) return std::unexpected(problem_of(*answer));
    auto document = json_document::parse(answer->body);
    if (!document) return std::unexpected(document.error());
    out.rows += number_of(document->root(), "rows");
    out.receipt = text_of(document->root(), "receipt");
  }
}

void show_total(const json_value& preview, std::string_view name, std::string_view label) {
  const auto t = preview.find(name);
  if (!t) return;
  fmt::print("{:<11} {} of {} events in {} cells\n", label, text_of(*t, "value"), number_of(*t, "events"),
             number_of(*t, "cells"));
}

void show_import(const json_value& i) {
  fmt::print("{}  {}\n{} of {}, {} to {}\n", text_of(i, "id"), text_of(i, "state"), printable(text_of(i, "meter")),
             printable(text_of(i, "tenant_key")), text_of(i, "from"), text_of(i, "to"));
  fmt::print("rows        {} counted, {} sent again, {} in conflict, {} refused\n", number_of(i, "rows"),
             number_of(i, "duplicates"), number_of(i, "conflicts"), number_of(i, "refused"));
  if (text_of(i, "state") == "imported") {
    fmt::print("replaced    {} cells of {} events by {} cells\n", number_of(i, "replaced_cells"),
               number_of(i, "replaced_events"), number_of(i, "imported_cells"));
  }
}

void show_preview(const json_value& p) {
  if (const auto i = p.find("import")) show_import(*i);
  show_total(p, "now", "counted now");
  show_total(p, "then", "would be");
  fmt::print("difference  {}\n", text_of(p, "difference"));
  const auto invoices = p.find("invoices");
  for (std::size_t i = 0; invoices && i < invoices->size(); ++i) {
    const auto item = invoices->item(i);
    fmt::print("touches     {} {}: the next invoice run bills the difference\n", text_of(item, "number"),
               text_of(item, "state"));
  }
}

int show(const tool_options& o, const http::client_response& answer, void (*as_text)(const json_value&)) {
  if (o.json) {
    fmt::print("{}\n", answer.body);
    return exit_ok;
  }
  auto document = json_document::parse(answer.body);
  if (!document) return report("reading the answer", document.error());
  as_text(document->root());
  return exit_ok;
}

result<std::string> begin(history_client& api, const history_import_options& o) {
  if (!o.resume.empty()) return o.resume;
  contract::json_writer w;
  w.begin_object().member("tenant", o.tenant).member("meter", o.meter).member("from", o.from).member("to", o.to);
  auto made = api.ask("POST", imports_path, w.end_object().take(), once(json_headers()));
  if (!made) return std::unexpected(made.error());
  return text_of(made->root(), "id");
}

int give_up(history_client& api, const std::string& id, int code) {
  auto done = api.cancel(id);
  if (!done) return report("canceling " + id, done.error());
  fmt::print(stderr, "{} is canceled; nothing was changed\n", id);
  return code;
}

int start_and_wait(history_client& api, const tool_options& o, const std::string& id, std::int64_t rows) {
  auto started = api.start(id, rows);
  if (!started) return report("starting " + id, started.error());
  auto done = api.await(id);
  if (!done) return report("waiting for " + id, done.error());
  const auto root = done->root();
  if (o.json) {
    contract::json_writer w;
    w.begin_object().member("id", id).member("state", text_of(root, "state"));
    w.member("rows", number_of(root, "rows")).member("replaced_cells", number_of(root, "replaced_cells"));
    w.member("replaced_events", number_of(root, "replaced_events"));
    fmt::print("{}\n", w.member("imported_cells", number_of(root, "imported_cells")).end_object().take());
  } else {
    show_import(root);
  }
  return text_of(root, "state") == "imported" ? exit_ok : exit_failed;
}

std::optional<history_client> client_of(const tool& t, const history_options& o, int& code) {
  auto at = find_api(t, o.url, o.key_file);
  if (at) return std::optional<history_client>(std::in_place, std::move(*at));
  report("finding Weir", at.error());
  code = exit_usage;
  return std::nullopt;
}

}  // namespace

int run_history_import(const history_import_options& o) {
  auto t = start_tool("weir history", o);
  if (!t) return exit_failed;
  int code = exit_ok;
  auto api = client_of(*t, o, code);
  if (!api) return code;
  std::ifstream file(o.file, std::ios::binary);
  if (!file) return report("opening the file", error(error_code::file_unreadable, o.file));
  auto id = begin(*api, o);
  if (!id) return report("beginning the import", id.error());
  fmt::print(stderr, "{} takes the rows of {}\n", *id, o.file);
  auto sent = send_file(*api, *id, file, std::filesystem::path(o.file).extension() == ".csv");
  if (!sent) {
    fmt::print(stderr, "weir: stopped; to go on: --resume {}; to give it up: weir history cancel {}\n", *id, *id);
    return report("sending the rows", sent.error());
  }
  if (sent->refused > 0) {
    fmt::print(stderr, "{} rows cannot be counted\n", sent->refused);
    return give_up(*api, *id, exit_with_rejects);
  }
  auto answer = api->preview(*id, sent->receipt);
  if (!answer) return report("previewing " + *id, answer.error());
  // With --yes the one JSON document is what came of it.
  if (!o.json || !o.yes) code = show(o, *answer, show_preview);
  auto preview = json_document::parse(answer->body);
  if (!preview) return report("previewing " + *id, preview.error());
  const auto import = preview->root().find("import");
  const auto rows = import ? number_of(*import, "rows") : 0;
  if (o.preview) return give_up(*api, *id, exit_ok);
  if (o.yes) return start_and_wait(*api, o, *id, rows);
  fmt::print(stderr,
             "this was the plan; nothing is changed. To do it: weir history start {} --rows {}; to give it up: weir "
             "history cancel {}\n",
             *id, rows, *id);
  return exit_ok;
}

int run_history_start(const history_start_options& o) {
  auto t = start_tool("weir history", o);
  if (!t) return exit_failed;
  int code = exit_ok;
  auto api = client_of(*t, o, code);
  return api ? start_and_wait(*api, o, o.id, o.rows) : code;
}

int run_history_cancel(const history_show_options& o) {
  auto t = start_tool("weir history", o);
  if (!t) return exit_failed;
  int code = exit_ok;
  auto api = client_of(*t, o, code);
  return api ? give_up(*api, o.id, exit_ok) : code;
}

int run_history_list(const history_list_options& o) {
  auto t = start_tool("weir history", o);
  if (!t) return exit_failed;
  int code = exit_ok;
  auto api = client_of(*t, o, code);
  if (!api) return code;
  auto answer = api->raw("GET", fmt::format("{}?limit={}{}", imports_path, o.limit,
                                            o.tenant.empty() ? "" : "&tenant=" + http::percent_encode(o.tenant)));
  if (!answer) return report("listing", answer.error());
  return show(o, *answer, [](const json_value& page) {
    std::vector<std::vector<std::string>> table;
    const auto items = page.find("items");
    for (std::size_t i = 0; items && i < items->size(); ++i) {
      const auto row = items->item(i);
      table.push_back({text_of(row, "id"), text_of(row, "state"), printable(text_of(row, "tenant_key")),
                       printable(text_of(row, "meter")), text_of(row, "from"), text_of(row, "to"),
                       std::to_string(number_of(row, "rows"))});
    }
    print_table({"id", "state", "tenant", "meter", "from", "to", "rows"}, table);
  });
}

int run_history_show(const history_show_options& o) {
  auto t = start_tool("weir history", o);
  if (!t) return exit_failed;
  int code = exit_ok;
  auto api = client_of(*t, o, code);
  if (!api) return code;
  auto answer = api->raw("GET", fmt::format("{}/{}/preview", imports_path, http::percent_encode(o.id)));
  if (!answer) return report("looking", answer.error());
  return show(o, *answer, [](const json_value& p) {
    const auto import = p.find("import");
    const auto state = import ? text_of(*import, "state") : std::string();
    if (state == "open" || state == "started") {
      show_preview(p);
    } else if (import) {
      show_import(*import);
    }
  });
}

}  // namespace weir::app
