// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/model/mapping.h"
#include "orm/repository/record_repository.h"

namespace joinery {

/// Which rows of which tables another system knows by an id of its own: a table `entities` of upstream id, table name and key
/// (downstream id). A row has one upstream id at most, an upstream id many rows in many tables. No foreign key can say this, so the
/// database does not keep it: rows are deleted through a TrackedRepository.
class EntityRepository : public RecordRepository {
 public:
  explicit EntityRepository(Session& session, const std::string& model = "Entity") : RecordRepository(session, model) {}

  /// The table, to be made with the others. @param name without a schema: the default one
  static schema::Table table(const QualifiedName& name = QualifiedName("entities"));
  static ModelMapping mapping(const std::string& model = "Entity", const QualifiedName& table = QualifiedName("entities"));

  /// Notes that a row is known by that id. @pre the record has a row @throws DbError Integrity with a code where it has one already
  RecordPtr link(const std::string& upstreamId, const Record& record);
  /// @return the link of a row, or null where it was never linked
  RecordPtr linkOf(const Record& record);
  /// The links that rows of one model have, by a SELECT for each 500.
  std::vector<RecordPtr> linksOf(const std::vector<RecordPtr>& records);
  /// The rows that an upstream id stands for: keys by table, in the order of the keys.
  std::map<std::string, std::vector<std::string>> fetchLinks(const std::string& upstreamId);

  /// How a row's key is written as a downstream id: one text as it is, anything else as JSON.
  static std::string downstreamId(const Record& record);
  /// The opposite. @throws DbError Argument, Data for what downstreamId() did not write
  static std::vector<Value> keyOf(const Model& model, const std::string& downstreamId);
  /// The values of a row's link.
  static Json linkValues(const std::string& upstreamId, const Record& record);
};

}  // namespace joinery
