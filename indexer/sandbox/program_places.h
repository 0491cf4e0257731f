#pragma once
/// Where programs, libraries, fonts and character tables live: all that a confined process sees of the file
/// system. Internal to confine.
#include <array>

namespace kecang {

inline constexpr auto kProgramPlaces =
    std::to_array<const char*>({"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives",
                                "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/localtime",
                                "/var/cache/fontconfig", "/var/spool/libreoffice"});

}  // namespace kecang
