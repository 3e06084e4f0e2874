// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "orm/model/model.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// The models of one database. Immutable once shared; crosses threads as shared_ptr<const Registry>.
class Registry {
 public:
  /// @param namesIgnoreCase model and attribute names are looked up as the engine compares names
  explicit Registry(std::shared_ptr<const schema::MetaData> metadata, bool namesIgnoreCase = false);

  /// @throws DbError InvalidRequest when the name is taken
  void add(Model model);
  const std::vector<std::shared_ptr<const Model>>& models() const { return m_models; }
  /// By the model's name, exact first, then as the engine compares. @return null when unknown
  const Model* find(std::string_view modelName) const;
  /// @throws DbError InvalidRequest naming the nearest models
  const Model& at(std::string_view modelName) const;
  /// The first model that maps this table; a schema left out is the default one.
  const Model* modelOf(const QualifiedName& table) const;
  /// The model that a relationship leads to. @throws DbError InvalidRequest
  const Model& target(const Relationship& relationship) const { return at(relationship.target); }
  const schema::MetaData& metadata() const { return *m_metadata; }
  const std::shared_ptr<const schema::MetaData>& sharedMetadata() const { return m_metadata; }
  bool namesIgnoreCase() const { return m_namesIgnoreCase; }

 private:
  std::string tableKey(const QualifiedName& table) const;

  std::shared_ptr<const schema::MetaData> m_metadata;
  std::vector<std::shared_ptr<const Model>> m_models;
  std::unordered_map<std::string, std::size_t> m_byName;  // folded names
  std::unordered_map<std::string, std::size_t> m_byTable;
  bool m_namesIgnoreCase;
};

}  // namespace joinery
