// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <chrono>
#include <functional>
#include <string>

#include "orm/core/url.h"
#include "ui/shell/main_window.h"
#include "watched_application.h"

namespace joinery::bench {

/// The window as a person uses it: clicks, keys and wheel go where theirs would, and what they wait for is on screen when the wait ends.
class WindowDriver {
 public:
  /// How long anything may take before the run is given up.
  static constexpr std::chrono::minutes kPatience{10};
  explicit WindowDriver(WatchedApplication& application);

  ui::MainWindow& window() { return m_window; }
  WatchedApplication& application() { return m_application; }
  /// The rows of the page in front. @throws std::runtime_error where it has none
  QTableView* rows() const;

  /// All of these: @return ms from the first event until it is painted @throws std::runtime_error where it never is
  double open(const Url& url);
  double clickTable(const QString& name);
  /// @param atLeast rows that have to be known before, exactly or as an estimate
  double jumpToEnd(std::int64_t atLeast);
  double jumpToStart();
  /// As one who drags the scroll bar there.
  double dragTo(std::int64_t row);
  double clickHeader(int column);
  /// Types into a quick filter and presses Return. @param rows how many have to remain
  double filter(const QString& column, const QString& text, int rows);
  double clearFilter(const QString& column);
  /// Turns the wheel by so many rows.
  void turnWheel(int rows);
  /// Until nothing of the page is being read or counted any more. @return ms
  double waitUntilRead();
  /// Until the relation tree rests too.
  double waitUntilIdle();
  void wait(std::chrono::milliseconds time);
  /// Until that holds, looked at every so often. @return ms
  using Condition = std::function<bool()>;
  double until(const std::function<void()>& act, const Condition& isThere, int everyMs);
  void closeTable();
  /// The row number at the top, from 1 on.
  std::int64_t topRow() const;
  /// Whether no row that is visible is still on the way.
  bool isLoaded() const;

 private:
  double untilPainted(const std::function<void()>& act, const Condition& isThere);
  bool shows(std::int64_t row) const;
  void press(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, const QString& text = {});
  void click(QAbstractScrollArea* area, const QPoint& place);
  QScrollBar* scrollBar() const;
  void waitForRows(std::int64_t count);
  QLineEdit* filterBox(const QString& column) const;

  WatchedApplication& m_application;
  ui::MainWindow m_window;
};

}  // namespace joinery::bench
