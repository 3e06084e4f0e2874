// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QList>
#include <QTimer>
#include <vector>

class QLineEdit;

namespace joinery::ui {

/// A grid's horizontal header with a quick filter box under each column's name; a key is underlined, a foreign key has
/// an arrow. The first columns may be frozen: they stay at the left while the others pass below them. Boxes are there for what is
/// on screen, so that thousands of columns cost no more than those. Accessible names of the boxes: "Quick filter <column>".
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
  /// @pre the column is on screen
  void focusFilter(int column);
  void clearFilters();
  /// Lays the boxes out again after a scroll.
  void placeBoxes();

  /// Freezes the first columns from the left, hidden ones among them; as many of them as leave room for others.
  void setFrozenCount(int columns);
  int frozenCount() const { return m_frozen; }
  /// Pixels that are taken by those that are frozen.
  int frozenWidth() const;
  bool isFrozen(int column) const;
  /// Where a column begins on screen.
  int columnLeft(int column) const;
  /// The column that is on screen there; -1 for none.
  int columnAt(int x) const;

  QSize sizeHint() const override;

 Q_SIGNALS:
  /// A person has paused typing, or pressed Enter.
  void filterEdited(int column);
  /// Down or Escape in a box: back to the rows.
  void leaveRequested();
  /// Tab goes to the box of a column that has to come on screen first.
  void columnWanted(int column);
  void frozenChanged();

 protected:
  void updateGeometries() override;
  void paintEvent(QPaintEvent* event) override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Column {
    QString name;
    Mark mark = Mark::None;
    QString text;   ///< of its filter
    QString error;  ///< why it is refused
    QLineEdit* box = nullptr;
  };
  QLineEdit* makeBox(int column);
  void dropBox(int column);
  void showError(const Column& column);
  void placeBox(int column);
  void placeSoon();
  void keepFrozen(int oldVisual, int newVisual);
  std::vector<int> columnsOnScreen() const;
  int boxColumn(const QObject* box) const;
  bool goToBox(int from, int step);
  QMouseEvent mapped(const QMouseEvent& event) const;
  bool isOnFrozenEdge(int x) const;
  int boxHeight() const;
  /// The boxes' parents, laid over the header from outside the table: what is inside a table is cells to assistive
  /// technology.
  QWidget* m_strip;
  QWidget* m_frozenStrip;
  std::vector<Column> m_columns;
  std::vector<int> m_boxed;
  QTimer m_pause;
  int m_paused = -1;  ///< the column whose typing rests
  int m_height = 0;   ///< of a box
  int m_frozen = 0;
  bool m_placing = false;
  bool m_resizesFrozen = false;
};

}  // namespace joinery::ui
