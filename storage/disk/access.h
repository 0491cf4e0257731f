#pragma once

namespace kecang {

/// How a store's directory is opened. Every directory has at most one `read_write` process; readers change no
/// byte of it.
enum class Access { read_write, read_only };

}  // namespace kecang
