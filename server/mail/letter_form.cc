#include "server/mail/letter_form.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace kecang::mail {
namespace {

/// A line with an encoded word has at most 76 characters; 39 bytes make 52 of them.
constexpr std::size_t kWordBytes = 39;
constexpr std::size_t kLineBytes = 57;  ///< 76 characters

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])) : 0U;
    };
    const auto group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    text += kDigits[group >> 18U & 63U];
    text += kDigits[group >> 12U & 63U];
    text += i + 1 < bytes.size() ? kDigits[group >> 6U & 63U] : '=';
    text += i + 2 < bytes.size() ? kDigits[group & 63U] : '=';
  }
  return text;
}

/// Words end between characters, for readers that decode each by itself.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    auto end = std::min(kWordBytes, text.size());
    while (end < text.size() && end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    words += (words.empty() ? "" : "\r\n ") + std::string("=?UTF-8?B?") + base64(text.substr(0, end)) + "?=";
    text.remove_prefix(end);
  }
  return words;
}

std::string two(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string date_text(Time at) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<std::chrono::seconds>(at - day)};
  return std::string(kDays[weekday{day}.c_encoding()]) + ", " + two(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<int>(date.year())) + " " +
         two(static_cast<unsigned>(time.hours().count())) + ":" +
         two(static_cast<unsigned>(time.minutes().count())) + ":" +
         two(static_cast<unsigned>(time.seconds().count())) + " +0000";
}

std::string domain_of(std::string_view address) {
  return std::string(address.substr(address.rfind('@') + 1));
}

}  // namespace

std::string letter_form(const Message& message) {
  std::string form = "From: <" + message.from + ">\r\nTo: <" + message.to +
                     ">\r\nSubject: " + encoded_words(message.subject) +
                     "\r\nDate: " + date_text(message.at) + "\r\nMessage-ID: <" + message.id + "@" +
                     domain_of(message.from) +
                     ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  for (std::size_t i = 0; i < message.text.size(); i += kLineBytes)
    form += base64(std::string_view(message.text).substr(i, kLineBytes)) + "\r\n";
  return form;
}

}  // namespace kecang::mail
