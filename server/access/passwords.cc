#include "server/access/passwords.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "schemas/base/text.h"
#include "server/access/secrets.h"

namespace kecang::access {
namespace {

constexpr std::string_view kReadable = "23456789abcdefghjkmnpqrstuvwxyzACDEFHJKLMNPQRTUVWXY";
constexpr std::size_t kOneTimeCharacters = 12;
constexpr std::size_t kOneTimeGroup = 4;

}  // namespace

class Passwords::Turn {
 public:
  static Result<std::unique_ptr<Turn>> take(Passwords& of) {
    std::unique_lock lock(of.mutex_);
    if (of.running_ >= of.cost_.at_once) {
      if (of.waiting_ >= of.cost_.waiting) return Error::busy("login.busy");
      ++of.waiting_;
      of.freed_.wait(lock, [&] { return of.running_ < of.cost_.at_once; });
      --of.waiting_;
    }
    ++of.running_;
    return std::unique_ptr<Turn>(new Turn(of));
  }
  ~Turn() {
    {
      const std::lock_guard lock(of_.mutex_);
      --of_.running_;
    }
    of_.freed_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  explicit Turn(Passwords& of) : of_(of) {}
  Passwords& of_;
};

Result<std::unique_ptr<Passwords>> Passwords::create(PasswordCost cost) {
  if (sodium_init() < 0) return Error::internal("password.library").because("sodium_init failed");
  std::unique_ptr<Passwords> passwords(new Passwords(cost));
  KECANG_ASSIGN(passwords->nobodys_hash_, passwords->compute(new_secret()));
  return passwords;
}

Result<std::string> Passwords::compute(std::string_view password) const {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error::unavailable("password.no_memory").because("crypto_pwhash_str_alg failed");
  return std::string(text.data());
}

Result<std::string> Passwords::hash(std::string_view password) {
  KECANG_ASSIGN(const auto turn, Turn::take(*this));
  return compute(password);
}

Result<bool> Passwords::verify(const std::string& hash, std::string_view password) {
  if (password.size() > kLongest * 4) return false;
  KECANG_ASSIGN(const auto turn, Turn::take(*this));
  const std::string& against = hash.empty() ? nobodys_hash_ : hash;
  const bool matches = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return matches && !hash.empty();
}

Result<void> Passwords::check_rules(std::string_view password, std::string_view login) {
  const auto length = text::to_utf32(password).size();
  if (length < kShortest)
    return Error::invalid("password.too_short").with("least", std::to_string(kShortest)).at("password");
  if (length > kLongest)
    return Error::invalid("password.too_long").with("most", std::to_string(kLongest)).at("password");
  if (text::normalise(password) == text::normalise(login))
    return Error::invalid("password.is_login").at("password");
  return {};
}

std::string Passwords::one_time() {
  std::string password;
  for (std::size_t i = 0; i < kOneTimeCharacters; ++i) {
    if (i > 0 && i % kOneTimeGroup == 0) password += '-';
    password += kReadable[randombytes_uniform(kReadable.size())];
  }
  return password;
}

}  // namespace kecang::access
