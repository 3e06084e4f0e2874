// SPDX-License-Identifier: GPL-3.0-or-later
// generate_models KIND SOURCE FILE [TARGET], where SOURCE is a URL, a schema's file *.json, or "awkward": the awkward database of SQLite
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#include "../awkward_database.h"
#include "orm/codegen/generator.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/schema/schema_json.h"

using namespace joinery;

namespace {

std::shared_ptr<const Registry> modelsOfFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const Json json = parseJson(std::string(std::istreambuf_iterator<char>(in), {}));
  return automap(std::make_shared<const schema::MetaData>(schema::schemaFromJson(JsonPlace(json, path.c_str()))), false);
}

std::shared_ptr<const Registry> modelsOf(const std::string& source) {
  if (source.ends_with(".json")) return modelsOfFile(source);
  if (source == "awkward") return test::OpenedModels(test::AwkwardDatabase(test::Backend::Sqlite).url()).registry;
  return test::OpenedModels(Url::parse(source)).registry;
}

void generate(const std::string& kind, const std::string& source, const std::string& file, const std::string& target) {
  std::ofstream out(file, std::ios::binary);
  out << generatorNamed(kind).generate(*modelsOf(source), {.variant = {}, .target = target});
  if (!out.flush()) throw std::runtime_error(file + " can't be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return std::fputs("generate_models KIND SOURCE FILE [TARGET]\n", stderr), 2;
  try {
    generate(argv[1], argv[2], argv[3], argc > 4 ? argv[4] : "");
    return 0;
  } catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
  }
}
