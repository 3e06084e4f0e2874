// SPDX-License-Identifier: GPL-3.0-or-later
// generate_models KIND URL FILE [TARGET]
#include <cstdio>
#include <exception>
#include <fstream>

#include "orm/codegen/generator.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"

using namespace joinery;

namespace {

void generate(const std::string& kind, const std::string& url, const std::string& file, const std::string& target) {
  const auto engine = Engine::create(Url::parse(url));
  const auto lease = engine->connect(Engine::Access::Read);
  const auto registry = automap(reflect(*lease, engine->dialect()), engine->dialect().namesIgnoreCase());
  std::ofstream out(file, std::ios::binary);
  out << generatorNamed(kind).generate(*registry, {.variant = {}, .target = target, .dialect = &engine->dialect()});
  if (!out.flush()) throw std::runtime_error(file + " can't be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return std::fputs("generate_models KIND URL FILE [TARGET]\n", stderr), 2;
  try {
    generate(argv[1], argv[2], argv[3], argc > 4 ? argv[4] : "");
    return 0;
  } catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
  }
}
