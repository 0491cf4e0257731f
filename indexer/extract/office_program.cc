#include "indexer/extract/office_program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "indexer/sandbox/descriptor.h"

namespace kecang::extract {
namespace {

// Not the script of that name beside it, which leaves its child alive when it is killed.
constexpr const char* kLibreOffice = "/usr/lib/libreoffice/program/soffice.bin";
constexpr int kStartMeAgain = 81;  // what it ends with after setting up a new profile

// No macro runs whatever its signature, no link is updated (Writer counts differently), nothing is fetched.
constexpr std::string_view kSettings =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
)";

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

bool OfficeProgram::prepare() {
  if (prepared_ || scratch_.empty()) return prepared_;
  for (const char* folder : {"home", "out", "profile", "profile/user"})
    if (::mkdir(path_of(folder).c_str(), 0700) != 0) return false;
  if (!put("profile/user/registrymodifications.xcu", kSettings)) return false;
  ::setenv("HOME", path_of("home").c_str(), 1);
  ::setenv("TMPDIR", scratch_.c_str(), 1);
  ::setenv("OSL_SOCKET_PATH", scratch_.c_str(), 1);
  ::setenv("SAL_USE_VCLPLUGIN", "svp", 1);  // no screen
  ::setpriority(PRIO_PROCESS, 0, 19);
  return prepared_ = true;
}

bool OfficeProgram::put(const std::string& name, std::string_view bytes) const {
  const Descriptor file(
      ::open(path_of(name).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
  return file && write_all(file.get(), bytes);
}

HelperEnd OfficeProgram::convert(const std::string& format, const std::vector<std::string>& names,
                                 int input) const {
  std::vector<std::string> command{kLibreOffice,    "-env:UserInstallation=file://" + path_of("profile"),
                                   "--headless",    "--norestore",
                                   "--nolockcheck", "--nodefault",
                                   "--nologo",      "--convert-to",
                                   format,          "--outdir",
                                   path_of("out")};
  for (const auto& name : names) command.push_back(path_of(name));
  const auto forget = [](std::string_view) { return true; };
  HelperEnd end = run_helper(command, input, forget);
  return end.exit_code == kStartMeAgain ? run_helper(command, input, forget) : end;
}

}  // namespace kecang::extract
