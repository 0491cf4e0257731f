/// kecang-extract: reads one hostile file in a process that can do no harm.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <clocale>
#include <csignal>
#include <functional>
#include <iostream>
#include <new>

#include "indexer/extract/json_report.h"
#include "indexer/extract/preview.h"
#include "indexer/extract/preview_files.h"
#include "indexer/extract/registry.h"
#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/serve.h"

namespace kecang::extract {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;

ExtractEnd read_file(const ExtractRequest& request, int file, Output& out) {
  const auto source = Source::of(file, request.name);
  if (!source) {
    out.head({});
    return {ExtractStatus::broken, source.error().code()};
  }
  if (request.task == ExtractTask::text) return extract_text(*source, out);
  if (request.task == ExtractTask::ocr) return extract_by_ocr(*source, out);
  if (request.task == ExtractTask::preview) return extract_preview(*source, request.scratch, out);
  const UnpackLimits limits{.members = request.members, .ratio = request.ratio};
  if (request.task == ExtractTask::names) return extract_names(*source, limits, request.charset, out);
  return extract_members(*source, limits, out);
}

// One file, in a process of its own.
void extract_to(const ExtractRequest& request, int file, int out_fd) {
  Output out(out_fd, request.output_bytes);
  try {
    out.end(read_file(request, file, out));
  } catch (const std::bad_alloc&) {
    out.end(stopped(out, ExtractStatus::too_large, "extract.out_of_memory"));
  } catch (const std::length_error&) {
    out.end(stopped(out, ExtractStatus::too_large, "extract.out_of_memory"));
  }
}

[[noreturn]] void write_frames(ExtractRequest request, int file, Confinement confinement) {
  const auto workplace = request.task == ExtractTask::preview ? Workplace::scratch : Workplace::read_only;
  const Layers layers = confine_process(workplace);
  if (!layers.any() && confinement == Confinement::required) ::_exit(kNotConfined);
  if (workplace == Workplace::scratch && layers.mount_namespace) request.scratch = kScratch;
  close_file_system(file, request.scratch);
  limit_resources(request.limits(), workplace);
  extract_to(request, file, STDOUT_FILENO);
  ::_exit(kDone);  // what runs at an ordinary exit needs calls that were given up
}

[[noreturn]] void print_layers() {
  const Layers layers = confine_process();
  Json json = to_json(layers);
  json["confined"] = layers.any();
  std::cout << json.dump(2) << std::endl;
  ::_exit(layers.any() ? kDone : kNotConfined);
}

// What `ask` learns through confined children.
int print_report(Confinement confinement, const std::function<Result<Json>(Extractor&)>& ask) {
  auto extractor = make_process_extractor("/proc/self/exe", confinement);
  const auto report = extractor ? ask(**extractor) : extractor.error();
  if (!report) {
    std::cerr << report.error().describe() << '\n';
    return kFailed;
  }
  std::cout << json_text(*report) << '\n';
  return kDone;
}

constexpr const char* kExample =
    "例 Example:\n"
    "  kecang-extract --json 期中考试.docx\n"
    "  kecang-extract --json 扫描件.pdf --ocr\n"
    "  kecang-extract --preview 教案.docx --into 预览\n"
    "  kecang-extract --layers\n"
    "  kecang-extract --frames --task members --fd 3 --name 资料.zip 3< 资料.zip | …\n";

int run(int argc, char** argv) {
  CLI::App app{"读出一个文件里的文字，进程受限。Reads the text of one file in a confined process."};
  app.footer(kExample);
  app.set_version_flag("--version", KECANG_VERSION);
  std::string path;
  std::string task = "text";
  const ExtractLimits usual;
  ExtractRequest request{.memory_bytes = usual.memory_bytes,
                         .cpu_seconds = usual.cpu.count(),
                         .output_bytes = usual.output_bytes,
                         .members = usual.members,
                         .ratio = usual.ratio,
                         .charset = {}};
  int fd = STDIN_FILENO;
  int socket = -1;
  auto* json = app.add_option("--json", path, "打印一个 JSON 对象 Print one JSON object about FILE")
                   ->type_name("FILE");
  bool as_frames = false;
  auto* frames = app.add_flag("--frames", as_frames, "把帧写到标准输出 Write frames to standard output");
  auto* serving =
      app.add_option("--serve", socket, "为每个请求派生一个子进程 Fork a child per request")->type_name("FD");
  app.add_option("--task", task, "text | members | names | ocr | preview")
      ->check(CLI::IsMember({"text", "members", "names", "ocr", "preview"}))
      ->needs(frames);
  app.add_option("--fd", fd, "要读的文件描述符 The descriptor to read")->needs(frames);
  app.add_option("--name", request.name, "文件名，只作提示 The file's name, a hint")->needs(frames);
  app.add_option("--memory-bytes", request.memory_bytes, "地址空间 Address space")->needs(frames);
  app.add_option("--cpu-seconds", request.cpu_seconds, "处理器时间 Processor time")->needs(frames);
  app.add_option("--output-bytes", request.output_bytes, "输出上限 Most output")->needs(frames);
  app.add_option("--members", request.members, "解包成员上限 Most members unpacked")->needs(frames);
  bool scratch = false;
  app.add_flag("--scratch", scratch,
               "子进程可在私有空间里写文件 Children may write files in a place of their own")
      ->needs(serving);
  std::string folder;
  auto* previewing =
      app.add_option("--preview", path, "生成预览文件 Make preview files of FILE")->type_name("FILE");
  auto* into = app.add_option("--into", folder, "预览文件放在这里 Where they go")->type_name("DIR");
  previewing->needs(into);
  into->needs(previewing);
  bool layers = false;
  auto* showing =
      app.add_flag("--layers", layers, "打印此内核能给的隔离 Print which confinement this kernel grants");
  ReportOptions options;
  app.add_flag("--ocr", options.ocr, "没有文字层时识别图像 Read pictures where there is no text")
      ->needs(json);
  bool unconfined = false;
  app.add_flag("--unconfined", unconfined, "没有隔离也读取 Read even where the kernel confines nothing");
  showing->excludes(json)->excludes(frames)->excludes(serving);
  json->excludes(frames)->excludes(serving)->excludes(previewing);
  previewing->excludes(frames)->excludes(serving);
  frames->excludes(serving);
  CLI11_PARSE(app, argc, argv);
  const auto confinement = unconfined ? Confinement::optional : Confinement::required;
  if (layers) print_layers();
  if (*json)
    return print_report(confinement,
                        [&](Extractor& extractor) { return json_report(path, options, extractor); });
  if (*previewing)
    return print_report(confinement,
                        [&](Extractor& extractor) { return write_previews(path, folder, extractor); });
  const auto workplace = scratch ? Workplace::scratch : Workplace::read_only;
  if (*serving) return serve_extractions(socket, {confinement, workplace, warm_up}, extract_to);
  if (!as_frames) {
    std::cerr << app.help();
    return kFailed;
  }
  request.task = *parse_enum<ExtractTask>(task);
  write_frames(request, fd, confinement);
}

}  // namespace
}  // namespace kecang::extract

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // without it libarchive gives no name for what is not ASCII
  std::signal(SIGPIPE, SIG_IGN);
  return kecang::extract::run(argc, argv);
}
