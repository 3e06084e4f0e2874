// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_driver.h"

#include <QEventLoop>
#include <QHeaderView>
#include <QKeyEvent>
#include <QTimer>
#include <QTreeView>
#include <QWheelEvent>
#include <stdexcept>

#include "ui/grid/grid_model.h"
#include "ui/navigator/catalogue_model.h"
#include "ui/relations/relation_tree.h"
#include "ui/shell/tab_area.h"

namespace joinery::bench {

namespace {

using Clock = WatchedApplication::Clock;
using namespace std::chrono_literals;

/// As the header has it: "~" stands before a number that is a guess.
std::int64_t rowNumber(const QTableView* view, int row) {
  const QString number = view->model()->headerData(row, Qt::Vertical).toString();
  return number.mid(number.startsWith(QLatin1Char('~')) ? 1 : 0).toLongLong();
}

[[noreturn]] void giveUp(const char* what) { throw std::runtime_error(std::string("never happened: ") + what); }

}  // namespace

WindowDriver::WindowDriver(WatchedApplication& application) : m_application(application) {
  m_window.resize(1280, 800);
  m_window.show();
  wait(200ms);
}

QTableView* WindowDriver::rows() const {
  auto* tab = m_window.tabs()->currentTableTab();
  auto* rows = tab ? tab->findChild<QTableView*>(QStringLiteral("rows")) : nullptr;
  if (!rows) throw std::runtime_error("no table is in front");
  return rows;
}

double WindowDriver::untilPainted(const std::function<void()>& act, const Condition& isThere) {
  QEventLoop loop;
  QTimer::singleShot(kPatience, &loop, [&loop] { loop.exit(1); });
  double time = -1;
  const auto begin = Clock::now();
  m_application.onPainted([&](const std::vector<const QWidget*>& painted) {
    auto* tab = m_window.tabs()->currentTableTab();
    const auto* view = tab ? tab->findChild<QTableView*>(QStringLiteral("rows")) : nullptr;
    if (time >= 0 || !view || std::ranges::find(painted, view->viewport()) == painted.end() || !isThere()) return;
    time = millisecondsSince(begin);
    loop.quit();
  });
  act();
  const bool isLate = time < 0 && loop.exec() != 0;
  m_application.onPainted({});
  if (isLate) giveUp("the rows are painted");
  return time;
}

double WindowDriver::until(const std::function<void()>& act, const Condition& isThere, int everyMs) {
  QEventLoop loop;
  QTimer::singleShot(kPatience, &loop, [&loop] { loop.exit(1); });
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] { if (isThere()) loop.quit(); });
  const auto begin = Clock::now();
  act();
  if (isThere()) return millisecondsSince(begin);
  look.start(everyMs);
  if (loop.exec() != 0) giveUp("the window is done");
  return millisecondsSince(begin);
}

bool WindowDriver::isLoaded() const {
  const QTableView* view = rows();
  const int last = view->model()->rowCount() - 1;
  if (last < 0) return false;
  const int top = view->rowAt(0), bottom = view->rowAt(view->viewport()->height() - 1);
  for (int row = std::max(0, top); row <= (bottom < 0 ? last : bottom); ++row)
    if (!view->model()->index(row, 0).data(ui::GridModel::LoadedRole).toBool()) return false;
  return true;
}

std::int64_t WindowDriver::topRow() const {
  const QTableView* view = rows();
  return rowNumber(view, view->rowAt(0));
}

bool WindowDriver::shows(std::int64_t row) const {
  const QTableView* view = rows();
  const int bottom = view->rowAt(view->viewport()->height() - 1);
  const int last = bottom < 0 ? view->model()->rowCount() - 1 : bottom;
  return topRow() <= row && row <= rowNumber(view, last);
}

void WindowDriver::press(QWidget* widget, int key, Qt::KeyboardModifiers modifiers, const QString& text) {
  for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
    QKeyEvent event(type, key, modifiers, text);
    QCoreApplication::sendEvent(widget, &event);
  }
}

void WindowDriver::click(QAbstractScrollArea* area, const QPoint& place) {
  QWidget* target = area->viewport();
  const QPointF global = target->mapToGlobal(QPointF(place));
  for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
    QMouseEvent event(type, QPointF(place), global, Qt::LeftButton, type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &event);
  }
}

double WindowDriver::open(const Url& url) {
  bool isOpen = false;
  const auto opened = QObject::connect(&m_window, &ui::MainWindow::databaseOpened, [&] { isOpen = true; });
  const auto failed = QObject::connect(&m_window, &ui::MainWindow::databaseFailed, [](const DbError& error) { throw std::runtime_error(error.message()); });
  const double time = until([&] { m_window.openDatabase(url); }, [&] { return isOpen; }, 1);
  QObject::disconnect(opened);
  QObject::disconnect(failed);
  return time;
}

double WindowDriver::clickTable(const QString& name) {
  auto* tree = m_window.findChild<QTreeView*>(QStringLiteral("navigator"));
  const auto found = tree->model()->match(tree->model()->index(0, 0), ui::CatalogueModel::kModelRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
  if (found.isEmpty()) giveUp("the table is in the navigator");
  tree->scrollTo(found.first());
  wait(20ms);
  return untilPainted([&] { click(tree, tree->visualRect(found.first()).center()); }, [this] { return isLoaded(); });
}

double WindowDriver::jumpToEnd(std::int64_t atLeast) {
  waitForRows(atLeast);
  std::int64_t last = 0;
  const auto pressEnd = [&] {
    press(rows(), Qt::Key_End, Qt::ControlModifier);
    last = scrollBar()->maximum() + scrollBar()->pageStep();
  };
  return untilPainted(pressEnd, [&] { return last > 0 && shows(last) && isLoaded(); });
}

double WindowDriver::jumpToStart() {
  return untilPainted([this] { press(rows(), Qt::Key_Home, Qt::ControlModifier); }, [this] { return shows(1) && isLoaded(); });
}

QScrollBar* WindowDriver::scrollBar() const {
  for (auto* bar : m_window.tabs()->currentTableTab()->findChildren<QScrollBar*>())
    if (bar->accessibleName() == QLatin1String("Rows scroll bar")) return bar;
  throw std::runtime_error("there is no scroll bar");
}

/// Nobody jumps beyond what is known to be there, exactly or as an estimate.
void WindowDriver::waitForRows(std::int64_t count) {
  until([] {}, [bar = scrollBar(), count] { return bar->maximum() + bar->pageStep() >= count; }, 1);
}

double WindowDriver::dragTo(std::int64_t row) {
  waitForRows(row);
  return untilPainted([&] { scrollBar()->setValue(static_cast<int>(row - 1)); }, [&] { return shows(row) && isLoaded(); });
}

double WindowDriver::clickHeader(int column) {
  QHeaderView* header = rows()->horizontalHeader();
  const QPoint place(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 8);
  return untilPainted([&] { click(header, place); }, [this] { return isLoaded(); });
}

QLineEdit* WindowDriver::filterBox(const QString& column) const {
  auto* box = m_window.tabs()->currentTableTab()->findChild<QLineEdit*>(QStringLiteral("quickFilter_") + column);
  if (!box) throw std::runtime_error("there is no quick filter");
  return box;
}

double WindowDriver::filter(const QString& column, const QString& text, int remaining) {
  QLineEdit* box = filterBox(column);
  box->setFocus();
  for (const QChar letter : text) press(box, 0, Qt::NoModifier, QString(letter));
  const auto isThere = [&] { return rows()->model()->rowCount() == remaining && isLoaded(); };
  return untilPainted([&] { press(box, Qt::Key_Return); }, isThere);
}

double WindowDriver::clearFilter(const QString& column) {
  QLineEdit* box = filterBox(column);
  box->setFocus();
  box->selectAll();
  press(box, Qt::Key_Delete);
  return untilPainted([&] { press(box, Qt::Key_Return); }, [this] { return rows()->model()->rowCount() > 1 && isLoaded(); });
}

void WindowDriver::turnWheel(int rowsDown) {
  QWidget* target = rows()->viewport();
  const QPointF place(target->rect().center());
  // A notch of 120 units scrolls by three rows.
  QWheelEvent event(place, target->mapToGlobal(place), QPoint(), QPoint(0, -rowsDown * 120 / QApplication::wheelScrollLines()), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(target, &event);
}

double WindowDriver::waitUntilRead() {
  return until([] {}, [this] { return !rows()->isVisible() || !m_window.tabs()->currentPage()->isBusy(); }, 1);
}

double WindowDriver::waitUntilIdle() {
  const double time = waitUntilRead();
  return time + until([] {}, [this] { return !m_window.relationTree()->isBusy(); }, 1);
}

void WindowDriver::wait(std::chrono::milliseconds time) {
  QEventLoop loop;
  QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

void WindowDriver::closeTable() {
  m_window.tabs()->closePage(m_window.tabs()->currentIndex());
  wait(100ms);
}

}  // namespace joinery::bench
