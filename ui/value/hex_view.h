// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QPointer>
#include <memory>

#include "ui/value/byte_source.h"

namespace joinery::ui {

/// Bytes as lines of offset, hex digits and characters. Only the visible lines are laid out, and only their bytes asked for, so that a value
/// may have any size. The cursor goes with the arrow keys; Shift selects; Ctrl+C copies the hex digits of what is selected.
class HexView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  /// On a line, and on one of a narrow view.
  static constexpr int kBytesOfLine = 16, kBytesOfShortLine = 8;
  /// More of them is a file's work.
  static constexpr std::size_t kMostCopiedBytes = 1U << 20U;

  explicit HexView(QWidget* parent = nullptr);
  /// @param source null: nothing to show
  void setSource(std::unique_ptr<ByteSource> source);
  ByteSource* source() const { return m_source.get(); }
  /// The line that stands there, as it is painted; bytes that are not there yet are blank. @param line from 0, of all
  QString lineText(std::int64_t line);
  std::uint64_t cursorOffset() const { return m_cursor; }
  void setCursorOffset(std::uint64_t offset, bool keepsAnchor = false);
  /// Hex digits of the selected bytes; empty where not all of them are there.
  QString selectedHex();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int charactersOfLine(int bytes) const;
  std::int64_t lineCount() const;
  int visibleLines() const;
  int digits() const;
  int lineHeight() const;
  QString offsetText(std::int64_t line) const;
  void updateScrollBars();
  void paintSelection(QPainter& painter, std::int64_t line, int y) const;
  std::optional<std::uint64_t> offsetAt(const QPoint& position) const;

  std::unique_ptr<ByteSource> m_source;
  int m_bytesOfLine = kBytesOfLine;
  std::uint64_t m_cursor = 0;
  std::uint64_t m_anchor = 0;
};

}  // namespace joinery::ui
