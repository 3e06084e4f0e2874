// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/page_source.h"

#include <QPointer>
#include <QTimer>
#include <atomic>
#include <unordered_map>

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// The first pages are looked at for how wide their columns have to be.
constexpr std::int64_t kMeasuredPages = 2;
/// How long the scan waits for a view that may be hidden, or not there.
constexpr std::chrono::milliseconds kPaintPatience{100};

}  // namespace

struct PageSource::Private {
  struct HeldPage {
    Page page;
    std::uint64_t lastUse = 0;
    bool stale = false;
    std::size_t bytes = 0;
  };

  Database* database;
  std::unique_ptr<Worker> pageWorker;
  std::unique_ptr<Worker> scanWorker;
  std::shared_ptr<const PagedQuery> query;
  std::unordered_map<int, int> labelColumns;
  std::unordered_map<std::int64_t, HeldPage> pages;
  std::uint64_t generation = 0;
  mutable std::uint64_t clock = 0;
  std::int64_t firstWanted = 0;
  std::int64_t lastWanted = kPageRows - 1;
  // The first and the last page that were wanted when a read failed or was stopped; they are not tried again by themselves.
  std::optional<std::pair<std::int64_t, std::int64_t>> refused;
  std::int64_t seenEnd = 0;        // rows that pages have shown to exist
  std::optional<std::int64_t> end; // a page came back short: here it ends
  std::optional<std::int64_t> estimate;
  std::int64_t rowCount = 0;
  std::int64_t heldCount = 0;      // shown on a refresh until the new one is known
  bool exact = false;
  bool reading = false;
  bool scanning = false;           // or about to
  bool stopped = false;            // by a person: nothing is counted any more until the next query
  QTimer unpainted;                // runs while the first rows wait to be painted, and the scan for them
  bool leaving = false;            // the page that is being read is not wanted any more
  bool troubled = false;           // what failed for one worker may have reached the other's connection unnoticed
  std::int64_t readPage = 0;
  JobId pageJob = 0;
  bool wantsEnd = false;
  std::shared_ptr<const RowBatch> lastRows;  // read backwards before the rows were counted
  // What was on screen when it was read, before all of its pages: keys of a sorted table lie all over it, and each may be a look at the disk.
  Page screen;
  std::int64_t screenStart = 0;
  std::int64_t screenEnd = 0;

  std::int64_t lastRowsStart() const { return lastRows ? rowCount - static_cast<std::int64_t>(lastRows->rows()) : rowCount; }
  /// Whether all that is on screen of a page is among the last rows.
  bool isAmongLast(std::int64_t page) const { return !exact && lastRows && std::max(page * kPageRows, firstWanted) >= lastRowsStart(); }

  bool isOnReadScreen(std::int64_t row) const { return row >= screenStart && row < screenEnd; }
  /// Whether a page that is missing is best shown by its rows on screen first.
  bool isReadByScreen(std::int64_t page) const {
    const bool isOnScreen = page >= firstWanted / kPageRows && page <= lastWanted / kPageRows;
    const auto last = std::min(lastWanted, rowCount - 1);
    if (!isOnScreen || pages.contains(page) || last < firstWanted || query->places() != PagedQuery::Places::SpooledKeys) return false;
    return query->isKnown(last) && !(isOnReadScreen(firstWanted) && isOnReadScreen(last));
  }
  /// Nobody waits for a page beside those on screen: not where it keeps them from being painted, nor where all rows had to be looked at
  /// for it, which the scan is about to do anyway.
  bool isWorthReadingAhead(std::int64_t page) const {
    return !unpainted.isActive() && (query->places() == PagedQuery::Places::KeyIndex || query->isKnown((page + 1) * kPageRows - 1));
  }
  bool isMissing(std::int64_t page) const {
    const auto found = pages.find(page);
    return found == pages.end() || found->second.stale;
  }
  bool isBeyondEnd(std::int64_t page) const {
    const auto first = page * kPageRows;
    if (end && first >= std::max<std::int64_t>(1, *end)) return true;
    return exact && first >= std::max<std::int64_t>(1, rowCount);
  }
  /// Pages that were read near their place only are read again once it is known. @return whether there are any
  bool markKnownPages() {
    bool any = false;
    for (auto& [number, held] : pages) {
      if (!held.page.isNear || held.stale || !query->isKnown((number + 1) * kPageRows - 1)) continue;
      held.stale = any = true;
    }
    return any;
  }
  void evict() {
    const auto bytes = [this] {
      std::size_t sum = 0;
      for (const auto& [number, page] : pages) sum += page.bytes;
      return sum;
    };
    while (pages.size() > kMostPages || (pages.size() > kLeastPages && bytes() > kMostBytes)) {
      const auto oldest = std::min_element(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; });
      pages.erase(oldest);
    }
  }
};

namespace {

/// What the scan of a query's keys is for, in words.
std::string scanWords(const PagedQuery& query) {
  const auto& spec = query.spec();
  const QString name = toQString(spec.model);
  if (!spec.sorts.empty()) return toStdString(PageSource::tr("Sorting %1").arg(name));
  if (!spec.filter.empty()) return toStdString(PageSource::tr("Filtering %1").arg(name));
  return toStdString(PageSource::tr("Counting the rows of %1").arg(name));
}

}  // namespace

PageSource::PageSource(Database* database, QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->pageWorker = database->newWorker(tr("pages"));
  d->unpainted.setSingleShot(true);
  connect(&d->unpainted, &QTimer::timeout, this, &PageSource::startScan);
}

PageSource::~PageSource() = default;

void PageSource::setQuery(std::shared_ptr<const PagedQuery> query, Keep keep) {
  ++d->generation;
  d->pageWorker->cancelAll();
  if (d->scanWorker) d->scanWorker->cancelAll();
  if (std::exchange(d->troubled, false)) {
    d->pageWorker = d->database->newWorker(tr("pages"));
    d->scanWorker.reset();
  }
  d->query = std::move(query);
  d->reading = false;
  d->scanning = false;
  d->stopped = false;
  d->unpainted.stop();
  d->leaving = false;
  d->refused.reset();
  d->end.reset();
  d->estimate.reset();
  d->wantsEnd = false;
  d->lastRows.reset();
  d->screenEnd = d->screenStart;
  if (keep == Keep::Nothing) {
    d->pages.clear();
    d->seenEnd = 0;
    d->rowCount = 0;
    d->heldCount = 0;
    d->firstWanted = 0;
    d->lastWanted = kPageRows - 1;
  } else {
    for (auto& [number, page] : d->pages) page.stale = true;
    d->seenEnd = 0;
    d->heldCount = d->rowCount;
  }
  d->exact = false;
  readNext();
  Q_EMIT busyChanged();
}

Database* PageSource::database() const { return d->database; }

const PagedQuery* PageSource::query() const { return d->query.get(); }

std::shared_ptr<const PagedQuery> PageSource::sharedQuery() const { return d->query; }

void PageSource::setLabelColumns(std::unordered_map<int, int> labelColumns) { d->labelColumns = std::move(labelColumns); }

void PageSource::stop() {
  d->stopped = true;
  d->pageWorker->cancelAll();
  if (d->scanWorker) d->scanWorker->cancelAll();
  if (!d->unpainted.isActive()) return;
  d->unpainted.stop();
  d->scanning = false;
  Q_EMIT busyChanged();
}

std::optional<PageSource::Row> PageSource::row(std::int64_t index) const {
  const bool isLast = d->lastRows && index >= d->lastRowsStart() && index < d->rowCount;
  const auto found = d->pages.find(index / kPageRows);
  // While the rows are not counted, what pages hold of these places are others.
  if (isLast && (!d->exact || found == d->pages.end())) return Row{d->lastRows, static_cast<std::size_t>(index - d->lastRowsStart())};
  if (found == d->pages.end()) {
    const auto onScreen = d->isOnReadScreen(index) ? d->screen.rowAt(index - d->screenStart) : std::nullopt;
    return onScreen ? std::optional(Row{d->screen.rows, *onScreen}) : std::nullopt;
  }
  const auto inBatch = found->second.page.rowAt(index % kPageRows);
  if (!inBatch) return std::nullopt;
  found->second.lastUse = ++d->clock;
  return Row{found->second.page.rows, *inBatch};
}

bool PageSource::isPlaceGuessed(std::int64_t index) const {
  return d->lastRows && !d->exact && index >= d->lastRowsStart() && index < d->rowCount;
}

void PageSource::requestEnd() {
  if (d->exact || !d->query || !d->query->select().hasOrder()) return;
  d->wantsEnd = true;
  d->refused.reset();
  readNext();
}

bool PageSource::isGone(std::int64_t index) const {
  const auto found = d->pages.find(index / kPageRows);
  if (found == d->pages.end()) return d->isOnReadScreen(index) && d->screen.isGone(index - d->screenStart);
  return found->second.page.isGone(index % kPageRows);
}

void PageSource::request(std::int64_t first, std::int64_t last) {
  d->firstWanted = std::max<std::int64_t>(0, first);
  d->lastWanted = std::max(d->firstWanted, last);
  readNext();
}

/// A page far ahead of the scan takes as long as the scan to come there, and one of spooled keys may be hundreds of looks at the disk;
/// nobody waits for one that was scrolled past.
void PageSource::leaveSlowPage(std::int64_t firstPage, std::int64_t lastPage) {
  const bool isNear = d->readPage >= firstPage - 1 && d->readPage <= lastPage + 1;
  const bool isSlow = d->query->places() == PagedQuery::Places::SpooledKeys || !d->query->isKnown(d->readPage * kPageRows);
  if (isNear || d->leaving || !isSlow) return;
  d->leaving = true;
  d->pageWorker->cancel(d->pageJob);
}

void PageSource::readNext() {
  if (!d->query) return;
  const auto firstPage = d->firstWanted / kPageRows;
  const auto lastPage = d->lastWanted / kPageRows;
  if (d->reading) return leaveSlowPage(firstPage, lastPage);
  if (d->refused && firstPage >= d->refused->first && lastPage <= d->refused->second) return;
  d->refused.reset();
  if (d->wantsEnd && !d->exact) return readEnd();
  std::optional<std::int64_t> wanted;
  // What is on screen first, then its neighbours.
  for (std::int64_t page = firstPage; page <= lastPage && !wanted; ++page)
    if (d->isMissing(page) && !d->isBeyondEnd(page) && !d->isAmongLast(page)) wanted = page;
  for (const std::int64_t page : {lastPage + 1, firstPage - 1})
    if (!wanted && d->isWorthReadingAhead(page) && page >= 0 && d->isMissing(page) && !d->isBeyondEnd(page) && !d->isAmongLast(lastPage)) wanted = page;
  if (!wanted) return;
  if (d->isReadByScreen(*wanted)) readScreen();
  else readPage(*wanted);
}

void PageSource::readPage(std::int64_t page) {
  d->reading = true;
  auto job = d->pageWorker->run([query = d->query, labels = d->labelColumns, page](Worker::Context& context) {
    ReadPage read{query->page(context.connection, page * kPageRows, kPageRows, context.cancelToken, PagedQuery::Accuracy::Near), {}};
    if (page < kMeasuredPages) read.texts.add(query->model(), *read.page.rows, labels);
    return read;
  }, toStdString(tr("Reading rows of %1").arg(toQString(d->query->spec().model))));
  d->pageJob = job.id;
  d->readPage = page;
  deliver(job.future, this, [this, generation = d->generation, page](Result<ReadPage> result) { pageArrived(generation, page, result); });
  Q_EMIT busyChanged();
}

void PageSource::readScreen() {
  d->reading = true;
  const auto first = d->firstWanted, end = std::min(d->lastWanted + 1, d->rowCount);
  auto job = d->pageWorker->run([query = d->query, first, end](Worker::Context& context) {
    return query->page(context.connection, first, end - first, context.cancelToken);
  }, toStdString(tr("Reading rows of %1").arg(toQString(d->query->spec().model))));
  d->pageJob = job.id;
  d->readPage = first / kPageRows;
  deliver(job.future, this, [this, generation = d->generation, first, end](Result<Page> result) {
    if (generation != d->generation) return;
    d->screenStart = first;
    d->screenEnd = result ? end : first;
    screenArrived(result);
  });
  Q_EMIT busyChanged();
}

void PageSource::screenArrived(const Result<Page>& result) {
  d->reading = false;
  if (!result && refuse(result.error())) return;
  d->leaving = false;
  if (result) {
    d->screen = *result;
    Q_EMIT pageRead(d->screenStart, d->screenEnd - d->screenStart);
  }
  readNext();
  Q_EMIT busyChanged();
}

void PageSource::readEnd() {
  d->wantsEnd = false;
  d->reading = true;
  auto job = d->pageWorker->run([query = d->query](Worker::Context& context) { return query->lastPage(context.connection, kPageRows); },
                                toStdString(tr("Reading the last rows of %1").arg(toQString(d->query->spec().model))));
  d->pageJob = job.id;
  // The view follows there.
  d->readPage = std::max(d->lastWanted, d->rowCount - 1) / kPageRows;
  deliver(job.future, this, [this, generation = d->generation](Result<std::shared_ptr<const RowBatch>> result) {
    if (generation == d->generation) endArrived(result);
  });
  Q_EMIT busyChanged();
}

void PageSource::endArrived(const Result<std::shared_ptr<const RowBatch>>& result) {
  d->reading = false;
  if (!result && refuse(result.error())) return;
  d->leaving = false;
  if (result && !d->exact) {
    d->lastRows = *result;
    const auto rows = static_cast<std::int64_t>(d->lastRows->rows());
    if (rows < kPageRows) d->end = rows;
    updateRowCount();
    Q_EMIT pageRead(d->lastRowsStart(), rows);
  }
  readNext();
  Q_EMIT busyChanged();
}

/// @return whether nothing more is read until something else is asked for
bool PageSource::refuse(const DbError& error) {
  if (std::exchange(d->leaving, false) && error.kind() == ErrorKind::Cancelled) return false;
  d->refused = std::pair(d->firstWanted / kPageRows, d->lastWanted / kPageRows);
  d->troubled = true;
  Q_EMIT busyChanged();
  Q_EMIT failed(error);
  return true;
}

void PageSource::pageArrived(std::uint64_t generation, std::int64_t page, const Result<ReadPage>& result) {
  if (generation != d->generation) return;
  d->reading = false;
  if (!result) {
    if (!refuse(result.error())) readNext();
    return;
  }
  d->leaving = false;
  const std::int64_t rows = result->page.size();
  const std::int64_t first = page * kPageRows;
  // One that was read before the scan ended, and came after, is read again.
  d->pages[page] = Private::HeldPage{result->page, ++d->clock, result->page.isProvisional && d->query->index().isComplete(), result->page.rows->memoryUsage()};
  d->markKnownPages();
  d->evict();
  if (!result->page.isNear) {
    d->seenEnd = std::max(d->seenEnd, first + rows);
    if (rows < kPageRows && (rows > 0 || page == 0)) d->end = first + rows;
  }
  // Whoever waits for more rows looks whether any are on the way.
  planScan();
  updateRowCount();
  if (!result->texts.isEmpty() && rows > 0) Q_EMIT textsMeasured(result->texts);
  Q_EMIT pageRead(first, rows);
  readNext();
  Q_EMIT busyChanged();
}

/// The first rows are on screen before anything is counted, or competes with them for a processor.
void PageSource::planScan() {
  if (d->scanning || d->stopped || d->query->index().isComplete()) return;
  // All that there is was read; where there is more, other pages are found by what the scan finds.
  if (d->end && *d->end <= kPageRows) return;
  d->scanning = true;
  d->unpainted.start(kPaintPatience);
}

void PageSource::rowsPainted() {
  // Behind what is still to be done of the event that paints.
  if (d->unpainted.isActive() && d->unpainted.interval() > 0) d->unpainted.start(0);
}

void PageSource::startScan() {
  if (!d->scanWorker) d->scanWorker = d->database->newWorker(tr("keys"));
  const auto generation = d->generation;
  const QPointer<PageSource> self(this);
  const auto guess = std::make_shared<std::atomic<std::int64_t>>(0);
  auto estimate = d->scanWorker->run([query = d->query, guess](Worker::Context& context) {
    const auto rows = query->estimate(context.connection);
    *guess = rows.value_or(0);
    return rows;
  }, scanWords(*d->query));
  deliver(estimate.future, this, [this, generation](Result<std::optional<std::int64_t>> result) {
    if (generation != d->generation || !result) return;
    d->estimate = *result;
    updateRowCount();
  });
  auto job = d->scanWorker->run([query = d->query, self, generation, guess](Worker::Context& context) {
    query->scanKeys(context.connection, context.cancelToken, [query, self, generation, guess, &progress = context.progress] {
      progress.set(query->index().rowsSeen(), *guess);
      QMetaObject::invokeMethod(qApp, [self, generation] {
        if (self && generation == self->d->generation) self->scanCameOn();
      });
    });
    return Done{};
  }, scanWords(*d->query));
  deliver(job.future, this, [this, generation](Result<Done> result) {
    if (generation == d->generation) scanEnded(result);
  });
  readNext();
}

/// What was read near its place is read again as soon as the place is known.
void PageSource::scanCameOn() {
  updateRowCount();
  d->markKnownPages();
  readNext();
}

void PageSource::scanEnded(const Result<Done>& result) {
  d->scanning = false;
  d->troubled = d->troubled || !result;
  updateRowCount();
  const bool isCancelled = !result && result.error().kind() == ErrorKind::Cancelled;
  d->stopped = d->stopped || isCancelled;
  if (!result && !isCancelled) Q_EMIT failed(result.error());
  if (result)
    for (auto& [number, held] : d->pages) held.stale = held.stale || held.page.isProvisional;
  d->markKnownPages();
  readNext();
  Q_EMIT busyChanged();
}

void PageSource::updateRowCount() {
  const auto& index = d->query->index();
  const bool exact = index.isComplete() || d->end.has_value();
  std::int64_t rows = 0;
  if (index.isComplete()) rows = index.rowsSeen();
  else if (d->end) rows = *d->end;
  else rows = std::max({d->seenEnd + (d->lastRows ? static_cast<std::int64_t>(d->lastRows->rows()) : 0), index.rowsSeen(), d->estimate.value_or(0), d->heldCount});
  if (rows == d->rowCount && exact == d->exact) return;
  d->rowCount = rows;
  d->exact = exact;
  Q_EMIT rowCountChanged();
}

void PageSource::expectRows(std::int64_t rows) {
  d->seenEnd = std::max(d->seenEnd, rows);
  if (d->query) updateRowCount();
}

std::int64_t PageSource::rowCount() const { return d->rowCount; }

bool PageSource::isRowCountExact() const { return d->exact; }

bool PageSource::isReading() const { return d->reading; }

bool PageSource::isScanning() const { return d->scanning; }

}  // namespace joinery::ui

#include "moc_page_source.cpp"
