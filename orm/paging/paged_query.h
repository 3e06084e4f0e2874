// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/key_index.h"
#include "orm/paging/page.h"
#include "orm/paging/paged_select.h"
#include "orm/paging/row_finder.h"
#include "orm/paging/row_spool.h"

namespace joinery {

/// The rows of a model under a filter in an order, read a page at a time by key, never by OFFSET, so that a page costs the same wherever
/// it is. Where an index of the table serves the order every 256th key is kept in memory; for any other order or filter all keys are in a
/// spool file, and whole rows where they have no key. What is kept beside the file stays below 64 MiB for any number of rows.
/// Immutable but for what the scan of the keys fills; shared between the thread that reads pages and the one that scans the keys.
class PagedQuery {
 public:
  using Spec = PagedSelect::Spec;
  /// How a page's rows are found once the keys were scanned.
  enum class Places { KeyIndex, SpooledKeys, SpooledRows };

  enum class Accuracy { Exact, Near };

  /// @throws DbError InvalidRequest for names. No I/O.
  PagedQuery(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec);

  const Spec& spec() const { return m_select->spec(); }
  const Model& model() const { return m_select->model(); }
  /// The statements it reads with.
  const PagedSelect& select() const { return *m_select; }
  /// How many rows were seen, and whether all were, whatever the places are.
  const KeyIndex& index() const { return *m_index; }
  Places places() const;
  /// Whether the scan has come so far that this row's page is found at once.
  bool isKnown(std::int64_t row) const;
  /// Bytes of memory that the places take, beside the spool file.
  std::size_t memoryUsage() const { return m_index->memoryUsage() + m_spool->memoryUsage(); }
  /// The statement of the first page, where the rows do not have to be sorted for it: then their keys alone are, first.
  CompiledStatement firstPage(std::int64_t rows) const;

  /// Reads rows [first, first + count). Those that the scan has not come to yet are found by reading the keys before them. Worker thread.
  /// The batch's columns are the model's attributes in order, then `label:<relationship>` for each of labelsOf, then `order:<n>` for
  /// each term of the order that is no attribute (PagedSelect::termColumns() says where they are). Rows that were deleted since the scan are told of; new ones come with another query.
  /// @param accuracy Near: far ahead of the scan, rows that stand near that place by their keys, which is told of the page, instead of
  /// reading all keys before them
  /// A key index knows who stands at every 256th place only: of those between, the last ones are the places without a row, or give way
  /// to rows that came in between.
  /// @return fewer places at the end @throws DbError Cancelled and what the engine throws
  Page page(Connection& connection, std::int64_t first, std::int64_t count, const CancelToken& cancelToken, Accuracy accuracy = Accuracy::Exact) const;
  /// The last `count` rows, read backwards and given in order: a jump to the end before anything is indexed.
  /// @pre there is an order: a key or a sort. Worker thread.
  std::shared_ptr<const RowBatch> lastPage(Connection& connection, std::int64_t count) const;

  /// The same rows in the same places with no cell cut, for pages that are known to be small: a page takes the memory of all its cells.
  /// What was cut when it was spooled, of rows without a key, stays so.
  PagedQuery withWholeCells() const;
  /// The values in the order, whole, of the row at a place, or the next one that is there. Worker thread.
  /// @pre the order is total @return nothing where there is none
  std::optional<std::vector<Value>> termsAt(Connection& connection, std::int64_t row, const CancelToken& cancelToken) const;

  /// A row that was found: where it stands, and its values in the order, one a term; none where the order is not total, or one of them was cut.
  struct Place {
    std::int64_t row = 0;
    std::vector<Value> terms = {};
  };
  /// The nearest row behind another one that passes a filter beside the query's own. Only the engine looks at the rows; nothing but the
  /// keys of what it finds is read, where there are keys. The page of what was found is read at once from then on, though the scan has
  /// not come so far. Worker thread.
  /// @param from that one; none: before the first, or behind the last @throws DbError InvalidRequest, Cancelled and what the engine throws
  std::optional<Place> find(Connection& connection, const Json& filter, const std::optional<Place>& from, RowFinder::Towards towards,
                            const CancelToken& cancelToken) const;

  /// Reads the keys in order, from the beginning, until all are seen. Not on the worker that reads pages.
  /// @param progress called now and then, and at the end @throws DbError Cancelled and what the engine throws
  void scanKeys(Connection& connection, const CancelToken& cancelToken, const std::function<void()>& progress) const;
  /// A guess at the number of rows, without reading them: the catalogue's figure or the rowid's span. nullopt where there is none.
  std::optional<std::int64_t> estimate(Connection& connection) const;

 private:
  void addLandmark(RowFinder& finder, const Place& place) const;

  PagedQuery(std::shared_ptr<const PagedSelect> select, std::shared_ptr<KeyIndex> index, std::shared_ptr<RowSpool> spool)
      : m_select(std::move(select)), m_index(std::move(index)), m_spool(std::move(spool)) {}

  std::shared_ptr<const PagedSelect> m_select;
  std::shared_ptr<KeyIndex> m_index;
  std::shared_ptr<RowSpool> m_spool;
};

}  // namespace joinery
