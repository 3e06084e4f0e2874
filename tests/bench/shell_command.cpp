// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell_command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "event.h"
#include "workload.h"

extern char** environ;

namespace joinery::bench {

namespace {

std::string numberText(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

}  // namespace

void runCommand(const std::vector<std::string>& words, const std::string& output) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.empty() ? "/dev/null" : output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT) throw Skipped{words[0] + " is not installed"};
  int status = 0;
  if (failed != 0 || waitpid(process, &status, 0) != process || status != 0) throw std::runtime_error(words[0] + " failed");
}

TransferFile::TransferFile(const char* name) : m_path((std::filesystem::temp_directory_path() / ("joinery_bench_" + std::to_string(getpid()) + "_" + name)).string()) {}

TransferFile::~TransferFile() {
  std::error_code ignored;
  std::filesystem::remove(m_path, ignored);
}

const std::string& eventsCsv() {
  static const TransferFile file("events.csv");
  static const bool isWritten = [] {
    std::ofstream out(file.path(), std::ios::binary);
    out << "id,user_id,kind,amount,created_at,note\n";
    std::int64_t id = 0;
    for (const Event& event : events()) out << ++id << ',' << event.userId << ',' << event.kind << ',' << numberText(event.amount) << ',' << event.createdAt << ',' << event.note.value_or("") << '\n';
    return static_cast<bool>(out.flush());
  }();
  require(isWritten, "the file of events is written");
  return file.path();
}

std::int64_t linesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
}

}  // namespace joinery::bench
