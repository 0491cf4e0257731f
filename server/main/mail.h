#pragma once
/// How letters leave, as the configuration says.
#include "server/library/postman.h"
#include "storage/config.h"

namespace kecang {

/// What hands letters to the configured mail server. invalid/mail.password_unreadable, mail.address_wrong for
/// the sender's address.
Result<Postman::Send> mail_sender(const Config& config, const Clock& clock);

}  // namespace kecang
