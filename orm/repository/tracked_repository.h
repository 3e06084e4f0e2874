// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/repository/entity_repository.h"

namespace joinery {

/// A repository of rows that another system may know by ids of its own: it links what it creates for such an id, and a row's link
/// goes with the row.
class TrackedRepository : public RecordRepository {
 public:
  /// @param entities the model of the table of links
  TrackedRepository(Session& session, const std::string& model, const std::string& entities = "Entity")
      : RecordRepository(session, model), m_entities(session, entities) {}

  EntityRepository& entities() { return m_entities; }

  using RecordRepository::create;
  using RecordRepository::createAll;
  /// create(), and links the row.
  RecordPtr createFor(const std::string& upstreamId, const Json& values, const std::vector<std::string>& joins = {});
  /// createAll(), and links every row.
  std::vector<RecordPtr> createAllFor(const std::string& upstreamId, const Json& rows, const std::vector<std::string>& joins = {});
  /// The records of this model that an upstream id stands for.
  std::vector<RecordPtr> fetchFor(const std::string& upstreamId);

 protected:
  void removing(const std::vector<RecordPtr>& records) override;

 private:
  EntityRepository m_entities;
};

}  // namespace joinery
