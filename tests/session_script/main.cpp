// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "orm/core/db_error.h"
#include "script_runner.h"
#include "script_schema.h"

namespace {

using namespace joinery;

void runScript(const Json& script) {
  script::ScriptRunner runner(script);
  std::size_t number = 0;
  for (const Json& op : script.at("ops")) std::cout << runner.run(number++, op).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "session_script: give one file, a script of session steps\n";
    return 2;
  }
  try {
    std::ifstream file(argv[1], std::ios::binary);
    if (!file) throw script::SetupError("can't be read");
    runScript(parseJson(std::string(std::istreambuf_iterator<char>(file), {})));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "session_script: " << argv[1] << ": " << error.what() << '\n';
    return 2;
  }
}
