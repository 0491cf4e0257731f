#pragma once
/// Web pages saved as one file, and mails: a head, then parts. Any thread may call.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

/// Begins with the lines of a message's head. Letters' case must have been lowered.
bool looks_like_message(std::string_view lowered);

struct MimePart {
  std::string media_type;  ///< in lower case, "text/plain" when unsaid
  std::string charset;     ///< as it is called; may be empty
  std::string encoding;    ///< of the transfer, in lower case
  std::string_view body;   ///< as it stands in the file

  /// The body without its transfer encoding.
  std::string bytes() const;
};

struct MimeMessage {
  std::string subject;          ///< UTF-8
  std::vector<MimePart> parts;  ///< those that hold no further parts, in their order
};

/// `message` must outlive what is returned. Parts within parts are followed to any depth, up to 1,000 in all.
MimeMessage read_message(std::string_view message);

/// A part's text as UTF-8; what the bytes say goes before what the head says.
std::string text_of(const MimePart& part);

}  // namespace kecang::extract
