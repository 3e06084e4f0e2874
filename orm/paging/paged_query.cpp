// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/paged_query.h"

#include <algorithm>

#include "orm/paging/key_scan.h"
#include "orm/paging/page_reader.h"
#include "orm/sql/function.h"

namespace joinery {

PagedQuery::PagedQuery(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec)
    : m_select(std::make_shared<const PagedSelect>(std::move(registry), dialect, std::move(spec))),
      m_index(std::make_shared<KeyIndex>()),
      m_spool(std::make_shared<RowSpool>()) {}

PagedQuery::Places PagedQuery::places() const {
  if (!m_select->order().isTotal()) return Places::SpooledRows;
  return m_select->isServedByIndex() && !m_select->isFiltered() ? Places::KeyIndex : Places::SpooledKeys;
}

bool PagedQuery::isKnown(std::int64_t row) const {
  if (m_index->isComplete()) return true;
  if (places() != Places::KeyIndex) return row < m_spool->rows();
  const auto block = m_index->block(row);
  return block && row < block->begin.row + block->rows.value_or(1);
}

CompiledStatement PagedQuery::firstPage(std::int64_t count) const { return m_select->dialect().compile(m_select->rows().limit(count)); }

Page PagedQuery::page(Connection& connection, std::int64_t first, std::int64_t count, const CancelToken& cancelToken, Accuracy accuracy) const {
  cancelToken.throwIfCancelled();
  PageReader reader(*m_select, *m_index, *m_spool, connection, cancelToken);
  const bool isComplete = m_index->isComplete();
  std::optional<Page> page;
  if (places() == Places::KeyIndex) {
    const auto last = m_index->block(first + count - 1);
    const bool isIndexed = isComplete || (last && last->rows && first + count <= last->begin.row + *last->rows);
    if (isIndexed) page = reader.byIndex(first, count);
  } else if (isComplete || first + count <= m_spool->rows()) {
    page = places() == Places::SpooledKeys ? reader.bySpooledKeys(first, count) : Page{m_spool->read(first, count), {}, false};
  }
  // A scan that began again has taken away meanwhile what was known.
  if (page && (page->size() == count || m_index->isComplete())) return *page;
  if (accuracy == Accuracy::Near && places() == Places::KeyIndex) {
    const auto rows = estimate(connection);
    if (auto near = rows ? reader.nearby(first, count, *rows) : std::nullopt) return *near;
  }
  return places() == Places::SpooledRows ? reader.afterOtherRows(first, count) : reader.afterOthers(first, count);
}

std::shared_ptr<const RowBatch> PagedQuery::lastPage(Connection& connection, std::int64_t count) const {
  return PageReader(*m_select, *m_index, *m_spool, connection, {}).last(count).rows;
}

std::optional<PagedQuery::Place> PagedQuery::find(Connection& connection, const Json& filter, const std::optional<Place>& from,
                                                  RowFinder::Towards towards, const CancelToken& cancelToken) const {
  RowFinder finder(*m_select, *m_index, *m_spool, connection, cancelToken);
  const auto condition = m_select->condition(filter);
  if (places() == Places::SpooledRows) {
    const auto row = finder.nextPlace(condition, from ? std::optional(from->row) : std::nullopt, towards);
    return row ? std::optional(Place{*row, {}}) : std::nullopt;
  }
  std::vector<Value> start;
  if (from) start = from->terms.empty() ? termsAt(connection, from->row, cancelToken).value_or(std::vector<Value>()) : from->terms;
  auto terms = finder.next(condition, start, towards);
  while (terms) {
    if (const auto row = finder.placeOf(*terms)) {
      const Place found{*row, std::move(*terms)};
      addLandmark(finder, found);
      return found;
    }
    // One that came after the keys were read has no place among them.
    terms = finder.next(condition, *terms, towards);
  }
  return std::nullopt;
}

PagedQuery PagedQuery::withWholeCells() const {
  auto whole = spec();
  whole.maxCellBytes = 0;
  return {std::make_shared<const PagedSelect>(m_select->registry(), m_select->dialect(), std::move(whole)), m_index, m_spool};
}

std::optional<std::vector<Value>> PagedQuery::termsAt(Connection& connection, std::int64_t row, const CancelToken& cancelToken) const {
  // One that is gone says nothing; the next one is as good.
  constexpr std::int64_t kPlacesLookedAt = 16;
  Page page = this->page(connection, row, kPlacesLookedAt, cancelToken);
  if (page.rows->rows() == 0) return std::nullopt;
  const auto& columns = m_select->termColumns();
  const bool isCut = std::ranges::any_of(columns, [&](std::size_t column) { return page.rows->isPartial(0, column); });
  while (isCut && page.isGone(0)) page = this->page(connection, ++row, kPlacesLookedAt, cancelToken);
  if (isCut) page = withWholeCells().page(connection, row, 1, cancelToken);
  if (page.rows->rows() == 0) return std::nullopt;
  std::vector<Value> terms;
  for (const std::size_t column : columns) terms.emplace_back(page.rows->at(0, column));
  return terms;
}

void PagedQuery::addLandmark(RowFinder& finder, const Place& place) const {
  if (isKnown(place.row)) return;
  const auto fromPage = place.row % KeyIndex::kStride;
  const auto terms = fromPage == 0 ? std::optional(place.terms) : finder.before(place.terms, fromPage);
  if (terms) m_index->addLandmark({place.row - fromPage, *terms});
}

void PagedQuery::scanKeys(Connection& connection, const CancelToken& cancelToken, const std::function<void()>& progress) const {
  KeyScan(*m_select, connection, cancelToken, {*m_index, *m_spool, progress}).run();
}

std::optional<std::int64_t> PagedQuery::estimate(Connection& connection) const {
  if (m_select->isFiltered()) return std::nullopt;
  const auto& table = *model().table;
  if (table.estimatedRows) return table.estimatedRows;
  const auto rowId = rowIdName(table);
  if (rowId.empty()) return std::nullopt;
  const auto column = sql::column(table.name.name, rowId);
  // Each as a subquery of its own: SQLite answers either from an end of the b-tree, but both at once by a scan.
  const auto least = sql::subquery(sql::Select({sql::minimum(column)}).from(sql::table(table.name)));
  const auto greatest = sql::subquery(sql::Select({sql::maximum(column)}).from(sql::table(table.name)));
  const auto batch = fetchAll(connection, m_select->dialect().compile(sql::Select({least.as("least"), greatest.as("greatest")})));
  if (batch->rows() == 0 || batch->at(0, 0).isNull()) return 0;
  return batch->at(0, 1).toInteger() - batch->at(0, 0).toInteger() + 1;
}

}  // namespace joinery
