// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/changes/write_operation.h"
#include "orm/model/registry.h"

namespace joinery {

/// Turns changes into operations on rows: names are checked, references are led to the insert's value, links become rows of the link
/// table or foreign keys, several changes of one row become one operation. Pure; used once.
class ChangeExpander {
 public:
  /// Needed: images that the locking asks for and that are not there are an error. AsTheyAre: for looking at changes only.
  enum class Images { Needed, AsTheyAre };
  ChangeExpander(const Registry& registry, UnitOfWork::Locking locking, Images images = Images::Needed) : m_registry(registry), m_locking(locking), m_images(images) {}

  /// @throws DbError InvalidRequest: the change that can't be carried out and why
  std::vector<WriteOperation> expand(const ChangeSet& changes);

 private:
  using Verb = PlannedStatement::Verb;

  void collectInserts(const ChangeSet& changes);
  void expandRow(const Change& change);
  void changeRow(const Change& change, const Model& model);
  void insertRow(const Change& change, const Model& model);
  void updateRow(const Change& change, const Model& model);
  void deleteRow(const Change& change, const Model& model);
  Change shareOf(const Change& change, const Model& model, const ModelPart& part) const;
  void link(const Change& change);
  void linkRows(const Change& change, const Model& model, const Relationship& relationship);
  void setForeignKey(const Change& change, const Model& model, const Relationship& relationship);

  WriteOperation operation(Verb verb, const Change& change, const Model& model) const;
  void checkWritable(const Model& model) const;
  std::vector<ColumnValue> keyColumns(const Model& model, const Key& key) const;
  std::vector<ColumnValue> valueColumns(const Model& model, const Change::Values& values) const;
  void setImage(WriteOperation& operation, const Change& change, const Model& model) const;
  void setMatch(WriteOperation& operation, const Change& change, const Model& model) const;
  void requireImage(const WriteOperation& operation, const std::vector<std::string>& columns) const;
  /// What stands in a column of the row that `key` names.
  ColumnValue valueOfRow(const Model& model, const Key& key, const std::string& column, const std::string& into) const;
  Operand resolve(const Operand& operand, const Model& model, const Attribute& attribute, int depth = 0) const;
  std::string inferredAttribute(const Operand::Reference& reference, const Model& inserted, const Model& model,
                                const Attribute& attribute) const;
  void add(WriteOperation operation);
  bool mergeWithEarlier(WriteOperation& operation, std::size_t earlier);

  const Registry& m_registry;
  UnitOfWork::Locking m_locking;
  Images m_images;
  std::map<std::string, const Change*> m_inserts;
  std::vector<WriteOperation> m_operations;
  std::vector<bool> m_dropped;
  std::unordered_map<std::string, std::size_t> m_byRow;
};

}  // namespace joinery
