// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/core/row_batch.h"
#include "orm/dialect/dialect.h"
#include "orm/model/registry.h"
#include "orm/paging/row_order.h"

namespace joinery {

/// The statements that read a model's rows under a filter in an order. Pure, immutable, any thread.
class PagedSelect {
 public:
  struct Spec {
    std::string model;
    Json filter = Json::object();
    std::vector<std::string> sorts;
    /// To-one relationships whose label is read along, to be shown beside the foreign key.
    std::vector<std::string> labelsOf;
    /// Cells above this many bytes are cut, also at the server where it can.
    std::size_t maxCellBytes = 64 * 1024;
  };

  /// @throws DbError InvalidRequest for names
  PagedSelect(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec);

  const Spec& spec() const { return m_spec; }
  const Model& model() const { return *m_model; }
  const Dialect& dialect() const { return m_dialect; }
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }
  const RowOrder& order() const { return *m_order; }
  /// The order of the rows' keys alone.
  const RowOrder& keyOrder() const { return *m_keyOrder; }
  /// One more filter of the model as a condition of these statements. @throws DbError InvalidRequest
  sql::Expression condition(const Json& filter) const;
  bool isFiltered() const { return !m_condition.isEmpty(); }
  bool isServedByIndex() const { return m_isServed; }
  /// Whether the engine sorts the rows for every look at them, while an index finds each by its key: then only keys are worth sorting.
  bool isSortedByEngine() const { return !m_isServed && m_isKeyServed; }
  /// Whether an index leads through the rows in the order of their keys.
  bool isKeyServedByIndex() const { return m_isKeyServed; }
  /// Whether there is an order at all: a view that nobody sorts has none.
  bool hasOrder() const { return !m_order->terms().empty(); }
  /// Whether a long result in the order is best read in pieces, each a statement that goes on by key: an index leads to each of them,
  /// and the engine has no cursors that read a snapshot without keeping others waiting.
  bool isReadInPieces() const { return m_isServed && m_dialect.cursorStatements({}, {}).empty(); }

  /// The rows in order: the model's attributes, `label:<relationship>` for each of labelsOf, `order:<n>` for each term of the order that
  /// is no attribute, then the sizes of the cells that the server may have cut, where there are such.
  sql::Select rows() const;
  /// The same rows, with one boolean column more at the end: whether they come at that place of the order or after it.
  /// @pre hasRoomForOneMore()
  sql::Select rows(const std::vector<Value>& beyond) const;
  /// Engines bound the columns of a result.
  bool hasRoomForOneMore() const;
  /// The rows of those keys in no order, whether they pass the filter or not. @param keys as rowKeys() gives them
  sql::Select rowsOf(const RowBatch& keys) const;
  /// Where in a batch of rows the terms of the order are, in order. They may be cut, and are no key then.
  const std::vector<std::size_t>& termColumns() const { return m_termColumns; }
  /// The row number of SQLite by which the rows are told apart, where it is that. @param rows that were selected here
  std::optional<std::int64_t> rowIdOf(const RowBatch& rows, std::size_t row) const;
  /// The last of them: the row's key.
  std::vector<std::size_t> keyColumnsOfRows() const;
  /// Marks the cells that the server has cut, with their sizes. @param batch of rows that were selected here
  std::shared_ptr<const RowBatch> withCutMarked(std::shared_ptr<const RowBatch> batch) const;
  /// All columns of rows(), of the row with the key that the parameters `key0` … give.
  sql::Select rowByKey() const;
  /// Of a statement that selects rows() in any way: their keys instead, and where it has them whether they come after another place.
  sql::Select keysOf(const sql::Select& rows) const;
  /// The terms of the order, in order.
  sql::Select places() const;
  /// The terms of the order of every row, in no order, then whether it passes the filter as a boolean.
  sql::Select placesWithFilter() const;
  /// The rows' keys, in order.
  sql::Select rowKeys() const;
  /// Every row's key in the order of keys, whether it passes the filter or not, then that as a boolean; the terms of the order between
  /// them where they are asked for.
  enum class Terms { None, All };
  sql::Select keysWithFilter(Terms terms) const;

 private:
  void addLabels(std::vector<sql::Expression>& columns, sql::FromItem& from) const;
  void placeTerms();
  sql::Select rowColumns() const;
  std::vector<sql::Expression> keyColumns() const;
  sql::Expression passes() const;
  sql::Expression sizes() const;

  std::shared_ptr<const Registry> m_registry;
  const Dialect& m_dialect;
  Spec m_spec;
  const Model* m_model;
  std::unique_ptr<RowOrder> m_order;
  std::unique_ptr<RowOrder> m_keyOrder;
  std::map<std::size_t, Dialect::CutValue> m_cuts;  ///< by attribute, of those that the server may cut
  sql::Expression m_condition;
  std::vector<std::size_t> m_termColumns;
  std::size_t m_sizesColumn = 0;
  bool m_isServed = false;
  bool m_isKeyServed = false;
};

}  // namespace joinery
