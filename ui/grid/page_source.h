// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "orm/paging/paged_query.h"
#include "ui/connections/database.h"
#include "ui/grid/longest_texts.h"

namespace joinery::ui {

/// The pages of one PagedQuery, read on a worker as the view asks for them, and the background scan of its keys on another.
/// A bounded number of pages is kept. GUI thread.
class PageSource : public QObject {
  Q_OBJECT
 public:
  static constexpr std::int64_t kPageRows = 256;
  static constexpr std::size_t kMostPages = 48;
  /// Of pages with large cells fewer are kept; the last ones that were looked at always are.
  static constexpr std::size_t kMostBytes = 32U << 20U;
  static constexpr std::size_t kLeastPages = 3;

  explicit PageSource(Database* database, QObject* parent = nullptr);
  ~PageSource() override;

  /// Starts over with another query; what was read before is dropped unless `keep` says so, and stale answers are ignored.
  enum class Keep { Nothing, PagesUntilReplaced };
  void setQuery(std::shared_ptr<const PagedQuery> query, Keep keep = Keep::Nothing);
  Database* database() const;
  const PagedQuery* query() const;
  std::shared_ptr<const PagedQuery> sharedQuery() const;
  /// Where the next query's rows have the label of a foreign key, by attribute.
  void setLabelColumns(std::unordered_map<int, int> labelColumns);
  /// Stops what runs. Pages are read again as they are asked for; the rows are counted no more until the next query.
  void stop();

  struct Row { std::shared_ptr<const RowBatch> batch; std::size_t row = 0; };
  /// A row that was read; nullopt asks nothing, and is all there is where the row is gone.
  std::optional<Row> row(std::int64_t index) const;
  /// Whether the row at that place was deleted elsewhere since the query was set: the place stays until the next query.
  bool isGone(std::int64_t index) const;
  /// The rows that are on screen: their pages are read before any others.
  void request(std::int64_t first, std::int64_t last);

  /// A view has painted its rows: what they need not wait for begins then, such as the scan of the keys. Where nobody paints it begins a little later.
  void rowsPainted();
  /// A person wants the end before the rows are counted: the last rows are read backwards, and stand at the end of what is known so far.
  void requestEnd();
  /// Whether the row stands at its place by guess: among the last rows while they are not counted.
  bool isPlaceGuessed(std::int64_t index) const;
  /// Somebody knows that there are so many rows at least.
  void expectRows(std::int64_t rows);
  /// Rows as far as they are known; at least as many as were seen.
  std::int64_t rowCount() const;
  bool isRowCountExact() const;
  bool isReading() const;
  bool isScanning() const;

 Q_SIGNALS:
  /// What columns have to fit, as the first pages have it; pageRead() follows.
  void textsMeasured(const joinery::ui::LongestTexts& texts);
  void pageRead(qint64 firstRow, qint64 rows);
  void rowCountChanged();
  void busyChanged();
  void failed(const joinery::DbError& error);

 private:
  struct Private;
  void readNext();
  void readPage(std::int64_t page);
  void readScreen();
  void screenArrived(const Result<Page>& result);
  void readEnd();
  void endArrived(const Result<std::shared_ptr<const RowBatch>>& result);
  bool refuse(const DbError& error);
  void leaveSlowPage(std::int64_t firstPage, std::int64_t lastPage);
  struct ReadPage {
    Page page;
    LongestTexts texts;
  };
  void pageArrived(std::uint64_t generation, std::int64_t page, const Result<ReadPage>& result);
  void planScan();
  void startScan();
  void scanCameOn();
  void scanEnded(const Result<Done>& result);
  void updateRowCount();
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
