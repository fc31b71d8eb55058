#include <api/announce.hpp>
#include <api/session_ends.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {

result<void> announce_session_end(postgres::executor& in, const call& c, const std::string& by, const std::string& user,
                                  const std::string& session, std::string_view because) {
  contract::json_writer data;
  data.begin_object().member("user_id", user).member("session_id", session).member("because", because).end_object();
  return announce_by(in, c, by, {contract::event_type::session_revoked, session, 2, std::nullopt, data.take()});
}

result<std::int64_t> end_sessions_of(postgres::executor& in, const call& c, const std::string& by,
                                     const std::string& user, const std::string& except, const std::string& because) {
  auto ended = postgres::sessions::revoke_all(in, user, except, because);
  if (!ended) return std::unexpected(ended.error());
  for (const auto& session : *ended) {
    auto said = announce_session_end(in, c, by, user, session, because);
    if (!said) return std::unexpected(said.error());
  }
  return static_cast<std::int64_t>(ended->size());
}

}  // namespace weir::api
