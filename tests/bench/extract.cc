/// How many small documents are read per second of processor time, confinement and all children included.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/extractor.h"
#include "tests/support/zip_writer.h"

namespace kecang::bench {
namespace {

// Two pages of a lesson plan.
std::string small_docx() {
  std::string body;
  for (int i = 1; i <= 60; ++i)
    body += "<w:p><w:r><w:t>第" + std::to_string(i) +
            "步：引导学生观察二次函数的图像，说出开口方向、对称轴和顶点。</w:t></w:r></w:p>";
  return testing::ZipWriter()
      .add("[Content_Types].xml",
           "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")
      .add("word/document.xml",
           "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" +
               body + "</w:body></w:document>")
      .bytes();
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds(__rusage_who whose) {
  rusage usage{};
  ::getrusage(whose, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

class Counter final : public ExtractSink {
 public:
  Result<void> segment(Segment segment) override {
    text_bytes += segment.text.size();
    return {};
  }
  std::uint64_t text_bytes = 0;
};

// Returns how many were read well.
int read_copies(const std::string& program, const std::string& bytes, int copies, Counter& counter) {
  const Descriptor file(::memfd_create("document", MFD_CLOEXEC));
  if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return 0;
  const auto extractor = make_process_extractor(program);
  int good = 0;
  for (int i = 0; extractor && i < copies; ++i) {
    const auto end = (*extractor)->run(ExtractTask::text, file.get(), "教案.docx", {}, counter);
    if (end && end->status == ExtractStatus::ok) ++good;
  }
  return good;
}

// What the killed servers left to us; only the time of children that were waited for counts.
void wait_for_all() {
  while (::waitpid(-1, nullptr, 0) > 0) {
  }
}

int run(int argc, char** argv) {
  CLI::App app{"Documents read per second of processor time, through confined children."};
  std::string program;
  std::string path;
  int copies = 1'000;
  app.add_option("PROGRAM", program, "kecang-extract")->required();
  app.add_option("--file", path, "the document; a small docx of its own without");
  app.add_option("--copies", copies, "how often it is read");
  CLI11_PARSE(app, argc, argv);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const auto layers = probe_layers(program, Confinement::required);
  Counter counter;
  const int good = read_copies(program, path.empty() ? small_docx() : read_whole(path), copies, counter);
  wait_for_all();
  const double own = cpu_seconds(RUSAGE_SELF);
  const double children = cpu_seconds(RUSAGE_CHILDREN);
  nlohmann::ordered_json report{{"files", copies},
                                {"good", good},
                                {"text_bytes", counter.text_bytes},
                                {"cpu_seconds", own + children},
                                {"files_per_cpu_second", copies / (own + children)}};
  if (layers) report["layers"] = to_json(*layers);
  std::cout << report.dump(2) << '\n';
  return good == copies ? 0 : 1;
}

}  // namespace
}  // namespace kecang::bench

int main(int argc, char** argv) {
  return kecang::bench::run(argc, argv);
}
