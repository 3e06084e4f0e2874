// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/repository/record_repository.h"

namespace joinery {

/// A query of a repository, built in the order one says it. Each step returns a changed copy; nothing is sent before one of the
/// verbs at the end. The repository outlives it.
class RecordQuery {
 public:
  explicit RecordQuery(RecordRepository& repository) : m_repository(&repository) {}

  /// All filters hold.
  RecordQuery where(Json filter) const;
  /// After the sorts that are there: "+name", "-created_at".
  RecordQuery orderBy(const std::vector<std::string>& sorts) const;
  RecordQuery join(const std::vector<std::string>& paths) const;
  RecordQuery include(const std::vector<std::string>& attributes) const;
  RecordQuery exclude(const std::vector<std::string>& attributes) const;
  RecordQuery limit(std::int64_t rows) const;
  RecordQuery offset(std::int64_t rows) const;
  /// Rows that were put away by softDelete() too, or only they.
  RecordQuery putAway(Criteria::PutAway which) const;

  const Criteria& criteria() const { return m_criteria; }

  std::vector<RecordPtr> all() const { return m_repository->fetchAll(m_criteria); }
  RecordRepository::Page page() const { return m_repository->fetchPage(m_criteria); }
  /// @return by key where no order was given; null where nothing matches
  RecordPtr first() const { return m_repository->first(m_criteria); }
  /// @throws DbError NoResult, MultipleResults, with a code
  RecordPtr one() const;
  std::int64_t count() const { return m_repository->count(m_criteria); }
  /// By one statement. @return rows changed @throws DbError InvalidRequest with a limit, an offset or rows that were put away
  std::int64_t update(const Json& values) const;
  /// One by one, as cascades want it. @return rows deleted @throws DbError InvalidRequest as update()
  std::int64_t remove() const;

 private:
  /// The filter of a statement that takes nothing else.
  const Json& filterAlone(const char* verb) const;

  RecordRepository* m_repository;
  Criteria m_criteria;
};

}  // namespace joinery
