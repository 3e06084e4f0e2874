// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/model/registry.h"

namespace joinery {

/// What models, their attributes and relationships are called in a module of SQLAlchemy. The registry must outlive it. Immutable; any
/// thread.
class SqlAlchemyNames {
 public:
  explicit SqlAlchemyNames(const Registry& registry);

  /// Whether it is a class: of a table with a primary key. Others are Table objects.
  static bool isClass(const Model& model);
  /// Models that share their table with one that they inherit from have no place of their own.
  static bool isDescribed(const Model& model) { return model.lineage.size() < 2 && model.parts.empty(); }
  /// Those that are described, classes first, by the name in the module.
  const std::vector<const Model*>& models() const { return m_models; }
  /// The class's or the table's name in the module.
  const std::string& of(const Model& model) const { return m_names.at(&model); }
  /// An attribute's or a relationship's name in its class. @throws std::out_of_range where it has none there
  const std::string& member(const Model& model, const std::string& name) const { return m_members.at({&model, name}); }
  const std::string& memberOfColumn(const Model& model, const std::string& column) const { return member(model, model.attributeOfColumn(column)->name); }
  /// A relationship between two classes by columns of their tables.
  bool isShown(const Model& model, const Relationship& relationship) const;
  /// Another name at the top of the module.
  std::string take(const std::string& wanted);

 private:
  void nameMembers(const Model& model);

  const Registry& m_registry;
  std::vector<const Model*> m_models;
  std::map<const Model*, std::string> m_names;
  std::map<std::pair<const Model*, std::string>, std::string> m_members;
  std::set<std::string> m_taken;
};

}  // namespace joinery
