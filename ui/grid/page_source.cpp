// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/page_source.h"

#include <QPointer>
#include <unordered_map>

#include "ui/widgets/deliver.h"

namespace joinery::ui {

namespace {

/// The first pages are looked at for how wide their columns have to be.
constexpr std::int64_t kMeasuredPages = 2;

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
  bool scanning = false;
  bool leaving = false;            // the page that is being read is not wanted any more
  std::int64_t readPage = 0;
  JobId pageJob = 0;

  bool isMissing(std::int64_t page) const {
    const auto found = pages.find(page);
    return found == pages.end() || found->second.stale;
  }
  bool isBeyondEnd(std::int64_t page) const {
    const auto first = page * kPageRows;
    if (end && first >= std::max<std::int64_t>(1, *end)) return true;
    return exact && first >= std::max<std::int64_t>(1, rowCount);
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

PageSource::PageSource(Database* database, QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->pageWorker = database->newWorker(tr("pages"));
}

PageSource::~PageSource() = default;

void PageSource::setQuery(std::shared_ptr<const PagedQuery> query, Keep keep) {
  ++d->generation;
  d->pageWorker->cancelAll();
  if (d->scanWorker) d->scanWorker->cancelAll();
  d->query = std::move(query);
  d->reading = false;
  d->scanning = false;
  d->leaving = false;
  d->refused.reset();
  d->end.reset();
  d->estimate.reset();
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

const PagedQuery* PageSource::query() const { return d->query.get(); }

std::shared_ptr<const PagedQuery> PageSource::sharedQuery() const { return d->query; }

void PageSource::setLabelColumns(std::unordered_map<int, int> labelColumns) { d->labelColumns = std::move(labelColumns); }

void PageSource::stop() {
  d->pageWorker->cancelAll();
  if (d->scanWorker) d->scanWorker->cancelAll();
}

std::optional<PageSource::Row> PageSource::row(std::int64_t index) const {
  const auto found = d->pages.find(index / kPageRows);
  if (found == d->pages.end()) return std::nullopt;
  const auto inBatch = found->second.page.rowAt(index % kPageRows);
  if (!inBatch) return std::nullopt;
  found->second.lastUse = ++d->clock;
  return Row{found->second.page.rows, *inBatch};
}

bool PageSource::isGone(std::int64_t index) const {
  const auto found = d->pages.find(index / kPageRows);
  return found != d->pages.end() && found->second.page.isGone(index % kPageRows);
}

void PageSource::request(std::int64_t first, std::int64_t last) {
  d->firstWanted = std::max<std::int64_t>(0, first);
  d->lastWanted = std::max(d->firstWanted, last);
  readNext();
}

/// A page far ahead of the scan takes as long as the scan to come there, and nobody waits for one that was scrolled past.
void PageSource::leaveSlowPage(std::int64_t firstPage, std::int64_t lastPage) {
  const bool isNear = d->readPage >= firstPage - 1 && d->readPage <= lastPage + 1;
  if (isNear || d->leaving || d->query->isKnown(d->readPage * kPageRows)) return;
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
  std::optional<std::int64_t> wanted;
  // What is on screen first, then its neighbours.
  for (std::int64_t page = firstPage; page <= lastPage && !wanted; ++page)
    if (d->isMissing(page) && !d->isBeyondEnd(page)) wanted = page;
  for (const std::int64_t page : {lastPage + 1, firstPage - 1})
    if (!wanted && page >= 0 && d->isMissing(page) && !d->isBeyondEnd(page)) wanted = page;
  if (!wanted) return;

  d->reading = true;
  auto job = d->pageWorker->run([query = d->query, labels = d->labelColumns, page = *wanted](Worker::Context& context) {
    ReadPage read{query->page(context.connection, page * kPageRows, kPageRows, context.cancelToken), {}};
    if (page < kMeasuredPages) read.texts.add(query->model(), *read.page.rows, labels);
    return read;
  });
  d->pageJob = job.id;
  d->readPage = *wanted;
  deliver(job.future, this, [this, generation = d->generation, page = *wanted](Result<ReadPage> result) { pageArrived(generation, page, result); });
  Q_EMIT busyChanged();
}

void PageSource::pageArrived(std::uint64_t generation, std::int64_t page, const Result<ReadPage>& result) {
  if (generation != d->generation) return;
  d->reading = false;
  if (std::exchange(d->leaving, false) && !result && result.error().kind() == ErrorKind::Cancelled) return readNext();
  if (!result) {
    d->refused = std::pair(d->firstWanted / kPageRows, d->lastWanted / kPageRows);
    Q_EMIT busyChanged();
    Q_EMIT failed(result.error());
    return;
  }
  const std::int64_t rows = result->page.size();
  const std::int64_t first = page * kPageRows;
  // One that was read before the scan ended, and came after, is read again.
  d->pages[page] = Private::HeldPage{result->page, ++d->clock, result->page.isProvisional && d->query->index().isComplete(), result->page.rows->memoryUsage()};
  d->evict();
  d->seenEnd = std::max(d->seenEnd, first + rows);
  if (rows < kPageRows && (rows > 0 || page == 0)) d->end = first + rows;
  updateRowCount();
  if (!result->texts.isEmpty() && rows > 0) Q_EMIT textsMeasured(result->texts);
  Q_EMIT pageRead(first, rows);
  startScan();
  readNext();
  Q_EMIT busyChanged();
}

void PageSource::startScan() {
  // The first rows are on screen before anything is counted.
  if (d->scanning || d->query->index().isComplete()) return;
  // All that there is was read; where there is more, other pages are found by what the scan finds.
  if (d->end && *d->end <= kPageRows) return;
  d->scanning = true;
  if (!d->scanWorker) d->scanWorker = d->database->newWorker(tr("keys"));
  const auto generation = d->generation;
  const QPointer<PageSource> self(this);
  auto estimate = d->scanWorker->run([query = d->query](Worker::Context& context) { return query->estimate(context.connection); });
  deliver(estimate.future, this, [this, generation](Result<std::optional<std::int64_t>> result) {
    if (generation != d->generation || !result) return;
    d->estimate = *result;
    updateRowCount();
  });
  auto job = d->scanWorker->run([query = d->query, self, generation](Worker::Context& context) {
    query->scanKeys(context.connection, context.cancelToken, [self, generation] {
      QMetaObject::invokeMethod(qApp, [self, generation] {
        if (self && generation == self->d->generation) self->updateRowCount();
      });
    });
    return Done{};
  });
  deliver(job.future, this, [this, generation](Result<Done> result) {
    if (generation == d->generation) scanEnded(result);
  });
}

void PageSource::scanEnded(const Result<Done>& result) {
  d->scanning = false;
  updateRowCount();
  if (!result && result.error().kind() != ErrorKind::Cancelled) Q_EMIT failed(result.error());
  if (result)
    for (auto& [number, held] : d->pages) held.stale = held.stale || held.page.isProvisional;
  readNext();
  Q_EMIT busyChanged();
}

void PageSource::updateRowCount() {
  const auto& index = d->query->index();
  const bool exact = index.isComplete() || d->end.has_value();
  std::int64_t rows = 0;
  if (index.isComplete()) rows = index.rowsSeen();
  else if (d->end) rows = *d->end;
  else rows = std::max({d->seenEnd, index.rowsSeen(), d->estimate.value_or(0), d->heldCount});
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
