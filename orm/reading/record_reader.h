// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/reading/loaded_record.h"
#include "orm/reading/query.h"

namespace joinery {

struct JoinTree;

/// Reads rows to be looked at, as trees: what comes along belongs to the records above it: scalars by a LEFT JOIN in the same
/// SELECT, collections by selectin (one SELECT a level, and a further one for each 500 parents), each row of a level one
/// record. Each call reads anew. Synchronous, on the thread that holds the connection.
class RecordReader {
 public:
  RecordReader(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry,
          CancelToken cancelToken = {});

  /// @throws DbError InvalidRequest for names, and what the engine throws
  std::vector<std::shared_ptr<LoadedRecord>> select(const Query& query);
  /// By key. @return null where there is no such row
  std::shared_ptr<LoadedRecord> get(const std::string& model, const std::vector<Value>& key);
  /// Loads a relationship of records of one model that do not have it yet.
  /// @param mostRelated rows of one record; all when left out @param prune a filter that the related rows have to pass
  /// @throws DbError InvalidRequest for an unknown relationship, or a wrong filter
  void load(const std::vector<std::shared_ptr<LoadedRecord>>& records, const std::string& relationship,
            std::optional<std::size_t> mostRelated = {}, const Json& prune = Json::object());
  /// Rows that pass the query's filter, whatever its limit.
  std::int64_t count(const Query& query);

  Connection& connection() const { return m_connection; }
  const Dialect& dialect() const { return m_dialect; }
  const Registry& registry() const { return *m_registry; }
  const CancelToken& cancelToken() const { return m_cancelToken; }

 private:
  Connection& m_connection;
  const Dialect& m_dialect;
  std::shared_ptr<const Registry> m_registry;
  CancelToken m_cancelToken;
};

}  // namespace joinery
