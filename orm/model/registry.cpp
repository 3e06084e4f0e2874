// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/registry.h"

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

Registry::Registry(std::shared_ptr<const schema::MetaData> metadata, bool namesIgnoreCase)
    : m_metadata(std::move(metadata)), m_namesIgnoreCase(namesIgnoreCase) {}

void Registry::add(Model model) {
  model.namesIgnoreCase = m_namesIgnoreCase;
  model.keyIndexes.clear();
  for (const std::string& name : model.keyAttributes()) model.keyIndexes.push_back(static_cast<std::size_t>(model.attributeIndex(name)));
  const std::size_t position = m_models.size();
  if (!m_byName.emplace(foldName(model.name, m_namesIgnoreCase), position).second)
    throw DbError(ErrorKind::InvalidRequest, "there is a model named " + model.name + " already");
  if (model.table) m_byTable.emplace(tableKey(model.table->name), position);
  m_models.push_back(std::make_shared<const Model>(std::move(model)));
}

const Model* Registry::find(std::string_view modelName) const {
  const auto found = m_byName.find(foldName(modelName, m_namesIgnoreCase));
  return found == m_byName.end() ? nullptr : m_models[found->second].get();
}

const Model& Registry::at(std::string_view modelName) const {
  if (const Model* model = find(modelName)) return *model;
  std::vector<std::string> names;
  names.reserve(m_models.size());
  for (const auto& model : m_models) names.push_back(model->name);
  DbError error(ErrorKind::InvalidRequest, "there is no model named \"" + std::string(modelName) + "\"");
  error.hint = nearestNamesHint(modelName, names);
  throw error;
}

const Model* Registry::modelOf(const QualifiedName& table) const {
  const auto found = m_byTable.find(tableKey(table));
  return found == m_byTable.end() ? nullptr : m_models[found->second].get();
}

// A NUL can be part of neither name, so two tables never share a key.
std::string Registry::tableKey(const QualifiedName& table) const {
  const std::string& schema = table.schema.empty() && m_metadata ? m_metadata->defaultSchema : table.schema;
  return foldName(schema + '\0' + table.name, m_namesIgnoreCase);
}

}  // namespace joinery
