// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <atomic>
#include <memory>
#include <vector>

#include "ui/designer/diagram/diagram_model.h"
#include "ui/designer/diagram/line_router.h"

namespace joinery::ui {

/// How the lines of a diagram run: those whose cards are moved, or that a moved card lies on, are led anew in the background; until then they run
/// straight on. GUI thread.
class LineRouting : public QObject {
  Q_OBJECT
 public:
  explicit LineRouting(DiagramModel* model, QObject* parent = nullptr);
  ~LineRouting() override;

  /// In the order of the model's lines; empty while nothing is placed.
  const std::vector<LinePath>& paths() const { return m_paths; }
  bool isBusy() const { return m_isRunning; }
  /// Where cards are that are being dragged: their lines follow at once.
  void preview(const QHash<int, QPointF>& corners);
  /// They are where the model has them after all.
  void settle() { follow(); }

 Q_SIGNALS:
  /// @param lines those that run elsewhere now
  void routed(const QSet<int>& lines);
  void busyChanged();

 private:
  void reset();
  void follow();
  void markCrossed(const std::vector<QRectF>& moved);
  void start();
  void take(const std::vector<LinePath>& paths, const QSet<int>& wanted);
  RouteRequest::Line lineOf(int line, const QHash<int, QPointF>& corners = {}) const;
  void runStraight(const QSet<int>& lines, const QHash<int, QPointF>& corners = {});

  DiagramModel* m_model;
  std::vector<LinePath> m_paths;
  QSet<QPair<int, int>> m_required;  ///< keys, by card and row, that some line has to have a row of
  std::vector<QRectF> m_rects;  ///< of the cards that the paths were led around
  QSet<int> m_dirty;
  bool m_isRunning = false;
  std::shared_ptr<std::atomic<bool>> m_stop;
};

}  // namespace joinery::ui
