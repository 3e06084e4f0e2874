// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/json.h"
#include "orm/core/row_batch.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/paging/key_index.h"
#include "orm/paging/row_order.h"

namespace joinery {

/// The rows of a model under a filter in a total order, read a page at a time by key, never by a growing OFFSET.
/// Immutable but for its KeyIndex; shared between the thread that reads pages and the one that scans the keys.
class PagedQuery {
 public:
  struct Spec {
    std::string model;
    Json filter = Json::object();
    std::vector<std::string> sorts;
    /// To-one relationships whose label is read along, to be shown beside the foreign key.
    std::vector<std::string> labelsOf;
    /// Cells above this many bytes are cut.
    std::size_t maxCellBytes = 64 * 1024;
  };

  /// @throws DbError InvalidRequest for names. No I/O.
  PagedQuery(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec);

  const Spec& spec() const { return m_spec; }
  const Model& model() const { return *m_model; }
  const KeyIndex& index() const { return *m_index; }
  /// The statement of the first page.
  CompiledStatement firstPage(std::int64_t rows) const;

  /// Reads rows [first, first + count): from the nearest known key on. Worker thread.
  /// The batch's columns are the model's attributes in order, then `label:<relationship>` for each of labelsOf, then
  /// `order:<n>`, the row's place in the order. @return fewer rows at the end
  std::shared_ptr<const RowBatch> page(Connection& connection, std::int64_t first, std::int64_t count,
                                       const CancelToken& cancelToken) const;
  /// The last `count` rows, read backwards and given in order: a jump to the end before anything is indexed. Worker thread.
  std::shared_ptr<const RowBatch> lastPage(Connection& connection, std::int64_t count) const;

  /// Reads the keys in order and fills the index, until all are seen. Not on the worker that reads pages.
  /// @param progress called after each piece @throws DbError Cancelled and what the engine throws
  void scanKeys(Connection& connection, const CancelToken& cancelToken, const std::function<void()>& progress) const;
  /// A guess at the number of rows, without reading them: the catalogue's figure or the rowid's span. nullopt where there is none.
  std::optional<std::int64_t> estimate(Connection& connection) const;

 private:
  sql::Select rows() const;
  sql::Select keys() const;
  void addLabels(std::vector<sql::Expression>& columns, sql::FromItem& from) const;
  std::int64_t scanSlice(Connection& connection, const sql::Select& select, std::int64_t firstRow, const CancelToken& cancelToken,
                         std::vector<Value>& lastKey) const;

  std::shared_ptr<const Registry> m_registry;
  const Dialect& m_dialect;
  Spec m_spec;
  const Model* m_model;
  std::unique_ptr<RowOrder> m_order;
  sql::Expression m_condition;
  std::shared_ptr<KeyIndex> m_index;
};

}  // namespace joinery
