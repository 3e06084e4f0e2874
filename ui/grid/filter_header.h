// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QList>

class QLineEdit;

namespace joinery::ui {

/// A grid's horizontal header with a quick filter box under each column's name; a key is underlined, a foreign key has
/// an arrow. Accessible names of the boxes: "Quick filter <column>".
class FilterHeader : public QHeaderView {
  Q_OBJECT
 public:
  explicit FilterHeader(QWidget* parent);
  /// How a column's name is shown beside it.
  enum class Mark { None, Key, ForeignKey };
  void setColumns(const QStringList& names, const QList<Mark>& marks);
  QString filterText(int column) const;
  void setFilterText(int column, const QString& text);
  /// Turns a box red and says why in its tooltip; an empty reason turns it back.
  void setFilterError(int column, const QString& reason);
  void focusFilter(int column);
  void clearFilters();
  /// Lays the boxes out again after a scroll.
  void placeBoxes();

  QSize sizeHint() const override;

 Q_SIGNALS:
  /// A person has paused typing, or pressed Enter.
  void filterEdited(int column);
  /// Down or Escape in a box: back to the rows.
  void leaveRequested();

 protected:
  void updateGeometries() override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QLineEdit* makeBox(int column, const QString& name);
  int boxHeight() const;
  /// The boxes' parent, laid over the header from outside the table: what is inside a table is cells to assistive
  /// technology.
  QWidget* m_strip;
  QList<QLineEdit*> m_boxes;
  QList<Mark> m_marks;
};

}  // namespace joinery::ui
