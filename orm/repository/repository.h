// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/reading/record_reader.h"

namespace joinery {

/// The verbs of one model over a session: what the command line and a program use for the everyday work.
class Repository {
 public:
  /// @throws DbError InvalidRequest with the nearest models
  Repository(RecordReader& reader, std::string model);

  struct Page {
    std::vector<std::shared_ptr<LoadedRecord>> items;
    std::int64_t count = 0;  ///< of all rows that match, whatever the limit
  };
  /// @param query its model is this repository's, whatever it says
  std::vector<std::shared_ptr<LoadedRecord>> fetchAll(Query query);
  Page fetchPage(Query query);
  std::shared_ptr<LoadedRecord> fetchOne(Query query);                 ///< the first; @throws DbError NoResult
  std::shared_ptr<LoadedRecord> fetch(const std::vector<Value>& key);  ///< @throws DbError NoResult
  std::int64_t count(Query query);

 private:
  Query own(Query query) const;
  RecordReader& m_reader;
  std::string m_model;
};

}  // namespace joinery
