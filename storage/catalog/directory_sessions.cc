/// Sessions, tokens, passwords and failed sign-ins.
#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/directory_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::chrono::hours kFailuresKept{24};

/// Hashes of the user's sessions or tokens, oldest first.
Result<std::vector<Row>> rows_of_user(Transaction& tx, const std::string& prefix) {
  return tx.scan(Range::prefix(prefix));
}

Result<Digest> stored_hash(const std::string& hex) {
  auto digest = Digest::parse_hex(hex);
  if (!digest) return Error::corrupt("store.row_unreadable").because("no digest: " + hex);
  return digest;
}

Result<void> erase_session_rows(Transaction& tx, const UserId& user, const SessionId& id,
                                const Digest& secret_hash) {
  KECANG_TRY(tx.erase(keys::session(secret_hash)));
  KECANG_TRY(tx.erase(keys::session_by_id(id)));
  return tx.erase(keys::session_of(user, id));
}

Result<void> erase_session_row(Transaction& tx, const UserId& user, const Row& row) {
  KECANG_ASSIGN(const auto hash, stored_hash(row.value));
  return erase_session_rows(tx, user, SessionId::trusted(std::string(keys::last_part(row.key))), hash);
}

Result<void> make_room(Transaction& tx, const UserId& user) {
  KECANG_ASSIGN(const auto sessions, rows_of_user(tx, keys::sessions_of(user)));
  for (std::size_t i = 0; i + Directory::kSessionsPerUser <= sessions.size(); ++i)
    KECANG_TRY(erase_session_row(tx, user, sessions[i]));
  return {};
}

/// The nouns whose hashes stand below `prefix`, newest first.
template <class Noun, class KeyOfHash>
Result<std::vector<Noun>> nouns_of_user(MetaReader& reader, const std::string& prefix,
                                        KeyOfHash key_of_hash) {
  Range newest_first = Range::prefix(prefix);
  newest_first.reverse = true;
  KECANG_ASSIGN(const auto found, reader.scan(newest_first));
  std::vector<std::string> wanted;
  for (const auto& row : found) {
    KECANG_ASSIGN(const auto hash, stored_hash(row.value));
    wanted.push_back(key_of_hash(hash));
  }
  KECANG_ASSIGN(auto nouns, (rows::find_all<Noun>(reader, wanted)));
  std::vector<Noun> answer;
  for (auto& noun : nouns)
    if (noun) answer.push_back(std::move(*noun));
  return answer;
}

}  // namespace

template <class V>
void describe(V& v, Directory::Failures& f) {
  v("count", f.count);
  v("last", f.last);
}

Result<void> erase_all_sessions(Transaction& tx, const UserId& user) {
  KECANG_ASSIGN(const auto sessions, rows_of_user(tx, keys::sessions_of(user)));
  for (const auto& row : sessions) KECANG_TRY(erase_session_row(tx, user, row));
  return {};
}

Result<User> Directory::replace_password(const Actor& actor, const UserId& id, std::string password_hash,
                                         MustChange must_change) {
  User stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(stored, (rows::need<User>(tx, keys::user(id), "user.absent")));
    stored.version += 1;
    stored.password_hash = password_hash;
    stored.must_change_password = must_change == MustChange::yes;
    KECANG_TRY(rows::put(tx, keys::user(id), stored));
    KECANG_TRY(erase_all_sessions(tx, id));
    return append_audit(tx, clock_.now(), actor, "user.password_changed", id.text(),
                        {{"must_change", stored.must_change_password ? "true" : "false"}});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<void> Directory::put_session(const Actor& actor, const Session& session) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(make_room(tx, session.user));
    const std::string hash = session.secret_hash.hex();
    KECANG_TRY(rows::put(tx, keys::session(session.secret_hash), session));
    KECANG_TRY(tx.put(keys::session_by_id(session.id), hash));
    KECANG_TRY(tx.put(keys::session_of(session.user, session.id), hash));
    return append_audit(tx, clock_.now(), actor, "session.created", session.id.text(),
                        {{"user", session.user.text()}});
  });
}

Result<std::optional<Session>> Directory::session_by_secret(const Digest& secret_hash) const {
  return rows::find<Session>(store_, keys::session(secret_hash));
}

Result<void> Directory::touch_session(const Session& session, Time now) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(auto stored, (rows::find<Session>(tx, keys::session(session.secret_hash))));
    if (!stored || stored->last_seen_at >= now) return {};  // ended meanwhile: it must not come back
    stored->last_seen_at = now;
    return rows::put(tx, keys::session(session.secret_hash), *stored);
  });
}

Result<void> Directory::put_view_as(const Actor& actor, const Session& session) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(auto stored, (rows::find<Session>(tx, keys::session(session.secret_hash))));
    if (!stored) return Error::unauthenticated("session.ended");
    stored->viewing_as = session.viewing_as;
    KECANG_TRY(rows::put(tx, keys::session(session.secret_hash), *stored));
    return append_audit(tx, clock_.now(), actor,
                        session.viewing_as.empty() ? "session.view_as_ended" : "session.view_as",
                        session.viewing_as.empty() ? session.user.text() : session.viewing_as.text(), {});
  });
}

Result<void> Directory::erase_session(const Actor& actor, const SessionId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto hex, tx.get(keys::session_by_id(id)));
    if (!hex) return {};
    KECANG_ASSIGN(const auto hash, stored_hash(*hex));
    KECANG_ASSIGN(const auto session, (rows::need<Session>(tx, keys::session(hash), "session.absent")));
    KECANG_TRY(erase_session_rows(tx, session.user, id, hash));
    return append_audit(tx, clock_.now(), actor, "session.ended", id.text(), {{"user", session.user.text()}});
  });
}

Result<void> Directory::erase_sessions_of(const Actor& actor, const UserId& user) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(erase_all_sessions(tx, user));
    return append_audit(tx, clock_.now(), actor, "session.all_ended", user.text(), {});
  });
}

Result<std::vector<Session>> Directory::sessions_of(const UserId& user) const {
  return nouns_of_user<Session>(*store_.snapshot(), keys::sessions_of(user), keys::session);
}

Result<void> Directory::put_token(const Actor& actor, const ApiToken& token) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto tokens, rows_of_user(tx, keys::tokens_of(token.user)));
    if (tokens.size() >= kTokensPerUser)
      return Error::conflict("token.too_many").with("limit", std::to_string(kTokensPerUser));
    KECANG_TRY(rows::put(tx, keys::token(token.secret_hash), token));
    KECANG_TRY(tx.put(keys::token_of(token.user, token.id), token.secret_hash.hex()));
    return append_audit(tx, clock_.now(), actor, "token.created", token.id.text(),
                        {{"user", token.user.text()}, {"name", token.name}});
  });
}

Result<std::optional<ApiToken>> Directory::token_by_secret(const Digest& secret_hash) const {
  return rows::find<ApiToken>(store_, keys::token(secret_hash));
}

Result<std::vector<ApiToken>> Directory::tokens_of(const UserId& user) const {
  return nouns_of_user<ApiToken>(*store_.snapshot(), keys::tokens_of(user), keys::token);
}

Result<void> Directory::erase_token(const Actor& actor, const UserId& user, const TokenId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto hex, tx.get(keys::token_of(user, id)));
    if (!hex) return Error::not_found("token.absent");
    KECANG_ASSIGN(const auto hash, stored_hash(*hex));
    KECANG_TRY(tx.erase(keys::token(hash)));
    KECANG_TRY(tx.erase(keys::token_of(user, id)));
    return append_audit(tx, clock_.now(), actor, "token.revoked", id.text(), {{"user", user.text()}});
  });
}

Result<Directory::Failures> Directory::failures(std::string_view key) const {
  KECANG_ASSIGN(const auto found, (rows::find<Failures>(store_, keys::failures(key))));
  return found.value_or(Failures{});
}

Result<Directory::Failures> Directory::record_failure(std::string_view key, Time now, milliseconds memory) {
  Failures counted;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto found, (rows::find<Failures>(tx, keys::failures(key))));
    counted = found && now - found->last <= memory ? *found : Failures{};
    counted.count += 1;
    counted.last = now;
    return rows::put(tx, keys::failures(key), counted);
  };
  KECANG_TRY(store_.run(step));
  return counted;
}

Result<void> Directory::clear_failures(std::string_view key) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto found, tx.get(keys::failures(key)));
    if (!found) return {};
    return tx.erase(keys::failures(key));
  });
}

Result<std::uint64_t> Directory::sweep(Time now) {
  const auto snapshot = store_.snapshot();
  std::vector<std::string> ended;
  KECANG_TRY(
      rows::each_noun<Session>(*snapshot, keys::kSessions, [&](const auto& key, const Session& session) {
        if (session.expires_at > now) return;
        ended.insert(ended.end(),
                     {key, keys::session_by_id(session.id), keys::session_of(session.user, session.id)});
      }));
  KECANG_TRY(rows::each_noun<ApiToken>(*snapshot, keys::kTokens, [&](const auto& key, const ApiToken& token) {
    if (token.expires_at > now) return;
    ended.insert(ended.end(), {key, keys::token_of(token.user, token.id)});
  }));
  KECANG_TRY(
      rows::each_noun<Failures>(*snapshot, keys::kFailures, [&](const auto& key, const Failures& failures) {
        if (failures.last + kFailuresKept <= now) ended.push_back(key);
      }));
  for (std::size_t first = 0; first < ended.size(); first += rows::kBatch) {
    const auto step = [&](Transaction& tx) -> Result<void> {
      for (std::size_t i = first; i < std::min(ended.size(), first + rows::kBatch); ++i)
        KECANG_TRY(tx.erase(ended[i]));
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
  return ended.size();
}

}  // namespace kecang
