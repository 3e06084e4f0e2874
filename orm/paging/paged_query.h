// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/json.h"
#include "orm/core/row_batch.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/paging/key_index.h"
#include "orm/query/sort_order.h"

namespace joinery {

/// The rows of a model under a filter in a total order, read a page at a time by key, never by a growing OFFSET.
/// Immutable but for its KeyIndex; shared between the threads that read pages and the one that scans the keys.
class PagedQuery {
 public:
  struct Spec {
    std::string model;
    Json filter = Json::object();
    std::vector<std::string> sorts;
    /// Further labels to show beside foreign keys: to-one relationships' names.
    std::vector<std::string> labelsOf;
    /// Cells above this many bytes are cut.
    std::size_t maxCellBytes = 64 * 1024;
  };

  /// @throws DbError InvalidRequest for names. No I/O.
  PagedQuery(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec);

  const Spec& spec() const { return m_spec; }
  const Model& model() const { return *m_model; }
  /// The statement of the first page, for people and for tests.
  CompiledStatement firstPage(std::int64_t rows) const;

  /// Reads rows [first, first + count). Worker thread.
  /// The batch's columns are the model's attributes in order, then one "label:<relationship>" for each labelsOf, then
  /// the hidden columns of the order's key. @return fewer rows at the end
  std::shared_ptr<const RowBatch> page(Connection& connection, std::int64_t first, std::int64_t count,
                                       const CancelToken& cancelToken) const;
  /// The last `count` rows, read backwards. For a jump to the end before anything is indexed.
  std::shared_ptr<const RowBatch> lastPage(Connection& connection, std::int64_t count, const CancelToken& cancelToken) const;

  /// Reads the keys in order and fills the index, until done or cancelled. Worker thread, not the pages' one.
  void scanKeys(Connection& connection, const CancelToken& cancelToken, const std::function<void()>& progress) const;
  const KeyIndex& index() const { return *m_index; }
  /// A guess at the number of rows from the catalogue or the rowid's span; nullopt where there is none. Cheap.
  std::optional<std::int64_t> estimate(Connection& connection) const;

 private:
  std::shared_ptr<const Registry> m_registry;
  const Dialect& m_dialect;
  Spec m_spec;
  const Model* m_model;
  std::shared_ptr<KeyIndex> m_index;
};

}  // namespace joinery
