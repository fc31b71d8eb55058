#include <condition_variable>
#include <mutex>
#include <pqxx/pqxx>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::postgres {
namespace {

using steady = std::chrono::steady_clock;
using driver = std::unique_ptr<pqxx::connection>;

// libpqxx 6 gives the server's whole text only: "ERROR:  … constraint "name"\nDETAIL:  …". The last quoted word of the
// first line is the constraint, whatever the language.
server_error parse(const std::string& state, std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (const auto colon = text.find(":  "); colon != std::string_view::npos) text.remove_prefix(colon + 3);
  server_error e{state, {}, std::string(text)};
  if (state.starts_with("23")) {
    const auto end = text.rfind('"');
    const auto begin = end == std::string_view::npos || end == 0 ? end : text.rfind('"', end - 1);
    if (begin != std::string_view::npos && begin < end) e.constraint = text.substr(begin + 1, end - begin - 1);
  }
  return e;
}

// What the driver threw, as the server would have said it. Call it inside a handler. serialization_failure and
// deadlock_detected are no sql_error in 6.4.5.
server_error caught() {
  try {
    throw;
  } catch (const pqxx::broken_connection&) {
    return {};
  } catch (const pqxx::serialization_failure&) {
    return {"40001", {}, "could not serialize access"};
  } catch (const pqxx::deadlock_detected&) {
    return {"40P01", {}, "deadlock detected"};
  } catch (const pqxx::insufficient_privilege& e) {
    return parse("42501", e.what());  // thrown without its state in 6.4.5
  } catch (const pqxx::sql_error& e) {
    return parse(e.sqlstate().empty() ? "XX000" : e.sqlstate(), e.what());
  } catch (const std::exception& e) {
    return {"XX000", {}, std::string("libpqxx: ") + e.what()};
  }
}

rows to_rows(pqxx::result r) {
  auto keep = std::make_shared<const pqxx::result>(std::move(r));
  std::vector<field> fields;
  const auto columns = static_cast<std::size_t>(keep->columns());
  fields.reserve(columns * static_cast<std::size_t>(keep->size()));
  for (const auto& row : *keep) {
    for (const auto& f : row)
      fields.emplace_back(f.c_str(), f.is_null() ? -1 : static_cast<std::int32_t>(f.size()));
  }
  const auto affected = columns > 0 && keep->affected_rows() == 0 ? keep->size() : keep->affected_rows();
  return {keep, columns, std::move(fields), static_cast<std::uint64_t>(affected)};
}

class pool_executor final : public executor {
 public:
  explicit pool_executor(pqxx::transaction_base& tx) : tx_(tx) {}

  result<rows> query(const char* sql, std::span<const param> params) override {
    std::vector<std::string> hex;
    hex.reserve(params.size());
    std::vector<const char*> values;
    for (const auto& p : params) {
      if (p.kind() == param::form::text && p.value().find('\0') != std::string::npos) {
        return refuse({"22021", {}, {}});
      }
      if (p.kind() == param::form::bytes) {
        // libpqxx 6 cuts strings at NUL; bytea in hex form is text without any.
        static constexpr char digits[] = "0123456789abcdef";
        auto& out = hex.emplace_back("\\x");
        for (const char c : p.value()) {
          out += digits[static_cast<unsigned char>(c) >> 4];
          out += digits[static_cast<unsigned char>(c) & 15];
        }
        values.push_back(out.c_str());
      } else {
        values.push_back(p.kind() == param::form::null ? nullptr : p.value().c_str());
      }
    }
    try {
      if (values.empty()) return to_rows(tx_.exec(sql));
      return to_rows(tx_.exec_params(sql, pqxx::prepare::make_dynamic_params(values)));
    } catch (...) {
      return refuse(caught());
    }
  }

  const server_error& last_error() const override { return last_error_; }

  // After a failed statement the transaction can only be rolled back, whatever the caller made of the error.
  const std::optional<error>& failure() const { return failure_; }
  bool broken() const { return failure_ && last_error_.sqlstate.empty(); }

 private:
  std::unexpected<error> refuse(server_error e) {
    last_error_ = std::move(e);
    failure_ = translate(last_error_);
    return std::unexpected(*failure_);
  }

  pqxx::transaction_base& tx_;
  server_error last_error_;
  std::optional<error> failure_;
};

const char* role_name(role r) {
  switch (r) {
    case role::owner:
      return nullptr;
    case role::api:
      return "weir_api";
    case role::worker:
      return "weir_worker";
    case role::login:
      return "weir_login";
  }
  return nullptr;
}

const char* begin_text(access mode) {
  switch (mode) {
    case access::read_only:
      return "BEGIN READ ONLY; ";
    case access::snapshot:
      return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";
    case access::read_write:
      return "BEGIN; ";
  }
  return "BEGIN; ";
}

std::string opening(role as, const tenant_scope& tenant, access mode) {
  std::string sql = begin_text(mode);
  if (const char* name = role_name(as)) sql += std::string("SET LOCAL ROLE ") + name + "; ";
  return sql + "SELECT set_config('weir.tenant', '" + tenant.setting() + "', true), set_config('weir.user', '" +
         tenant.user() + "', true)";
}

// libpqxx 6's own transactions send BEGIN by itself: a round trip more for everything that is asked.
class scoped_transaction final : public pqxx::internal::basic_transaction {
 public:
  scoped_transaction(pqxx::connection_base& in, std::string opening)
      : namedclass("scoped_transaction"),
        basic_transaction(in, pqxx::isolation_traits<pqxx::read_committed>::name(), pqxx::read_write),
        opening_(std::move(opening)) {
    Begin();
  }
  ~scoped_transaction() noexcept override { End(); }

 private:
  void do_begin() override { direct_exec(opening_.c_str()); }

  std::string opening_;
};

}  // namespace

struct pool::implementation {
  explicit implementation(pool_options o) : options(std::move(o)) {}

  pool_options options;
  std::mutex mutex;
  std::condition_variable freed;
  std::vector<driver> idle;  // the most recently used last
  std::size_t busy = 0;

  void failed(error_code code) const {
    if (options.hooks.failed) options.hooks.failed(code);
  }

  // A permission to hold one connection. The connection itself may be missing: it is opened at use.
  class slot {
   public:
    slot(implementation& owner, driver d) : owner_(owner), connection(std::move(d)) {}
    slot(const slot&) = delete;
    ~slot() {
      {
        std::lock_guard lock(owner_.mutex);
        --owner_.busy;
        if (connection) owner_.idle.push_back(std::move(connection));
      }
      owner_.freed.notify_one();
    }

   private:
    implementation& owner_;

   public:
    driver connection;
  };

  result<std::unique_ptr<slot>> take() {
    const auto begin = steady::now();
    std::unique_lock lock(mutex);
    if (!freed.wait_until(lock, begin + options.wait, [&] { return busy < options.size; })) {
      return fail(error_code::database_timeout, "all connections of the pool are in use");
    }
    ++busy;
    driver d;
    if (!idle.empty()) {
      d = std::move(idle.back());
      idle.pop_back();
    }
    lock.unlock();
    if (options.hooks.waited) options.hooks.waited(steady::now() - begin);
    return std::make_unique<slot>(*this, std::move(d));
  }

  result<void> open(driver& d) const {
    auto info = conninfo(options.connection);
    if (!info) return std::unexpected(info.error());
    try {
      d = std::make_unique<pqxx::connection>(*info);
    } catch (const std::exception& e) {
      d.reset();
      return fail(error_code::database_unavailable, e.what());
    }
    if (options.hooks.connected) options.hooks.connected();
    return {};
  }

  result<std::unique_ptr<scoped_transaction>> begin(driver& d, role as, const tenant_scope& tenant, access mode) const {
    // An idle connection may have died meanwhile. Nothing has been done in it, so one new one is tried at once.
    for (bool reused = d != nullptr;; reused = false) {
      if (!d) {
        if (auto opened = open(d); !opened) return std::unexpected(opened.error());
      }
      try {
        return std::make_unique<scoped_transaction>(*d, opening(as, tenant, mode));
      } catch (...) {
        const auto e = caught();
        const auto why = translate(e);
        if (!e.sqlstate.empty() && why.code != error_code::database_unavailable) return std::unexpected(why);
        d.reset();
        if (!reused) return std::unexpected(why);
      }
    }
  }

  result<void> use(driver& d, role as, const tenant_scope& tenant, access mode,
                   const std::function<result<void>(executor&)>& body) const {
    auto tx = begin(d, as, tenant, mode);
    if (!tx) return std::unexpected(tx.error());
    pool_executor in(**tx);
    auto answer = body(in);
    if (answer && in.failure()) answer = std::unexpected(*in.failure());
    bool lost = in.broken() || (in.failure() && in.failure()->code == error_code::database_unavailable);
    try {
      if (answer) {
        (*tx)->commit();
      } else if (!lost) {
        (*tx)->abort();
      }
    } catch (const pqxx::in_doubt_error&) {
      answer = fail(error_code::database_in_doubt);
      lost = true;
    } catch (...) {
      const auto e = caught();
      // Only a COMMIT that the server has answered with an error is known to be undone.
      if (answer) answer = e.sqlstate.empty() ? fail(error_code::database_in_doubt) : std::unexpected(translate(e));
      lost = lost || e.sqlstate.empty();
    }
    tx->reset();
    if (lost) d.reset();
    return answer;
  }
};

pool::pool(pool_options options) : impl_(std::make_unique<implementation>(std::move(options))) {
  WEIR_ASSERT(impl_->options.size > 0, "a pool has at least one connection");
}

pool::~pool() {
  WEIR_ASSERT(impl_->busy == 0, "the pool is destroyed while it is used");
}

result<void> pool::run(role as, const tenant_scope& tenant, access mode,
                       const std::function<result<void>(executor&)>& body) {
  auto slot = impl_->take();
  auto done = slot ? impl_->use((*slot)->connection, as, tenant, mode, body) : std::unexpected(slot.error());
  if (!done) impl_->failed(done.error().code);
  return done;
}

pool::state pool::now() const {
  std::lock_guard lock(impl_->mutex);
  return {impl_->options.size, impl_->busy + impl_->idle.size(), impl_->busy};
}

}  // namespace weir::postgres
