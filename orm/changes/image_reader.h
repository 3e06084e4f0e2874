// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orm/changes/unit_of_work.h"

namespace joinery {

/// Reads what a change set needs to know of the rows that it touches: missing before-images, and the link rows that have to
/// go with a deleted row. Worker thread.
class ImageReader {
 public:
  ImageReader(Connection& connection, const Dialect& dialect, const Registry& registry, UnitOfWork::Locking locking)
      : m_connection(connection), m_dialect(dialect), m_registry(registry), m_locking(locking) {}

  /// @return the rows that are gone
  std::vector<Conflict> complete(ChangeSet& changes);

 private:
  using Cells = std::vector<std::pair<std::string, Value>>;

  /// @return the row that is gone, if it is
  std::optional<Conflict> readImage(Change& change) const;
  std::optional<Conflict> readDeleted(Change& change, const Model& model, const std::vector<std::string>& columns) const;
  std::vector<std::string> neededAttributes(const Change& change, const Model& model) const;
  void collectLinks(const Change& change, ChangeSet& derived, std::set<std::string>& known) const;
  void collectLinks(const Change& change, const Model& model, const Relationship& relationship, ChangeSet& derived,
                    std::set<std::string>& known) const;
  std::optional<Cells> cellsOf(const Change& change, const Model& model, const std::vector<std::string>& columns) const;
  std::set<std::string> knownLinks(const ChangeSet& changes) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const Registry& m_registry;
  UnitOfWork::Locking m_locking;
  std::set<const schema::Table*> m_deletedFrom;
};

}  // namespace joinery
