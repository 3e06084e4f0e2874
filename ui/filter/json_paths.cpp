// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/json_paths.h"

#include <algorithm>
#include <set>

#include "orm/core/json.h"
#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"

namespace joinery::ui {

namespace {

void collectPaths(const Json& object, const std::string& prefix, int depth, std::set<std::string>& paths) {
  if (!object.is_object() || depth > JsonPaths::kMostDepth) return;
  for (const auto& [key, value] : object.items()) {
    if (key.empty() || key.find('.') != std::string::npos) continue;
    paths.insert(prefix + key);
    collectPaths(value, prefix + key + ".", depth + 1, paths);
  }
}

}  // namespace

void JsonPaths::add(std::string_view document) {
  const Json json = Json::parse(document, nullptr, false);
  std::set<std::string> paths;
  collectPaths(json, {}, 1, paths);
  for (const std::string& path : paths)
    if (m_documents.size() < kMostPaths || m_documents.contains(path)) ++m_documents[path];
}

std::vector<std::string> JsonPaths::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, documents] : m_documents) paths.push_back(path);
  std::ranges::stable_sort(paths, std::greater(), [this](const std::string& path) { return m_documents.at(path); });
  return paths;
}

std::vector<std::string> JsonPaths::read(Worker::Context& context, const Model& model, const Attribute& attribute) {
  const sql::FromItem table = modelSource(model);
  const sql::Expression document = attributeExpression(attribute, table.qualifier());
  const auto cursor = execute(context.connection, context.dialect.compile(sql::Select({document}).from(table).where(sql::isNotNull(document)).limit(kMostRows)));
  JsonPaths found;
  for (auto batch = cursor->fetch(kMostRows, kMostBytes); batch->rows() > 0; batch = cursor->fetch(kMostRows, kMostBytes)) {
    for (std::size_t row = 0; row < batch->rows(); ++row)
      if (!batch->isPartial(row, 0)) found.add(batch->at(row, 0).bytes());
    context.cancelToken.throwIfCancelled();
  }
  return found.paths();
}

}  // namespace joinery::ui
